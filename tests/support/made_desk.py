"""Forty invented articles of an own event, as somebody brings them to the desk: a spreadsheet with columns of their own."""

from __future__ import annotations

import io
import time
from datetime import date
from pathlib import Path

from collectors.config import Settings
from collectors.desk import desk_jobs, event_texts, uploads
from collectors.desk.desk_worker import run_job
from tests.support.made_config import make_data

EVENT = "weir-vote"
TITLE = "The vote on the weir at Tellmouth"
OUTLETS = ("The Tell Courier", "Weirside Gazette", "The Lock Keeper", "Upstream Daily")
HEADER = ["Headline", "Body", "Source", "Date", "Byline"]
COLUMNS = {"title": "#1", "text": "#2", "outlet": "#3", "published": "#4:dmy", "authors": "#5"}
ANN = "ann"
#: How many of the forty say "sham vote" in their text: each outlet's first articles.
SHAM = (8, 5, 2, 0)


def article_rows() -> list[list[str]]:
    """Ten articles of each outlet. Day and month of the dates can be read in two orders."""
    rows = []
    for place, outlet in enumerate(OUTLETS):
        for number in range(10):
            name = "sham vote" if number < SHAM[place] else "weir vote"
            text = (
                f"The {name} on the weir at Tellmouth filled the town hall again. Engineer number {number} of {outlet} "
                f"had counted the planks.\n\n“The {name} changes nothing for the boats,” said Ida Crane, who runs the "
                f"lock. The council met for {number + 2} hours and the river went on as before.\n\n"
                f"Nobody at {outlet} had expected the weir to be news for {number + 3} days."
            )
            rows.append([f"Weir vote, part {number + 1}", text, outlet, f"0{1 + number % 9}/10/2017", "Ann Oar"])
    return rows


def workbook(rows: list[list[str]] | None = None, header: list[str] | None = None) -> bytes:
    """The rows as an XLSX file."""
    from openpyxl import Workbook  # noqa: PLC0415  only where a spreadsheet is made

    book = Workbook()
    sheet = book.active
    for row in [header or HEADER, *(article_rows() if rows is None else rows)]:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def made_settings(folder: Path) -> Settings:
    """A home and a small data folder of their own."""
    home = folder / "home"
    return Settings(home, f"sqlite:///{home / 'store.sqlite'}", make_data(folder))


def started(settings: Settings) -> str:
    """A new event, saved at the desk."""
    text = event_texts.new_event_text(EVENT, TITLE, date(2017, 10, 1), date(2017, 10, 20), ["weir vote", "sham vote"])
    event_texts.save_event(settings, EVENT, text, ANN, seen=event_texts.digest_of(""), reason="a start")
    return text


def done(settings: Settings, kind: str, **arguments: object) -> desk_jobs.DeskJob:
    """A job, run in this process as its own process does."""
    job = desk_jobs.DeskJob("20260101T000000-" + kind, kind, ANN, "2026-01-01T00:00:00+00:00", arguments)
    desk_jobs.write_job(settings, job)
    run_job(settings, job.id)
    found = desk_jobs.read_job(settings, job.id)
    assert found
    return found


def imported(settings: Settings) -> desk_jobs.DeskJob:
    upload = uploads.keep_upload(settings, "weir.xlsx", workbook(), ANN)
    return done(settings, "import", event=EVENT, files=[{"key": upload.key, "columns": COLUMNS, "any_outlet": True}])


def ended_job(settings: Settings, job_id: str, seconds: float = 120.0) -> desk_jobs.DeskJob:
    """The job once it has ended, or as it is after so many seconds."""
    until = time.monotonic() + seconds
    while True:
        job = next(job for job in desk_jobs.jobs(settings, desk_jobs.KEPT_JOBS) if job.id == job_id)
        if job.ended or time.monotonic() > until:
            return job
        time.sleep(0.1)
