"""Extraction beside its peers, in one run: `python -m tests.benchmarks.bench_extract CORPORA [--peer NAME=PYTHON]...`.

CORPORA is a folder with `aeb.jsonl.gz` and `fundus.jsonl.gz` (pages with the correct body, title, authors and date).
Readers of one environment run in one process, page by page in turn, so that other work on the machine falls on all of
them alike; each is measured in pages per CPU second, after a warm-up. newspaper4k and newspaper3k share a module name,
and news-please pins its own versions, so a peer may live in another environment: `--peer newspaper4k=/path/to/python`. Peers that are not installed are named and left out.
"""

from __future__ import annotations

import argparse
import difflib
import gzip
import importlib.metadata
import itertools
import json
import logging
import os
import re
import subprocess
import sys
import time
import unicodedata
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

Found = dict[str, object]
Reader = Callable[[str, str], Found]
CORPORA = ("aeb", "fundus")


def parallax() -> Reader:
    from collectors.extract import extract_text_page
    from collectors.model import Article

    def read(html: str, url: str) -> Found:
        a = extract_text_page("p", url, html)
        if not isinstance(a, Article):
            return {}
        return {
            "body": a.text,
            "title": a.title,
            "authors": list(a.authors),
            "date": a.published,
            "grade": str(a.grade),
        }

    return read


def newspaper() -> Reader:
    """newspaper3k or newspaper4k, whichever this interpreter has."""
    from newspaper import Article, Config

    config = Config()
    config.fetch_images = False
    config.memoize_articles = False

    def read(html: str, url: str) -> Found:
        a = Article(url, config=config)
        a.download(input_html=html)
        a.parse()
        date = a.publish_date.isoformat() if hasattr(a.publish_date, "isoformat") else None
        return {"body": a.text, "title": a.title, "authors": list(a.authors), "date": date}

    return read


def _trafilatura(*, precision: bool) -> Reader:
    import trafilatura

    def read(html: str, url: str) -> Found:
        document = trafilatura.bare_extraction(
            html, url=url, include_comments=False, with_metadata=True, favor_precision=precision
        )
        if document is None:
            return {}
        found = document if isinstance(document, dict) else document.as_dict()
        authors = (found["author"] or "").split("; ")
        return {"body": found["text"], "title": found["title"], "authors": authors, "date": found["date"]}

    return read


def trafilatura_default() -> Reader:
    return _trafilatura(precision=False)


def trafilatura_precision() -> Reader:
    return _trafilatura(precision=True)


def news_please() -> Reader:
    from newsplease import NewsPlease  # type: ignore[import-not-found]  # it lives in an environment of its own

    def read(html: str, url: str) -> Found:
        a = NewsPlease.from_html(html, url=url, fetch_images=False)
        date = a.date_publish.isoformat() if a.date_publish else None
        return {"body": a.maintext, "title": a.title, "authors": list(a.authors or []), "date": date}

    return read


READERS: dict[str, tuple[Callable[[], Reader], str]] = {
    "parallax": (parallax, "lxml"),  # its version column shows that of lxml
    "trafilatura": (trafilatura_default, "trafilatura"),
    "trafilatura precision": (trafilatura_precision, "trafilatura"),
    "newspaper3k": (newspaper, "newspaper3k"),
    "newspaper4k": (newspaper, "newspaper4k"),
    "news-please": (news_please, "news-please"),
}


