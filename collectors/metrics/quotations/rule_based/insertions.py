"""Verbs of saying inside the quotation marks: "«Мы, – заявил министр, – не уйдём»", "« Nous irons, dit-il. »"."""

from __future__ import annotations

from dataclasses import replace

from collectors.metrics.quotations.rule_based.language_pack import ROMANCE, LanguagePack
from collectors.metrics.quotations.rule_based.passages import DASHES, SENTENCE_ENDS, Quoted, TokenRange, Unit
from collectors.metrics.quotations.rule_based.speaker_phrases import names_speaker
from collectors.model import Span

_LONGEST = 16  # tokens of an insertion without its marks
_BEFORE_VERB = 2  # auxiliaries and pronouns before its verb
#: Languages that insert between commas; the others do so between dashes alone.
_BETWEEN_COMMAS = ROMANCE
_ROLES = frozenset(("saying", "passive", "beside", "thinking"))


def without_insertions(unit: Unit, pack: LanguagePack) -> Unit:
    """Return a unit in which what the outlet inserts into somebody's words stands outside of their marks.

    Args:
        unit: The sentence.
        pack: The words of its language.

    Returns:
        The unit itself where nothing is inserted; else a copy, whose stretches in marks end before an insertion and
        begin again behind it.
    """
    if not any(quoted.words > 1 for quoted in unit.quotes) or not any(low in pack.verbs for low in unit.low):
        return unit
    found = [insertion for first, end in _stretches(unit) for insertion in _insertions(unit, first, end, pack)]
    return _cut(unit, found) if found else unit


def _stretches(unit: Unit) -> list[TokenRange]:
    """Return the tokens of each stretch in marks."""
    stretches: list[TokenRange] = []
    for index, quote in enumerate(unit.quote):
        if quote >= 0 and index and unit.quote[index - 1] == quote:
            stretches[-1] = (stretches[-1][0], index + 1)
        elif quote >= 0:
            stretches.append((index, index + 1))
    return stretches


def _insertions(unit: Unit, first: int, end: int, pack: LanguagePack) -> list[TokenRange]:
    """Return the insertions among the tokens [first, end) of a stretch, each with the marks around it."""
    found: list[TokenRange] = []
    index = first + 2  # the opening mark, and a word at least
    while index < end - 2:
        stop = _insertion_at(unit, index, end, pack) if unit.low[index] in DASHES or unit.low[index] == "," else 0
        if stop:
            start = index - 1 if unit.low[index - 1] == "," else index
            found.append((start, stop))
        index = max(index + 1, stop)
    return found


def _insertion_at(unit: Unit, opening: int, end: int, pack: LanguagePack) -> int:
    """Return the token behind an insertion that a dash or comma opens, 0 where it opens none.

    The verb stands first, with its subject behind it, and the same mark, a full stop or the closing mark ends it.
    """
    dashed = unit.low[opening] in DASHES
    if not dashed and (pack.language not in _BETWEEN_COMMAS or unit.low[opening + 1] in DASHES):
        return 0
    if dashed and unit.ends[opening - 1] == unit.starts[opening] and unit.ends[opening] == unit.starts[opening + 1]:
        return 0  # a hyphen
    verb = opening + 1
    while verb < min(end, opening + 1 + _BEFORE_VERB) and unit.low[verb] not in pack.verbs and _leads(unit, verb, pack):
        verb += 1
    entry = pack.verbs.get(unit.low[verb]) if verb < end - 1 else None
    if entry is None or entry.role not in _ROLES or unit.is_capital(verb):
        return 0
    stop = _closing(unit, verb + 1, end, dashed=dashed)
    if not stop or (dashed and unit.low[stop - 1] in SENTENCE_ENDS and not _goes_on_or_ends(unit, stop, end)):
        return 0
    if pack.has("own_pronouns", unit.low[verb + 1]):
        return 0
    named = names_speaker(unit, verb + 1, stop, pack) if stop > verb + 1 else False
    return stop if named or (dashed and entry.role == "passive") else 0


def _leads(unit: Unit, index: int, pack: LanguagePack) -> bool:
    """Whether a word may stand between the mark and the verb of an insertion."""
    low = unit.low[index]
    return any(pack.has(name, low) for name in ("auxiliaries", "oblique", "pronouns", "thus"))


def _closing(unit: Unit, first: int, end: int, *, dashed: bool) -> int:
    """Return the token behind the mark that closes an insertion; the closing quotation mark stays outside; 0 if far."""
    for index in range(first, min(end, first + _LONGEST)):
        low = unit.low[index]
        if unit.is_initial(index - 1) and low == ".":
            continue
        if low in SENTENCE_ENDS or (low in DASHES if dashed else low == ","):
            return index + 1
        if index == end - 1 and not unit.is_word(index):
            return index
    return 0


def _goes_on_or_ends(unit: Unit, stop: int, end: int) -> bool:
    """Whether a dash or the closing mark follows the full stop of an insertion between dashes."""
    return stop >= end - 1 or unit.low[stop] in DASHES


def _cut(unit: Unit, insertions: list[TokenRange]) -> Unit:
    """Return a unit with its stretches in marks parted at some ranges of tokens."""
    outside = {index for first, end in insertions for index in range(first, end)}
    quote, quotes = list(unit.quote), list(unit.quotes)
    number, before = -1, -1
    for index, old in enumerate(unit.quote):
        if index in outside or old < 0:
            quote[index] = number = -1
            continue
        if number < 0:
            number = old if old != before else len(quotes)
            if old == before:
                quotes.append(quotes[old])
        quote[index], before = number, old
    for changed in set(quote) - {-1}:
        tokens = [index for index, value in enumerate(quote) if value == changed]
        words = sum(map(unit.is_word, tokens))
        quotes[changed] = Quoted(Span(unit.starts[tokens[0]], unit.ends[tokens[-1]]), words)
    return replace(unit, quote=quote, quotes=quotes)
