"""When an article was published: all claims settled together into a time, its precision and its confidence.

Each day gathers the weights of the sources that name it, each source once. A time in UTC also supports the day that the
page prints if both can be the same moment in different zones. The day with the most weight wins, and its time is the
most precise one that was claimed for it. A time of update is never used as the time of publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from collectors.extract.address_parts import parts_of
from collectors.extract.date_claims import date_claims, url_month
from collectors.extract.dated_page import LEAST, DateClaim, DatedPage
from collectors.support.dates import CONFIDENT, DOUBTFUL, LIKELY
from collectors.support.time_zones import in_zone, zone_of_country
from collectors.support.written_dates import Moment, moment_at, moment_of_day, parse_moment

#: News pages are not older than the web. A time without zone may be in the zone furthest ahead of UTC; a time with its
#: zone may be ahead by as much as clocks differ.
_EARLIEST = date(1990, 1, 1)
_AHEAD, _BEHIND = timedelta(hours=14), timedelta(hours=8)  # New Zealand in summer, California in winter
_SKEW = timedelta(minutes=15)
#: A comparison of two versions of a wiki's page shows the days of both and of what they tell. Its address publishes the
#: newer version, whose time is the one that the page states for its last change.
_VERSIONS = re.compile(r"(?:^|&)diff=\w*\d&(?:.*&)?oldid=|(?:^|&)oldid=\d+&(?:.*&)?diff=", re.I)
_STATED_CHANGES = frozenset(("json-ld modified", "meta article:modified_time"))
#: Outlets put the day of writing or of a first version into the URL. A claim more than this before it is another date
#: (that of the site, of an author's page, of an older article in a list).
_BEFORE_URL = timedelta(days=31)
#: A claim as long after the day in the URL is that of a move to another publishing system, and counts this share.
_AFTER_URL = 0.25
#: What a month in the URL adds to its days.
_IN_URL_MONTH = 1.5
#: A claim for the same moment in another zone counts a little less than one for the day itself.
_OTHER_ZONE = 0.8
#: Least weight of a certain day, the share of it that a rival may have, and the least weight of a likely day.
SURE, NEAR, FAIR = 4.0, 0.65, 2.5


@dataclass(frozen=True, slots=True)
class PublicationDate:
    """The time of publication with its evidence.

    Attributes:
        value: ISO 8601: a day, or a time with its offset if the page states one.
        source: Sources, precision and confidence, such as "json-ld + url; minute; zone stated; confident".
        confidence: One of the grades in `collectors.support.dates`.
        claims: All claims found on the page, for people who check the date.
    """

    value: str
    source: str
    confidence: str
    claims: str = ""


def choose_date(page: DatedPage) -> PublicationDate | None:
    """Settle the time of publication of an article.

    Args:
        page: What the dates are read from. Claims later than the time of fetching are dropped.

    Returns:
        The time, or None if the page gives none with enough weight.
    """
    if _VERSIONS.search(parts_of(page.url).query):
        return _of_version(page)
    claims = [possible for claim in date_claims(page) for possible in _possible(claim, page.now)]
    stated = [claim for claim in claims if not claim.update]
    if not stated:
        return None
    published = _first_versions(_near_url(stated), [claim for claim in claims if claim.update])
    month = url_month(page.url)
    scores = {
        day: _score(day, published) + _IN_URL_MONTH * ((day.year, day.month) == month)
        for day in dict.fromkeys(claim.moment.day for claim in published)
    }
    best = max(scores, key=lambda day: (scores[day], *_order(day, published)))
    if scores[best] < LEAST * 0.9:
        return None
    day, moment, supporters = _best_time(best, published, page)
    # What a rule took weight from contests the day all the same.
    rival = max((_score(key, stated) for key in scores if not _same(key, supporters)), default=0.0)
    confidence = _confidence(scores[best], rival, supporters)
    return _settled(moment if moment.day == day else moment_of_day(day), supporters, confidence, claims)


def _of_version(page: DatedPage) -> PublicationDate | None:
    """Return the stated time of the newer of two versions that a page compares, or None."""
    changes = [claim for claim in date_claims(page) if claim.update and claim.source in _STATED_CHANGES]
    changes = [claim for claim in changes if _plausible(claim.moment.day, page.now)]
    if not changes:
        return None
    claim = max(changes, key=lambda change: change.weight)
    return _settled(claim.moment, [claim], LIKELY, changes)


def _settled(
    moment: Moment, supporters: Sequence[DateClaim], confidence: str, claims: Sequence[DateClaim]
) -> PublicationDate:
    names = " + ".join(dict.fromkeys(claim.source for claim in supporters[:4]))
    evidence = "; ".join(dict.fromkeys(f"{claim.source}: {claim.moment.text}" for claim in claims))[:600]
    return PublicationDate(moment.text, f"{names}; {moment.precision}; {confidence}", confidence, evidence)


def _possible(claim: DateClaim, now: datetime) -> Iterable[DateClaim]:
    """Yield the claim if it is plausible, and the other reading of its day and month if that is plausible.

    Dates in the future and dates from before the web are dropped.
    """
    moment = _not_ahead(claim.moment, now)
    if moment is not None and _plausible(moment.day, now):
        yield claim._replace(moment=moment)
    if claim.other is not None and _plausible(claim.other, now) and claim.other <= now.date():
        yield claim._replace(moment=moment_of_day(claim.other), weight=claim.weight * 0.99)


def _near_url(claims: list[DateClaim]) -> list[DateClaim]:
    """Return the claims that are not long before the day in the URL; those long after it lose most of their weight."""
    day = next((claim.moment.day for claim in claims if claim.family == "url"), None)
    if day is None:
        return claims
    return [
        claim if claim.moment.day <= day + _BEFORE_URL else claim._replace(weight=claim.weight * _AFTER_URL)
        for claim in claims
        if claim.moment.day >= day - _BEFORE_URL
    ]


def _order(day: date, claims: Sequence[DateClaim]) -> tuple[float, bool, int]:
    """Return what decides between days of one score.

    That is the strongest single claim, then whether such a claim states a time of day, which the day in a page's
    masthead does not, and then which is the first on the page.
    """
    weights = [claim.weight if claim.moment.day == day else 0.0 for claim in claims]
    strongest = max(weights)
    timed = any(
        weight == strongest and claim.moment.precision != "day" for weight, claim in zip(weights, claims, strict=True)
    )
    return strongest, timed, -weights.index(strongest)


def _first_versions(published: list[DateClaim], updates: Sequence[DateClaim]) -> list[DateClaim]:
    """Return the claims; those that repeat the day of a change count half where another is earlier.

    Publishing systems write the time of the last change into fields for the publication, too.
    """
    changed = {claim.moment.day for claim in updates}
    earlier = min((claim.moment.day for claim in published if claim.weight >= SURE), default=None)
    return [
        claim._replace(weight=claim.weight / 2)
        if earlier is not None and claim.moment.day in changed and claim.moment.day - earlier > timedelta(days=1)
        else claim
        for claim in published
    ]


def _score(day: date, claims: Sequence[DateClaim]) -> float:
    """Return the weight of the claims for a day: the sum over the source families of each family's best claim."""
    families: dict[str, list[float]] = {}
    for claim in claims:
        weight = claim.weight if claim.moment.day == day else claim.weight * _OTHER_ZONE * _may_be(claim, day, claims)
        if weight:
            families.setdefault(claim.family, []).append(weight)
    return sum(max(weights) for weights in families.values())


