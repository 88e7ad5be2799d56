"""Clauses of a unit: where they end, their verbs of saying, and the phrases that name a source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from collectors.metrics.quotations.rule_based.fields_of_offices import is_first_name
from collectors.metrics.quotations.rule_based.language_pack import LanguagePack, SayingVerb
from collectors.metrics.quotations.rule_based.participles import is_passive, opens_agent
from collectors.metrics.quotations.rule_based.passages import DASHES, SENTENCE_ENDS, Unit
from collectors.metrics.quotations.rule_based.turkish import reports_marks
from collectors.metrics.quotations.rule_based.verb_places import is_participle
from collectors.metrics.word_lists import word_set

_BOUNDARIES = DASHES | frozenset(",;:()!?…")
_MARKS_OF_NAMES = frozenset("!?…")  # in the marks of a name these bound clauses; dashes and commas are part of it
_PARTICLES_AT_END = word_set("mul.reported_speech.prepositions_at_end")
_ADJECTIVE_ENDINGS = ("ой", "ого", "ей", "их", "ых", "ої", "ської", "ського", "ej", "iego", "ego", "ich", "ych")
_ADJECTIVE_ENDINGS_CS = ("ská", "cká", "ské", "cké", "ní", "ého", "ého")
#: A Turkish word behind marks that no list has.
_REPORTING = SayingVerb("saying", "none", frozenset())


@dataclass(frozen=True, slots=True)
class TextClause:
    """The tokens [first, end) around a verb of saying, and the marks that bound them.

    Attributes:
        first: The clause's first token.
        end: The token behind its last one.
        before: The mark before it: "«" for speech, "" at the unit's start.
        behind: The mark behind it, likewise.
    """

    first: int
    end: int
    before: str
    behind: str


@dataclass(frozen=True, slots=True)
class VerbCue:
    """A verb of saying at token `verb`, in its clause; the cue's tokens [first, end) include an auxiliary beside it."""

    verb: int
    first: int
    end: int
    entry: SayingVerb
    clause: TextClause


@dataclass(frozen=True, slots=True)
class SourceCue:
    """A phrase that names a source ("laut ..."): the tokens of its cue [first, end) and those of the source."""

    first: int
    end: int
    source_first: int
    source_end: int


def is_boundary(unit: Unit, index: int, speech: frozenset[int]) -> bool:
    """Whether a token separates clauses: a mark, or part of quoted speech.

    Args:
        unit: The unit.
        index: The token.
        speech: The quoted stretches that are speech, from `speech_marks.speech_marks`.
    """
    hyphen = unit.low[index] == "-" and 0 < index < len(unit) - 1 and unit.ends[index - 1] == unit.starts[index]
    if hyphen and unit.is_word(index - 1) and unit.quote[index] < 0:
        return False  # half of a compound: "Familien- und Frauenministerin"
    if unit.quote[index] >= 0:
        return unit.quote[index] in speech or unit.low[index] in _MARKS_OF_NAMES
    return unit.low[index] in _BOUNDARIES


def clause_around(unit: Unit, index: int, speech: frozenset[int]) -> TextClause:
    """Return the clause that holds a token.

    Args:
        unit: The unit.
        index: The token.
        speech: The quoted stretches that are speech, from `speech_marks.speech_marks`.
    """
    first = index
    while first > 0 and not is_boundary(unit, first - 1, speech):
        first -= 1
    end = index + 1
    while end < len(unit) and not is_boundary(unit, end, speech):
        end += 1
    while end > index + 1 and unit.low[end - 1] in SENTENCE_ENDS:
        end -= 1
    before = "" if first == 0 else "«" if unit.quote[first - 1] in speech else unit.low[first - 1]
    behind = "" if end >= len(unit) else "«" if unit.quote[end] in speech else unit.low[end]
    return TextClause(first, end, before, behind)


