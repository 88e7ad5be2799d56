"""The `parallax` command, with one function per command."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec

from sqlalchemy.exc import DBAPIError

from collectors.cli import (
    changing,
    collecting,
    declaring,
    discovering,
    exporting,
    importing,
    keeping,
    measure_stream,
    operating,
    reviewing,
    serving,
    storing,
    streams,
    validating,
)
from collectors.cli.console import FAILED, WRONG_USE, app, say
from collectors.errors import ParallaxError
from collectors.store.engine import MEND_STORE, first_line, is_damage

__all__ = [
    "app",
    "changing",
    "collecting",
    "declaring",
    "discovering",
    "exporting",
    "importing",
    "keeping",
    "main",
    "measure_stream",
    "operating",
    "reviewing",
    "serving",
    "storing",
    "streams",
    "validating",
]


#: The commands in the order of the work: look, gather, measure and publish, show, judge, keep, and the streams.
ORDER = (
    "demo", "dashboard", "check",
    "collect", "schedule", "import",
    "analyze", "publish", "export", "changes", "discover",
    "review", "revisions", "declare", "validate",
    "status", "alerts", "verify", "backup", "restore", "remove", "audit",
    "extract", "quotes", "measure", "group", "readability",
)  # fmt: skip
app.registered_commands.sort(key=lambda command: ORDER.index(command.name or ""))

#: The remedy when the machine or the database failed: everything is written whole or not at all.
_AGAIN = "see to it and run the command again: what was saved stays, nothing is half-written"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line.

    The exit status is 0 for success, 1 where something failed or the command broke off, 2 for wrong use, and 130 after
    Ctrl-C.

    Args:
        arguments: The arguments; None stands for those of the process.
    """
    if arguments is None:
        _keep_to_oneself()
        # Otherwise each worker process would run the installed script again, with 1.5 s of imports.
        sys.modules["__main__"].__spec__ = ModuleSpec("collectors.cli.__main__", None)
    try:
        app(arguments)
    except ParallaxError as error:
        say(f"parallax: {error}")
        sys.exit(WRONG_USE)
    except OSError as error:  # the machine: a full disk, a lost permission
        place = f"{error.filename}: " if error.filename else ""
        say(f"parallax: {place}{error.strerror or error} ({_AGAIN})")
        sys.exit(FAILED)
    except DBAPIError as error:  # the database: a full disk, a lost connection, another writer, a damaged file
        say(f"parallax: the store: {first_line(error)} ({MEND_STORE if is_damage(error) else _AGAIN})")
        sys.exit(FAILED)


def _keep_to_oneself() -> None:
    """Create files that other users cannot read, because collected texts are not ours to show.

    PARALLAX_UMASK, in octal, sets another mask, such as 027 for a group that may read.
    """
    given = os.environ.get("PARALLAX_UMASK", "")
    try:
        os.umask(int(given or "077", 8) & 0o777)
    except ValueError:
        os.umask(0o077)
        say(f"PARALLAX_UMASK is {given!r}, which is no octal number; 077 is used")


if __name__ == "__main__":
    main()
