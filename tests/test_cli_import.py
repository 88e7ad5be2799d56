"""From files to an exported data set on the command line: the whole job, and one clear line for every bad input."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import os
from pathlib import Path

import pytest

from collectors.dataset.versions import open_dataset
from collectors.store import Store
from tests.support.command_line import EVENT, Run
from tests.support.made_values import TEXT
from tests.test_pipeline import PAGE, row, write

# --- the whole job


def test_the_whole_job(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *(row(n, outlet=f"outlet-{n % 3}") for n in range(30)))
    assert run("import", path, "--event", EVENT, "--any-outlet")[0] == 0
    assert run("publish")[0] == 2, "not analysed yet"
    assert run("analyze", "--processes", "1")[0] == 0
    status, out, _ = run("publish")
    version = out.strip()
    assert status == 0
    assert run("publish")[1].strip() == version
    status, out, _ = run("status")
    assert status == 0
    assert version in out
    assert EVENT in out
    for seed in ("0", "7"):
        assert run("export", "--event", EVENT, "--to", str(tmp_path / f"csv{seed}"), "--seed", seed)[0] == 0
    names = {p.name for p in (tmp_path / "csv0").iterdir()}
    assert names >= {"comparison.csv", "articles.csv", "quotations.csv", "mentions.csv", "datapackage.json"}
    header = (tmp_path / "csv0" / "comparison.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header.startswith(
        "event,outlet,phase,metric,variant,voice,copies,numerator,denominator,n_articles,estimate,ci_low,ci_high,"
        "p_value,q_value,enough,method_version,dataset_version,outlet_label,"
    )
    text = "".join(p.read_text(encoding="utf-8") for p in (tmp_path / "csv0").glob("*.csv"))
    assert TEXT.split("\n\n")[2] not in text, "no full texts in the export"


def test_titles_that_a_browser_or_a_spreadsheet_would_run_come_out_harmless(run: Run, tmp_path: Path) -> None:
    titles = ["<script>alert(1)</script>", '=HYPERLINK("http://x","y")', "+1", "-1+1", "@SUM(A1)", "\t=1"]
    path = write(tmp_path / "a.jsonl", *(row(n, title=title) for n, title in enumerate(titles)))
    run("import", path, "--event", EVENT, "--any-outlet")
    run("analyze", "--processes", "1")
    version = run("publish")[1].strip()
    published = open_dataset(tmp_path / "home", version).table("articles").column("title").to_pylist()
    assert published == [t.strip() for t in titles]
    run("export", "--event", EVENT, "--to", str(tmp_path / "csv"))
    cells = [r["title"] for r in csv.DictReader(io.StringIO((tmp_path / "csv" / "articles.csv").read_text("utf-8")))]
    assert len(cells) == len(titles)
    assert all(cell[0] not in "=+-@\t" for cell in cells)
    assert "<script>alert(1)</script>" in cells


def test_import_says_what_comparisons_will_leave_out(run: Run, tmp_path: Path) -> None:
    page = {"id": "p", "url": "https://a.example/1", "html": PAGE.format(title="The vote opens")[:-200]}
    path = write(tmp_path / "a.jsonl", row(1), row(2, outlet=None, url=None), page)
    status, _, err = run("import", path)
    assert status == 0
    assert "3 articles of no event: kept and shown under 'Articles without an event' (import with --event ID)" in err
    assert "1 partial: kept and shown, but left out of comparisons unless asked for" in err
    assert "1 without an outlet: kept and shown, but in no comparison (name it in the file or with --outlet)" in err


def test_an_event_that_is_a_slip_of_a_declared_one_is_asked_about(run: Run, tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl", row(1, event=EVENT.replace("referendums", "referendum")), row(2, event="a-town-hall-fire")
    )
    status, _, err = run("import", path, "--any-outlet")
    assert status == 0
    assert err.count("has no file") == 1
    assert "1 article of the event 'a-town-hall-fire', which the file names" in err
    assert f"is a plain one; did you mean {EVENT!r}?" in err


# --- bad input: one clear line, the rest goes through, exit status 1


def page_row(html: str) -> str:
    return json.dumps({"id": "bad", "url": "https://a.example/bad", "html": html})


CUT = gzip.compress("".join(json.dumps(row(n, text=hashlib.sha512(b"%d" % n).hexdigest())) + "\n"
                            for n in range(50, 60)).encode(), mtime=0)[:-200]  # fmt: skip

BAD = {
    "empty": ("empty.jsonl", b"", "is empty"),
    "truncated": ("cut.jsonl.gz", CUT, "ends before"),
    "csv": ("c.csv", b"headline,note\na,b\n", "has no column that is known as the text"),
    "binary": ("b.jsonl", os.urandom(5_000), "binary"),
    "duplicate": (
        "d.jsonl",
        json.dumps(row(60)).encode() + b"\n" + json.dumps(row(60, text="Other.")).encode(),
        "twice",
    ),
    "future": ("f.jsonl", json.dumps(row(61, published="2199-01-01")).encode(), "in the future"),
    "sheet": (
        "s.xlsx",
        b'Headline,Body,Source\nThe vote opens,"The vote that was cut of',
        "is named .xlsx and holds plain text",
    ),
    "large": ("l.jsonl", page_row(f"<p>{'large page ' * 1_000_000}</p>").encode(), "the limit is"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input(run: Run, tmp_path: Path, case: str) -> None:
    name, data, message = BAD[case]
    good = write(tmp_path / "good.jsonl", *(row(n, outlet="bbc.com") for n in range(1, 7)))
    (tmp_path / name).write_bytes(data.replace(b"river-courier", b"bbc.com") if case != "truncated" else data)
    status, _, err = run("import", str(tmp_path / name), good, "--event", EVENT, "--processes", "1", "--any-outlet")
    assert status == 1
    lines = [line for line in err.splitlines() if line.startswith(str(tmp_path / name))]
    assert len(lines) == 1, err
    assert message in lines[0]
    assert lines[0].endswith(")"), "the remedy"
    with Store(f"sqlite:///{tmp_path / 'home' / 'store.sqlite'}") as store:
        counts = store.counts()
    kept = {"duplicate": 1, "future": 1}.get(case, 0)
    assert counts["articles"] == counts["texts"] == counts["revisions"]
    assert counts["articles"] > 10 if case == "truncated" else counts["articles"] == 6 + kept
    status, out, _ = run("status", "--failures")
    assert message in out


def test_pages_that_would_break_a_reader(run: Run, tmp_path: Path) -> None:
    deep = tmp_path / "deep.html"
    deep.write_text("<div>" * 20_000 + "text" + "</div>" * 20_000)
    wrong = tmp_path / "wrong.html"
    russian = "Избирательные участки открылись в пятницу утром, сообщили в комиссии. " * 12
    html = f'<html><head><meta charset="utf-8"><title>Выборы</title></head><body><article><p>{russian}</p></article></body></html>'
    wrong.write_bytes(html.encode("cp1251"))
    status, _, err = run("import", str(deep), str(wrong), "--event", EVENT, "--any-outlet", "--processes", "1")
    told = [line for line in err.splitlines() if line.startswith(str(deep))]
    assert len(told) == status <= 1, err
    assert run("analyze", "--processes", "1")[0] == 0
    data = open_dataset(tmp_path / "home", run("publish")[1].strip())
    texts = {r["article_id"]: r["text"] for r in data.table("texts").to_pylist()}
    assert "Избирательные участки открылись" in texts["wrong"]
    outcomes = data.table("outcomes").to_pylist()
    assert sum("deep" in r["key"] for r in outcomes) == 1, "the page ended in exactly one outcome"
