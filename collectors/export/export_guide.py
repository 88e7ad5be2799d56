"""README.md of an export: its files, and how pandas and R read one figure that a page of the dashboard shows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from collectors.compare import ALL, ComparisonRow
from collectors.export.export_choices import ExportChoices
from collectors.export.row_labels import RowLabels
from collectors.model import Voice

#: The columns that tell one figure of comparison.csv from the others of its outlet.
SELECTING = ("metric", "variant", "phase", "voice", "copies")
#: The columns that the examples print.
PRINTED = ("outlet", "outlet_label", "estimate", "ci_low", "ci_high", "n_articles")


@dataclass(frozen=True, slots=True)
class GuideFacts:
    """What a guide is about: the event's title, the data set's version, its method, and its label or ""."""

    title: str
    version: str
    method: str
    label: str


def example_of(rows: Sequence[ComparisonRow]) -> ComparisonRow | None:
    """The figure that the examples read: of naming where there is one, with the most articles; None without rows."""
    estimated = [row for row in rows if row.estimate is not None]
    estimated_rows = [row for row in estimated if row.enough] or estimated
    naming = [
        row for row in estimated_rows if row.metric.startswith("naming:") and "@" not in row.metric and row.phase == ALL
    ]
    own = [row for row in naming if row.voice == Voice.OWN] or naming or estimated_rows

    def first(row: ComparisonRow) -> tuple[float, int, str, str, str]:
        return (-row.numerator, -row.n_articles, row.metric, row.variant, row.outlet)

    return min(own, key=first, default=None)


def guide(
    facts: GuideFacts,
    files: Sequence[tuple[str, str]],
    choices: ExportChoices,
    example: ComparisonRow | None,
    labels: RowLabels,
) -> str:
    """The text of README.md.

    Args:
        facts: What the export is about.
        files: Names of the files and what each holds; the comparison first.
        choices: What was chosen for the export.
        example: The figure that the examples read; None leaves them out.
        labels: The names of its ids.
    """
    listed = "\n".join(f"| `{name}` | {held} |" for name, held in files)
    about = f"Data set {facts.version}, method {facts.method}."
    if facts.label:
        about += f" **{_line(facts.label[:1].upper() + facts.label[1:])}.**"
    parts = [
        f"# {_line(facts.title)}\n\nFigures on how news outlets framed this event, exported by Parallax. {about}\n",
        f"| file | what it holds |\n|---|---|\n{listed}",
        _READING,
    ]
    if example is not None:
        parts.append(_examples(files[0][0], choices, example, labels))
    return "\n".join(parts)


_READING = """
Every estimate has its numerator, denominator, number of articles and 95 % interval; the codebook explains each column
and metric. A row with `enough` = false describes and tests nothing. `q_value` is what to look at where many figures are
compared, and the contrasts where two outlets are: intervals of two outlets may overlap although their difference is
settled. Two outlets that do not differ are not thereby alike: that takes a 95 % interval of their difference (in the
contrasts) which lies within a margin fixed before, two one-sided tests at 2.5 % each.

Text that a spreadsheet would run as a formula has an apostrophe in front; offsets count characters, not bytes.
"""


def _examples(file: str, choices: ExportChoices, example: ComparisonRow, labels: RowLabels) -> str:
    given = {name: str(getattr(example, name)) for name in SELECTING}
    values = {name: value for name, value in given.items() if value}  # an empty cell is missing, and equals nothing
    what = labels.variant(example.metric, example.variant) or example.metric
    pandas = "\n".join(
        f'    & (table["{name}"] == {json.dumps(value, ensure_ascii=False)})' for name, value in values.items()
    )
    in_r = "\n  & ".join(f"table${name} == {json.dumps(value, ensure_ascii=False)}" for name, value in values.items())
    columns = json.dumps(list(PRINTED))
    estimate = f"{example.estimate!r}"
    encoding = ', fileEncoding = "UTF-8-BOM"' if choices.bom else ', encoding = "UTF-8"'
    return f"""## One figure, read by two programs

"{_line(what)}" ({example.metric}, {example.voice} words) of {_line(labels.unit(example.outlet))} is {estimate}.

```python
import pandas as pd

read = {{"keep_default_na": False, "na_values": [""], "low_memory": False}}
table = pd.read_csv("{file}", encoding="{choices.encoding}", **read)
chosen = table[
    table["estimate"].notna()
{pandas}
]
print(chosen.sort_values("estimate", ascending=False)[{columns}].to_string(index=False))
```

```r
table <- read.csv("{file}"{encoding}, check.names = FALSE)
chosen <- table[
  {in_r}, ]
chosen <- chosen[order(-chosen$estimate), ]
print(chosen[, c({", ".join(json.dumps(name) for name in PRINTED)})], digits = 10, row.names = FALSE)
```
"""


def _line(text: str) -> str:
    """A text on one line, without the characters that Markdown or HTML would read."""
    return " ".join("".join(char for char in text if char not in "<>`*_[]|").split())
