"""How speech is reported: from a verb of saying, or a phrase that names a source, to the tokens of what was said."""

from __future__ import annotations

import re
from dataclasses import dataclass

from collectors.metrics.quotations.rule_based.apposed_names import adds_nothing
from collectors.metrics.quotations.rule_based.clauses import SourceCue, VerbCue, is_boundary
from collectors.metrics.quotations.rule_based.continued_speech import behind_dash, follows_marks, goes_on
from collectors.metrics.quotations.rule_based.label_words import gives_label
from collectors.metrics.quotations.rule_based.language_pack import ROMANCE, LanguagePack
from collectors.metrics.quotations.rule_based.passages import DASHES, TokenRange, Unit, trimmed
from collectors.metrics.word_lists import alternatives, word_set

_ABOUT = frozenset(["о", "об", "про", "чем", "чём"])
_FAR = 24  # tokens between a verb and the word that opens its clause
#: Languages whose reported clauses need no comma before them.
_BARE = ROMANCE
_INFINITIVE = {
    "fr": re.compile(r".{2,}(?:er|ir|re|oir)$"),
    "it": re.compile(r".{2,}(?:are|ere|ire|rre|rsi|rlo|rla)$"),
}
_BEFORE_INFINITIVE = word_set("fr.reported_speech.words_before_infinitive")
_NO_INFINITIVES = word_set("fr.reported_speech.no_infinitives")
_SUBJECT_PRONOUNS = word_set("de.reported_speech.subject_pronouns")
_ZU_INSIDE = re.compile(rf"^(?:{alternatives('de.reported_speech.separable_prefixes')})zu\w{{3,}}en$")


@dataclass(frozen=True, slots=True)
class Reported:
    """What was said, as ranges of tokens [first, end), and the kind of construction that reports it."""

    content: tuple[TokenRange, ...]
    kind: str  # "clause", "colon", "incise", "marks", "as"


def reported_by_verb(
    unit: Unit, cue: VerbCue, pack: LanguagePack, speech: frozenset[int], floor: int
) -> Reported | None:
    """Find what a verb of saying reports.

    Args:
        unit: The unit.
        cue: The verb, in its clause.
        pack: The words of the unit's language.
        speech: The quoted stretches that are speech, from `speech_marks`.
        floor: The first token that earlier cues of the unit have not taken.

    Returns:
        What was said, or None where the verb reports nothing.
    """
    role = cue.entry.role
    found = None
    if role == "saying":
        found = _colon_with_marks(unit, cue, pack, speech)
    if found is None and role in ("saying", "thinking") and pack.level == "full":
        found = _as_clause(unit, cue, pack, floor) or _clause(unit, cue, pack, speech)
        if found and found.kind == "clause" and follows_marks(unit, cue, found.content[0][0], pack, speech):
            found = None  # "«...», declaró el mandatario, en relación al tiempo que lleva ..."
    if found is None and role != "thinking":
        found = _colon(unit, cue, pack, speech)
        found = found or _marks_before(unit, cue, pack, speech, floor)
        found = found or _marks_behind(unit, cue, pack, speech)
    if found is None and pack.level == "full" and role in ("saying", "thinking", "passive"):
        found = _incise(unit, cue, pack, speech, floor)
    if found is None and role == "thinking" and pack.level != "full":
        found = _marks_before(unit, cue, pack, speech, floor) or _marks_behind(unit, cue, pack, speech)
    return found


def _clause(unit: Unit, cue: VerbCue, pack: LanguagePack, speech: frozenset[int]) -> Reported | None:
    """Read "..., dass", "что" or "que": from the word that opens the clause to the end of the unit."""
    for index in range(cue.end, min(len(unit), cue.end + _FAR)):
        first = _clause_opens(unit, index, cue, pack)
        if first:
            return _to_end(unit, first, len(unit))
        if unit.quote[index] in speech or _clause_cannot_follow(unit, index, cue, pack):
            return None
    return None


def _clause_opens(unit: Unit, index: int, cue: VerbCue, pack: LanguagePack) -> int:
    """Return the token with which a reported clause begins if token `index` opens one, else 0."""
    low, bare = unit.low[index], pack.language in _BARE
    after_comma = unit.low[index - 1] == ","
    if bare and (pack.has("articles", unit.low[index - 1]) or pack.has("before_que", unit.low[index - 1])):
        return 0  # "en el que", "más que", "para que"
    if pack.has("complementisers", low) and (bare or after_comma) and not _relative(unit, index, cue, pack):
        return index
    if pack.has("questions", low) and (after_comma or index == cue.end) and cue.entry.role == "saying":
        # "Okupanci podali wyniki, jakie ...": between a verb with its subject and the comma stands an object.
        describes = pack.has("describing_questions", low) and cue.first > cue.clause.first and index > cue.end + 1
        return 0 if describes else index
    if low == "," and pack.language == "de":
        return index + 1 if _german_clause(unit, index + 1, pack) or _pronoun_opens(unit, index + 1, cue) else 0
    pattern = _INFINITIVE.get(pack.language)
    infinitive = pattern and pack.has("infinitive", low) and _infinitive_at(unit, index + 1, pattern)
    return index if infinitive and not gives_label(unit.low[cue.verb], low, pack.language) else 0


