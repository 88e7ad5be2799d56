"""Extraction of articles from pages: `extract(page)` returns an Article, or says why there is none.

1. Decode and parse the page once, within limits.
2. Read what it states about itself (JSON-LD, meta tags).
3. Let independent readers find the body.
4. Vote on each block of the page.
5. Settle every field, each with its source.
6. Tell articles from other pages.
7. Grade the result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectors.extract.extraction_pool import extract_bounded, extract_many

if TYPE_CHECKING:
    from collectors.extract.page_article import extract, extract_text_page

__all__ = ["extract", "extract_bounded", "extract_many", "extract_text_page"]


def __getattr__(name: str) -> object:
    """Load the readers at first use: they take a second, and a process that only starts workers does not need them."""
    if name not in {"extract", "extract_text_page"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from collectors.extract import page_article  # noqa: PLC0415  as above

    return getattr(page_article, name)
