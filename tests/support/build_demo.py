"""Builds the demo corpus in data/demo from the marked files in tests/demo_marked (format: demo_format.py).

    python -m tests.support.build_demo                 build, in the root of the checkout
    python -m tests.support.build_demo --check FILE    read one marked file, print its counts, write nothing

Writes articles.jsonl, pages.jsonl, marks.jsonl and truth.toml, byte for byte the same from the same files. Any mistake
in the marked files ends the run with file and line, and nothing is written. Articles with `page: yes` stand in
pages.jsonl and not in articles.jsonl, so that importing both gives every article once.
"""

from __future__ import annotations

import argparse
import html
import json
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from collectors.metrics.text import count_words
from tests.support.demo_format import Mark, Marked, MarkError, Piece, read_file, spellings, spoken_regions
from tests.support.demo_truth import truth

ROOT = Path(__file__).resolve().parent.parent.parent
MARKED = ROOT / "tests" / "demo_marked"
DEMO = ROOT / "data" / "demo"
EVENT = "ukraine-annexation-referendums-2022"
#: The consent wall: the one page of the demo that no reader can make an article of.
WALL = {"id": "daily-blaze-wall", "url": "https://daily-blaze.example/2022/09/29/live-updates"}
Json = dict[str, object]


def declared(event_file: Path) -> frozenset[str]:
    """Every `concept.variant` of the event file."""
    with event_file.open("rb") as stream:
        event = tomllib.load(stream)
    return frozenset(f"{c['id']}.{v['id']}" for c in event["concepts"] for v in c["variants"])


def read_all(files: Sequence[Path], variants: frozenset[str]) -> list[Piece]:
    """The articles of every outlet, copies filled in, checked as a whole. Raises MarkError."""
    pieces = [p for file in files for p in read_file(file, variants)]
    by_id: dict[str, Piece] = {}
    urls: dict[str, Piece] = {}
    for p in pieces:
        if p.id in by_id:
            raise p.fail(f"the id is taken, see {by_id[p.id].file}:{by_id[p.id].line}")
        if p.headers["url"] in urls:
            raise p.fail(f"the url is that of {urls[p.headers['url']].id}")
        by_id[p.id] = urls[p.headers["url"]] = p
    pieces = [_filled(p, by_id) for p in pieces]
    for p in pieces:
        n = count_words(p.body.text)
        least = 200 if p.language == "en" else 100
        if not least <= n <= 500:
            raise p.fail(f"{n} words; an article has {least} to 500")
    return pieces


def _filled(piece: Piece, by_id: dict[str, Piece]) -> Piece:
    """The piece itself, or a verbatim copy with the body of its original."""
    original = piece.headers.get("copy_of")
    if original is None:
        return piece
    if original not in by_id:
        raise piece.fail(f"copy_of: there is no article {original}")
    if piece.body.text:
        return piece
    if piece.headers["rewrite"] != "verbatim":
        raise piece.fail("only a verbatim copy may leave out its body")
    return replace(piece, body=by_id[original].body)


def article(piece: Piece) -> Json:
    """The article contract, with its event."""
    return {
        "id": piece.id,
        "url": piece.headers["url"],
        "outlet": piece.outlet,
        "title": piece.title.text,
        "authors": piece.authors,
        "published": piece.headers["date"],
        "language": piece.language,
        "text": piece.body.text,
        "event": EVENT,
    }


def _voice(marked: Marked, inside: Sequence[tuple[int, int]], start: int, end: int) -> str:
    if not any(m.start <= start and end <= m.end for m in marked.of("t")):
        return "own"
    return "quoted" if any(a <= start and end <= b for a, b in inside) else "attributed"


def mentions(marked: Marked, language: str, lead_end: int | None) -> list[Json]:
    """The mentions of a text, or of a title where `lead_end` is None, spellings included, in order."""
    inside = spoken_regions(marked, language)
    found = list(spellings(marked.text)) if language == "en" else []
    for m in marked.of("m"):
        concept, _, variant = (m.label or "").partition(".")
        found.append((concept, variant, m.start, m.end))
    rows: list[Json] = []
    for concept, variant, start, end in sorted(found, key=lambda f: (f[2], -f[3], f[0])):
        place = "headline" if lead_end is None else "lead" if end <= lead_end else "body"
        voice = _voice(marked, inside, start, end)
        rows.append(
            {"concept": concept, "variant": variant, "start": start, "end": end, "place": place, "voice": voice}
        )
    return rows


def _type(text: str, content: Sequence[Mark], inside: Sequence[tuple[int, int]]) -> str:
    chars = [i for m in content for i in range(m.start, m.end) if text[i].isalnum()]
    marked = [any(a <= i < b for a, b in inside) for i in chars]
    return "direct" if all(marked) else "mixed" if any(marked) else "indirect"


