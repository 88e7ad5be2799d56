"""A list of URLs and the saved pages that it selects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from collectors.model import Outcome
from collectors.sources.files import FileItem, ImportDefaults, read, urls_in
from collectors.sources.files.file_items import Damage, failure
from collectors.sources.outlet_resolution import same_page


@dataclass(slots=True)
class SelectedPages:
    """The URLs of a list.

    Attributes:
        file: The path of the list.
        lines: Key of a page (`same_page`) -> line number and URL.
        failures: Lines that hold no URL.
    """

    file: str
    lines: dict[str, tuple[int, str]] = field(default_factory=dict)
    failures: list[FileItem] = field(default_factory=list)

    def from_pages(self, pages: Sequence[str], given: ImportDefaults, now: datetime) -> Iterator[FileItem]:
        """Yield the pages and articles that the list names, then one failure for each URL without any.

        Args:
            pages: Paths of saved pages.
            given: Defaults for the imported articles.
            now: The current time.
        """
        yield from self.failures
        missing = dict(self.lines)
        for path in pages:
            for item in read(path, given, now):
                url = None if isinstance(item.item, Outcome) else item.item.url
                key = same_page(url or "")
                if key not in self.lines:
                    continue
                missing.pop(key, None)
                # The imported file is the list, so a failure names its line.
                yield replace(item, file=self.file, line=self.lines[key][0])
        for line, url in missing.values():
            remedy = f"it is not in {', '.join(pages)}: save it there"
            yield failure(self.file, Damage(f"{url} has no saved page", remedy, line))


def selection_of(path: str) -> SelectedPages:
    """Read a list of URLs."""
    selection = SelectedPages(path)
    with Path(path).open("rb") as stream:
        for entry in urls_in(stream, path):
            if isinstance(entry, FileItem):
                selection.failures.append(entry)
            else:
                selection.lines.setdefault(same_page(entry[1]), entry)
    return selection
