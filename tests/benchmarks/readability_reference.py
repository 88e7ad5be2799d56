"""Measures the references of readability scores on real pages, and writes their numbers (no text) into data/languages.

    python -m tests.benchmarks.readability_reference CORPORA            print them, and how they do on other domains
    python -m tests.benchmarks.readability_reference CORPORA --write    and write data/languages/<code>/readability.toml
    python -m tests.benchmarks.readability_reference --articles FILE    the same from JSON Lines of your own articles

Texts are those of `corpora/pages`: bodies that people marked, else what this project extracts. A text counts with 100
words or more, and each domain weighs the same, so that one publisher is not the language. The check makes a reference
of every other domain (by a hash of its name) and gives median and deviation of the rest's z scores: 0 and 1 where the
reference holds for publishers that it has not seen.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from collectors.errors import ParallaxError
from collectors.extract import extract
from collectors.metrics.language_identification import identify
from collectors.metrics.readability import readability
from collectors.metrics.scores.readability_reference import FEWEST_DOMAINS, FILE, REFERENCED
from collectors.model import Article, Page
from tests.benchmarks.corpora import read_articles, rows

LANGUAGES = Path(__file__).parents[2] / "data" / "languages"
MARKED, UNMARKED = ("fundus", "aeb"), ("htmldate", "trafilatura")
LARGEST = 800_000  # characters of a page
#: From the distance of the quartiles to the standard deviation, and from that to the error of a median, of normal values.
QUARTILES_TO_DEVIATION, MEDIAN_ERROR = 0.7413, 1.2533
Figures = Mapping[str, Sequence[float]]  # by domain


def page_texts(corpora: Path) -> Iterator[tuple[str, str]]:
    """Domain and text of every page; one text once, whichever sets hold it."""
    seen: set[str] = set()
    for name in (*MARKED, *UNMARKED):
        for row in rows(corpora / "pages" / f"{name}.jsonl.gz"):
            text = _body(row["gold"].get("body")) if name in MARKED else _extracted(row["url"], row.get("html") or "")
            domain = urlsplit(row["url"]).netloc.lower().removeprefix("www.")
            if text and domain and text[:300] not in seen:
                seen.add(text[:300])
                yield domain, text


def _body(marked: object) -> str:
    return "\n\n".join(map(str, marked)) if isinstance(marked, list) else str(marked or "")


def _extracted(url: str, html: str) -> str:
    if not 0 < len(html) <= LARGEST:
        return ""
    try:
        read = extract(Page(url, url, html.encode("utf-8", "replace"), "text/html; charset=utf-8", None))
    except ParallaxError:
        return ""
    return read.text if isinstance(read, Article) else ""


def article_texts(file: Path) -> Iterator[tuple[str, str]]:
    """Domain (or outlet) and text of every article of a file."""
    for article in read_articles([file]):
        yield urlsplit(article.url or "").netloc.lower().removeprefix("www.") or article.outlet or "", article.text


def measured(texts: Iterator[tuple[str, str]]) -> dict[tuple[str, str], dict[str, list[float]]]:
    """The values of each language and score, by domain."""
    values: dict[tuple[str, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for domain, text in texts:
        language = identify(text)
        if language is None:
            continue
        scores = readability(text, language.language)
        for score in REFERENCED:
            if (value := scores[score]) is not None:
                values[language.language, score][domain].append(value)
    return values


def distribution(by_domain: Figures) -> tuple[float, float, float]:
    """Median, deviation from the quartiles, and error of the median, each domain weighing the same.

    Quartiles, because one page that was read without its full stops doubled the standard deviation of 29.
    """
    weighed = sorted((value, 1 / len(values)) for values in by_domain.values() for value in values)
    first, median, third = (_quantile(weighed, share) for share in (0.25, 0.5, 0.75))
    deviation = (third - first) * QUARTILES_TO_DEVIATION
    return median, deviation, MEDIAN_ERROR * deviation / len(by_domain) ** 0.5


def _quantile(weighed: Sequence[tuple[float, float]], share: float) -> float:
    """The value at a share of the total weight, between the middles of neighbours' weights."""
    total = sum(weight for _, weight in weighed)
    before, last = 0.0, (0.0, weighed[0][0])
    for value, weight in weighed:
        at = (before + weight / 2) / total
        if at >= share:
            return last[1] + (value - last[1]) * (share - last[0]) / (at - last[0])
        before, last = before + weight, (at, value)
    return weighed[-1][0]


def on_other_domains(by_domain: Figures) -> str:
    """Mean and deviation of the z scores of one half of the domains by a reference made of the other half."""
    halves: tuple[dict[str, Sequence[float]], dict[str, Sequence[float]]] = ({}, {})
    for domain, values in by_domain.items():
        halves[hashlib.sha256(domain.encode()).digest()[0] % 2][domain] = values
    if min(map(len, halves)) < 2:
        return "too few domains to check"
    median, deviation, _ = distribution(halves[0])
    others = distribution({d: [(x - median) / deviation for x in values] for d, values in halves[1].items()})
    return f"on {len(halves[1])} other domains z {others[0]:+.2f} (±{others[2]:.2f}), deviation {others[1]:.2f}"


def main() -> int:
    """Print the references, and write them where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", type=Path, nargs="?")
    parser.add_argument("--articles", type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    if (given.corpora is None) == (given.articles is None):
        parser.error("name a folder of corpora or --articles FILE")
    values = measured(page_texts(given.corpora) if given.corpora else article_texts(given.articles))
    tables: dict[str, list[str]] = defaultdict(list)
    for (language, score), by_domain in sorted(values.items()):
        if len(by_domain) < FEWEST_DOMAINS:
            continue
        median, deviation, error = distribution(by_domain)
        texts = sum(map(len, by_domain.values()))
        sys.stdout.write(
            f"{language} {score}: {median:.2f} deviation {deviation:.2f} error {error:.2f}, {texts} texts of "
            f"{len(by_domain)} domains; {on_other_domains(by_domain)}\n"
        )
        if not tables[language]:
            tables[language].append(f'language = "{language}"\ntexts = {texts}\ndomains = {len(by_domain)}\n')
        tables[language].append(
            f"\n[{score}]\nmedian = {median:.3f}\ndeviation = {deviation:.3f}\nerror = {error:.3f}\n"
        )
    for language, parts in tables.items() if given.write else ():
        head = (
            "# Readability scores of real texts in this language, made by tests/benchmarks/readability_reference.py.\n"
        )
        (LANGUAGES / language / FILE).write_text(head + "".join(parts), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
