"""The worked example of the README: what the reference data of 2022 show, from what survives the inference.

    python -m tests.benchmarks.worked_example            print it
    python -m tests.benchmarks.worked_example --write    put it into README.md, between its two markers

Run it after the reference data were rebuilt; a test compares.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

from collectors import compare
from collectors.dataset.versions import open_dataset, reference_home
from dashboard.findings import Finding, Labels, largest
from tests.benchmarks.build_reference_2022 import EVENT

README = Path(__file__).parent.parent.parent / "README.md"
BEGIN, END = "<!-- worked example: tests/benchmarks/worked_example.py -->", "<!-- end of the worked example -->"
CONCEPTS = ("vote", "act", "territory", "officials")
SERVER = "http://127.0.0.1:8501"


def example_findings() -> list[Finding]:
    """The largest difference that holds in each concept: in the outlets' own words, among English pieces.

    It is corrected over the figures of naming and sources together, as on the Overview, so that both print one q.
    """
    data = open_dataset(reference_home())
    told = json.loads(data.table("events", ["event_json"], [("event", "=", EVENT)])["event_json"][0].as_py())
    names = data.table("outlets", ["outlet", "outlet_name"]).to_pylist()
    labels = Labels(
        {row["outlet"]: row["outlet_name"] for row in names},
        {concept["id"]: concept["title"] for concept in told["concepts"]},
        {concept["id"]: {v["id"]: v["label"] for v in concept["variants"]} for concept in told["concepts"]},
        {},
        {},
    )
    arrays = compare.load(data, EVENT)
    every = compare.ArticleSelection(EVENT, grades=("good",), languages=("en",))
    own = replace(every, voice="own")
    rows = [row for row in compare.naming(arrays, own) if row.metric.removeprefix("naming:") in CONCEPTS]
    return largest(rows, compare.pairs(arrays, [("naming", own), ("sources", every)]), labels, most=len(CONCEPTS))


def lines() -> list[str]:
    """The example as Markdown; its links name the data set, so that they open it whatever else is published."""
    version = open_dataset(reference_home()).version
    found = example_findings()
    return [
        BEGIN,
        *(
            f"- {finding.text} {finding.caveat} [Open it]({SERVER}/{finding.page}?"
            f"{urlencode({'v': version, 'event': EVENT, 'language': 'en', 'voice': 'own', **finding.fields})})"
            for finding in found
        ),
        END,
    ]


def main() -> None:
    made = "\n".join(lines())
    if "--write" not in sys.argv:
        print(made)
        return
    text = README.read_text(encoding="utf-8")
    README.write_text(text[: text.index(BEGIN)] + made + text[text.index(END) + len(END) :], encoding="utf-8")


if __name__ == "__main__":
    main()
