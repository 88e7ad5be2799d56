"""Whether speech goes on behind an inserted clause of saying, or the outlet's own words follow it."""

from __future__ import annotations

from collectors.metrics.quotations.rule_based.clauses import VerbCue
from collectors.metrics.quotations.rule_based.language_pack import ROMANCE, LanguagePack
from collectors.metrics.quotations.rule_based.passages import DASHES, TokenRange, Unit, trimmed
from collectors.metrics.word_lists import word_set

#: Endings of participles by which a tail of the outlet's words opens, and words that only look like one.
_PARTICIPLE_ENDINGS: dict[str, tuple[str, ...]] = {
    "pl": ("ąc", "ąca", "ący", "ące", "wszy"), "ru": ("я", "ясь", "вши", "вшись", "ав", "ив"),
    "uk": ("чи", "чись", "вши", "вшись"), "es": ("ndo", "ndose"), "it": ("ndo", "ndosi"), "pt": ("ndo", "ndo-se"),
    "fr": ("ant",),
}  # fmt: skip
_NO_PARTICIPLES = word_set("mul.reported_speech.no_participles")
_BEFORE_PARTICIPLES = frozenset(("en", "не", "nie", "no"))


def behind_dash(unit: Unit, first: int) -> TokenRange | None:
    """Read speech that goes on behind an inserted clause between dashes, as in "– To farsa – dodał X – i nic więcej".

    What stands between that clause and the next dash is the outlet's: "– To farsa – dodał X, odnosząc się do wyborów."

    Args:
        unit: The sentence.
        first: The first token behind the inserted clause.

    Returns:
        The words that go on, None where no dash follows.
    """
    dash = next((index for index in range(first, len(unit)) if unit.low[index] in DASHES), None)
    return trimmed(unit, dash + 1, len(unit)) if dash is not None else None


def goes_on(unit: Unit, before: TokenRange, after: TokenRange, pack: LanguagePack) -> bool:
    """Whether the words behind an incise continue the speech: what stands before it is short.

    A participle behind it tells what the speaker did meanwhile, in the outlet's words: "..., said X, referring to ...".

    Args:
        unit: The sentence.
        before: What was said before the inserted clause, as tokens.
        after: The words behind it.
        pack: The words of the sentence's language.
    """
    low = unit.low[after[0]]
    if any(pack.has(name, low) for name in ("relatives", "subordinators", "conjunctions")):
        return False
    opening = unit.low[after[0] : after[0] + 2] if low in _BEFORE_PARTICIPLES else [low]
    endings = _PARTICIPLE_ENDINGS.get(pack.language, ())
    if any(word.endswith(endings) and word not in _NO_PARTICIPLES for word in opening):
        return False
    return before[1] - before[0] <= 5 and after[1] - after[0] >= 3


def follows_marks(unit: Unit, cue: VerbCue, first: int, pack: LanguagePack, speech: frozenset[int]) -> bool:
    """Return whether a verb right behind speech in marks has these for its content, and no later clause.

    Args:
        unit: The sentence.
        cue: The verb, which stands first in its clause.
        first: The first token of a clause behind that clause.
        pack: The words of the sentence's language.
        speech: The quoted stretches that are speech.

    A conjunction behind a comma opens speech as well, but in Romance languages, where it is a relative pronoun, too.
    """
    before = range(max(0, cue.clause.first - 2), cue.clause.first)
    if first <= cue.clause.end or cue.first != cue.clause.first:
        return False
    relative = pack.language in ROMANCE
    joined = not relative and pack.has("complementisers", unit.low[first]) and unit.low[first - 1] == ","
    return not joined and any(unit.quote[index] in speech for index in before)
