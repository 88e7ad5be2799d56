"""SQL kept in files of its own, where a linter reads it: whole scripts, and files of named queries.

A query begins with a line `-- name: NAME`; comments may stand above that line. `$word` stands for text of the program's
own, such as a list of columns; values that somebody else chose are never put in here but bound as parameters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from string import Template

_NAME = re.compile(r"^-- name: (\w+)\n", re.MULTILINE)


def read_script(package: str, name: str, **texts: object) -> str:
    """Read a file of SQL statements.

    Args:
        package: The package in whose folder `sql` the file lies.
        name: The file's name without its ending.
        **texts: What stands in place of each `$word`.

    Returns:
        The statements.

    Raises:
        KeyError: A `$word` of the file is not among `texts`.
    """
    return _template(package, name).substitute(texts)


def read_queries(package: str, name: str, **texts: object) -> dict[str, str]:
    """Read a file of named queries; arguments and errors as of `read_script`.

    Returns:
        Name -> query, without the semicolon at its end, in the order of the file.
    """
    return dict(_queries(read_script(package, name, **texts)))


@cache
def _template(package: str, name: str) -> Template:
    return Template((files(package) / "sql" / f"{name}.sql").read_text(encoding="utf-8"))


def _queries(written: str) -> Iterator[tuple[str, str]]:
    starts = list(_NAME.finditer(written))
    ends = [match.start() for match in starts[1:]] + [len(written)]
    for match, end in zip(starts, ends, strict=True):
        yield match.group(1), written[match.end() : end].partition(";")[0].strip()
