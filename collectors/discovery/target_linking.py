"""Decides which noun phrases of an event's articles refer to a target, which is an actor with its declared names.

There are three kinds of evidence, the surest first:

1. named: the phrase holds one of the target's names ("former FBI director James Comey"; for a country or body also
   "Russian officials", "Iran's leaders");
2. beside: the phrase is in apposition to such a name (", the reclusive leader of the North," or "the dictator, Kim");
3. described: a definite description ("the North Korean leader") with words that were seen with the name under 1 or 2;
   a bare head ("the president") counts within REACH characters of the name. Where several targets fit, the one that
   shares most words is chosen, then the nearest one named before.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from collectors.discovery.noun_phrase_runs import OPENERS, NounPhrase, bare, noun_phrases
from collectors.discovery.phrase_words import PERSONS, POWERS
from collectors.discovery.target_phrases import owns, person_phrases, power_phrases
from collectors.metrics.word_lists import word_set
from collectors.model import Span

#: Characters back to the last name for which "the president" still means it.
REACH = 3000


@dataclass(frozen=True, slots=True)
class Target:
    """A person or body to find phrases for.

    Attributes:
        id: Its id.
        names: Its declared names.
        person: Whether it is a person; otherwise it is a country or body.
    """

    id: str
    names: tuple[str, ...]
    person: bool


@dataclass(frozen=True, slots=True)
class LinkedPhrase:
    """A phrase that refers to a target.

    Attributes:
        target: Id of the target.
        span: Span of the phrase in the text.
        surface: The phrase as written.
        evidence: "named", "beside" or "described"; see the module's docstring.
    """

    target: str
    span: Span
    surface: str
    evidence: str


@dataclass
class _Known:
    """The heads and modifiers seen in phrases with a target's names."""

    heads: Counter[str] = field(default_factory=Counter)
    modifiers: Counter[str] = field(default_factory=Counter)


_OPENING = word_set("en.noun_phrases.opening_determiners")


def phrase_key(surface: str) -> str:
    """A phrase as it is counted: lower case, single spaces, no opening determiner and no closing possessive."""
    words = re.sub(r"[\"“”«»„]", " ", surface.lower().replace("’", "'")).strip(" '‘,.;:").split()
    while words and words[0] in _OPENING:
        words = words[1:]
    return re.sub(r"'s?$", "", " ".join(words))


def link(
    texts: Sequence[str], targets: Sequence[Target], read: Sequence[Sequence[NounPhrase]] | None = None
) -> list[list[LinkedPhrase]]:
    """Find the phrases that refer to targets.

    Args:
        texts: All texts; descriptions are learned from all of them before any is linked.
        targets: The targets.
        read: The noun phrases of each text where they are known; None finds them.

    Returns:
        For each text its phrases in reading order. One phrase may refer to several targets.
    """
    linker = _Linker(targets)
    phrases = [list(noun_phrases(text)) for text in texts] if read is None else read
    named = [linker.named(text, chunks) for text, chunks in zip(texts, phrases, strict=True)]
    for text, chunks, here in zip(texts, phrases, named, strict=True):
        linker.learn(text, chunks, here)
    return [linker.find(text, chunks, here) for text, chunks, here in zip(texts, phrases, named, strict=True)]


#: Place of a phrase among those of its text -> the targets named in it, with the spans of the names.
_Named = Mapping[int, Sequence[tuple[str, Span]]]