def _may_be(claim: DateClaim, day: date, claims: Sequence[DateClaim]) -> bool:
    """Return whether a claim for a neighbouring day is the same moment as one of the claims for this day."""
    return abs((claim.moment.day - day).days) == 1 and any(
        other.moment.day == day
        and "url" not in (other.family, claim.family)
        and _one_moment(claim.moment, other.moment)
        for other in claims
    )


def _one_moment(one: Moment, other: Moment) -> bool:
    """Return whether two times may be one moment: one states its zone, the other is a day or a time without zone."""
    if (one.when.tzinfo is None) == (other.when.tzinfo is None) or one.precision == "day" == other.precision:
        return False
    zoned, printed = (one, other) if one.when.tzinfo else (other, one)
    utc = zoned.when.astimezone(UTC).replace(tzinfo=None)
    if zoned.when.utcoffset() or zoned.when.timetz().replace(tzinfo=None) == time(0):
        return False  # in the outlet's own zone, or a bare day that was written as a time
    if printed.precision != "day":
        return -_BEHIND <= printed.when - utc <= _AHEAD
    begin = datetime.combine(printed.day, time(0))
    return begin - _AHEAD <= utc < begin + timedelta(days=1) + _BEHIND


def _best_time(best: date, claims: Sequence[DateClaim], page: DatedPage) -> tuple[date, Moment, list[DateClaim]]:
    """Return the day as the page prints it, its most precise time, and the claims that support it."""
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
    """Convert a moment in UTC to the zone of the page.

    The zone is the one that the printed time implies, or that of the country in the address. If neither gives the
    printed day, that day is returned without a time.
    """
    if zoned.when.timetz().replace(tzinfo=None) == time(0) and (printed is None or printed.precision == "day"):
        return zoned if printed is None or printed.day == zoned.day else printed
    if printed is not None and printed.precision != "day":
        ahead = printed.when - zoned.when.astimezone(UTC).replace(tzinfo=None)
        quarter = round(ahead / timedelta(minutes=15)) * timedelta(minutes=15)
        if abs(ahead - quarter) <= timedelta(minutes=2) and -_BEHIND <= quarter <= _AHEAD and quarter:
            return moment_at(zoned.when.astimezone(timezone(quarter)))
    local = parse_moment(in_zone(zoned.text, _zone_of_address(page.url))) or zoned
    if printed is None or printed.day == local.day:
        return local
    return zoned if printed.day == zoned.day else printed


