"""How fast exports of archives are read, and in how much memory: a synthetic Nexis export of 100,000 articles.

    python -m tests.benchmarks.bench_exports [articles]

Prints articles a second of processor time for the reader alone (lines in, articles out, nothing stored), with the gate
of the import behind it, and the highest memory.
"""

from __future__ import annotations

import itertools
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from collectors.sources.files import read
from collectors.sources.files.export_file import ExportFile, opened
from collectors.sources.files.exported import ExportedArticle
from collectors.sources.files.kinds import kind_for
from tests.support.made_articles import made_articles
from tests.support.made_exports import nexis_text

WORDS = tuple(made_articles()[0].text.split())


def export(count: int) -> Iterator[bytes]:
    """The bytes of an export whose articles have about 500 words, in parts of 100 articles."""
    chosen = itertools.cycle(WORDS)
    body = tuple(" ".join(itertools.islice(chosen, 100 + n)) + "." for n in range(5))
    made = [
        type(a)(**{**{f: getattr(a, f) for f in a.__dataclass_fields__}, "paragraphs": body}) for a in made_articles()
    ]
    part = nexis_text([made[n % 3] for n in range(100)], cover=False).removeprefix(b"\xef\xbb\xbf")
    for _ in range(count // 100):
        yield part + b"\r\n"


def main(count: int = 100_000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.TXT"
        with path.open("wb") as out:
            out.writelines(export(count))
        size = path.stat().st_size
        with path.open("rb") as stream:
            file = opened(str(path), "export", stream, "txt")
            assert isinstance(file, ExportFile)
            kind = kind_for(file)
            assert kind is not None
            begun = time.process_time()
            found = sum(isinstance(item, ExportedArticle) for item in kind.read(file))
            reader = time.process_time() - begun
        print(
            f"{kind.name}: {found:,} articles, {size / 1e6:,.0f} MB, reader alone {found / reader:,.0f} a second of CPU"
        )
        print(f"highest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
        fewer = max(count // 20, 100)
        path.write_bytes(b"".join(export(fewer)))
        begun = time.process_time()
        items = sum(1 for _ in read(str(path), None, datetime(2022, 12, 1, tzinfo=UTC)))
        print(f"with the gate of the import: {items / (time.process_time() - begun):,.0f} a second of CPU ({items:,})")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
