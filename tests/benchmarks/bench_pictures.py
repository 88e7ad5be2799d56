"""CPU time of pictures, of a report and of an export's tables.

python -m tests.benchmarks.bench_pictures HOME
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from collectors.dataset.versions import open_dataset
from collectors.export import ExportChoices, export_event
from dashboard.render import raster
from dashboard.render.picture_file import figure_file
from dashboard.render.report_blocks import blocks_of
from dashboard.render.report_docx import docx
from dashboard.render.report_pdf import pdf
from tests.test_pictures import FIGURES, WORDS
from tests.test_report_files import body


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """The least CPU time of some runs, after one that loads what is needed."""
    work()
    spent = []
    for _ in range(times):
        begin = time.process_time()
        work()
        spent.append(time.process_time() - begin)
    return min(spent)


def main() -> None:
    home = Path(sys.argv[1])
    for name, figure in FIGURES.items():
        file = figure_file(figure, WORDS)
        made = raster.png(file)
        drawn, painted = seconds(lambda f=figure: figure_file(f, WORDS)), seconds(lambda f=file: raster.png(f))
        print(f"{name}: SVG {drawn:.3f} s, PNG {painted:.3f} s, {len(made) / 1000:.0f} kB")
    blocks = blocks_of(body(60))
    print(f"PDF {seconds(lambda: pdf(blocks, 't', 'f')):.2f} s, Word {seconds(lambda: docx(blocks, 't', 'f')):.2f} s")
    data = open_dataset(home)
    event = data.table("events", ["event"])["event"][0].as_py()
    for choices in (ExportChoices(), ExportChoices(by="country"), ExportChoices(wide=True, workbook=True)):
        with tempfile.TemporaryDirectory() as folder:
            begin = time.process_time()
            paths = export_event(data, event, Path(folder), choices=choices)
            size = sum(path.stat().st_size for path in paths) / 1e6
            print(
                f"export {choices.by}, workbook {choices.workbook}: {time.process_time() - begin:.1f} s, {size:.1f} MB"
            )


if __name__ == "__main__":
    main()
