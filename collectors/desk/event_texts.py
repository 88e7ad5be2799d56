"""Event files at the desk: read, checked, saved as a whole with every former version kept, and restored.

What is saved stands in HOME/events and wins over the file of the same event in the data folder, which stays as it is.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from collectors.config import Settings
from collectors.config.event_files import read_event
from collectors.config.problems import MAX_BYTES, Problem
from collectors.desk.desk_log import declaring, desk_folder, mark_as_own, require_name, sign
from collectors.errors import ParallaxError
from collectors.model import Event
from collectors.support.whole_files import write_whole

_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
_LONGEST_ID = 80
_INDEX = "versions.jsonl"
#: Who a version is from that stood in the data folder before the desk changed it.
SHIPPED = "as it came"


@dataclass(frozen=True, slots=True)
class EventVersion:
    """One version of an event file.

    Attributes:
        number: Its number, from 1.
        at: When it was saved, ISO 8601 in UTC.
        by: Who saved it.
        reason: Why, in words.
        digest: SHA-256 of its text.
    """

    number: int
    at: str
    by: str
    reason: str
    digest: str


def digest_of(text: str) -> str:
    """SHA-256 of a text: what an editor saw is compared with what is there by it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def event_id(name: str) -> str:
    """An event's id as files are named.

    Raises:
        ParallaxError: It holds other characters than small letters, digits, hyphens and underscores.
    """
    if not _ID.fullmatch(name) or len(name) > _LONGEST_ID:
        remedy = f"write small letters, digits and hyphens: {suggested_id(name) or 'harbour-strike-2024'}"
        raise ParallaxError(f"{name[:40]!r} is no id of an event", remedy=remedy)
    return name


def suggested_id(title: str) -> str:
    """An id made from a title: "The weir at Tellmouth" -> "the-weir-at-tellmouth"; "" where no letter is Latin."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:_LONGEST_ID].strip("-")


def event_text(settings: Settings, event: str) -> str:
    """The text of an event's file; "" where there is none.

    Raises:
        ParallaxError: The file cannot be read as UTF-8.
    """
    for folder in (settings.home, settings.data):
        file = folder / "events" / f"{event_id(event)}.toml"
        if file.is_file():
            try:
                return file.read_text(encoding="utf-8")
            except (OSError, ValueError) as error:
                raise ParallaxError(f"cannot be read: {error}", file=file, remedy="save it as UTF-8") from None
    return ""


def checked_event(event: str, text: str) -> tuple[Event | None, Sequence[Problem]]:
    """Read a draft as `parallax check` does.

    Args:
        event: The event's id.
        text: The draft.

    Returns:
        The event, or None where the draft has a mistake; and every mistake in it, by line.
    """
    with TemporaryDirectory(prefix="parallax-event-") as folder:
        file = Path(folder) / f"{event_id(event)}.toml"
        if len(text) > MAX_BYTES:
            return None, [Problem(file, 1, "the file is too long", "take out what is no declaration")]
        file.write_text(text, encoding="utf-8", errors="surrogatepass", newline="\n")
        declared, problems = read_event(file)
    return declared, sorted(problems)


def new_event_text(
    event: str, title: str, start: date, end: date, terms: Sequence[str] = (), language: str = "en"
) -> str:
    """The text of a new event's file.

    Args:
        event: Its id.
        title: Its title.
        start: The first day on which coverage counts.
        end: The last day.
        terms: Phrases by which an article is recognised.
        language: The code of their language.
    """
    lines = [f"id = {quoted(event_id(event))}", f"title = {quoted(title)}", f"start = {start}", f"end = {end}"]
    if terms:
        lines += ["", "[terms]", f"{language} = [{', '.join(map(quoted, terms))}]"]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """A text as a TOML string on one line."""
    plain = " ".join(text.encode("utf-8", "replace").decode().split())
    return json.dumps(plain, ensure_ascii=False).replace("\x7f", "\\u007f")


def save_event(settings: Settings, event: str, text: str, by: str, *, seen: str, reason: str = "") -> EventVersion:
    """Save an event's file, if it has no mistake and nobody changed it meanwhile.

    Args:
        settings: Where home and data folder are.
        event: The event's id.
        text: The new text.
        by: Who saves it.
        seen: `digest_of` the text that the editor began with.
        reason: Why, in words.

    Returns:
        The version that was saved.

    Raises:
        ParallaxError: The text has a mistake, or somebody saved another version meanwhile.
    """
    name = require_name(by)
    declared, problems = checked_event(event, text)
    if declared is None:
        first = problems[0] if problems else None
        what = f"line {first.line}: {first.what}" if first else "the draft is no event"
        raise ParallaxError(what, remedy=first.remedy if first else "write id, title, start and end")
    with declaring(settings, name):
        before = event_text(settings, event)
        if digest_of(before) != seen:
            last = next(reversed(event_versions(settings, event)), None)
            who = f" by {last.by}, {last.at}" if last else ""
            raise ParallaxError(f"the file was changed meanwhile{who}", remedy="load it again and repeat your change")
        if before and not event_versions(settings, event):
            _keep(settings, event, before, SHIPPED, "")
        version = _keep(settings, event, text, name, reason)
        (settings.home / "events").mkdir(parents=True, exist_ok=True)
        write_whole(settings.home / "events" / f"{event}.toml", text)
    mark_as_own(settings)
    sign(settings, name, "event", event, reason, {"version": version.number})
    return version


def event_versions(settings: Settings, event: str) -> list[EventVersion]:
    """Every version of an event's file that was saved at the desk, oldest first."""
    file = _history(settings, event) / _INDEX
    if not file.is_file():
        return []
    versions = []
    for line in file.read_text(encoding="utf-8").splitlines():
        try:
            versions.append(EventVersion(**json.loads(line)))
        except (ValueError, TypeError):  # a line that was cut when the machine stopped
            continue
    return versions


