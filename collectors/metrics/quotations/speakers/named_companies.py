"""Names that look like a person's and are a company's, club's or charity's: "Virgin Atlantic announced".

A name of two capitalised words without a known first name may be either. The text tells: what is said of it ("the
airline", "the carrier"), what stands beside it ("shares of", "chief executive of"), or a verb in the plural.
"""

from __future__ import annotations

import re

from collectors.metrics.quotations.speakers.names import is_body
from collectors.metrics.word_lists import alternatives, word_set
from collectors.support.letter_case import CAPITAL

_REACH = 400  # characters behind a name in which the text may tell what it is
_BESIDE = 60  # characters before and behind a name
_OF_PEOPLE = re.compile(rf"\b(?:{alternatives('en.people.words_of_persons')})\b|, (?:aged )?\d\d\b")
_OF_COMPANIES = re.compile(rf"\b[Tt]he (?:\w+[ -])?(?:{alternatives('en.people.nouns_of_companies')})\b")
_BEHIND = re.compile(rf"(?:['’]s?)? (?:[\w-]+ )?(?:{alternatives('en.people.nouns_behind_companies')})\b")
_BEFORE = re.compile(
    rf"\b(?:{alternatives('en.people.nouns_behind_companies')}) (?:of|at|for|with) (?:the )?\Z"
    rf"|\b(?:{alternatives('en.people.nouns_of_companies')})s? \Z"
)
_PLURAL = word_set("en.reported_speech.plural_verbs_of_saying")
#: The others of a list of speakers: "National Trust | , RSPB and Wildlife Trusts say".
_OTHER = rf"(?:the )?{CAPITAL}[^,.;:]{{1,40}}"
_LIST = re.compile(rf"(?P<others>(?:, {_OTHER}){{0,3}},? and {_OTHER}?),? (?P<verb>[a-z]+) ")
_BETWEEN = re.compile(r", (?:and )?(?:the )?| and (?:the )?")
_HELPED = word_set("en.reported_speech.words_before_infinitives")


def is_company(text: str, name: str, start: int, end: int) -> bool:
    """Whether a text shows that a name of unknown first name is no person's.

    Args:
        text: The text.
        name: The name.
        start: The first character of the speaker's words that hold it.
        end: The character after them.
    """
    first = text.find(name)
    if first < 0:
        return False
    beside = text[max(0, first - _BESIDE) : first]
    if _BEFORE.search(beside) or _BEHIND.match(text, first + len(name)):
        return True
    if _speaks_as_several(text, max(start, text.find(name, start)) + len(name), start, end):
        return True
    behind = text[first + len(name) : first + len(name) + _REACH]
    return _OF_COMPANIES.search(behind) is not None and _OF_PEOPLE.search(behind) is None


def _speaks_as_several(text: str, behind_name: int, start: int, end: int) -> bool:
    """Whether a verb in the plural follows one name: "National Trust say"; not "Sturgeon and Drakeford say"."""
    listed = _LIST.match(text, behind_name)
    if listed is not None and listed["verb"] in _PLURAL:
        others = [part.split() for part in _BETWEEN.split(listed["others"]) if part]
        return any(is_body(words) or (words[0].isupper() and len(words[0]) > 1) for words in others)
    behind = re.match(r"\s+(\w+)\b", text[end : end + 20])
    if behind is None or behind[1] not in _PLURAL or " and " in text[start:end] or "&" in text[start:end]:
        return False
    before = text[max(0, start - 12) : start].rstrip().lower()
    return not before.endswith((",", "and", "&")) and _HELPED.isdisjoint(before.split()[-1:])
