"""Measures one article: names, quotations, voices, framing devices, readability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from collectors.method import MEASURES_VERSION
from collectors.metrics import framing_devices, naming
from collectors.metrics import quotations as quotes
from collectors.metrics import readability as reading
from collectors.metrics import voice as speech
from collectors.metrics.framing_devices.phrase_book import Terms
from collectors.metrics.instrument_ranges import hears
from collectors.metrics.text import sentences
from collectors.model import Article, Event, Mark, Mention, Quotation, Voice
from collectors.support.extents import holds_full_text

#: Changes whenever a figure could.
METHOD_VERSION = MEASURES_VERSION

#: Voice of a figure over the whole article.
ALL = "all"


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of an article: a readability score, or the count that a device is related to.

    Attributes:
        metric: Name of the figure.
        voice: ALL, or the value of a Voice.
        value: The figure.
    """

    metric: str
    voice: str
    value: float


@dataclass(frozen=True, slots=True)
class Measures:
    """Everything measured in one article. Spans are offsets into its text, those of headline mentions into its title.

    Attributes:
        words: Words of the text, as `text.words` counts them.
        sentences: Sentences of the text.
        mentions: Uses of declared variants.
        quotations: Quotations, in reading order.
        voices: Words of the text in every voice, zeros included; they add up to `words`.
        measures: Other figures, without entries for those that do not exist (text too short, or language not covered).
        marks: Framing devices.
    """

    words: int
    sentences: int
    mentions: tuple[Mention, ...]
    quotations: tuple[Quotation, ...]
    voices: tuple[tuple[Voice, int], ...]
    measures: tuple[Measure, ...]
    marks: tuple[Mark, ...] = ()


def measure(
    article: Article,
    event: Event,
    stances: Mapping[str, str] | None = None,
    terms: Terms | None = None,
    home: str | None = None,
    tagged: Mapping[str, quotes.TaggedText] | None = None,
) -> Measures:
    """Measure an article for an event. Any text is accepted, also an empty one.

    Args:
        article: The article.
        event: The event.
        stances: Stance of each verb of saying by lemma, as in data/lexicons/cue-verbs.csv; without it every cue is
            neutral.
        terms: Words and phrases of the devices, as in `Catalogue.terms`; without them only devices that need no list
            are found.
        home: The country of the outlet (ISO 3166-1 alpha-2), None if unknown: whose "the Defence Ministry" is.
        tagged: What `quotes.tagged_together` gives for the titles and texts of several articles, this one among them;
            None to tag them here.
    """
    text, tagged = article.text, tagged or {}
    language = reading.root_language(article.language, text)
    sides = quotes.sides_of(event, home)
    quotations = quotes.extract_quotations(text, event.actors, stances, language, sides, tagged.get(text))
    quotations = _with_unclaimed(text, quotations)
    voices = _heard(speech.voice_of(quotations, text), language)
    by_voice = speech.words_by_voice(text, voices)
    title = article.title or ""
    headline = _headline_voices(title, event, language, tagged.get(title))
    names = naming.mentions(article, event, voices, headline)
    device_marks = framing_devices.devices(
        article, event, language, voices, names, framing_devices.lists_of(terms or {}, language), headline
    )
    # An excerpt does not show how hard the whole text reads.
    scores = _readability(text, language, voices, by_voice) if holds_full_text(article) else []
    return Measures(
        words=sum(by_voice.values()),
        sentences=len(sentences(text)),
        mentions=tuple(names),
        quotations=tuple(quotations),
        voices=tuple(by_voice.items()),
        measures=(*scores, *(Measure(*figure) for figure in device_marks.figures)),
        marks=device_marks.marks,
    )


def _with_unclaimed(text: str, quotations: Sequence[Quotation]) -> list[Quotation]:
    """The quotations, with the speech in marks that none of them covers added as unattributed quotations.

    Sources and voices then count the same words.
    """
    rest = [Quotation(None, None, None, (span,), "direct") for span in speech.unclaimed_speech(quotations, text)]
    return sorted([*quotations, *rest], key=lambda quotation: quotation.content[0])


def _headline_voices(
    title: str, event: Event, language: str | None, tagged: quotes.TaggedText | None
) -> speech.VoiceMap:
    """Whose words a headline is: "Biden says ...", "West condemns 'sham' votes", "Zelensky: ..."."""
    said = quotes.extract_quotations(title, event.actors, language=language, tagged=tagged)
    return _heard(speech.voice_of(said, title), language)


def _heard(voices: speech.VoiceMap, language: str | None) -> speech.VoiceMap:
    """Leave undecided what no marks hold, in languages whose reported speech is not read."""
    return voices if hears(Voice.OWN, language) else speech.outside_marks_undecided(voices)


def _readability(text: str, language: str | None, voices: speech.VoiceMap, by_voice: dict[Voice, int]) -> list[Measure]:
    """The readability figures of the whole text, and of each voice with at least FEWEST_WORDS words."""
    units = sentences(text)
    rows = _rows(ALL, reading.readability(text, language))
    for voice, words in by_voice.items():
        if words >= reading.FEWEST_WORDS:
            spans = speech.passages(voice, voices, units)
            rows += _rows(voice.value, reading.readability(text, language, spans))
    return rows


def _rows(voice: str, values: dict[str, float | None]) -> list[Measure]:
    names: Sequence[str] = (*reading.SCORES, *reading.PARTS)
    return [Measure(name, voice, value) for name in names if (value := values[name]) is not None]
