"""Speech that dashes set off inside a paragraph, as in Polish, Russian and Ukrainian news: "– To farsa – dodał."."""

from __future__ import annotations

from collectors.metrics.quotations.rule_based.passages import DASHES, TokenRange, Unit

_DASHED = 3  # tokens of a sentence of dialogue, at least one more


def opens_dialogue(unit: Unit) -> bool:
    """Whether a sentence begins with a dash and is no mere item."""
    return len(unit) > _DASHED and unit.low[0] in DASHES


def follows_dash(unit: Unit, clause: int, verb: int) -> bool:
    """Whether the verb of a clause stands right behind a dash.

    Args:
        unit: The sentence.
        clause: The first token of the clause.
        verb: The token of the verb.
    """
    return clause == verb and verb > _DASHED and unit.low[verb - 1] in DASHES


def is_before_dash(unit: Unit, content: TokenRange, cue: TokenRange | None) -> bool:
    """Whether a content begins its sentence and a dash divides it from the verb of saying behind it.

    Args:
        unit: The sentence.
        content: What is said, as tokens.
        cue: The tokens of the verb, None without one.
    """
    first, end = content
    opens = first == (1 if unit.low[0] in DASHES else 0)
    behind = cue is not None and cue[0] >= end
    return opens and behind and not DASHES.isdisjoint(unit.low[end : end + 2])
