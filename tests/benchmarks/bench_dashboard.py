"""Server script time of every page of the dashboard for new selections, in headless Chromium.

    python -m tests.benchmarks.make_large HOME --articles 1000000
    python -m tests.benchmarks.bench_dashboard HOME --selections 20 --out times.json
    python -m tests.benchmarks.bench_dashboard --draw times-*.json --to scale.svg

Every selection is asked for once, so no answer is remembered; what a server keeps between readers (footers of files,
sums it has read) is kept here too, as in use. `--warm N` selections a page come first and are not counted. The browser,
which in use runs on the reader's machine, then keeps to one of the processors; the server may use all of them. Machines
differ: the time of a loop of plain Python is printed beside the figures.
"""
# ruff: noqa: S608  statements over our own files

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import duckdb

from dashboard.page_registry import BY_NAME

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("PARALLAX_CHROMIUM", "/usr/bin/chromium")
MOST = 120.0  # seconds a page may take before it counts as hung


def pages() -> list[str]:
    """The pages that the app has."""
    return list(BY_NAME)


class Selections:
    """Selections that no one has asked for before."""

    def __init__(self, home: Path, seed: int) -> None:
        self.rng = random.Random(seed)
        self.version = (home / "datasets/LATEST").read_text().strip()
        folder = home / "datasets" / self.version
        days = f"read_parquet('{folder}/summary/days.parquet')"
        self.event, self.articles = duckdb.sql(
            f"select event, sum(n)::bigint from {days} where member group by 1 order by 2 desc limit 1"
        ).fetchall()[0]
        of = f"from {days} where event = '{self.event}'"
        self.outlets = [r[0] for r in duckdb.sql(f"select distinct outlet {of} order by 1").fetchall() if r[0]]
        self.phases = [r[0] for r in duckdb.sql(f"select distinct phase {of} order by 1").fetchall() if r[0]]
        mentions = f"{folder}/summary/mentions.parquet"
        self.named = duckdb.sql(f"select distinct concept, variant from '{mentions}' order by all").fetchall()
        self.ids = [r[0] for r in duckdb.sql(
            f"select article_id from '{folder}/articles.parquet' using sample 200 rows (reservoir, {seed})"
        ).fetchall()]  # fmt: skip
        texts = duckdb.sql(f"select text from '{folder}/texts.parquet' limit 200").fetchall()
        drawn = [self.rng.choice(text.split()[:-1]) for (text,) in texts]
        self.words = [word for word in drawn if word.isalpha()][:100]  # half common, half rare
        self.seen: set[str] = set()

    def next(self, page: str) -> str:
        """The path of a page with a new selection."""
        while True:
            path = f"/{'' if page == 'overview' else page}?{urlencode(self._fields(page))}"
            if path not in self.seen:
                self.seen.add(path)
                return path

    def _fields(self, page: str) -> dict[str, str]:
        rng = self.rng
        fields = {"v": self.version, "event": self.event}
        if rng.random() < 0.5:
            fields["outlets"] = ",".join(rng.sample(self.outlets, min(rng.randint(2, 40), len(self.outlets))))
        if rng.random() < 0.4 and self.phases:
            fields["phase"] = rng.choice(self.phases)
        if rng.random() < 0.4:
            fields["voice"] = rng.choice(["own", "quoted", "attributed"])
        if rng.random() < 0.4:
            fields["copies"] = rng.choice(["own", "one"])
        if rng.random() < 0.2:
            fields["grade"] = "all"
        if rng.random() < 0.2:
            fields["compare"] = rng.choice(["country", "ownership", "language", "phase"])
        return fields | self._own_fields(page)

    def _own_fields(self, page: str) -> dict[str, str]:
        """What only this page asks."""
        rng, fields = self.rng, {}
        concept, variant = rng.choice(self.named)
        if page == "search":
            fields["phrase"] = rng.choice(["said", "name 1 of 1", "galb*", "con*", "bab* con*", *self.words])
        if page in {"naming", "trends"}:
            fields |= {"concept": concept, "variant": variant}
        if page == "sources":
            fields["by"] = rng.choice(["side", "role", "speaker", "stance", "form"])
        if page == "articles":
            chance = rng.random()
            fields |= {"article": rng.choice(self.ids)} if chance < 0.5 else {"words": "name"} if chance < 0.75 else {}
        return fields


