"""One article of Nexis and LexisNexis in the old layout, from its blocks: outlet, date, headline, labels, text, labels.

Pure. The text layout and the page layout come down to the same blocks; a block is a paragraph, with its line breaks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from collectors.sources.files.export_dates import published_day
from collectors.sources.files.exported import ExportedArticle, one_line, paragraphs
from collectors.sources.files.field_labels import field_of
from collectors.sources.files.language_names import language_code
from collectors.sources.files.people_lines import authors_in

#: "BYLINE: ...", "LOAD-DATE: ...", "LÄNGE: ...": capitals with hyphens before a colon.
LABELLED = re.compile(r"([^\W\d_a-zà-öø-ÿ]{2}[^\W\d_a-zà-öø-ÿ -]*(?:[ -][^\W\d_a-zà-öø-ÿ]+){0,4})\s?:(?:\s+|\Z)")
#: The first line of an article: its number among those of the export, in four languages.
COUNTER = re.compile(
    r"\s*(?:FOCUS - )?(?:(\d[\d.,]{0,11}) (?:of|von|de|van|di|sur|OF) (\d[\d.,]{0,11}) (?:DOCUMENTS?|DOKUMENTE?N?|"
    r"DOCUMENTOS?|DOCUMENTEN|DOCUMENTI)|(?:Dokument|Document|Documento|Document nr\.?) (\d[\d.,]{0,11}) "
    r"(?:von|of|de|van|di|sur) (\d[\d.,]{0,11}))\s*\Z",
    re.I,
)
_COPYRIGHT = re.compile(
    r"\s*(?:copyright|©|\(c\)|alle rechte|all rights|tous droits|todos los derechos|copy \d{4})", re.I
)
_WORDS = re.compile(r"(\d[\d.,\u202f\xa0 ]*)")
_NOTICE = re.compile(r"correction appended|corrected version|korrektur angef", re.I)
_HEAD_FIELDS = frozenset(
    {"authors", "section", "length", "standfirst", "dateline", "title", "edition", "other", "subject"}
)
#: Fields that stand behind the text only, and end it.
_TAIL_FIELDS = frozenset({"loaded", "language", "graphic", "correction", "subject", "type", "copyright", "other"})
#: Labels of the head that a text may begin a paragraph with as well.
_MOST_HEAD = 14


@dataclass(slots=True)
class _Parts:
    """Blocks of an article by what they are."""

    lead: list[str] = field(default_factory=list)  # outlet, date, headline
    text: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def label_of(block: str) -> tuple[str, str] | None:
    """A block's field and value where it begins with a label of the archive, None for text."""
    match = LABELLED.match(block)
    name = field_of(match.group(1)) if match else None
    return (name, block[match.end() :].strip()) if match and name else None


def stated_words(value: str | None) -> int | None:
    """The number in "2,968 words", "355 mots", "1.204 Wörter"; None where there is none."""
    match = _WORDS.search(value or "")
    digits = re.sub(r"\D", "", match.group(1)) if match else ""
    return int(digits) if digits and len(digits) < 8 else None


def nexis_article(blocks: Sequence[str], archive: str, line: int | None) -> ExportedArticle | None:
    """The article that these blocks hold, None where they hold no text at all.

    Args:
        blocks: Those behind the line with the article's number, up to the next one.
        archive: How provenance calls it.
        line: Where it begins in its file.
    """
    parts = _parted(blocks)
    outlet, dated, headline = _lead(parts.lead)
    text = paragraphs(parts.text)
    if not text and not headline and not outlet:
        return None
    fields = parts.fields
    edition = one_line(fields.get("edition") or _edition(dated))
    return ExportedArticle(
        archive=archive,
        text=text,
        title=one_line(headline or fields.get("title")),
        standfirst=one_line(fields.get("standfirst")),
        authors=authors_in(fields.get("authors")),
        outlet=one_line(outlet),
        edition=edition,
        published=published_day(dated or ""),  # the date of loading is none of publication
        language=language_code(fields.get("language")),
        section=one_line(fields.get("section")),
        words=stated_words(fields.get("length")),
        line=line,
    )