class _Linker:
    def __init__(self, targets: Sequence[Target]) -> None:
        self._targets = {one_target.id: one_target for one_target in targets}
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for target in targets:
            for name in dict.fromkeys(name.removesuffix(".") for name in target.names):
                self._by_name[name].append(target.id)
        self._names = _any_of(self._by_name)
        self._openings = _opening_of(self._by_name)
        self._known: dict[str, _Known] = defaultdict(_Known)

    # -- learning ---------------------------------------------------------------------------------------------
    def learn(self, text: str, chunks: Sequence[NounPhrase], named: _Named) -> None:
        """Learn the heads and modifiers that occur with each target's names."""
        for index in named:
            chunk = chunks[index]
            for target, at in named[index]:
                person = self._targets[target].person
                before = [word for word, span in zip(chunk.words, chunk.spans, strict=True) if span.end <= at.start]
                self._take(target, before, person)
                if not person:
                    after = [word for word, span in zip(chunk.words, chunk.spans, strict=True) if span.start >= at.end]
                    self._take(target, after, person)
                for beside in _beside(text, chunks, index):
                    if beside not in named:
                        self._take(target, list(chunks[beside].words), person)

    def _take(self, target: str, words: Sequence[str], person: bool) -> None:
        plain = [bare(word).lower() for word in words if word.lower() not in OPENERS]
        learned = self._known[target]
        heads = PERSONS if person else POWERS
        if plain and plain[-1] in heads:
            learned.heads[plain[-1]] += 1
            learned.modifiers.update(set(plain[:-1]))

    # -- finding ----------------------------------------------------------------------------------------------
    def find(self, text: str, chunks: Sequence[NounPhrase], named: _Named) -> list[LinkedPhrase]:
        """The phrases of one text that refer to a target, in reading order."""
        result: dict[tuple[int, int, str], LinkedPhrase] = {}
        last: dict[str, int] = {}
        for index, chunk in enumerate(chunks):
            for target, at in named.get(index, ()):
                last[target] = chunk.span.end
                phrases = person_phrases if self._targets[target].person else power_phrases
                for span in phrases(text, chunk, at):
                    _add(result, text, target, span, "named")
                for beside in _beside(text, chunks, index):
                    if beside not in named and self._is_role(target, chunks[beside]):
                        _add(result, text, target, chunks[beside].span, "beside")
            if chunk.definite and index not in named:
                for target in self._described(chunk, last):
                    _add(result, text, target, chunk.span, "described")
                    last[target] = chunk.span.end
        return [result[key] for key in sorted(result)]

    def named(self, text: str, chunks: Sequence[NounPhrase]) -> _Named:
        """The targets named in each phrase of a text that names any, by the phrase's place, in reading order."""
        starts = [phrase.span.start for phrase in chunks]
        found: dict[int, list[tuple[str, Span]]] = {}
        for match in self._openings.finditer(text):
            place = bisect_right(starts, match.start()) - 1
            if place >= 0 and place not in found and match.start() < chunks[place].span.end:
                found[place] = list(self._named(text, chunks[place]))
        return {place: named for place, named in found.items() if named}

    def _named(self, text: str, chunk: NounPhrase) -> Iterator[tuple[str, Span]]:
        """The targets named in a phrase, each once, with the span of the name."""
        seen: set[str] = set()
        for match in self._names.finditer(text, *chunk.span):
            at = Span(*match.span())
            for target in self._by_name[match.group()]:
                if target in seen or (self._targets[target].person and at.end < chunk.span.end and owns(text, at)):
                    continue  # "Trump's lawyer" is not Trump
                seen.add(target)
                yield target, at

    def _is_role(self, target: str, chunk: NounPhrase) -> bool:
        return chunk.head in (PERSONS if self._targets[target].person else POWERS)

    def _described(self, chunk: NounPhrase, last: Mapping[str, int]) -> list[str]:
        if chunk.head not in PERSONS and chunk.head not in POWERS:
            return []
        words = [bare(word).lower() for word in chunk.words if word.lower() not in OPENERS]
        head, modifiers = words[-1], set(words[:-1])
        scored: list[tuple[int, int, str]] = []
        for target, learned in self._known.items():
            person = self._targets[target].person
            if head not in (PERSONS if person else POWERS):
                continue
            shared = sum(1 for modifier in modifiers if learned.modifiers[modifier])
            if learned.heads[head] == 0 and not (shared and shared == len(modifiers)) and (person or modifiers):
                continue
            if modifiers and not shared:
                continue
            near = chunk.span.start - last.get(target, -REACH)
            if near > REACH and not shared:
                continue
            scored.append((-shared, near, target))
        scored.sort()
        return [scored[0][2]] if scored else []


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern of any of these names as whole words, longest first; without names it matches nothing."""
    longest = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)(?!\.\w)" if longest else r"(?!)")


def _opening_of(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern of the letters with which the first word of any of these names begins.

    Each branch begins with its letter, not with a look behind it: so the search leaps from one such letter to the next.
    """
    words = sorted({name.split()[0] for name in names if name.split()})
    branches = [
        rf"{re.escape(letter)}(?<![\w-]{re.escape(letter)})(?={'|'.join(re.escape(word[1:]) for word in same)})"
        for letter, same in groupby(words, key=lambda word: word[0])
    ]
    return re.compile("|".join(branches) if branches else r"(?!)")


def _beside(text: str, chunks: Sequence[NounPhrase], index: int) -> Iterator[int]:
    """The places of the phrases directly before and after a phrase that only a comma separates from it."""
    for beside in (index - 1, index + 1):
        if 0 <= beside < len(chunks):
            first, second = (chunks[beside], chunks[index]) if beside < index else (chunks[index], chunks[beside])
            if re.fullmatch(r",[ \u00a0]", text[first.span.end : second.span.start]):
                yield beside


def _add(result: dict[tuple[int, int, str], LinkedPhrase], text: str, target: str, span: Span, evidence: str) -> None:
    result.setdefault((span.start, span.end, target), LinkedPhrase(target, span, text[slice(*span)], evidence))
