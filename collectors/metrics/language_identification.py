"""The language of a text, from letter statistics (py3langid), letters that only one language has, and claims.

Each candidate's score is the logarithm of its probability given the text, plus a bonus for claims: what a page or a row
states, and the languages that an outlet is declared to publish in. A long text outweighs any claim, a headline of five
words does not. Between languages that a classifier can hardly separate (hr, sr, bs) a claim decides.

py3langid's model is inside its package (BSD-3, 4.5 MB), so nothing is downloaded. It is loaded on first use.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from collectors.metrics.text import paragraphs
from collectors.metrics.word_lists import alternatives, word_groups
from collectors.model import Span

#: How many characters are read; more would change nothing and cost time.
_SAMPLE = 4_000
_FEWEST_LETTERS = 8  # with fewer letters only a claim gives a language
_TOO_SHORT = 60  # characters; with fewer than half as many letters in them a claim is followed unchecked
#: What a claim, and an outlet's declared language, add to the logarithm of a candidate's probability.
_CLAIM, _OUTLET = 3.0, 1.5
_FLOOR = 1e-7  # the least probability of a candidate, so low that a claim alone cannot restore an excluded language
_SURE = 0.5  # the least share of the winner; below it a text without claims has no language
#: The bonus that the large languages of news have over the other hundred, because short headlines in them were taken
#: for Breton, Latin and Galician. A paragraph outweighs it.
_EXPECTED = frozenset(("en", "de", "fr", "es", "it", "pl", "pt", "nl", "ru", "uk", "tr", "cs", "ar", "zh", "ja"))
_AHEAD = 2.5
_FOREIGN_LETTERS, _FOREIGN_SURE = 120, 0.9  # letters and confidence that make a paragraph one in another language

#: Languages whose news texts a classifier separates badly; within one group the page's claim decides.
CONFUSED = (
    frozenset(("hr", "sr", "bs", "sh", "me")),
    frozenset(("no", "nb", "nn", "da")),
    frozenset(("id", "ms")),
    frozenset(("cs", "sk")),
    frozenset(("es", "gl", "ast", "an")),
    frozenset(("pt", "gl")),
    frozenset(("ru", "tt", "ba", "cv")),
    frozenset(("de", "lb", "nds")),
    frozenset(("fr", "oc", "wa", "br")),
    frozenset(("zh", "yue", "wuu")),
)  # fmt: skip
#: The Cyrillic alphabets; a language is excluded where the text has many letters that are not in its alphabet.
_CYRILLIC_LETTERS = {
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "sr": "абвгдђежзијклљмнњопрстћуфхцчџш",
    "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
}
_LATIN, _CYRILLIC = re.compile("[A-Za-zÀ-ɏ]+"), re.compile("[Ѐ-ӿ]+")
_TELLING = frozenset("ыэъёіїєґўјљњђћџѓќѕ")
_THREE_LETTERS = {
    "eng": "en", "ger": "de", "deu": "de", "fra": "fr", "fre": "fr", "spa": "es", "rus": "ru", "ukr": "uk", "pol": "pl",
    "ita": "it", "por": "pt", "tur": "tr", "nld": "nl", "dut": "nl", "ces": "cs", "cze": "cs", "ara": "ar", "zho": "zh",
    "chi": "zh", "jpn": "ja", "swe": "sv", "dan": "da", "nor": "no", "fin": "fi", "hun": "hu", "ron": "ro", "rum": "ro",
}  # fmt: skip
#: Codes that are replaced by another code of the same written language.
_SAME = {"nb": "no", "iw": "he", "in": "id", "ji": "yi", "sh": "sr"}


@dataclass(frozen=True, slots=True)
class IdentifiedLanguage:
    """The identified language of a text.

    Attributes:
        language: ISO 639-1 code.
        confidence: From 0 to 1; 0 where only the claim was used.
        source: "text" where the text alone points to this language, "claim" where a claim decided.
    """

    language: str
    confidence: float
    source: str


def code_of(claim: str | None) -> str | None:
    """Reduce a stated language ("en-GB", "EN_us", "eng") to its ISO 639-1 code.

    Args:
        claim: What a page, feed or row states, or None.

    Returns:
        Two letters; None where the claim has no two-letter code.
    """
    if not claim:
        return None
    root = claim.strip().lower().replace("_", "-").split("-", 1)[0]
    root = _THREE_LETTERS.get(root, root)
    root = _SAME.get(root, root)
    return root if len(root) == 2 and root.isalpha() else None


def identify(
    text: str, claims: Iterable[str | None] = (), outlet_languages: Iterable[str] = ()
) -> IdentifiedLanguage | None:
    """Identify the language of a text by its letters and by claims.

    Args:
        text: The article's text or headline; only its first 4,000 characters are read.
        claims: What page, feed or row state, strongest first; only the first that names a language counts.
        outlet_languages: The languages that the outlet is declared to publish in.

    Returns:
        The language, or None where the text has too little evidence and there are no claims.
    """
    claim = next((code for code in map(code_of, claims) if code), None)
    sample = text[:_SAMPLE]
    if sum(map(str.isalpha, sample[:200])) < _FEWEST_LETTERS:
        return IdentifiedLanguage(claim, 0.0, "claim") if claim else None
    if claim and sum(map(str.isalpha, sample[:_TOO_SHORT])) < _TOO_SHORT // 2:
        return IdentifiedLanguage(claim, 0.0, "claim")
    plain = _plainly(sample, claim) or (claim if claim and _in_its_letters(sample, claim) else None)
    if plain is not None:
        return IdentifiedLanguage(plain, _TOLD, "text")
    by_text = _by_text(sample)
    bonus = dict.fromkeys((code for code in map(code_of, outlet_languages) if code), _OUTLET)
    if claim:
        bonus[claim] = bonus.get(claim, 0.0) + _CLAIM
    scores = {
        code: math.log(max(probability, _FLOOR)) + bonus.get(code, 0.0) + _ahead(code)
        for code, probability in by_text.items()
    }
    for candidate in bonus:
        scores.setdefault(candidate, math.log(_FLOOR) + bonus[candidate] + _ahead(candidate))
    best = max(sorted(scores), key=scores.__getitem__)
    if claim and claim != best and any(claim in group and best in group for group in CONFUSED):
        best = claim
    total = sum(math.exp(score) for score in scores.values())
    share = math.exp(scores[best]) / total
    if not bonus and share < _SURE:
        return None
    first = max(sorted(by_text), key=by_text.__getitem__)
    return IdentifiedLanguage(best, round(share, 3), "text" if best == first else "claim")


#: Characters and least words that are looked at for plain words; the least share of them for the claimed language, and
#: where nothing is claimed, with the most that another language may have. Of 767 real texts none is told otherwise than
#: by its letters.
_PLAIN_SAMPLE, _PLAIN_WORDS = 1_500, 60
_PLAIN_CLAIMED, _PLAIN_UNCLAIMED, _PLAIN_OTHER = 0.04, 0.1, 0.02
_TOLD = 0.99
_LETTERS_ONLY = re.compile(r"[^\W\d_]+")


@cache
def _plain_words() -> dict[str, frozenset[str]]:
    return word_groups("mul.function_words.plain_words_by_language")


def _plainly(sample: str, claim: str | None) -> str | None:
    """Return the language that the function words of a text show; None where they leave a doubt.

    It takes a twentieth of the time of reading the letters, and the letters' model need not be loaded.
    """
    if claim and claim not in _plain_words():
        return None
    words = _LETTERS_ONLY.findall(sample[:_PLAIN_SAMPLE].lower())
    if len(words) < _PLAIN_WORDS:
        return None
    share = {
        language: sum(map(telling.__contains__, words)) / len(words) for language, telling in _plain_words().items()
    }
    best = max(share, key=share.__getitem__)
    second = max(value for language, value in share.items() if language != best)
    least = _PLAIN_CLAIMED if claim else _PLAIN_UNCLAIMED
    return best if claim in (None, best) and share[best] >= least and second <= max(_PLAIN_OTHER, least / 2) else None


#: Letters that news writes in one language only, or that a claimed language must have; the least share of them among
#: the letters of a text that is in its own letters, and the most foreign Cyrillic ones.
_OWN_LETTERS = {
    "ko": re.compile("[\uac00-\ud7a3]"), "ja": re.compile("[\u3040-\u30ff]"), "el": re.compile("[\u0370-\u03ff]"),
    "he": re.compile("[\u05d0-\u05ea]"), "th": re.compile("[\u0e00-\u0e7f]"), "ka": re.compile("[\u10d0-\u10ff]"),
    "hy": re.compile("[\u0531-\u0587]"), "ru": re.compile("[ыэ]"), "uk": re.compile("[їєі]"),
}  # fmt: skip
_OWN_SHARE = {"ja": 0.3, "ru": 0.01, "uk": 0.03}
_OWN, _FOREIGN_CYRILLIC, _OWN_LEAST = 0.6, 0.005, 200


def _in_its_letters(sample: str, claim: str) -> bool:
    """Return whether a text is in letters that only the language which its page states has."""
    own = _OWN_LETTERS.get(claim)
    if own is None:
        return False
    low = sample[:_PLAIN_SAMPLE].lower()
    letters = sum(map(str.isalpha, low))
    if letters < _OWN_LEAST or len(own.findall(low)) < _OWN_SHARE.get(claim, _OWN) * letters:
        return False
    alphabet = _CYRILLIC_LETTERS.get(claim)
    if alphabet is None:
        return True
    cyrillic = "".join(_CYRILLIC.findall(low))
    foreign = sum(letter not in alphabet for letter in cyrillic)
    return 2 * len(cyrillic) > letters and foreign <= _FOREIGN_CYRILLIC * letters


def _ahead(code: str) -> float:
    return _AHEAD if code in _EXPECTED else 0.0


def _by_text(sample: str) -> dict[str, float]:
    """Return the probability of each language given the text, with those that its alphabet excludes left out."""
    low = sample.lower()
    letters = [character for character in low if character.isalpha()]
    cyrillic = [letter for letter in letters if "Ѐ" <= letter <= "ӿ"]
    mostly = len(cyrillic) * 2 > len(letters)
    if 0 < len(cyrillic) < len(letters):  # names and asides in the other alphabet are no evidence
        sample = (_LATIN if mostly else _CYRILLIC).sub(" ", sample)
    ranked = {_SAME.get(code, code): probability for code, probability in reversed(_classifier().rank(sample))}
    if mostly:
        fitting = {code: _fits(cyrillic, alphabet) for code, alphabet in _CYRILLIC_LETTERS.items()}
        ranked = {code: probability * fitting.get(code, 1.0) for code, probability in ranked.items()}
    total = sum(ranked.values()) or 1.0
    return {code: value / total for code, value in ranked.items() if value / total > _FLOOR}


def _fits(letters: list[str], alphabet: str) -> float:
    """Return how well letters fit an alphabet: 1 for no foreign letter, 0.01 where one letter in fifty is foreign."""
    foreign = sum(letter in _TELLING and letter not in alphabet for letter in letters)
    return math.pow(10.0, -100.0 * foreign / max(50, len(letters)))


@cache
def _classifier() -> Any:  # py3langid ships no types
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  half a second to load

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language_runs(text: str, language: str) -> list[tuple[Span, str]]:
    """Cut a text where its language changes, by whole paragraphs.

    A paragraph counts as being in another language only where it is long and the letters leave little doubt. Short ones
    take the language of the paragraph before them. Most texts are one run.

    Args:
        text: The whole text.
        language: The article's language, ISO 639-1.

    Returns:
        (span, its language) for each run, in order.
    """
    runs: list[tuple[Span, str]] = []
    for start, end in paragraphs(text):
        foreign = _foreign(text[start:end], language) or (
            runs[-1][1] if runs and end - start < _FOREIGN_LETTERS else language
        )
        if runs and runs[-1][1] == foreign:
            runs[-1] = (Span(runs[-1][0].start, end), foreign)
        else:
            runs.append((Span(start, end), foreign))
    return runs


#: Words that are common in English only. An English paragraph with six of them in 600 characters skips the slower
#: identification by letters, which took a fifth of the time of reading its quotations.
_PLAIN_ENGLISH = re.compile(rf"\b(?:{alternatives('en.function_words.telling_function_words')})\b")
_PLAINLY = 6


def _foreign(paragraph: str, language: str) -> str | None:
    """Return `language` or another one where the paragraph clearly is in it, None where that is not certain."""
    if sum(map(str.isalpha, paragraph[:600])) < _FOREIGN_LETTERS:
        return None
    if language == "en" and len(_PLAIN_ENGLISH.findall(paragraph, 0, 600)) >= _PLAINLY:
        return language
    identified = identify(paragraph[:1_000])
    if identified is None or identified.confidence < _FOREIGN_SURE or identified.language == language:
        return language if identified and identified.language == language else None
    if any(identified.language in group and language in group for group in CONFUSED):
        return None
    return identified.language
