"""Forty invented articles of an own event, as somebody brings them to the desk: a spreadsheet with columns of their own."""

from __future__ import annotations

import io
from pathlib import Path

from collectors.config import Settings
from tests.support.made_config import make_data

EVENT = "weir-vote"
TITLE = "The vote on the weir at Tellmouth"
OUTLETS = ("The Tell Courier", "Weirside Gazette", "The Lock Keeper", "Upstream Daily")
HEADER = ["Headline", "Body", "Source", "Date", "Byline"]
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
