"""Which words in quotation marks may be speech rather than a name or title."""

from __future__ import annotations

from collectors.metrics.quotations.rule_based.label_words import label_words
from collectors.metrics.quotations.rule_based.language_pack import LanguagePack
from collectors.metrics.quotations.rule_based.passages import TokenRange, Unit, is_name_like
from collectors.metrics.quotations.rule_based.turkish import reports_marks
from collectors.metrics.quotations.rule_based.verb_places import ends_as_speech

_ENDS_WORD = frozenset(",!?")  # marks with which a word said ends inside its quotation marks
_FEWEST_NAMED, _LONGEST_NAME = 3, 14  # tokens of a name with its marks
_FARTHEST_CLAUSE = 13  # tokens from the word that opens a reported clause to the marks that end it
_FARTHEST_OBJECT = 10  # tokens from a verb that gives a name to the name in marks


def speech_marks(unit: Unit, pack: LanguagePack) -> frozenset[int]:
    """Find the quoted stretches of a unit that may be speech rather than a name.

    Args:
        unit: The unit.
        pack: The words of its language.

    Returns:
        Indices into `unit.quotes` of the stretches that are longer than a name, or stand beside a verb of saying or a
        colon.
    """
    return frozenset(
        index
        for index, quoted in enumerate(unit.quotes)
        if (not is_name_like(quoted) or _reported(unit, index, quoted.words, pack))
        and not _is_subject(unit, index, pack)
    )


def is_title_led(unit: Unit, first: int, end: int, pack: LanguagePack) -> bool:
    """Return whether marks behind an article hold a title, and no speech: "die „Edition der Akten der Reichskanzlei“".

    Args:
        unit: The unit.
        first: The token that opens the marks.
        end: The token behind the one that closes them.
        pack: The words of its language.
    """
    led = first > 0 and (pack.has("articles", unit.low[first - 1]) or pack.has("oblique", unit.low[first - 1]))
    if not led or end - first > _LONGEST_NAME or not unit.is_capital(min(first + 1, len(unit) - 1)):
        return False
    return not any(unit.low[index] in ".,!?…;" for index in range(first, end))


def _is_subject(unit: Unit, index: int, pack: LanguagePack) -> bool:
    """Whether words in marks are the name of who speaks: "Die »Gesellschaft für X« (GfX) verurteilte ...".

    An article stands before them, a verb of saying right behind; they begin with a capital and do not end as a
    sentence does.
    """
    inside = [token for token, quote in enumerate(unit.quote) if quote == index]
    first, end = (inside[0], inside[-1] + 1) if inside else (0, 0)
    if first == 0 or end >= len(unit) or not _FEWEST_NAMED < end - first <= _LONGEST_NAME:
        return False
    led = pack.has("articles", unit.low[first - 1]) and not pack.has("oblique", unit.low[first - 1])
    named = unit.is_capital(first + 1) and unit.low[end - 2] not in ".,!?…"
    return led and named and unit.low[end] in pack.verbs


def _reported(unit: Unit, index: int, words: int, pack: LanguagePack) -> bool:
    """Whether the words beside a few words in marks show that they are speech."""
    inside = [token for token, quote in enumerate(unit.quote) if quote == index]
    if not inside:
        return False
    first, end = inside[0], inside[-1] + 1
    if (first > 0 and unit.low[first - 1] == ":") or ends_as_speech(unit, first, end, pack):
        return True
    turkish = pack.language == "tr"
    if (
        turkish
        and unit.low[end : end + 1] == ["olarak"]
        and any(pack.has("calling", low) for low in unit.low[end:][:3])
    ):
        return True
    if turkish and end < len(unit) and words > 1 and reports_marks(unit, end, frozenset([index])):
        return True
    ahead = [word for word in unit.low[end : end + 4] if word not in ",—–-"]
    thus = bool(ahead) and pack.has("thus", ahead[0]) and any(word in pack.verbs for word in unit.low[end : end + 9])
    said = thus or any(pack.has("auxiliaries", word) or word in pack.verbs for word in ahead[:2])
    marked = end < len(unit) and unit.low[end] in ",—–-"
    if (said and (marked or first == 0 or turkish)) or (words > 1 and _governed(unit, first, end, pack)):
        return True
    return is_given_name(unit, first, pack)