def verb_cues(unit: Unit, pack: LanguagePack, speech: frozenset[int]) -> list[VerbCue]:
    """Find the verbs of saying outside speech.

    Nouns, names and passive or impersonal forms are left out, and so are verbs whose required particle is missing.

    Args:
        unit: The unit.
        pack: The words of its language.
        speech: The quoted stretches that are speech, from `speech_marks.speech_marks`.

    Returns:
        The cues in reading order.
    """
    found = []
    for index, low in enumerate(unit.low):
        behind_marks = pack.language == "tr" and reports_marks(unit, index, speech)
        entry = pack.verbs.get(low) or (_REPORTING if behind_marks else None)
        if entry is None or unit.quote[index] in speech:
            continue
        if unit.is_capital(index) and index and unit.low[index - 1] not in '.!?:—–-"«»“”„':
            continue  # a noun or name in the middle of a sentence
        clause = clause_around(unit, index, speech)
        if index == 0 and is_participle(low, pack.language):
            continue  # "Perguntado se renunciaria, o senador foi claro: ..."
        if pack.has("homographs", low) and not _verb_there(unit, index, clause, pack, speech):
            continue
        if (
            is_passive(unit, index, (clause.first, clause.end))
            if pack.language == "de"
            else _impersonal(unit, index, pack)
        ):
            continue
        behind_marks = behind_marks or _opens_behind_speech(unit, index, clause, speech)
        if entry.needs and not behind_marks and not _needed(unit, entry.needs, index, clause):
            continue
        first = index
        while first > clause.first and pack.has("auxiliaries", unit.low[first - 1]):
            first -= 1
        end = index + 1
        found.append(VerbCue(index, first, end, entry, clause))
    return found


def _opens_behind_speech(unit: Unit, index: int, clause: TextClause, speech: frozenset[int]) -> bool:
    """Whether a verb is the first word behind speech, so that it needs no other word: "«...», cuenta ella"."""
    if index != clause.first or clause.before not in ("«", ","):
        return False
    return any(unit.quote[before] in speech for before in range(max(0, index - 2), index))


def _verb_there(unit: Unit, index: int, clause: TextClause, pack: LanguagePack, speech: frozenset[int]) -> bool:
    """Whether a form that is also a noun or adjective is a verb here: at the clause's start, or behind a name."""
    if index == clause.first:
        return clause.before in (",", "«", "—", "–", "-")
    before = unit.low[index - 1]
    if pack.has("pronouns", before) or pack.has("auxiliaries", before):
        return True
    opens = index + 1 < len(unit) and (pack.has("complementisers", unit.low[index + 1]) or unit.low[index + 1] == ":")
    return opens or (unit.is_capital(index - 1) and not pack.has("never_names", before) and index - 1 > clause.first)


def _impersonal(unit: Unit, index: int, pack: LanguagePack) -> bool:
    """Whether the verb has no subject: "se espera que", "si prevede che"."""
    if pack.language not in ("es", "it", "pt") or index == 0 or unit.low[index - 1] not in ("se", "si"):
        return False
    return index + 1 < len(unit) and pack.has("complementisers", unit.low[index + 1])


_GENITIVE_ARTICLES = word_set("de.reported_speech.genitive_articles")
_ARTICLES_AFTER_SO = word_set("de.reported_speech.articles_after_so")


def _needed(unit: Unit, needs: frozenset[str], verb: int, clause: TextClause) -> bool:
    """Whether a word that the verb requires is in its clause or opens the next one."""
    for index in range(clause.first, min(len(unit), clause.end + 2)):
        # "zu" is a preposition everywhere but at the end of the clause: "gab zu, ..."
        at_end = unit.low[index] not in _PARTICLES_AT_END or index == clause.end - 1
        if index != verb and unit.low[index] in needs and at_end:
            return True
    return False


def source_cues(unit: Unit, pack: LanguagePack, speech: frozenset[int]) -> list[SourceCue]:
    """Find the phrases that name a source, in reading order and outside speech.

    Args:
        unit: The unit.
        pack: The words of its language.
        speech: The quoted stretches that are speech, from `speech_marks.speech_marks`.
    """
    found: list[SourceCue] = []
    index = 0
    while index < len(unit):
        cue = None if unit.quote[index] in speech else _source_at(unit, index, pack, speech)
        if cue:
            found.append(cue)
            index = max(cue.end, cue.source_end)
        else:
            index += 1
    return found


