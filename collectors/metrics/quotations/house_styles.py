"""Datelines, agency codes, captions and labels: parts of a report's layout that nobody says.

They are replaced by spaces before quotations are read, so that the place or agency of a dateline is never taken for a
speaker and every offset stays as it was.
"""

from __future__ import annotations

import re

from collectors.support.letter_case import CAPITAL

_PLACE = rf"{CAPITAL}[\w.’'-]*(?:[ \u00a0/-]{CAPITAL}[\w.’'-]*){{0,3}}"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DATE = (
    rf"(?:(?:{_MONTH}[ \u00a0]\d{{1,2}}|\d{{1,2}}[ \u00a0]{_MONTH})(?:,?[ \u00a0]\d{{4}})?|"
    r"\d{1,2}\.\d{1,2}\.\d{4})"
)
_WIRE = (
    r"(?:AP|AFP|Reuters|REUTERS|dpa|DPA|dpa-AFX|TASS|Tass|/TASS/|Interfax|INTERFAX(?:-UKRAINE)?|Interfax-Ukraine|"
    r"RIA Novosti|RIA|PTI|ANI|IANS|UNI|APP|Xinhua|XINHUA|Kyodo|Yonhap|UPI|EFE|ANSA|PAP|Ukrinform|UKRINFORM|BNS|BTA|CTK|"
    r"MTI|Tanjug|AA|Anadolu|KUNA|SPA|WAM|Bernama|CNN|BBC|NNA|SANA|IRNA|Bloomberg|UNIAN|Sputnik|[A-Z]{2,6})"
)
_GAP = r"[ \u00a0]"
_DASH = rf"{_GAP}*(?:—|–|--|-){_GAP}+"
#: One or two places, with a region or country after a comma: "KYIV, Ukraine", "LONDON/KYIV".
_WHERE = rf"{_PLACE}(?:[,.]{_GAP}{_PLACE})?"
_CAPITALS = rf"[A-ZÀ-Þ][A-ZÀ-Þ.’'/-]+(?:{_GAP}[A-ZÀ-Þ][A-ZÀ-Þ.’'/-]+){{0,3}}"
_STYLES = (
    r"(?:Updated|UPDATE \d|Correction): (?=[A-Z]{3})",
    # PARIS, Sept 23: ... / Kyiv, Sept. 30 (Reuters) - ... / MOSCOW, September 27. /TASS/. ...
    rf"{_WHERE}[,.]?{_GAP}{_DATE}\.?{_GAP}*(?:\(?/?{_WIRE}/?\)?\.?)?(?::|{_DASH}|\.{_GAP}|{_GAP}(?={CAPITAL}))",
    # KYIV, Ukraine (AP) — ... / Berlin (dpa) - ... / New Delhi, Sep 30 (PTI) ...
    rf"{_WHERE}(?:[,.]{_GAP}{_DATE}\.?)?{_GAP}*[(\[]/?{_WIRE}(?:[ \u00a0/]{{1,3}}\w+)?/?[)\]](?::|{_DASH}|\.?{_GAP}+)",
    # Kyiv. September 30. INTERFAX-UKRAINE – ...
    rf"{_WHERE}\.{_GAP}{_DATE}\.{_GAP}{_WIRE}[.:]?(?:{_DASH}|{_GAP})",
    # NEW DELHI: ... / WASHINGTON — ... / KYIV, Ukraine — ...
    rf"{_CAPITALS}(?:,{_GAP}{_PLACE})?(?:,{_GAP}{_DATE})?(?::{_GAP}|{_DASH})",
    # (Reuters) - ... / AFP - ...
    rf"[(\[]{_WIRE}[)\]](?::|{_DASH}|{_GAP}+)",
    rf"{_WIRE}{_DASH}(?={CAPITAL})",
    # Sept 30 (Reuters) - ... / Washington CNN — ... / (Kyiv) – ... / Islamabad - ... / WASHINGTON D.C. — ...
    rf"{_DATE}{_GAP}*[(\[]{_WIRE}[)\]]{_DASH}",
    rf"{_PLACE}{_GAP}(?:CNN|AP|AFP|Reuters){_DASH}",
    rf"\({_PLACE}\){_DASH}",
    rf"{_PLACE}(?:{_GAP}D\.C\.)?{_DASH}",
    # New York: ... in running text, which is longer than a headline
    rf"{_PLACE}:{_GAP}(?=[^\n]{{60}})",
)
_DATELINE = re.compile("|".join(f"(?:{style})" for style in _STYLES))
#: A name in capitals before a colon that is no place: a transcript's speaker, a label ("WATCH: ...").
_NAME_COLON = re.compile(r"[A-ZÀ-Þ.’' -]+:[ \u00a0]")
#: Words that introduce a caption or credit.
_LABEL = re.compile(
    r"(?:Image (?:source|caption|copyright)|Media caption|Photo(?:graph)?(?: by| credit|:)|PHOTO:|FILE PHOTO:|"
    r"FILE [-–—]|File photo(?:graph)?:?|Picture:|Credit:|Caption:|Video:|Watch:|WATCH:|Read more:|"
    r"READ MORE:|Getty Images|"
    r"(?:\([^()\n]{0,60}(?:/| via )(?:AP|AFP|Reuters|Getty Images|EPA|EPA-EFE|TASS|Getty)[^()\n]{0,20}\)))[ ,]?"
)
_PARAGRAPH = re.compile(r"(?:^|\n)[ \t]*(?=\S)")
_PARAGRAPHS = 400  # paragraphs read: bounds the work on hostile text