@contextmanager
def server(home: Path, log: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A running dashboard over a home folder; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"PARALLAX_HOME": str(home), "PARALLAX_TIMES": str(log)}
    command = [sys.executable, "-m", "tests.benchmarks.timed_server", str(port)]
    with log.with_suffix(".out").open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5)
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.terminate()
        process.wait(timeout=30)


def runs(log: Path) -> list[dict[str, Any]]:
    """The script runs so far."""
    return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


def visit(browser: Any, address: str, log: Path) -> dict[str, float]:
    """One reader opens an address: the time of the longest of its script runs (the words of a new selection take two:
    one says that they are worked out, one shows them), and until the page's foot is there."""
    before = len(runs(log))
    page = browser.new_page()
    begin = time.perf_counter()
    page.goto(address)
    page.wait_for_selector(".px-foot", timeout=MOST * 1000)
    shown = time.perf_counter() - begin
    failed = page.locator("[data-testid=stException]").count()
    while len(runs(log)) == before:
        time.sleep(0.02)
    time.sleep(0.3)  # a second run, where the page asks for one
    page.close()
    wanted = dict(parse_qsl(urlsplit(address).query))
    every = runs(log)[before:]
    # Not those of the page before, which may still have looked for its words.
    told = [r for r in every if wanted.items() <= dict(parse_qsl(r["query"])).items()] or every
    longest = max(told, key=lambda r: float(r["wall"]))
    return {"wall": longest["wall"], "cpu": longest["cpu"], "shown": shown,
            "rss": max(r["rss"] for r in every), "runs": len(told), "failed": failed}  # fmt: skip


def measure(home: Path, wanted: list[str], selections: int, warm: int) -> dict[str, Any]:
    """Visit every page with so many new selections."""
    asked = Selections(home, 7)
    found: dict[str, list[dict[str, float]]] = {page: [] for page in wanted}
    loops = [loop() for _ in range(5)]
    with TemporaryDirectory() as folder:
        log = Path(folder) / "runs.jsonl"
        with server(home, log) as (address, _):
            with chromium() as browser:
                visit(browser, f"{address}/", log)  # loads libraries
                for page in wanted:
                    for _ in range(warm):
                        visit(browser, address + asked.next(page), log)
                first = visit(browser, f"{address}/", log)
            with own_processor(), chromium() as browser:
                for _ in range(selections):
                    for page in wanted:
                        found[page].append(visit(browser, address + asked.next(page), log))
    loops = sorted([*loops, *(loop() for _ in range(5))])
    return {"articles": asked.articles, "outlets": len(asked.outlets), "first": first, "pages": found, "loops": loops}