def _clause_cannot_follow(unit: Unit, index: int, cue: VerbCue, pack: LanguagePack) -> bool:
    """Whether token `index` is beyond what a verb can govern: a colon, another verb of saying, a late comma."""
    low = unit.low[index]
    if low in ":;" or (low == "," and index > cue.end + 8 and pack.language in _BARE):
        return True
    return low in pack.verbs and index > cue.end and not unit.is_capital(index) and pack.verbs[low].role == "saying"


def _infinitive_at(unit: Unit, index: int, pattern: re.Pattern[str]) -> bool:
    words = [word for word in unit.low[index : index + 3] if word not in _BEFORE_INFINITIVE]
    return bool(words) and pattern.match(words[0]) is not None and words[0] not in _NO_INFINITIVES


def _relative(unit: Unit, index: int, cue: VerbCue, pack: LanguagePack) -> bool:
    """Whether "que" after a noun and a comma is a relative pronoun rather than the start of reported speech."""
    return pack.language in _BARE and unit.low[index - 1] == "," and index > cue.end + 1 and index - cue.end > 8


def _german_clause(unit: Unit, position: int, pack: LanguagePack) -> bool:
    """Whether the words behind a comma are reported speech without "dass": a subjunctive or an infinitive."""
    words = unit.low[position:]
    words = words[: next((index for index, word in enumerate(words) if word in ".;"), len(words))]
    if not words:
        return False
    if _zu_infinitive(unit, position, words):
        return True
    relative = pack.has("relatives", words[0]) and _relative_german(unit, position, pack)
    return not relative and any(pack.has("reportative", word) for word in words)


def _zu_infinitive(unit: Unit, position: int, words: list[str]) -> bool:
    """Whether "zu" with an infinitive is among the words, which begin at token `position`."""
    if any(_ZU_INSIDE.match(word) for word in words):
        return True
    return any(
        word == "zu"
        and words[index + 1].endswith(("en", "ern", "eln", "n"))
        and not unit.is_capital(position + index + 1)
        for index, word in enumerate(words[:-1])
    )


def _pronoun_opens(unit: Unit, index: int, cue: VerbCue) -> bool:
    """Whether a pronoun opens the clause behind a German verb of saying: "erklärte, sie wollten ..."."""
    opens = cue.entry.role == "saying" and index < len(unit) and index == cue.clause.end + 1
    return opens and unit.low[index] in _SUBJECT_PRONOUNS and not unit.is_capital(index)


def _relative_german(unit: Unit, index: int, pack: LanguagePack) -> bool:
    """Whether "der", "die", "das" after a comma opens a relative clause: no subjunctive is near, or only at its end."""
    if not any(pack.has("reportative", word) for word in unit.low[index : index + 6]):
        return True
    stop = next((at for at in range(index, len(unit)) if unit.low[at] in ",;.:"), len(unit))
    bare = not unit.is_capital(index + 1) and not unit.low[index + 1].endswith(("e", "en"))
    return bare and not any(pack.has("reportative", word) for word in unit.low[index : stop - 2])


def _to_end(unit: Unit, first: int, end: int) -> Reported | None:
    content = trimmed(unit, first, end)
    if content and content[1] - content[0] > 2:
        inside = set(unit.quote[content[0] + 1 : content[1]])
        if len(inside) == 1 and -1 not in inside:
            content = (content[0] + 1, content[1])  # all but the word that opens the clause is in marks
    return Reported((content,), "clause") if content else None


def _as_clause(unit: Unit, cue: VerbCue, pack: LanguagePack, floor: int) -> Reported | None:
    """Read "Wie die NASA mitteilte, ..." or "как сообщает X": everything beside that clause is reported."""
    first = cue.clause.first
    while first < cue.first and pack.has("conjunctions", unit.low[first]):
        first += 1
    if not pack.has("as", unit.low[first]) or first > cue.verb - 1:
        return None
    if pack.has("conjunctions", unit.low[first + 1]) or pack.has("correlatives", unit.low[first + 1]):
        return None  # "zarówno Kijów, jak i Zachód potępiły": the other subject of the verb
    if has_complement(unit, cue, pack):
        return None
    before = trimmed(unit, floor, cue.clause.first)
    after = trimmed(unit, cue.clause.end, len(unit))
    parts = tuple(part for part in (before, after) if part)
    return Reported(parts, "as") if parts else None


