"""The state of a store in Prometheus' text format, for the textfile collector of its node exporter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from collectors.errors import ParallaxError
from collectors.monitoring.state_report import StateReport, failed
from collectors.support.whole_files import write_whole

Sample = tuple[Mapping[str, str], float]


def prometheus_text(report: StateReport) -> str:
    """Return a report as metrics, each with its help and type. Times are seconds since 1970."""
    made = (
        _metric("parallax_report_time_seconds", "When this was written.", [({}, _seconds(report.at))]),
        _metric("parallax_alerts", "Alerts that stand, by source.", _alerts(report)),
        _metric("parallax_collection_overdue", "1 where a round is overdue.", [({}, float(report.overdue))]),
        _metric("parallax_store_rows", "Rows of the store, by table.",
                (({"table": name}, float(rows)) for name, rows in sorted(report.rows.items()))),
        _metric("parallax_articles", "Articles of an event.",
                (({"event": event.event}, float(event.articles)) for event in report.events)),
        _metric("parallax_inputs", "Inputs of an event, by what became of them.",
                (({"event": event.event, "outcome": kind}, float(number))
                 for event in report.events for kind, number in sorted(event.outcomes.items()))),
        _metric("parallax_inputs_failed", "Inputs of an event that failed.",
                (({"event": event.event}, float(failed(event))) for event in report.events)),
        _metric("parallax_last_round_time_seconds", "When the last finished collection of an event began.",
                (({"event": event.event}, _seconds(event.last_round)) for event in report.events if event.last_round)),
        _metric("parallax_data_sets", "Published data sets.", [({}, float(report.data_sets))]),
        _metric("parallax_published_time_seconds", "When the newest data set was published.",
                [({"version": report.latest or ""}, _seconds(report.published))] if report.published else []),
    )  # fmt: skip
    return "".join(made)


def write_textfile(report: StateReport, file: Path) -> None:
    """Write the metrics to a file that is replaced in one step and that the exporter, another user, may read.

    Raises:
        ParallaxError: the file cannot be written.
    """
    try:
        write_whole(file, prometheus_text(report), mode=0o644)
    except OSError as error:
        raise ParallaxError(
            f"cannot be written: {error.strerror}", file=file, remedy="give a file in a folder that may be written"
        ) from None


def _alerts(report: StateReport) -> Iterator[Sample]:
    sources = [alert.source for alert in report.alerts]
    yield {"source": "any"}, float(len(sources))
    for source in sorted(set(sources)):
        yield {"source": source}, float(sources.count(source))


def _metric(name: str, meaning: str, samples: Iterable[Sample]) -> str:
    lines = [f"# HELP {name} {meaning}", f"# TYPE {name} gauge"]
    for labels, value in samples:
        inside = ",".join(f'{key}="{_escaped(text)}"' for key, text in labels.items())
        lines.append(f"{name}{{{inside}}} {value:.15g}" if inside else f"{name} {value:.15g}")
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _seconds(at: str | None) -> float:
    return datetime.fromisoformat(at).timestamp() if at else 0.0