@contextmanager
def chromium() -> Iterator[Any]:
    """A headless browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def loop() -> float:
    """Seconds that ten million steps of plain Python take here and now."""
    begin, total = time.perf_counter(), 0
    for i in range(10_000_000):
        total += i * i
    return time.perf_counter() - begin


@contextmanager
def own_processor() -> Iterator[None]:
    """What is started meanwhile keeps to the last processor, where the system can tell it to and has several."""
    every = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
    if len(every) < 2:
        yield
        return
    os.sched_setaffinity(0, {max(every)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, every)


def quantile(values: list[float], q: float) -> float:
    """The value below which this part lies; of few values the next larger one."""
    ranked = sorted(values)
    return ranked[min(int(q * len(ranked)), len(ranked) - 1)]


def table(told: dict[str, Any]) -> str:
    """The figures in milliseconds, as Markdown."""
    lines = ["| page | median | 95 % | processor, median | 95 % | until shown |", "|---|---|---|---|---|---|"]
    for page, visits in told["pages"].items():
        cells = [quantile([v[key] for v in visits], q) * 1000 for key, q in
                 (("wall", 0.5), ("wall", 0.95), ("cpu", 0.5), ("cpu", 0.95), ("shown", 0.5))]  # fmt: skip
        failed = sum(v["failed"] for v in visits)
        lines.append(f"| {page}{' FAILED' if failed else ''} | " + " | ".join(f"{c:,.0f}" for c in cells) + " |")
    every = [v["rss"] for visits in told["pages"].values() for v in visits]
    lines.append(f"\nfirst page, server warm: {told['first']['shown']:.2f} s; memory at most {max(every):,.0f} MiB")
    low, *_, high = told["loops"]
    lines.append(f"a loop of ten million steps of Python took {low:.2f} to {high:.2f} s here, before and after")
    return "\n".join(lines)


def draw(told: list[dict[str, Any]]) -> str:
    """Median processor time of a new selection against the number of articles, a line per page, as SVG."""
    told = sorted(told, key=lambda t: t["articles"])
    names = list(told[-1]["pages"])
    sizes = [t["articles"] for t in told]
    lines = {
        n: [(i, quantile([v["cpu"] for v in t["pages"][n]], 0.5) * 1000) for i, t in enumerate(told) if n in t["pages"]]
        for n in names
    }
    top = max(300.0, *(y for line in lines.values() for _, y in line)) * 1.08
    left, right, height, step = 60, 150, 360, 480 / max(len(sizes) - 1, 1)

    def x(i: float) -> float:
        return left + i * step

    def y(ms: float) -> float:
        return 30 + height * (1 - ms / top)

    head = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + 480 + right} {height + 80}" '
           'font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>'
            '<text x="10" y="18">processor time of a new selection, median, ms</text>')  # fmt: skip
    out = [head]
    out += [(f'<path d="M{left} {y(ms):.0f}h480" stroke="{"#b00" if ms == 300 else "#ddd"}"/>'
                   f'<text x="{left - 8}" y="{y(ms) + 4:.0f}" text-anchor="end">{ms}</text>') for ms in range(0, int(top), 100)]  # fmt: skip
    out += [f'<text x="{x(i):.0f}" y="{height + 50}" text-anchor="middle">{s:,}</text>' for i, s in enumerate(sizes)]
    out.append(f'<text x="{left + 240}" y="{height + 70}" text-anchor="middle">articles</text>')
    last, placed = None, sorted(names, key=lambda n: -lines[n][-1][1])
    for n in placed:
        path = " ".join(f"{'L' if k else 'M'}{x(i):.0f} {y(ms):.0f}" for k, (i, ms) in enumerate(lines[n]))
        at = y(lines[n][-1][1])
        last = at if last is None else max(at, last + 14)
        out.append(f'<path d="{path}" fill="none" stroke="#246" stroke-width="1.5"/>'
                   f'<text x="{left + 488}" y="{last + 4:.0f}">{n} {lines[n][-1][1]:.0f}</text>')  # fmt: skip
    return "\n".join([*out, "</svg>\n"])


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("home", type=Path, nargs="?")
    ask.add_argument("--pages", default="", help="comma-separated; by default all")
    ask.add_argument("--selections", type=int, default=20)
    ask.add_argument("--warm", type=int, default=2)
    ask.add_argument("--out", type=Path)
    ask.add_argument("--draw", type=Path, nargs="+")
    ask.add_argument("--to", type=Path, default=Path("scale.svg"))
    given = ask.parse_args()
    if given.draw:
        given.to.write_text(draw([json.loads(p.read_text()) for p in given.draw]))
        return
    told = measure(given.home, given.pages.split(",") if given.pages else pages(), given.selections, given.warm)
    if given.out:
        given.out.write_text(json.dumps(told))
    print(table(told))


if __name__ == "__main__":
    main()
