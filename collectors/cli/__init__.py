"""The `parallax` command: one function per command, in the order an article takes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec

from collectors.cli import collecting, discovering, reviewing, serving, storing, streams
from collectors.cli.common import WRONG_USE, app, say
from collectors.errors import ParallaxError

__all__ = ["app", "collecting", "discovering", "main", "reviewing", "serving", "storing", "streams"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line. Exit status 0 done, 1 done with failures, 2 wrong use, 130 stopped by Ctrl-C."""
    if arguments is None:
        # Else each worker process would run the installed script once more: 1.5 s of imports.
        sys.modules["__main__"].__spec__ = ModuleSpec("collectors.cli.__main__", None)
    try:
        app(arguments)
    except ParallaxError as error:
        say(f"parallax: {error}")
        sys.exit(WRONG_USE)


if __name__ == "__main__":
    main()
