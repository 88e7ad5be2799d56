"""The legacy encoding that gives the most plausible text, for pages whose declaration is missing or wrong.

Each candidate decodes a sample of the page's high bytes with their surroundings and is scored by its characters. The
common letters of the languages that use the encoding count for it; broken bytes, control characters, symbols inside
words and capitals after small letters count against it. Measured on 566 re-encodings of 80 real pages and parts of
them into 17 encodings (tests/benchmarks/bench_charsets.py): without a declaration 97 % are right. The best guess of
charset-normalizer 3.5 is right for 88 % (89 % when limited to these candidates): it reads Polish in ISO-8859-2 as
Windows-1250 and takes Western European pages with few accents for one of ten others.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence

# The candidates, and the characters that are common in text of the languages written in each (letters of the highest
# frequency; for Chinese and Korean the most frequent characters of running text).
_CYRILLIC = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфіїєґўёъ"
_HANZI_CN = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全"
    "表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员"
)
_HANZI_TW = (
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經"
    "十三之進著等部度家電力裡如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開它合還因由其些然前外天政四日那社義事平形相全"
    "表間樣與關各重新線內數正心反你明看原又麼利比或但質氣第向道命此變條只沒結解問意建月公無系軍很情者最立代想已通並提直題黨程展五果料"
)
_KANA = "のにはをたがでてとしれさいるかなもあっこらりすくきそうまんょよューンスルトリアイッラクドシ、。日本年人大国会時"
_HANGUL = "이다에는의을고하가한지로사기도은을들해서를자어리대인시정그일부나라수보과국장있전주아상공스여제원만했으며성경"
_WESTERN = "éèàüöäßñçóíáêôâîûãõåæøúòùïìëœÄÖÜÉÈÀ’“”«»–—‘…°·ºª£€"
_CENTRAL = "ąęłśżźćńóčšžřěůőűáéíýúöüďťňăâîşţđ„”–“’"
_COMMON = {
    "cp1252": _WESTERN,
    "cp1251": _CYRILLIC + "«»–—“”№",
    "gb18030": _HANZI_CN + "，。、：“”",
    "cp932": _KANA,
    "big5hkscs": _HANZI_TW + "，。、：「」",
    "cp949": _HANGUL,
    "euc_jp": _KANA,
    "koi8_u": _CYRILLIC,
    "cp1250": _CENTRAL,
    "iso8859-2": _CENTRAL,
    "cp1254": "ığşçöüİâŞÇÖÜ’“”",
    "cp1253": "αοιετσνηυρπκμλςόίάέήύώ«»’",
    "cp1255": "יוהלאתרמבשנעדקחפכםגןזסטץ",
    "cp1256": "اليمونرتبدعفسقحهكجشطصخضغذثزةىأپچژگی،",
    "iso8859-6": "اليمونرتبدعفسقحهكجشطصخضغذثزةىأإآئؤء،؛؟",
    "cp1257": "āčēģīķļņšūžąęėįųõäöü„”–",
    "cp874": "านรอกเงมยลวดทตสปคบแพหขใจชไผโซศถณ่้ีิัาำะ็์",
    "cp866": _CYRILLIC,
    "iso8859-5": _CYRILLIC,
}

#: Codec name -> weight of each common character: 1 for the first of its list, falling to 0.7 for the last.
CANDIDATES: dict[str, dict[str, float]] = {
    name: {char: 1 - 0.3 * index / len(chars) for index, char in reversed([*enumerate(chars)])}
    for name, chars in _COMMON.items()
}

#: Encodings that count only where they are declared, with the letters of those that they are like.
_LIKE = {
    "iso8859-16": _CENTRAL + "șț",
    "iso8859-13": _COMMON["cp1257"],
    "iso8859-4": _COMMON["cp1257"],
    "iso8859-7": _COMMON["cp1253"],
    "koi8-r": _CYRILLIC,
    "mac-cyrillic": _CYRILLIC,
}
_OF_DECLARED = {name: dict.fromkeys(reversed(chars), 1.0) for name, chars in _LIKE.items()}
#: Cyrillic or Greek text of so many letters without a capital is Hebrew or Arabic in another encoding.
_CASED, _MANY = frozenset(("cp1251", "koi8_u", "cp866", "iso8859-5", "cp1253")), 150

_TAGS = re.compile(rb"<[^<>]{0,4000}>")
_SAMPLE, _LONGEST = 12_000, 4_000
#: So many Latin letters with accents in a row are a word in another script. Of the Latin letters, the last one.
_ACCENTS, _LAST_LATIN = 3, "\u024f"
#: Bonus of a declared encoding, in units of the score: Hungarian in ISO-8859-2 is .08 behind Western European.
DECLARED = 0.12


def detect(body: bytes, declared: Iterable[str] = ()) -> str:
    """Return the codec that gives the most plausible text for bytes that are not UTF-8.

    The result depends only on the arguments: ties go to the earlier candidate.

    Args:
        body: The bytes of a page.
        declared: Codec names that the page declares. Each gets a bonus of `DECLARED`, so it wins a near tie.
    """
    sample = _sample(body)
    first = [name for name in declared if name]
    order = [*dict.fromkeys([*first, *CANDIDATES])]
    best, best_score = order[0], float("-inf")
    for name in order:
        score = _score(sample, name) + (DECLARED if name in first else 0.0)
        if score > best_score + 1e-9:
            best, best_score = name, score
    return best


def _sample(body: bytes) -> list[bytes]:
    """Return visible stretches with high bytes from the beginning of the page, together about `_SAMPLE` bytes."""
    # Neither a line feed nor a bracket is ever a later byte of a character, so each line begins with a whole one.
    out: list[bytes] = []
    size = 0
    for line in _TAGS.sub(b"\n", body[:2_000_000]).splitlines():
        if not line.isascii():
            out.append(line.strip()[:_LONGEST])
            size += len(out[-1])
            if size > _SAMPLE:
                break
    return out or [body[:_SAMPLE]]


def _score(sample: Sequence[bytes], name: str) -> float:
    """Return the mean evidence per high byte for this encoding: about 1 for text, below 0 for noise."""
    try:
        # Not final, so a character that is cut by the end of a stretch is left out.
        text = "\n".join(codecs.getincrementaldecoder(name)("replace").decode(stretch) for stretch in sample)
    except (LookupError, UnicodeError):
        return float("-inf")
    common = CANDIDATES.get(name) or _OF_DECLARED.get(name) or CANDIDATES["cp1252"]
    total, weight = 0.0, 0
    previous, run = " ", 0
    for char in text:
        if char >= "\x80":
            size = 1 if len(char.encode(name, "ignore")) < 2 else 2
            weight += size
            run = run + 1 if char.isalpha() else 0
            accents = run >= _ACCENTS and char <= _LAST_LATIN
            total += size * (-1.0 if accents else _evidence(char, previous, common))
        else:
            run = 0
        previous = char
    if name in _CASED and weight >= _MANY and not any(char > "\x7f" and char.isupper() for char in text):
        total -= 0.5 * weight
    return total / weight if weight else 0.0


def _evidence(char: str, previous: str, common: dict[str, float]) -> float:
    if char == "\N{REPLACEMENT CHARACTER}" or "\x80" <= char < "\xa0" or "\ue000" <= char <= "\uf8ff":
        return -8.0
    if char == "\xa0":
        return 0.8
    return _letter(char, previous, common) if char.isalpha() else common.get(char, -1.0 if previous.isalpha() else -0.2)


def _letter(char: str, previous: str, common: dict[str, float]) -> float:
    if char > "\u024f" and previous.isascii() and previous.isalpha():
        return -1.0  # a Cyrillic letter inside a Latin word
    if char in common:
        return common[char]
    if char.isupper() and previous.islower():
        return -1.5
    return 0.6 if char.lower() in common else 0.0
