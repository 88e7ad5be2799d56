"""Selections as SQL conditions on the summary tables."""

from __future__ import annotations

from dashboard.selection import ALL, ViewSelection

Condition = tuple[str, list[object]]
#: The last class of copies that a choice holds; see `collectors.dataset.summary_sums`.
_COPIES = {"own": 0, "one": 1}


def row_filter(sel: ViewSelection) -> Condition:
    """Return the condition on a summary table, with its parameters: it holds what the statistics count."""
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
    """Return the condition on `sum_days`, which also has the articles that no figure counts."""
    cond, given = row_filter(sel)
    return f"member and outlet is not null and {cond}", given
