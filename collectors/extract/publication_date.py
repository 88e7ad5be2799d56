"""When an article was published: all claims settled together into a time, its precision and how sure it is.

Days gather the weight of the sources that name them, each source once; a moment in UTC also speaks for the day that the
page prints, where that is the same moment in another zone. The day with the most weight wins, and its time is the most
precise one that was claimed for it. An update never stands for a publication.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

import htmldate

from collectors.extract.address_parts import parts_of
from collectors.extract.date_claims import LEAST, DateClaim, DatedPage, date_claims
from collectors.support.dates import CONFIDENT, DOUBTFUL, LIKELY
from collectors.support.time_zones import in_zone, zone_of_country
from collectors.support.written_dates import Moment, moment_at, moment_of_day, parse_moment

#: News pages are not older than the web. Where no zone is stated the page may be in the one furthest ahead of UTC; a
#: time with its zone may be ahead by as much as clocks differ.
_EARLIEST = date(1990, 1, 1)
_AHEAD, _BEHIND = timedelta(hours=14), timedelta(hours=8)  # New Zealand in summer, California in winter
_SKEW = timedelta(minutes=15)
#: Outlets put the day of writing or of a first version into the URL; a statement further before that is another date
#: (the day of the site, of an author's page, of an older article in a list).
_BEFORE_URL = timedelta(days=31)
#: A claim for the same moment in another zone counts a little less than one for the day itself.
_OTHER_ZONE = 0.8
#: Weight from which on a day is certain where no other day comes near (to this share of it), and likely.
SURE, NEAR, FAIR = 4.0, 0.65, 2.5


@dataclass(frozen=True, slots=True)
class PublicationDate:
    """`value` is ISO 8601: a day, or a time with its offset where the page states one. `source` says from where, how
    precise and how sure ("json-ld + url; minute; zone stated; confident"), `claims` what else was claimed."""

    value: str
    source: str
    confidence: str
    claims: str = ""


def choose_date(page: DatedPage) -> PublicationDate | None:
    """The time of publication, or None where nothing on the page says it.

    Args:
        page: What the dates are read from. Nothing is published after it was fetched.
    """
    claims = [kept for claim in date_claims(page) for kept in _possible(claim, page.now)]
    published = _not_long_before_url([claim for claim in claims if not claim.update])
    if not published:
        return None if claims else _searched(page)
    scores = {day: _score(day, published) for day in dict.fromkeys(claim.moment.day for claim in published)}
    best = max(scores, key=lambda day: scores[day])
    if scores[best] < LEAST * 0.9:
        return None
    day, moment, supporters = _best_time(best, published, page)
    rival = max((score for key, score in scores.items() if not _same(key, supporters)), default=0.0)
    confidence = _confidence(scores[best], rival, supporters)
    return _settled(moment if moment.day == day else moment_of_day(day), supporters, confidence, claims)


def _settled(
    moment: Moment, supporters: Sequence[DateClaim], confidence: str, claims: Sequence[DateClaim]
) -> PublicationDate:
    names = " + ".join(dict.fromkeys(claim.source for claim in supporters[:4]))
    told = "; ".join(dict.fromkeys(f"{claim.source}: {claim.moment.text}" for claim in claims))[:600]
    return PublicationDate(moment.text, f"{names}; {moment.precision}; {confidence}", confidence, told)


def _possible(claim: DateClaim, now: datetime) -> Iterable[DateClaim]:
    """The claim as far as it can be true: none of the future and none from before the web; the other reading of its
    numbers beside it, or alone."""
    moment = _not_ahead(claim.moment, now)
    if moment is not None and _plausible(moment.day, now):
        yield claim._replace(moment=moment)
    if claim.other is not None and _plausible(claim.other, now) and claim.other <= now.date():
        yield claim._replace(moment=moment_of_day(claim.other), weight=claim.weight * 0.99)


def _not_long_before_url(claims: list[DateClaim]) -> list[DateClaim]:
    days = [claim.moment.day for claim in claims if claim.family == "url"]
    return [claim for claim in claims if not days or claim.moment.day >= days[0] - _BEFORE_URL]


def _score(day: date, claims: Sequence[DateClaim]) -> float:
    """The weight of the sources that speak for a day, each source with its best claim; of the page itself, which has
    several, each further claim for the day counts a quarter."""
    families: dict[str, list[float]] = {}
    for claim in claims:
        weight = claim.weight if claim.moment.day == day else claim.weight * _OTHER_ZONE * _may_be(claim, day, claims)
        if weight:
            families.setdefault(claim.family, []).append(weight)
    return sum(max(weights) for weights in families.values())


def _may_be(claim: DateClaim, day: date, claims: Sequence[DateClaim]) -> bool:
    """Whether a claim for a neighbouring day is the same moment as one of the claims for this day."""
    return abs((claim.moment.day - day).days) == 1 and any(
        other.moment.day == day
        and "url" not in (other.family, claim.family)
        and _one_moment(claim.moment, other.moment)
        for other in claims
    )


def _one_moment(one: Moment, other: Moment) -> bool:
    """Whether two times may be one moment in two zones: one of them has its zone, the other a day or a time without."""
    if (one.when.tzinfo is None) == (other.when.tzinfo is None) or one.precision == "day" == other.precision:
        return False
    zoned, printed = (one, other) if one.when.tzinfo else (other, one)
    utc = zoned.when.astimezone(UTC).replace(tzinfo=None)
    if zoned.when.utcoffset() or zoned.when.timetz().replace(tzinfo=None) == time(0):
        return False  # it has the outlet's own zone, or is a bare day that was written as a time
    if printed.precision != "day":
        return -_BEHIND <= printed.when - utc <= _AHEAD
    begin = datetime.combine(printed.day, time(0))
    return begin - _AHEAD <= utc < begin + timedelta(days=1) + _BEHIND


def _best_time(best: date, claims: Sequence[DateClaim], page: DatedPage) -> tuple[date, Moment, list[DateClaim]]:
    """The day as the page prints it, the most precise time of it, and the claims that speak for it."""
    own = [claim for claim in claims if claim.moment.day == best]
    others = [claim for claim in claims if claim.moment.day != best and _may_be(claim, best, claims)]
    supporters = sorted(own + others, key=lambda claim: -claim.weight)
    first = max(
        own,
        key=lambda claim: (
            claim.moment.precision.endswith("zone stated"),
            claim.moment.precision != "day",
            claim.weight,
        ),
    )
    zoned = next((supporter.moment for supporter in supporters if _in_utc(supporter.moment)), None)
    printed = next(
        (
            supporter.moment
            for supporter in supporters
            if supporter.moment.when.tzinfo is None and supporter.weight >= FAIR
        ),
        None,
    )
    if first.moment.precision == "minute; no zone":
        same = [
            claim.moment
            for claim in own
            if claim.moment.when.tzinfo and claim.moment.text[:16] == first.moment.text[:16]
        ]
        first = first._replace(moment=same[0]) if same else first
    if zoned is None or (first.moment.when.tzinfo and not _in_utc(first.moment)):
        return first.moment.day, first.moment, supporters
    local = _as_printed(zoned, printed, page)
    return local.day, local, supporters


def _in_utc(moment: Moment) -> bool:
    return moment.when.tzinfo is not None and not moment.when.utcoffset()


def _as_printed(zoned: Moment, printed: Moment | None, page: DatedPage) -> Moment:
    """A moment in UTC in the zone that the printed time implies, or that of the country in the address; the printed day
    alone where neither gives that day."""
    if zoned.when.timetz().replace(tzinfo=None) == time(0) and (printed is None or printed.precision == "day"):
        return zoned if printed is None or printed.day == zoned.day else printed
    if printed is not None and printed.precision != "day":
        ahead = printed.when - zoned.when.astimezone(UTC).replace(tzinfo=None)
        quarter = round(ahead / timedelta(minutes=15)) * timedelta(minutes=15)
        if abs(ahead - quarter) <= timedelta(minutes=2) and -_BEHIND <= quarter <= _AHEAD and quarter:
            return moment_at(zoned.when.astimezone(timezone(quarter)))
    ending = (parts_of(page.url).hostname or "").rpartition(".")[2]
    zone = (
        zone_of_country("GB" if ending == "uk" else ending) if len(ending) == 2 and ending not in _NO_COUNTRY else None
    )
    local = parse_moment(in_zone(zoned.text, zone)) or zoned
    if printed is None or printed.day == local.day:
        return local
    return zoned if printed.day == zoned.day else printed


#: Endings of addresses that are countries' and used by everybody.
_NO_COUNTRY = frozenset(("tv", "me", "io", "co", "ai", "fm", "to", "cc", "ws", "ly", "eu", "gg", "sh", "st", "la"))


def zone_of_address(url: str | None) -> tzinfo | None:
    """The zone of the country in whose domain an address stands; None for .com and for endings that all use.

    Args:
        url: The address of an article.
    """
    ending = (parts_of(url).hostname or "").rpartition(".")[2]
    if len(ending) != 2 or ending in _NO_COUNTRY:
        return None
    return zone_of_country("GB" if ending == "uk" else ending)


def _same(day: date, supporters: Sequence[DateClaim]) -> bool:
    return any(supporter.moment.day == day for supporter in supporters)


def _confidence(score: float, rival: float, supporters: Sequence[DateClaim]) -> str:
    if all(supporter.other is not None for supporter in supporters):  # day and month may be exchanged
        return DOUBTFUL
    if score >= SURE and rival <= NEAR * score:
        return CONFIDENT
    return LIKELY if score >= FAIR and rival <= score - 0.5 else DOUBTFUL


def _searched(page: DatedPage) -> PublicationDate | None:
    """htmldate's search over the whole page: only where nothing is claimed, since it takes 20 to 200 ms and guesses.
    The first of January is what it makes of a year in the footer."""
    try:
        found = htmldate.find_date(
            page.root, url=page.url, original_date=True, max_date=page.now.date().isoformat(), extensive_search=True
        )
    except (ValueError, TypeError, OverflowError, AttributeError):  # hostile dates break its parsers
        return None
    moment = parse_moment(found) if found else None
    if moment is None or not _plausible(moment.day, page.now) or (moment.day.month, moment.day.day) == (1, 1):
        return None
    return PublicationDate(moment.text, f"htmldate; day; {DOUBTFUL}", DOUBTFUL)


def _not_ahead(moment: Moment, now: datetime) -> Moment | None:
    """The moment, or only its day where the time lies ahead (local time marked as UTC is the usual reason); None where
    the day does as well."""
    latest = now + (_SKEW if moment.when.tzinfo else _AHEAD)
    when = moment.when if moment.when.tzinfo else moment.when.replace(tzinfo=UTC)
    if when <= latest:
        return moment
    day = moment.when.date()
    return moment_of_day(day) if day <= now.date() else None


def _plausible(day: date, now: datetime) -> bool:
    return _EARLIEST <= day <= (now + _AHEAD).date()
