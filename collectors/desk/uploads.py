"""Files that people bring: kept under a name of ours, previewed, and imported by the readers of `parallax import`."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePath

from collectors.config import Settings
from collectors.config.catalogue import load_outlet_catalogue
from collectors.desk.desk_log import desk_folder, require_name
from collectors.desk.zipped_tables import zipped_heads
from collectors.errors import ParallaxError
from collectors.sources.files import ImportDefaults
from collectors.sources.files.file_names import printable, suffix_of
from collectors.sources.files.preview import FilePreview, previews
from collectors.sources.files.table_head import TableHead, table_heads
from collectors.sources.outlet_resolution import outlet_of
from collectors.support.characters import admit
from collectors.support.whole_files import replaced, write_whole

#: Suffixes that are taken. The content decides what a file is, not its suffix.
TAKEN = (
    *("csv", "tsv", "xlsx", "ods", "jsonl", "ndjson", "json", "html", "htm", "zip"),
    *("txt", "docx", "rtf", "odt", "pdf", "ris", "eml", "mbox", "xml"),
)
#: Bytes of one upload, and of all that are kept.
MAX_UPLOAD = 100 * 1024 * 1024
MAX_KEPT = 20 * MAX_UPLOAD
#: Seconds after which an upload that nobody imported is deleted.
FORGOTTEN = 7 * 86_400.0
_ABOUT = "upload.json"
#: Words of the command line, and what the desk says in their place.
_SAID = {
    "has no `text` (give `text`, or `html` for a page)": "has no body",
    "is no ISO 8601 date": "is no date that can be read",
    "(correct `published` in this row and import again)": "(correct it in this row and import again)",
    ": published '": ": the date '",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was brought.

    Attributes:
        key: The name we gave it, from its content: the same file has the same key.
        name: The name that it came with, for people.
        size: Bytes.
        path: Where it is kept.
    """

    key: str
    name: str
    size: int
    path: Path


def shown_name(name: str) -> str:
    """A file's name as messages give it: the last part only, without control characters, at most 120 characters."""
    last = PurePath(printable(name).replace("\\", "/")).name
    return " ".join(admit(last).split())[:120] or "a file without a name"


def keep_upload(settings: Settings, name: str, data: bytes, by: str) -> Upload:
    """Keep an uploaded file in the desk's folder, readable for the user who runs the program only.

    Args:
        settings: Where the home folder is.
        name: The name that it came with; nothing of it becomes part of a path but a known suffix.
        data: Its bytes.
        by: Who brought it.

    Returns:
        The upload.

    Raises:
        ParallaxError: The file is empty, too large or of a kind that is not taken, or too much is kept already.
    """
    shown, suffix = shown_name(name), suffix_of(PurePath(name))
    if suffix not in TAKEN:
        remedy = f"bring one that ends in {', '.join(TAKEN[:10])}, or another that `parallax import` reads"
        raise ParallaxError(f"{shown}: files that end in .{suffix[:12] or '?'} are not taken", remedy=remedy)
    if not data:
        raise ParallaxError(f"{shown} is empty", remedy="bring a file with articles")
    if len(data) > MAX_UPLOAD:
        what = f"{shown} has {len(data):,} bytes, more than {MAX_UPLOAD:,}"
        raise ParallaxError(what, remedy="split it, or use `parallax import` on the server")
    folder = desk_folder(settings) / "uploads"
    folder.mkdir(mode=0o700, exist_ok=True)
    _forget(folder)
    if _size_of(folder) + len(data) > MAX_KEPT:
        raise ParallaxError("too many files wait to be imported", file=folder, remedy="import or discard some first")
    key = hashlib.sha256(data).hexdigest()[:24]
    place = folder / key
    place.mkdir(mode=0o700, exist_ok=True)
    path = place / f"{key}.{suffix}"
    with replaced(path, 0o600) as out:
        out.write(data)
    about = {"name": shown, "by": require_name(by), "at": datetime.now(UTC).isoformat(timespec="seconds")}
    write_whole(place / _ABOUT, json.dumps(about, ensure_ascii=False) + "\n")
    return Upload(key, shown, len(data), path)


