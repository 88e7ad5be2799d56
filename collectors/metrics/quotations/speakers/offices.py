"""What a speaker's words describe: an office, a body, a group, a thing or somebody unnamed, and of which country.

"A Kremlin spokesman" is an office of Russia, "Western officials" a group of the West, "the Moscow-backed head of the
region" an office that Russia installed. The side follows from the country by what an event file declares.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from collectors.metrics.quotations.speakers.speaker_words import BODY_WORDS, PEOPLE_WORDS
from collectors.metrics.word_lists import alternatives, word_groups, word_set
from collectors.support.countries import CountryMention, country_alone, country_mentions, plain_word

#: Roles that an event file may declare, by the words of an office or body; the first that fits counts.
_ROLES = tuple(word_groups("en.people.roles_by_word").items())

OFFICES = word_set("en.people.offices")
_SINGULAR = word_set("en.people.singular_people")
_PLURAL = word_set("en.people.plural_people")
_THINGS = word_set("en.people.things")
_PRIVATE = word_set("en.people.private_people")
_OR_NEWSPAPERS = word_set("en.people.people_or_newspapers")
_GROUPS = frozenset(f"{word}s" for word in OFFICES | _SINGULAR)
_STATE = word_set("en.people.state_adjectives")
_MORE_BODIES = word_set("en.people.bodies_of_state")
BREAKS_OFFICE = word_set("en.speaker_clauses.office_breaks")
_UNNAMED = word_set("en.people.unnamed_determiners")
_TARGETS = word_set("en.people.prepositions_of_targets")
_INSTALLED = re.compile(
    r"(?:pro-(?P<pro>[^\W\d_]+)|(?P<by>[^\W\d_]+)[-\u2010-\u2015 ]"
    rf"(?:{alternatives('en.people.installed_by')}))\b"
)
_OCCUPYING = re.compile(rf"\b(?:{alternatives('en.people.occupying')})\b", re.I)
_WORDS = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Described:
    """What words describe.

    Attributes:
        head: The head noun in lower case, "" without one.
        kind: office, anonymous, group, thing, body, country, or "" where the head is unknown.
        country: A code of the table of countries, None without one.
        installed: Whether that country installed it in another country.
        role: A role that an event file may declare, None without one.
        private: Whether the head is a civilian or trade, whose nationality puts nobody on a side.
    """

    head: str
    kind: str
    country: str | None = None
    installed: bool = False
    role: str | None = None
    private: bool = False

    def side(self, countries: Mapping[str, str], installed: Mapping[str, str]) -> str | None:
        """Return the side of an office, body, group or country, None without one.

        Args:
            countries: The side of each country, by its code.
            installed: The side of the administrations that a country installed, by its code.
        """
        if self.installed:
            return installed.get(self.country or "") or (
                next(iter(installed.values()), None) if not self.country else None
            )
        return None if self.private or not self.country else countries.get(self.country)


@lru_cache(maxsize=4_096)
def describe(surface: str) -> Described:
    """Read the head, kind, country and role of a speaker's words, up to the first comma.

    Args:
        surface: The words as written in the text.
    """
    phrase = surface.partition(",")[0]
    words = _WORDS.findall(phrase)
    alone = country_alone(" ".join(words))
    if alone:
        return _alone(words, alone)
    head, kind = _head(words)
    low = {plain_word(word).lower() for word in words}
    owner, by = _owner(words), _installed(phrase)
    country = owner.code if owner else None
    state = bool(low & _STATE)
    private = bool({head, _singular(head)} & _PRIVATE) and not state
    role = next((role for role, known in _ROLES if head in known or _singular(head) in known), None)
    role = (
        next((named for named, known in _ROLES[:2] if low & known), role)
        if kind in ("office", "anonymous", "group")
        else (next((named for named, known in _ROLES if low & known), role))
    )
    if role is None and kind == "office" and owner is not None and owner.form == "seat":
        role = "government"  # "the CIA director"
    return Described(head, kind, by or country, by is not None or bool(_OCCUPYING.search(phrase)), role, private)


def _alone(words: list[str], mention: CountryMention) -> Described:
    kind = {"name": "country", "capital": "country", "people": "group", "adjective": "group"}.get(mention.form, "body")
    if mention.form == "adjective" and mention.code in ("NATO", "UN", "EU"):
        kind = "body"
    if mention.code in ("EU", "NATO", "UN") and kind == "country":
        kind = "body"
    private = mention.form in ("people", "region")
    role = None if private else "parliament" if words[-1] in ("Duma", "Rada", "Bundestag", "Congress") else "government"
    return Described(plain_word(words[-1]).lower(), kind, mention.code, False, role, private)


def _head(words: list[str]) -> tuple[str, str]:
    """Return the head noun of a description, the word before "of", "for", "in" ..., and its kind."""
    if not words:
        return "", ""
    if "and" in words and _plural_noun(words[-1]):
        return words[-1], "group"  # "Ukraine and its allies"
    end = next((index for index, word in enumerate(words) if index and word.lower() in BREAKS_OFFICE), len(words))
    first, head = words[0].lower(), plain_word(words[end - 1]).lower()
    if head in _PARTS and words[end : end + 1] == ["of"]:
        return head, "anonymous" if head in ("member", "one") else "group"
    if first != head and first in _GROUPS:
        return first, "group"  # "Senators Ida Crane of Ohio and Paul Reyes"
    if head in _OR_NEWSPAPERS and words[end - 1].islower():
        return head, "anonymous"
    return head, kind_of_noun(head) or _kind_by_form(words[end - 1], first)


def kind_of_noun(head: str) -> str:
    """Return the kind of a head noun in lower case, "" for an unknown one."""
    single = _singular(head)
    known = (
        (single != head and single in BODY_WORDS and single not in _THINGS, "body"),
        (head in OFFICES, "office"),
        (head in _SINGULAR, "anonymous"),
        (head in _THINGS, "thing"),
        (head in _PLURAL and head != "police", "group"),
        (single != head and (single in OFFICES or single in _SINGULAR or head in PEOPLE_WORDS), "group"),
        (head in BODY_WORDS or head in _MORE_BODIES, "body"),
    )
    return next((kind for holds, kind in known if holds), "")


def _kind_by_form(noun: str, first: str) -> str:
    """Return the kind of an unknown noun by its form: a plural in small letters, or an indefinite article."""
    if _plural_noun(noun):
        return "group"
    return "anonymous" if first in _UNNAMED else ""


def _plural_noun(word: str) -> bool:
    return word.islower() and word.endswith("s") and not word.endswith("ss")


_SENT = word_set("en.people.envoys")
_PARTS = word_set("en.people.members")


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("men"):
        return word[:-3] + "man"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


#: Forms of a mention by how surely they give the owner, 0 the surest.
_RANK = {"name": 0, "adjective": 0, "people": 0, "capital": 1, "seat": 2, "region": 3}


def _owner(words: list[str]) -> CountryMention | None:
    """Return the country of an office or body: the first by name or adjective, else by seat, else by region."""
    found = [country_mention for country_mention in country_mentions(words) if not _counterpart(words, country_mention)]
    return min(found, key=lambda item: (_RANK[item.form], item.first)) if found else None


def _counterpart(words: list[str], mention: CountryMention) -> bool:
    """Whether a country is only the object of an office: "ambassador to Ukraine", "adviser on Russia"."""
    before = words[mention.first - 1].lower() if mention.first else ""
    article = words[mention.first - 2].lower() if mention.first > 1 and before == "the" else before
    if article == "to":
        return any(word.lower() in _SENT for word in words[: mention.first])
    return article in _TARGETS


def _installed(phrase: str) -> str | None:
    """Return the country that installed or backs somebody: "Moscow-backed", "pro-Russian", "Kremlin-installed"."""
    found = _INSTALLED.search(phrase)
    if not found:
        return None
    mention = country_alone(found["pro"] or found["by"])
    return mention.code if mention else None
