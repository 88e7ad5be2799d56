"""Names in news text: runs of capitalised words, titles, places, bodies, and how names are compared."""

from __future__ import annotations

import re
from collections.abc import Sequence

from collectors.metrics.quotations.speakers.first_names import gender_of_first_name
from collectors.metrics.quotations.speakers.speaker_words import (
    AREA_WORDS,
    BODY_WORDS,
    FEMALE,
    MALE,
    PEOPLE_WORDS,
    PLACES,
    ROLE_WORDS,
    TITLE_WORDS,
)
from collectors.metrics.word_lists import alternatives, word_set, word_tuple
from collectors.support.countries import country_alone, place_names
from collectors.support.letter_case import CAPITAL

#: A capitalised word. A full stop belongs to it only after a title or an initial, so that no run crosses a sentence.
_NAME_WORD = (
    rf"(?:(?:Mr|Mrs|Ms|Drs?|Profs?|Sens?|Reps?|Govs?|Gens?|Col|Lt|Sgt|Capt|Maj|Rev|St|{CAPITAL}\.{CAPITAL}|{CAPITAL})\."
    rf"|(?:{alternatives('en.names.arabic_prefixes')})[-’']{CAPITAL}[^\W\d_]*"
    rf"|{CAPITAL}[^\W\d_]*(?:[-’'.][^\W\d_]+)*)"
)
#: A run of capitalised words, with name particles inside, at most eight words: bounded and linear. The look ahead gives
#: the first letter of every alternative, which makes the search five times as fast.
RUN = re.compile(
    rf"(?={CAPITAL}){_NAME_WORD}"
    rf"(?:[ \u00a0](?:(?:{alternatives('en.names.particles_between_names')})[ \u00a0]){{0,2}}{_NAME_WORD}){{0,7}}"
)
_LEADING_TITLE = re.compile(rf"^(?:{alternatives('en.names.titles_before_comparison')})\.?\s+")
NAME_WORDS = re.compile(r"[^\W_]+(?:[-’'.][^\W_]+)*")
_POSSESSIVE = re.compile(r"[’']s?$")
TITLES_AND_ROLES = TITLE_WORDS | ROLE_WORDS
_LINK = frozenset(["of", "the", "and", "for"])

BETWEEN = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+")
BREAKS = word_set("en.speaker_clauses.name_ends")


def bare(name: str) -> str:
    """Return a name without its article."""
    return re.sub(r"^(?:the|a|an)\s+", "", name, flags=re.IGNORECASE)


def lowered(description: str) -> str:
    """Return a description in lower case at its start, where only the start of a sentence gave it a capital."""
    first, space, rest = description.partition(" ")
    low = first.lower()
    common = low in PEOPLE_WORDS or low in _STOP
    return low + space + rest if common and first[1:] == low[1:] else description


def names_follow(surface: str) -> bool:
    """Whether a name follows a description's comma: "her lawyer, Karel Voss"."""
    if BREAKS & set(surface.partition(",")[0].lower().split()):
        return False
    return re.search(r",\s*[^\W\d_a-z]", surface) is not None


def names_itself(head: str) -> bool:
    """Whether the words before a comma hold a person's name: "Senator John McCain, Republican of Arizona"."""
    found = (after_title(strip_run(match.group(), 0)[0]) for match in RUN.finditer(head))
    return any(len(name) > 1 and not is_body(name) for name in found)


def describes(words: Sequence[str]) -> bool:
    """Whether words are a role without a name: "a spokesman for American Media", "the White House chief of staff"."""
    head = next((index for index, word in enumerate(words) if word.lower() in BREAKS), len(words))
    last = words[head - 1].lower() if head else ""
    return last in ROLE_WORDS or last in PEOPLE_WORDS


def fold(name: str) -> str:
    """Return a name for comparison: in lower case, without article, "Mr" and the like, and possessive."""
    low = _LEADING_TITLE.sub("", tidy(name).lower())
    return _POSSESSIVE.sub("", low)


def tidy(text: str) -> str:
    """Return text with single spaces and without commas, dashes and quotation marks at its ends."""
    return " ".join(text.split()).strip(' ,;:–—-"“”')


def key_of(word: str) -> str:
    """Return a word for comparison: in lower case, without possessive and full stop."""
    return _POSSESSIVE.sub("", word.lower()).rstrip(".")


