"""CSV as in RFC 4180: UTF-8 without a byte order mark, CRLF line ends, quotation marks where they are needed.

There is no byte order mark because most programs would read it as part of the first column's name. Spreadsheets read
the files correctly through "import from text, UTF-8".

Text that a spreadsheet would run as a formula gets an apostrophe in front. Text that already begins with apostrophes
and such a sign gets one more, so that `plain_text` can always remove exactly one. Numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TextIO

# The signs listed in OWASP's "CSV injection", and their full-width forms, which spreadsheets treat alike.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
# Control characters other than tab and line ends end a cell or a file early in some readers.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def safe_text(text: str) -> str:
    """Text that no spreadsheet runs as a formula. Control characters are replaced."""
    clean = _CONTROL.sub("\ufffd", text)
    return "'" + clean if _FORMULA.match(clean) else clean


def plain_text(cell: str) -> str:
    """The text of a cell as it was before `safe_text` added an apostrophe."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def cell(value: object) -> str:
    """One value as it is written into the file.

    Args:
        value: None and numbers that are not finite give an empty cell. Floats are written so that reading them gives
            the same number, whole ones without a decimal point. Other values are written as safe text.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, int | date):
        return str(value)
    return safe_text(str(value))


def _number(value: float) -> str:
    if not math.isfinite(value):
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def write_csv(out: TextIO, names: Sequence[str], rows: Iterable[Mapping[str, object]]) -> int:
    """Write a header and rows.

    Args:
        out: A text file opened with newline="".
        names: The columns, in order.
        rows: Column -> value. Columns that a row lacks stay empty; those not in `names` are left out.

    Returns:
        The number of rows, without the header.
    """
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    count = 0
    for row in rows:
        writer.writerow([cell(row.get(name)) for name in names])
        count += 1
    return count


def tabbed(names: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Return a header and rows as text that a spreadsheet takes from the clipboard; cells are as in CSV."""
    lines = ["\t".join(names)]
    lines += ["\t".join(" ".join(cell(row.get(name)).split()) for name in names) for row in rows]
    return "\n".join(lines) + "\n"


def csv_bytes(names: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """The bytes of the file that `write_csv` writes; the dashboard's download buttons give the same."""
    out = io.StringIO(newline="")
    write_csv(out, names, rows)
    return out.getvalue().encode("utf-8", "replace")
