"""Pages of the dashboard, run as Streamlit runs them, and what they show."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.page_registry import BY_NAME

APP = Path(__file__).parent.parent.parent / "dashboard" / "app.py"
PAGES = tuple(BY_NAME)
#: For modules that open pages: pages wait for what is worked out beside them, and leave no worker and no PARALLAX_HOME.
OPENS_PAGES = pytest.mark.usefixtures("home_in_the_environment", "no_worker_left", "patient_pages")


#: The pages that the app registers, by Streamlit's hash: an AppTest knows them once it has run, and they never change.
_REGISTERED: dict[Any, Any] = {}


def open_page(home: Path, page: str = "overview", /, **query: str) -> AppTest:
    """A page as a link opens it, in a session of its own.

    Args:
        home: The home folder that the page reads.
        page: The name of the page.
        **query: The fields of the link's query string.
    """
    os.environ["PARALLAX_HOME"] = str(home)
    app = AppTest.from_file(str(APP), default_timeout=60)
    if page != "overview":
        if not _REGISTERED:
            _REGISTERED.update(app.run()._registered_pages)
            app = AppTest.from_file(str(APP), default_timeout=60)
        app._registered_pages = dict(_REGISTERED)
        app.switch_page(BY_NAME[page].file)
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def shown(app: AppTest) -> str:
    """All HTML of the page's body: what `st.html` was given."""
    return "\n".join(str(e.proto.body) for e in app.main if e.type == "html")


def address(app: AppTest) -> dict[str, str]:
    """The query string's fields; AppTest gives back a text where it was set, a list where the page wrote it."""
    return {k: v if isinstance(v, str) else v[0] for k, v in app.query_params.items()}


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))
