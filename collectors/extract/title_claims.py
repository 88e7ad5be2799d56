"""What on a page claims to be the headline, cleaned of markup and of the name of the site."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from collectors.extract.block_features import squeeze
from collectors.extract.blocks import Block
from collectors.extract.stated_metadata import StatedMetadata
from collectors.extract.title_forms import letters, names_site, site_words

#: What stands between a headline and the name of a site or section, with blanks around it or, for some, without.
_SEPARATOR = re.compile(
    r"\s(?:[|–—·•»«›‹~:/<>-]|::|//|--)\s|\s?[|｜ㅣǀ：_]\s?|(?<=[\u3040-\ud7af”》」!?！？'\"])-{1,2}(?=[\u3040-\ud7af])"
)
#: An outlet's name at the end of a Chinese, Japanese or Korean title, where no blank parts them.
_EAST_ASIAN_OUTLET = re.compile(
    r"[-_|]{1,2}[\u3040-\ud7afA-Za-z]{0,8}"
    r"(?:[网網报報台臺社]|新闻|新聞|日报|日報|在线|頻道|频道|뉴스|신문|일보|방송|ニュース|オンライン)\Z"
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_DATE_AHEAD = re.compile(r"^\d{1,2}\.\s?\d{1,2}\.\s?\d{4}\s*[-–:|]?\s*(?=[^\W\d_])")
_DATE_BEHIND = re.compile(r"\s+[(\[]?\d{1,2}[./]\s?\d{1,2}[./]\s?\d{4}[)\]]?$")
_CUT_SHORT = re.compile(r"\s*(?:…|\.\.\.)$")
#: A letter of a script that writes without spaces, or a word; Latin words count from four letters.
_WORD, _LEAST_WORD = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[^\W_]+"), 4
_MOST_PARTS, _LONGEST_SITE, _LONGEST_TITLE, _LEAST_HEAD = 12, 40, 300, 12
#: Blocks above the text in which a heading of second rank may be the headline.
_NEAR = 8
#: Least letters of a claim that another one is searched for.
_LEAST_CORE = 12


@dataclass(frozen=True, slots=True)
class TitleClaims:
    """The claims of one page.

    Attributes:
        texts: Source -> what it says, cleaned.
        site: Names of the site, as letters.
        labels: Names of the section and headings of the page's frame, as letters.
        lone: Whether no other claim confirms the heading above the text.
        strange: Whether it shares no word with any other claim.
    """

    texts: Mapping[str, str]
    site: frozenset[str]
    labels: frozenset[str]
    lone: bool
    strange: bool


def title_claims(stated: StatedMetadata, above: Sequence[Block], url: str | None) -> TitleClaims:
    """Gather what claims to be the headline.

    Args:
        stated: What the page states about itself.
        above: The blocks from the page's beginning to the beginning of the text.
        url: The page's address, to recognise the name of the site.
    """
    raw = _stated_claims(stated, above)
    raw["h1"], farther = _headings(stated, above, [text for text in raw.values() if text])
    texts = {source: cleaned for source, text in raw.items() if text and (cleaned := _clean(text))}
    sections = (stated.linked.section, stated.first("article:section"), stated.first("section"))
    labels = {letters(name) for name in (*sections, *farther) if name and len(name) <= _LONGEST_SITE} - {""}
    site = site_words(stated.first("og:site_name"), url)
    keys = {squeeze(text) for text in texts.values()}
    stripped = {source: without_site(text, keys - {squeeze(text)}, site, labels) for source, text in texts.items()}
    heading = squeeze(texts.get("h1", ""))
    if any(squeeze(text) == squeeze(stripped[source]) + heading for source, text in texts.items() if source != "h1"):
        labels.add(letters(texts.get("h1", "")))  # the logo: "Headline | Name of the site"
    whole = _whole(stripped)
    others = [text for source, text in whole.items() if source != "h1"]
    lone = all(squeeze(text) != squeeze(whole.get("h1", "")) for text in others)
    strange = lone and not frozenset(_words(" ".join(others))).intersection(_words(whole.get("h1", "")))
    return TitleClaims(whole, frozenset(site), frozenset(labels), lone, strange)


def _stated_claims(stated: StatedMetadata, above: Sequence[Block]) -> dict[str, str | None]:
    second = [block.text for block in above[-_NEAR:] if block.place.tag in ("h2", "h3")]
    return {
        "json-ld": stated.linked.title,
        "og:title": stated.first("og:title"),
        "headline": stated.first("headline") or stated.headline,
        "h2": second[-1] if second else None,
        "twitter:title": stated.first("twitter:title"),
        "title": stated.page_title,
    }


def _headings(stated: StatedMetadata, above: Sequence[Block], claims: Sequence[str]) -> tuple[str | None, list[str]]:
    """Return the heading of first rank that is next to the text, and those above it.

    Of several, those that another claim repeats come first, and then those that share words with one.
    """
    headings = [heading for heading in stated.headings if len(heading) <= _LONGEST_TITLE]
    shown = [squeeze(block.text) for block in above if block.place.tag == "h1"]
    named = [heading for heading in headings if any(key and key in squeeze(heading) for key in shown)]
    if not named:
        return (headings[0] if headings else None), []
    keys, words = [squeeze(claim) for claim in claims], frozenset(_words(" ".join(claims)))
    repeated = [heading for heading in named if any(squeeze(heading) in key for key in keys)]
    sharing = [heading for heading in named if words.intersection(_words(heading))]
    nearest = (repeated or sharing or named)[-1]
    return nearest, [heading for heading in named if heading != nearest]


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text.casefold()) if len(word) >= _LEAST_WORD or not word.isascii()]


def _clean(text: str) -> str:
    """Remove tags and character references that were escaped twice, and a date before or behind the headline."""
    text = " ".join(_TAG.sub("", html.unescape(html.unescape(text))).split()).rstrip(" ¶#§")
    return _DATE_BEHIND.sub("", _DATE_AHEAD.sub("", text)) or text


def without_site(
    text: str, others: AbstractSet[str], site: AbstractSet[str], labels: AbstractSet[str] = frozenset()
) -> str:
    """Return a title without the name of its site or section, at either end.

    Args:
        text: The title.
        others: The other claims, squeezed: a part that is one of them is the headline.
        site: Names of the site, as letters. A part that begins or ends with one is taken as its name.
        labels: Names of the section and other headings of the page's frame, as letters.
    """
    breaks = list(_SEPARATOR.finditer(text))[:_MOST_PARTS]
    for match in breaks:
        if squeeze(text[: match.start()]) in others and match.start() > 1:
            return text[: match.start()].strip()
    for match in reversed(breaks):
        tail = text[match.end() :]
        signed = len(breaks) > 1 or names_site(text[: breaks[0].start()], site)
        if signed and len(tail) >= _LEAST_HEAD and squeeze(tail) in others:
            return tail.strip()
    for match in reversed(breaks):
        tail = text[match.end() :]
        whole = letters(tail) in site | labels
        named = ":" not in match[0] and len(tail) <= _LONGEST_SITE and names_site(tail, site)
        enough = _LEAST_HEAD if text[: match.start()].isascii() else _LEAST_HEAD // 2
        if (whole and match.start() > 1) or (match.start() >= enough and named):
            text = text[: match.start()].strip()
    text = _EAST_ASIAN_OUTLET.sub("", text) or text
    first = next((match for match in breaks if match.end() < len(text)), None)
    if first and len(text) - first.end() >= _LEAST_HEAD and names_site(text[: first.start()], site):
        text = text[first.end() :].strip()
    return text


def _whole(texts: Mapping[str, str]) -> dict[str, str]:
    """Return claims that are cut short as the whole one they begin, and a heading with a kicker as its headline.

    The headline is a part of the heading that another claim confirms, or the tail of the heading that one states.
    """
    out = dict(texts)
    for source, text in texts.items():
        if _CUT_SHORT.search(text) and len(begun := squeeze(_CUT_SHORT.sub("", text))) >= _LEAST_CORE:
            out[source] = next(
                (other for other in texts.values() if squeeze(other) != begun and squeeze(other).startswith(begun)),
                text,
            )
    heading = squeeze(out.get("h1", ""))
    for source in ("json-ld", "headline", "og:title", "title"):
        core = squeeze(out.get(source, ""))
        if len(core) >= _LEAST_CORE and core != heading and heading.endswith(core):
            out["h1"] = out[source]
            break
    return out
