"""An outlet's name without what archives add to it: a place in brackets, an edition, "Online".

"The Guardian (London)" is the Guardian, but "The Guardian (Lagos)" is another paper. So an addition is dropped only if
it is an edition or a place in the outlet's own country.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from babel import Locale

#: Country -> the places in it that archives add to outlets' names.
_PLACES = {
    "GB": "london; england; uk; united kingdom; britain; great britain; manchester; edinburgh; scotland; "
    "glasgow; cardiff; wales; belfast; northern ireland; birmingham; liverpool",
    "US": "new york; new york city; us; u.s.; usa; u.s.a.; united states; washington; washington d.c.; "
    "washington dc; los angeles; chicago; boston; philadelphia; san francisco; atlanta; houston; dallas; "
    "miami; seattle; california; new jersey; florida",
    "UA": "kyiv; kiev; kharkiv; odesa; odessa; lviv; ukraine",
    "RU": "moscow; moskva; russia; russian federation; st. petersburg; saint petersburg",
    "DE": "berlin; hamburg; münchen; munich; frankfurt; köln; cologne; düsseldorf; stuttgart; germany; "
    "deutschland; leipzig",
    "FR": "paris; france; lyon; marseille",
    "ES": "madrid; barcelona; spain; españa",
    "IT": "rome; roma; milan; milano; turin; torino; italy; italia",
    "PL": "warsaw; warszawa; kraków; poland; polska",
    "AT": "vienna; wien; austria; österreich",
    "CH": "zürich; zurich; bern; geneva; genève; switzerland; schweiz; suisse",
    "NL": "amsterdam; rotterdam; netherlands; nederland; the netherlands",
    "BE": "brussels; bruxelles; brussel; belgium",
    "IE": "dublin; ireland",
    "IN": "new delhi; delhi; mumbai; bombay; india; kolkata; chennai",
    "CN": "beijing; shanghai; china",
    "JP": "tokyo; osaka; japan",
    "TR": "istanbul; ankara; turkey; türkiye",
    "QA": "doha; qatar",
    "IL": "jerusalem; tel aviv; israel",
    "AU": "sydney; melbourne; canberra; australia; brisbane",
    "CA": "toronto; montréal; montreal; ottawa; vancouver; canada",
    "HU": "budapest; hungary",
    "CZ": "prague; praha; czech republic; czechia",
    "RO": "bucharest; bucureşti; romania",
    "BG": "sofia; bulgaria",
    "RS": "belgrade; serbia",
    "BY": "minsk; belarus",
    "KZ": "almaty; astana; kazakhstan",
    "BR": "são paulo; sao paulo; rio de janeiro; brazil; brasil",
    "MX": "mexico city; mexico; méxico",
    "ZA": "johannesburg; cape town; south africa",
    "KR": "seoul; south korea",
    "EG": "cairo; egypt",
    "LV": "riga; latvia",
    "LT": "vilnius; lithuania",
    "EE": "tallinn; estonia",
}
_WHICH = (
    "web|online|print|digital|internet|international|national|main|final|late|early|daily|sunday|weekend|us|uk|"
    "european|asian|global|english|regional|city|first|second|third"
)
_EDITIONS = (
    "online|web ?site|web|site web|edition|print|ausgabe|édition|edición|edizione|en ligne|internet|digital|newspaper|"
    "blogs?|app|abstracts|e-?paper|online-?ausgabe"
)
_EDITION = re.compile(rf"(?:the\s+)?(?:(?:{_WHICH})[\s-]*)*(?:{_EDITIONS})", re.I)
_BRACKETS = re.compile(r"(.+?)\s*[(\[]([^()\[\]]{1,60})[)\]]\s*\Z")
_PARTED = re.compile(r"(.+?)\s*(?:,|;|\s[-–—]\s|\s\|\s|:\s)\s*([^,;|]{1,60})\Z")
_BEHIND = re.compile(r"(.+?)\s+(online|website|web edition|international edition|print edition|online edition)\Z", re.I)
#: Most additions that are removed from a name.
_MOST = 3


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Return places and names of countries in lower case -> country code."""
    codes = {name.lower(): code for code, name in Locale("en").territories.items() if len(code) == 2 and code.isalpha()}
    codes.update({place.strip(): code for code, places in _PLACES.items() for place in places.split(";")})
    return codes


@lru_cache(maxsize=1_000)
def country_of_place(place: str) -> str | None:
    """Return the country (ISO 3166-1 alpha-2) of a place behind an outlet's name, or None if the place is not known."""
    text = " ".join(place.lower().strip(" .").split())
    for part in (text, text.rpartition(",")[2].strip(), text.partition(",")[0].strip()):
        if part in _countries():
            return _countries()[part]
    return None


def is_edition(addition: str) -> bool:
    """Return whether an addition to a name only says an edition."""
    return bool(_EDITION.fullmatch(addition.strip()))


def bare_names(name: str) -> Iterator[tuple[str, str | None]]:
    """Yield the name with fewer and fewer additions, each with the country of the places that were removed, or None.

    Stops at an addition that is neither an edition nor a known place, because it may be part of the name.
    """
    country: str | None = None
    for _ in range(_MOST):
        match = _BRACKETS.match(name) or _BEHIND.match(name) or _PARTED.match(name)
        if match is None:
            return
        name, addition = match.group(1).strip(" -–—,;|"), match.group(2).strip()
        if not is_edition(addition):
            placed = country_of_place(addition)
            if placed is None or (country is not None and placed != country):
                return
            country = placed
        yield name, country
