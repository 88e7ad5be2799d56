"""Commands over streams: their columns, standard input and output, and an output that is whole or not there."""

from __future__ import annotations

import gzip
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from collectors.metrics.text import count_words
from tests.support.command_line import EVENT, Run
from tests.support.made_values import TEXT, article
from tests.test_pipeline import PAGE, row, write


def rows_of(path: Path) -> list[dict[str, object]]:
    text = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_extract(run: Run, tmp_path: Path) -> None:
    html = PAGE.format(title="The vote opens")
    pages = [{"id": "p1", "url": "https://a.example/1", "html": html}, {"id": "p2", "html": "<html></html>"}]
    path = write(tmp_path / "pages.jsonl", *pages, "{", {"id": "p3", "text": "no html"})
    status, _, err = run("extract", path, "-o", str(tmp_path / "out.jsonl"))
    assert status == 1
    first, second, third = rows_of(tmp_path / "out.jsonl")
    assert list(first)[:7] == ["id", "title", "authors", "published", "language", "text", "extractor"]
    assert first["id"] == "p1"
    assert "door to door" in str(first["text"])
    assert (second["id"], "text" in second) == ("p2", False)
    assert second["error"]
    assert (third["id"], bool(third["error"])) == ("p3", True)
    assert f"{path}:3: is no JSON" in err


