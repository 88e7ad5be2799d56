"""Read the units of a paragraph one after the other: from cues to contents to speakers, using no token twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from collectors.metrics.quotations.rule_based.backward_reports import speaker_of_unit_before
from collectors.metrics.quotations.rule_based.bare_labels import given_labels
from collectors.metrics.quotations.rule_based.clauses import SourceCue, VerbCue, source_cues, verb_cues
from collectors.metrics.quotations.rule_based.colon_heads import LONGEST_COLON_HEAD, name_before_colon
from collectors.metrics.quotations.rule_based.constructions import (
    Reported,
    boundary_before,
    marked_ranges,
    reported_by_source,
    reported_by_verb,
)
from collectors.metrics.quotations.rule_based.dashed_dialogue import (
    follows_dash,
    is_before_dash,
    opens_dialogue,
)
from collectors.metrics.quotations.rule_based.heard_speakers import HeardSpeakers, SpeakerPhrase
from collectors.metrics.quotations.rule_based.insertions import without_insertions
from collectors.metrics.quotations.rule_based.language_pack import LanguagePack
from collectors.metrics.quotations.rule_based.participles import is_gerund
from collectors.metrics.quotations.rule_based.passages import DASHES, TokenRange, Unit, is_heading, trimmed
from collectors.metrics.quotations.rule_based.speaker_phrases import (
    PRO_DROP,
    names_speaker,
    noun_phrase,
    subject_of,
)
from collectors.metrics.quotations.rule_based.speech_marks import (
    is_given_name,
    is_title_led,
    is_word_said,
    speech_marks,
)
from collectors.metrics.quotations.rule_based.subjunctive_speech import in_subjunctive, said_in_subjunctive
from collectors.metrics.quotations.rule_based.unlisted_verbs import follows_verb, is_unlisted, unlisted_verbs

_MARKS_ALONE = 4  # the fewest words in marks that count as speech without a cue
_MOST_OPENED = 6  # sentences between the dash that opens speech and the verb of saying
_FEWEST_OPENED = 2  # words of such a sentence


@dataclass(frozen=True, slots=True)
class Attributed:
    """Words of a unit that somebody said.

    Attributes:
        unit: The unit in which content and cue stand.
        content: What was said, as ranges of tokens.
        speaker: The speaker's phrase, which may stand in another unit; None where nobody is named.
        cue: The tokens of the verb or phrase that attributes it, None without one.
        stance: The stance of the cue, "none" without one.
        dialogue: Whether dashes instead of quotation marks set it off.
        decided: Whether it is sure that somebody says it.
    """

    unit: Unit
    content: tuple[TokenRange, ...]
    speaker: SpeakerPhrase | None
    cue: TokenRange | None
    stance: str
    dialogue: bool = False
    decided: bool = True


@dataclass(slots=True)
class _Place:
    """How far a unit has been read: the tokens that are taken, where the last cue ends, and who speaks in it."""

    unit: Unit
    speech: frozenset[int]
    taken: list[bool]
    floor: int = 0
    speaker: SpeakerPhrase | None = None

    def take(self, attributed: Attributed, at: int) -> Attributed:
        """Mark the words of an attribution and of its cue as taken."""
        for first, end in (*attributed.content, attributed.cue or (0, 0)):
            self.taken[first:end] = [True] * (end - first)
        last = attributed.content[-1][1] if attributed.content[0][0] > at else 0
        self.floor = max(self.floor, attributed.cue[1] if attributed.cue else 0, last)
        self.speaker = attributed.speaker or self.speaker
        return attributed


def _at(cue: VerbCue | SourceCue) -> int:
    return cue.verb if isinstance(cue, VerbCue) else cue.first


class UnitReader:
    """Reads the units of a text in order and remembers who spoke last."""

    def __init__(self, pack: LanguagePack) -> None:
        self._pack = pack
        self._heard = HeardSpeakers(pack)
        self._after_heading = False  # whether nobody spoke by a cue since the last heading
        self._spoke_here = False  # whether somebody spoke in this paragraph already
        self._spoke_before = False  # whether the last sentence that is no heading before it was speech

    def paragraph(self, units: list[Unit]) -> Iterator[Attributed]:
        """Yield the attributions of one paragraph, in the order of its units; call it for paragraphs in order."""
        self._spoke_before = self._spoke_here or (self._spoke_before and is_heading(units))
        self._spoke_here = False
        self._after_heading = self._after_heading or is_heading(units)
        dialogue = bool(units) and len(units[0]) > 2 and units[0].low[0] in DASHES
        before: Unit | None = None  # the unit before, if nobody is known to say it
        unnamed: list[Attributed] = []  # what was read of that unit
        opened: list[Unit] = []  # sentences behind a dash, until a verb of saying closes them
        for unit in (without_insertions(unit, self._pack) for unit in units):
            opened = [*opened, unit] if opened or opens_dialogue(unit) else []
            read = self._unit(unit, dialogue, bool(opened))
            back = self._pointed_back(unit, before, unnamed, read)
            yield from back or unnamed
            self._heard.read_opening(unit)
            said = read or back
            named = any(attributed.speaker for attributed in said)
            if any(attributed.cue for attributed in said):
                self._after_heading = False
            if said:
                self._spoke_here = named
            if read and read[0].dialogue:
                yield from self._opened_before(opened[:-1], read[0])
            if said or len(opened) > _MOST_OPENED:
                opened = []
            before, unnamed = (None, []) if named else (unit, read)
            yield from read if named else ()
        yield from unnamed

    def _opened_before(self, opened: list[Unit], closing: Attributed) -> Iterator[Attributed]:
        """Yield the sentences of dialogue before the one that names its speaker."""
        for unit in opened:
            content = trimmed(unit, 0, len(unit))
            if content and closing.unit is not unit and sum(map(unit.is_word, range(*content))) >= _FEWEST_OPENED:
                yield Attributed(unit, (content,), closing.speaker, None, "none", dialogue=True)

    def _pointed_back(
        self, unit: Unit, before: Unit | None, unnamed: list[Attributed], read: list[Attributed]
    ) -> list[Attributed]:
        """Attribute the sentence before, as "Об этом сообщает X", "Así lo ha explicado X" and "Das sagte X" do.

        Args:
            unit: The sentence.
            before: The sentence before it in the paragraph, if nobody is known to say it.
            unnamed: What was read of that sentence.
            read: What was read of the sentence itself: only behind its first verb may there be something.
        """
        content = trimmed(before, 0, len(before)) if before else None
        if before is None or content is None or (self._pack.level != "full" and not unnamed):
            return []
        speaker = speaker_of_unit_before(unit, self._pack)
        if speaker is None or not all(said.cue and said.cue[0] > speaker[0] for said in read):
            return []
        who = SpeakerPhrase(unit, speaker)
        self._heard.last = self._heard.last if read else who
        parts = unnamed or [Attributed(before, (content,), None, None, "none")]
        return [replace(part, speaker=who) for part in parts]

    def _unit(self, unit: Unit, dialogue: bool, dashed: bool = False) -> list[Attributed]:
        """Return the attributions of a unit: by its cues, by marks alone, or as a continuation of the unit before."""
        speech = speech_marks(unit, self._pack)
        taken = [False] * len(unit)
        found: list[Attributed] = []
        cues = self._cues(unit, speech)
        place = _Place(unit, speech, taken)
        for position, cue in enumerate(cues):
            if taken[_at(cue)]:
                continue
            attributed = self._by_cue(place, cue, cues[position + 1 :])
            if attributed is None and (dialogue or dashed) and isinstance(cue, VerbCue):
                attributed = self._dialogue(unit, cue, speech)
            elif attributed is not None and dashed and is_before_dash(unit, attributed.content[0], attributed.cue):
                attributed = replace(attributed, dialogue=True)  # "– To farsa – powiedział prezydent."
            kept = self._free(unit, attributed.content, taken) if attributed else ()
            if attributed is None or not kept:
                continue
            found.append(place.take(replace(attributed, content=kept), _at(cue)))
            if attributed.speaker and self._heard.can_go_on(attributed.speaker):
                self._heard.last = attributed.speaker
        found += self._labels(place)
        goes_on = [] if found else self._goes_on(unit, speech, dialogue)
        return goes_on or [*found, *self._marks_alone(unit, speech, taken, place.speaker)]

    def _labels(self, place: _Place) -> Iterator[Attributed]:
        """Yield what somebody calls a thing without marks, where nobody else is known to say so."""
        unit = place.unit
        for cue, label, giver in given_labels(unit, self._pack, place.speech):
            if not place.taken[cue.verb] and not any(place.taken[label[0] : label[1]]):
                speaker = SpeakerPhrase(unit, giver) if giver else self._heard.carried(unit, cue, place.speaker)
                said = Attributed(unit, (label,), speaker, (cue.first, cue.end), cue.entry.stance)
                yield from [place.take(said, label[0])] if speaker else []

    def _cues(self, unit: Unit, speech: frozenset[int]) -> list[VerbCue | SourceCue]:
        """Return the verbs of saying and the phrases that name a source, in reading order."""
        listed = verb_cues(unit, self._pack, speech)
        cues: list[VerbCue | SourceCue] = [*listed, *unlisted_verbs(unit, self._pack, speech, listed)]
        if self._pack.level == "full" or unit.quotes:
            cues += source_cues(unit, self._pack, speech)
        cues = [cue for cue in cues if not (isinstance(cue, SourceCue) and self._inside_clause(cue, cues))]
        return sorted(cues, key=_at)

    def _inside_clause(self, source: SourceCue, cues: list[VerbCue | SourceCue]) -> bool:
        """Whether a phrase stands behind a verb of saying in its clause: "sagte Rech laut einer Mitteilung"."""
        verbs = (cue for cue in cues if isinstance(cue, VerbCue) and cue.entry.role == "saying")
        return any(verb.verb < source.first < verb.clause.end for verb in verbs)

    def _by_cue(self, place: _Place, cue: VerbCue | SourceCue, later: list[VerbCue | SourceCue]) -> Attributed | None:
        unit, speech, floor, here = place.unit, place.speech, place.floor, place.speaker
        if isinstance(cue, SourceCue):
            reported = reported_by_source(unit, cue, self._pack, floor, self._stop(unit, later, speech, cue.source_end))
            if reported is None or (self._pack.level != "full" and not self._marked(unit, reported, speech)):
                return None
            content = self._narrowed(unit, reported, speech)
            speaker = SpeakerPhrase(unit, (cue.source_first, cue.source_end), governed=True)
            return Attributed(unit, content, speaker, (cue.first, cue.end), "neutral")
        reported = reported_by_verb(unit, cue, self._pack, speech, floor)
        if reported is None:
            return None
        subject = subject_of(unit, cue, self._pack, speech)
        unmarked = reported.kind == "incise" and not self._marked(unit, reported, speech)
        if not self._names_its_subject(unit, cue, subject) or (unmarked and not self._inverted(unit, cue, subject)):
            return None
        if subject and reported.kind != "as" and any(start <= subject[0] < end for start, end in reported.content):
            subject = None
        coordinated = cue.first > 0 and self._pack.has("conjunctions", unit.low[cue.first - 1])
        if coordinated and here is not None and subject and subject[0] > cue.verb:
            subject = None  # "... und äußerte die Hoffnung": an object; the speaker stays the same
        if subject and self._pack.has("own_pronouns", unit.low[subject[0]]):
            return None  # "we explain", "I wondered": the outlet's or author's own voice
        if cue.entry.role != "passive" and cue.first == cue.verb and is_gerund(unit.low[cue.verb], self._pack.language):
            main = noun_phrase(unit, 0, cue.clause.first - 1, self._pack) if cue.clause.first > 1 else None
            subject = main if main and names_speaker(unit, *main, self._pack) else None
        content = self._cut(unit, reported, later, speech)
        if subject is None and reported.kind == "incise" and content[0][0] > floor:
            subject = noun_phrase(unit, floor, content[0][0], self._pack)
        spoken_by = SpeakerPhrase(unit, subject) if subject else self._heard.carried(unit, cue, here)
        return Attributed(unit, content, spoken_by, (cue.first, cue.end), cue.entry.stance)

    def _names_its_subject(self, unit: Unit, cue: VerbCue, subject: TokenRange | None) -> bool:
        """Whether a verb is listed, or stands beside somebody who may speak."""
        if not is_unlisted(cue):
            return True
        if subject is None:
            return False
        return names_speaker(unit, *subject, self._pack) or follows_verb(cue, subject, unit, self._pack)

    def _inverted(self, unit: Unit, cue: VerbCue, subject: TokenRange | None) -> bool:
        """Whether a verb behind what it reports has its subject behind it and no object ("..., сообщил X в среду").

        A dash right before the verb says as much, whoever its subject is: "To farsa – pisze o tym w piątek Bloomberg".
        """
        if subject is None or follows_dash(unit, cue.clause.first, cue.first):
            alone = self._pack.language in PRO_DROP and cue.clause.end - cue.end <= 2
            return alone or follows_dash(unit, cue.clause.first, cue.first)
        if subject[0] < cue.first:
            return cue.entry.role == "passive"
        if not names_speaker(unit, *subject, self._pack):
            return False
        if subject[1] >= cue.clause.end:
            return True
        if self._pack.language == "de" and subject[1] - subject[0] == 1 and cue.entry.stance == "charged":
            return False  # "fordert Nachbesserungen am Gesetz"
        low = unit.low[subject[1]]
        object_follows = self._pack.has("articles", low) or self._pack.has("oblique", low)
        return not object_follows or self._pack.has("prepositions", low)

    def _stop(self, unit: Unit, later: list[VerbCue | SourceCue], speech: frozenset[int], after: int) -> int:
        """Return where what a source reports ends: before a coordinated clause with its own cue, else with the unit."""
        for cue in later:
            at = cue.verb if isinstance(cue, VerbCue) else cue.first
            if at <= after:
                continue
            start = boundary_before(unit, at, speech)
            joined = start > 0 and self._pack.has("conjunctions", unit.low[start])
            if joined and start > after + 2:
                return start
        return len(unit)

    def _cut(
        self, unit: Unit, reported: Reported, later: list[VerbCue | SourceCue], speech: frozenset[int]
    ) -> tuple[TokenRange, ...]:
        """Cut a clause's content before a coordinated verb of saying with its own clause ("... y pidió que ...")."""
        if reported.kind != "clause" or not later:
            return reported.content
        first = reported.content[0][0]
        for cue in later:
            if not isinstance(cue, VerbCue) or cue.verb <= first or cue.entry.role == "beside":
                continue
            before = unit.low[cue.first - 1]
            if before == "," and cue.first == cue.verb and is_gerund(unit.low[cue.verb], self._pack.language):
                cut = trimmed(unit, first, cue.first - 1)  # "affirme qu'il ..., évoquant ..."
                return (cut,) if cut else reported.content
            again = reported_by_verb(unit, cue, self._pack, speech, first)
            if again and again.kind in ("clause", "colon") and self._pack.has("conjunctions", before):
                cut = trimmed(unit, first, cue.first - 1)
                return (cut,) if cut else reported.content
        return reported.content

    def _marked(self, unit: Unit, reported: Reported, speech: frozenset[int]) -> bool:
        return any(unit.quote[index] in speech for first, end in reported.content for index in range(first, end))

    def _narrowed(self, unit: Unit, reported: Reported, speech: frozenset[int]) -> tuple[TokenRange, ...]:
        """Return only the marks of a content, in a language whose indirect speech is not read."""
        if self._pack.level == "full":
            return reported.content
        return tuple(
            marked_range for first, end in reported.content for marked_range in marked_ranges(unit, first, end, speech)
        )

    def _free(self, unit: Unit, content: tuple[TokenRange, ...], taken: list[bool]) -> tuple[TokenRange, ...]:
        """Return the parts of a content that no attribution has taken yet."""
        kept = []
        word = is_given_name(unit, content[0][0], self._pack) or is_word_said(unit, content[0], self._pack)
        fewest = 1 if len(content) > 1 or word else 2  # words
        for first, end in content:
            index = first
            while index < end:
                while index < end and taken[index]:
                    index += 1
                start = index
                while index < end and not taken[index]:
                    index += 1
                part = trimmed(unit, start, index)
                if part and sum(map(unit.is_word, range(*part))) >= fewest:
                    kept.append(part)
        return tuple(kept)

    def _dialogue(self, unit: Unit, cue: VerbCue, speech: frozenset[int]) -> Attributed | None:
        """Read speech that dashes set off: "– To farsa – powiedział prezydent. – Nic to nie zmieni."."""
        if cue.clause.before not in DASHES and cue.clause.before != ",":
            return None
        said = trimmed(unit, 1 if unit.low[0] in DASHES else 0, cue.clause.first)
        if said is None:
            return None
        parts = [said]
        rest = trimmed(unit, cue.clause.end, len(unit))
        if rest and cue.clause.behind in DASHES and cue.clause.behind:
            parts.append(rest)
        subject = subject_of(unit, cue, self._pack, speech)
        if not self._names_its_subject(unit, cue, subject):
            return None
        speaker = SpeakerPhrase(unit, subject) if subject else self._heard.last
        return Attributed(unit, tuple(parts), speaker, (cue.first, cue.end), cue.entry.stance, dialogue=True)

    def _marks_alone(
        self, unit: Unit, speech: frozenset[int], taken: list[bool], here: SpeakerPhrase | None
    ) -> list[Attributed]:
        """Read speech in marks that no cue took: after a name and a colon, by the last speaker, or unattributed."""
        found = []
        for first, end in marked_ranges(unit, 0, len(unit), speech):
            words = sum(map(unit.is_word, range(first, end)))
            colon = first > 0 and unit.low[first - 1] == ":"
            if (
                any(taken[first:end])
                or words < (2 if colon else _MARKS_ALONE)
                or is_title_led(unit, first, end, self._pack)
            ):
                continue
            speaker = self._before_colon(unit, first - 1) if colon else None
            pronoun = noun_phrase(unit, 0, first - 1, self._pack) if colon and speaker is None else None
            if pronoun and self._pack.has("people_pronouns", unit.low[pronoun[0]]):
                speaker = SpeakerPhrase(unit, (pronoun[0], pronoun[0] + 1))
            cue = (first - 1, first) if speaker else None
            whole = trimmed(unit, 0, first) is None and trimmed(unit, end, len(unit)) is None
            if speaker is None and (whole or colon):
                carried = self._spoke_here or (whole and not self._after_heading)
                speaker = here or (self._heard.last if carried else None)
            if speaker is None and any(taken[:first]):
                speaker = here  # "warnte vor einem „...“ zu einer „...“"
            found.append(Attributed(unit, ((first, end),), speaker, cue, "neutral" if cue else "none"))
            if speaker:
                self._heard.last = speaker
        return found

    def _before_colon(self, unit: Unit, colon: int) -> SpeakerPhrase | None:
        """Return who is named before a colon: "Трамп: «...»", "Sein Urteil: «...»"."""
        if 0 < colon <= LONGEST_COLON_HEAD and self._pack.has("possessives", unit.low[0]):
            return self._heard.last
        if self._spoke_here and in_subjunctive(unit, colon, self._pack):
            return self._heard.last  # "Gleichzeitig zeige der Film: «...»"
        named = name_before_colon(unit, colon, self._pack)
        return SpeakerPhrase(unit, named) if named else None

    def _goes_on(self, unit: Unit, speech: frozenset[int], dialogue: bool) -> list[Attributed]:
        """Return what the last speaker continues to say: behind a dash in dialogue, or in the German subjunctive."""
        if dialogue and self._spoke_here and unit.low[0] in DASHES:
            whole = trimmed(unit, 0, len(unit))
            return [Attributed(unit, (whole,), self._heard.last, None, "none", dialogue=True)] if whole else []
        if not (self._spoke_here or self._spoke_before) or self._heard.last is None or self._pack.level != "full":
            return []
        contents = said_in_subjunctive(unit, speech, self._pack)
        return [Attributed(unit, (content,), self._heard.last, None, "none") for content in contents]
