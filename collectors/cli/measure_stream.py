"""`parallax measure`: everything that is measured in an article, for programs that build on Parallax."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from collectors.cli.console import command
from collectors.cli.streams import Input, Output, each_article, pair, quotation_row
from collectors.config import Settings, load_catalogue
from collectors.config.missing_event import declared_event
from collectors.events.membership import Membership
from collectors.model import Actor, Article, Event, Mark, Mention, Quotation, Span, Voice

if TYPE_CHECKING:
    from collectors.metrics import Measure, Measures


@command("measure")
def measure_stream(
    settings: Settings,
    articles: Input,
    event: Annotated[str, typer.Option(help="The event that the articles are measured for.", metavar="ID")],
    output_path: Output = "-",
) -> None:
    """Write all that is measured in each article: membership, voices, names, quotations, devices, readability."""
    from collectors.events.membership import membership  # noqa: PLC0415  loads the patterns' engine
    from collectors.metrics import measure  # noqa: PLC0415  loads the trained model

    catalogue = load_catalogue(settings.data, settings.home)
    declared = declared_event(catalogue, event)

    def row(article: Article) -> dict[str, object]:
        measures = measure(article, declared, catalogue.stances, catalogue.terms, catalogue.country_of(article.outlet))
        return measured_row(article, declared, membership(article, declared), measures)

    each_article(articles, output_path, "measuring", row)


def measured_row(article: Article, event: Event, belongs: Membership, measures: Measures) -> dict[str, object]:
    """One line of the stream.

    Args:
        article: The article as it was read.
        event: The event it was measured for.
        belongs: Whether the article is about the event, and by which rule.
        measures: What `collectors.metrics.measure` returned for both.

    Returns:
        A dictionary that JSON can hold. Offsets are in characters of the text, end exclusive; where `place` is
        "headline" they are in characters of the title. A score that does not exist is absent, never 0.
    """
    from collectors.metrics.instrument_ranges import hears  # noqa: PLC0415  loads the registry of instruments
    from collectors.metrics.readability import root_language  # noqa: PLC0415  loads word lists
    from collectors.metrics.text import sentences  # noqa: PLC0415  loads the tokenizer

    language = root_language(article.language, article.text)
    actors = {actor.id: actor for actor in event.actors}
    return {
        "id": article.id,
        "language": article.language,
        "member": belongs.member,
        "score": belongs.score,
        "reason": belongs.reason,
        "sentences": [pair(span) for span in sentences(article.text)],
        "voices": {voice.value: words if hears(voice, language) else None for voice, words in measures.voices},
        "mentions": [_mention_row(mention, language) for mention in measures.mentions],
        "quotations": [_sided_row(quotation, actors) for quotation in measures.quotations],
        "marks": [_mark_row(mark, language) for mark in measures.marks],
        "readability": _scores(measures.measures),
    }


def _mention_row(mention: Mention, language: str | None) -> dict[str, object]:
    named = {"concept": mention.concept, "variant": mention.variant}
    return named | _passage(mention.span, mention.voice, language) | {"place": mention.place.value}


def _mark_row(mark: Mark, language: str | None) -> dict[str, object]:
    return (
        {"device": mark.kind, "label": mark.label}
        | _passage(mark.span, mark.voice, language)
        | {"place": mark.place.value}
    )


def _passage(span: Span, voice: Voice, language: str | None) -> dict[str, object]:
    """Return the place and voice of a passage; the voice is null where it cannot be told in the language."""
    from collectors.metrics.instrument_ranges import hears  # noqa: PLC0415  loads the registry of instruments

    return {"start": span.start, "end": span.end, "voice": voice.value if hears(voice, language) else None}


def _sided_row(quotation: Quotation, actors: dict[str, Actor]) -> dict[str, object]:
    """A quotation as `parallax quotes` writes it, with the side and the role of its speaker; null where unknown."""
    actor = actors.get(quotation.actor or "")
    return quotation_row(quotation) | {"side": actor.side if actor else None, "role": actor.role if actor else None}


def _scores(measures: Iterable[Measure]) -> dict[str, float]:
    """The readability scores and their parts, over the whole article."""
    from collectors.metrics.readability import PARTS, SCORES  # noqa: PLC0415  loads word lists

    metrics = {*SCORES, *PARTS}
    return {figure.metric: figure.value for figure in measures if figure.voice == "all" and figure.metric in metrics}
