"""The marked text files of the demo corpus: `tests/demo_marked/<outlet>.txt`, read strictly.

One article after another: `=== id`, header lines `key: value`, a blank line, paragraphs separated by blank lines (a
paragraph may be wrapped). Marks stand in braces, nest properly and stay inside one paragraph:

    {m vote.sham|sham referendum}            a use of a variant of a concept
    {t1|"words,"} {s1 Full Name|Bondar} {c1|said}.   quotation 1: content (several pieces allowed), speaker, cue
    {s3 Kremlin :body|the Kremlin}           kinds: person (where none stands), body, unnamed
    {s1,2 Full Name|she}                     one span that is the speaker of two quotations; cues likewise {c1,2|said}
    {t2 Full Name :person|"more words"}      a speaker without a span in the text
    {q|"liberated"}                          a short quoted span that is nobody's attributed speech

Every word inside quotation marks must lie in a t or a q mark, every quotation must have content, and every mark's
concept and variant must be declared by the event. Anything else is a `MarkError` with file and line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

KINDS = ("person", "body", "unnamed")
KEYS = ("title", "date", "authors", "url", "language", "copy_of", "rewrite", "credit", "page")
REWRITES = ("verbatim", "trimmed", "rewritten")
HEAD = re.compile(
    r"m (?P<variant>[a-z_]+\.[a-z_]+)|(?P<scare>q)"
    r"|(?P<part>[tsc])(?P<numbers>\d+(?:,\d+)*)(?: (?P<name>[^:|{}]+?))?(?: :(?P<kind>[a-z]+))?"
)
#: The quotation marks of each language, as English ones.
AS_ENGLISH = {
    "en": {},
    "de": str.maketrans("„“", "“”"),
    "pl": str.maketrans("„”", "“”"),
    "ru": str.maketrans("«»", "“”"),
    "uk": str.maketrans("«»", "“”"),
}
#: What stands before words that Polish newspapers quote without quotation marks.
DASH = "– "
#: The spelling of a place is a mention wherever the word stands; writers do not mark it.
SPELLINGS = {
    "kyiv_spelling": ("Kyiv", "Kiev"),
    "luhansk_spelling": ("Luhansk", "Lugansk"),
    "zaporizhzhia_spelling": ("Zaporizhzhia", "Zaporozhye"),
    "donbas_spelling": ("Donbas", "Donbass"),
    "kharkiv_spelling": ("Kharkiv", "Kharkov"),
}


class MarkError(Exception):
    """A mistake in a marked file, with its place."""

    def __init__(self, file: Path, line: int, what: str) -> None:
        super().__init__(f"{file}:{line}: {what}")


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: `kind` is m, q, t, s or c; `label` a concept.variant or a speaker's name; end exclusive."""

    kind: str
    numbers: tuple[int, ...]
    label: str | None
    speaker_kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Marked:
    """A text without its marks, and the marks in order of their start."""

    text: str
    marks: tuple[Mark, ...]

    def of(self, kind: str) -> list[Mark]:
        """The marks of one kind."""
        return [m for m in self.marks if m.kind == kind]


@dataclass(frozen=True, slots=True)
class Piece:
    """One article of a marked file."""

    id: str
    outlet: str
    file: Path
    line: int
    title: Marked
    body: Marked
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def authors(self) -> list[str]:
        """The bylines, in order."""
        return [a.strip() for a in self.headers.get("authors", "").split(";") if a.strip()]

    @property
    def language(self) -> str:
        """What the article is written in, English where its header does not say."""
        return self.headers.get("language", "en")

    def fail(self, what: str) -> MarkError:
        """An error about this article as a whole."""
        return MarkError(self.file, self.line, f"{self.id}: {what}")


def read_file(file: Path, variants: frozenset[str]) -> list[Piece]:
    """The articles of one outlet's file. Raises MarkError."""
    pieces: list[Piece] = []
    block: list[tuple[int, str]] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("=== "):
            if block:
                pieces.append(_piece(file, block, variants))
            block = [(number, line)]
        elif block:
            block.append((number, line))
        elif line.strip() and not line.startswith("#"):
            raise MarkError(file, number, "text before the first '=== id' line")
    if block:
        pieces.append(_piece(file, block, variants))
    return pieces


