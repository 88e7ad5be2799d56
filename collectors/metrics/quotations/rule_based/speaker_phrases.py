"""The phrase that is the subject of a verb of saying: before it, behind it, or carried on from the clause before."""

from __future__ import annotations

from collectors.metrics.quotations.rule_based.clauses import Clause, VerbCue, is_boundary, source_end
from collectors.metrics.quotations.rule_based.language_pack import LanguagePack
from collectors.metrics.quotations.rule_based.passages import Unit

TokenRange = tuple[int, int]

_LONGEST = 14  # tokens of a subject


def subject_of(unit: Unit, cue: VerbCue, pack: LanguagePack, speech: frozenset[int]) -> TokenRange | None:
    """The subject's tokens [first, end), None where the clause names none."""
    if cue.entry.role == "passive":
        return _text_that_says(unit, cue, pack, speech)
    start, verb = cue.clause.first, cue.first
    if pack.language == "de":
        auxiliary = _german_auxiliary(unit, cue, pack)
        if auxiliary is not None:
            verb = auxiliary
    before = noun_phrase(unit, start, verb, pack)
    if before:
        return _with_apposition(unit, before, pack)
    behind = _behind(unit, max(verb + 1, cue.end if verb == cue.first else 0), cue.clause.end, pack, speech)
    if behind and verb != cue.first and behind[1] > cue.first:
        behind = (behind[0], cue.first) if behind[0] < cue.first else None
    if behind:
        return _with_apposition(unit, behind, pack)
    return _locative(unit, cue, pack) or _further_left(unit, cue.clause, pack, speech)


def _locative(unit: Unit, cue: VerbCue, pack: LanguagePack) -> TokenRange | None:
    """The body of "В Кремле заявили", "Desde la plataforma aseguran": behind a preposition, before a plural verb."""
    first, plural = cue.clause.first, unit.low[cue.verb].endswith(("ли", "ют", "ть", "ют", "ють", "an", "en", "on"))
    if not plural or first + 1 >= cue.first or not pack.has("locative", unit.low[first]):
        return None
    return (first + 1, cue.first) if cue.first - first <= 6 else None


def _text_that_says(unit: Unit, cue: VerbCue, pack: LanguagePack, speech: frozenset[int]) -> TokenRange | None:
    """The text of "говорится в заявлении X": what follows the preposition."""
    i = cue.end
    while i < min(cue.clause.end, cue.end + 4) and (
        pack.has("adverbs", unit.low[i]) or pack.has("oblique", unit.low[i])
    ):
        i += 1
    if i < cue.clause.end and (pack.has("prepositions", unit.low[i]) or pack.has("genitives", unit.low[i])):
        end = source_end(unit, i + 1, pack, speech)
        return (i + 1, end) if end > i + 1 else None
    start = cue.clause.first
    if start < cue.first and pack.has("prepositions", unit.low[start]):
        end = source_end(unit, start + 1, pack, speech)
        return (start + 1, end) if end > start + 1 else None
    return None


def _german_auxiliary(unit: Unit, cue: VerbCue, pack: LanguagePack) -> int | None:
    """The finite auxiliary of a participle at the clause's end: "hatte Trump bereits bestätigt"."""
    if not unit.low[cue.verb].startswith(
        ("ge", "be", "er", "ver", "mit", "an", "vor", "zurück", "hervor", "hin", "ein")
    ):
        return None
    for k in range(cue.verb - 1, cue.clause.first - 1, -1):
        if unit.low[k] in ("hat", "haben", "hatte", "hatten", "habe"):
            return k
    return None


