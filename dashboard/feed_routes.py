"""The feeds of what is new: /feed.atom and /feed.json, behind the same guard and log-in as the pages."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from collectors.dataset.versions import versions
from collectors.updates.update_feeds import atom, entries, json_feed
from dashboard.queries.open_data import home

_TYPES = {"/feed.atom": "application/atom+xml", "/feed.json": "application/feed+json"}
#: Longest id of an event that a feed is asked for.
_LONGEST = 200


def feed_routes() -> list[Route]:
    """Return the routes of both feeds."""
    return [Route(path, _feed, methods=["GET", "HEAD"]) for path in _TYPES]


def _feed(request: Request) -> Response:
    """Answer with the feed of all events, or of the one that `?event=` names."""
    proxied = request.headers.get("x-forwarded-proto") == "https"
    base = f"{'https' if proxied else request.url.scheme}://{request.url.netloc}"
    event = request.query_params.get("event", "")[:_LONGEST] or None
    path = request.url.path
    return Response(_written(home(), tuple(versions(home())), base, event, path), media_type=_TYPES[path])


@lru_cache(maxsize=32)
def _written(folder: Path, _published: tuple[str, ...], base: str, event: str | None, path: str) -> bytes:
    """Write a feed; `_published` makes it anew once something else is published."""
    write = atom if path == "/feed.atom" else json_feed
    return write(entries(folder, base, event), base)
