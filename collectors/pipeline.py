"""The order of importing and analysing articles.

    read a file | extract its pages            -> articles, or outcomes that say why not
      | settle outlet and event | save         -> the store, each article in one transaction with its outcome
    the store's articles that lack the current method or event file
      | decide membership | credit agencies | measure quotations, voices, names, devices, readability | save
    all articles of an event | find near-duplicates | save

Importing and analysing are two commands, so that a better method can measure again what was collected once. Both are
idempotent and may be killed at any time.
"""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from difflib import get_close_matches
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from collectors.config.missing_event import declared_event
from collectors.event_copies import find_copies
from collectors.extract.article_date import with_source_date
from collectors.extract.language_choice import in_outlet_language
from collectors.model import FAILURES, Article, Grade, Outcome, OutcomeKind, Page, Unreadable
from collectors.sources.files import STDIN, FileItem, ImportDefaults, lists_addresses, read
from collectors.sources.outlet_resolution import outlet_of
from collectors.sources.selected_pages import SelectedPages, selection_of
from collectors.store import Analysis, Incoming, RefusedArticle, Store, Stored
from collectors.store.declaration_json import event_to_json, outlet_to_json
from collectors.store.twins import TwinFinder
from collectors.support.characters import admit
from collectors.support.executors import ResubmittingPool, process_pool, require_same_program
from collectors.support.time_zones import zone_of_country

if TYPE_CHECKING:
    from collectors.analysis import Task
    from collectors.config import Catalogue

#: Event of articles that name none and are imported without --event.
NO_EVENT = "no-event"
NO_EVENT_TITLE = "Articles without an event"

#: Articles saved in one transaction: at 500 SQLite's cost per transaction no longer shows.
BATCH = 500
#: Articles measured in one task, and the number from which a pool of processes is worth its start (about 2 s).
CHUNK = 25
POOL_PAYS = 150
#: Articles of one task on a cluster, where handing out a task takes some 10 ms; and tasks under way there at a time.
CLUSTER_CHUNK = 100
AHEAD = 64

#: The most lines about failures that a summary keeps. Counts are not limited, and the store keeps every failure.
MAX_LINES = 10_000

Tick = Callable[[int], None]
Read = tuple[FileItem, Article | Unreadable | Outcome]


def _no_tick(_: int) -> None:
    """Ignore progress."""


@dataclass(frozen=True, slots=True)
class PipelineSettings:
    """How an import treats its input."""

    event: str | None = None
    given: ImportDefaults = field(default_factory=ImportDefaults)
    pages: tuple[str, ...] = ()  # where the saved pages of URL lists are
    any_outlet: bool = False
    processes: int = 1


@dataclass(slots=True)
class Summary:
    """What became of a run: counts, a line for each failure, and warnings about articles that were saved."""

    counts: Counter[OutcomeKind] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    events: Counter[str] = field(default_factory=Counter)
    grades: Counter[Grade] = field(default_factory=Counter)
    without_outlet: int = 0

    def add(self, outcome: Outcome, file: str | None = None, line: int | None = None) -> None:
        """Count an outcome, and keep the line of `failure_line` for a failure."""
        self.counts[outcome.kind] += 1
        if outcome.kind in FAILURES and len(self.failures) < MAX_LINES:
            self.failures.append(failure_line(outcome, file, line))

    @property
    def failed(self) -> int:
        """Number of failures."""
        return sum(count for kind, count in self.counts.items() if kind in FAILURES)


def failure_line(outcome: Outcome, file: str | None = None, line: int | None = None) -> str:
    """A failure as "FILE:LINE: what (remedy)", for people; after the place comes the URL where there is one.

    Args:
        outcome: a failure.
        file: the file that it came from, where it came from one.
        line: the line in the file, from 1; None or 0 where it has none.
    """
    place = f"{file}:{line}" if file and line else file or outcome.key
    what = outcome.detail if outcome.key == place else f"{outcome.key}: {outcome.detail}"
    return f"{place}: {what}" + (f" ({outcome.remedy})" if outcome.remedy else "")


