"""Traits of a quotation that the tagger's score does not know: who can speak, whether the predicate says, its place.

The score was learnt on political news, where nearly every subject of a verb that the tagger marks does speak. On other
news the same words give "two explosions hit", "the fact", "I don't know", "were accused of". The traits are what an
editor looks at; what each is worth is learnt in `tests/benchmarks/calibrate_quotations.py` and stands in
`calibration.json`.
"""

from __future__ import annotations

from collections.abc import Iterable

from collectors.metrics.quotations import predicates
from collectors.metrics.quotations.assembly import FoundQuotation
from collectors.metrics.quotations.speakers.names import describes
from collectors.metrics.quotations.speakers.speaker_words import BODY_WORDS, PLACES
from collectors.metrics.quotations.tokens import TokenizedText
from collectors.metrics.voice import forms
from collectors.metrics.word_lists import word_set, word_tuple

_ATTITUDES = word_set("en.reported_speech.irregular_forms_of_attitude") | frozenset(
    form for verb in word_tuple("en.reported_speech.regular_verbs_of_attitude") for form in forms(verb)
)
_PLAIN = word_set("en.reported_speech.plain_verbs")
_NOUNS = word_set("en.reported_speech.nouns_of_saying")
_BE = word_set("en.reported_speech.forms_of_be")
_NEGATED = word_set("en.reported_speech.negations")
_MODAL = word_set("en.reported_speech.auxiliaries_of_doubt")
_WRITERS = word_set("en.reported_speech.pronouns_of_writers")
_NOBODY = word_set("en.reported_speech.subjects_that_name_nobody")
_PEOPLE = frozenset(("he", "she"))
_THINGS = word_set("en.reported_speech.pronouns_of_things")
_TOPICS = word_set("en.headlines.question_words")
_HELPING = (
    _BE
    | _NEGATED
    | word_set("en.reported_speech.finite_auxiliaries")
    | word_set("en.reported_speech.adverbs_before_verb")
)
_CAPITALS = (3, 4)
_HEADLINE, _LEAD = 24, 110  # most tokens of a text that is a headline, a lead
_LONG, _SHORT = 40, 3  # tokens of a content
_CHAIN = 3  # words of a cue
_FAR = 8  # tokens between speaker and cue


def traits_of(doc: TokenizedText, found: FoundQuotation, form: str) -> list[str]:
    """Return the names of a quotation's traits.

    Args:
        doc: The text.
        found: One of its quotations, with whether it is worded.
        form: The form of its contents, as `predicates.content_form` returns it.

    Returns:
        Names such as "speaker thing", "cue attitude", "in lead account"; at most one for each question asked.
    """
    voiced = "worded" if found.worded else "account"
    cue, speaker = _cue_class(doc, found), _speaker_class(doc, found)
    return [
        f"cue {cue} {form}",
        f"speaker {speaker} {voiced}",
        f"in {_genre(doc)} {voiced}",
        f"origin {found.origin} {voiced}",
        *_mood(doc, found),
        *_chain(doc, found),
        *_shape(doc, found, form),
        *_headline(doc, found, form),
    ]


def _genre(doc: TokenizedText) -> str:
    size = len(doc.low)
    return "headline" if size <= _HEADLINE else "lead" if size <= _LEAD else "body"


def _cue_class(doc: TokenizedText, found: FoundQuotation) -> str:
    """Return what the words of saying are: a plain verb, another verb of saying, an attitude, a noun, anything else."""
    if found.cue is None:
        return "none"
    words = doc.low[found.cue.first : found.cue.end]
    asked = (
        ("according", words[0] == "according"),
        ("plain", not _PLAIN.isdisjoint(words)),
        ("says", predicates.says(doc, found)),
        ("attitude", not _ATTITUDES.isdisjoint(words)),
        ("noun", not _NOUNS.isdisjoint(words)),
        ("colon", doc.surfaces[found.cue.first] == ":"),
    )
    return next((name for name, holds in asked if holds), "other")


