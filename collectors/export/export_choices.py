"""What is chosen for an export: which rows, and which files."""

from __future__ import annotations

from dataclasses import dataclass

from collectors.compare import ALL, BY, COPIES, OUTLET
from collectors.errors import ParallaxError
from collectors.model import Voice

VOICES = (ALL, *(str(voice) for voice in Voice))


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportChoices:
    """What is chosen for an export. The default gives every row and plain CSV files.

    Attributes:
        by: What is compared: "outlet", "country", "ownership", "language" or "phase".
        voice: Only rows of this voice; empty for all of them.
        copies: Only rows of this choice of copies; empty for all of them.
        wide: Whether to add comparison_wide.csv, with a column for each estimate.
        workbook: Whether to add an Excel workbook with a sheet for each table.
        bom: Whether CSV files begin with a byte order mark, by which Excel knows UTF-8.
        stamped: Whether file names begin with event and version.
        licence: Name of the licence under which the files are passed on; empty where nobody has said.
        contributors: Names of the people who stand for the export.
    """

    by: str = OUTLET
    voice: str = ""
    copies: str = ""
    wide: bool = False
    workbook: bool = False
    bom: bool = False
    stamped: bool = False
    licence: str = ""
    contributors: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a choice that is not on offer.

        Raises:
            ParallaxError: By, voice or copies is unknown.
        """
        for what, given, offered in (
            ("--by", self.by, BY),
            ("--voice", self.voice, ("", *VOICES)),
            ("--copies", self.copies, ("", *COPIES)),
        ):
            if given not in offered:
                raise ParallaxError(
                    f"{what} has no {given!r}", remedy=f"choose one of {', '.join(filter(None, offered))}"
                )

    @property
    def encoding(self) -> str:
        """The encoding of CSV files as Python and Frictionless name it."""
        return "utf-8-sig" if self.bom else "utf-8"
