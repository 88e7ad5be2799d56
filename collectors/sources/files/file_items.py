"""What reading a file yields, and the defaults that its reader is given."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from collectors.model import Article, Outcome, OutcomeKind, Page
from collectors.support.characters import admit

#: At most so many bytes of one line, row or page after decompression; larger ones are refused. The largest of 207 real
#: news pages has 2.2 MB. A page of 10 MB must still reach the readers, which refuse it with a message of their own.
MAX_BYTES = 32_000_000
#: Characters of one article. The longest real article measured has 60,000.
MAX_TEXT = 1_000_000
#: Characters of an id, an outlet or an event.
MAX_ID = 500

_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ImportDefaults:
    """What the user states for rows that leave it open (`parallax import --outlet ...`).

    Attributes:
        columns: Field -> column of tables (`--columns`); None where they are to be identified.
    """

    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    columns: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class FileItem:
    """One article, page or failure in a file.

    Attributes:
        outlet: The outlet that a page's row names.
        event: The event that it names.
        note: A remark for the outcome of an imported item.
        given_text: The text as it was in the row, where unsuitable characters were removed; otherwise None.
    """

    item: Article | Page | Outcome
    file: str
    line: int | None = None
    outlet: str | None = None
    event: str | None = None
    event_title: str | None = None
    note: str = ""
    given_text: str | None = None


@dataclass(frozen=True, slots=True)
class Damage:
    """A place where a file cannot be read.

    Attributes:
        what: The problem, as the predicate of a sentence.
        remedy: What to do about it.
        line: Where it shows; None for the whole file.
        kind: The outcome it becomes.
    """

    what: str
    remedy: str
    line: int | None = None
    kind: OutcomeKind = OutcomeKind.BAD_INPUT


def failure(file: str, damage: Damage) -> FileItem:
    """The outcome of something unreadable, under the file and the line as key."""
    key = f"{file}:{damage.line}" if damage.line else file
    return FileItem(Outcome(key, damage.kind, None, damage.what, damage.remedy), file, damage.line)


def clean(text: str) -> tuple[str, int]:
    """Remove the characters that are not text.

    Args:
        text: A value as it is in a file.

    Returns:
        The cleaned text, and the number of NUL characters and lone surrogates in the given one, which are mistakes of
        the program that wrote it. Soft hyphens and other invisible characters are removed without being counted.
    """
    return admit(text), len(_UNWRITABLE.findall(text))


def writable_only(text: str) -> str:
    """The text with only those characters replaced that no database or file can hold, for names and ids."""
    return _UNWRITABLE.sub("\ufffd", text)
