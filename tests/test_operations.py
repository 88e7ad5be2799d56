"""What an operator asks for: state for machines, exit statuses, metrics, alerts told once, units that systemd takes."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from collectors.errors import ParallaxError
from collectors.health import SourceVisit
from collectors.listing_alerts import empty_from_the_start, other_shape, still_from_the_start
from collectors.model import OutcomeKind
from collectors.monitoring.alert_delivery import TOLD, AlertNews, alert_subject, deliver, local_mail, news_of, web_hook
from collectors.monitoring.prometheus_text import prometheus_text, write_textfile
from collectors.monitoring.state_report import ALERTING, OVERDUE, WELL, OperationAlert, state_report
from collectors.store import Store
from collectors.store import store_tables as t
from collectors.store.transactions import writing
from tests.support.command_line import Run
from tests.test_dataset import fill, sample

NOW = datetime(2022, 10, 12, 12, tzinfo=UTC)
DAY = timedelta(days=1)
HOSTILE = 'x"\n\\ y'


def visit(
    days_ago: float, entries: int | None, listing: str | None, kind: OutcomeKind = OutcomeKind.READ
) -> SourceVisit:
    return SourceVisit(NOW - days_ago * DAY, kind, entries, listing)


@pytest.mark.parametrize(
    ("visits", "alert"),
    [
        ([visit(d, 0, "none", OutcomeKind.EMPTY) for d in (3, 2, 1)], True),
        ([visit(d, 0, "none", OutcomeKind.EMPTY) for d in (0.3, 0.2, 0.1)], False),  # a few hours say little
        ([visit(d, 0, "none", OutcomeKind.EMPTY) for d in (3, 1)], False),
        (
            [visit(9, 12, "some"), *(visit(d, 0, "none", OutcomeKind.EMPTY) for d in (3, 2, 1))],
            False,
        ),  # it was full once
        ([visit(d, None, None, OutcomeKind.TIMEOUT) for d in (3, 2, 1)], False),  # failing is another alert
    ],
)
def test_a_feed_that_was_empty_from_the_start(visits: list[SourceVisit], alert: bool) -> None:
    assert bool(empty_from_the_start(visits)) is alert


@pytest.mark.parametrize(
    ("visits", "alert"),
    [
        ([visit(30, 8, "same"), *(visit(d, None, None, OutcomeKind.UNCHANGED) for d in range(20, 10, -1))], True),
        ([visit(d, 8, "same") for d in range(30, 14, -1)], True),
        ([visit(d, 8, "same") for d in range(10, 0, -1)], False),  # ten days are not long
        ([visit(d, 8, "same") for d in (30, 20, 10)], False),  # three readings are few
        ([visit(30, 8, "another"), *(visit(d, 8, "same") for d in range(29, 5, -1))], False),
    ],
)
def test_a_feed_that_never_changed(visits: list[SourceVisit], alert: bool) -> None:
    assert bool(still_from_the_start(visits, NOW)) is alert


def test_a_feed_that_became_something_else() -> None:
    well = [visit(d, 8, f"list {d}") for d in (3, 2)]
    page = visit(1, None, None, OutcomeKind.BAD_FORMAT)
    assert other_shape([*well, page]).startswith(
        "changed its shape: the last reading ended as bad_format, and 2 before"
    )
    assert other_shape([page]) == "", "an address that never gave a list is a wrong address"
    assert other_shape([*well, page, visit(0.5, 8, "back")]) == ""


def collected(store: Store, *, ago: timedelta, finished: bool = True, alert: bool = False) -> None:
    begun = (NOW - ago).isoformat()
    with writing(store.engine) as connection:
        connection.execute(
            insert(t.runs),
            [{"command": "collect river", "started_at": begun, "finished_at": begun if finished else None}],
        )
        if alert:
            row = {"run": 1, "event": "river", "source": "feeds", "outlet": "a", "url": f"https://a.example/{HOSTILE}",
                   "at": begun, "kind": "timeout", "entries": None, "fresh": 0, "listing": None}  # fmt: skip
            connection.execute(insert(t.visits), [row])


def test_the_state_and_its_exit_statuses(store: Store, tmp_path: Path) -> None:
    fill(store, sample())
    calm = state_report(store, tmp_path, NOW)
    assert (calm.status, calm.alerts, calm.latest, calm.data_sets) == (WELL, (), None, 0)
    by_event = {event.event: event for event in calm.events}
    assert sum(event.articles for event in calm.events) == 6
    assert sum(event["failed"] for event in calm.as_json()["events"]) == 1
    assert by_event["плебісцит"].last_round is None
    collected(store, ago=timedelta(hours=7), alert=True)
    alerting = state_report(store, tmp_path, NOW, timedelta(hours=8))
    assert (alerting.status, [a.source for a in alerting.alerts]) == (ALERTING, ["feeds"])
    collected(store, ago=timedelta(hours=1), finished=False)
    late = state_report(store, tmp_path, NOW, timedelta(hours=6))
    assert late.status == OVERDUE
    assert late.alerts[0].what == (
        "the last finished round began 7 hours ago, 6 hours are allowed; one began since and has not finished"
    )
    json.dumps(late.as_json())


LINE = re.compile(r'[a-z_]+(?:\{[a-z]+="(?:[^"\\\n]|\\.)*"(?:,[a-z]+="(?:[^"\\\n]|\\.)*")*\})? -?[0-9.e+]+')


def test_prometheus_reads_the_metrics(store: Store, tmp_path: Path) -> None:
    fill(store, sample())
    collected(store, ago=timedelta(hours=7), alert=True)
    report = state_report(store, tmp_path, NOW)
    lines = prometheus_text(report).splitlines()
    for line in lines:
        assert line.startswith(("# HELP ", "# TYPE ")) or LINE.fullmatch(line), line
    assert 'parallax_alerts{source="feeds"} 1' in lines
    assert "parallax_collection_overdue 0" in lines
    names = [line.split()[2] for line in lines if line.startswith("# TYPE")]
    assert len(names) == len(set(names))
    write_textfile(report, tmp_path / "parallax.prom")
    assert (tmp_path / "parallax.prom").stat().st_mode & 0o777 == 0o644, "the exporter is another user"
    assert [p.name for p in tmp_path.glob("*.prom*")] == ["parallax.prom"]
    with pytest.raises(ParallaxError, match="cannot be written"):
        write_textfile(report, tmp_path / "no" / "such.prom")


def test_labels_keep_to_their_quotes(tmp_path: Path) -> None:
    with Store("sqlite://") as store:
        fill(store, [])
        with writing(store.engine) as connection:
            row = {"event": HOSTILE, "key": "k", "kind": "timeout", "outlet": None, "detail": "", "remedy": ""}
            known = {column.name for column in t.outcomes.columns}
            connection.execute(insert(t.outcomes), [{name: row.get(name) for name in known} | {"run": 1}])
        text = prometheus_text(state_report(store, tmp_path, NOW))
    assert 'parallax_inputs_failed{event="x\\"\\n\\\\ y"} 1' in text


# --- telling the operator

ONE = OperationAlert("river", "feeds", "a", "https://a.example/feed", "the last reading ended as timeout")
TWO = OperationAlert("river", "pages", "b", None, "9 of 11 pages could not be read")


def test_each_alert_is_told_once_and_its_end_once(tmp_path: Path) -> None:
    heard: list[AlertNews] = []
    ways = {"hook": heard.append}
    for alerts in ([ONE], [ONE], [ONE, TWO], [TWO], [TWO], []):
        assert deliver(tmp_path, alerts, ways) == []
    assert [(len(n.fresh), len(n.over)) for n in heard] == [(1, 0), (1, 0), (0, 1), (0, 1)]
    assert heard[0].subject == "Parallax: 1 new alert, 0 over"
    assert "river feeds a https://a.example/feed: the last reading ended as timeout" in heard[0].text
    assert news_of([ONE], [ONE.key]).nothing


def test_a_way_that_fails_costs_itself_and_is_tried_again(tmp_path: Path) -> None:
    heard: list[AlertNews] = []

    def broken(_news: AlertNews) -> None:
        raise OSError("nobody there")

    assert deliver(tmp_path, [ONE], {"hook": broken, "mail": heard.append}) == ["hook: OSError: nobody there"]
    assert len(heard) == 1
    assert deliver(tmp_path, [ONE], {"hook": heard.append, "mail": heard.append}) == []
    assert len(heard) == 2, "the hook is told now, the mailbox was already"
    for damage in ("", "[]", '{"hook": 3}'):
        (tmp_path / TOLD).write_text(damage, encoding="utf-8")
        assert deliver(tmp_path, [ONE], {"hook": heard.append}) == []


@contextmanager
def listening(status: int) -> Iterator[tuple[str, list[Any]]]:
    """A server on loopback that answers every post with this status."""
    heard: list[Any] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            self.send_response(status)
            self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Hook)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook?key=1", heard
    finally:
        server.shutdown()
        server.server_close()


def test_the_web_hook(tmp_path: Path) -> None:
    with listening(200) as (address, heard):
        assert deliver(tmp_path, [ONE], {"hook": web_hook(address)}) == []
    ((path, told),) = heard
    assert path == "/hook?key=1"
    assert told["new"][0]["what"] == ONE.what
    assert told["text"].startswith("Parallax: 1 new alert")
    for status in (302, 500):
        with listening(status) as (address, heard):
            (line,) = deliver(tmp_path / str(status), [ONE], {"hook": web_hook(address)})
        assert str(status) in line
        assert len(heard) == 1, "a redirect is not followed"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}/?secret"
    (line,) = deliver(tmp_path / "nobody", [ONE], {"hook": web_hook(nobody)})
    assert "secret" not in line
    for wrong in ("ftp://x/", "file:///etc/passwd", "nonsense", "http://", "http://a:b"):
        with pytest.raises(ParallaxError, match="no web address"):
            web_hook(wrong)


def test_mail_by_the_local_sendmail(tmp_path: Path) -> None:
    program, out = tmp_path / "sendmail", tmp_path / "mail"
    program.write_text(f'#!/bin/sh\necho "$@" > {out}.args\ncat > {out}\n', encoding="utf-8")
    program.chmod(0o755)
    hostile = OperationAlert("río", "feeds", None, "https://a.example/\nBcc: x@y.example", "über")
    assert deliver(tmp_path, [hostile], {"mail": local_mail("desk@example.org", str(program))}) == []
    text = out.read_text(encoding="utf-8")
    assert (tmp_path / "mail.args").read_text(encoding="utf-8").split() == ["-i", "-t"]
    head, _, _ = text.partition("\n\n")
    assert "To: desk@example.org" in head
    assert "Bcc" not in head
    for wrong in ("nobody", "-oQ/tmp@x", "a@b.example, c@d.example", "a@b\nBcc: c"):
        with pytest.raises(ParallaxError, match="no address"):
            local_mail(wrong)
    (line,) = deliver(tmp_path / "none", [ONE], {"mail": local_mail("a@b.example", str(tmp_path / "none"))})
    assert line.startswith("mail: FileNotFoundError")


def test_the_commands(run: Run, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    with Store(url) as store:
        fill(store, sample())
        collected(store, ago=timedelta(hours=7), alert=True)
    status, out, _ = run("status", "--json", "--store", url)
    assert status == 0
    told = json.loads(out)
    assert told["status"] == ALERTING
    assert {event["event"] for event in told["events"]} >= {"плебісцит"}
    assert run("status", "--check", "--store", url)[0] == ALERTING
    assert run("status", "--check", "--overdue", "12h", "--store", url)[0] == OVERDUE
    assert run("status", "--check", "--overdue", "soon", "--store", url)[0] == 2
    file = tmp_path / "parallax.prom"
    assert run("status", "--prometheus", str(file), "--store", url)[0] == 0
    assert "parallax_articles" in file.read_text(encoding="utf-8")
    with listening(200) as (address, heard):
        for _ in range(2):
            status, out, _ = run("alerts", "--webhook", address, "--store", url)
            assert status == 0
            assert "ended as timeout" in out
    assert len(heard) == 1
    assert run("alerts", "--webhook", "nonsense", "--store", url)[0] == 2


# --- systemd and containers

ROOT = Path(__file__).parent.parent
UNITS = sorted((ROOT / "data" / "schedule").glob("*.service")) + sorted((ROOT / "data" / "schedule").glob("*.timer"))


def test_the_units_are_hardened_and_keep_their_state_in_one_folder() -> None:
    assert {unit.name for unit in UNITS} == {
        "parallax.service", "parallax.timer", "parallax-dashboard.service", "parallax-schedule.service"
    }  # fmt: skip
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8")
        if unit.suffix == ".service":
            for line in ("StateDirectory=parallax", "NoNewPrivileges=yes", "ProtectSystem=strict", "PrivateTmp=yes",
                         "CapabilityBoundingSet=", "SystemCallFilter=@system-service", "ProtectHome=yes",
                         "RestrictAddressFamilies="):  # fmt: skip
                assert line in text, f"{unit.name}: {line}"


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    program = shutil.which("true") or "/bin/true"
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/opt/parallax/bin/parallax", program)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    for unit in UNITS:
        done = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit.name)],
            capture_output=True,
            text=True,
            check=False,
        )
        mine = [line for line in done.stderr.splitlines() if "parallax" in line]
        assert done.returncode == 0, done.stderr
        assert not mine, mine


def test_the_options_in_the_units_exist(run: Run) -> None:
    """Each command of a unit is taken by the command line; a wrong option would end it with status 2."""
    for unit in UNITS:
        for line in re.findall(
            r"^ExecStart(?:Post)?=-?/opt/parallax/bin/parallax (.+)$", unit.read_text(encoding="utf-8"), re.M
        ):
            name, *options = line.split()
            told = run(name, "--help")[1]
            for option in options:
                if option.startswith("--"):
                    assert option in told, f"{unit.name}: {line}"


def test_the_image_is_made_of_what_is_here() -> None:
    """Building and starting it needs a builder: commands of their own, `.ci/container` and `.ci/compose`."""
    text = (ROOT / "data" / "cluster" / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    steps = [line.partition(" ")[::2] for line in text.splitlines() if line and not line.startswith("#")]
    assert [name for name, _ in steps[:2]] == ["ARG", "FROM"]
    assert {name for name, _ in steps} <= {"ARG", "FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "ENTRYPOINT", "CMD"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (run,) = (rest for name, rest in steps if name == "RUN")
    (extras,) = re.findall(r"\"\.\[([\w,]+)\]\"", run)
    assert set(extras.split(",")) <= set(project["optional-dependencies"])
    assert "-c constraints.txt" in run
    assert json.loads(dict(steps)["CMD"])[0] in project["scripts"]
    assert dict(steps)["USER"] == "parallax", "nothing runs as root"
    for script in (ROOT / ".ci" / "container", ROOT / ".ci" / "compose"):
        assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0
        assert os.access(script, os.X_OK)


def test_a_long_address_is_told_by_its_ends() -> None:
    assert alert_subject("feed\t\thttps://a.example/feed") == "feed https://a.example/feed"
    told = alert_subject("search\thttps://a.example/?query=" + "x" * 2_000 + "&end=20221012")
    assert told.startswith("search https://a.example/?query=xxx")
    assert told.endswith("&end=20221012")
    assert len(told) < 130
