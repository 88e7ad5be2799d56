"""Verbs that no pack lists but whose place says that somebody spoke: "«...», lamentou a dona", "— ... — prometeu X"."""

from __future__ import annotations

from collectors.metrics.quotations.rule_based.clauses import VerbCue, clause_around
from collectors.metrics.quotations.rule_based.language_pack import LanguagePack, SayingVerb
from collectors.metrics.quotations.rule_based.passages import DASHES, TokenRange, Unit
from collectors.metrics.quotations.rule_based.verb_places import ends_as_speech, verb_behind

#: What an unlisted verb says about the words beside it is not known, so that it has no stance.
_UNLISTED = SayingVerb("beside", "none", frozenset())
_FEWEST_DASHED = 2  # words between the dashes


def unlisted_verbs(unit: Unit, pack: LanguagePack, speech: frozenset[int], listed: list[VerbCue]) -> list[VerbCue]:
    """Find verbs right behind speech that opens its sentence, where the clause holds no verb of the pack.

    The reader keeps such a verb only where its clause names a speaker.

    Args:
        unit: The sentence.
        pack: The words of its language.
        speech: The quoted stretches that are speech.
        listed: The verbs of saying that the pack lists.

    Returns:
        The cues in reading order, each of the role "beside" and without a stance.
    """
    found = []
    for behind in (*_ends_of_marks(unit, speech, pack), *_ends_of_dashed(unit)):
        verb = verb_behind(unit, behind, pack)
        if verb is None:
            continue
        clause = clause_around(unit, verb, speech)
        inside = unit.low[clause.first : clause.end]
        if not any(clause.first <= cue.verb < clause.end for cue in listed) and not any(
            word in pack.verbs for word in inside
        ):
            found.append(VerbCue(verb, verb, verb + 1, _UNLISTED, clause))
    return found


def follows_verb(cue: VerbCue, subject: TokenRange, unit: Unit, pack: LanguagePack) -> bool:
    """Whether a phrase with an article stands right behind an unlisted verb, so that it is its subject.

    Args:
        cue: The verb.
        subject: The phrase.
        unit: The sentence.
        pack: The words of its language.
    """
    if pack.language == "pt" and unit.low[subject[0]] == "a" and unit.low[subject[0] + 1].endswith(("ar", "er", "ir")):
        return False  # "limitou-se a dizer"
    return cue.verb < subject[0] <= cue.verb + 2 and pack.has("articles", unit.low[subject[0]])


def is_unlisted(cue: VerbCue) -> bool:
    """Whether a cue is a verb that the pack does not list."""
    return cue.entry is _UNLISTED


def _ends_of_marks(unit: Unit, speech: frozenset[int], pack: LanguagePack) -> list[int]:
    """Return the tokens behind stretches of speech that open the sentence and end as speech does."""
    ends = []
    for index in sorted(speech):
        inside = [token for token, quote in enumerate(unit.quote) if quote == index]
        if inside and ends_as_speech(unit, inside[0], inside[-1] + 1, pack):
            ends.append(inside[-1] + 1)
    return ends


def _ends_of_dashed(unit: Unit) -> list[int]:
    """Return the token behind the second dash of a sentence that a dash opens."""
    if len(unit) < _FEWEST_DASHED or unit.low[0] not in DASHES:
        return []
    for index in range(1, len(unit)):
        if unit.low[index] in DASHES and unit.starts[index] > unit.ends[index - 1]:
            return [index] if sum(map(unit.is_word, range(1, index))) >= _FEWEST_DASHED else []
    return []
