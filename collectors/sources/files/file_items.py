"""What reading a file yields, and what its reader was told beforehand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from collectors.model import Article, Outcome, OutcomeKind, Page
from collectors.support.characters import admit

#: Bytes of one line, row or page after decompression. Beyond it the input is refused: the largest of 207 real news
#: pages has 2.2 MB, and a page of 10 MB must still reach the readers, whose own limit is lower and says so.
MAX_BYTES = 32_000_000
#: Characters of one article. The longest real article measured has 60,000.
MAX_TEXT = 1_000_000
#: Characters of an id, an outlet or an event.
MAX_ID = 500

_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ImportDefaults:
    """What the user states for rows that leave it open (`parallax import --outlet ...`), and what the columns of tables
    are (`--columns`): field -> column."""

    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    columns: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class FileItem:
    """One article, page or failure in a file. `outlet` and `event` are what a page's row says beside the page;
    `note` is a remark for the outcome of something that was imported nevertheless; `given_text` is the text as it stood
    in the row, where the gate for characters changed it."""

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
    """A place where a file cannot be read: `line` is where it shows, None for the whole file."""

    what: str
    remedy: str
    line: int | None = None
    kind: OutcomeKind = OutcomeKind.BAD_INPUT


def failure(file: str, damage: Damage) -> FileItem:
    """The outcome of something unreadable: its key is the file and the line."""
    key = f"{file}:{damage.line}" if damage.line else file
    return FileItem(Outcome(key, damage.kind, None, damage.what, damage.remedy), file, damage.line)


def clean(text: str) -> tuple[str, int]:
    """The text as it passes the gate for characters, and how many of its characters are no text.

    Args:
        text: A value as it stands in a file.

    Returns:
        The admitted text, and the number of NUL characters and lone surrogates in the given one, which are a slip of
        the program that wrote it. Soft hyphens and other characters without a shape are taken out without a word.
    """
    return admit(text), len(_UNWRITABLE.findall(text))


def writable_only(text: str) -> str:
    """The text with nothing changed but what no database or file can hold, for what only names something."""
    return _UNWRITABLE.sub("\ufffd", text)
