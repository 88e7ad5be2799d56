"""Agency credit beside PolNeAR's field `wire`, which was kept from the text: precision and recall.

python -m tests.benchmarks.bench_credit ARTICLES.jsonl[.gz] ... [--errors]
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

from collectors.config import load_catalogue
from collectors.copies import credit
from collectors.model import Article
from tests.benchmarks.corpora import rows


def article_of(row: dict[str, Any]) -> Article:
    authors = tuple(row.get("authors") or ())
    return Article(row["id"], None, row.get("outlet"), row.get("title"), authors, None, None, row["text"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="+", type=Path)
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    agencies = load_catalogue().agencies
    counts: Counter[str] = Counter()
    for path in options.articles:
        for row in rows(path):
            found = credit(article_of(row), agencies)
            marked = row.get("wire") not in {None, "NA"}
            counts[("right" if marked else "false") if found else ("missed" if marked else "none")] += 1
            if options.errors and bool(found) != marked:
                print(
                    "found" if found else "missed", found, row["wire"], row.get("authors"), row["text"].rstrip()[-90:]
                )
    right, false, missed = counts["right"], counts["false"], counts["missed"]
    print(
        f"{counts.total()} articles; precision {right}/{right + false} = {right / max(1, right + false):.3f}, ", end=""
    )
    print(f"recall {right}/{right + missed} = {right / max(1, right + missed):.3f}")


if __name__ == "__main__":
    main()
