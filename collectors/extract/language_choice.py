"""The language of an article: what the page states where the script bears it out, else the text's function words."""

from __future__ import annotations

import re

from collectors.extract.stated_metadata import StatedMetadata

_LANGUAGE = re.compile(r"^\s*([a-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*\s*$", re.I)
_THREE = {
    "eng": "en",
    "ger": "de",
    "deu": "de",
    "fra": "fr",
    "fre": "fr",
    "spa": "es",
    "rus": "ru",
    "ukr": "uk",
    "pol": "pl",
    "ita": "it",
}

# Function words that are frequent in one language and rare in its neighbours.
_WORDS = {
    "en": "the and of to that was is for with he his they from had were which this are by be",
    "de": "der die und das nicht von den mit dem sich auch auf ist des ein eine im wird zu für",
    "fr": "le la les des et est que une dans pour qui sur pas au du avec ce il sont mais",
    "es": "el los las que del una por con para como más pero su al se han este también fue sus",
    "it": "il che di della per non una del sono con gli nel alla più anche ha dei delle come si",
    "pt": "não uma para com dos mais como foi ao das pelo pela são também sua seu em os no na",
    "nl": "het een van dat niet op zijn voor met aan ook er maar werd naar bij heeft worden nog uit",
    "pl": "nie się na że jest do przez oraz jak ale został tym dla od po jego być są które już",
    "cs": "že se na je které nebo jako pro byl jsou ale podle také jeho při až být aby jsem ve",
    "sv": "och att det som inte är på av för har med till ett var han om från men också sig",
    "no": "og det som ikke er på av har med til et var han fra men også seg at vi blir",
    "da": "og det som ikke er på af har med til et var han fra men også sig at vi bliver",
    "fi": "on ja ei että se hän oli mutta ovat joka myös kun mukaan sen ole hänen jo niin",
    "hu": "hogy nem az egy és meg is volt csak már de még ki azt mert vagy lesz ha mint szerint",
    "ro": "și în că este pe care nu cu mai pentru din sunt după fost dar sau prin lui ale",
    "tr": "ve bir bu için da de ile çok daha olarak olan gibi ancak sonra kadar ise değil göre",
    "ru": "и в не на что с по как это из от за его для был они также после который",
    "uk": "і в не на що з та до від за як це його для був вони також після який й",
    "bg": "на и да за се от не че са като по това със при който ще към след му",
}
_COMMON = {code: frozenset(words.split()) for code, words in _WORDS.items()}


def guess_language(text: str, among: tuple[str, ...] | None = None) -> str | None:
    """ISO 639-1 code by function words; None under 30 words or where no language has a clear lead.

    `among` limits the candidates to those a script allows.
    """
    words = [w.lower() for w in re.findall(r"[^\W\d_]+", text[:20_000])]
    if len(words) < 30:
        return None
    share = {
        c: sum(w in common for w in words) / len(words) for c, common in _COMMON.items() if not among or c in among
    }
    ranked = sorted(share.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or ranked[0][1] < 0.1:
        return None
    close = len(ranked) > 1 and ranked[1][1] > 0.95 * ranked[0][1]
    return None if close else ranked[0][0]


def language_of(stated: StatedMetadata, text: str) -> tuple[str, str] | None:
    """ISO 639-1 code and its source. A statement that contradicts the script of the text is not believed."""
    script = _script(text)
    for value, source in (
        (stated.linked.language, "json-ld"),
        (stated.language, "html lang"),
        (stated.first("content-language", "og:locale", "language"), "meta"),
    ):
        found = _LANGUAGE.match(value or "")
        if found:
            code = found.group(1).lower()
            code = _THREE.get(code, code)
            if len(code) == 2 and (script is None or code in script):
                return code, source
    if script and len(script) == 1:
        return script[0], "script"
    guess = guess_language(text, script)
    return (guess, "function words") if guess else None


_CYRILLIC = ("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "tg", "mn")


def _script(text: str) -> tuple[str, ...] | None:
    """Languages a text can be in by its letters; None where that says little (Latin script)."""
    sample = text[:4000]
    if sample.isascii():
        return None
    letters = max(1, sum(c.isalpha() for c in sample))
    for low, high, codes in (
        ("\u3040", "\u30ff", ("ja",)),
        ("\uac00", "\ud7af", ("ko",)),
        ("\u4e00", "\u9fff", ("zh", "ja")),
        ("\u0400", "\u04ff", _CYRILLIC),
        ("\u0370", "\u03ff", ("el",)),
        ("\u0590", "\u05ff", ("he", "iw", "yi")),
        ("\u0600", "\u06ff", ("ar", "fa", "ur", "ps", "ku")),
        ("\u0e00", "\u0e7f", ("th",)),
    ):
        if len(re.findall(f"[{low}-{high}]", sample)) > letters * (0.1 if codes in (("ja",), ("ko",)) else 0.4):
            if codes is _CYRILLIC and set("іїєґ") & set(sample.lower()) and not set("ыэъё") & set(sample.lower()):
                return ("uk",)
            return codes
    return None