def _source_at(unit: Unit, index: int, pack: LanguagePack, speech: frozenset[int]) -> SourceCue | None:
    low = unit.low
    if pack.has("according_after", low[index]):
        first = _back_over_phrase(unit, index, pack)
        return SourceCue(index, index + 1, first, index) if first < index else None
    if pack.has("according_before_noun", low[index]) and index + 1 < len(unit):
        held = _own_words(unit, index, pack) or _by_head(unit, index, pack, speech)
        if held:
            return held
    for phrase in _according_phrases(unit, index, pack):
        end = index + len(phrase)
        if low[index] == phrase[0] and tuple(low[index:end]) == phrase:
            if phrase == ("so",) and not _so_names(unit, index, speech):
                continue
            stop = source_end(unit, end, pack, speech)
            if stop > end and _can_be_source(unit, end, stop, pack):
                by = source_end(unit, stop + 1, pack, speech) if opens_agent(unit, stop) else 0
                return SourceCue(index, end, stop + 1, by) if by > stop + 1 else SourceCue(index, end, end, stop)
    if pack.has("according_comma", low[index]) and index == 0:
        stop = source_end(unit, index + 1, pack, speech)
        named = stop - index > 2 and unit.is_capital(index + 1) and unit.is_capital(index + 2)
        marked = stop + 1 < len(unit) and unit.quote[stop + 1] in speech
        if (named or marked) and index + 1 < stop < len(unit) and low[stop] == ",":
            return SourceCue(index, index + 1, index + 1, stop)
    return None


def _according_phrases(unit: Unit, index: int, pack: LanguagePack) -> Iterator[tuple[str, ...]]:
    """Yield the phrases of sources; behind a dash also without their "as": "... - [jak] wynika z raportu"."""
    yield from pack.according
    if index and unit.low[index - 1] in DASHES:
        yield from (phrase[1:] for phrase in pack.according if len(phrase) > 1 and pack.has("as", phrase[0]))


def _can_be_source(unit: Unit, first: int, stop: int, pack: LanguagePack) -> bool:
    """Whether words after "laut" can be a source: in German one of them has a capital ("laut geworden" has none)."""
    if unit.low[first] in pack.verbs or pack.has("auxiliaries", unit.low[first]):
        return False  # "según confirmó el presidente" is a clause
    return pack.language != "de" or any(unit.is_capital(index) for index in range(first, stop))


def _own_words(unit: Unit, index: int, pack: LanguagePack) -> SourceCue | None:
    """Return the cue of "по его словам", whose source is the possessive."""
    low = unit.low
    if (
        index + 2 < len(unit)
        and pack.has("possessives", low[index + 1])
        and pack.has("according_heads", low[index + 2])
    ):
        return SourceCue(index, index + 3, index + 1, index + 2)
    return None


def _by_head(unit: Unit, index: int, pack: LanguagePack, speech: frozenset[int]) -> SourceCue | None:
    """Return the cue of "nach Angaben der Polizei", "nach ersten Erkenntnissen" or "nach Polizeiangaben"."""
    if pack.language != "de":
        return None
    head = index + 1
    while head < min(len(unit), index + 4) and not unit.is_capital(head) and unit.is_word(head):
        head += 1
    if head >= len(unit) or not unit.low[head].endswith(tuple(pack.words["according_heads"])):
        return None
    if head == index + 2 and pack.has("possessives", unit.low[index + 1]):
        return SourceCue(index, head + 1, index + 1, index + 2)
    compound = not pack.has("according_heads", unit.low[head])
    joined = head + 2 < len(unit) and unit.low[head + 1] in _GENITIVE_ARTICLES
    if joined and not compound:
        first = head + 2 if unit.low[head + 1] in ("von", "vom", "aus") else head + 1
        stop = source_end(unit, first, pack, speech)
        if stop > first:
            return SourceCue(index, head + 1, first, stop)
    if not compound and head + 1 < len(unit) and unit.is_capital(head + 1):
        stop = source_end(unit, head + 1, pack, speech)
        return SourceCue(index, head + 1, head + 1, stop)
    return SourceCue(index, index + 1, index + 1, head + 1)


def _so_names(unit: Unit, index: int, speech: frozenset[int]) -> bool:
    """Whether German "so" introduces a speaker: it is behind a comma or speech, and before a capital or article."""
    before = unit.low[index - 1] if index else ""
    after_speech = index > 0 and unit.quote[index - 1] in speech
    if not (before == "," or after_speech) or index + 1 >= len(unit):
        return False
    return unit.is_capital(index + 1) or unit.low[index + 1] in _ARTICLES_AFTER_SO


def _back_over_phrase(unit: Unit, index: int, pack: LanguagePack) -> int:
    """Return the first token of the noun phrase before token `index`: at most five words, up to an article."""
    first = index
    while first > 0 and index - first < 5 and unit.is_word(first - 1) and unit.quote[first - 1] < 0:
        word = unit.low[first - 1]
        if word in pack.verbs or pack.has("auxiliaries", word) or pack.has("prepositions", word):
            break
        first -= 1
        if pack.has("articles", word) or pack.has("oblique", word):
            break
    return first