def has_complement(unit: Unit, cue: VerbCue, pack: LanguagePack) -> bool:
    """Whether a complementiser opens the clause behind the clause of a verb."""
    index = cue.clause.end + 1
    return cue.clause.behind == "," and index < len(unit) and pack.has("complementisers", unit.low[index])


def _colon_with_marks(unit: Unit, cue: VerbCue, pack: LanguagePack, speech: frozenset[int]) -> Reported | None:
    """Read marks behind a colon, even where a clause stands between: "sagte auf die Frage, ob ...: «...»".

    A verb that follows marks leaves those behind a second verb to it: "«...», sagte X und behauptete: «...»".
    """
    stop = _before_second_verb(unit, cue, pack, speech)
    for index in range(cue.end, min(len(unit) - 1, cue.end + _FAR)):
        if unit.quote[index] in speech or unit.low[index] in ";." or index >= stop:
            return None
        if unit.low[index] == ":" and unit.quote[index + 1] in speech:
            return Reported((marked_ranges(unit, index + 1, len(unit), speech)[0],), "colon")
    return None


def _before_second_verb(unit: Unit, cue: VerbCue, pack: LanguagePack, speech: frozenset[int]) -> int:
    """Return the token of the second verb of saying behind a verb that follows marks, else the unit's end."""
    if not any(unit.quote[index] in speech for index in range(max(0, cue.clause.first - 2), cue.clause.first)):
        return len(unit)
    verbs = (index for index in range(cue.end, len(unit)) if unit.low[index] in pack.verbs)
    return next((index for index in verbs if not unit.is_capital(index)), len(unit))


def _colon(unit: Unit, cue: VerbCue, pack: LanguagePack, speech: frozenset[int]) -> Reported | None:
    """Read what a colon behind the verb opens: the marks that follow it, else the rest of the unit."""
    index, stop = cue.end, _before_second_verb(unit, cue, pack, speech)
    while index < len(unit) and unit.low[index] != ":":
        if unit.quote[index] in speech or unit.low[index] == ";" or index - cue.end > _FAR or index >= stop:
            return None
        index += 1
    if index >= len(unit):
        return None
    marks = marked_ranges(unit, index + 1, len(unit), speech)
    if marks and marks[0][0] == index + 1:
        return Reported((marks[0],), "colon")
    content = trimmed(unit, index + 1, len(unit))
    return Reported((content,), "colon") if content else None


def _marks_before(unit: Unit, cue: VerbCue, pack: LanguagePack, speech: frozenset[int], floor: int) -> Reported | None:
    """Read marks that the verb's clause follows: "«...», — сказал X", and the marks that continue behind it."""
    first = cue.clause.first
    index = first - 1
    while index >= 0 and unit.low[index] in ",—–-.!?…" and unit.quote[index] < 0:
        index -= 1
    if index < floor or unit.quote[index] not in speech:
        return None
    if cue.verb - first > 9 or (cue.verb > first and pack.has("relatives", unit.low[first])):
        return None
    ranges = marked_ranges(unit, floor, index + 1, speech)
    if not ranges:
        return None
    start = ranges[-1][0]
    # Words outside marks with which the same speech began: "Das sei „am Boden zerstört“", sagte X.
    lead = trimmed(unit, floor, start)
    if lead and pack.level == "full" and _is_reported_lead(unit, lead, pack):
        start = lead[0]
    content = [(start, ranges[-1][1])]
    behind = marked_ranges(unit, cue.clause.end, len(unit), speech)
    if (
        behind
        and trimmed(unit, cue.clause.end, behind[0][0]) is None
        and cue.clause.behind in (",", "«", "—", "–", "-", ":", ";")
    ):
        content.append(behind[0])
    return Reported(tuple(content), "incise")


def _is_reported_lead(unit: Unit, lead: TokenRange, pack: LanguagePack) -> bool:
    words = unit.low[lead[0] : lead[1]]
    return len(words) > 1 and not any(word in pack.verbs and pack.verbs[word].role == "saying" for word in words)


def _marks_behind(unit: Unit, cue: VerbCue, pack: LanguagePack, speech: frozenset[int]) -> Reported | None:
    """Read marks that follow the verb in its clause without a colon: "nannte die Wahl „eine Farce“"."""
    ranges = marked_ranges(unit, cue.end, len(unit), speech)
    if not ranges or ranges[0][0] - cue.end > 12:
        return None
    between = unit.low[cue.end : ranges[0][0]]
    if any(word in ";.!?" for word in between) or sum(word == "," for word in between) > 2:
        return None
    return Reported((ranges[0],), "marks")


