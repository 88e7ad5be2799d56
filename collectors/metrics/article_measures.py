"""All measures of one article: names, quotations, voices, devices of wording, readability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from collectors.method import MEASURES_VERSION
from collectors.metrics import framing_devices, naming
from collectors.metrics import quotations as quotes
from collectors.metrics import readability as reading
from collectors.metrics import voice as speech
from collectors.metrics.framing_devices.phrase_book import Terms
from collectors.metrics.text import sentences
from collectors.model import Article, Event, Mark, Mention, Quotation, Voice
from collectors.support.extents import holds_full_text

#: Changes whenever a figure could.
METHOD_VERSION = MEASURES_VERSION

#: Voice of a figure over the whole article.
ALL = "all"


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of an article: of readability, or what a device is counted against. `voice` is "all" or a Voice."""

    metric: str
    voice: str
    value: float


@dataclass(frozen=True, slots=True)
class Measures:
    """Everything measured in one article. Spans are offsets into its text, those of headline mentions into its title.

    `voices` holds the words of the text in every voice, zeros included; they add up to `words`, which counts by
    `text.words`. `measures` has no entry for a figure that does not exist (too short, or not in this language).
    """

    words: int
    sentences: int
    mentions: tuple[Mention, ...]
    quotations: tuple[Quotation, ...]
    voices: tuple[tuple[Voice, int], ...]
    measures: tuple[Measure, ...]
    marks: tuple[Mark, ...] = ()


def measure(
    article: Article, event: Event, stances: Mapping[str, str] | None = None, terms: Terms | None = None
) -> Measures:
    """All measures of an article for an event. The text of any article can be measured, the empty one too.

    `stances` is the stance of verbs of saying by lemma, as in data/lexicons/cue-verbs.csv; without it every cue is
    neutral. `terms` are the words and phrases of the devices, as `Catalogue.terms`; without them only those devices
    are found that need none."""
    text = article.text
    language = reading.root_language(article.language, text)
    quotations = quotes.extract_quotations(text, event.actors, stances, language, quotes.sides_of(event))
    quotations = _with_unclaimed(text, quotations)
    voices = speech.voice_of(quotations, text)
    by_voice = speech.words_by_voice(text, voices)
    names = naming.mentions(article, event, voices, _headline_voices(article.title or "", language))
    found = framing_devices.devices(
        article, event, language, voices, names, framing_devices.lists_of(terms or {}, language)
    )
    # How hard a text reads is not told by its lead.
    scores = _readability(text, language, voices, by_voice) if holds_full_text(article) else []
    return Measures(
        words=sum(by_voice.values()),
        sentences=len(sentences(text)),
        mentions=tuple(names),
        quotations=tuple(quotations),
        voices=tuple(by_voice.items()),
        measures=(*scores, *(Measure(*figure) for figure in found.figures)),
        marks=found.marks,
    )


def _with_unclaimed(text: str, quotations: Sequence[Quotation]) -> list[Quotation]:
    """The quotations and, as unattributed ones, the speech in marks that none of them claims: so sources and voices
    count the same words."""
    rest = [Quotation(None, None, None, (span,), "direct") for span in speech.unclaimed_speech(quotations, text)]
    return sorted([*quotations, *rest], key=lambda quotation: quotation.content[0])


def _headline_voices(title: str, language: str | None) -> speech.VoiceMap:
    """Whose words a headline is: "Biden says ...", "West condemns 'sham' votes"."""
    return speech.voice_of(quotes.extract_quotations(title, language=language), title)


def _readability(text: str, language: str | None, voices: speech.VoiceMap, by_voice: dict[Voice, int]) -> list[Measure]:
    """The readability figures of the whole text and of each voice that has words enough."""
    units = sentences(text)
    rows = _rows(ALL, reading.readability(text, language))
    for voice, words in by_voice.items():
        if words >= reading.FEWEST_WORDS:
            spans = speech.passages(voice, voices, units)
            rows += _rows(voice.value, reading.readability(text, language, spans))
    return rows


def _rows(voice: str, values: dict[str, float | None]) -> list[Measure]:
    kept: Sequence[str] = (*reading.SCORES, *reading.PARTS)
    return [Measure(name, voice, value) for name in kept if (value := values[name]) is not None]