def test_quotes(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", row(1))
    assert run("quotes", path, "-o", str(tmp_path / "q.jsonl.gz"))[0] == 0
    (found,) = rows_of(tmp_path / "q.jsonl.gz")
    assert list(found) == ["id", "quotes"]
    quotes = found["quotes"]
    assert isinstance(quotes, list)
    assert list(quotes[0])[:5] == ["speaker", "speaker_name", "cue", "content", "type"]
    text = str(article(1).text)
    spoken = [text[s:e] for q in quotes for s, e in q["content"]]
    assert any("Nobody will recognise this vote" in s for s in spoken)
    again = tmp_path / "again.jsonl.gz"
    run("quotes", path, "-o", str(again), "--event", EVENT)
    run("quotes", path, "-o", str(tmp_path / "again2.jsonl.gz"), "--event", EVENT)
    assert again.read_bytes() == (tmp_path / "again2.jsonl.gz").read_bytes(), "no time stands in the file"
    assert run("quotes", path, "--event", "nowhere")[0] == 2


def test_readability(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", row(1, text=f"{TEXT}\n\n{TEXT}\n\n{TEXT}"), row(2, text="Too short."))
    status, out, _ = run("readability", path)
    assert status == 0
    long, short = (json.loads(line) for line in out.splitlines())
    assert list(long)[:3] == ["id", "words", "sentences"]
    assert {"flesch_reading_ease", "lix", "rix", "words_per_sentence"} <= set(long)
    assert isinstance(long["lix"], float)
    assert short["lix"] is None


def test_group(run: Run, tmp_path: Path) -> None:
    long = " ".join(f"Sentence {n} of the report speaks of river, ballot and {n * 7} soldiers." for n in range(40))
    other = " ".join(f"Chapter {n}: the harvest of pears and {n} honey markets grew again." for n in range(40))
    pears = row(3, text=other, title="Pears and honey", published="2022-10-15")
    rows = [row(1, text=long), row(2, text=long + " One more."), pears, row(1, text="twice")]
    path = write(tmp_path / "a.jsonl", *rows)
    status, out, err = run("group", path)
    assert status == 1
    assert f"{path}:4" in err
    first, second, third = (json.loads(line) for line in out.splitlines())
    assert list(first) == ["id", "group", "copy_of"]
    assert first["group"] == second["group"] != third["group"]
    assert (first["copy_of"], second["copy_of"], third["copy_of"]) == (None, "courier-0001", None)


def test_standard_input_and_output(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "collectors.cli", "readability", "-", "--home", str(tmp_path)]
    data = (json.dumps(row(1)) + "\n").encode()
    done = subprocess.run(command, input=data, capture_output=True, check=True, timeout=120)
    assert json.loads(done.stdout)["id"] == "courier-0001"
    assert done.stderr == b""
    assert list(tmp_path.iterdir()) == [], "a stream command needs no store"


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT is a POSIX signal")
def test_ctrl_c_says_what_stays(tmp_path: Path) -> None:
    # A run that a shell put in the background ignores the interrupt, and its children would, too.
    heed = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    code = f"{heed}; from collectors.cli import main; main()"
    command = [sys.executable, "-c", code, "readability", "-", "--home", str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        # More than one of its buffers, so that it has begun; less than a pipe holds on its way out.
        rows = "".join(json.dumps(row(n)) + "\n" for n in range(120))
        process.stdin.write(rows.encode())
        process.stdin.flush()
        process.stdout.read(1)
        # Python drops an interrupt that falls into a destructor, so it is pressed until it is heard, as people do. The input
        # stays open: without an interrupt the command would wait for more.
        for _ in range(20):
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=10)
                break
            except subprocess.TimeoutExpired:
                continue
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "what was saved stays" in err.decode()
    assert "Traceback" not in err.decode()


def test_an_output_that_is_not_finished_is_not_there(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = write(tmp_path / "a.jsonl", row(1))
    monkeypatch.setattr("collectors.cli.streams.write_row", fails)
    target = tmp_path / "out" / "q.jsonl"
    target.parent.mkdir()
    target.write_text("from yesterday")
    status, _, err = run("quotes", path, "-o", str(target))
    assert (status, err.split(" (")[0]) == (1, f"parallax: {target}: No space left on device")
    assert [p.name for p in target.parent.iterdir()] == ["q.jsonl"]
    assert target.read_text() == "from yesterday"


def test_measure(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", row(1, title="Sham vote opens", text=f"{TEXT}\n\n{TEXT}\n\n{TEXT}"))
    assert run("measure", path, "--event", EVENT, "-o", str(tmp_path / "m.jsonl"))[0] == 0
    (line,) = rows_of(tmp_path / "m.jsonl")
    assert list(line) == [
        "id", "language", "member", "score", "reason", "sentences", "voices", "mentions", "quotations", "marks", "readability",
    ]  # fmt: skip
    text = f"{TEXT}\n\n{TEXT}\n\n{TEXT}"
    sentences, mentions, quotations = line["sentences"], line["mentions"], line["quotations"]
    assert isinstance(sentences, list)
    assert isinstance(mentions, list)
    assert isinstance(quotations, list)
    assert all(text[start:end].strip() == text[start:end] for start, end in sentences)
    assert {m["place"] for m in mentions} <= {"headline", "lead", "body"}
    (headline,) = [m for m in mentions if m["place"] == "headline" and m["concept"] == "vote"]
    assert "Sham vote opens"[headline["start"] : headline["end"]].lower().startswith("sham")
    assert {"speaker", "content", "type", "stance", "side", "role"} <= set(quotations[0])
    voices, scores = line["voices"], line["readability"]
    assert isinstance(voices, dict)
    assert isinstance(scores, dict)
    assert set(voices) == {"own", "quoted", "attributed", "undecided"}
    assert sum(voices.values()) == count_words(text)
    assert {"flesch_reading_ease", "lix"} <= set(scores)
    assert run("measure", path, "--event", "nowhere")[0] == 2


def test_a_command_that_loads_late_loads_alone(tmp_path: Path) -> None:
    # In the tests' own process other modules are there already, and a circle of imports stays hidden.
    command = [
        sys.executable,
        "-m",
        "collectors.cli",
        "--home",
        str(tmp_path),
        "validate",
        "--event",
        "crimea-referendum-2014",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 2
    assert done.stderr.startswith("parallax: ")
    assert "Traceback" not in done.stderr