# --- import


def import_paths(
    store: Store,
    catalogue: Catalogue,
    paths: Sequence[str],
    settings: PipelineSettings,
    now: datetime,
    tick: Tick = _no_tick,
) -> Summary:
    """Import files, folders and standard input; `tick` is called with the number of items of each saved batch.

    Args:
        store: where articles are saved.
        catalogue: the declared outlets and events.
        paths: files and folders; "-" for standard input.
        settings: the event, and what stands for missing fields.
        now: the time of arrival that is recorded.
        tick: called with the number of items of each saved batch.

    Raises:
        ParallaxError: The event of the settings is not declared.
    """
    if settings.event is not None:
        declared_event(catalogue, settings.event)
    store.declare_outlets(list(catalogue.outlets.values()))
    run = store.begin_run("import")
    arrival = _Arrival(store, catalogue, settings, run, Summary(), tick)
    for path in paths:
        # Absolute, because a file that is imported again is recognised by its path.
        arrival.take(path if path == STDIN else str(Path(path).absolute()), now)
    store.end_run(run)
    return arrival.summary


def _near(name: str, events: Collection[str]) -> str | None:
    """A known name of which this one may be a misspelling. Short names are skipped: "boa" is no slip of "voa"."""
    long = [other for other in events if len(other) >= 5 and other[0] == name[:1]]
    return next(iter(get_close_matches(name, long, 1, 0.8)), None)


@dataclass(slots=True)
class _Arrival:
    """One import in progress."""

    store: Store
    catalogue: Catalogue
    settings: PipelineSettings
    run: int
    summary: Summary
    tick: Tick
    titles: dict[str, str] = field(default_factory=dict)
    strangers: set[str] = field(default_factory=set)
    twins: TwinFinder = field(default_factory=TwinFinder)

    def take(self, path: str, now: datetime) -> None:
        """Import one path; for a list of URLs, import the saved pages of these URLs."""
        selection: SelectedPages | None = None
        if self.settings.pages and lists_addresses(path):
            selection = selection_of(path)
            items = selection.from_pages(self.settings.pages, self.settings.given, now)
        else:
            items = read(path, self.settings.given, now)
        stream = self._incoming(read_pages(items, self.settings.processes))
        while batch := list(islice(stream, BATCH)):
            self._declare(batch)
            for item, outcome in zip(batch, self.store.save(self.run, batch, self.twins), strict=True):
                self.summary.add(outcome, item.file, item.line)
            self.tick(len(batch))
        self.store.supersede(self.run, path)

    def _incoming(self, stream: Iterator[Read]) -> Iterator[Incoming | RefusedArticle]:
        for source, item in stream:
            if isinstance(item, Outcome):
                outlet = outlet_of(self.catalogue, None, item.key).outlet
                yield RefusedArticle(replace(item, outlet=outlet), self.settings.event or "", source.file, source.line)
            elif isinstance(item, Unreadable):
                yield self._refused(source, item)
            else:
                yield from self._settled(source, item)

    def _refused(self, source: FileItem, item: Unreadable) -> RefusedArticle:
        place = f"{source.file}:{source.line}" if source.line else source.file
        outlet = outlet_of(self.catalogue, source.outlet, item.url).outlet
        remedy = "" if item.kind is OutcomeKind.NOT_AN_ARTICLE else f"open the page and see why: {place}"
        outcome = Outcome(item.url or place, item.kind, outlet, item.reason, remedy)
        return RefusedArticle(outcome, self.settings.event or source.event or NO_EVENT, source.file, source.line)

    def _settled(self, source: FileItem, article: Article) -> Iterator[Incoming | RefusedArticle]:
        event = self.settings.event or article.event or source.event or NO_EVENT
        self.titles.setdefault(event, source.event_title or (NO_EVENT_TITLE if event == NO_EVENT else event))
        outlet = outlet_of(self.catalogue, article.outlet or source.outlet, article.url)
        if article.extractor != "given":
            article = with_source_date(article, None, zone_of_outlet(self.catalogue, outlet.outlet))
        declared = self.catalogue.outlets.get(outlet.outlet or "")
        article = in_outlet_language(article, declared.languages if declared else ())
        yield Incoming(
            writable(replace(article, event=event, outlet=outlet.outlet)), source.file, source.line, source.note
        )
        self.summary.events[event] += 1
        self.summary.grades[article.grade] += 1
        self.summary.without_outlet += outlet.outlet is None
        strange = outlet.outlet is not None and not outlet.declared and event in self.catalogue.events
        if strange and not self.settings.any_outlet and outlet.outlet not in self.strangers:
            self.strangers.add(outlet.outlet or "")
            near = _near(str(outlet.outlet).lower(), self.catalogue.names)
            hint = f"did you mean {self.catalogue.names[near]!r}? otherwise " if near else ""
            place = f"{source.file}:{source.line}" if source.line else source.file
            self.summary.warnings.append(
                f"{place}: outlet {outlet.outlet!r} is not in outlets.toml; its articles were imported under that name "
                f"({hint}add it to outlets.toml, or say --any-outlet)"
            )

    def _declare(self, batch: Sequence[Incoming | RefusedArticle]) -> None:
        """Store the events of a batch before its articles: an article without its event is never measured."""
        names = {item.article.event or NO_EVENT for item in batch if isinstance(item, Incoming)}
        declare_events(self.store, self.catalogue, {name: self.titles.get(name, name) for name in names})