def upload_of(settings: Settings, key: str) -> Upload:
    """The upload with a key.

    Raises:
        ParallaxError: There is none.
    """
    folder = settings.home / "desk" / "uploads" / key
    files = sorted(folder.glob(f"{key}.*")) if key.isalnum() else []
    if not files:
        raise ParallaxError("this upload is no longer here", remedy="bring the file again")
    try:
        name = str(json.loads((folder / _ABOUT).read_text(encoding="utf-8"))["name"])
    except (OSError, ValueError, KeyError, TypeError):
        name = files[0].name
    return Upload(key, name, files[0].stat().st_size, files[0])


def kept_uploads(settings: Settings) -> list[Upload]:
    """The uploads that wait to be imported, newest first."""
    folder = settings.home / "desk" / "uploads"
    places = sorted(folder.glob("*/"), key=lambda place: -place.stat().st_mtime_ns) if folder.is_dir() else []
    uploads = []
    for place in places:
        with suppress(ParallaxError):
            uploads.append(upload_of(settings, place.name))
    return uploads


def discard_upload(settings: Settings, key: str) -> None:
    """Delete an upload."""
    if key.isalnum():
        shutil.rmtree(settings.home / "desk" / "uploads" / key, ignore_errors=True)


def preview_upload(settings: Settings, upload: Upload, given: ImportDefaults | None = None) -> list[FilePreview]:
    """What importing an upload would store, as `parallax import --dry-run` says it; nothing is stored.

    Args:
        settings: Where the declarations are.
        upload: The upload.
        given: The columns of a table, and values for what rows leave open.

    Returns:
        A preview of each file, under the names that people know.
    """
    declared = load_outlet_catalogue(settings.data)
    previewed = previews(
        str(upload.path),
        given or ImportDefaults(),
        datetime.now(UTC),
        lambda name, url: outlet_of(declared, name, url),
    )
    return [_renamed(preview, upload) for preview in previewed]


def preview_of(
    home: str, data: str, key: str, columns: tuple[tuple[str, str], ...], outlet: str, language: str
) -> list[FilePreview]:
    """Preview an upload in another process, which shares nothing with this one.

    Args:
        home: The home folder.
        data: The data folder.
        key: The upload's key.
        columns: Pairs of field and column.
        outlet: The outlet of articles that name none; "" for none.
        language: The language of articles that name none; "" for none.

    Returns:
        As `preview_upload`.
    """
    settings = Settings.resolve(home, None, data)
    given = ImportDefaults(outlet=outlet or None, language=language or None, columns=dict(columns) or None)
    return preview_upload(settings, upload_of(settings, key), given)


def heads_of(home: str, data: str, key: str) -> list[TableHead]:
    """The heads of an upload's tables, in another process; an empty list where it is no table.

    Tables in a ZIP file have one head in common, where their columns are the same.

    Args:
        home: the folder of the store and the data sets.
        data: the folder of the declarations.
        key: of the upload.
    """
    path = upload_of(Settings.resolve(home, None, data), key).path
    return zipped_heads(path) if path.suffix == ".zip" else table_heads(path)


def _renamed(preview: FilePreview, upload: Upload) -> FilePreview:
    problems = [in_peoples_words(line, {str(upload.path): upload.name}) for line in preview.problems]
    return replace(preview, file=preview.file.replace(str(upload.path), upload.name), problems=problems)


def in_peoples_words(line: str, names: Mapping[str, str]) -> str:
    """A line about a file with the name that it came with in place of ours, and with the desk's remedy for columns."""
    for path, name in names.items():
        line = line.replace(path, name)
    for written, said in _SAID.items():
        line = line.replace(written, said)
    command = line.find("--columns")
    return f"{line[:command].rstrip(' :')} above)" if command >= 0 else line


def _size_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _forget(folder: Path) -> None:
    """Delete uploads that nobody imported."""
    for place in folder.iterdir():
        if place.is_dir() and time.time() - place.stat().st_mtime > FORGOTTEN:
            shutil.rmtree(place, ignore_errors=True)
