"""What a selection means to the summary tables."""

from __future__ import annotations

from dashboard.selection import ALL, ViewSelection

Condition = tuple[str, list[object]]
#: The last class of copies that a choice holds; see `collectors.dataset.summary_sums`.
_COPIES = {"own": 0, "one": 1}


def row_filter(sel: ViewSelection) -> Condition:
    """The condition on a summary table, and its parameters: what the statistics count too."""
    parts, given = ["event = ?"], [sel.event]
    for name, wanted in (("outlet", sel.outlets), ("language", sel.languages)):
        if wanted:
            parts.append(f"{name} in ({', '.join('?' * len(wanted))})")
            given += wanted
    if sel.grade != ALL:
        parts.append("grade = 'good'")
    if sel.phase != ALL:
        parts.append("phase = ?")
        given.append(sel.phase)
    if sel.copies in _COPIES:
        parts.append(f"copies <= {_COPIES[sel.copies]}")
    return " and ".join(parts), list(given)


def days(sel: ViewSelection) -> Condition:
    """The same on `sum_days`, which also knows the articles that no figure counts."""
    cond, given = row_filter(sel)
    return f"member and outlet is not null and {cond}", given
