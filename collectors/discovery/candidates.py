"""Finds undeclared names of an event's actors and concepts, and ranks them by how unevenly outlets use them.

For an actor, candidates are the phrases that refer to it and are not declared names. For a concept, they are declared
variants with a modifier that their own pattern does not cover ("sham referendum" where only "referendum" is declared).
English phrases are found by `link`. In other languages a candidate is a match with the word before or after it, where
that word is rare enough in the language's articles to carry meaning.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

import numpy as np

from collectors.compare.permutations import benjamini_hochberg, permutation_p
from collectors.discovery.noun_phrase_runs import OPENERS, NounPhrase, noun_phrases
from collectors.discovery.phrase_words import STOPS, says_little
from collectors.discovery.target_linking import Target, link, phrase_key
from collectors.metrics.naming import Haystack, Matcher, find, matchers
from collectors.metrics.text import WORD
from collectors.metrics.word_lists import word_set
from collectors.model import Event, Span
from collectors.support.language_tags import primary_language

#: The fewest articles for a candidate: a rarer phrase may be one writer's, or an error of the phrase finder.
LEAST_ARTICLES = 3
#: Outlets with fewer articles that name the target are counted and not tested (the project's gate).
GATE = 8
#: Share of the articles above which a neighbouring word counts as a function word, in languages other than English.
COMMON = 0.2
#: Candidates kept for each target, the most uneven first.
KEPT = 40


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """One article as discovery reads it.

    Attributes:
        article: The article's id.
        outlet: Outlet id.
        phase: Phase of the event.
        language: Language code such as "en" or "en-GB"; None where it is not known.
        text: The text without the title: headlines drop the modifiers that matter here.
        named: Concept -> where its declared names stand in the text, in reading order, as measuring found them; None
            where that is not known, and they are looked for.
    """

    article: str
    outlet: str
    phase: str
    language: str | None
    text: str
    named: Mapping[str, Sequence[Span]] | None = None


@dataclass(frozen=True, slots=True)
class NameUse:
    """One use of a candidate: the article, its outlet, and the span of the phrase in the text."""

    article: str
    outlet: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class NameCandidate:
    """An undeclared name.

    Attributes:
        kind: "actor" or "concept".
        target: Id of the actor or concept.
        language: Language code; "" where it is not known.
        phrase: The phrase as it is counted, see `phrase_key`.
        surface: Its most frequent spelling.
        mentions: Number of uses.
        articles: Articles that use it.
        named: Articles in this language that name the target.
        outlets: Outlet -> (articles with the phrase, articles that name the target).
        example: One use.
        p_value: That of the most different outlet under whole-article permutation within phases, times the number of
            outlets tested (Bonferroni), at most 1; None where no outlet has GATE articles or there is only one outlet.
        q_value: Benjamini-Hochberg value over the list; None where there is no p_value.
    """

    kind: str
    target: str
    language: str
    phrase: str
    surface: str
    mentions: int
    articles: int
    named: int
    outlets: Mapping[str, tuple[int, int]]
    example: NameUse
    p_value: float | None = None
    q_value: float | None = None


@dataclass
class _Uses:
    """The spellings and uses found of one phrase, for one target in one language."""

    surfaces: Counter[str] = field(default_factory=Counter)
    uses: list[NameUse] = field(default_factory=list)


Key = tuple[str, str, str]  # kind, target, language


def candidates(articles: Iterable[ReadArticle], event: Event) -> list[NameCandidate]:
    """Find the undeclared names of an event's actors and concepts.

    Args:
        articles: All are held in memory; give a sample where there are many. Their order does not matter.
        event: The event that declares the actors and concepts.

    Returns:
        At most KEPT candidates per target and language, the most uneven first.
    """
    ordered = sorted(articles, key=lambda item: item.article)
    uses_of: dict[Key, dict[str, _Uses]] = defaultdict(lambda: defaultdict(_Uses))
    naming: dict[Key, set[int]] = defaultdict(set)
    by_language: dict[str, list[int]] = defaultdict(list)
    for number, article in enumerate(ordered):
        by_language[primary_language(article.language)].append(number)
    for language in sorted(by_language):
        here = by_language[language]
        for place, key, span in _phrases([ordered[number] for number in here], language, event):
            naming[key].add(here[place])
            if span is not None:
                article = ordered[here[place]]
                surface = " ".join(article.text[slice(*span)].split())
                if key[0] == "actor" and says_little(surface):
                    continue
                uses = uses_of[key][phrase_key(surface)]
                uses.surfaces[surface] += 1
                uses.uses.append(NameUse(article.article, article.outlet, span))
    listed = [name for key in sorted(uses_of) for name in _ranked(key, uses_of[key], sorted(naming[key]), ordered)]
    q_values = benjamini_hochberg([candidate.p_value for candidate in listed])
    listed = [replace(candidate, q_value=q_value) for candidate, q_value in zip(listed, q_values, strict=True)]
    return sorted(listed, key=_unevenness)


def _unevenness(candidate: NameCandidate) -> tuple[float, int, str, str, str]:
    return (
        candidate.p_value if candidate.p_value is not None else 2.0,
        -candidate.articles,
        candidate.target,
        candidate.language,
        candidate.phrase,
    )


def _phrases(articles: Sequence[ReadArticle], language: str, event: Event) -> Iterator[tuple[int, Key, Span | None]]:
    """Article number, target, and span of an undeclared phrase; no span where only a declared name is used."""
    texts = [article.text for article in articles]
    phrases = [list(noun_phrases(text)) for text in texts] if language == "en" else []
    if language == "en":
        yield from _actor_phrases(texts, phrases, event)
    common = _common_words(texts) if language != "en" else frozenset()
    for index, text in enumerate(texts):
        read = phrases[index] if language == "en" else []
        for concept, spans in _declared_names(articles[index], matchers(event, language or None)):
            key = ("concept", concept, language)
            for span in spans:
                yield index, key, None
                wider = _modified(text, span, read) if language == "en" else _neighbours(text, span, common)
                yield from ((index, key, phrase) for phrase in wider)


def _declared_names(article: ReadArticle, searched: Sequence[Matcher]) -> Iterator[tuple[str, Sequence[Span]]]:
    """Each concept with the places of its declared names, also of those inside a name of another concept.

    Measuring leaves the latter out, so that concepts which have such are searched for again.
    """
    haystack: Haystack | None = None
    for matcher in searched:
        if article.named is not None and not matcher.not_inside:
            yield matcher.concept, article.named.get(matcher.concept, ())
            continue
        haystack = haystack or Haystack(article.text)
        yield matcher.concept, [span for span, _ in find(matcher, haystack)]


def _actor_phrases(
    texts: Sequence[str], phrases: Sequence[Sequence[NounPhrase]], event: Event
) -> Iterator[tuple[int, Key, Span | None]]:
    targets = [Target(actor.id, (actor.name, *actor.aliases), actor.kind == "person") for actor in event.actors]
    declared = {actor.id: {phrase_key(alias) for alias in (actor.name, *actor.aliases)} for actor in event.actors}
    surnames = {actor.id: actor.name.split()[-1].lower() for actor in event.actors}
    for index, linked in enumerate(link(texts, targets, phrases)):
        for phrase in linked:
            words = phrase_key(phrase.surface).split()
            # "Mr. Kim" and "Volodymyr O. Zelensky" only repeat the name.
            plain = all(word.strip(".") in _NAME_TITLES or len(word.strip(".")) == 1 for word in words[:-1])
            declared_already = (
                phrase_key(phrase.surface) in declared[phrase.target]
                or (words[-1:] == [surnames[phrase.target]] and plain)
                or repeats_a_name(phrase.surface, declared[phrase.target])
            )
            yield index, ("actor", phrase.target, "en"), None if declared_already or not words else phrase.span


def repeats_a_name(surface: str, declared: Iterable[str]) -> bool:
    """Whether a phrase repeats a declared name beside words with a capital: "Foreign Minister Sergei Lavrov".

    Words in lower case say more than an office: "dictator Vladimir Putin".
    """
    other = surface.split()
    low = [word.lower().removesuffix("'s").removesuffix("’s") for word in other]
    for name in sorted(declared, key=len, reverse=True):
        size = len(name.split())
        for start in range(len(low) - size + 1):
            if name and low[start : start + size] == name.split():
                remaining = other[:start] + other[start + size :]
                return all(word[:1].isupper() or word.lower() in OPENERS for word in remaining)
    return False


_NAME_TITLES = word_set("en.noun_phrases.plain_titles")


def _modified(text: str, span: Span, read: Sequence[NounPhrase]) -> Iterator[Span]:
    """The span from the first modifier before the match, inside its noun phrase, to the match's end."""
    # The phrases are sorted: walking through them for each match took quadratic time.
    place = bisect_right(read, span.start, key=lambda phrase: phrase.span.start) - 1
    if place < 0 or span.start >= read[place].span.end:
        return
    chunk = read[place]
    before = [
        modifier
        for modifier in chunk.spans
        if modifier.end <= span.start and text[slice(*modifier)].lower() not in OPENERS
    ]
    if before and len(before) <= 4:
        yield Span(before[0].start, span.end)


