"""Naming discovery beside a noun-phrase-frequency baseline on NewsWCL50's hand-marked mentions, in one run.

    python -m tests.benchmarks.bench_discovery NEWSWCL50.jsonl.gz NEWSWCL50.labels.jsonl.gz [--show]

Targets are its ACTOR and COUNTRY concepts. What a user would declare is given to both sides: an actor's surname (the
last word of the concept), a country's names below. Counted are distinct phrases per event and concept, compared in
lower case without the opening determiner: recall of the marked ones, precision among the found ones. The marks are
not complete (a phrase may be right and unmarked), so precision is a lower bound. The baselines take the same noun
phrases, the most frequent first: those that hold a declared name, and all of them; each is cut where its recall is
highest while its precision is at least 0.5.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter, defaultdict
from pathlib import Path

from collectors.discovery import Target, link, phrase_key
from collectors.discovery.noun_phrase_runs import noun_phrases

COUNTRIES = {
    "USA": ("United States", "U.S.", "US", "American", "Americans", "America", "Washington", "USA"),
    "RUS": ("Russia", "Russian", "Russians", "Moscow"),
    "PRK": ("North Korea", "North Korean", "North Koreans", "Pyongyang"),
    "KOR": ("South Korea", "South Korean", "South Koreans", "Seoul"),
    "CHN": ("China", "Chinese", "Beijing"),
    "JPN": ("Japan", "Japanese", "Tokyo"),
    "GBR": ("Britain", "British", "U.K.", "UK", "United Kingdom", "London"),
    "IRN": ("Iran", "Iranian", "Iranians", "Tehran"),
    "ISR": ("Israel", "Israeli", "Israelis", "Jerusalem"),
    "MEX": ("Mexico", "Mexican", "Mexicans"),
    "GUM": ("Guam",),
    "FRA": ("France", "French", "Paris"),
    "SYR": ("Syria", "Syrian", "Syrians", "Damascus"),
    "EU": ("European Union", "EU", "E.U.", "European", "Europe", "Brussels"),
    "CAN": ("Canada", "Canadian", "Canadians", "Ottawa"),
    "DEU": ("Germany", "German", "Germans", "Berlin"),
    "HND": ("Honduras", "Honduran", "Hondurans"),
}

Key = tuple[str, str, str]  # event, kind, concept


def rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def target(key: Key) -> Target:
    _, kind, concept = key
    if kind == "ACTOR":
        return Target("|".join(key), (concept.split("\\")[-1].split()[-1],), person=True)
    return Target("|".join(key), COUNTRIES.get(concept, (concept,)), person=False)


def found_by_us(keys: list[Key], texts: list[str]) -> dict[Key, Counter[str]]:
    result: dict[Key, Counter[str]] = {key: Counter() for key in keys}
    by_id = {"|".join(key): key for key in keys}
    for found in link(texts, [target(key) for key in keys]):
        for f in found:
            result[by_id[f.target]][phrase_key(f.surface)] += 1
    return result


def found_by_frequency(keys: list[Key], texts: list[str], named: bool) -> dict[Key, Counter[str]]:
    phrases = Counter(phrase_key(text[slice(*chunk.span)]) for text in texts for chunk in noun_phrases(text))
    result: dict[Key, Counter[str]] = {}
    for key in keys:
        names = [name.lower() for name in target(key).names]
        kept = {p: n for p, n in phrases.items() if not named or any(name in p for name in names)}
        result[key] = Counter(kept)
    return result


def score(predicted: dict[Key, Counter[str]], gold: dict[Key, set[str]], least: int, kind: str) -> tuple[int, int, int]:
    """Found, right and marked phrases, of those found at least so often."""
    found = right = marked = 0
    for key, phrases in gold.items():
        if key[1] in kind:
            kept = {p for p, n in predicted.get(key, Counter()).items() if n >= least}
            found, right, marked = found + len(kept), right + len(kept & phrases), marked + len(phrases)
    return found, right, marked


def line(name: str, kind: str, counts: tuple[int, int, int]) -> str:
    found, right, marked = counts
    precision = f"{right / found:.3f}" if found else "none"
    return f"{name:<34} {kind:<14} precision {precision} ({right} of {found})  recall {right / marked:.3f} of {marked}"


def best(predicted: dict[Key, Counter[str]], gold: dict[Key, set[str]], kind: str) -> tuple[int, int, int]:
    """The counts with the highest recall at a precision of at least 0.5, over all cuts by frequency."""
    tried = [score(predicted, gold, least, kind) for least in range(1, 60)]
    fit = [c for c in tried if c[0] and c[1] / c[0] >= 0.5]
    return max(fit, key=lambda c: c[1], default=(0, 0, tried[0][2]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("articles", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--show", action="store_true", help="what was wrong and what was missed")
    options = parser.parse_args()
    gold: dict[Key, set[str]] = defaultdict(set)
    for label in rows(options.labels):
        if label["kind"] in {"ACTOR", "COUNTRY"}:
            gold[label["article"].split("_")[0], label["kind"], label["concept"]].add(phrase_key(label["mention"]))
    texts: dict[str, list[str]] = defaultdict(list)
    for article in rows(options.articles):
        texts[article["event"]].append(f"{article['title']}.\n\n{article['text']}")
    ours: dict[Key, Counter[str]] = {}
    named: dict[Key, Counter[str]] = {}
    plain: dict[Key, Counter[str]] = {}
    for event in sorted(texts):
        keys = sorted(key for key in gold if key[0] == event)
        ours |= found_by_us(keys, texts[event])
        named |= found_by_frequency(keys, texts[event], named=True)
        plain |= found_by_frequency(keys, texts[event], named=False)
    for kind in ("ACTOR", "COUNTRY", "ACTOR COUNTRY"):
        print(line("Parallax", kind, score(ours, gold, 1, kind)))
        print(line("frequent phrases that hold a name", kind, best(named, gold, kind)))
        print(line("frequent phrases", kind, best(plain, gold, kind)))
    for key in sorted(gold) if options.show else ():
        print(*key, "\n  wrong ", sorted(set(ours[key]) - gold[key]), "\n  missed", sorted(gold[key] - set(ours[key])))


if __name__ == "__main__":
    main()
