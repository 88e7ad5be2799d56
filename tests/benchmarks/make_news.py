"""Any number of different articles of realistic length and vocabulary, recombined from the paragraphs of real corpora.

    python -m tests.benchmarks.make_news CORPORA OUT.jsonl --articles 200000

Lengths are those of wire news (median about 330 words, a twentieth above 900). The paragraphs of one article come from
real articles of its event's language; in each article some names and every third number are exchanged for others of the
corpora, the same name always for the same, so that no two articles are alike and nothing that was worked out for one
sentence serves the next. The texts are the publishers': they are for measuring only and belong into no repository.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

#: A capitalised word that no sentence begins with, and a number.
EXCHANGED = re.compile(r"(?<=[a-zà-ÿ,] )[A-ZÀ-Ý][a-zà-ÿ]{3,}|\b\d+\b")
PARAGRAPH = re.compile(r"\n\s*\n")
#: Beginnings of names that tie an article to its event: never exchanged.
TIES = re.compile(
    r"Russia|Ukrain|Putin|Zelensk|Ky?iev|Kyiv|Moscow|Kremlin|Kherson|Donetsk|Luhansk|Donbas|Zaporizh|"
    r"Trump|Clinton|Hillary|Donald|Republican|Democrat|Sanders|Cruz"
)
ABOUT_UKRAINE = re.compile(r"Ukrain|Putin|Kremlin|referend|annex|Kherson|Donetsk|Zelensk")


@dataclass(frozen=True, slots=True)
class Bank:
    """What articles of one event are made of: first paragraphs with their titles, later paragraphs, days and outlets."""

    event: str
    language: str
    openings: list[tuple[str, str]]
    paragraphs: list[str]
    first_day: date
    days: int


def rows(file: Path) -> list[dict[str, Any]]:
    """The rows of a packed corpus."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def paragraphs_of(text: str) -> list[str]:
    """Paragraphs of 8 to 200 words."""
    return [" ".join(part.split()) for part in PARAGRAPH.split(text) if 8 <= len(part.split()) <= 200]


def banks(corpora: Path) -> list[tuple[Bank, int]]:
    """The banks, each with how many articles of a hundred are drawn from it."""
    campaign = [row for row in rows(corpora / "quotes" / "polnear.train.jsonl.gz") if len(row["text"]) > 1500]
    others = [*rows(corpora / "events" / "basil.jsonl.gz"), *rows(corpora / "events" / "newswcl50.jsonl.gz")]
    leads = [*rows(corpora / "event2022" / "ruwa-2022-headline-lead.jsonl.gz"),
             *rows(corpora / "event2022" / "rss-2022-headline-lead.jsonl.gz")]  # fmt: skip
    german = rows(corpora / "quotes" / "wikinews-de.jsonl.gz")
    on_campaign = [part for row in campaign for part in paragraphs_of(row["text"])]
    elsewhere = [part for row in others for part in paragraphs_of(row["text"])]
    on_war = [
        (row["title"], row["text"])
        for row in leads
        if row["language"] == "en" and len(row["text"].split()) > 12 and ABOUT_UKRAINE.search(row["text"])
    ]
    in_german = [(row["text"].split("\n")[0][:90], paragraphs_of(row["text"])) for row in german]
    openings = [(row["title"], paragraphs_of(row["text"])[0]) for row in campaign if paragraphs_of(row["text"])]
    war = [lead for _, lead in on_war]
    ukraine, autumn = "ukraine-annexation-referendums-2022", date(2022, 9, 16)
    return [
        (Bank("us-campaign-2016", "en", openings, on_campaign, date(2015, 9, 1), 430), 45),
        (Bank(ukraine, "en", on_war, elsewhere + on_campaign + 8 * war, autumn, 34), 45),
        (Bank(ukraine, "de", [(title, parts[0]) for title, parts in in_german if parts],
              [part for _, parts in in_german for part in parts], autumn, 34), 10),
    ]  # fmt: skip


def articles(corpora: Path, count: int, outlets: int, seed: int) -> Iterator[dict[str, str]]:
    """The articles as rows of an import."""
    dice = random.Random(seed)
    drawn = banks(corpora)
    sources, weights = [bank for bank, _ in drawn], [weight for _, weight in drawn]
    pools = {
        id(bank): [found for part in bank.paragraphs for found in EXCHANGED.findall(part) if found.isalpha()]
        for bank in sources
    }
    sizes = [1 / (place + 4) for place in range(outlets)]
    for number in range(count):
        bank = dice.choices(sources, weights)[0]
        title, opening = dice.choice(bank.openings)
        length = min(max(dice.lognormvariate(5.2, 0.65), 60), 2000)
        parts = [opening]
        while sum(map(len, parts)) < 5.6 * length:
            parts.append(dice.choice(bank.paragraphs))
        text = exchanged("\n\n".join(parts), pools[id(bank)], dice)
        outlet = f"recombined-{dice.choices(range(outlets), sizes)[0]:02d}"
        day = bank.first_day + timedelta(days=dice.randrange(bank.days))
        yield {
            "id": f"n{number}", "event": bank.event, "outlet": outlet, "url": f"https://{outlet}.example/{number}",
            "published": f"{day}T{number % 24:02}:{number % 60:02}:00+00:00", "language": bank.language,
            "title": exchanged(title, pools[id(bank)], dice), "text": text,
        }  # fmt: skip


def exchanged(text: str, pool: list[str], dice: random.Random) -> str:
    """A text with a third of its names and numbers exchanged; a name always for the same."""
    new: dict[str, str] = {}

    def other(match: re.Match[str]) -> str:
        word = match.group()
        if word.isdigit():
            return word if dice.random() > 1 / 3 else str(dice.randrange(10 ** len(word[:4])))
        if word not in new:
            new[word] = word if TIES.match(word) or dice.random() > 1 / 3 else dice.choice(pool)
        return new[word]

    return EXCHANGED.sub(other, text)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    ask.add_argument("corpora", type=Path)
    ask.add_argument("into", type=Path)
    ask.add_argument("--articles", type=int, default=200_000)
    ask.add_argument("--outlets", type=int, default=60)
    ask.add_argument("--seed", type=int, default=1)
    given = ask.parse_args()
    words = []
    with given.into.open("w", encoding="utf-8") as file:
        for row in articles(given.corpora, given.articles, given.outlets, given.seed):
            words.append(len(row["text"].split()))
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    words.sort()
    marks = {share: words[int(len(words) * share)] for share in (0.05, 0.5, 0.95)}
    print(f"{len(words):,} articles, words by quantile {marks}, mean {sum(words) / len(words):.0f}")


if __name__ == "__main__":
    main()
