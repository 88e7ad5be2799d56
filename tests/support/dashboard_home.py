"""Data sets for the dashboard's tests: the usual one and the awkward ones, each true to the published contract."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from collectors.dataset import summary_sums
from tests.support.demo_home import demo_home
from tests.support.make_dataset import make_tables, write
from tests.support.shared_builds import built_once

Tables = dict[str, pa.Table]

#: Text that must show as text: markup, Markdown, LaTeX, directives, a spreadsheet formula, other scripts.
HOSTILE = (
    '<script>window.hit=1</script><img src=x onerror="window.hit=1">',
    "**bold** _it_ `code` [x](javascript:window.hit=1) $x^2$ :red[y] :material/home:",
    "=HYPERLINK(1)&amp; < > \" ' </mark></p>",
    "Референдум у Запоріжжі عاجل 中文新闻 \u202eevil",
)


def usual() -> Tables:
    return make_tables(120, 6, seed=3)


def empty() -> Tables:
    return {n: t.slice(0, 0) for n, t in make_tables(1, 1, bank=1).items()}


def event_only() -> Tables:
    """An event that has no article yet."""
    whole = make_tables(1, 1, bank=1)
    return {n: t if n == "events" else t.slice(0, 0) for n, t in whole.items()}


def one_article() -> Tables:
    return make_tables(1, 1, bank=1)


def one_outlet() -> Tables:
    return make_tables(20, 1)


def text_free() -> Tables:
    return {n: t for n, t in usual().items() if n != "texts"}


def all_doubtful() -> Tables:
    tables = usual()
    articles = tables["articles"]
    grades = pa.array(["doubtful"] * articles.num_rows, pa.string())
    return tables | {"articles": articles.set_column(articles.schema.get_field_index("grade"), "grade", grades)}


def many_outlets() -> Tables:
    return make_tables(1000, 200, bank=2)


def undeclared() -> Tables:
    """An event without concepts, phases, sides or actors, as `import` makes for a corpus without an event file."""
    tables = usual()
    events = tables["events"]
    at = events.schema.get_field_index("event_json")
    bare = events.set_column(at, "event_json", pa.array(['{"id": "synthetic", "title": "A corpus"}'], pa.string()))
    articles = tables["articles"]
    phase = articles.schema.get_field_index("phase")
    articles = articles.set_column(phase, "phase", pa.nulls(articles.num_rows, pa.string()))
    return tables | {"events": bare, "articles": articles, "mentions": tables["mentions"].slice(0, 0)}


def hostile() -> Tables:
    """Titles, names, reasons and quoted texts that try to be more than text. The spans still fit their texts."""
    tables = usual()
    texts = tables["texts"]
    bodies = [f"{body}\n\n{HOSTILE[i % len(HOSTILE)]}" for i, body in enumerate(texts["text"].to_pylist())]
    changed = tables | {"texts": texts.set_column(2, "text", pa.array(bodies, pa.string()))}
    for table, column in (
        ("articles", "title"), ("articles", "standfirst"), ("articles", "outlet_name"), ("articles", "member_reason"),
        ("articles", "url"), ("quotations", "speaker_name"), ("quotations", "cue"), ("outcomes", "detail"),
        ("outlets", "outlet_name"), ("events", "title"),
    ):  # fmt: skip
        rows = changed[table]
        values = pa.array([HOSTILE[i % len(HOSTILE)] for i in range(rows.num_rows)], pa.string())
        changed[table] = rows.set_column(rows.schema.get_field_index(column), column, values)
    headlines = pc.not_equal(changed["mentions"]["place"], "headline")
    return changed | {"mentions": changed["mentions"].filter(headlines)}


#: Letters of other scripts in place of the Latin ones, one for one, so that every span still fits.
SCRIPTS = {
    "uk": "абвгґдежзиіїйклмнопрстуфхц",
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنه",
    "zh": "天地人日月山水火木金土石田禾米竹丝羊羽耳肉舌舟色虫血",
}


def scripts() -> Tables:
    """Articles in Ukrainian, Arabic and Chinese letters; one in four is English."""
    tables = usual()
    latin = "abcdefghijklmnopqrstuvwxyz"
    maps = {lang: str.maketrans(latin + latin.upper(), letters * 2) for lang, letters in SCRIPTS.items()}
    order = (*SCRIPTS, "en")
    articles, texts = tables["articles"], tables["texts"]
    of = {row: order[i % 4] for i, row in enumerate(articles["article_id"].to_pylist())}

    def rewritten(rows: pa.Table, column: str) -> pa.Table:
        values = [
            text and text.translate(maps.get(of[article], {}))
            for article, text in zip(rows["article_id"].to_pylist(), rows[column].to_pylist(), strict=True)
        ]
        return rows.set_column(rows.schema.get_field_index(column), column, pa.array(values, pa.string()))

    articles = rewritten(articles, "title")
    language = pa.array([of[a] for a in articles["article_id"].to_pylist()], pa.string())
    articles = articles.set_column(articles.schema.get_field_index("language"), "language", language)
    return tables | {
        "articles": articles,
        "texts": rewritten(texts, "text"),
        "mentions": rewritten(tables["mentions"], "surface"),
        "quotations": rewritten(rewritten(tables["quotations"], "speaker_name"), "cue"),
    }


def two_events() -> Tables:
    """A second event with other outlets, phases and concepts: none."""
    one, two = usual(), undeclared()
    kept = pc.is_in(two["articles"]["outlet"], value_set=pa.array(["daily-blaze", "volga-wire"]))
    two["articles"] = two["articles"].filter(kept)
    for name in set(two) - {"outlets"}:
        at = two[name].schema.get_field_index("event")
        other = two[name].set_column(at, "event", pa.array(["other"] * two[name].num_rows, pa.string()))
        one[name] = pa.concat_tables([one[name], other])
    return one


KINDS: dict[str, Callable[[], Tables]] = {
    f.__name__: f
    for f in (
        usual, empty, event_only, one_article, one_outlet, text_free, all_doubtful, many_outlets, undeclared, hostile,
        two_events, scripts,
    )
}  # fmt: skip


def make_home(folder: Path, kind: str) -> Path:
    """A home folder with one published data set of this kind."""
    data = folder / "datasets" / write(folder, KINDS[kind]())
    summary_sums.build(data, into=data / "summary")
    return folder


class Homes(dict[str, Path]):
    """Kind of data set -> a home folder with it, made when a test asks for it first."""

    def __init__(self, folders: pytest.TempPathFactory) -> None:
        super().__init__()
        self.folders = folders

    def __missing__(self, kind: str) -> Path:
        if kind == "demo":
            self[kind] = demo_home(self.folders)
        else:
            self[kind] = built_once(self.folders, kind, lambda folder: make_home(folder, kind))
        return self[kind]