def quotes(marked: Marked, language: str) -> list[Json]:
    """The quotations of a text in the order of their content."""
    inside = spoken_regions(marked, language)
    numbers = {n for m in marked.of("t") for n in m.numbers}
    contents = {n: [m for m in marked.of("t") if n in m.numbers] for n in numbers}
    rows: list[Json] = []
    for n in sorted(numbers, key=lambda n: (contents[n][0].start, -contents[n][0].end)):
        content = contents[n]
        speaker = next((m for m in marked.of("s") if n in m.numbers), None)
        cue = next((m for m in marked.of("c") if n in m.numbers), None)
        named = speaker or next((m for m in content if m.label), None)
        row: Json = {
            "speaker": [speaker.start, speaker.end] if speaker else None,
            "speaker_name": named.label if named else None,
            "speaker_kind": named.speaker_kind if named else "unattributed",
            "cue": [cue.start, cue.end] if cue else None,
            "content": [[m.start, m.end] for m in content],
            "type": _type(marked.text, content, inside),
        }
        rows.append(row)
    return rows


def marks(piece: Piece) -> Json:
    """The ground truth of one article."""
    lead_end = piece.body.text.find("\n\n")
    return {
        "id": piece.id,
        "outlet": piece.outlet,
        "mentions": mentions(piece.title, piece.language, None) + mentions(piece.body, piece.language, lead_end),
        "quotes": quotes(piece.body, piece.language),
        "scare": [[m.start, m.end] for m in piece.body.of("q")],
    }


def page(piece: Piece, shell: str) -> Json:
    """The article inside a page layout. Placeholders: {title} {body} {authors} {date} {day} {url} {lead} {jsonld}."""
    escaped = [html.escape(p, quote=False) for p in piece.body.text.split("\n\n")]
    moment = datetime.fromisoformat(piece.headers["date"])
    linked = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": piece.title.text,
        "datePublished": piece.headers["date"],
        "author": [{"@type": "Person", "name": a} for a in piece.authors],
        "mainEntityOfPage": piece.headers["url"],
        "inLanguage": piece.language,
    }
    filling = {
        "title": html.escape(piece.title.text),
        "lead": html.escape(piece.body.text.split("\n\n")[0]),
        "body": "\n".join(f"<p>{p}</p>" for p in escaped),
        "authors": html.escape(", ".join(piece.authors)),
        "date": piece.headers["date"],
        "day": f"{moment.day} {moment:%B %Y}",
        "url": html.escape(piece.headers["url"]),
        "jsonld": json.dumps(linked, ensure_ascii=False).replace("</", "<\\/"),
    }
    for key, value in filling.items():
        shell = shell.replace("{" + key + "}", value)
    fetched = (moment + timedelta(hours=2)).isoformat()
    return {"id": piece.id, "url": piece.headers["url"], "html": shell, "fetched_at": fetched}


def pages(pieces: Sequence[Piece], shells: Path) -> list[Json]:
    """The pages of the demo, each laid out by shells/<id>.html, and the consent wall, shells/wall.html."""
    paged = [p for p in pieces if p.headers.get("page") == "yes"]
    rows = [page(p, (shells / f"{p.id}.html").read_text(encoding="utf-8")) for p in paged]
    wall = (shells / "wall.html").read_text(encoding="utf-8")
    return [*rows, {**WALL, "html": wall, "fetched_at": "2022-09-29T09:00:00+01:00"}]


def _lines(rows: Sequence[Json]) -> str:
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows)


def build(event_file: Path = ROOT / "data" / "events" / f"{EVENT}.toml") -> dict[str, str]:
    """The content of each file of the demo, by name. Raises MarkError with file and line."""
    pieces = read_all(sorted(MARKED.glob("*.txt")), declared(event_file))
    truths = [marks(p) for p in pieces]
    return {
        "articles.jsonl": _lines([article(p) for p in pieces if p.headers.get("page") != "yes"]),
        "pages.jsonl": _lines(pages(pieces, MARKED / "pages")),
        "marks.jsonl": _lines(truths),
        "truth.toml": truth(pieces, truths, event_file, WALL),
    }


def check(files: Sequence[Path], event_file: Path) -> str:
    """A line for each article of these marked files."""
    return "".join(_report(p, marks(p)) for p in read_all(files, declared(event_file)))


def main() -> int:
    """Build everything, or only check the files given; 0, or 1 with the first mistake on stderr."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--event-file", type=Path, default=ROOT / "data" / "events" / f"{EVENT}.toml")
    parser.add_argument("--check", type=Path, nargs="+", metavar="FILE", help="check these files, write nothing")
    given = parser.parse_args()
    try:
        if given.check:
            sys.stdout.write(check(given.check, given.event_file))
            return 0
        made = build(given.event_file)
    except (MarkError, OSError, tomllib.TOMLDecodeError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    for name, content in made.items():
        (DEMO / name).write_text(content, encoding="utf-8")
    return 0


def _report(piece: Piece, truths: Json) -> str:
    n = {k: len(rows) for k, rows in truths.items() if isinstance(rows, list)}
    counts = f"{count_words(piece.body.text)} words, {n['mentions']} mentions, {n['quotes']} quotations"
    return f"{piece.id}\t{piece.headers['date'][:10]}\t{counts}\t{piece.title.text}\n"


if __name__ == "__main__":
    sys.exit(main())