_FIELDS = word_set("en.names.fields_of_offices")
_AUXILIARIES = word_set("en.speaker_clauses.question_verbs")


def strip_run(run: str, at: int) -> tuple[list[str], int]:
    """Strip function words at the start of a capitalised run ("The") and a possessive at its end.

    Args:
        run: The run.
        at: The character at which it begins.

    Returns:
        The words left, and the character at which they begin.
    """
    words = run.split()
    while words and words[0].lower().strip(".") in _STOP | _AUXILIARIES:
        at += len(words[0]) + 1
        words = words[1:]
    fields = next((index for index, word in enumerate(words) if word.lower() not in _FIELDS), 0)
    if fields and len(words) - fields > 1 and gender_of_first_name(words[fields]):
        at += sum(len(word) + 1 for word in words[:fields])  # "Secretary of State for | Health | Ann Berg"
        words = words[fields:]
    cut = next(
        (index for index, word in enumerate(words) if word.lower() in _NOT_IN_NAMES), len(words)
    )  # "Mueller Has Dozens"
    words = words[:cut]
    if words:
        words[-1] = _POSSESSIVE.sub("", words[-1])
        if words[-1].count(".") == 1 and len(words[-1]) > 3:
            words[-1] = words[-1].rstrip(".")
    return [word for word in words if word], at


_STOP = word_set("en.speaker_clauses.no_names")
_NOT_IN_NAMES = word_set("en.speaker_clauses.names_broken_by")


def is_function(words: Sequence[str]) -> bool:
    """Whether words are only function words and name nobody: "in", "then", "not"."""
    return all(word.lower() in _EMPTY for word in words)


_EMPTY = _STOP - word_set("en.speaker_clauses.pronouns_and_quantifiers")


_TRADES = word_tuple("en.names.endings_of_trades")
_DESCRIBED = re.compile(r"[^\W\d_a-z][a-zà-ÿ]+(?:-[a-zà-ÿ]+)+")


def after_title(words: list[str]) -> list[str]:
    """Return the name after titles and before "of": ["Chancellor", "Olaf", "Scholz"] -> ["Olaf", "Scholz"]."""
    if len(words) > 2 and (_DESCRIBED.fullmatch(words[0]) or _is_trade(words)):  # "Mum-of-two Olena Chaban"
        return after_title(words[1:])
    last = max((index for index, word in enumerate(words) if word.lower().rstrip(".") in TITLES_AND_ROLES), default=-1)
    if last >= 0 and words[last + 1 : last + 2] == ["of"]:
        return after_place(words[last + 2 :])
    if 0 <= last < len(words) - 1 and words[last + 1].lower() not in _LINK:
        return _before_of(words[last + 1 :]) or after_title(words[last + 1 :])
    if last == len(words) - 1 >= 0:
        return _surname_like_title(words)
    if "of" in words:
        before = words[: words.index("of")]
        if len(before) >= 2 and not is_body(before):
            return before
    return _without_owner(words)


def _is_trade(words: list[str]) -> bool:
    """Whether a name begins with what somebody is or does: "Administrator Deanne Criswell", "Leftist Ann Berg"."""
    first, second = words[0].lower(), words[1]
    trade = first.endswith(_TRADES) or country_alone(words[0]) is not None  # "envoy to | Ukraine | Kurt Volker"
    other = gender_of_first_name(first) or first in BODY_WORDS
    return trade and not other and bool(gender_of_first_name(second))


def _before_of(words: list[str]) -> list[str]:
    """Return the name between a title and "of": ["Ginsburg", "of", "the", "Court"] -> ["Ginsburg"]."""
    name = words[: words.index("of")] if "of" in words else []
    return name if name and not is_body(name) else []


def _surname_like_title(words: list[str]) -> list[str]:
    """Return a name whose surname is also a title: "Rep. Steve King" -> ["Steve", "King"]; empty for others."""
    start = len(words) - 1
    while start and words[start - 1].lower().rstrip(".") not in TITLES_AND_ROLES:
        start -= 1
    name = words[start:]
    called = words[-1].lower() in _SURNAMES and len(name) in (2, 3)
    return name if called and not is_body(name[:-1]) else []


