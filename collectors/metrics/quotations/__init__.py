"""Who says what: direct, indirect and mixed quotations of a news text, with speakers, cues, kinds and stances.

The stages for an English text, in order (`english` runs them):

    1.  house_styles       replaces datelines, agency codes and captions by spaces
    2.  tokens             cuts the text into words, sentences, paragraphs and quotation marks
    3.  clause_roles       tags what each word does in its clause
    4.  tagging            tags cues, speakers and contents in two passes; features from tag_features,
                           second_pass_features and clause_features over padded_tokens
    5.  labelled_pieces    reads the pieces off the tags
    6.  assembly           joins contents to cues and cues to speakers (linking)
    7.  content_ends       ends indirect contents at the likeliest clause boundary
    8.  confidence         scores each quotation and drops the unlikely ones; what looks like an act, a plan or a
                           refusal needs a higher score (predicates)
    9.  reported_speech    adds plain reports that the taggers left without content
    10. clause_ends        ends each content where its clause ends
    11. attributed_labels  adds names that somebody gives a thing ("what Moscow calls ...")
    12. unmatched_quotes   adds whole sentences in quotation marks that no quotation covers
    13. speakers           corrects speakers by the words beside the quotation (adjacent), by the form of headlines
                           (headline_forms), in turns and signed words (turns), and by chains such as "X said,
                           according to TASS" (relays); misread_parts, after the first, reads hearers, programmes and
                           asides for what they are
    14. traits             what the score does not know of a quotation, for its probability
    15. finishing          makes spans of characters, type and stance; resolves speakers to people and bodies
                           (speakers.resolution)

`trained_model` loads the weights of stages 3, 4, 6, 7 and 8 from `model.npz`; nothing is downloaded. Text in a language
with a pack in `data/languages` is read by `rule_based`; any other gives direct quotations only (`direct_rules`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from collectors.method import version_of
from collectors.metrics.language_identification import identify, language_runs
from collectors.metrics.quotations.direct_rules import direct_by_rule
from collectors.metrics.quotations.english import TaggedText, english_quotations, tagged_together
from collectors.metrics.quotations.english_check import is_english
from collectors.metrics.quotations.finishing import scare_quotes
from collectors.metrics.quotations.rule_based import attributions, pack_of
from collectors.metrics.quotations.speakers.speaker_sides import SpeakerSides
from collectors.metrics.text import tokens
from collectors.model import Actor, Event, Quotation, Span

#: Changes whenever the same text may give other quotations.
METHOD_VERSION = version_of("quotations")

_SURE = 0.95  # least confidence in an identified language other than English

__all__ = [
    "METHOD_VERSION",
    "SpeakerSides",
    "TaggedText",
    "extract_quotations",
    "scare_quotes",
    "sides_of",
    "tagged_together",
]


def sides_of(event: Event, home: str | None = None) -> SpeakerSides:
    """Return the sides that an event file gives to countries.

    Args:
        event: The event.
        home: The country of the outlet. It decides whose "the Defence Ministry" is if it has a side of its own.
    """
    alone = home is not None and list(event.countries.values()).count(event.countries.get(home, "")) == 1
    return SpeakerSides(event.countries, event.installed, frozenset(event.roles), home if alone else None)


def extract_quotations(
    text: str,
    actors: Sequence[Actor] = (),
    stances: Mapping[str, str] | None = None,
    language: str | None = None,
    sides: SpeakerSides | None = None,
    tagged: TaggedText | None = None,
) -> list[Quotation]:
    """Return the quotations of a text in reading order.

    Args:
        text: Any string. The time is linear in its length.
        actors: The event's people and bodies. A speaker that is one of them gets its name and id.
        stances: The stance of each English verb of saying, by lemma (data/lexicons/cue-verbs.csv). With None every
            English cue is neutral. Other languages take stances from their packs.
        language: ISO 639-1 code. With None the language is identified from the text. Paragraphs in another language are
            read in that language.
        sides: The sides of the countries' offices and bodies; None for no sides.
        tagged: What `tagged_together` gives for the text, for an English one; None to tag it here.

    Returns:
        Quotations whose contents lie inside the text, are sorted and never overlap.
    """
    if not text.strip():
        return []
    known = language or _language_of(text)
    runs = language_runs(text, known)
    if len(runs) < 2:
        whole = _in_language(text, runs[0][1] if runs else known, actors, stances, sides, tagged)
        return _sided(whole, actors)
    found: list[Quotation] = []
    for span, tongue in runs:
        part = _in_language(text[span.start : span.end], tongue, actors, stances, sides)
        found += [_moved(quotation, span.start) for quotation in part]
    return _sided(found, actors)


def _language_of(text: str) -> str:
    """Identify the language of a text: English by its words, any other by the identifier; "und" if it finds none."""
    found = identify(text)
    if found is None or (found.language != "en" and found.confidence < _SURE):
        if is_english([word.lower() for word in tokens(text[:4_000])[0]]):
            return "en"
        return found.language if found else "und"
    return found.language


def _in_language(
    text: str,
    language: str,
    actors: Sequence[Actor],
    stances: Mapping[str, str] | None,
    sides: SpeakerSides | None,
    tagged: TaggedText | None = None,
) -> list[Quotation]:
    """Read a text of one language: English by the tagger, others by their pack, the rest by quotation marks alone."""
    if language == "en":
        return english_quotations(text, actors, stances, sides, tagged)
    if pack_of(language):
        return attributions(text, language, actors)
    return direct_by_rule(text, actors, stances)


def _moved(quotation: Quotation, by: int) -> Quotation:
    """Shift a quotation's spans by `by` characters, from a part of a text to the whole text."""
    speaker, cue, relay = (
        Span(span.start + by, span.end + by) if span else None
        for span in (quotation.speaker, quotation.cue, quotation.relay)
    )
    content = tuple(Span(span.start + by, span.end + by) for span in quotation.content)
    return replace(quotation, speaker=speaker, cue=cue, relay=relay, content=content)


def _sided(found: list[Quotation], actors: Sequence[Actor]) -> list[Quotation]:
    """Fill in the side and role of declared actors where the reader left the side None."""
    known = {actor.id: actor for actor in actors}
    return [
        replace(quotation, side=known[quotation.actor].side, role=known[quotation.actor].role)
        if quotation.side is None and quotation.actor in known
        else quotation
        for quotation in found
    ]
