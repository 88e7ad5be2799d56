"""Turns one article and its event into the rows that are stored about it. Pure; runs in worker processes."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from collectors.copies import credit
from collectors.events.membership import Membership, membership
from collectors.metrics import METHOD_VERSION, Measures, measure
from collectors.metrics.framing_devices.phrase_book import Terms
from collectors.metrics.quotations import TaggedText, tagged_together
from collectors.metrics.readability import root_language
from collectors.metrics.text import count_words, sentences
from collectors.metrics.voice import voice_of
from collectors.model import Article, Event, Mark, Mention, Outlet, Place, Quotation, Span, Voice
from collectors.store.analyses import Analysis, Stored
from collectors.store.declaration_json import event_from_json, outlet_from_json
from collectors.store.transactions import Row
from collectors.support.time_limit import processor_seconds

#: Processor time in seconds after which an article is given up: 12 ms is usual; long live blogs take that per 5 kB.
LEAST_SECONDS, SECONDS_PER_CHARACTER = 20.0, 1e-4
#: Characters of the longest text that is tagged beside others; longer ones gain nothing by it.
TAGGED_TOGETHER = 30_000
#: Rule of membership for articles whose corpus says which event they are about.
GIVEN_RULE = "given"


@dataclass(frozen=True, slots=True)
class Task:
    """Articles of one event to be measured. Event and agencies are JSON, so that a worker builds each of them once.

    Attributes:
        event: The event as JSON.
        digest: Digest of the event's declaration, stored with each analysis.
        declared: Whether the event has a file; otherwise all articles are members.
        agencies: The news agencies as JSON.
        stances: Pairs of a verb of saying and its stance.
        articles: The articles.
        terms: The words and phrases of the devices as JSON: list -> language -> [[term, label], ...].
        homes: Pairs of an outlet's id and its country.
    """

    event: str
    digest: str
    declared: bool
    agencies: tuple[str, ...]
    stances: tuple[tuple[str, str], ...]
    articles: tuple[Stored, ...]
    terms: str = "{}"
    homes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists that an analysis uses.

    Attributes:
        stances: Stance of each verb of saying, by lemma.
        terms: Words and phrases of the devices.
        homes: The country of each outlet, by its id.
    """

    stances: Mapping[str, str]
    terms: Terms
    homes: Mapping[str, str]


def analyse(task: Task) -> list[Analysis]:
    """Analyse each article of a task, in order.

    An article on which a metric fails gets the analysis `unmeasured` with the error as its reason; no exception is
    raised.
    """
    event = _event(task.event)
    agencies, words = (
        tuple(_agency(agency) for agency in task.agencies),
        Words(dict(task.stances), _terms(task.terms), dict(task.homes)),
    )
    tagged = _tagged(task.articles)
    return [_analyse(stored, event, agencies, words, task, tagged) for stored in task.articles]


def method_version() -> str:
    """The method version of this process, by which a client checks that workers run the same program."""
    return METHOD_VERSION


def unmeasured(stored: Stored, task: Task, reason: str) -> Analysis:
    """The analysis of an article that could not be measured. It is no member, so statistics leave it out.

    Args:
        stored: The article.
        task: The task it was part of.
        reason: Why it could not be measured, in words.
    """
    article = stored.article
    return Analysis(
        key=stored.key,
        revision=stored.revision,
        method=METHOD_VERSION,
        event_digest=task.digest,
        words=count_words(article.text),
        sentences=len(sentences(article.text)),
        member=False,
        member_score=None,
        member_rule="failed",
        member_reason=f"could not be measured: {reason}",
    )


def _tagged(articles: Sequence[Stored]) -> dict[str, TaggedText]:
    """Tag the English titles and texts of a task side by side; nothing where that fails, for then each is tagged alone.

    Longer texts gain nothing by it.
    """
    english = [stored.article for stored in articles if (root_language(stored.article.language, "") or "") == "en"]
    texts = [text for one in english for text in (one.title or "", one.text) if 0 < len(text) <= TAGGED_TOGETHER]
    try:
        with processor_seconds(LEAST_SECONDS + sum(map(len, texts)) * SECONDS_PER_CHARACTER):
            return tagged_together(texts)
    except Exception:  # noqa: BLE001  an article that no tagger foresaw must not stop the others
        return {}


@lru_cache(maxsize=64)
def _event(text: str) -> Event:
    return event_from_json(text)


@lru_cache(maxsize=8)
def _terms(text: str) -> Terms:
    terms: Terms = json.loads(text)
    return terms


@lru_cache(maxsize=1_024)
def _agency(text: str) -> Outlet:
    return outlet_from_json(text)


def _analyse(
    stored: Stored,
    event: Event,
    agencies: Sequence[Outlet],
    words: Words,
    task: Task,
    tagged: Mapping[str, TaggedText],
) -> Analysis:
    article = stored.article
    try:
        with processor_seconds(LEAST_SECONDS + len(article.text) * SECONDS_PER_CHARACTER):
            belongs = membership(article, event) if task.declared else _given(event)
            credited = credit(article, agencies)
            home = words.homes.get(article.outlet or "")
            measures = measure(article, event, words.stances, words.terms, home, tagged)
            rows = rows_of(article, measures)
    except Exception as error:  # noqa: BLE001  one article that no metric foresaw must not stop the others
        return unmeasured(stored, task, f"{type(error).__name__}: {error}"[:200])
    return Analysis(
        key=stored.key,
        revision=stored.revision,
        method=METHOD_VERSION,
        event_digest=task.digest,
        words=measures.words,
        sentences=measures.sentences,
        member=belongs.member,
        member_score=belongs.score,
        member_rule=belongs.rule,
        member_reason=belongs.reason,
        agency=credited.agency if credited else None,
        rows=rows,
    )


