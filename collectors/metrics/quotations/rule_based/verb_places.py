"""Where a verb that no pack lists may stand: right behind speech, as "lamentou" in "«...», lamentou a dona"."""

from __future__ import annotations

from collectors.metrics.quotations.rule_based.language_pack import LanguagePack
from collectors.metrics.quotations.rule_based.passages import DASHES, Unit
from collectors.metrics.word_lists import word_set

_SHORTEST_VERB = 3  # letters
_FURTHEST = 4  # tokens between the speech and its verb: pronouns, auxiliaries, adverbs
_FEWEST = 2  # words in marks before an unlisted verb
_ENDS_OPEN = frozenset(",!?…")
#: Lists whose words are no verbs.
_FUNCTION_WORDS = (
    "prepositions", "articles", "conjunctions", "complementisers", "relatives", "subordinators", "questions", "adverbs",
    "pronouns", "possessives", "never_names", "as", "titles", "bodies", "people", "places", "genitives", "particles",
)  # fmt: skip
_OF_TEXTS = word_set("mul.reported_speech.verbs_of_texts")
_AGENT = word_set("mul.reported_speech.agent_prepositions")
_PASSED = ("oblique", "auxiliaries", "adverbs")
#: Endings of words that describe the words in marks instead of their speaker: "«O livro», publicado por ...".
_PARTICIPLE_ENDINGS = {
    "pt": ("ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas"),
    "es": ("ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas"),
    "it": ("ato", "ata", "ati", "ate", "ito", "ita", "uto", "uta"),
    "fr": ("é", "ée", "és", "ées"),
}
_DESCRIBING_ENDINGS = {
    **_PARTICIPLE_ENDINGS,
    "pl": ("ny", "na", "ne", "ty", "ta", "te", "cy", "ca", "ce", "wy", "ki", "ka", "go"),
    "cs": ("ný", "ná", "né", "ký", "ká", "ké", "cí", "ého"),
    "ru": ("ый", "ий", "ой", "ая", "ое", "ые", "ие", "ого", "ых"),
    "uk": ("ий", "ій", "на", "не", "ні", "ого", "их"),
}


def is_participle(low: str, language: str) -> bool:
    """Whether a word in lower case has the ending of a Romance past participle.

    Args:
        low: The word.
        language: ISO 639-1 code of its language.
    """
    return low.endswith(_PARTICIPLE_ENDINGS.get(language, ("\0",)))


def verb_behind(unit: Unit, behind: int, pack: LanguagePack) -> int | None:
    """Return the lower-case word behind speech that may be its verb, past pronouns, auxiliaries and adverbs.

    Args:
        unit: The sentence.
        behind: The token behind the speech.
        pack: The words of its language.

    Returns:
        The word's token; None where a function word, name, office or participle stands there.
    """
    index = behind
    while index < len(unit) and (unit.low[index] in DASHES or unit.low[index] == ","):
        index += 1
    stop = min(len(unit), index + _FURTHEST)
    passed = False
    while index < stop and any(pack.has(name, unit.low[index]) for name in _PASSED) and unit.is_word(index):
        passed = passed or pack.has("auxiliaries", unit.low[index])
        index += 1
    if index >= stop:
        return None
    low = unit.low[index]
    if unit.is_capital(index) or low in _OF_TEXTS or not low.replace("-", "").isalpha() or len(low) < _SHORTEST_VERB:
        return None
    if any(pack.has(name, low) for name in _FUNCTION_WORDS) or pack.is_title(low) or pack.is_body(low):
        return None
    if index + 1 < len(unit) and unit.low[index + 1] in _AGENT:
        return None
    describes = not passed and low.endswith(_DESCRIBING_ENDINGS.get(pack.language, ("\0",)))
    return None if describes else index


def ends_as_speech(unit: Unit, first: int, end: int, pack: LanguagePack) -> bool:
    """Whether words in marks open their sentence, end as speech does and have a word behind them that may be a verb.

    Args:
        unit: The sentence.
        first: The token of the opening mark.
        end: The token behind the closing mark.
        pack: The words of its language.
    """
    if sum(map(unit.is_word, range(first, end))) < _FEWEST:
        return False
    if any(unit.is_word(token) and unit.quote[token] < 0 for token in range(first)):
        return False
    closed = any(sign in _ENDS_OPEN for sign in unit.low[max(first, end - 2) : end])
    followed = end < len(unit) and (unit.low[end] == "," or unit.low[end] in DASHES)
    return (closed or followed) and verb_behind(unit, end, pack) is not None
