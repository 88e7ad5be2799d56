"""truth.toml: what was planted in the demo corpus, counted from the marks, beside the intent that a person wrote."""

from __future__ import annotations

import json
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from collectors.metrics.text import count_words
from tests.support.demo_format import Piece

Json = Mapping[str, object]
HEADER = """\
# The planted truth of the demo corpus, counted by tests/support/build_demo.py from the marks in tests/demo_marked.
# The outlets, the texts and most of the speakers are INVENTED, for demonstration and tests only. No text is taken from
# a real article. Dates and offices follow the public record; of real leaders only publicly known positions are
# summarised.
"""
INTENT = (
    "dnipro-courier never writes a plain 'referendum' in its own voice.",
    "volga-wire never writes 'sham' in its own voice; it quotes or attributes the word to Western officials.",
    "meridian-public leaves 'sham' to the people it quotes or reports.",
    "daily-blaze says 'sham' in at least 60 % of the headlines that name the vote.",
    "continental-press writes the plain 'referendum' and 'Moscow-backed', and leaves 'sham' to its sources.",
    "atlantic-ledger and northgate-post use harsher words in their own articles than in the agency copy they run.",
    "atlantic-ledger rewrote one agency story: 'referendum' became 'sham referendum'.",
    "stepovyi-kurier (Ukrainian) never writes a plain 'referendum' in its own voice.",
    "vestnik-reki (Russian) writes 'referendum' or 'referendum on joining' and leaves 'sham' to those it quotes.",
    "rheinischer-morgen (German) writes 'sham' in its own voice and leaves 'reunification' to Russians.",
    "kurier-wislany (Polish) writes 'pseudo-referendum' and 'illegal annexation' in its own voice.",
    "konkan-standard quotes both sides and Indian officials, and has nothing from the results phase.",
)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def truth(pieces: Sequence[Piece], marks: Sequence[Json], event_file: Path, wall: Mapping[str, str]) -> str:
    """The file's content. `marks` stand in the order of `pieces`."""
    with event_file.open("rb") as stream:
        phases = [(str(p["id"]), _day(p["start"]), _day(p["end"])) for p in tomllib.load(stream)["phases"]]
    lines = [HEADER, f"intent = [\n{''.join(f'  {_text(i)},' + chr(10) for i in INTENT)}]\n"]
    grouped: dict[str, list[tuple[Piece, Json]]] = defaultdict(list)
    for piece, mark in zip(pieces, marks, strict=True):
        grouped[piece.outlet].append((piece, mark))
    lines += [f'[unreadable]\nid = {_text(wall["id"])}\nurl = {_text(wall["url"])}\nreason = "consent wall"\n']
    for piece in pieces:
        if "copy_of" in piece.headers:
            lines.append(_copy(piece))
    for outlet, rows in sorted(grouped.items()):
        per_phase = {name: sum(a <= _day(p.headers["date"]) <= b for p, _ in rows) for name, a, b in phases}
        lines += [f"[[gaps]]\noutlet = {_text(outlet)}\nphase = {_text(p)}\n" for p, n in per_phase.items() if not n]
        lines += _outlet(outlet, rows, per_phase)
    return "\n".join(_gaps_first(lines))


def _gaps_first(lines: Sequence[str]) -> list[str]:
    """TOML wants an array of tables in one stretch: the gaps go before the outlets."""
    return [s for s in lines if not s.startswith(("[outlets", "[[outlets"))] + [
        s for s in lines if s.startswith(("[outlets", "[[outlets"))
    ]


def _day(value: object) -> date:
    return value if isinstance(value, date) else datetime.fromisoformat(str(value)).date()


def _copy(piece: Piece) -> str:
    keys = {"id": piece.id, "outlet": piece.outlet, "original": piece.headers["copy_of"]}
    keys |= {k: piece.headers[k] for k in ("rewrite", "credit") if k in piece.headers}
    return "[[copies]]\n" + "".join(f"{k} = {_text(v)}\n" for k, v in keys.items())


def _rows(mark: Json, key: str) -> list[Mapping[str, object]]:
    rows = mark[key]
    assert isinstance(rows, list)
    return rows


def _outlet(outlet: str, rows: Sequence[tuple[Piece, Json]], per_phase: Mapping[str, int]) -> list[str]:
    copies = sum("copy_of" in p.headers for p, _ in rows)
    words = sum(count_words(p.body.text) for p, _ in rows)
    lines: list[str] = [
        f"[outlets.{outlet}]\narticles = {len(rows)}\ncopies = {copies}\nwords = {words}\n",
        f"[outlets.{outlet}.phases]\n" + "".join(f"{k} = {v}\n" for k, v in per_phase.items()),
    ]
    for scope, chosen in (
        ("naming", rows),
        ("naming_own_produced", [r for r in rows if "copy_of" not in r[0].headers]),
    ):
        lines += _naming(f"outlets.{outlet}.{scope}", [m for _, m in chosen])
    quotes = [(q, p) for p, m in rows for q in _rows(m, "quotes")]
    types = Counter(str(q["type"]) for q, _ in quotes)
    lines.append(
        f"[outlets.{outlet}.quotations]\ntotal = {len(quotes)}\n"
        + "".join(f"{t} = {types[t]}\n" for t in ("direct", "indirect", "mixed"))
        + f"unattributed = {sum(q['speaker_kind'] == 'unattributed' for q, _ in quotes)}\n"
    )
    speakers = Counter((str(q["speaker_name"]), str(q["speaker_kind"])) for q, _ in quotes if q["speaker_name"])
    for (name, kind), n in sorted(speakers.items(), key=lambda s: (-s[1], s[0])):
        lines.append(f"[[outlets.{outlet}.speakers]]\nname = {_text(name)}\nkind = {_text(kind)}\nquotations = {n}\n")
    return lines


def _naming(table: str, marks: Sequence[Json]) -> list[str]:
    """Counts by concept and variant: all, and by voice (headlines included), and how many of all stand in headlines."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for m in (m for mark in marks for m in _rows(mark, "mentions")):
        counts[str(m["concept"]), str(m["variant"])].update(["all", str(m["voice"]), str(m["place"])])
    lines: list[tuple[str, str]] = []
    for (concept, variant), c in sorted(counts.items()):
        inner = ", ".join(f"{k} = {c[k]}" for k in ("all", "own", "quoted", "attributed", "headline"))
        lines.append((concept, f"{variant} = {{ {inner} }}\n"))
    return [
        f"[{table}.{concept}]\n" + "".join(line for c, line in lines if c == concept)
        for concept in dict.fromkeys(c for c, _ in lines)
    ]
