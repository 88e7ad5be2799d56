"""Language tags as feeds, files and event files state them: "en", "en-GB", "pt_BR"."""

from __future__ import annotations


def primary_language(tag: str | None) -> str:
    """Return the language of a tag without its region, in lower case: "en-GB" -> "en"; "" without a tag.

    Args:
        tag: A language tag, or None.
    """
    return (tag or "").replace("_", "-").split("-")[0].lower()
