"""The language of a text: letter statistics (py3langid), letters that only one language has, and claims, in one vote.

Each candidate's score is the logarithm of its probability by the text, plus what a claim is worth: a page's or a row's
own statement, and the languages that an outlet is declared to publish in. A long text outweighs any claim, a headline
of five words does not; between languages that a classifier can hardly part (hr, sr, bs) a claim decides.

py3langid's model is inside its package (BSD-3, 4.5 MB); nothing is downloaded. It is loaded on first use.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from collectors.metrics.text import paragraphs
from collectors.model import Span

#: Characters that are read: more changes nothing and costs time.
_SAMPLE = 4_000
_FEWEST_LETTERS = 8  # below this nothing is said without a claim
_TOO_SHORT = 60  # characters; with fewer than half as many letters no text speaks against a claim
#: What a claim adds to the logarithm of a candidate's probability, and an outlet's declared language.
_CLAIM, _OUTLET = 3.0, 1.5
_FLOOR = 1e-7  # of a probability: a claim alone may not revive what the letters exclude
_SURE = 0.5  # share of a winner below which a text without claims has no language
#: What the large languages of news are ahead of the other hundred before a word is read: short headlines of theirs were
#: taken for Breton, Latin and Galician. A paragraph outweighs it.
_EXPECTED = frozenset(("en", "de", "fr", "es", "it", "pl", "pt", "nl", "ru", "uk", "tr", "cs", "ar", "zh", "ja"))
_AHEAD = 2.5
_FOREIGN_LETTERS, _FOREIGN_SURE = 120, 0.9  # of a paragraph in another language than its article

#: Languages whose news texts a classifier parts badly: within one group the page's claim decides.
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
#: The Cyrillic alphabets: a language is out where the text is full of letters that it has not.
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
#: Two codes of one written language.
_SAME = {"nb": "no", "iw": "he", "in": "id", "ji": "yi", "sh": "sr"}


@dataclass(frozen=True, slots=True)
class IdentifiedLanguage:
    """A language by ISO 639-1, how sure (0 to 1), and whether the text alone or a claim decided ("text", "claim")."""

    language: str
    confidence: float
    source: str


def code_of(claim: str | None) -> str | None:
    """The two letters of a stated language ("en-GB", "EN_us", "eng"); None where it states none."""
    if not claim:
        return None
    root = claim.strip().lower().replace("_", "-").split("-", 1)[0]
    root = _THREE_LETTERS.get(root, root)
    root = _SAME.get(root, root)
    return root if len(root) == 2 and root.isalpha() else None


def identify(
    text: str, claims: Iterable[str | None] = (), outlet_languages: Iterable[str] = ()
) -> IdentifiedLanguage | None:
    """The language of a text, by its letters and by claims.

    Args:
        text: the article's text or headline; only its first characters are read.
        claims: what page, feed or row state, strongest first; only the first that names a language votes.
        outlet_languages: the languages that the outlet is declared to publish in.

    Returns:
        The language, or None where the text says too little and nobody claims anything.
    """
    claim = next((code for code in map(code_of, claims) if code), None)
    sample = text[:_SAMPLE]
    if sum(map(str.isalpha, sample[:200])) < _FEWEST_LETTERS:
        return IdentifiedLanguage(claim, 0.0, "claim") if claim else None
    if claim and sum(map(str.isalpha, sample[:_TOO_SHORT])) < _TOO_SHORT // 2:
        return IdentifiedLanguage(claim, 0.0, "claim")
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


def _ahead(code: str) -> float:
    return _AHEAD if code in _EXPECTED else 0.0


def _by_text(sample: str) -> dict[str, float]:
    """The probability of each language by the text, those that its alphabet excludes left out."""
    low = sample.lower()
    letters = [character for character in low if character.isalpha()]
    cyrillic = [letter for letter in letters if "Ѐ" <= letter <= "ӿ"]
    mostly = len(cyrillic) * 2 > len(letters)
    if 0 < len(cyrillic) < len(letters):  # names and asides in the other alphabet say nothing of the text
        sample = (_LATIN if mostly else _CYRILLIC).sub(" ", sample)
    ranked = {_SAME.get(code, code): probability for code, probability in reversed(_classifier().rank(sample))}
    if mostly:
        fitting = {code: _fits(cyrillic, alphabet) for code, alphabet in _CYRILLIC_LETTERS.items()}
        ranked = {code: probability * fitting.get(code, 1.0) for code, probability in ranked.items()}
    total = sum(ranked.values()) or 1.0
    return {code: value / total for code, value in ranked.items() if value / total > _FLOOR}


def _fits(letters: list[str], alphabet: str) -> float:
    """How well letters fit an alphabet: 1, and a hundredth of it where one in fifty is foreign to it."""
    foreign = sum(letter in _TELLING and letter not in alphabet for letter in letters)
    return math.pow(10.0, -100.0 * foreign / max(50, len(letters)))


@cache
def _classifier() -> Any:  # py3langid ships no types
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  half a second to load

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language_runs(text: str, language: str) -> list[tuple[Span, str]]:
    """A text cut where it changes its language, by whole paragraphs: (stretch, its language), in order.

    A paragraph is in another language only where it is long and the letters leave little doubt; short ones go with
    what stands before them. Most texts are one run.
    """
    runs: list[tuple[Span, str]] = []
    for start, end in paragraphs(text):
        found = _foreign(text[start:end], language) or (
            runs[-1][1] if runs and end - start < _FOREIGN_LETTERS else language
        )
        if runs and runs[-1][1] == found:
            runs[-1] = (Span(runs[-1][0].start, end), found)
        else:
            runs.append((Span(start, end), found))
    return runs


#: Words that no other language has many of: six in 600 letters spare an English paragraph the slower look at its
#: letters, which took a fifth of the time of reading its quotations.
_PLAIN_ENGLISH = re.compile(r"\b(?:the|of|and|that|with|which|would|have|this|from|they|said)\b")
_PLAINLY = 6


def _foreign(paragraph: str, language: str) -> str | None:
    """The language of a paragraph that is surely in another than `language`."""
    if sum(map(str.isalpha, paragraph[:600])) < _FOREIGN_LETTERS:
        return None
    if language == "en" and len(_PLAIN_ENGLISH.findall(paragraph, 0, 600)) >= _PLAINLY:
        return language
    found = identify(paragraph[:1_000])
    if found is None or found.confidence < _FOREIGN_SURE or found.language == language:
        return language if found and found.language == language else None
    if any(found.language in group and language in group for group in CONFUSED):
        return None
    return found.language