def pages(folder: Path, every: int) -> Iterator[dict[str, object]]:
    for corpus in CORPORA:
        with gzip.open(folder / f"{corpus}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in itertools.islice(lines, 0, None, every):
                yield {**json.loads(line), "corpus": corpus}


def measure(names: list[str], folder: Path, every: int) -> None:
    """Run readers in this process, page by page in turn, and print a JSON object per reader.

    In turn, so that whatever else the machine does meanwhile falls on all of them alike.
    """
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    versions = {name: importlib.metadata.version(READERS[name][1]) for name in names}
    readers = {name: READERS[name][0]() for name in names}
    results: dict[str, dict[str, Found]] = {name: {} for name in names}
    spent, failed = dict.fromkeys(names, 0.0), dict.fromkeys(names, 0)
    for number, page in enumerate(pages(folder, every)):
        for name, read in readers.items():
            found, seconds = _timed(read, str(page["html"]), str(page["url"]), warm=number == 0)
            failed[name] += found is None
            spent[name] += seconds
            results[name][str(page["id"])] = found or {}
    for name in names:
        json.dump(
            {"version": versions[name], "seconds": spent[name], "failed": failed[name], "results": results[name]},
            sys.stdout,
        )
        print()


def _timed(read: Reader, html: str, url: str, *, warm: bool) -> tuple[Found | None, float]:
    try:
        if warm:
            read(html, url)
        started = time.process_time()
        return read(html, url), time.process_time() - started
    except Exception:  # noqa: BLE001  a peer may raise anything: counted as a failure
        return None, 0.0


def shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = re.findall(r"\w+", text)
    return Counter(tuple(tokens[i : i + 4]) for i in range(max(1, len(tokens) - 3) if tokens else 0))


def body_score(golds: list[str], text: str) -> tuple[float, float, float]:
    """Precision, recall, F1 of 4-word shingles against the better of the right bodies."""
    found = shingles(text)
    best = (0.0, 0.0, 0.0)
    for gold in golds:
        right = shingles(gold)
        hit = sum((right & found).values())
        p, r = hit / max(1, sum(found.values())), hit / max(1, sum(right.values()))
        best = max(best, (2 * p * r / (p + r) if hit else 0.0, p, r))
    return best


def fold(text: object) -> str:
    table = str.maketrans(dict.fromkeys('‘’‚‛“”„‟«»"`´′″', "'") | dict.fromkeys("‐‑‒–—―−", "-"))
    return " ".join(unicodedata.normalize("NFKC", str(text or "")).translate(table).casefold().split())


def row(data: dict[str, object], samples: list[dict[str, object]]) -> dict[str, float]:
    """The figures of one reader."""
    results = data["results"]
    assert isinstance(results, dict)
    out: dict[str, float] = {}
    for corpus in CORPORA:
        scores = []
        for s in samples:
            if s["corpus"] == corpus:
                gold = s["gold"]
                assert isinstance(gold, dict)
                golds = [gold["body"]] + ([gold["summary"] + "\n" + gold["body"]] if gold.get("summary") else [])
                scores.append(body_score(golds, str(results.get(s["id"], {}).get("body") or "")))
        f, p, r = (sum(x[i] for x in scores) / len(scores) for i in range(3))
        out |= {f"{corpus} F1": 2 * p * r / (p + r), f"{corpus} page": f}
        out[f"{corpus} <.5"] = sum(x[0] < 0.5 for x in scores) / len(scores)
    out |= _fields(results, [s for s in samples if s["corpus"] == "fundus"])
    return out


def _fields(results: dict[str, Found], samples: list[dict[str, object]]) -> dict[str, float]:
    titles, authors, days = [], [], []
    for s in samples:
        gold, found = s["gold"], results.get(str(s["id"]), {})
        assert isinstance(gold, dict)
        ratio = difflib.SequenceMatcher(None, fold(gold["title"]), fold(found.get("title")), autojunk=False).ratio()
        titles.append(ratio >= 0.9)
        days.append(str(gold["date"])[:10] == str(found.get("date") or "")[:10])
        if gold.get("authors") is not None:
            names = found.get("authors")
            right = {fold(a) for a in gold["authors"]}
            given = {fold(a) for a in names if a} if isinstance(names, list) else set()
            authors.append(2 * len(right & given) / (len(right) + len(given)) if right or given else 1.0)
    return {k: sum(v) / len(v) for k, v in (("title", titles), ("authors", authors), ("day", days))}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=PYTHON")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth page (for speed)")
    parser.add_argument("--readers", nargs="+", choices=sorted(READERS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.readers:
        measure(options.readers, options.corpora, options.every)
        return
    interpreters = dict(p.split("=", 1) for p in options.peer)
    here = [n for n in READERS if n not in interpreters and _installed(n)]
    groups = [(sys.executable, here), *((python, [name]) for name, python in interpreters.items())]
    samples = list(pages(options.corpora, options.every))
    shown: list[tuple[str, dict[str, float], dict[str, object]]] = []
    for python, names in groups:
        for name, data in zip(names, _run(python, names, options.corpora, options.every), strict=False):
            shown.append((name, row(data, samples), data))
    for name in set(READERS) - {n for n, _, _ in shown}:
        print(f"{name}: not installed, left out")
    _print(shown, len(samples))
    _compare(shown)


def _installed(name: str) -> bool:
    try:
        importlib.metadata.version(READERS[name][1])
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _run(python: str, names: list[str], folder: Path, every: int) -> list[dict[str, object]]:
    """What each reader found, measured in a process of the given interpreter."""
    command = [
        python,
        os.fspath(Path(__file__).resolve()),
        os.fspath(folder),
        "--every",
        str(every),
        "--readers",
        *names,
    ]
    root = os.fspath(Path(__file__).resolve().parents[2])
    done = subprocess.run(command, capture_output=True, check=False, env={**os.environ, "PYTHONPATH": root})
    if done.returncode:
        print(f"{', '.join(names)}: {done.stderr.decode(errors='replace').strip()[-300:]}")
        return []
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith(b'{"version"')]


def _print(shown: list[tuple[str, dict[str, float], dict[str, object]]], count: int) -> None:
    columns = list(shown[0][1])
    print(f"{count} pages; title, authors and day on fundus; day without regard to time zones")
    print(
        "reader".ljust(22),
        "version".ljust(8),
        *(c.rjust(11) for c in columns),
        "failed".rjust(7),
        "pages/CPU s".rjust(12),
    )
    for name, figures, data in shown:
        rate = (count) / float(str(data["seconds"]))
        cells = (f"{figures[c]:.3f}".rjust(11) for c in columns)
        print(
            name.ljust(22), str(data["version"]).ljust(8), *cells, str(data["failed"]).rjust(7), f"{rate:.2f}".rjust(12)
        )


def _compare(shown: list[tuple[str, dict[str, float], dict[str, object]]]) -> None:
    """Our time beside that of the two readers we must not be slower than together."""
    seconds = {name: float(str(data["seconds"])) for name, _, data in shown}
    if {"parallax", "newspaper3k", "trafilatura"} <= seconds.keys():
        both = seconds["newspaper3k"] + seconds["trafilatura"]
        print(f"parallax takes {seconds['parallax'] / both:.2f} of the time of newspaper3k and trafilatura together,")
        print(f"{seconds['parallax'] / seconds['newspaper3k']:.2f} of that of newspaper3k alone")


if __name__ == "__main__":
    main()