def declare_events(store: Store, catalogue: Catalogue, titles: dict[str, str]) -> None:
    """Store these events (id -> title) as their files declare them, or else as plain ones under their titles."""
    declared = [catalogue.events[event] for event in sorted(titles) if event in catalogue.events]
    plain = {event: title for event, title in titles.items() if event not in catalogue.events}
    outlets = list(catalogue.outlets.values())
    store.declare_events(declared, plain, outlets, catalogue.stances, terms_of(catalogue))


def terms_of(catalogue: Catalogue) -> str:
    """The words and phrases of the devices as JSON, for workers and for the digest that analyses depend on."""
    return json.dumps(catalogue.terms, ensure_ascii=False, sort_keys=True)


def zone_of_outlet(catalogue: Catalogue, outlet: str | None) -> tzinfo | None:
    """The time zone of an outlet's country, in which it dates articles; None for an undeclared outlet."""
    declared = catalogue.outlets.get(outlet or "")
    return zone_of_country(declared.country) if declared else None


def writable(article: Article) -> Article:
    """The article with the characters of all its texts admitted; the same object where nothing changes.

    Rows and pages were checked on their way in, but escapes in a page (JSON-LD, character references) show only now.
    """
    admitted = replace(
        article,
        text=admit(article.text),
        title=admit(article.title) if article.title else article.title,
        standfirst=admit(article.standfirst) if article.standfirst else article.standfirst,
        section=admit(article.section) if article.section else article.section,
        authors=tuple(admit(author) for author in article.authors),
    )
    return article if admitted == article else admitted


def read_pages(items: Iterator[FileItem], processes: int) -> Iterator[Read]:
    """Extract every page of a stream, keeping its order. Worker processes start with the first page."""
    for item in items:
        if not isinstance(item.item, Page):
            yield item, item.item
            continue
        from collectors.extract import extract_many  # noqa: PLC0415  the readers take a second to load

        waiting: deque[FileItem] = deque()
        results = extract_many(_pages_from(item, items, waiting), processes)
        for result in results:
            while not isinstance((first := waiting.popleft()).item, Page):
                yield first, first.item
            yield first, result
        yield from ((left, left.item) for left in waiting if not isinstance(left.item, Page))


def _pages_from(first: FileItem, rest: Iterator[FileItem], waiting: deque[FileItem]) -> Iterator[Page]:
    """The pages of a stream; all items go into `waiting`. Ends after BATCH items in a row that are no pages."""
    between = 0
    for item in chain([first], rest):
        waiting.append(item)
        if isinstance(item.item, Page):
            between = 0
            yield item.item
            continue
        between += 1
        if between >= BATCH:
            return


