"""Participles beside reported speech: passive ones in German, gerunds, and those that an agent follows."""

from __future__ import annotations

import re

from collectors.metrics.quotations.rule_based.passages import TokenRange, Unit
from collectors.metrics.word_lists import alternatives, word_set, word_tuple

_GERUND_ENDINGS: dict[str, tuple[str, ...]] = {
    "fr": ("ant",), "es": ("ando", "iendo"), "it": ("ando", "endo"), "ru": ("я",), "uk": ("ючи",), "pl": ("ąc",),
}  # fmt: skip
_WERDEN = word_set("de.reported_speech.passive_auxiliaries")
_HABEN = word_set("de.reported_speech.perfect_auxiliaries")
_INSEPARABLE = alternatives("de.reported_speech.inseparable_prefixes")
_PARTICIPLE = re.compile(rf"^(?:\w{{0,9}}ge\w+(?:t|en)|(?:{_INSEPARABLE})\w+(?:t|en)|\w+iert)$")
_AGENT = word_set("mul.reported_speech.agent_prepositions")
_AGENT_PARTICIPLES = word_tuple("mul.reported_speech.participle_endings_before_agent")


def is_passive(unit: Unit, index: int, clause: TokenRange) -> bool:
    """Whether a German participle is passive, so that the subject of its clause is not the speaker.

    Args:
        unit: The unit.
        index: The participle's token.
        clause: The tokens of its clause.
    """
    if not _PARTICIPLE.match(unit.low[index]):
        return False
    around = set(unit.low[clause[0] : clause[1]])
    return bool(_WERDEN & around) and not _HABEN & around


def is_gerund(low: str, language: str) -> bool:
    """Whether a verb of saying is a participle whose subject is that of the main clause: "estimant que".

    Args:
        low: The verb's form in lower case.
        language: Two letters.
    """
    return low.endswith(_GERUND_ENDINGS.get(language, ("\0",)))


def opens_agent(unit: Unit, index: int) -> bool:
    """Whether a preposition behind a participle opens who made a text: "według raportu opublikowanego przez X".

    Args:
        unit: The unit.
        index: The preposition's token.
    """
    if index >= len(unit) - 1 or unit.low[index] not in _AGENT or unit.is_capital(index - 1):
        return False
    return unit.low[index - 1].endswith(_AGENT_PARTICIPLES)
