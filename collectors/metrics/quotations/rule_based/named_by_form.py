"""Headlines in the languages of the packs whose form names the speaker: "X: words", "words, - X", "words – X"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from collectors.metrics.name_forms import nominative, romanised
from collectors.metrics.quotations.rule_based.heard_speakers import SpeakerPhrase
from collectors.metrics.quotations.rule_based.language_pack import LanguagePack
from collectors.metrics.quotations.rule_based.name_runs import country_names
from collectors.metrics.quotations.rule_based.passages import DASHES, SENTENCE_ENDS, TokenRange, Unit, trimmed
from collectors.metrics.quotations.rule_based.unit_reader import Attributed
from collectors.metrics.quotations.speakers.first_names import gender_of_first_name
from collectors.metrics.word_lists import word_groups, word_set

#: Whether the event declares somebody under the words of a phrase.
IsDeclared = Callable[[str], bool]

_LONGEST = 8  # tokens of a speaker
_FEWEST = 3  # words of what is said
_MOST_SENTENCES = 3  # of a headline
_TOPIC = word_groups("mul.reported_speech.topic_prepositions")
_SURNAME_ENDINGS = tuple(sorted(word_set("mul.reported_speech.surname_endings")))
_SHORT_NAME = 4  # letters
#: Words that announce pictures behind a headline; in capitals or in brackets.
_PICTURES = word_set("mul.reported_speech.picture_words")


def named_by_form(units: list[Unit], pack: LanguagePack, is_declared: IsDeclared) -> list[Attributed]:
    """Return what a headline says by its form: its last sentence, without a full stop, or its first behind "X:".

    The sentences behind the one that "X:" opens are the speaker's, too (three of the three that marked headlines hold).

    Args:
        units: The units of a text of one paragraph.
        pack: The words of its language.
        is_declared: Whether the event declares somebody under some words.

    Returns:
        The attributions, none where the text is no headline or its form names nobody.
    """
    if not units or pack.level != "full":
        return []
    pictured = len(units) > 1 and _only_pictures(units[-1])
    unit = units[-2] if pictured else units[-1]
    end = _without_pictures(unit)
    stopped = unit.surfaces[end - 1] in SENTENCE_ENDS
    if stopped and not pictured and end == len(unit):
        return []
    end -= stopped
    one = _headed(unit, end, pack, is_declared) or _credited(unit, end, pack, is_declared)
    if one is not None or unit is units[0] or len(units) > _MOST_SENTENCES:
        return [one] if one is not None else []
    first = _headed(units[0], len(units[0]), pack, is_declared)
    if first is None:
        return []
    rest = [(other, trimmed(other, 0, len(other))) for other in units[1:] if not _only_pictures(other)]
    return [first, *(replace(first, unit=other, content=(words,), cue=None) for other, words in rest if words)]


def _only_pictures(unit: Unit) -> bool:
    """Whether a last sentence only announces pictures: "VIDEO", "ФОТО, ВІДЕО"."""
    return all(unit.low[index] in _PICTURES or not unit.is_word(index) for index in range(len(unit)))


def _without_pictures(unit: Unit) -> int:
    """Return the end of the words of a headline, before an announcement of pictures."""
    end, announced = len(unit), False
    while end > 1:
        surface = unit.surfaces[end - 1]
        picture = unit.low[end - 1] in _PICTURES and (surface.isupper() or announced or end < len(unit))
        if not picture and surface not in "()[].,+/&":
            break
        announced = announced or picture
        end -= 1
    return end if announced else len(unit)


def _headed(unit: Unit, end: int, pack: LanguagePack, is_declared: IsDeclared) -> Attributed | None:
    """Read "Zełenski: words", "Prezydent Macedonii Północnej: words", "Szef NATO o referendach: words"."""
    colon = next((index for index in range(min(end, _LONGEST + 4)) if unit.low[index] == ":"), None)
    if not colon or unit.quote[colon] >= 0:
        return None
    prepositions = _TOPIC.get(pack.language, ())
    topic = next((index for index in range(1, colon) if unit.low[index] in prepositions), colon)
    if not _may_speak(unit, (0, topic), pack, is_declared):
        return None
    office = 1 if _is_of_somebody(unit, topic, pack) else topic
    one = _attributed(unit, (0, office), (colon, colon + 1), (colon + 1, end))
    known = topic > 1 or is_declared(unit.surfaces[0]) or not _has_surname_ending(unit.low[0])
    return one if one is None or known else replace(one, decided=False)


def _is_of_somebody(unit: Unit, end: int, pack: LanguagePack) -> bool:
    """Whether an office stands before a name in another case: "Doradca Zełenskiego", who is not Zelensky."""
    if not pack.inflected or end < 2 or not pack.is_title(unit.low[0]):
        return False
    return nominative(unit.surfaces[1:2], pack.language) != unit.surfaces[1:2]


def _credited(unit: Unit, end: int, pack: LanguagePack, is_declared: IsDeclared) -> Attributed | None:
    """Read "words, - Подоляк" and "words – Tusk"."""
    dash = next((index for index in range(end - 2, max(0, end - _LONGEST), -1) if unit.low[index] in DASHES), None)
    if dash is None or dash < _FEWEST or unit.quote[dash] >= 0 or not unit.is_capital(dash + 1):
        return None
    comma = unit.low[dash - 1] == ","
    plain = all(unit.is_word(index) for index in range(dash + 1, end))
    if not plain or not (comma or _may_speak(unit, (dash + 1, end), pack, is_declared)):
        return None
    return _attributed(unit, (dash + 1, end), (dash, dash + 1), (0, dash))


def _attributed(unit: Unit, speaker: TokenRange, cue: TokenRange, said: TokenRange) -> Attributed | None:
    content = trimmed(unit, *said)
    if content is None or sum(map(unit.is_word, range(*content))) < _FEWEST:
        return None
    return Attributed(unit, (content,), SpeakerPhrase(unit, speaker), cue, "neutral")


def _may_speak(unit: Unit, tokens: TokenRange, pack: LanguagePack, is_declared: IsDeclared) -> bool:
    """Whether words are somebody: declared, an office or body by their first words, or a first name with a surname."""
    first, end = tokens
    words = unit.surfaces[first:end]
    if not words or len(words) > _LONGEST or not unit.is_capital(first) or unit.quote[first] >= 0:
        return False
    if not all(unit.is_word(index) or unit.surfaces[index] == "." for index in range(first, end)):
        return False
    low = unit.low[first:end]
    if low[0] in country_names(pack.language):
        return False  # "Rosja: ..." is the place of what follows
    named = is_declared(" ".join(words)) or (len(words) > 1 and is_declared(words[-1]) and unit.is_capital(end - 1))
    # "Ukraińska ekspertka: ...": the head may stand behind an adjective.
    heads = low[:2] if len(words) > 1 and words[1].islower() else low[:1]
    return named or any(_is_head(word, pack) for word in heads) or _is_person(unit, tokens)


def _is_head(low: str, pack: LanguagePack) -> bool:
    """Whether a word is an office, a body, people or a document that may stand before a colon."""
    known = pack.is_title(low) or pack.is_body(low)
    return known or pack.has("people", low) or pack.has("colon_heads", low)


def _is_person(unit: Unit, tokens: TokenRange) -> bool:
    """Whether words look like a person: a first name and a surname, or a surname before words in small letters."""
    first, end = tokens
    words, low = unit.surfaces[first:end], unit.low[first:end]
    if len(words) == 1:  # "Makarowa: teraz wojna ..."
        follows = unit.surfaces[end + 1] if end + 1 < len(unit) and unit.low[end] == ":" else ""
        return _has_surname_ending(low[0]) and follows[:1].islower()
    if len(words) not in (2, 3) or not all(word[0].isupper() for word in words):
        return False
    return _is_first_name(words[0]) or _has_surname_ending(low[-1])


def _has_surname_ending(low: str) -> bool:
    return len(low) > _SHORT_NAME and low.endswith(_SURNAME_ENDINGS)


def _is_first_name(word: str) -> bool:
    return bool(gender_of_first_name(word) or gender_of_first_name(romanised(word)))
