"""The phrase that is the subject of a verb of saying: before it, behind it, or separated from it by another clause."""

from __future__ import annotations

from collectors.metrics.quotations.rule_based.apposed_names import apposed_name
from collectors.metrics.quotations.rule_based.appositions import is_means, is_told, with_apposition, with_name_behind
from collectors.metrics.quotations.rule_based.clauses import TextClause, VerbCue, is_boundary, source_end
from collectors.metrics.quotations.rule_based.governed_words import past_object
from collectors.metrics.quotations.rule_based.language_pack import ROMANCE, LanguagePack
from collectors.metrics.quotations.rule_based.passages import DASHES, TokenRange, Unit
from collectors.metrics.quotations.rule_based.places_that_say import locative_subject, place_behind
from collectors.metrics.quotations.rule_based.turkish import reports_marks, speaker_behind_participle
from collectors.metrics.word_lists import word_set, word_tuple

_LONGEST = 14  # tokens of a subject
_INSERTED = 7  # tokens from the verb's comma to the one behind an insertion
#: Languages whose verbs need no subject, so that a speaker is carried on rather than sought far from the verb.
PRO_DROP = frozenset(("es", "it", "pt", "pl", "cs", "ru", "uk", "tr"))
#: Languages whose offices have an article but in appositions.
_BARE_APPOSITIONS = ROMANCE
_AUXILIARIES = word_set("de.reported_speech.auxiliaries_of_saying")
_PREFIXES = word_tuple("de.reported_speech.prefixes_of_participles")


def subject_of(unit: Unit, cue: VerbCue, pack: LanguagePack, speech: frozenset[int]) -> TokenRange | None:
    """Find the subject of a verb of saying.

    Args:
        unit: The unit.
        cue: The verb, in its clause.
        pack: The words of the unit's language.
        speech: The quoted stretches that are speech.

    Returns:
        The subject's tokens [first, end), None where the clause names none.
    """
    if cue.entry.role == "passive":
        return _text_that_says(unit, cue, pack, speech)
    start, verb = cue.clause.first, cue.first
    if pack.language == "tr" and reports_marks(unit, cue.verb, speech):
        led = any(unit.is_word(index) for index in range(cue.verb) if unit.quote[index] < 0)
        behind = speaker_behind_participle(unit, cue.verb, pack)
        return behind if behind or led else _behind(unit, cue.end, cue.clause.end, pack, speech)
    if pack.language == "de":
        auxiliary = _german_auxiliary(unit, cue, pack)
        if auxiliary is not None:
            verb = auxiliary
    parted = apposed_name(unit, cue.clause, pack, speech) or _parted_subject(unit, cue, pack, speech)
    if parted:
        return parted
    before = noun_phrase(unit, start, verb, pack)
    if before and pack.language == "tr" and not names_speaker(unit, *before, pack):
        before = _further_left(unit, cue.clause, pack, speech) or before
    if before and not _is_antecedent(unit, before, verb, pack):
        return with_apposition(unit, _inverted_name(unit, cue, before, pack) or before, pack)
    incise = cue.first == start and start > 1 and any(unit.quote[index] in speech for index in (start - 2, start - 1))
    incise = incise or (cue.first == start and cue.clause.before in DASHES)
    first = max(verb + 1, cue.end if verb == cue.first else 0)
    in_place = incise and cue.end < len(unit) and pack.has("locative", unit.low[cue.end])
    place = place_behind(unit, cue, pack) if in_place else None
    behind = (
        place
        or _behind(unit, first, cue.clause.end, pack, speech)
        or (_noun_behind(unit, cue, pack) if incise else None)
    )
    if behind and verb != cue.first and behind[1] > cue.first:
        behind = (behind[0], cue.first) if behind[0] < cue.first else None
    behind = behind or _behind_insertion(unit, cue, pack, speech)
    if behind:
        return with_apposition(unit, behind, pack)
    return locative_subject(unit, cue, pack) or _further_left(unit, cue.clause, pack, speech)