# --- analyse


def analyze(
    store: Store,
    catalogue: Catalogue,
    processes: int = 1,
    executor: Callable[[], Executor] | None = None,
    tick: Tick = _no_tick,
) -> Summary:
    """Measure every article that lacks the current method or event file, and search for copies again.

    Args:
        store: Where articles are read and measures are written.
        catalogue: What is declared.
        processes: Worker processes, used where there are enough articles to be worth their start.
        executor: Makes another executor to work in, such as a cluster's.
        tick: Called with the number of articles that were measured.

    Raises:
        ParallaxError: A cluster's workers run another version, or its scheduler was lost.
    """
    from collectors.analysis import analyse, method_version, unmeasured  # noqa: PLC0415  the metrics load models
    from collectors.metrics import METHOD_VERSION  # noqa: PLC0415

    outlets = list(catalogue.outlets.values())
    store.declare_outlets(outlets)
    stored = store.events()
    declare_events(store, catalogue, {key: value.event.title for key, value in stored.items()})
    pays = store.count_pending(METHOD_VERSION) >= POOL_PAYS
    make = executor or (lambda: process_pool(processes if pays else 1))

    def give_up(task: Task) -> list[Analysis]:
        return [unmeasured(stored, task, "its worker broke down") for stored in task.articles]

    def opened() -> Executor:
        pool = make()
        require_same_program(pool, method_version)
        return pool

    ahead, chunk = (AHEAD, CLUSTER_CHUNK) if executor else (4 * processes, CHUNK)
    steady = ResubmittingPool(opened, analyse, give_up, ahead, _articles_apart, _joined)
    summary = Summary()
    batch: list[Analysis] = []
    for analyses in steady.map(_tasks(store, catalogue, chunk)):
        batch += analyses
        if len(batch) >= BATCH:
            _keep(store, batch, summary)
            batch = []
        tick(len(analyses))
    _keep(store, batch, summary)
    find_copies(store, make, ahead)
    return summary


def _articles_apart(task: Task) -> list[Task]:
    """A task for each article, so that an article that kills its worker affects no other."""
    return [replace(task, articles=(stored,)) for stored in task.articles]


def _joined(answers: Sequence[list[Analysis]]) -> list[Analysis]:
    return list(chain.from_iterable(answers))


def _tasks(store: Store, catalogue: Catalogue, chunk: int) -> Iterator[Task]:
    from collectors.analysis import Task  # noqa: PLC0415  see analyze
    from collectors.metrics import METHOD_VERSION  # noqa: PLC0415

    events = store.events()
    texts = {name: event_to_json(held.event) for name, held in events.items()}
    agencies = tuple(outlet_to_json(agency) for agency in catalogue.agencies)
    stances, terms = tuple(catalogue.stances.items()), terms_of(catalogue)
    homes = tuple((outlet.id, outlet.country) for outlet in catalogue.outlets.values())
    for batch in store.pending(METHOD_VERSION, BATCH):
        by_event: dict[str, list[Stored]] = {}
        for stored in batch:
            by_event.setdefault(stored.article.event or NO_EVENT, []).append(stored)
        for name, articles in by_event.items():
            event = events[name]
            for at in range(0, len(articles), chunk):
                part = tuple(articles[at : at + chunk])
                yield Task(texts[name], event.digest, event.declared, agencies, stances, part, terms, homes)


def _keep(store: Store, batch: Sequence[Analysis], summary: Summary) -> None:
    store.save_analyses(batch)
    for analysis in batch:
        failed = analysis.member_rule == "failed"
        kind = OutcomeKind.UNREADABLE if failed else OutcomeKind.SAVED
        reason = analysis.member_reason if failed else ""
        summary.add(Outcome(f"article {analysis.key}", kind, None, reason, "please report it"))