def _piece(file: Path, block: list[tuple[int, str]], variants: frozenset[str]) -> Piece:
    first, ident = block[0][0], block[0][1][4:].strip()
    headers: dict[str, str] = {}
    where = {"title": first}
    rest = next((i for i, (_, line) in enumerate(block) if i and not line.strip()), len(block))
    for number, line in block[1:rest]:
        key, colon, value = line.partition(":")
        if not colon or key not in KEYS or key in headers:
            raise MarkError(file, number, f"not a header line of ours, or given twice: {line!r}")
        headers[key], where[key] = value.strip(), number
    _check_headers(file, first, headers, where)
    title, title_lines = headers["title"], [where["title"]] * len(headers["title"])
    return Piece(
        ident,
        file.stem,
        file,
        first,
        read_marks(file, title, title_lines, variants, headers.get("language", "en")),
        read_marks(file, *_flow(block[rest:]), variants, headers.get("language", "en")),
        headers,
    )


def _check_headers(file: Path, line: int, headers: Mapping[str, str], where: Mapping[str, int]) -> None:
    for key in ("title", "date", "url"):
        if not headers.get(key):
            raise MarkError(file, line, f"{key} is missing")
    try:
        moment = datetime.fromisoformat(headers["date"])
    except ValueError as error:
        raise MarkError(file, where["date"], f"not an ISO 8601 time: {headers['date']}") from error
    if moment.tzinfo is None:
        raise MarkError(file, where["date"], "the date has no offset from UTC")
    if headers.get("language", "en") not in AS_ENGLISH:
        raise MarkError(file, where["language"], f"language is one of {', '.join(AS_ENGLISH)}")
    if ("copy_of" in headers) != ("rewrite" in headers):
        raise MarkError(file, line, "copy_of and rewrite go together")
    if headers.get("rewrite", "verbatim") not in REWRITES:
        raise MarkError(file, where["rewrite"], f"rewrite is one of {', '.join(REWRITES)}")


def _flow(lines: list[tuple[int, str]]) -> tuple[str, list[int]]:
    """The body with wrapped lines joined and one blank line between paragraphs, and each character's line."""
    text: list[str] = []
    numbers: list[int] = []
    gap = ""
    for number, raw in lines:
        line = raw.strip()
        if not line:
            gap = "\n\n" if text else ""
            continue
        joint = gap if gap else (" " if text else "")
        text.append(joint + line)
        numbers.extend([number] * (len(joint) + len(line)))
        gap = ""
    return "".join(text), numbers


def read_marks(file: Path, raw: str, lines: list[int], variants: frozenset[str], language: str = "en") -> Marked:
    """Take the marks out of a text. Raises MarkError."""
    out: list[str] = []
    size = 0
    marks: list[Mark] = []
    stack: list[tuple[int, re.Match[str], int]] = []  # (start, head, line)
    i = 0
    while i < len(raw):
        if raw[i] == "{":
            bar = raw.find("|", i)
            head = HEAD.fullmatch(raw[i + 1 : bar]) if bar > 0 else None
            if head is None:
                raise MarkError(file, lines[i], f"not a mark: {raw[i : i + 40]!r}")
            stack.append((size, head, lines[i]))
            i = bar + 1
        elif raw[i] == "}":
            if not stack:
                raise MarkError(file, lines[i], f"closes no mark: {raw[max(0, i - 40) : i + 1]!r}")
            start, head, line = stack.pop()
            marks.append(_mark(file, line, head, start, "".join(out)[start:], variants))
            i += 1
        else:
            out.append(raw[i])
            size += 1
            i += 1
    if stack:
        raise MarkError(file, stack[-1][2], f"mark is not closed: {{{stack[-1][1].group()}|")
    marked = Marked("".join(out), tuple(sorted(marks, key=lambda m: (m.start, -m.end, m.kind, m.label or ""))))
    _check_marks(file, marked, _line_map(raw, lines), language)
    return marked