def _parted_subject(unit: Unit, cue: VerbCue, pack: LanguagePack, speech: frozenset[int]) -> TokenRange | None:
    """Return the subject that a clause parts from a Germanic verb: "Ein Beamter, der schwieg, sagte ..."."""
    start = cue.clause.first
    if cue.first != start:
        return None
    before_marks = pack.language == "nl" and cue.clause.behind == "«" and cue.clause.before == ","
    inserted = before_marks and unit.quote[max(0, start - 2)] < 0  # "De advocaat, Inez Verbeek, noemt de eis “...”"
    if not inserted and not (pack.language == "de" and _follows_relative(unit, start, pack, speech)):
        return None
    left = _further_left(unit, cue.clause, pack, speech)
    return left if left and names_speaker(unit, *left, pack) else None


def _follows_relative(unit: Unit, start: int, pack: LanguagePack, speech: frozenset[int]) -> bool:
    """Whether the clause that a comma parts from token `start` is a relative clause without marks."""
    if start < 2 or unit.low[start - 1] != ",":
        return False
    first = start - 1
    while first > 0 and not is_boundary(unit, first - 1, speech):
        first -= 1
    return first > 1 and unit.low[first - 1] == "," and pack.has("relatives", unit.low[first])


def _behind_insertion(unit: Unit, cue: VerbCue, pack: LanguagePack, speech: frozenset[int]) -> TokenRange | None:
    """Return the subject that a short insertion parts from its verb: "rebateu, em nota, a Companhia"."""
    if cue.clause.before not in ("«", ",", "—", "–", "-") or cue.clause.behind != ",":
        return None
    if any(unit.is_capital(index) for index in range(cue.end, cue.clause.end)):
        return None
    comma = cue.clause.end
    again = next((index for index in range(comma + 1, min(len(unit), comma + _INSERTED)) if unit.low[index] == ","), 0)
    if not again or pack.has("relatives", unit.low[comma + 1]) or pack.has("conjunctions", unit.low[comma + 1]):
        return None
    stop = next((index for index in range(again + 1, len(unit)) if is_boundary(unit, index, speech)), len(unit))
    first = again + 1 + _article_a(unit, again + 1, again + 1, pack)
    found = _behind(unit, first, stop, pack, speech)
    return found if found and names_speaker(unit, *found, pack) else None


def _inverted_name(unit: Unit, cue: VerbCue, before: TokenRange, pack: LanguagePack) -> TokenRange | None:
    """Return the name behind a German verb whose clause opens with a preposition: "Mit Verweis auf ... ruft X"."""
    opens = pack.language == "de" and pack.has("prepositions", unit.low[cue.clause.first])
    named = any(pack.is_title(word) or pack.is_body(word) for word in unit.low[before[0] : before[1]])
    if not opens or named or not pack.has("articles", unit.low[before[0]]) or cue.end >= cue.clause.end:
        return None
    end = cue.end
    while end < cue.clause.end and unit.is_word(end) and unit.is_capital(end) and not pack.is_title(unit.low[end]):
        end += 1
    return (cue.end, end) if end > cue.end else None


def _noun_behind(unit: Unit, cue: VerbCue, pack: LanguagePack) -> TokenRange | None:
    """Return the noun with its article behind a verb that follows marks: "«...», afirmó de entrada el comunicador"."""
    for index in range(cue.end, min(cue.clause.end - 1, cue.end + 5)):
        low = unit.low[index]
        definite = pack.has("articles", low) or _article_a(unit, index, index, pack)
        if definite and not pack.has("prepositions", unit.low[index - 1]) and unit.is_word(index + 1):
            stops = (at for at in range(index + 2, cue.clause.end) if pack.has("prepositions", unit.low[at]))
            end = _phrase(unit, index + 1, next(stops, cue.clause.end), pack)
            return (index, end[1]) if end else None
    return None