def _speaker_class(doc: TokenizedText, found: FoundQuotation) -> str:
    """Return what the speaker's words look like: a name, people, a body, a pronoun, or something that cannot speak."""
    if found.speaker is None:
        return "none"
    first, end = found.speaker
    low, shapes = doc.low[first:end], doc.shapes[first:end]
    capitals = sum(shape in _CAPITALS for shape in shapes[low[0] in ("the", "a", "an") :])
    opens = first == 0 or doc.sentences[first - 1] != doc.sentences[first]
    asked = (
        ("writer", low[0] in _WRITERS and not doc.quotes[first]),
        ("nobody", not _NOBODY.isdisjoint(low[:2])),
        ("he", len(low) == 1 and low[0] in _PEOPLE),
        ("it", len(low) == 1 and low[0] in _THINGS),
        ("name", capitals > 1),
        ("body", not BODY_WORDS.isdisjoint(low) or not PLACES.isdisjoint(low)),
        ("people", describes(doc.surfaces[first:end])),
        ("capital at start", capitals == 1 and opens and shapes[0] in _CAPITALS),
        ("single name", capitals == 1),
    )
    return next((name for name, holds in asked if holds), "thing")


def _mood(doc: TokenizedText, found: FoundQuotation) -> Iterable[str]:
    """Yield how the words of saying are put: denied, only possible, passive."""
    if found.cue is None:
        return
    first, end = found.cue.first, found.cue.end
    words = doc.low[first:end]
    around = doc.low[max(0, first - 2) : end]
    if not _NEGATED.isdisjoint(words):
        yield "denied"
    if not _MODAL.isdisjoint(around):
        yield "only possible"
    if end - first > 1 and not _BE.isdisjoint(words[:-1]) and words[-1].endswith(("ed", "ght", "id", "ld")):
        yield "passive"
    elif words[-1].endswith("ed") and doc.low[found.contents[0].first] == "of":
        yield "accused of"
    if found.speaker is not None:
        gap = max(first - found.speaker[1], found.speaker[0] - end)
        if gap > _FAR:
            yield "speaker far"


def _chain(doc: TokenizedText, found: FoundQuotation) -> Iterable[str]:
    """Yield whether the words of saying are more than a verb: "issued tweets mocking", "prepares to say"."""
    if found.cue is None or doc.low[found.cue.first] == "according":
        return
    words = [word for word in doc.low[found.cue.first : found.cue.end] if word not in _HELPING]
    if len(words) > 1:
        yield f"cue of {min(_CHAIN, len(words))} words"
    before_last = words[-3:-1]
    if "to" in before_last and len(words) >= _CHAIN:
        yield "verb before to"


def _headline(doc: TokenizedText, found: FoundQuotation, form: str) -> Iterable[str]:
    """Yield how a short text shows by its form that words are given: behind a colon or dash, or before "says X"."""
    if _genre(doc) != "headline" or found.cue is None:
        return
    mark, after = doc.surfaces[found.cue.first], found.contents[0].first > found.cue.first
    sign = "colon" if mark == ":" else "dash" if not doc.word[found.cue.first] else "verb"
    yield f"headline {sign} {'before' if after else 'behind'} {form}"


def _shape(doc: TokenizedText, found: FoundQuotation, form: str) -> Iterable[str]:
    """Yield how the content begins and ends."""
    first, end = found.contents[0].first, found.contents[-1].end
    size = sum(piece.end - piece.first for piece in found.contents)
    if size <= _SHORT and form != predicates.MARKS:
        yield "short"
    elif size > _LONG and form != predicates.MARKS:
        yield "long"
    if form == predicates.CLAUSE and doc.low[first] == "that":
        yield "that"
    elif form != predicates.MARKS and doc.low[first] in _TOPICS:
        yield "topic asked"
    if form != predicates.MARKS and "?" in doc.surfaces[end - 1 : end + 1]:
        yield "question outside marks"
    whole = all(doc.quotes[piece.first] in (1, 2) for piece in found.contents)
    yield "in marks" if whole and form == predicates.MARKS else "outside marks"
    if doc.quotes[end - 1] == 1 or (doc.quotes[first] == 1 and doc.quotes[first - 1 : first] != [2]):
        yield "marks left open"
    if end < len(doc.low) and doc.word[end] and doc.sentences[end] == doc.sentences[end - 1] and not doc.quotes[end]:
        cue = found.near_cue
        yield "goes on" if cue is None or cue.first < first else "goes on before"
