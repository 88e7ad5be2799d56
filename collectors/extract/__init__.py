"""What a page says, and how sure we are: `extract(page)` gives an Article or says why there is none.

1. decode and parse the page once, within limits;  2. read what it states about itself (JSON-LD, meta tags);
3. let independent readers find the body;  4. vote on each block of the page;  5. settle every field, each with its
source;  6. tell articles from other pages;  7. grade the result.
"""

from __future__ import annotations

from collectors.extract.article import extract, extract_text_page
from collectors.extract.pool import extract_bounded, extract_many

__all__ = ["extract", "extract_bounded", "extract_many", "extract_text_page"]