def _is_antecedent(unit: Unit, found: TokenRange, verb: int, pack: LanguagePack) -> bool:
    """Whether a phrase is a thing that a relative clause is about: "un incendio que ha definido como ..."."""
    relative = any(pack.has("relatives", low) for low in unit.low[found[1] : verb])
    return relative and pack.language in ("es", "it", "pt") and not names_speaker(unit, *found, pack)


def _text_that_says(unit: Unit, cue: VerbCue, pack: LanguagePack, speech: frozenset[int]) -> TokenRange | None:
    """Return the text of "говорится в заявлении X": what follows the preposition."""
    index = cue.end
    while index < min(cue.clause.end, cue.end + 4) and (
        pack.has("adverbs", unit.low[index]) or pack.has("oblique", unit.low[index])
    ):
        index += 1
    if index + 1 < cue.clause.end and pack.has("prepositions", unit.low[index + 1]) and not unit.is_capital(index):
        index += 1  # "heißt es stolz in dem Papier"
    if index < cue.clause.end and (pack.has("prepositions", unit.low[index]) or pack.has("genitives", unit.low[index])):
        end = source_end(unit, index + 1, pack, speech)
        return (index + 1, end) if end > index + 1 else None
    start = cue.clause.first
    if start < cue.first and pack.has("prepositions", unit.low[start]):
        end = source_end(unit, start + 1, pack, speech)
        return (start + 1, end) if end > start + 1 else None
    return None


def _german_auxiliary(unit: Unit, cue: VerbCue, pack: LanguagePack) -> int | None:
    """Return the finite auxiliary of a participle at the clause's end: "hatte Trump bereits bestätigt"."""
    if not unit.low[cue.verb].startswith(_PREFIXES):
        return None
    for index in range(cue.verb - 1, cue.clause.first - 1, -1):
        if unit.low[index] in _AUXILIARIES:
            return index
    return None


def noun_phrase(unit: Unit, start: int, verb: int, pack: LanguagePack) -> TokenRange | None:
    """Return the first noun phrase between a clause's start and its verb that no preposition governs.

    A phrase that names nobody is returned only where no other follows it.

    Args:
        unit: The unit.
        start: The clause's first token.
        verb: The verb's token.
        pack: The words of the unit's language.

    Returns:
        The phrase's tokens [first, end), None where there is none.
    """
    index = start
    while index < verb:
        low = unit.low[index]
        if pack.has("relatives", low) and index == start and not (pack.language == "de" and verb - index > 1):
            return None
        if (
            not unit.is_word(index)
            or any(pack.has(name, low) for name in ("conjunctions", "as"))
            or _is_only_adverb(low, pack)
            or _is_filler(low, pack)
        ) or pack.has("subordinators", low):
            index += 1
        elif (
            pack.has("prepositions", low) and not _article_a(unit, index, start, pack) and not unit.opens_name(index)
        ) or ((pack.has("oblique", low) and not pack.has("articles", low)) or is_means(unit, index, pack)):
            index = past_object(unit, index, verb, pack)
        elif pack.has("auxiliaries", low) or pack.has("complementisers", low):
            index += 1
        else:
            found = _phrase(unit, index, verb, pack)
            if found and not _names_somebody(unit, *found, pack) and found[1] < verb:
                return noun_phrase(unit, found[1], verb, pack) or found
            return found
    return None


def _article_a(unit: Unit, index: int, start: int, pack: LanguagePack) -> bool:
    """Whether Portuguese "a" is the article of what opens a clause: "a ministra respondeu", not "a partir de"."""
    if pack.language != "pt" or unit.low[index] != "a" or index != start or index + 1 >= len(unit):
        return False
    behind = unit.low[index + 1]
    if index and not behind.endswith(("ar", "er", "ir")) and unit.is_word(index + 1) and len(behind) > 3:
        return True  # "disse, comovida, a dona da casa"
    return pack.is_title(behind) or pack.is_body(behind) or pack.has("people", behind) or unit.is_capital(index + 1)