_SURNAMES = word_set("en.names.surnames_like_words")


def after_place(words: list[str]) -> list[str]:
    """Return the name after an office's place or body: ["Melitopol", "Ivan", "Fedorov"] -> ["Ivan", "Fedorov"].

    If no word shows where the place ends, the name is the last two of at least three words, with an initial or particle
    before them.
    """
    words = words[1:] if words[:1] == ["the"] else words
    edge = max(
        (index for index, word in enumerate(words) if _ends_place(word) or is_place(words[: index + 1])),
        default=-1,
    )
    rest = words[edge + 1 :]
    if edge >= 0:
        return rest if rest and rest[0].lower() not in _LINK else []
    start = len(rest) - 2
    while start > 1 and (rest[start - 1].islower() or rest[start - 1].endswith(".")):
        start -= 1
    name = rest[start:] if start >= 1 else []
    return name if name and not _LINK & set(name) else []


def _ends_place(word: str) -> bool:
    low = word.lower().strip(".")
    return low in BODY_WORDS or low in AREA_WORDS or (len(word) > 1 and word.isupper() and "." not in word)


def office_holder(surface: str) -> list[str]:
    """Return the name after an office and what it is of, in capitals or not; empty where the words name nobody.

    Example: "head of the Luhansk regional military administration Serhiy Haidai".
    """
    head = surface.partition(",")[0]
    office = _OFFICE.match(head)
    if not office or office["role"].lower() not in TITLES_AND_ROLES - _KIN:
        return []
    words = head[office.end() :].split()
    start = len(words)
    while start and (words[start - 1][0].isupper() or (start < len(words) and words[start - 1] in _PARTICLES)):
        start -= 1
    while start < len(words) and words[start].islower():
        start += 1
    run = words[start:]
    if start and words[start - 1].lower() not in _LINK and len(run) >= 2 and not is_body(run):
        name = after_title(run) if run[0].lower() in TITLES_AND_ROLES else run
    else:
        name = after_place(run)
    return [_POSSESSIVE.sub("", word) for word in name]


_KIN = word_set("en.names.kin")
_OFFICE = re.compile(r"(?:[\w’'-]+\s+){0,4}?(?P<role>[\w-]+)\s+(?:of|to|for)\s+(?=\S)")
_PARTICLES = word_set("en.names.particles")


def introduced(surface: str) -> str | None:
    """Return the name after a description's comma ("a member of the delegation, Ihor Drozdenko,"), None without one."""
    head, comma, rest = tidy(surface).rpartition(", ")
    words = NAME_WORDS.findall(head)
    known = (
        any(word in PEOPLE_WORDS or word in ROLE_WORDS or word == "counterpart" for word in words)
        or words[:1] in _ARTICLES
    )
    if not comma or not known or "," in head or not RUN.fullmatch(rest):
        return None
    name = after_title(strip_run(rest, 0)[0])
    return " ".join(name) if 2 <= len(name) <= 4 and not is_body(name) and not is_area(name) else None


_ARTICLES = [[form] for word in ("a", "an", "one", "another") for form in (word, word.capitalize())]
_GAVE = re.compile(
    r"(?<!-)\b(?:g[ai]v(?:e|ing|en)\s+(?:only\s+)?(?:his|her|the|their)\s+(?:\w+\s+)?name(?:\s+only)?(?:\s+as|,)?|"
    r"identified\s+(?:him|her)?(?:self)?\s*(?:only\s+)?(?:as|by)(?:\s+\w+\s+name,?)?|"
    r"nom\s+de\s+guerre|call\s?sign|known\s+(?:only\s+)?as|named|called|"
    r"g[ai]v(?:e|ing)\s+only\s+(?:his|her|the)\s+(?:\w+\s+)?name,?)\s+(?P<name>[^\W\d_a-z]\S*)"
)


def given_name(surface: str) -> str | None:
    """Return the name that a description says somebody uses ("a woman who gave her name as Olha"), None without one."""
    match = _GAVE.search(surface)
    run = RUN.match(surface, match.start("name")) if match else None
    return tidy(run.group()).rstrip(".") if run else None


def is_area(words: Sequence[str]) -> bool:
    """Whether a name ends in a word for an area: "Mendeleyev Street"."""
    return bool(words) and words[-1].lower().strip(".") in AREA_WORDS


