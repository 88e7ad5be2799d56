"""The `parallax` command: one function per command, in the order an article takes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec

from sqlalchemy.exc import OperationalError

from collectors.cli import collecting, discovering, measure_stream, reviewing, serving, storing, streams
from collectors.cli.console import FAILED, WRONG_USE, app, say
from collectors.errors import ParallaxError

__all__ = ["app", "collecting", "discovering", "main", "measure_stream", "reviewing", "serving", "storing", "streams"]


#: What to do when the machine or the database gave way: everything is written whole or not at all.
_AGAIN = "see to it and run the command again: what was saved stays, nothing is half-written"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line. Exit status 0 done, 1 done with failures or broken off, 2 wrong use, 130 stopped by
    Ctrl-C."""
    if arguments is None:
        # Else each worker process would run the installed script once more: 1.5 s of imports.
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
    except OperationalError as error:  # the database: a full disk, a lost connection, another writer
        say(f"parallax: the store: {str(error.orig).splitlines()[0]} ({_AGAIN})")
        sys.exit(FAILED)


if __name__ == "__main__":
    main()
