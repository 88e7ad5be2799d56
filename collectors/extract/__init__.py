"""What a page says, and how sure we are: `extract(page)` gives an Article or says why there is none.

1. decode and parse the page once, within limits;  2. read what it states about itself (JSON-LD, meta tags);
3. let independent readers find the body;  4. vote on each block of the page;  5. settle every field, each with its
source;  6. tell articles from other pages;  7. grade the result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from collectors.extract.extraction_pool import extract_bounded, extract_many

if TYPE_CHECKING:
    from collectors.extract.page_article import extract, extract_text_page

__all__ = ["extract", "extract_bounded", "extract_many", "extract_text_page"]


def __getattr__(name: str) -> object:
    """The readers at their first use: they take a second to load, and who reads pages in workers needs them not."""
    if name not in {"extract", "extract_text_page"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from collectors.extract import page_article  # noqa: PLC0415  as above

    return getattr(page_article, name)
