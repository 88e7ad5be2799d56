"""The language of an article, from what the page states and from the letters of its text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from collectors.extract.stated_metadata import StatedMetadata
from collectors.metrics.language_identification import code_of, identify
from collectors.model import Article


def language_of(stated: StatedMetadata, text: str) -> tuple[str, str] | None:
    """Return the ISO 639-1 code of an article's language and where it comes from.

    Args:
        stated: What the page says about itself; the first statement that names a language counts.
        text: The article's text, which outweighs a statement unless it is short.

    Returns:
        The code and its source: the name of the statement if it names the same language, else the letters and their
        confidence ("text 0.99"). None if the text is too short to tell and the page states nothing.
    """
    claims = (
        (stated.linked.language, "json-ld"),
        (stated.language, "html lang"),
        (stated.first("content-language", "og:locale", "language"), "meta"),
    )
    identified = identify(text, (value for value, _ in claims))
    if identified is None:
        return None
    named = next((source for value, source in claims if code_of(value)), None)
    claimed = next((code_of(value) for value, _ in claims if code_of(value)), None)
    if named and claimed == identified.language:
        return identified.language, named
    return identified.language, f"text {identified.confidence:.2f}"


def stated_languages(stated: StatedMetadata) -> tuple[str, ...]:
    """Return the ISO 639-1 codes that a page states, each once; its dates may be in another language than its text.

    Args:
        stated: What the page says about itself.
    """
    claims = (stated.linked.language, stated.language, stated.first("content-language", "og:locale", "language"))
    return tuple(dict.fromkeys(code for claim in claims if (code := code_of(claim))))


def in_outlet_language(article: Article, languages: Sequence[str]) -> Article:
    """Let the languages that an outlet publishes in vote where nothing but the letters told an article's language.

    Args:
        article: An article as read.
        languages: The languages of its outlet, as declared; none where it is not declared.

    Returns:
        The article, in a language of the outlet where its letters leave that open: short headlines above all. A
        language that the page or row states stands, and so does one that a long text shows.
    """
    if not languages or article.language in languages:
        return article
    text = f"{article.title or ''}\n{article.text}"
    by_letters = identify(text)
    if by_letters is not None and by_letters.language != article.language:
        return article  # stated, against the letters
    if by_letters is None and article.language:
        return article  # stated, with too few letters to tell
    voted = identify(text, (), languages)
    if voted is not None and voted.language in languages:
        return replace(article, language=voted.language)
    return replace(article, language=languages[0]) if voted is None and len(languages) == 1 else article