def _given(event: Event) -> Membership:
    return Membership(True, 0.0, GIVEN_RULE, f"the corpus says so; there is no file for {event.id!r}")


def rows_of(article: Article, measures: Measures) -> dict[str, list[Row]]:
    """The rows of one article for the store.

    Args:
        article: The article.
        measures: What was measured in it.

    Returns:
        Table -> rows, for mentions, marks, quotations, voices and measures.
    """
    inside = _Sentences(article.text)
    quoted = [span for span, voice in voice_of(measures.quotations, article.text).spans() if voice is Voice.QUOTED]
    headline = _Sentences(article.title or "")
    return {
        "mentions": [
            _mention(index, mention, headline if mention.place is Place.HEADLINE else inside)
            for index, mention in enumerate(measures.mentions)
        ],
        "marks": [
            _mark(index, mark, headline if mark.place is Place.HEADLINE else inside)
            for index, mark in enumerate(measures.marks)
        ],
        "quotations": [
            _quotation(index, quotation, article.text, inside, quoted)
            for index, quotation in enumerate(measures.quotations)
        ],
        "voices": [{"voice": voice.value, "words": words} for voice, words in measures.voices],
        "measures": [
            {"metric": figure.metric, "voice": figure.voice, "value": figure.value} for figure in measures.measures
        ],
    }


class _Sentences:
    """The sentences of a text, for lookup by offset."""

    def __init__(self, text: str) -> None:
        self.spans = sentences(text)
        self.starts = [span.start for span in self.spans]

    def around(self, spans: Iterable[Span]) -> Span:
        """The span from the start of the first sentence that the spans touch to the end of the last."""
        spans = list(spans)
        first, last = min(span.start for span in spans), max(span.end for span in spans)
        if not self.spans:
            return Span(first, last)
        begin = self.spans[max(0, bisect_right(self.starts, first) - 1)]
        end = self.spans[max(0, bisect_right(self.starts, max(first, last - 1)) - 1)]
        return Span(min(begin.start, first), max(end.end, last))


def _mention(seq: int, mention: Mention, inside: _Sentences) -> Row:
    return {"seq": seq, "concept": mention.concept, "variant": mention.variant, **_place_of(mention, inside)}


def _mark(seq: int, mark: Mark, inside: _Sentences) -> Row:
    return {"seq": seq, "kind": mark.kind, "label": mark.label, **_place_of(mark, inside)}


def _place_of(located: Mention | Mark, inside: _Sentences) -> Row:
    sentence = inside.around([located.span])
    return {
        "voice": located.voice.value,
        "place": located.place.value,
        "span_start": located.span.start,
        "span_end": located.span.end,
        "surface": located.surface,
        "sentence_start": sentence.start,
        "sentence_end": sentence.end,
    }


def _heard_words(quotation: Quotation, text: str, quoted: Sequence[Span]) -> int:
    """Words of a quotation that are its speaker's, counted as the voices do.

    Of an indirect or mixed quotation that does not give what was said, or is not sure to, only words in quotation
    marks count.
    """
    spans: Iterable[tuple[int, int]] = quotation.content
    if quotation.voice in (Voice.OWN, Voice.UNDECIDED):
        spans = [
            (max(said.start, mark.start), min(said.end, mark.end))
            for said in quotation.content
            for mark in quoted
            if mark.start < said.end and said.start < mark.end
        ]
    return sum(count_words(text[start:end]) for start, end in spans)


def _quotation(seq: int, quotation: Quotation, text: str, inside: _Sentences, quoted: Sequence[Span]) -> Row:
    sentence = inside.around([*quotation.content, *([quotation.cue] if quotation.cue else [])])
    return {
        "seq": seq,
        "type": quotation.type,
        "speaker_name": quotation.speaker_name,
        "speaker_kind": quotation.speaker_kind,
        "actor": quotation.actor,
        "speaker_start": quotation.speaker.start if quotation.speaker else None,
        "speaker_end": quotation.speaker.end if quotation.speaker else None,
        "cue": text[quotation.cue.start : quotation.cue.end] if quotation.cue else None,
        "cue_start": quotation.cue.start if quotation.cue else None,
        "cue_end": quotation.cue.end if quotation.cue else None,
        "stance": quotation.stance,
        "words": _heard_words(quotation, text, quoted),
        "position": quotation.content[0].start / max(1, len(text)),
        "side": quotation.side,
        "role": quotation.role,
        "probability": quotation.probability,
        "worded": int(quotation.worded),
        "voice": quotation.voice.value,
        "relay_name": quotation.relay_name,
        "relay_start": quotation.relay.start if quotation.relay else None,
        "relay_end": quotation.relay.end if quotation.relay else None,
        "content": json.dumps([[span.start, span.end] for span in quotation.content], separators=(",", ":")),
        "sentence_start": sentence.start,
        "sentence_end": sentence.end,
    }