def _mark(file: Path, line: int, head: re.Match[str], start: int, surface: str, variants: frozenset[str]) -> Mark:
    if not surface or surface != surface.strip() or "\n" in surface:
        raise MarkError(
            file, line, f"a mark is empty, begins or ends with a space, or leaves its paragraph: {surface!r}"
        )
    end = start + len(surface)
    variant, part, kind = head["variant"], head["part"], head["kind"] or "person"
    if variant:
        if variant not in variants:
            raise MarkError(file, line, f"the event declares no {variant}")
        return Mark("m", (), variant, "", start, end)
    if head["scare"]:
        return Mark("q", (), None, "", start, end)
    if kind not in KINDS or (part == "s") > bool(head["name"]) or (part == "c" and head["name"]):
        raise MarkError(file, line, f"s needs a name, c takes none, kinds are {', '.join(KINDS)}: {head.group()}")
    numbers = tuple(int(n) for n in head["numbers"].split(","))
    return Mark(part, numbers, head["name"], kind, start, end)


def _line_map(raw: str, lines: list[int]) -> list[int]:
    """The line of each character that is left when the marks are out (and one more for the end)."""
    kept: list[int] = []
    i = 0
    while i < len(raw):
        if raw[i] == "{":
            i = raw.index("|", i)
        elif raw[i] != "}":
            kept.append(lines[i])
        i += 1
    return [*kept, lines[-1] if lines else 0]


def _check_marks(file: Path, marked: Marked, lines: list[int], language: str) -> None:
    spoken = {n for m in marked.of("t") for n in m.numbers}
    for m in marked.marks:
        if m.kind in "sc" and not set(m.numbers) <= spoken:
            raise MarkError(file, lines[m.start], f"speaker or cue of a quotation without content: {m.numbers}")
    for part in "sc":
        seen: set[int] = set()
        for m in marked.of(part):
            if seen & set(m.numbers):
                raise MarkError(file, lines[m.start], f"quotation {m.numbers} has two marks {part}")
            seen |= set(m.numbers)
    last: dict[str, Mark] = {}
    for m in marked.of("m"):
        concept = (m.label or "").partition(".")[0]
        if concept in last and m.start < last[concept].end:
            raise MarkError(file, lines[m.start], f"two mentions of {concept} overlap")
        last[concept] = m
    covered = [(m.start, m.end) for m in marked.marks if m.kind in "tq"]
    for start, end in quoted_regions(marked.text.translate(AS_ENGLISH[language]), file, lines):
        loose = [i for i in range(start, end) if marked.text[i].isalnum() and not any(a <= i < b for a, b in covered)]
        if loose:
            raise MarkError(file, lines[loose[0]], f"quoted words outside t and q: {marked.text[start:end]!r}")


def quoted_regions(text: str, file: Path = Path(), lines: list[int] | None = None) -> list[tuple[int, int]]:
    """Spans inside quotation marks, the marks included. A quotation that goes on in the next paragraph is left open
    at the end of its own, and the next one opens it again. Raises MarkError where the marks do not balance."""
    found: list[tuple[int, int]] = []
    carried = False
    for para in re.finditer(r"[^\n]+", text):
        if carried and para.group()[0] not in '"“':
            where = lines[para.start()] if lines else 0
            raise MarkError(file, where, "quotation marks do not balance in the paragraph before this one")
        opened: int | None = None
        for m in re.finditer(r'["“”]', para.group()):
            at = para.start() + m.start()
            if m.group() == "“" or (m.group() == '"' and opened is None):
                opened = at
            elif opened is not None:
                found.append((opened, at + 1))
                opened = None
        carried = opened is not None
        if opened is not None:
            found.append((opened, para.end()))
    if carried:
        raise MarkError(file, lines[-1] if lines else 0, "quotation marks do not balance in the last paragraph")
    return found


def spoken_regions(marked: Marked, language: str) -> list[tuple[int, int]]:
    """Spans of direct speech: what stands in the language's quotation marks, and what is quoted behind a dash."""
    dashed = [(m.start, m.end) for m in marked.of("t") if marked.text[: m.start].endswith(DASH)]
    return quoted_regions(marked.text.translate(AS_ENGLISH[language])) + (dashed if language == "pl" else [])


def spellings(text: str) -> Iterator[tuple[str, str, int, int]]:
    """(concept, variant, start, end) of every place name whose spelling counts."""
    for concept, forms in SPELLINGS.items():
        for m in re.finditer(rf"\b(?:{'|'.join(forms)})\b", text, re.IGNORECASE):
            yield concept, m.group().lower(), *m.span()