def _neighbours(text: str, span: Span, common: frozenset[str]) -> Iterator[Span]:
    """The match with the word before it, and with the word after it, unless those are common words."""
    reach = 40
    before = list(WORD.finditer(text, max(0, span.start - reach), span.start))[-1:]
    after = list(islice(WORD.finditer(text, span.end, span.end + reach), 1))
    for word in before:
        if text[word.end() : span.start] in _CLOSE and _tells(word.group(), common):
            yield Span(word.start(), span.end)
    for word in after:
        if text[span.end : word.start()] == " " and _tells(word.group(), common):
            yield Span(span.start, word.end())


_CLOSE = frozenset([" ", ' "', " «", " „", " “", "-"])


def _tells(word: str, common: frozenset[str]) -> bool:
    return len(word) > 3 and not word[0].isdigit() and word.lower() not in common and word.lower() not in STOPS


def _common_words(texts: Sequence[str]) -> frozenset[str]:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update({word.lower() for word in WORD.findall(text)})
    return frozenset(word for word, count in counts.items() if count > COMMON * len(texts) and count > 1)


def _ranked(
    key: Key, uses_of: Mapping[str, _Uses], naming: Sequence[int], articles: Sequence[ReadArticle]
) -> list[NameCandidate]:
    """The candidates of one target in one language, with their tests, the most uneven first."""
    rank = {articles[number].article: place for place, number in enumerate(naming)}
    outlets = sorted({articles[number].outlet for number in naming})
    codes = {outlet: code for code, outlet in enumerate(outlets)}
    groups = np.array([codes[articles[number].outlet] for number in naming], dtype=np.int64)
    sizes = np.bincount(groups, minlength=len(outlets))
    frequent = [
        name for name in sorted(uses_of) if name and len({use.article for use in uses_of[name].uses}) >= LEAST_ARTICLES
    ]
    if not frequent:
        return []
    uses = np.zeros((len(naming), len(frequent)))
    for index, phrase in enumerate(frequent):
        uses[[rank[use.article] for use in uses_of[phrase].uses], index] = 1
    p_values = _least_p(uses, groups, sizes, [articles[number].phase for number in naming], "/".join(key))
    kind, target, language = key
    result = []
    for index, phrase in enumerate(frequent):
        counts = np.bincount(groups, weights=uses[:, index], minlength=len(outlets)).astype(int)
        by_outlet = {outlet: (int(counts[code]), int(sizes[code])) for outlet, code in codes.items()}
        surface = min(uses_of[phrase].surfaces.items(), key=lambda pair: (-pair[1], pair[0]))[0]
        example = min(uses_of[phrase].uses, key=lambda use: (use.article, use.span))
        result.append(
            NameCandidate(
                kind=kind,
                target=target,
                language=language,
                phrase=phrase,
                surface=surface,
                mentions=len(uses_of[phrase].uses),
                articles=int(counts.sum()),
                named=len(naming),
                outlets=by_outlet,
                example=example,
                p_value=p_values[index],
            )
        )
    return sorted(result, key=_unevenness)[:KEPT]


def _least_p(
    uses: np.typing.NDArray[np.float64],
    groups: np.typing.NDArray[np.int64],
    sizes: np.typing.NDArray[np.int64],
    phases: Sequence[str],
    seed: str,
) -> list[float | None]:
    """For each phrase the smallest p among the outlets that pass the gate, times their number; None without a test."""
    tested = sizes >= GATE
    if len(sizes) < 2 or not tested.any():
        return [None] * uses.shape[1]
    codes = {phase: index for index, phase in enumerate(sorted(set(phases)))}
    strata = np.array([codes[phase] for phase in phases], dtype=np.int64)
    by_outlet = permutation_p(uses, np.ones(len(uses)), groups, strata, f"discovery/{seed}")[tested]
    return [float(least) for least in np.minimum(1.0, by_outlet.min(axis=0) * int(tested.sum()))]
