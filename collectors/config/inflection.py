"""Expands lemmas of event files to the forms found in texts: "фиктивный референдум" to "фиктивных референдумов".

A lemma is a phrase in dictionary forms. Each word is inflected with the regular endings of its language. `|` divides
words of which any one matches, `=word` is not inflected, `word*` leaves its ending open, and `{name}` is the piece of
that name. A word whose ending no rule knows is left as it is. Agreement between words is not checked: combinations
that disagree do not occur in texts. Quotation marks may come between the words.

The endings are those of school grammars; `parallax check --expand` prints the forms of each lemma.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product

#: What may come between two words of a phrase: a space and quotation marks.
BETWEEN = r"""["“”„«»‘’']?,?\s["“”„«»‘’']?"""

_PIECE = re.compile(r"\{[a-z][a-z_]*\}")

#: Languages without spaces between words: a phrase is found anywhere.
UNSPACED = frozenset({"zh", "ja"})

# Dictionary ending -> the endings that replace it. The longest ending that fits is used; "" fits any other word.
_ADJECTIVE_RU = "ый ого ому ым ом ая ой ую ое ые ых ыми"
_SOFT_RU = "ий его ого ему ому им ем ом яя ая ей ой юю ую ее ое ие их ими"
_ADJECTIVE_UK = "ий ого ому им ім ій а ої у ою е і их ими"
_ADJECTIVE_PL = "y ego emu ym a ej ą e ych ymi"
_ADJECTIVE_CS = "ý ého ému ým ém á é ou í ých ými"
_RU = {
    "ировать": "ировать ирует ируют ируя ировал ировала ировало ировали ировав ирован ирована ировано ированы "
    "ированный ированного ированному ированным ированном ированная ированной ированную ированное ированные ированных "
    "ированными",
    "анный": f"{' '.join('анн' + part for part in _ADJECTIVE_RU.split())} ан ана ано аны",
    "енный": f"{' '.join('енн' + part for part in _ADJECTIVE_RU.split())} ен ена ено ены",
    "ый": _ADJECTIVE_RU,
    "ий": _SOFT_RU,
    "ость": "ость ости остью остей остям остями остях",
    "ия": "ия ии ию ией иею ий иям иями иях",
    "ие": "ие ия ию ием ии ий иям иями иях",
    "ить": "ить ит ят ил ила ило или ив",
    "ать": "ать ает ают ал ала ало али ав",
    "ь": "ь и ью я ю ем е ей ям ями ях",
    "а": "а ы и е у ой ою ам ами ах",
    "я": "я и е ю ей ям ями ях",
    "о": "о а у ом е ам ами ах",
    "": " а у ом е ы и ов ев ей ам ами ах",
}
_UK = {
    "увати": "увати ує ують уючи ував увала увало ували уваний уваного уваному уваним уваній увана уваної увану уваною "
    "уване увані уваних уваними овано ований ованого ованому ованим ована ованої овану ованою ованій оване овані "
    "ованих ованими",
    "ий": _ADJECTIVE_UK,
    "ія": "ія ії ію ією ій іям іями іях",
    "ння": "ння нню нням нні нь нням ннями ннях",
    "ість": "ість ості істю остей остям остями остях",
    "а": "а и і у ою ам ами ах",
    "я": "я і ю ею ям ями ях",
    "о": "о а у ом і ам ами ах",
    "ь": "ь я ю ем і ів ям ями ях",
    "": " а у ом ові і и ів ам ами ах",
}
_PL = {
    "ować": "ować uje ują ował owała owało owali owały owano owany owanego owanemu owanym owana owanej owaną owane "
    "owanych owanymi",
    "ki": "ki kiego kiemu kim ka kiej ką kie kich kimi cy",
    "ny": "ny nego nemu nym na nej ną ne nych nymi ni",
    "y": _ADJECTIVE_PL,
    "um": "um a ów om ami ach",
    "cja": "cja cji cję cją cjo cje cjom cjami cjach",
    "ja": "ja i ji ję ją je jom jami jach",
    "nie": "nie nia niu niem ń niom niami niach",
    "cie": "cie cia ciu ciem ć ciom ciami ciach",
    "ość": "ość ości ością ościom ościami ościach",
    "zja": "zja zji zję zją zje zjom zjami zjach",
    "ka": "ka ki ce kę ką ek kom kami kach",
    "ga": "ga gi dze gę gą",
    "a": "a y i ie ę ą om ami ach",
    "ec": "ec ca cowi cem cu cy ców com cami cach",
    "t": "t ta towi tem cie ty ci tów tom tami tach",
    "": " a u owi em ie y i ów om ami ach",
}
_CS = {
    "ovat": "ovat uje ují oval ovala ovalo ovali ovaly ován ována ováno ovaný ovaného ovanému ovaným ovaném ovaná "
    "ované ovanou ovaní ovaných ovanými",
    "ký": "ký kého kému kým kém ká ké kou cí kých kými",
    "ý": _ADJECTIVE_CS,
    "um": "um a u em ech ům y",
    "ce": "ce ci cí cím cích cemi",
    "ní": "ní ního nímu ním ních ními",
    "í": "í ím ích ími",
    "ka": "ka ky ce ku kou ek kám kami kách",
    "e": "e i í emi ích ím",
    "a": "a y ě u ou ám ami ách",
    "t": "t ta tu tem tovi ti ty tů tům tech",
    "": " a u em ovi ě i y ů ům ech",
}
_ROMANCE_ADJECTIVE = "o a os as"
_ES = {
    "ción": "ción ciones",
    "sión": "sión siones",
    "xión": "xión xiones",
    "ar": "ar a an ó aron aba aban ando ado ada ados adas ará arán",
    "ado": "ado ada ados adas",
    "ido": "ido ida idos idas",
    "or": "or ora ores oras",
    "al": "al ales",
    "o": _ROMANCE_ADJECTIVE,
    "a": "a as",
    "e": "e es",
    "": " s es",
}
_PT = {
    "ção": "ção ções",
    "são": "são sões",
    "ar": "ar a am ou aram ava avam ando ado ada ados adas ará",
    "al": "al ais",
    "or": "or ora ores oras",
    "o": _ROMANCE_ADJECTIVE,
    "a": "a as",
    "": " s es",
}
_IT = {
    "zione": "zione zioni",
    "sione": "sione sioni",
    "tore": "tore tori trice",
    "ista": "ista isti iste",
    "ale": "ale ali",
    "are": "are a ano ò arono ato ata ati ate ando",
    "co": "co ca ci chi che",
    "o": "o a i e",
    "a": "a e",
    "e": "e i",
    "": "",
}
_FR = {
    "el": "el elle els elles",
    "al": "al ale aux ales",
    "eur": "eur eurs euse euses rice rices",
    "er": "er e ent a ait aient ant é ée és ées èrent",
    "é": "é ée és ées",
    "x": "x se sses ses",
    "if": "if ive ifs ives",
    "e": "e es",
    "n": "n ne ns nes nne nnes",
    "": " s e es",
}
_DE = {
    "ieren": "ieren iert ierte ierten ierend ierte ierter iertes iertem",
    "isch": "isch ische ischen ischer isches ischem",
    "ig": "ig ige igen iger iges igem",
    "lich": "lich liche lichen licher liches lichem",
    "ert": "ert erte erten erter ertes ertem",
    "t": "t te ten ter tes tem s en",
    "um": "um ums en a",
    "ung": "ung ungen",
    "ion": "ion ionen",
    "er": "er ern ers e en",
    "e": "e en er es em n",
    "": " e en er es em s",
}
_NL = {
    "um": "um ums a",
    "eren": "eren eert eerde eerden eerd",
    "ing": "ing ingen",
    "isch": "isch ische",
    "e": "e en",
    "": " e en s",
}
_EN = {"y": "y ies", "e": "e es ed ing", "": " s es ed ing"}
_ENDINGS: Mapping[str, Mapping[str, str]] = {
    "ru": _RU, "uk": _UK, "pl": _PL, "cs": _CS, "es": _ES, "pt": _PT, "it": _IT, "fr": _FR, "de": _DE, "nl": _NL,
    "en": _EN,
}  # fmt: skip
#: Short words that no rule inflects: articles and prepositions.
_SHORTEST = 4
#: What Arabic writes as one with the word after it: the words for and, so, in, for, as, and the article.
_PREFIXES_AR = "[وفبلك]{0,2}(?:ال|لل)?"


def forms(word: str, language: str) -> tuple[str, ...]:
    """The inflected forms of one word.

    Args:
        word: A word in its dictionary form, or `=word` for a word that is not inflected.
        language: ISO 639-1 code; a language without rules leaves the word as it is.

    Returns:
        The forms without repeats, the dictionary form first.
    """
    if word.startswith("="):
        return (word[1:],)
    rules = _ENDINGS.get(language)
    if rules is None or len(word) < _SHORTEST:
        return (word,)
    ending = max((rule for rule in rules if word.endswith(rule) and len(word) - len(rule) >= 2), key=len, default="")
    stem = word[: len(word) - len(ending)] if ending else word
    endings = [rest.replace("_", "") for rest in re.split(" ", rules[ending])] if ending in rules else [""]
    return tuple(dict.fromkeys([word, *(stem + rest for rest in endings)]))


def expanded(lemma: str, language: str) -> list[str]:
    """Every combination of forms that a lemma matches, to be shown to people; open endings keep their `*`."""
    words = [[form for choice in word.split("|") for form in _shown(choice, language)] for word in lemma.split()]
    return [("" if language in UNSPACED else " ").join(combination) for combination in product(*words)]


def _shown(word: str, language: str) -> tuple[str, ...]:
    return (word,) if word.endswith("*") else forms(word, language)


def lemma_pattern(lemma: str, language: str) -> str:
    """The regular expression that matches a lemma in any combination of the forms of its words."""
    if language in UNSPACED:
        return "".join(_any_of(word, language) for word in lemma.split())
    body = BETWEEN.join(_any_of(word, language) for word in lemma.split())
    return rf"\b{body}\b"


def _any_of(word: str, language: str) -> str:
    if _PIECE.fullmatch(word):
        return word
    choices = []
    for choice in word.split("|"):
        if choice.endswith("*") or language == "tr":
            choices.append(re.escape(choice.removeprefix("=").rstrip("*")) + r"\w*")
            continue
        inflected = forms(choice, language)
        shared = _beginning(inflected)
        rests = sorted({re.escape(form[len(shared) :]) for form in inflected}, key=lambda rest: (-len(rest), rest))
        before = _PREFIXES_AR if language == "ar" else ""
        choices.append(before + re.escape(shared) + (f"(?:{'|'.join(rests)})" if len(rests) > 1 else rests[0]))
    return choices[0] if len(choices) == 1 else f"(?:{'|'.join(choices)})"


def _beginning(words: tuple[str, ...]) -> str:
    first, last = min(words), max(words)
    same = next(
        (index for index, (low, high) in enumerate(zip(first, last, strict=False)) if low != high),
        min(len(first), len(last)),
    )
    return first[:same]