def is_word_said(unit: Unit, content: TokenRange, pack: LanguagePack) -> bool:
    """Return whether one word in marks opens its sentence and a verb of saying follows: "„Ne,“ odpověděl Valenta".

    Args:
        unit: The unit.
        content: The tokens of the word with its marks.
        pack: The words of its language.
    """
    first, end = content
    if unit.quote[first] < 0 or any(unit.is_word(index) and unit.quote[index] < 0 for index in range(first)):
        return False
    closed = unit.low[end : end + 1] == [","] or any(sign in _ENDS_WORD for sign in unit.low[max(first, end - 2) : end])
    return closed and any(word in pack.verbs for word in unit.low[end : end + 3])


def is_given_name(unit: Unit, mark: int, pack: LanguagePack) -> bool:
    """Return whether words in marks, be it one, follow a verb that gives a name: "nannte die Abstimmung eine „Farce“".

    Args:
        unit: The unit.
        mark: The token that opens the marks.
        pack: The words of its language.

    Capitals begin the names that things bear: "nannte sein Schiff „Hoffnung“". In German, whose nouns have them, an
    article or "als" before the marks tells a judgement.
    """
    if unit.quote[mark] < 0 or mark + 1 >= len(unit):
        return False
    if _spoken_of(unit, mark, pack):
        return True
    led = mark > 0 and (pack.has("articles", unit.low[mark - 1]) or unit.low[mark - 1] == "als")
    if unit.is_capital(mark + 1) and not (pack.language == "de" and led):
        return False
    for index in range(mark - 1, max(0, mark - _FARTHEST_OBJECT) - 1, -1):
        if unit.quote[index] >= 0 or unit.low[index] in ",:;.!?–—":
            return False
        if pack.has("calling", unit.low[index]):
            return unit.low[index] in pack.verbs and not pack.has("reflexives", unit.low[index + 1])
    return False


def _spoken_of(unit: Unit, mark: int, pack: LanguagePack) -> bool:
    """Return whether words in marks follow a verb with its preposition: "sprach von „Scheinreferenden“"."""
    words = label_words(pack.language)
    before = (
        mark - 1 - ((mark > 1 and pack.has("articles", unit.low[mark - 1])) or pack.has("oblique", unit.low[mark - 1]))
    )
    if words is None or before < 1:
        return False
    for index in range(before - 1, max(-1, mark - _FARTHEST_OBJECT), -1):
        if unit.quote[index] >= 0 or unit.low[index] in ",:;.!?–—":
            return False
        if unit.low[before] in words.marked.get(unit.low[index], ()):
            return True
    return False


def _governed(unit: Unit, first: int, end: int, pack: LanguagePack) -> bool:
    """Whether words in marks with a small letter follow a verb of saying, its complementiser or a source."""
    if first + 1 >= len(unit) or unit.is_capital(first + 1):
        return False
    if any(word in pack.verbs for word in unit.low[max(0, first - 3) : first]):
        return True
    if first > 0 and pack.has("complementisers", unit.low[first - 1]):
        return any(word in pack.verbs for word in unit.low[:first])
    if end < len(unit) - 1:
        return False
    return _follows_source(unit, first, pack) or (pack.level != "full" and _in_reported_clause(unit, first, pack))


def _in_reported_clause(unit: Unit, mark: int, pack: LanguagePack) -> bool:
    """Whether marks end a clause that a verb of saying reports: "zegt dat zijn bedrijf “kapot wordt gemaakt”"."""
    for index in range(mark - 1, max(0, mark - _FARTHEST_CLAUSE), -1):
        if unit.quote[index] >= 0 or unit.low[index] in ":;.!?–—":
            return False
        if pack.has("complementisers", unit.low[index]):
            return any(word in pack.verbs for word in unit.low[:index])
    return False


def _follows_source(unit: Unit, mark: int, pack: LanguagePack) -> bool:
    """Whether a phrase that names a source opens the sentence of short words in marks: "Podle X „trh přehání“"."""
    if any(unit.quote[index] >= 0 for index in range(mark)):
        return False
    if any(pack.has("according_after", word) for word in unit.low[:mark]):
        return True
    if pack.has("according_comma", unit.low[0]) and "," in unit.low[:mark]:
        return True
    said_so = (
        pack.level != "full" and pack.has("as", unit.low[0]) and any(word in pack.verbs for word in unit.low[:mark])
    )
    if said_so and unit.low[mark - 1] == ",":
        return True
    return any(tuple(unit.low[: len(phrase)]) == phrase for phrase in pack.according if len(phrase) < mark)
