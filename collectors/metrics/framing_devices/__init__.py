"""Framing devices in the wording of one article.

The devices are scare quotes, distancing, hedges and certainty, loaded words, agentless passives, cues of frames, and
the facts of the event that the article includes. Each is a pure function of a title or a text that finds spans;
`devices` calls them all. What turns the marks into rates is returned beside them as figures (see MEASURES). A device
that cannot read the article's language returns neither marks nor figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from collectors.method import version_of
from collectors.metrics.framing_devices import scare_quotes
from collectors.metrics.framing_devices.event_facts import facts
from collectors.metrics.framing_devices.passives import Passive, agentless, passives
from collectors.metrics.framing_devices.phrase_book import PhraseBook, Terms, book_of
from collectors.metrics.framing_devices.voiced_words import VoicedText, voiced_texts
from collectors.metrics.framing_devices.word_list_devices import lexical
from collectors.metrics.voice import VoiceMap
from collectors.model import Article, Event, Mark, Mention, Voice

#: Must change with every change that could alter a mark. The lists have their own part in the digest of an event.
METHOD_VERSION = version_of("framing_devices")

#: Measures of an article beside its marks, with their meaning. Those by voice are also given for the voice "all".
MEASURES = {
    "words:headline": "words of the headline, by voice",
    "words:lead": "words of the first paragraph, by voice",
    "passives:all": "passives in title and text, with and without a doer, by voice",
    "passives:by": "those of them that name who did it, by voice",
    "passives:by:<verb>": "the same, of a verb that the event declares",
    "reads:<list>": "1 where the article's language has this list or detector",
}
ALL = "all"


@dataclass(frozen=True, slots=True)
class Lists:
    """The word lists that apply to one language.

    Attributes:
        book: The phrases of all lists, compiled.
        names: The names of the lists that have terms for this language ("certainty", "frame:sv").
    """

    book: PhraseBook
    names: tuple[str, ...]


NO_LISTS = Lists(PhraseBook(()), ())


@dataclass(frozen=True, slots=True)
class DeviceMark:
    """The result of reading one article.

    Attributes:
        marks: The marks, those of the title first, then in reading order.
        figures: Measures as (metric, voice, value); see MEASURES.
    """

    marks: tuple[Mark, ...]
    figures: tuple[tuple[str, str, float], ...]


class _ListsKey:
    """Terms as a cache key that compares by identity; it holds the terms, so that their id is not used again."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms

    def __hash__(self) -> int:
        return id(self.terms)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ListsKey) and other.terms is self.terms


def lists_of(terms: Terms, language: str | None) -> Lists:
    """Compile the word lists for a language, once per process.

    Args:
        terms: All lists, by kind and language.
        language: The article's language; None gives no lists.
    """
    return _lists(_ListsKey(terms), language) if language and terms else NO_LISTS


@lru_cache(maxsize=128)
def _lists(key: _ListsKey, language: str) -> Lists:
    names = [name for name, by in sorted(key.terms.items()) if by.get(language) or by.get("")]
    return Lists(book_of(key.terms, language), tuple(names))


def devices(
    article: Article,
    event: Event,
    language: str | None,
    voices: VoiceMap,
    mentions: Sequence[Mention],
    lists: Lists,
    headline: VoiceMap | None = None,
) -> DeviceMark:
    """Find every framing device in an article.

    Args:
        article: Its title and text are read.
        event: The event whose facts and verbs are looked for.
        language: The article's language, identified from the text where none was stated; None where it is unknown.
        voices: Whose words each passage of the text is.
        mentions: The mentions of concepts in title and text, in reading order.
        lists: The word lists for `language`.
        headline: Whose words each passage of the title is; None where nobody is known to speak in it.

    Returns:
        The marks and the figures of the article.
    """
    title, text = voiced_texts(article, language, voices, list(mentions), headline)
    marks: list[Mark] = []
    voiced_passives: list[tuple[VoicedText, Passive]] = []
    for ground in (title, text):
        here = [*scare_quotes.scare(ground), *lexical(ground, lists.book), *facts(ground, event)]
        if language == "en":
            spotted = passives(ground, event)
            voiced_passives += [(ground, passive) for passive in spotted]
            here += agentless(ground, spotted)
        marks += sorted(here, key=lambda mark: (mark.span, mark.kind, mark.label))
    figures = [*_words(title, text), *((f"reads:{name}", ALL, 1.0) for name in lists.names)]
    if scare_quotes.reads(language):
        figures.append(("reads:scare", ALL, 1.0))
    if language == "en":
        figures += [("reads:passive", ALL, 1.0), *_passives(voiced_passives, event)]
    return DeviceMark(tuple(marks), tuple(figures))


def _words(title: VoicedText, text: VoicedText) -> list[tuple[str, str, float]]:
    lead = [word for word in text.words if text.lead_end is not None and word.start < text.lead_end]
    return [
        *_by_voice("words:headline", (title.voice_at(*word) for word in title.words)),
        *_by_voice("words:lead", (text.voice_at(word.start, word.start + 1) for word in lead)),
    ]


def _by_voice(metric: str, voices: Iterable[Voice]) -> list[tuple[str, str, float]]:
    counts = Counter(voices)
    return [(metric, ALL, float(counts.total()))] + [
        (metric, voice.value, float(counts[voice])) for voice in Voice if counts[voice]
    ]


def _passives(voiced_passives: Sequence[tuple[VoicedText, Passive]], event: Event) -> list[tuple[str, str, float]]:
    """Count the passives, and those of each declared verb that name a doer."""
    heard = [(ground.voice_at(*passive.span), passive) for ground, passive in voiced_passives]
    rows = _by_voice("passives:all", [voice for voice, _ in heard])
    rows += _by_voice("passives:by", [voice for voice, passive in heard if passive.agent])
    for verb in event.verbs.get("en", ()):
        by = [voice for voice, passive in heard if passive.agent and passive.verb == verb]
        rows += _by_voice(f"passives:by:{verb}", by) if by else []
    return rows