def without_layout(text: str, places: frozenset[str]) -> str:
    """Replace datelines, credits and labels by spaces; the length stays the same.

    Args:
        text: The text, its paragraphs separated by newlines.
        places: Names of places, in capitals, that count as a dateline when they stand alone before a colon or dash:
            "NEW DELHI:", "BELGRADE:".

    Returns:
        The changed text, or the text itself if it holds no such layout.
    """
    cuts: list[tuple[int, int]] = []
    for number, start in enumerate(_PARAGRAPH.finditer(text)):
        if number >= _PARAGRAPHS:
            break
        at = start.end()
        while (label := _LABEL.match(text, at)) and label.end() > at:
            cuts.append((at, label.end()))
            at = label.end()
        dateline = _DATELINE.match(text, at) if number < _DATED else None
        if dateline and dateline.group().startswith(("Updated", "UPDATE", "Correction")):
            cuts.append(dateline.span())
            at = dateline.end()
            dateline = _DATELINE.match(text, at)
        if dateline and dateline.end() - at <= _LONGEST and _is_dateline(dateline.group(), places):
            cuts.append((at, dateline.end()))
    if not cuts:
        return text
    parts, last = [], 0
    for first, end in cuts:
        parts += [text[last:first], " " * (end - first)]
        last = end
    return "".join([*parts, text[last:]])


_DATED = 12  # paragraphs of a text that may begin with a dateline
_LONGEST = 90  # characters of a dateline


def _is_dateline(words: str, places: frozenset[str]) -> bool:
    """Whether the words before a colon or dash name a place, a date or an agency, rather than a speaker."""
    bare = words.rstrip(" \u00a0:—–-.").strip("( )").strip()
    if re.search(_DATE, words) or _AGENCY.search(words):
        return True
    first = re.split(r"[,/]", bare)[0].strip()
    if first.upper() in places or first.upper().removesuffix(" D.C") in places:
        return True
    return not _NAME_COLON.match(words) and first.isupper() and " " not in first


#: An agency in a dateline: in brackets or slashes, or by an unambiguous name.
_AGENCY = re.compile(
    rf"[(\[/]{_WIRE}[)\]/]|\b(?:AP|AFP|Reuters|REUTERS|dpa|TASS|CNN|INTERFAX(?:-UKRAINE)?|Xinhua)\b(?! [A-Z]{{3}})"
)