def _without_owner(words: list[str]) -> list[str]:
    """Return a person's name without the body or country before it: "DPR Denis Pushilin", "Germany's Olaf Scholz"."""
    first = words[0] if words else ""
    possessive = first.endswith(("'s", "’s"))
    owner = (first.isupper() and len(first) > 1 and "." not in first) or possessive
    return words[1:] if owner and len(words) > 2 - possessive and not is_body(words[1:]) else words


def is_body(words: Sequence[str]) -> bool:
    """Whether words are the name of a body: one of them is a word for bodies, or all are a place in PLACES."""
    known = words[1:] if len(words) > 1 and words[0] == "Bill" else words  # "Bill" is a first name, too
    return any(word.lower().strip(".") in BODY_WORDS and word not in _NOT_BODIES for word in known) or is_place(words)


_NOT_BODIES = word_set("en.names.capitals_of_no_body")  # in small letters


def is_place(words: Sequence[str]) -> bool:
    """Whether words are a country or city in PLACES."""
    return " ".join(words).lower().replace(".", "") in PLACES


_PLACE_FIRST = word_set("en.names.first_words_of_places")


def is_location(words: Sequence[str]) -> bool:
    """Whether a name is that of a country, region or city, or begins as places do ("New York")."""
    name = " ".join(words)
    known = country_alone(name) is not None or name.upper() in place_names()
    return known or (len(words) > 1 and words[0].lower() in _PLACE_FIRST)


def apposition(text: str, end: int) -> set[str]:
    """Return the role words in a comma phrase after a name: "Dmitry Medvedev, a former president who ..."."""
    if not text.startswith(",", end):
        return set()
    words = NAME_WORDS.findall(_SENTENCE_END.split(text[end + 1 : end + 90], maxsplit=1)[0])[:8]
    return {word.lower() for word in words if word.lower() in ROLE_WORDS}


_SENTENCE_END = re.compile(r"(?<=[a-z]{3})[.!?]\s|\n")


def role_before(text: str, start: int) -> set[str]:
    """Return the role word right before a name ("the spokesman Dmitry Peskov"), or nothing."""
    words = NAME_WORDS.findall(text[max(0, start - 30) : start])
    return (
        {words[-1].lower()} if words and words[-1].lower() in ROLE_WORDS and text[start - 1 : start] == " " else set()
    )


def office_before(text: str, start: int) -> set[str]:
    """Return the role of the office before a name: "head of the regional military administration Serhiy Haidai"."""
    if text[start - 1 : start] != " ":
        return set()
    match = _OFFICE_BEFORE.search(text, max(0, start - 80), start)
    return {match["role"].lower()} if match and match["role"].lower() in ROLE_WORDS else set()


_OFFICE_BEFORE = re.compile(r"(?P<role>[^\W\d_]+) (?:of|to) (?:[\w’'-]+ ){1,8}\Z")


def single_introduced(text: str, end: int) -> bool:
    """Whether a single name is followed by an age or a role: "Iryna, 34," "Iryna, a nurse from"."""
    match = _INTRODUCED.match(text, end)
    return match is not None and (
        match["role"] is None or any(part.lower() in ROLE_WORDS for part in match["role"].split())
    )


_INTRODUCED = re.compile(r", (?:(?:aged )?\d\d\b(?! )|(?:an?|the) (?P<role>(?:[\w-]+ ){0,2}[\w-]+))")


def gender_of(words: list[str], titles: set[str]) -> str:
    """Return "m", "f" or "" (unknown): by title and role, then by first name, then by a first name's ending.

    Args:
        words: The name, with titles or without.
        titles: Titles and roles beside it, in lower case.
    """
    marks = {word.lower().rstrip(".") for word in words} | titles
    if marks & MALE or marks & FEMALE:
        return "m" if not marks & FEMALE else "f" if not marks & MALE else ""
    name = after_title(words)
    first = name[0].lower() if len(name) > 1 else ""
    known = gender_of_first_name(first) if first else ""
    if known:
        return known
    return "f" if first.endswith(_WOMENS_ENDINGS) and first not in _MEN else ""


_WOMENS_ENDINGS = word_tuple("en.names.endings_of_womens_names")
_MEN = word_set("en.names.men_with_womens_endings")
