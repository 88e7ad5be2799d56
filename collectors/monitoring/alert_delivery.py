"""Tells the operator of alerts that are new and of those that are over: a web hook, or mail through the local sendmail.

Both addresses are the operator's own, from the command line or the environment; nothing from the web decides them. What
was told is kept in HOME/told_alerts.json, so that each alert is told once. A way that fails costs itself: its alerts
are told again the next time.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from email.policy import SMTP
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

from collectors.errors import ParallaxError
from collectors.monitoring.state_report import OperationAlert
from collectors.support.whole_files import write_whole

#: What was told, by the way it was told.
TOLD = "told_alerts.json"
#: Seconds for a web hook or for sendmail.
PATIENCE = 10.0
SENDMAIL = "/usr/sbin/sendmail"
#: Alerts that one message names; all are counted.
MOST = 50
#: Most characters of an address in a line for people. A search of GDELT has over a thousand.
_LONGEST_PART = 120


@dataclass(frozen=True, slots=True)
class AlertNews:
    """What changed since the operator was told last: alerts that are new, and keys of those that are over."""

    fresh: tuple[OperationAlert, ...]
    over: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.fresh or self.over)

    @property
    def subject(self) -> str:
        """One line on it."""
        return f"Parallax: {len(self.fresh)} new {'alert' if len(self.fresh) == 1 else 'alerts'}, {len(self.over)} over"

    @property
    def text(self) -> str:
        """All of it, line by line."""
        lines = [f"{alert_subject(alert.key)}: {alert.what}" for alert in self.fresh[:MOST]]
        if len(self.fresh) > MOST:
            lines.append(f"... and {len(self.fresh) - MOST} more: parallax status")
        lines += [f"over: {alert_subject(key)}" for key in self.over[:MOST]]
        return "\n".join(lines) + "\n"


Way = Callable[[AlertNews], None]


def alert_subject(key: str) -> str:
    """Return what an alert is about for people: the parts of its key, a long address as its beginning and end."""
    parts = filter(None, key.split("\t"))
    return " ".join(part if len(part) <= _LONGEST_PART else f"{part[:80]} ... {part[-30:]}" for part in parts)


def news_of(alerts: Sequence[OperationAlert], reported: Sequence[str]) -> AlertNews:
    """Return what is new, and what is over, of the alerts that stand.

    Args:
        alerts: the alerts that stand.
        reported: keys of those that the operator was told of.
    """
    reported_before, standing = set(reported), {alert.key for alert in alerts}
    return AlertNews(
        tuple(alert for alert in alerts if alert.key not in reported_before),
        tuple(key for key in reported if key not in standing),
    )


def deliver(home: Path, alerts: Sequence[OperationAlert], ways: Mapping[str, Way]) -> list[str]:
    """Tell what is new by every way, each with its own memory.

    Args:
        home: the folder that remembers what was told.
        alerts: the alerts that stand.
        ways: name -> how to tell; it raises OSError, ValueError or HTTPException where it fails.

    Returns:
        A line for each way that failed.
    """
    reported, failures = _reported_before(home), []
    for name, way in ways.items():
        news = news_of(alerts, reported.get(name, []))
        if news.nothing:
            continue
        try:
            way(news)
        except (OSError, ValueError, HTTPException, subprocess.SubprocessError) as error:
            failures.append(f"{name}: {type(error).__name__}: {error}")
        else:
            reported[name] = [alert.key for alert in alerts]
    home.mkdir(parents=True, exist_ok=True)
    write_whole(home / TOLD, json.dumps(reported, indent=1) + "\n")
    return failures


def _reported_before(home: Path) -> dict[str, list[str]]:
    try:
        reported = json.loads((home / TOLD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(reported, dict):
        return {}
    return {str(name): [str(key) for key in keys] for name, keys in reported.items() if isinstance(keys, list)}


def web_hook(address: str) -> Way:
    """Return the way that posts JSON to an address; redirects are not followed.

    Raises:
        ParallaxError: the address is no web address.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ParallaxError("the web hook is no web address", remedy="give --webhook https://host/path")
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    host, path = parts.hostname, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")

    def post(news: AlertNews) -> None:
        message = {
            "text": f"{news.subject}\n{news.text}",  # what chat services show
            "new": [asdict(alert) for alert in news.fresh],
            "over": [alert_subject(key) for key in news.over],
        }
        connection = kind(host, port, timeout=PATIENCE)
        try:
            body = json.dumps(message).encode("utf-8")
            headers = {"Content-Type": "application/json", "User-Agent": "Parallax"}
            connection.request("POST", path, body, headers)
            status = connection.getresponse().status
        finally:
            connection.close()
        if not 200 <= status < 300:
            raise ValueError(f"the web hook answered {status}")

    return post


def local_mail(to: str, sendmail: str = SENDMAIL) -> Way:
    """Return the way that hands a mail to the local sendmail.

    Args:
        to: the address of the one who is told.
        sendmail: the program.

    Raises:
        ParallaxError: `to` is no address of a mailbox.
    """
    if (
        "@" not in to
        or to.startswith("-")
        or any(char.isspace() or not char.isprintable() or char in ",;<>" for char in to)
    ):
        raise ParallaxError(f"{to!r} is no address of a mailbox", remedy="give --mail desk@example.org")

    def send(news: AlertNews) -> None:
        message = EmailMessage(policy=SMTP)
        message["To"], message["Subject"] = to, news.subject
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(news.text)
        done = subprocess.run(  # noqa: S603  the operator's own program, no shell
            [sendmail, "-i", "-t"], input=message.as_bytes().replace(b"\r\n", b"\n"), timeout=PATIENCE,
            capture_output=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise ValueError(f"{sendmail} ended with status {done.returncode}")

    return send