def source_end(unit: Unit, first: int, pack: LanguagePack, speech: frozenset[int]) -> int:
    """Return where the noun phrase of a source ends: at a mark, a verb or most prepositions.

    Args:
        unit: The unit.
        first: The phrase's first token.
        pack: The words of the unit's language.
        speech: The quoted stretches that are speech, from `speech_marks.speech_marks`.

    Returns:
        The token behind the phrase; `first` where there is none.
    """
    end = first
    limit = min(len(unit), first + 14)
    while end < limit:
        low = unit.low[end]
        if _is_initial(unit, end, first, limit):
            end += 1
            continue
        if _half_compound(unit, end, limit, pack):
            end += 3
            continue
        if is_boundary(unit, end, speech) or low in SENTENCE_ENDS or (low == '"' and unit.quote[end] < 0):
            break
        if end > first and _ends_phrase(unit, end, first, pack):
            break
        end += 1
    while end > first and (
        pack.has("genitives", unit.low[end - 1])
        or pack.has("articles", unit.low[end - 1])
        or (pack.language == "de" and _is_predicate(unit, first, end))
    ):
        end -= 1
    return end


def _is_predicate(unit: Unit, first: int, end: int) -> bool:
    """Whether the last word of a German phrase is none of its nouns: "laut Polizei | betroffen"."""
    named = any(unit.is_capital(index) for index in range(first, end - 1))
    return named and unit.surfaces[end - 1].islower() and unit.is_word(end - 1)


def _half_compound(unit: Unit, index: int, limit: int, pack: LanguagePack) -> bool:
    """Whether a hyphen stands for the rest of a compound: "Familien- und Frauenministerin"."""
    if unit.low[index] != "-" or index < 1 or index + 2 >= limit or unit.ends[index - 1] != unit.starts[index]:
        return False
    return pack.has("conjunctions", unit.low[index + 1]) and unit.is_word(index + 2)


def _is_initial(unit: Unit, end: int, first: int, limit: int) -> bool:
    """Whether a full stop belongs to an initial before a name: "A. Peskov"."""
    if unit.low[end] != "." or end == first or end + 1 >= limit or not unit.is_capital(end + 1):
        return False
    return len(unit.low[end - 1]) == 1


def _ends_phrase(unit: Unit, index: int, first: int, pack: LanguagePack) -> bool:
    low = unit.low[index]
    if unit.is_initial(index) or any(pack.has(name, low) for name in ("genitives", "particles", "abbreviations")):
        return False
    if low in pack.verbs or pack.has("auxiliaries", low) or pack.has("reportative", low):
        return True
    if any(pack.has(name, low) for name in ("prepositions", "adverbs", "conjunctions", "complementisers", "relatives")):
        return True
    if pack.language == "pl" and unit.low[index - 1].endswith(("ych", "ich")) and is_first_name(unit.surfaces[index]):
        return unit.is_capital(index) and not unit.is_capital(index - 1)  # "według śledczych Billy Chemirmir zabił ..."
    if pack.has("oblique", low) or pack.has("pronouns", low):
        return True
    # A description ends where a lower-case word follows a run of capitalised ones: "Трампа санкции".
    return (
        not unit.is_capital(index) and unit.quote[index] < 0 and index - first >= 1 and _name_before(unit, index, pack)
    )


def _name_before(unit: Unit, index: int, pack: LanguagePack) -> bool:
    """Whether a name stands before token `index`: a capitalised word that is no function word or adjective."""
    if pack.language == "de":
        return (
            unit.is_capital(index - 1)
            and unit.low[index][0].isalpha()
            and not unit.low[index].endswith(("er", "en", "es"))
        )
    if pack.language == "nl" and unit.low[index - 1].endswith(("se", "sche", "ne")):
        return False  # "de Oekraïense ambassadeur"
    # "Энерской области", not a name's end
    endings = _ADJECTIVE_ENDINGS_CS if pack.language == "cs" else _ADJECTIVE_ENDINGS
    adjective = pack.inflected and unit.low[index - 1].endswith(endings)
    return unit.is_capital(index - 1) and not pack.has("never_names", unit.low[index - 1]) and not adjective
