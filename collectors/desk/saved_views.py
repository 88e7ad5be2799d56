"""Saved views: pages of the dashboard that editors named and commented, to be shared and put into a report.

They stand in HOME/desk/views/views.json, in the order in which they were saved. A view is a page and its query string,
which names the data set: whoever opens it sees the same numbers.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from collectors.config import Settings
from collectors.desk.desk_log import declaring, desk_folder, require_name, sign
from collectors.errors import ParallaxError
from collectors.support.whole_files import replaced

#: The most views that are kept, characters of a name, a comment and a query string.
MOST_VIEWS, MOST_NAME, MOST_COMMENT, MOST_QUERY = 500, 120, 2_000, 4_000
_PAGE = re.compile(r"[a-z_]{0,40}")
#: Fields of an address that say how it is shown, not what.
_NOT_SAVED = ("embed", "show", "from")


@dataclass(frozen=True, slots=True)
class SavedView:
    """A page of the dashboard as somebody saw it.

    Attributes:
        id: Its id.
        name: What its editor calls it.
        comment: What its editor says of it.
        page: The page's word in addresses; empty for the overview.
        query: Its query string.
        by: Who saved it.
        at: When, in UTC, ISO 8601.
    """

    id: str
    name: str
    comment: str
    page: str
    query: str
    by: str
    at: str

    @property
    def link(self) -> str:
        """Its address, relative to the dashboard."""
        return f"./{self.page}?{self.query}"


def saved_views(settings: Settings) -> list[SavedView]:
    """The views, the first saved first.

    Raises:
        ParallaxError: The file is damaged.
    """
    file = _file(settings)
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
        return [SavedView(**{name: str(row[name]) for name in SavedView.__slots__}) for row in held["views"]]
    except FileNotFoundError:
        return []
    except (ValueError, KeyError, TypeError):
        raise ParallaxError("is no list of saved views", file=file, remedy="move it away, or mend it") from None


def address_parts(address: str) -> tuple[str, str]:
    """Page and query string of an address of the dashboard, as a browser shows it or a page links to it.

    Args:
        address: Such as "http://127.0.0.1:8501/naming?v=...&event=...".

    Raises:
        ParallaxError: It is no such address, or it names no data set and no event.
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        parts = urlsplit("")
    page = parts.path.rpartition("/")[2]
    fields = {key: value for key, value in parse_qsl(parts.query) if key not in _NOT_SAVED}
    if parts.scheme not in ("", "http", "https") or not _PAGE.fullmatch(page) or not {"v", "event"} <= set(fields):
        raise ParallaxError("this is no address of a view", remedy="copy the link from “Cite this view” of the page")
    query = urlencode(fields)
    if len(query) > MOST_QUERY:
        raise ParallaxError("the address is too long", remedy="choose fewer outlets")
    return ("" if page == "overview" else page), query


def save_view(settings: Settings, address: str, name: str, comment: str, by: str) -> SavedView:
    """Save a view.

    Args:
        settings: Where the home is.
        address: The view's address.
        name: What to call it.
        comment: What to say of it; may be empty.
        by: Who saves it.

    Raises:
        ParallaxError: The address is none of a view, the name is missing, or there are MOST_VIEWS already.
    """
    page, query = address_parts(address)
    called = " ".join(name.split())[:MOST_NAME]
    if not called:
        raise ParallaxError("the view has no name", remedy="give it one")
    at = datetime.now(UTC).isoformat(timespec="seconds")
    view = SavedView(secrets.token_hex(6), called, comment.strip()[:MOST_COMMENT], page, query, require_name(by), at)
    with declaring(settings, by):
        views = saved_views(settings)
        if len(views) >= MOST_VIEWS:
            raise ParallaxError(f"{MOST_VIEWS} views are saved already", remedy="delete some")
        _write(settings, [*views, view])
    sign(settings, by, "save-view", view.name, reason=view.link)
    return view


def delete_view(settings: Settings, view: str, by: str) -> None:
    """Delete a view; one that is gone already is nothing to do.

    Args:
        settings: Where the home is.
        view: The view's id.
        by: Who deletes it.
    """
    with declaring(settings, by):
        views = saved_views(settings)
        gone = [one for one in views if one.id == view]
        if gone:
            _write(settings, [one for one in views if one.id != view])
    for one in gone:
        sign(settings, by, "delete-view", one.name, reason=one.link)


def _file(settings: Settings) -> Path:
    return settings.home / "desk" / "views" / "views.json"


def _write(settings: Settings, views: Sequence[SavedView]) -> None:
    """Replace the file in one step: whoever reads it has the old views or the new ones."""
    desk_folder(settings)
    file = _file(settings)
    file.parent.mkdir(mode=0o700, exist_ok=True)
    text = json.dumps({"views": [asdict(view) for view in views]}, ensure_ascii=False, indent=1)
    with replaced(file) as out:
        out.write(f"{text}\n".encode(errors="replace"))