def noun_phrase(unit: Unit, start: int, verb: int, pack: LanguagePack) -> TokenRange | None:
    """The first noun phrase between a clause's start and its verb that no preposition governs."""
    i = start
    while i < verb:
        low = unit.low[i]
        if pack.has("relatives", low) and i == start and not (pack.language == "de" and verb - i > 1):
            return None
        if (
            not unit.is_word(i)
            or any(pack.has(n, low) for n in ("conjunctions", "adverbs", "as"))
            or _is_filler(low, pack)
        ) or pack.has("subordinators", low):
            i += 1
        elif pack.has("prepositions", low) or (pack.has("oblique", low) and not pack.has("articles", low)):
            i = _past_object(unit, i, verb, pack)
        elif pack.has("auxiliaries", low) or pack.has("complementisers", low):
            i += 1
        else:
            found = _phrase(unit, i, verb, pack)
            if found and not _names_somebody(unit, *found, pack) and found[1] < verb:
                return noun_phrase(unit, found[1], verb, pack) or found
            return found
    return None


def _is_filler(low: str, pack: LanguagePack) -> bool:
    """Whether a word that is never a name cannot open a subject either."""
    opens = any(
        pack.has(n, low) for n in ("articles", "pronouns", "possessives", "prepositions", "oblique", "auxiliaries")
    )
    return pack.has("never_names", low) and not opens


def _past_object(unit: Unit, i: int, stop: int, pack: LanguagePack) -> int:
    """The token behind what a preposition or an oblique word governs: a new article, or where capitals begin."""
    bare = pack.has("oblique", unit.low[i]) and not pack.has("articles", unit.low[i]) and pack.language != "de"
    if bare:
        return i + 1
    for k in range(i + 1, stop):
        low = unit.low[k]
        if pack.has("pronouns", low) or pack.has("prepositions", low):
            return k
        if k > i + 1 and (_new_phrase(unit, k, pack) or (pack.language != "de" and _new_name(unit, i, k, pack))):
            return k
    return stop


def _new_phrase(unit: Unit, k: int, pack: LanguagePack) -> bool:
    """Whether an article, or in a language without them an office, opens another phrase at token k."""
    low, before = unit.low[k], unit.low[k - 1]
    if not pack.words.get("articles"):
        return pack.is_title(low) or pack.has("people", low)
    return pack.has("articles", low) and not pack.has("genitives", before) and not pack.has("genitives", low)


def _new_name(unit: Unit, i: int, k: int, pack: LanguagePack) -> bool:
    """Whether a name begins at token k that the preposition at i does not govern: capitals after small letters."""
    before = unit.surfaces[k - 1]
    if not unit.is_capital(k) or pack.has("genitives", unit.low[k - 1]) or pack.has("particles", unit.low[k - 1]):
        return False
    if before.isupper() and len(before) > 1:
        return not unit.surfaces[k].isupper()  # "перед ЗМІ Мей"
    nouns = [w for w in unit.low[i + 1 : k] if not pack.has("genitives", w) and not pack.has("articles", w)]
    return not unit.is_capital(k - 1) and bool(nouns)


def _phrase(unit: Unit, first: int, stop: int, pack: LanguagePack) -> TokenRange | None:
    """A noun phrase from `first` to a preposition, adverb or verb."""
    end = first
    while end < stop and end - first < _LONGEST:
        low = unit.low[end]
        if end > first and not pack.has("genitives", low) and not pack.has("particles", low):
            governed = pack.has("prepositions", low) or pack.has("adverbs", low) or pack.has("auxiliaries", low)
            if governed or low in pack.verbs or pack.has("relatives", low) or pack.has("oblique", low):
                break
            if pack.has("pronouns", unit.low[first]):
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
    """The noun phrase behind a verb: the first without a preposition, in preference one with a capital or title."""
    i = start
    fallback: TokenRange | None = None
    while i < stop:
        low = unit.low[i]
        if pack.has("complementisers", low):
            break
        if pack.has("pronouns", low):
            return (i, i + 1)
        skip = (not unit.is_word(i) and unit.quote[i] < 0) or _is_dative(unit, i, pack)
        if (
            skip
            or pack.has("adverbs", low)
            or pack.has("auxiliaries", low)
            or low in pack.verbs
            or pack.has("conjunctions", low)
        ):
            i += 1
        elif pack.has("prepositions", low) or (pack.has("oblique", low) and not pack.has("articles", low)):
            i = _past_object(unit, i, stop, pack)
        else:
            end = min(stop, source_end(unit, i, pack, speech))
            if end <= i:
                i += 1
                continue
            if _names_somebody(unit, i, end, pack):
                return (i, end)
            fallback = fallback or (i, end)
            i = end
    return fallback if pack.language not in ("es", "it", "pt") else None


