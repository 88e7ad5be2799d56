"""The review queue: what waits for a decision, and decisions in the file that people edit. All texts are invented."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors import pipeline
from collectors.cli import main
from collectors.config import load_catalogue
from collectors.config.override_files import entry
from collectors.errors import ParallaxError
from collectors.events.review import decide
from collectors.metrics import METHOD_VERSION
from collectors.model import Override
from collectors.store import Store
from tests.test_pipeline import write

EVENT_FILE = """id = "weir"
title = "The weir at Tellmouth"
start = 2022-09-20
end = 2022-09-30
[terms]
en = ["weir vote"]
[[actors]]
id = "crane"
name = "Ida Crane"
side = "town"
role = "official"
[sides]
town = "The town"
[roles]
official = "Officials"
"""


def row(key: str, title: str, text: str) -> dict[str, object]:
    return {"id": key, "url": f"https://courier.example/{key}", "outlet": "courier", "title": title, "text": text,
            "published": "2022-09-23", "language": "en"}  # fmt: skip


ROWS = [
    row("in", "Weir vote begins", "The weir vote began, Ida Crane said."),
    row("doubtful", "A day at the river", "Rain fell.\n\nThe weir vote was on, Ida Crane said."),
    row("out", "Choir sings", "The choir sang."),
]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("PARALLAX_DATA", "PARALLAX_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PARALLAX_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PARALLAX_DATA", str(tmp_path / "data"))
    (tmp_path / "data" / "events").mkdir(parents=True)
    (tmp_path / "data" / "events" / "weir.toml").write_text(EVENT_FILE, encoding="utf-8")
    return tmp_path


def run(*arguments: object) -> int:
    try:
        main([str(a) for a in arguments])
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


def test_from_the_queue_to_the_export(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("import", write(home / "a.jsonl", *ROWS), "--event", "weir", "--any-outlet")
    assert run("analyze", "--processes", "1") == 0
    capsys.readouterr()
    assert run("review", "--event", "weir") == 0
    out, err = capsys.readouterr()
    assert out.startswith("doubtful\n  A day at the river\n  courier, 2022-09-23, https://courier.example/doubtful\n")
    assert "= 2 points, 3 needed" in out
    assert "1 doubtful" in err
    decision = ("--reason", "the vote is its news", "--by", "Desk")
    assert run("review", "--event", "weir", "--include", "https://courier.example/doubtful", *decision) == 0
    assert run("review", "--event", "weir", "--exclude", "out", *decision) == 0
    assert run("analyze", "--processes", "1") == 0
    capsys.readouterr()
    run("review", "--event", "weir")
    assert "0 doubtful" in capsys.readouterr().err
    assert run("publish") == 0
    assert run("export", "--event", "weir", "--to", home / "csv") == 0
    with (home / "csv" / "membership.csv").open(encoding="utf-8", newline="") as file:
        rows = {r["article_id"]: r for r in csv.DictReader(file)}
    asked = ("member", "member_score", "member_rule", "decision", "decided_by", "decision_reason")
    assert [rows["doubtful"][k] for k in asked] == [
        "true", "2", "by hand", "include", "Desk", "the vote is its news",
    ]  # fmt: skip
    assert [rows["out"][k] for k in asked[2:]] == ["by hand", "exclude", "Desk", "the vote is its news"]
    assert [rows["in"][k] for k in asked[3:]] == ["", "", ""]


def test_a_decision_costs_the_articles_it_names_only(home: Path) -> None:
    run("import", write(home / "a.jsonl", *ROWS), "--event", "weir", "--any-outlet")
    run("analyze", "--processes", "1")
    file = home / "data" / "overrides" / "weir.toml"
    file.parent.mkdir()

    def measured_again(*decisions: str) -> list[str]:
        file.write_text("".join(map(entry, [decision(d) for d in decisions])), encoding="utf-8")
        known = load_catalogue(home / "data")
        assert not known.problems
        with Store(f"sqlite:///{home}/home/store.sqlite") as store:
            pipeline.declare_events(store, known, {"weir": "weir"})
            again = sorted(s.article.id for batch in store.pending(METHOD_VERSION) for s in batch)
            pipeline.analyze(store, known)
            return again

    def decision(text: str) -> Override:
        return Override(text.strip("+-"), text[0] == "+", "r", "b")

    assert measured_again("+https://courier.example/doubtful") == ["doubtful"]
    assert measured_again("+https://courier.example/doubtful", "-out") == ["out"]
    assert measured_again("-https://courier.example/doubtful", "+in") == ["doubtful", "in", "out"]
    assert measured_again("+in", "-https://courier.example/doubtful") == ["doubtful", "in", "out"], "another order"
    assert measured_again("+in", "-https://courier.example/doubtful") == []
    text = (home / "data" / "events" / "weir.toml").read_text(encoding="utf-8")
    (home / "data" / "events" / "weir.toml").write_text(text.replace("weir vote", "weir poll"), encoding="utf-8")
    assert measured_again("+in") == ["doubtful", "in", "out"], "another event file"
    assert measured_again() == ["in"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--event", "wier"), "did you mean 'weir'"),
        (("--event", "weir", "--include", "doubtfull", "--reason", "r", "--by", "b"), "did you mean 'doubtful'"),
        (("--event", "weir", "--include", "in"), "a decision needs a reason and a name"),
        (("--event", "weir", "--include", "in", "--exclude", "in", "--reason", "r", "--by", "b"), "is decided in line"),
    ],
)
def test_wrong_use_is_told(
    home: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    run("import", write(home / "a.jsonl", *ROWS), "--event", "weir", "--any-outlet")
    capsys.readouterr()
    assert run("review", *arguments) == 2
    assert told in capsys.readouterr().err
    assert not (home / "data" / "overrides" / "weir.toml").exists()


def test_a_file_by_hand_is_kept_and_never_left_unsound(tmp_path: Path) -> None:
    file = tmp_path / "overrides" / "weir.toml"
    file.parent.mkdir()
    by_hand = '# Ours.\n[[overrides]]\narticle = "a"\ndecision = "include"\nreason = "r"\nby = "b"'
    file.write_text(by_hand, encoding="utf-8")
    assert decide(tmp_path, "weir", [Override("b", False, "x", "y")]) == file
    text = file.read_text(encoding="utf-8")
    assert text.startswith(by_hand)
    with pytest.raises(ParallaxError, match="decided in line 3 already"):
        decide(tmp_path, "weir", [Override("a", False, "x", "y")])
    assert file.read_text(encoding="utf-8") == text
    assert [p.name for p in file.parent.iterdir()] == ["weir.toml"]


@given(st.text(min_size=1), st.text(min_size=1))
def test_any_text_survives_the_file(article: str, reason: str) -> None:
    row = tomllib.loads(entry(Override(article, True, reason, "b")))["overrides"][0]
    assert (row["article"], row["reason"]) == tuple(t.encode("utf-8", "replace").decode() for t in (article, reason))