#: Country endings of addresses that sites everywhere use.
_NO_COUNTRY = frozenset(("tv", "me", "io", "co", "ai", "fm", "to", "cc", "ws", "ly", "eu", "gg", "sh", "st", "la"))


def _zone_of_address(url: str | None) -> tzinfo | None:
    """Return the time zone of the country whose domain an address is under.

    Args:
        url: The address of an article.

    Returns:
        The zone; None for endings such as .com and for country endings that are used everywhere (`_NO_COUNTRY`).
    """
    ending = (parts_of(url).hostname or "").rpartition(".")[2]
    if len(ending) != 2 or ending in _NO_COUNTRY:
        return None
    return zone_of_country("GB" if ending == "uk" else ending)


def _same(day: date, supporters: Sequence[DateClaim]) -> bool:
    return any(supporter.moment.day == day for supporter in supporters)


def _confidence(score: float, rival: float, supporters: Sequence[DateClaim]) -> str:
    if all(supporter.other is not None for supporter in supporters):  # day and month may be swapped
        return DOUBTFUL
    if score >= SURE and rival <= NEAR * score:
        return CONFIDENT
    return LIKELY if score >= FAIR and rival <= score - 0.5 else DOUBTFUL


def _not_ahead(moment: Moment, now: datetime) -> Moment | None:
    """Return the moment, or only its day if the time is in the future; None if the day is in the future as well.

    Local time marked as UTC is the usual reason for a time in the future.
    """
    latest = now + (_SKEW if moment.when.tzinfo else _AHEAD)
    when = moment.when if moment.when.tzinfo else moment.when.replace(tzinfo=UTC)
    if when <= latest:
        return moment
    day = moment.when.date()
    return moment_of_day(day) if day <= now.date() else None


def _plausible(day: date, now: datetime) -> bool:
    return _EARLIEST <= day <= (now + _AHEAD).date()