def _incise(unit: Unit, cue: VerbCue, pack: LanguagePack, speech: frozenset[int], floor: int) -> Reported | None:
    """Read speech before an inserted verb ("..., сообщил X."), and what continues behind it."""
    if not _stands_inverted(unit, cue, pack):
        return None
    before = trimmed(unit, floor, cue.clause.first)
    after = trimmed(unit, cue.clause.end, len(unit))
    if before is None or before[1] - before[0] < (2 if after else 3):
        return None
    if cue.clause.before in DASHES:
        after = behind_dash(unit, cue.clause.end)
    elif not (after and cue.clause.behind in (",", "—", "–", "-") and goes_on(unit, before, after, pack)):
        after = None
    return Reported((before, after) if after else (before,), "incise")


def _stands_inverted(unit: Unit, cue: VerbCue, pack: LanguagePack) -> bool:
    """Whether a verb opens its clause behind a mark and no complement clause follows it."""
    opening = unit.low[cue.clause.first : cue.first]
    if cue.clause.before not in (",", "—", "–", "-", "«") or not all(_before_inverted(word, pack) for word in opening):
        return False
    if opening and cue.entry.role == "thinking":
        return False
    return not has_complement(unit, cue, pack) and not pack.has("relatives", unit.low[cue.clause.first])


def _before_inverted(word: str, pack: LanguagePack) -> bool:
    return any(pack.has(name, word) for name in ("auxiliaries", "oblique", "adverbs")) or word in _ABOUT


def reported_by_source(unit: Unit, cue: SourceCue, pack: LanguagePack, floor: int, stop: int) -> Reported | None:
    """Find what a phrase that names a source reports: the tokens on both sides of it.

    Args:
        unit: The unit.
        cue: The phrase with its source.
        pack: The words of the unit's language.
        floor: The first token that earlier cues of the unit have not taken.
        stop: The token behind the last one that the source may report.

    Returns:
        What was said, or None where the phrase reports nothing.
    """
    first, end = min(cue.first, cue.source_first), max(cue.end, cue.source_end)
    start = floor
    before = trimmed(unit, start, first)
    if before and before[1] - before[0] <= 1 and pack.has("conjunctions", unit.low[before[0]]):
        before = None
    cut = end
    if cut < stop and unit.low[cut] == "," and _describes(unit, cut + 1, stop, pack):
        cut = _past_description(unit, cut + 1, stop)
    after = trimmed(unit, cut, stop)
    if before and after and adds_nothing(unit, after, pack):
        after = None
    if (
        before
        and after
        and before[1] - before[0] <= 2
        and all(
            pack.has("adverbs", word)
            or pack.has("conjunctions", word)
            or pack.has("never_names", word)
            or not unit.is_word(before[0] + index)
            for index, word in enumerate(unit.low[before[0] : before[1]])
        )
    ):
        before = None
    if before and after and _new_clause(unit, first, pack):
        before = None
    parts = tuple(part for part in (before, after) if part)
    return Reported(parts, "as") if parts else None


def _new_clause(unit: Unit, first: int, pack: LanguagePack) -> bool:
    """Whether a conjunction behind a comma opens the clause of the phrase: ", а по данным X ..."."""
    return first >= 2 and pack.has("conjunctions", unit.low[first - 1]) and unit.low[first - 2] == ","


def _describes(unit: Unit, first: int, stop: int, pack: LanguagePack) -> bool:
    """Whether a comma behind a source opens a description of it, up to another comma: "Pour X, directeur de Y, ..."."""
    comma = next((index for index in range(first, stop) if unit.low[index] == ","), None)
    if comma is None or first >= stop or comma - first > 16:
        return False
    low = unit.low[first]
    return (
        pack.is_title(low)
        or pack.has("relatives", low)
        or (pack.has("articles", low) and first + 1 < stop and pack.is_title(unit.low[first + 1]))
    )


def _past_description(unit: Unit, first: int, stop: int) -> int:
    return next((index for index in range(first, stop) if unit.low[index] == ","), stop)


def marked_ranges(unit: Unit, first: int, end: int, speech: frozenset[int]) -> list[TokenRange]:
    """Return the stretches of speech inside [first, end) as token ranges; those with only commas between are joined.

    Args:
        unit: The sentence.
        first: The first token.
        end: The token behind the last one.
        speech: Numbers of the passages in marks that are speech.
    """
    ranges: list[TokenRange] = []
    index = first
    while index < end:
        if unit.quote[index] in speech:
            start = index
            while index < end and unit.quote[index] == unit.quote[start]:
                index += 1
            if ranges and all(word in "," for word in unit.low[ranges[-1][1] : start]):
                ranges[-1] = (ranges[-1][0], index)
            else:
                ranges.append((start, index))
        else:
            index += 1
    return ranges


def boundary_before(unit: Unit, index: int, speech: frozenset[int]) -> int:
    """Return the first token of the clause that holds the token at `index`."""
    while index > 0 and not is_boundary(unit, index - 1, speech):
        index -= 1
    return index