def _is_only_adverb(low: str, pack: LanguagePack) -> bool:
    """Whether a word is an adverb and no preposition, as Spanish "por" is both: "por su parte", "por X"."""
    return pack.has("adverbs", low) and not pack.has("prepositions", low)


def _is_filler(low: str, pack: LanguagePack) -> bool:
    """Whether a word that is never a name cannot open a subject either."""
    opens = any(
        pack.has(name, low)
        for name in ("articles", "pronouns", "possessives", "prepositions", "oblique", "auxiliaries")
    )
    return pack.has("never_names", low) and not opens


def _is_pronoun(unit: Unit, index: int, stop: int, pack: LanguagePack) -> bool:
    """Whether a word is a pronoun, and no article of the noun behind it: Dutch "het bedrijf"."""
    low = unit.low[index]
    if not pack.has("pronouns", low):
        return False
    if not pack.has("articles", low) or index + 1 >= stop or not unit.is_word(index + 1):
        return True
    behind = unit.low[index + 1]
    lists = ("adverbs", "prepositions", "complementisers", "auxiliaries", "oblique", "conjunctions")
    return behind in pack.verbs or any(pack.has(name, behind) for name in lists)


def _phrase(unit: Unit, first: int, stop: int, pack: LanguagePack) -> TokenRange | None:
    """Return the noun phrase from `first` to a preposition, adverb or verb."""
    end = first
    while end < stop and end - first < _LONGEST:
        low = unit.low[end]
        joined = pack.has("genitives", low) or pack.has("particles", low) or unit.is_initial(end)
        if end > first and not joined:
            governed = pack.has("prepositions", low) or pack.has("adverbs", low) or pack.has("auxiliaries", low)
            if governed or low in pack.verbs or pack.has("relatives", low) or pack.has("oblique", low):
                break
            if _is_pronoun(unit, first, stop, pack):
                break
        end += 1
    while (
        end > first
        and (pack.has("genitives", unit.low[end - 1]) or not unit.is_word(end - 1))
        and unit.quote[end - 1] < 0
    ):
        end -= 1
    return (first, end) if end > first else None


def _behind(unit: Unit, start: int, stop: int, pack: LanguagePack, speech: frozenset[int]) -> TokenRange | None:
    """Return the noun phrase behind a verb: the first that names somebody, else in some languages the first."""
    index = start
    fallback: TokenRange | None = None
    while index < stop:
        low = unit.low[index]
        if pack.has("complementisers", low):
            break
        if _is_pronoun(unit, index, stop, pack):
            return (index, index + 1)
        skip = (not unit.is_word(index) and unit.quote[index] < 0) or _is_dative(unit, index, pack)
        if (
            skip
            or _is_only_adverb(low, pack)
            or pack.has("auxiliaries", low)
            or low in pack.verbs
            or pack.has("conjunctions", low)
        ):
            index += 1
        elif (
            (pack.has("prepositions", low) and not unit.opens_name(index))
            or (pack.has("oblique", low) and not pack.has("articles", low))
            or (
                index == start and low in ("de", "di") and not pack.has("articles", low)
            )  # "afirmó de entrada el comunicador"
        ):
            index = past_object(unit, index, stop, pack)
        else:
            index = _past_attribute(unit, index, stop, pack)
            end = min(stop, source_end(unit, index, pack, speech))
            if end <= index:
                index += 1
                continue
            end = with_name_behind(unit, index, end, stop, pack)
            told = is_told(unit, index, end, pack)  # "powiedziała Polsat News wiceprzewodnicząca ..."
            if _names_somebody(unit, index, end, pack) and not told:
                return (index, end)
            if told or pack.language not in ("es", "it", "pt"):
                fallback = fallback or (index, end)
            index = end
    return fallback


