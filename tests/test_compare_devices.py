"""The figures of the devices, counted by hand: what stands over and under each, and where there is nothing to count."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors import compare
from collectors.compare import ArticleArrays, ArticleSelection
from collectors.compare.article_sums import intervals, of_articles
from collectors.config import data_dir, load_catalogue
from collectors.dataset.published_table import schema
from collectors.dataset.publishing import publish
from collectors.dataset.table_writer import contents
from collectors.dataset.versions import Dataset, open_dataset
from collectors.export.metric_meanings import METRICS
from collectors.model import Fact
from collectors.store import Store
from tests.support.made_values import EVENT, article, catalogue
from tests.test_dataset import fill

FACTS = (Fact("guards", "Guards", {"uk": (r"\bозброєн\w+",), "en": (r"\barmed\b",)}), Fact("turnout", "Turnout", {"en": (r"\bturnout\b",)}))  # fmt: skip
MADE = replace(EVENT, terms={}, facts=FACTS, verbs={"en": ("hold",)})
#: 14 words, 2 in the title: a scare quote, a loaded word, an agentless passive; the vote is named three times.
TEXT = "The region opened its “vote” on Friday. A horrible day.\n\nThe vote was held."


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> ArticleArrays:
    shipped = load_catalogue(data_dir({}))
    known = replace(catalogue(), lexicons=shipped.lexicons, frames=shipped.frames, events={MADE.id: MADE})
    english = [article(i, text=TEXT, title="Vote opens") for i in range(3)]
    ukrainian = [
        article(i, id=f"w{i}", url=f"https://delta-wire.example/{i}", outlet="delta-wire", language="uk", title=None, text="Озброєні люди прийшли. Вони пішли.")
        for i in range(2)
    ]  # fmt: skip
    home = tmp_path_factory.mktemp("home")
    with Store("sqlite://") as store:
        fill(store, [*english, *ukrainian], known)
        publish(store, home)
    return compare.load(open_dataset(home), MADE.id)


def test_figures_counted_by_hand(facts: ArticleArrays) -> None:
    rows = compare.devices(facts, ArticleSelection(MADE.id))
    found = {(r.metric, r.variant, r.outlet): (r.numerator, r.denominator, r.n_articles) for r in rows}
    expected = {
        ("devices:scare", "", "river-courier"): (3, 48, 3),
        ("devices:scare", "", "delta-wire"): (0, 10, 2),
        ("devices:loaded", "", "river-courier"): (3, 48, 3),
        ("devices:loaded", "", "delta-wire"): (0, 0, 0),
        ("devices:passive", "", "river-courier"): (3, 48, 3),
        ("passives:agentless", "", "river-courier"): (3, 3, 3),
        ("passives:hold", "", "river-courier"): (3, 3, 3),
        ("scare:vote", "", "river-courier"): (3, 9, 3),
        ("headline:only:vote", "", "river-courier"): (0, 3, 3),
        ("headline:scare", "", "river-courier"): (-213, 3, 3),
        ("facts:guards", "mentioned", "delta-wire"): (2, 2, 2),
        ("facts:guards", "opening", "delta-wire"): (2, 2, 2),
        ("facts:guards", "mentioned", "river-courier"): (0, 3, 3),
        ("facts:turnout", "mentioned", "river-courier"): (0, 3, 3),
        ("facts:turnout", "mentioned", "delta-wire"): (0, 0, 0),
    }
    assert {key: found[key] for key in expected} == expected
    nothing = next(r for r in rows if (r.metric, r.outlet) == ("devices:loaded", "delta-wire"))
    assert (nothing.estimate, nothing.enough) == (None, False)


def test_a_rate_of_nothing_in_many_words_has_a_small_bound() -> None:
    """12 articles of 332 words without a mark, beside 12 with two each: some five articles of two marks in 100."""
    shape = (2, 1)
    marks, words = np.repeat([0.0, 2.0], 12)[:, None], np.full(24, 332.0)
    sums = of_articles(marks, words, np.repeat([0, 1], 12), np.zeros(24, dtype=np.int64), shape)
    low, high = intervals(sums, share=True)[0, 0]
    assert (low, high) == (0, pytest.approx(0.00243, abs=1e-5))


def test_which_languages_each_device_reads(facts: ArticleArrays) -> None:
    """Scare quotes, distance, hedges and generic frames read Ukrainian; loaded words, passives, policy frames do not."""
    assert compare.languages_read(facts) == {
        **{f"devices:{kind}": (["en", "uk"], []) for kind in ("scare", "distancing", "hedge", "certainty")},
        **{f"devices:{kind}": (["en"], ["uk"]) for kind in ("loaded", "passive")},
        "frames_used:mfc": (["en"], ["uk"]),
        "frames_used:sv": (["en", "uk"], []),
    }


def test_by_voice_and_place(facts: ArticleArrays) -> None:
    own = {
        r.metric: r
        for r in compare.devices(facts, ArticleSelection(MADE.id, voice="own"))
        if r.outlet == "river-courier"
    }
    assert (own["devices:scare"].numerator, own["devices:scare"].denominator) == (3, 48)
    assert not any(metric.startswith("facts:") for metric in own)
    top = {
        r.metric: r
        for r in compare.devices(facts, ArticleSelection(MADE.id, place="headline"))
        if r.outlet == "river-courier"
    }
    assert (top["devices:scare"].numerator, top["devices:scare"].denominator) == (0, 6)


def test_every_metric_has_its_line_in_the_codebook(facts: ArticleArrays) -> None:
    for metric in {r.metric for r in compare.devices(facts, ArticleSelection(MADE.id))}:
        assert metric in METRICS or f"{metric.rpartition(':')[0]}:*" in METRICS, metric


def test_a_data_set_without_marks_has_no_devices(facts: ArticleArrays, tmp_path: Path) -> None:
    data = facts.tables
    assert isinstance(data, Dataset)
    folder = tmp_path / "datasets" / data.version
    shutil.copytree(data.path, folder, ignore=shutil.ignore_patterns("marks.parquet", "summary"))
    meta = json.loads((folder / "meta.json").read_text())
    (folder / "meta.json").write_text(
        json.dumps({name: told for name, told in meta.items() if name not in ("files", "seal")})
    )
    old = open_dataset(tmp_path, data.version)
    measures = old.table("measures")
    pq.write_table(measures.filter(pc.invert(pc.match_substring(measures["metric"], ":"))), old.file("measures"))
    assert compare.devices(compare.load(old, MADE.id), ArticleSelection(MADE.id)) == []
    assert compare.naming(compare.load(old, MADE.id), ArticleSelection(MADE.id))


ROWS = st.lists(
    st.tuples(
        st.none() | st.text(max_size=5), st.none() | st.integers(-9, 9), st.none() | st.booleans(),
        st.none() | st.lists(st.none() | st.text(max_size=3), max_size=3),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


@given(ROWS, ROWS, st.data())
@settings(max_examples=25, deadline=None)
def test_the_digest_depends_on_values_alone(rows: list[object], others: list[object], data: st.DataObject) -> None:
    """The same values give the same bytes wherever they lie in a longer column, and other values other bytes."""
    columns = schema("a b:int c:bool d:strs")

    def digested(table: pa.Table) -> list[bytes]:
        batch = table.combine_chunks().to_batches()[0]
        return [piece for column in batch.columns for piece in contents(column)]

    def table(values: list[object]) -> pa.Table:
        return pa.table(
            [pa.array(v, f.type) for v, f in zip(zip(*values, strict=True), columns, strict=True)], schema=columns
        )  # type: ignore[call-overload]

    plain = digested(table(rows))
    whole = table(others + rows).slice(len(others))
    assert plain == [piece for c in whole.columns for piece in contents(c.combine_chunks())]
    assert (plain == digested(table(others))) == (rows == others)
