"""What is measured in one article: quotations, voices, names, framing devices, readability.

`measure` is the only entry the pipeline needs. Everything here is a pure function of the article and its event.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collectors.metrics.article_measures import ALL, METHOD_VERSION, Measure, Measures, measure

__all__ = ["ALL", "METHOD_VERSION", "Measure", "Measures", "measure"]


def __getattr__(name: str) -> object:
    """Give the measures at their first use.

    The quotation model takes a second to load, and the tokenizer is needed where nothing is measured. They are in
    `article_measures`.
    """
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from collectors.metrics import article_measures  # noqa: PLC0415  as above

    return getattr(article_measures, name)
