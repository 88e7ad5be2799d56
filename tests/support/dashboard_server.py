"""The real dashboard as a server of its own on loopback, and how tests and screenshots look at it in Chromium."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = Path(os.environ.get("PARALLAX_CHROMIUM", "/usr/bin/chromium"))
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run",
    "--js-flags=--no-opt --no-maglev",  # a page is shown too shortly for compiling its code well: an eighth of the time
)  # fmt: skip
WAIT = 90_000  # milliseconds a slow machine may take to draw a page


@dataclass(frozen=True, slots=True)
class Served:
    """A dashboard under way: its address and its process."""

    base: str
    pid: int


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextmanager
def serving(home: Path, log: Path) -> Iterator[Served]:
    """The real server over a home folder, ended by its own process id."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "dashboard/serve.py", "--server.port", str(port)]
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    environment = os.environ | {"PARALLAX_HOME": str(home), "PYTHONPATH": path}
    with log.open("w") as out:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT)
        try:
            base = f"http://127.0.0.1:{port}"
            for _ in range(300):
                if server.poll() is not None or answers(f"{base}/_stcore/health"):
                    break
                time.sleep(0.2)
            assert server.poll() is None, log.read_text()
            yield Served(base, server.pid)
        except BaseException:
            sys.stderr.write(log.read_text()[-4000:])
            raise
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=2) as response:  # noqa: S310  our own server on loopback
            return bool(response.status == 200)
    except OSError:
        return False


def go(page: Page, address: str) -> None:
    page.goto(address)
    settle(page)


def visit(page: Page, name: str) -> None:
    """Another page, by its link in the menu, as a reader goes there."""
    page.evaluate("name => document.querySelector(`.px-menu a[href^='./${name}?']`).click()", name)
    page.wait_for_function(
        "name => document.querySelector(`.px-menu a[aria-current][href^='./${name}?']`)", arg=name, timeout=WAIT
    )
    settle(page)


def settle(page: Page) -> None:
    """Waits until the page is drawn, with what is worked out beside it, and its script has ended."""
    expect(page.locator(".px-foot")).to_be_visible(timeout=WAIT)
    expect(page.locator(".px-waiting")).to_have_count(0, timeout=WAIT)
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_attached(timeout=WAIT)
    # Streamlit's fonts come with the page's last requests: before them a line may be a word shorter.
    page.evaluate("document.fonts.ready.then(() => true)")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's browser, without what it does in the background."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(QUIET))
        yield started
        started.close()