_DATIVES = {"ru": ("ам", "ям", "ому", "ему"), "uk": ("ам", "ям", "ові", "еві", "ому"), "pl": ("om", "owi", "emu")}


def _is_dative(unit: Unit, i: int, pack: LanguagePack) -> bool:
    """Whether a word in small letters says to whom somebody spoke: "сказал журналистам Песков"."""
    return not unit.is_capital(i) and unit.low[i].endswith(_DATIVES.get(pack.language, ("\0",)))


def _names_somebody(unit: Unit, first: int, end: int, pack: LanguagePack) -> bool:
    low = unit.low[first:end]
    known = any(pack.is_title(w) or pack.is_body(w) or pack.has("people", w) for w in low)
    if known or any(unit.is_capital(k) and (k or len(low) == 1) for k in range(first, end)):
        return True
    return pack.has("articles", low[0]) and pack.language not in ("es", "it", "pt")


def names_speaker(unit: Unit, first: int, end: int, pack: LanguagePack) -> bool:
    """Whether a phrase behind a verb can be who speaks: a pronoun, office, body, people, or a capital in it."""
    low = unit.low[first:end]
    if pack.has("pronouns", low[0]):
        return True
    if any(pack.is_title(w) or pack.is_body(w) or pack.has("people", w) for w in low):
        return True
    return any(unit.is_capital(k) and not pack.has("never_names", unit.low[k]) for k in range(first, end))


def _with_apposition(unit: Unit, found: TokenRange, pack: LanguagePack) -> TokenRange:
    """A description with the name that a comma parts from it: "die Sprecherin des Weißen Hauses, Karoline Leavitt"."""
    first, end = found
    if end + 2 < len(unit) and unit.low[end] == "," and pack.has("pronouns", unit.low[first]) is False:
        k = end + 1
        while (
            k < len(unit)
            and (unit.is_capital(k) or (k > end + 1 and pack.has("particles", unit.low[k])))
            and unit.is_word(k)
        ):
            k += 1
        closes = k >= len(unit) or unit.low[k] in ",.;:—–" or unit.quote[k] >= 0
        described = any(pack.is_title(w) for w in unit.low[first:end]) or not unit.is_capital(end - 1)
        if k - end - 1 >= 2 and closes and described and not pack.has("never_names", unit.low[end + 1]):
            return (first, k)
    return found


def _further_left(unit: Unit, clause: Clause, pack: LanguagePack, speech: frozenset[int]) -> TokenRange | None:
    """The head of a subject that an apposition or a relative clause parts from its verb."""
    if clause.before != ",":
        return None
    stop = clause.first - 1
    while stop > 0:
        first = stop
        while first > 0 and not is_boundary(unit, first - 1, speech):
            first -= 1
        if first > 0 and unit.low[first - 1] not in (",", "(", ")"):
            start_ok = unit.quote[first - 1] in speech or unit.low[first - 1] in ";:—–-"
        else:
            start_ok = True
        opens = unit.low[first] if first < stop else ""
        inner = any(pack.has(n, opens) for n in ("relatives", "subordinators", "prepositions", "complementisers"))
        if opens and start_ok and not inner and not any(w in pack.verbs for w in unit.low[first:stop]):
            found = noun_phrase(unit, first, stop, pack)
            if found:
                return found
        if first == 0 or not start_ok:
            return None
        stop = first - 1
    return None