def _parted(blocks: Sequence[str]) -> _Parts:
    """Sort blocks by what they are: what leads, labels of the head, text, labels of the tail.

    A label in the middle of the text is text, unless only labels and copyright follow.
    """
    parts = _Parts()
    labelled = [label_of(block) for block in blocks]
    first = next((i for i, label in enumerate(labelled[:_MOST_HEAD]) if label and label[0] in _HEAD_FIELDS), None)
    tail = _tail(blocks, labelled, 0 if first is None else first)
    head_end = _head(parts, blocks, labelled, first, tail)
    parts.text.extend(block for block in blocks[head_end:tail])
    _fields_of_tail(parts, blocks, labelled, tail)
    return parts


def _head(
    parts: _Parts, blocks: Sequence[str], labelled: Sequence[tuple[str, str] | None], first: int | None, tail: int
) -> int:
    """Sort what leads and the labels of the head; returns where the text begins."""
    if first is None or first >= tail:
        # No labels at all: outlet, date and headline lead.
        dated = next((i for i, block in enumerate(blocks[:4]) if published_day(_first_line(block))), None)
        end = min(tail, (dated if dated is not None else 0) + 2)
        parts.lead.extend(blocks[:end])
        return end
    parts.lead.extend(blocks[:first])
    place = first
    while place < tail and (label := labelled[place]) and label[0] in _HEAD_FIELDS:
        parts.fields.setdefault(*label)
        place += 1
    return place


def _tail(blocks: Sequence[str], labelled: Sequence[tuple[str, str] | None], begin: int) -> int:
    """Where the labels behind the text begin.

    That is the first label of the tail after which no more text comes than a caption's. Copyright alone ends the
    text, too.
    """
    place = begin
    while place < len(blocks) and (label := labelled[place]) and label[0] in _HEAD_FIELDS:
        place += 1
    for i in range(place, len(blocks)):
        label = labelled[i]
        if label and label[0] in _TAIL_FIELDS and _only_labels_follow(blocks, labelled, i):
            return i
    for i in range(len(blocks) - 1, max(place, len(blocks) - 4) - 1, -1):
        if _COPYRIGHT.match(blocks[i]) and len(blocks[i]) < 400:
            return i
    return len(blocks)


def _only_labels_follow(blocks: Sequence[str], labelled: Sequence[tuple[str, str] | None], begin: int) -> bool:
    """Whether what follows a label is the archive's: labels, what they hold, copyright."""
    label = labelled[begin]
    if label and label[0] in {"loaded", "language", "type"}:
        return True
    following = [i for i in range(begin + 1, len(blocks)) if labelled[i] and labelled[i] is not None]
    return bool(following) and any((labelled[i] or ("", ""))[0] in {"loaded", "language", "type"} for i in following)


def _fields_of_tail(
    parts: _Parts, blocks: Sequence[str], labelled: Sequence[tuple[str, str] | None], tail: int
) -> None:
    for i in range(tail, len(blocks)):
        label = labelled[i]
        if label:
            parts.fields.setdefault(*label)
        else:
            parts.notes.append(blocks[i])


def _first_line(block: str) -> str:
    return block.strip().split("\n", 1)[0]


def _lead(blocks: Sequence[str]) -> tuple[str | None, str | None, str | None]:
    """Outlet, the block with the date, and the headline, from what stands before the labels.

    The outlet comes first; the date is the first block that begins with one; what else is there is the headline,
    wherever it stands.
    """
    lines = [
        block for block in blocks if block.strip() and not COUNTER.match(block) and not _NOTICE.fullmatch(block.strip())
    ]
    if not lines:
        return None, None, None
    dated = next((i for i, block in enumerate(lines[:5]) if _is_date(block)), None)
    if dated is None:
        return lines[0], None, "\n".join(lines[1:]) or None
    outlet = lines[0] if dated > 0 else None
    headline = "\n".join(lines[1:dated] + lines[dated + 1 :])
    return outlet, lines[dated], headline or None


def _is_date(block: str) -> bool:
    """Whether a block is a date with what archives add to it, not a headline that holds one."""
    line = _first_line(block)
    return len(line) < 90 and published_day(line) is not None


def _edition(dated: str | None) -> str | None:
    """What follows the date in its block: "City Final Edition", "Edition 1; Scotland"."""
    lines = (dated or "").strip().split("\n")[1:]
    edition_lines = [line.strip() for line in lines if line.strip() and not _NOTICE.search(line)]
    if edition_lines:
        return " ".join(edition_lines)
    tail = _first_line(dated or "").rpartition(",")[2].strip()
    return tail if re.search(r"edition|ausgabe|édition|edición", tail, re.I) else None
