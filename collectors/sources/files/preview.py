"""A preview of what an import would store, file by file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from collectors.model import Article, Grade, Outcome, Page
from collectors.sources.files import FileItem, ImportDefaults, read
from collectors.sources.outlet_resolution import ResolvedOutlet

#: The preview shows so many articles as they would be stored, and so many failures.
SHOWN = 3
_MOST_NAMED = 8
#: A text whose runs between spaces are longer on the average (German news: 7) is of a script without spaces.
LONGEST_MEAN = 20
#: The fields whose absence is reported, as people call them.
_WANTED = {"title": "a headline", "outlet": "an outlet", "published": "a date", "language": "a language"}

#: Numbers in reasons, which would make each reason another one: "the archive states 20 words, 31 were read".
_NUMBER = re.compile(r"\d[\d.,]*")

ResolveOutlet = Callable[[str | None, str | None], ResolvedOutlet]


@dataclass(slots=True)
class FilePreview:
    """What one file holds.

    Attributes:
        kind: The kind it is read as.
        outlets: Outlet -> articles, as they would be stored.
        undeclared: Outlet that outlets.toml does not hold -> articles.
        reasons: Why articles are not graded good -> articles.
        missing: Field -> articles without it.
        days: The first and last day of publication; empty strings where there is none.
        shown: Headline, outlet, date and the first words of the first articles.
        problems: Lines about the first failures.
    """

    file: str
    kind: str = "a file that is not known"
    articles: int = 0
    pages: int = 0
    failures: int = 0
    outlets: Counter[str] = field(default_factory=Counter)
    undeclared: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    grades: Counter[Grade] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    days: list[str] = field(default_factory=lambda: ["", ""])
    shown: list[tuple[str, str, str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def add(self, item: FileItem, outlet_of: ResolveOutlet) -> None:
        """Count one item of the file.

        Args:
            item: The item.
            outlet_of: The outlet under which a name and an address would be stored.
        """
        article = item.item
        if isinstance(article, Outcome):
            self.failures += 1
            if len(self.problems) < SHOWN:
                self.problems.append(f"{article.key}: {article.detail} ({article.remedy})")
        elif isinstance(article, Page):
            self.pages += 1
        else:
            self._article(article, outlet_of(article.outlet or item.outlet, article.url))

    def _article(self, article: Article, resolved: ResolvedOutlet) -> None:
        self.articles += 1
        self.grades[article.grade] += 1
        self.reasons.update(_NUMBER.sub("N", reason) for reason in article.grade_reasons)
        outlet = resolved.outlet
        if outlet:
            self.outlets[outlet] += 1
            if not resolved.declared:
                self.undeclared[outlet] += 1
        if article.language:
            self.languages[article.language] += 1
        if article.published:
            day = article.published[:10]
            self.days = [min(self.days[0] or day, day), max(self.days[1], day)]
        values = {
            "title": article.title,
            "outlet": outlet,
            "published": article.published,
            "language": article.language,
        }
        self.missing.update(name for name, value in values.items() if not value)
        if len(self.shown) < SHOWN:
            words = f"{_length(article.text)}: {' '.join(article.text[:120].split())}..."
            about = (article.title or "(no headline)", outlet or "(no outlet)", article.published or "(no date)")
            self.shown.append((*about, words))

    def lines(self) -> list[str]:
        """The preview as lines of text for the user."""
        lines = [self.file, f"  taken for: {self.kind}"]
        if self.articles:
            grades = ", ".join(f"{count:,} {grade.value}" for grade, count in self.grades.items())
            lines.append(f"  articles: {self.articles:,} ({grades})")
            if self.reasons:
                lines.append(f"  why not good: {_counted(self.reasons)}")
            lines.append(f"  outlets: {_counted(self.outlets) or 'none'}")
            if self.undeclared:
                names = _counted(self.undeclared)
                lines.append(
                    f"  not in outlets.toml: {names} (kept under these names; declare them, or say --any-outlet)"
                )
            lines.append(f"  days: {' to '.join(dict.fromkeys(self.days)) if self.days[0] else 'none'}")
            lines.append(f"  languages: {_counted(self.languages) or 'not stated'}")
        if self.pages:
            lines.append(f"  pages: {self.pages:,}; their articles are read when they are imported")
        if self.missing:
            lines.append(
                f"  missing: {', '.join(f'{count:,} without {_WANTED[name]}' for name, count in self.missing.items())}"
            )
        lines.extend(f"  - {' | '.join(article)}" for article in self.shown)
        if self.failures:
            lines.append(f"  not read: {self.failures:,}")
            lines.extend(f"  ! {line}" for line in self.problems)
            if self.failures > len(self.problems):
                lines.append(f"  ! and {self.failures - len(self.problems):,} more")
        elif not self.articles and not self.pages:
            lines.append("  articles: 0 (it was read, and no row or text of it is an article)")
        return lines


def _counted(counts: Counter[str]) -> str:
    named = ", ".join(f"{name} {count:,}" for name, count in counts.most_common(_MOST_NAMED))
    return named + (f" and {len(counts) - _MOST_NAMED} more" if len(counts) > _MOST_NAMED else "")


def previews(path: str, given: ImportDefaults, now: datetime, outlet_of: ResolveOutlet) -> Iterator[FilePreview]:
    """Preview each file at a path; the members of an archive count as files of their own.

    Args:
        path: A file or a folder.
        given: Values for what rows leave open.
        now: Dates must not be later than this.
        outlet_of: The outlet under which a name and an address would be stored.

    Yields:
        The preview of each file, after everything was read.
    """
    seen: dict[str, FilePreview] = {}

    def taken_for(file: str, kind: str) -> None:
        seen.setdefault(file, FilePreview(file)).kind = kind

    for item in read(path, given, now, taken_for):
        seen.setdefault(item.file, FilePreview(item.file)).add(item, outlet_of)
    yield from seen.values()


def _length(text: str) -> str:
    """The length of a text in words; in characters where its script sets no spaces between words."""
    words = len(text.split())
    return f"{words:,} words" if len(text) <= LONGEST_MEAN * max(1, words) else f"{len(text):,} characters"
