"""Words before a full stop that ends no sentence, and words that begin one: the lists of `metrics.text`."""

from __future__ import annotations

import re

from collectors.metrics.word_lists import alternatives, word_set

TITLES = word_set("mul.abbreviations.titles")
COMPLEMENTS = word_set("mul.abbreviations.complements")
COMPLEMENTS_SMALL = word_set("mul.abbreviations.complements_small")
#: Two words that stand for one and never end a sentence: "p. ex. Kherson", "EE. UU.", "av. J.-C.".
_PAIRS = re.compile(
    r"(?:\b(?:ad es|p\. ?ex|p\. ?ej|EE|JJ|FF|z\. ?B|u\. ?a|d\. ?h|dr\.? hab|prof\.? dr|av)"
    rf"|\b(?i:{alternatives('mul.abbreviations.italian_articles')}) "
    r"(?:sig|sen|on|col)|\b(?:la|l[’']|una|une|cette|\d,?) (?:av|bd))\Z"
)
_PAIR_REACH = 16  # characters
_PLACES = word_set("mul.abbreviations.places")
_YEARS = word_set("mul.abbreviations.years")
_YEAR_OPENS = 3  # words with which such a sentence begins
_AMOUNTS = word_set("mul.abbreviations.amounts")
#: Articles and prepositions after which a number is an ordinal in German: "die 3. Panzerarmee".
_ORDINAL = re.compile(rf"\b(?:{alternatives('mul.abbreviations.before_ordinal')})\s\d{{1,3}}\Z", re.IGNORECASE)

DATES = word_set("en.abbreviations.dates")
SHORT = word_set("en.abbreviations.states_and_companies")
SHORT_ANY_CASE = word_set("mul.abbreviations.short_any_case")
DOTTED_ENDS = word_set("mul.abbreviations.dotted_ends")

#: After one of these a number belongs to the abbreviation: "Sept. 30", "No. 10", "Art. 5".
BEFORE_NUMBER = DATES | word_set("mul.abbreviations.before_number")
AFTER_TIME = word_set("en.abbreviations.after_time") | DATES

AFTER_ORDINAL = word_set("mul.abbreviations.after_ordinal")
STARTERS = word_set("mul.abbreviations.sentence_starts")


def stop_ends(text: str, mark: int, begin: int, following: str) -> bool:
    """Whether a single full stop ends a sentence before a word that has a capital or is a number.

    Args:
        text: The whole text.
        mark: Offset of the full stop.
        begin: Offset of the sentence's first character.
        following: The word behind the stop.
    """
    before = _word_before(text, mark, begin)
    low, then = before.lower(), following.lower()
    if _PAIRS.search(text, max(begin, mark - _PAIR_REACH), mark) or _PAIRS_ALONE.fullmatch(before):
        return then in STARTERS and low not in ("ee", "jj", "ff")
    if low in _PLACES and before == low:
        return (
            text[mark - len(low) - 1] not in " \u00a0("
            or _AND_SO_ON.search(text, max(begin, mark - 6), mark) is not None
        )
    numbered = low.partition(" ")
    if numbered[2] in _YEARS and numbered[0].isdigit():
        return text.count(" ", begin, mark) >= _YEAR_OPENS or then in STARTERS
    if low in _AMOUNTS:
        return then in STARTERS
    ordinal = then not in STARTERS and _ORDINAL.search(text, max(begin, mark - _REACH), mark)
    return not _goes_on(before, following) and not ordinal


def _goes_on(before: str, following: str) -> bool:
    """Whether a word, as `_word_before` returns it, goes on after its full stop with the next word."""
    low, then = before.lower(), following.lower()
    capital = before[:1].isupper()
    if _takes_complement(before, following):
        return True
    if low in ("a.m", "p.m"):
        return then in AFTER_TIME
    if capital and low in DATES:
        return then in DATES
    if low.isdigit():
        return len(low) <= _LONGEST_ORDINAL and then in AFTER_ORDINAL
    # Also an initial: "J. Smith", but not "Plan B. The".
    short = low in SHORT_ANY_CASE or (capital and (low in SHORT or len(low) == 1)) or _DOTTED.fullmatch(before)
    return bool(short) and low not in DOTTED_ENDS and then not in STARTERS


def _takes_complement(before: str, following: str) -> bool:
    low = before.lower()
    if (
        low in COMPLEMENTS
        or (before[:1].isupper() and low in TITLES)
        or (following[0].isdigit() and low in BEFORE_NUMBER)
    ):
        return True
    return (before if "'" not in before else low) in COMPLEMENTS_SMALL


_LONGEST_ORDINAL = 2  # digits
_AND_SO_ON = re.compile(r"\bт\. ?[дп]\Z")
_PAIRS_ALONE = re.compile(r"EE|JJ|FF")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_REACH = 40  # characters of a word that decides; a bound keeps the whole linear on text without spaces


def _word_before(text: str, mark: int, begin: int) -> str:
    """Return the word that ends at `mark`; a letter for "year" or a place after a number has its last digit ("4 г")."""
    place = mark
    floor = max(begin, mark - _REACH)
    while place > floor and (text[place - 1].isalnum() or text[place - 1] in ".'’"):
        place -= 1
    single = text[place:mark].lower() in _PLACES | _YEARS
    if single and place - begin >= 2 and text[place - 2].isdigit():
        place -= 2
    return text[place:mark].strip(".'’").replace("’", "'")