def version_text(settings: Settings, event: str, number: int) -> str:
    """The text of one version.

    Args:
        settings: where the desk keeps its files.
        event: an event's id.
        number: of the version, as the history lists it.

    Raises:
        ParallaxError: There is no such version.
    """
    file = _history(settings, event) / f"{int(number):06d}.toml"
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        raise ParallaxError(f"there is no version {number} of {event!r}", remedy="choose another") from None


def restore_event(settings: Settings, event: str, number: int, by: str) -> EventVersion:
    """Save a former version again, as a new one.

    Args:
        settings: Where the desk keeps its files.
        event: Id of the event.
        number: Number of the former version, from 1.
        by: The name under which it is saved.

    Raises:
        ParallaxError: There is no such version, or it has a mistake by today's rules.
    """
    text = version_text(settings, event, number)
    seen = digest_of(event_text(settings, event))
    return save_event(settings, event, text, by, seen=seen, reason=f"version {number} again")


def _history(settings: Settings, event: str) -> Path:
    return settings.home / "desk" / "history" / event_id(event)


def _keep(settings: Settings, event: str, text: str, by: str, reason: str) -> EventVersion:
    """Keep a text as the next version: its file first, so that the index never names one that is missing."""
    desk_folder(settings)
    folder = _history(settings, event)
    folder.mkdir(parents=True, exist_ok=True)
    number = max((int(file.stem) for file in folder.glob("[0-9]*.toml")), default=0) + 1
    at = datetime.now(UTC).isoformat(timespec="seconds")
    version = EventVersion(number, at, by, " ".join(reason.split())[:300], digest_of(text))
    write_whole(folder / f"{number:06d}.toml", text)
    lines = [json.dumps(asdict(one), ensure_ascii=False) for one in (*event_versions(settings, event), version)]
    write_whole(folder / _INDEX, "\n".join(lines) + "\n")
    return version


def parsed_text(text: str) -> dict[str, object]:
    """A draft as a TOML document.

    Raises:
        ParallaxError: It is no TOML.
    """
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ParallaxError(f"the text is no TOML: {error}", remedy="correct it first") from None