def _past_attribute(unit: Unit, index: int, stop: int, pack: LanguagePack) -> int:
    """Return the noun behind a German article with a long attribute: "der für die Aufsicht zuständige Vizechef"."""
    if pack.language != "de" or index + 3 >= stop or not pack.has("articles", unit.low[index]):
        return index
    if not pack.has("prepositions", unit.low[index + 1]):
        return index
    for behind in range(index + 3, min(stop, index + _LONGEST)):
        adjective = unit.low[behind - 1].endswith(("e", "en")) and not unit.is_capital(behind - 1)
        if unit.is_capital(behind) and adjective and not pack.has("articles", unit.low[behind - 1]):
            return behind
    return index


_DATIVES = {"ru": ("ам", "ям", "ому", "ему"), "uk": ("ам", "ям", "ові", "еві", "ому"), "pl": ("om", "owi", "emu")}


def _is_dative(unit: Unit, index: int, pack: LanguagePack) -> bool:
    """Whether a lower-case word says to whom somebody spoke: "сказал журналистам Песков"."""
    return not unit.is_capital(index) and unit.low[index].endswith(_DATIVES.get(pack.language, ("\0",)))


def _names_somebody(unit: Unit, first: int, end: int, pack: LanguagePack) -> bool:
    low = unit.low[first:end]
    known = any(pack.is_title(word) or pack.is_body(word) or pack.has("people", word) for word in low)
    if known or any(unit.is_capital(index) and (index or len(low) == 1) for index in range(first, end)):
        return True
    return pack.has("articles", low[0]) and pack.language not in ("es", "it", "pt")


def names_speaker(unit: Unit, first: int, end: int, pack: LanguagePack) -> bool:
    """Whether the phrase [first, end) can be a speaker: a pronoun, office, body or people, or a capital in it."""
    low = unit.low[first:end]
    if pack.has("pronouns", low[0]):
        return True
    if any(pack.is_title(word) or pack.is_body(word) or pack.has("people", word) for word in low):
        return True
    return any(unit.is_capital(index) and not pack.has("never_names", unit.low[index]) for index in range(first, end))


def _further_left(unit: Unit, clause: TextClause, pack: LanguagePack, speech: frozenset[int]) -> TokenRange | None:
    """Return a subject that an apposition or a relative clause separates from its verb."""
    if clause.before != ",":
        return None
    stop = clause.first - 1
    apposed: TokenRange | None = None
    while stop > 0:
        first = stop
        while first > 0 and not is_boundary(unit, first - 1, speech):
            first -= 1
        if first > 0 and unit.low[first - 1] not in (",", "(", ")"):
            start_ok = unit.quote[first - 1] in speech or unit.low[first - 1] in ";:—–-"
        else:
            start_ok = True
        opens = unit.low[first] if first < stop else ""
        inner = any(pack.has(name, opens) for name in ("relatives", "subordinators", "prepositions", "complementisers"))
        inner = inner and not _article_a(unit, first, first, pack)
        if opens and start_ok and not inner and not any(word in pack.verbs for word in unit.low[first:stop]):
            found = noun_phrase(unit, first, stop, pack)
            named = found is not None and (pack.language not in PRO_DROP or names_speaker(unit, *found, pack))
            if named and (apposed or not _is_apposed(unit, first, pack)):
                return found
            apposed = found if named else apposed
        if first == 0 or not start_ok:
            return apposed
        stop = first - 1
    return apposed


def _is_apposed(unit: Unit, first: int, pack: LanguagePack) -> bool:
    """Whether an office without its article opens a clause: "A ex-ministra, titular da Comissão, destacou"."""
    if pack.language not in _BARE_APPOSITIONS or not 0 < first < len(unit) - 1 or unit.is_capital(first):
        return False
    of_something = pack.has("genitives", unit.low[first + 1]) and not pack.has("articles", unit.low[first])
    return of_something or pack.is_title(unit.low[first])
