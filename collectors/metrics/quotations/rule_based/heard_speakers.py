"""Who has spoken or opened a sentence in a text so far, for verbs without a subject."""

from __future__ import annotations

from dataclasses import dataclass

from collectors.metrics.quotations.rule_based.clauses import VerbCue
from collectors.metrics.quotations.rule_based.dashed_dialogue import follows_dash
from collectors.metrics.quotations.rule_based.genders import gender_of_word, may_be
from collectors.metrics.quotations.rule_based.language_pack import LanguagePack
from collectors.metrics.quotations.rule_based.openings import opening_person
from collectors.metrics.quotations.rule_based.passages import TokenRange, Unit
from collectors.metrics.quotations.rule_based.speaker_phrases import PRO_DROP, noun_phrase

_OPENING = 8  # tokens in which the office that a sentence opens with must stand


@dataclass(frozen=True, slots=True)
class SpeakerPhrase:
    """A speaker's tokens in their unit; `governed` means that they are in the genitive, as after "по словам"."""

    unit: Unit
    tokens: TokenRange
    governed: bool = False


class HeardSpeakers:
    """Remembers the last speaker, office and person of a text; its units must be read in order.

    Attributes:
        last: Who spoke last, None before anybody did.
    """

    def __init__(self, pack: LanguagePack) -> None:
        """Start with nobody heard."""
        self.last: SpeakerPhrase | None = None
        self._pack = pack
        self._topic: SpeakerPhrase | None = None  # the office that opened the last sentence about one
        self._opened: SpeakerPhrase | None = None  # the person who opened the last sentence about one

    def read_opening(self, unit: Unit) -> None:
        """Remember the office or person with whom a sentence opens."""
        self._topic = self._office_first(unit) or self._topic
        opening = opening_person(unit, self._pack)
        self._opened = SpeakerPhrase(unit, opening) if opening else self._opened

    def carried(self, unit: Unit, cue: VerbCue, here: SpeakerPhrase | None) -> SpeakerPhrase | None:
        """Return the speaker of a clause without a subject: this unit's, else in pro-drop languages the last one.

        A person who opened a sentence since then comes first. The gender of a Slavic past tense must fit either.

        Args:
            unit: The sentence.
            cue: Its verb of saying.
            here: Who speaks in the sentence already.
        """
        if here is not None:
            return here
        if follows_dash(unit, cue.clause.first, cue.first) and cue.clause.end - cue.end > 1:
            return None  # "– czytamy w komunikacie": somebody else is named, or nobody
        if self._pack.language not in PRO_DROP or cue.entry.role == "passive":
            return None
        gender = gender_of_word(unit.low[cue.verb], self._pack.language)
        opened = self._opened if self._opened and self._may_be(self._opened, gender) else None
        last = self.last if self.last is None or self._may_be(self.last, gender) else None
        if opened and (last is None or opened.unit.span.start > last.unit.span.start):
            return opened
        return last or (self._topic if self.last is None else None)

    def _may_be(self, speaker: SpeakerPhrase, gender: str) -> bool:
        """Whether a phrase may name somebody of a gender: it says none, or that one."""
        words = [word for word in range(*speaker.tokens) if speaker.unit.is_capital(word)]
        return may_be(" ".join(speaker.unit.surfaces[word] for word in words), gender)

    def can_go_on(self, speaker: SpeakerPhrase) -> bool:
        """Whether a speaker may be carried on: not a German noun with an article that is no office, body or name."""
        unit, (first, end) = speaker.unit, speaker.tokens
        low = unit.low[first:end]
        if self._pack.language != "de" or not self._pack.has("articles", low[0]):
            return True
        if any(unit.is_capital(word) and unit.is_capital(word + 1) for word in range(first + 1, end - 1)):
            return True  # "der Unionsabgeordnete Florian Hahn"
        return any(
            self._pack.is_title(word) or self._pack.is_body(word) or self._pack.has("people", word) for word in low
        )

    def _office_first(self, unit: Unit) -> SpeakerPhrase | None:
        """Return the office with which a sentence opens in a language with articles: "El presidente andaluz ..."."""
        if not self._pack.words.get("articles") or self._pack.language not in PRO_DROP:
            return None
        found = noun_phrase(unit, 0, min(len(unit), _OPENING), self._pack)
        titled = found is not None and any(map(self._pack.is_title, unit.low[found[0] : found[1]]))
        return SpeakerPhrase(unit, (found[0], min(found[1], found[0] + 4))) if found and titled else None
