"""Who says what is in quotation marks in Arabic, Chinese and Japanese, whose scripts have no capitals.

Each function looks at the sentence around the marks and returns the spans of the speaker and of the cue. A cue without
a speaker means that the last speaker goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from collectors.metrics.quotations import direct_rule_words as rw
from collectors.model import Span

Side = tuple[Span | None, Span | None]

_LONGEST_NAME = 30  # characters of a name in marks
_REACH = 160  # characters on either side of the marks
_NOBODY: Side = (None, None)


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


def script_side(text: str, span: Span, floor: int, ceiling: int) -> Side:
    """Return the speaker and the cue of a quotation in a script without capitals.

    Args:
        text: The whole text.
        span: The quotation with its marks.
        floor: The offset before which nothing belongs to it: the end of the quotation before.
        ceiling: The offset behind which nothing does.

    Returns:
        The spans, each None where it is not clear; both None in other scripts.
    """
    first = max(floor, span.start - _REACH, text.rfind("\n", 0, span.start) + 1)
    newline = text.find("\n", span.end)
    stop = min(ceiling, span.end + _REACH, newline if newline >= 0 else len(text))
    around = text[first : span.start] + text[span.start : span.end][:40] + text[span.end : stop]
    if _KANA.search(around):
        return _japanese(text, span, first, stop)
    if _HAN.search(around):
        return _chinese(text, span, first, stop)
    if _ARABIC_LETTER.search(around):
        return _arabic(text, span, first, stop)
    return _NOBODY


def _spans(match: re.Match[str], offset: int = 0) -> tuple[Span, Span | None]:
    who = Span(match.start("who") + offset, match.end("who") + offset)
    cue = Span(match.start("cue") + offset, match.end("cue") + offset) if "cue" in match.re.groupindex else None
    return who, cue


# --- Japanese

_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
#: A speaker: kanji, katakana and "no", and the endings of names; hiragana only in names such as "綾瀬はるか".
_JA_NAME = r"[\u30a1-\u30ff\u4e00-\u9fff々・Ａ-Ｚa-zA-Zの]+(?:ら|たち|さん|ちゃん|くん)?"
_JA_ASIDE = r"(?:（[^）]{1,16}）)?"
_JA_TOPIC = re.compile(
    rf"(?P<who>{_JA_NAME}|[\u3041-\u30ff\u4e00-\u9fff・]{{2,20}}?){_JA_ASIDE}(?:は|が)(?![いあならくっ])"
)
_JA_SOURCE = re.compile(rf"(?P<who>{_JA_NAME}){_JA_ASIDE}(?P<cue>によると|によれば)、?\Z")
_JA_SAYER = re.compile(
    rf"[」』]と[^。「」]{{1,14}}(?:のは|るのが|たのは)、?[^。「」]{{0,24}}?(?P<who>{_JA_NAME}){_JA_ASIDE}(?:だ|です|だった|でした)?。"
)
_JA_AFTER = re.compile(rf"[」』](?P<cue>と)、?(?P<who>[^。「」、]{{2,30}}?){_JA_ASIDE}(?:は|が)(?![らいあ])")
_JA_NEXT = re.compile(rf"[」』](?:。|――|――|—)\s*(?P<who>[^。「」、]{{2,30}}?){_JA_ASIDE}(?:は|が)")
_JA_NAMED = re.compile(rf"[」』](?P<cue>と)、?(?P<who>{_JA_NAME})。")
_JA_VOICES = re.compile(r"[」』]との声が(?P<who>[^。「」、]{2,20}?)から")
_JA_GOES_ON = re.compile(r"[」』](?P<cue>と)(?:も|続け|付け加え|語っ|話し|述べ|言っ)")
_JA_TOLD_BEFORE = re.compile(
    rf"(?P<who>{_JA_NAME}){_JA_ASIDE}(?:は|が)(?:こう|次のように|このように)[^。「」]{{1,20}}。\s*\Z"
)
_JA_WRITTEN = re.compile(r"(?:書かれ|書いた|記し|記され|題し|題する|名付け|呼ば|いう|いった|する|した|され)")
_JA_NO_SPEAKER = re.compile(r"(?:こと|もの|の|ところ|とき|これ|それ|声|予定|見通し|可能性)\Z")


def _japanese(text: str, span: Span, first: int, stop: int) -> Side:
    begin = max(first, text.rfind("。", first, span.start) + 1)
    topics = [
        match
        for match in _JA_TOPIC.finditer(text, begin, span.start)
        if not set("「」") & set(text[match.end() : span.start]) and not _JA_NO_SPEAKER.search(match["who"])
    ]
    leading = [match for match in topics if match.group().endswith("は") and text[match.end()] == "、"]
    if len(topics) > 1 and leading and leading[0] is not topics[-1] and topics[-1].group().endswith("が"):
        return Span(*leading[0].span("who")), None  # "Xは、ロシアが「...」と警告した"
    if topics:
        inside = len(topics) > 1 and topics[-2].end() == topics[-1].start()  # a particle inside a name: "綾瀬はるか"
        return Span(topics[-2 if inside else -1].start("who"), topics[-1].end("who")), None
    told = None if text[begin : span.start].strip() else _JA_TOLD_BEFORE.search(text[first : span.start])
    if told:
        return _spans(told, first)
    source = _JA_SOURCE.search(text[begin : span.start])
    if source:
        return _spans(source, begin)
    last = span.end - 1 if text[span.end - 1] in "」』" else span.end
    for pattern in (_JA_SAYER, _JA_VOICES, _JA_AFTER, _JA_NEXT, _JA_NAMED):
        match = pattern.match(text, last, stop)
        if (
            match
            and not _JA_NO_SPEAKER.search(match["who"])
            and not _JA_WRITTEN.match(match["who"])
            and not re.search("[^の]ながら|ない", match["who"])
        ):
            return _spans(match)
    again = _JA_GOES_ON.match(text, last, stop)
    return (None, Span(*again.span("cue"))) if again else _NOBODY


# --- Chinese

_HAN = re.compile(r"[\u4e00-\u9fff]")
_ZH_SAID = _any(word for word in rw.CHINESE if word != "：")
_ZH_NAME = r"[\u4e00-\u9fffA-Za-z·•\-－\d]"
_ZH_BEFORE = re.compile(
    rf"(?P<who>{_ZH_NAME}{{2,24}}?)(?P<cue>{_ZH_SAID}|问(?=[：:]))[^：:，,。；“”「」]{{0,8}}[：:，,]?\s*\Z"
)
#: A verb with a comma, and the words of the reported clause that stand outside the marks: "指出，这项政策“...”".
_ZH_CLAUSE = re.compile(rf"(?P<who>{_ZH_NAME}{{2,24}}?)(?P<cue>{_ZH_SAID})，[^：:，,。；“”「」]{{1,14}}\Z")
_ZH_HEAD = re.compile(rf"\A(?P<who>{_ZH_NAME}{{4,20}})(?P<cue>：)[^。；“”「」]{{1,24}}\Z")
_ZH_COLON = re.compile(rf"(?P<who>{_ZH_NAME}{{2,20}})(?P<cue>[：:])\s*\Z")
_ZH_SOURCE = re.compile(
    rf"(?P<cue>据|據|援引|引述)(?P<who>{_ZH_NAME}{{2,20}}?)(?:介绍|称|报道|報道|透露|说|的话说|的消息)?[，,]\s*\Z"
)
_ZH_VIEW = re.compile(rf"(?P<cue>在|依)(?P<who>{_ZH_NAME}{{2,20}}?)(?:看来|看來|之见)[，,][^，,。；“”「」]{{0,14}}\Z")
_ZH_AFTER = re.compile(rf"[，,。]?\s*(?P<who>{_ZH_NAME}{{2,20}}?)(?P<cue>{_ZH_SAID}|问(?=[。，]))")
#: Words between a speaker and the verb: a place, a time, to whom.
_ZH_TAIL = re.compile(
    r"(?:在[^，。]{1,14}|于[^，。]{1,10}|对[^，。]{1,10}|對[^，。]{1,10}|向[^，。]{1,10}|周[一二三四五六日]|星期.|昨[天日]|今[天日]|\d+日|随后|隨後|也|则|則|还|還|"
    r"当天|當天|此前|日前|赛后|賽後|曾|再次|表示|强烈|哽咽着|摇头|搖頭|点头|點頭|笑着|低声|接受[^，。]{1,14})+\Z"
)
_ZH_NOBODY = re.compile(r"(?:并|并且|還|还|又|也|则|他们|我们|并说|同时|此外|但|而|其)\Z")


def _chinese(text: str, span: Span, first: int, stop: int) -> Side:
    begin = max([first, *(text.rfind(mark, first, span.start) + 1 for mark in "。！？")])
    head = text[begin : span.start]
    for pattern in (_ZH_HEAD, _ZH_BEFORE, _ZH_VIEW, _ZH_COLON, _ZH_CLAUSE, _ZH_SOURCE):
        match = pattern.search(head)
        if match:
            return _chinese_name(match, begin)
    after = _ZH_AFTER.match(text, span.end, min(stop, span.end + 40))
    return _chinese_name(after, 0) if after else _NOBODY


def _chinese_name(match: re.Match[str], offset: int) -> Side:
    who, cue = _spans(match, offset)
    name = match["who"]
    shorter = _ZH_TAIL.sub("", name)
    if len(shorter) > 1 and not _ZH_NOBODY.fullmatch(shorter):
        return Span(who.start, who.start + len(shorter)), cue
    return (None, cue) if _ZH_NOBODY.fullmatch(shorter) else (who, cue)


# --- Arabic

_ARABIC_LETTER = re.compile("[\u0621-\u064a]")
_AR_WORD = r"[^\s:،.«»\"“”]+"
#: Words that end a speaker's name: prepositions, times, and to whom something is said.
_AR_CUT = re.compile(
    r"\s*،.*\Z|\s+(?:في|على|من|عن|إلى|خلال|أمس|اليوم|بعد|قبل|مع|لدى|عبر|رداً|ردا|حول|أثناء|يوم|الخطوة|بـ|لـ|كما|هذه|هذا|ما|وهي|وهو|"
    r"لوكالة|لصحيفة|لقناة|للصحافيين|للصحفيين|لموقع)(?=\s|\Z).*\Z|\s+ل(?=\Z)|\s+ب(?=\Z)",
    re.DOTALL,
)
_AR_THAT = (
    r"(?:ب?أن(?:ه|ها|هم|نا)?|إن(?:ه|ها|هم|نا)?|إلى(?:\s+أن)?|ب(?:قوله|قولها)?ـ?|قائلا|قائلة|قائلاً"
    r"|(?:قوله|قولها)(?:\s+إن)?)"
)
_AR_BEFORE = re.compile(
    rf"\b(?P<cue>[وف]?(?:{_any(rw.ARABIC)}))\s+(?P<who>[^:.]{{2,120}}?)(?:[\s،]+{_AR_THAT}\s*[:،]?|\s*:)\s*\Z"
)
#: The same with words of the reported clause before the marks: "أكد المحافظ أن الأوضاع «...»".
_AR_CLAUSE = re.compile(
    rf"\b(?P<cue>[وف]?(?:{_any(rw.ARABIC)}))\s+(?P<who>[^:.]{{2,80}}?)\s+(?:على\s+|إلى\s+)?(?:ب?أن|إن|عن)"
    rf"(?:\s+{_AR_WORD}){{0,5}}\s*\Z"
)
_AR_QUOTED_BY = re.compile(
    rf"\b(?P<cue>[وف]?نقلت?)\s+.{{3,40}}?\s+عن\s+(?P<who>{_AR_WORD}(?:\s+{_AR_WORD}){{0,5}}?)\s+(?:قوله|قولها|إن|أن)"
)
_AR_SOURCE = re.compile(
    r"\b(?P<cue>و?(?:بحسب|حسب|وفقا|وفقاً|بحسب ما قال|في رأي|برأي))\s+"
    rf"(?P<who>{_AR_WORD}(?:\s+{_AR_WORD}){{0,6}}?)\s*(?:،(?:\s*فإن)?|\s+فإن|:)\s*\Z"
)
_AR_AFTER = re.compile(
    rf"\s*[،,.]?\s*(?:هكذا\s+|كما\s+|بهذه الكلمات\s+)?(?P<cue>[وف]?(?:{_any(rw.ARABIC)}))"
    rf"\s+(?P<who>{_AR_WORD}(?:\s+{_AR_WORD}){{0,5}})"
)
_AR_MEDIUM = re.compile(r"(?:\bلـ?|(?:صحيفة|قناة|وكالة|موقع|مجلة|حزب|حركة|عملية)\s+)\Z")
_AR_IN_TEXT = re.compile(r"في\s+(?=بيان|تقرير|تصريح|رسالة|تغريدة)")
_AR_NOBODY = frozenset(["في", "من", "على", "إن", "أن", "أنه", "إنه", "ذلك", "هذا", "هذه", "قائلا", "قائلة", "قائلاً"])


def names_medium(text: str, span: Span) -> bool:
    """Whether marks hold the name of an Arabic paper, channel or body: "لـ«الشرق الأوسط»".

    Args:
        text: The whole text.
        span: The words with their marks.
    """
    return (
        span.end - span.start <= _LONGEST_NAME
        and _AR_MEDIUM.search(text, max(0, span.start - 12), span.start) is not None
    )


def _arabic(text: str, span: Span, first: int, stop: int) -> Side:
    begin = max([first, *(text.rfind(mark, first, span.start) + 1 for mark in (". ", "؟ ", "! "))])
    head = text[begin : span.start]
    for pattern in (_AR_QUOTED_BY, _AR_BEFORE, _AR_CLAUSE, _AR_SOURCE):
        match = pattern.search(head)
        if match:
            return _arabic_name(match, begin)
    after = _AR_AFTER.match(text, span.end, stop)
    return _arabic_name(after, 0) if after else _NOBODY


def _arabic_name(match: re.Match[str], offset: int) -> Side:
    who, cue = _spans(match, offset)
    text_said = _AR_IN_TEXT.match(match["who"])
    if text_said:  # "جاء في بيان الحركة أن ..."
        who = Span(who.start + text_said.end(), who.end)
    name = _AR_CUT.sub("", match["who"][text_said.end() if text_said else 0 :])
    words = name.split()
    if not words or words[0] in _AR_NOBODY:
        return None, cue
    return Span(who.start, who.start + len(name)), cue
