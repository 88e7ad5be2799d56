"""datapackage.json: the description of an export after Frictionless' Data Package (version 1, which all tools read)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from collectors.compare import Tables
from collectors.export.export_choices import ExportChoices
from collectors.export.exported_table import ExportedTable

#: Characters that a Frictionless name must not hold; ids from a corpus may have others ("newswcl50:0").
_NO_NAME = re.compile(r"[^a-z0-9._/-]")
#: Open Definition licences that a user may name in short -> title and address.
LICENCES = {
    "CC0-1.0": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "CC-BY-4.0": ("Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC-BY-SA-4.0": (
        "Creative Commons Attribution Share-Alike 4.0",
        "https://creativecommons.org/licenses/by-sa/4.0/",
    ),
    "ODbL-1.0": ("Open Data Commons Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
    "ODC-BY-1.0": ("Open Data Commons Attribution License 1.0", "https://opendatacommons.org/licenses/by/1-0/"),
}

Described = dict[str, object]


def package_name(event: str) -> str:
    """The name of an event's data package, with only the characters that Frictionless allows."""
    return _NO_NAME.sub("-", f"parallax-{event}".lower())


def stamp(event: str, version: str) -> str:
    """The beginning of a file name that carries event and version."""
    safe = re.sub(r"[^\w.-]+", "-", event, flags=re.UNICODE)
    return f"parallax_{safe}_{version}"


def table_resource(path: Path, table: ExportedTable, rows: int, choices: ExportChoices) -> Described:
    """Describe a CSV file.

    Args:
        path: The file, as written.
        table: The table that it holds.
        rows: How many rows it has.
        choices: What was chosen for the export.
    """
    schema: Described = {
        "fields": [
            {"name": column.name, "type": column.type, "description": column.meaning} for column in table.columns
        ],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    return {
        "name": table.name,
        "title": table.title,
        "path": path.name,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": choices.encoding,
        "dialect": {"lineTerminator": "\r\n", "delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True},
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256_of(path)}",
        "rows": rows,
        "schema": schema,
    }


def file_resource(path: Path, name: str, title: str, kind: tuple[str, str]) -> Described:
    """Describe a file that is no table.

    Args:
        path: The file, as written.
        name: Its name in the package.
        title: What it holds.
        kind: Its format and its media type.
    """
    return {
        "name": name, "title": title, "path": path.name, "profile": "data-resource", "format": kind[0],
        "mediatype": kind[1], "encoding": "utf-8", "bytes": path.stat().st_size, "hash": f"sha256:{sha256_of(path)}",
    }  # fmt: skip


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as written:
        return hashlib.file_digest(written, "sha256").hexdigest()


def package_of(
    data: Tables, event: str, title: str, choices: ExportChoices, resources: Sequence[Mapping[str, object]], seed: int
) -> Described:
    """Describe the whole export.

    Args:
        data: The data set.
        event: The event's id.
        title: The event's title.
        choices: What was chosen for the export.
        resources: The descriptions of its files.
        seed: Seed of the resampling.
    """
    label = getattr(data, "label", None)
    made: datetime | None = getattr(data, "published", None)
    return {
        "profile": "data-package",
        "name": package_name(event),
        "title": title,
        "description": f"Figures on how news outlets framed: {title}. By article, without full texts; README.md says "
        f"how to read them.{f' {label[:1].upper()}{label[1:]}.' if label else ''}",
        "version": data.version,
        "keywords": ["news", "framing", "media research"],
        **({"created": made.isoformat(timespec="seconds")} if made else {}),
        "licenses": [_licence(choices.licence)],
        "contributors": [
            *({"title": name, "role": "author"} for name in choices.contributors),
            {"title": "Parallax, the program that counted", "role": "wrangler"},
        ],
        "sources": _sources(data, event),
        "dataset_version": data.version,
        "method_version": data.method_version,
        "seed": seed,
        "selection": {"by": choices.by, "voice": choices.voice or "every", "copies": choices.copies or "every"},
        "resources": list(resources),
    }


def _licence(named: str) -> Described:
    """A licence that a user has named: one of LICENCES, an address, or any other name."""
    if not named:
        return {"name": "notspecified", "title": "Not specified: ask who made this export"}
    licence = {name.lower(): (name, *rest) for name, rest in LICENCES.items()}.get(named.lower())
    if licence:
        return {"name": licence[0], "title": licence[1], "path": licence[2]}
    if re.match(r"https?://", named):
        return {"path": named, "title": named}
    return {"name": re.sub(r"[^A-Za-z0-9._-]+", "-", named).strip("-") or "other", "title": named}


def _sources(data: Tables, event: str) -> list[Described]:
    """The outlets of the event's articles, by id, each with how many of its articles are in the data set."""
    counted: dict[str, int] = {}
    for outlet in data.table("articles", ["outlet"], [("event", "=", event)])["outlet"].to_pylist():
        if outlet is not None:
            counted[outlet] = counted.get(outlet, 0) + 1
    names = {row["outlet"]: row["outlet_name"] for row in data.table("outlets", ["outlet", "outlet_name"]).to_pylist()}
    return [
        {"title": names.get(outlet) or outlet, "outlet": outlet, "articles": count}
        for outlet, count in sorted(counted.items())
    ]
