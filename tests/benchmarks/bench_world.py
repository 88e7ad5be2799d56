"""Quotations on other news than the model was trained on: GUM's Wikinews and BASIL; writes what the method page prints.

    python -m tests.benchmarks.bench_world --gum gum.jsonl.gz --basil basil.jsonl.gz --scorer SCORER [--record]

GUM: joint precision, recall and F1 of the attributions in its discourse trees (they stop at the sentence), by SCORER, a
script whose `evaluate(gold, predictions)` scores articles with `attributions`; once as they are, once with our contents
cut to the sentence of their cue, as GUM's are. BASIL: of the slanted words that its
annotators give to a speaker, the share that some quotation covers by half; of those that they give to the author, the
share that stands in another voice.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from collectors.metrics.quotations import extract_quotations, trained_model
from collectors.metrics.text import WORD
from collectors.metrics.voice import voice_of
from collectors.model import Quotation, Span, Voice

Row = Mapping[str, Any]


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a .jsonl.gz file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def within_sentence(quotation: Quotation, sentences: Sequence[Sequence[int]]) -> Quotation:
    """Cut the contents of a quotation to the sentence of its cue, else of its speaker or first content.

    Args:
        quotation: The quotation; without a content in that sentence it stays whole.
        sentences: First character and end of each sentence.
    """
    at = (quotation.cue or quotation.speaker or quotation.content[0]).start
    for first, end in sentences:
        if first <= at < end:
            cut = [Span(max(first, span.start), min(end, span.end)) for span in quotation.content]
            return replace(quotation, content=tuple(span for span in cut if span.start < span.end) or quotation.content)
    return quotation


def gum(articles: Sequence[dict[str, Any]], scorer: Path) -> dict[str, dict[str, dict[str, float]]]:
    """Joint precision, recall and F1 on the news, for all attributions and for indirect ones."""
    spec = importlib.util.spec_from_file_location("scorer", scorer)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    news = [article for article in articles if article["genre"] == "news"]
    found = {article["id"]: extract_quotations(article["text"]) for article in news}
    cut = {
        article["id"]: [within_sentence(one, article["sentences"]) for one in found[article["id"]]] for article in news
    }
    return {"gum_news": _joint(module, news, found), "gum_news_in_sentence": _joint(module, news, cut)}


def _joint(
    scorer: Any, news: Sequence[dict[str, Any]], found: Mapping[str, Sequence[Quotation]]
) -> dict[str, dict[str, float]]:
    rows = {
        name: [
            {
                "speaker": list(one.speaker) if one.speaker else None,
                "cue": list(one.cue) if one.cue else None,
                "content": [list(span) for span in one.content],
            }
            for one in quotations
        ]
        for name, quotations in found.items()
    }
    table = scorer.evaluate(news, rows)
    return {
        part: {key: table[part][f"joint_{key}"] for key in ("p", "r", "f1")} | {"n": table[part]["n_gold"]}
        for part in ("all", "indirect")
    }


def basil(articles: Sequence[Row]) -> dict[str, float]:
    """Shares of spoken spans that quotations cover, and of the author's that they cover or that another voice holds.

    A quotation names what somebody wants, supports or rejects as well; the voice of such words is the author's.
    """
    counts = {"quoted": 0, "covered": 0, "own": 0, "in_another_voice": 0, "quoted_heard": 0, "own_heard": 0}
    for article in articles:
        text = article["text"]
        quotations = extract_quotations(text)
        voices = voice_of(quotations, text)
        spoken = {
            word.start()
            for quotation in quotations
            for span in quotation.content
            for word in WORD.finditer(text, *span)
        }
        for span in article["spans"]:
            words = [word.start() for word in WORD.finditer(text, *span["span"])]
            if not words:
                continue
            inside = sum(word in spoken for word in words) * 2 >= len(words)
            counts["quoted" if span["quoted"] else "own"] += 1
            counts["covered" if span["quoted"] else "in_another_voice"] += inside
            heard = sum(voices.at(word, word + 1) is not Voice.OWN for word in words) * 2 >= len(words)
            counts["quoted_heard" if span["quoted"] else "own_heard"] += heard
    return {
        "quoted": counts["quoted"],
        "covered": round(counts["covered"] / counts["quoted"], 4),
        "own": counts["own"],
        "in_another_voice": round(counts["in_another_voice"] / counts["own"], 4),
        "quoted_heard": round(counts["quoted_heard"] / counts["quoted"], 4),
        "own_heard": round(counts["own_heard"] / counts["own"], 4),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--gum", type=Path, required=True)
    parser.add_argument("--basil", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--record", action="store_true", help="write the figures into the package's model.json")
    given = parser.parse_args()
    found = gum(rows(given.gum), given.scorer) | {"basil": basil(rows(given.basil))}
    print(json.dumps(found, indent=1))
    if given.record:
        file = trained_model.PATH.with_suffix(".json")
        about = json.loads(file.read_text(encoding="utf-8")) | found
        file.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
