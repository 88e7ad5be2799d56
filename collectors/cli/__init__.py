"""The `parallax` command: one function per command, in the order an article takes."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from collectors.cli import collecting, serving, storing, streams
from collectors.cli.common import WRONG_USE, app, say
from collectors.errors import ParallaxError

__all__ = ["app", "collecting", "main", "serving", "storing", "streams"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line. Exit status 0 done, 1 done with failures, 2 wrong use, 130 stopped by Ctrl-C."""
    try:
        app(arguments)
    except ParallaxError as error:
        say(f"parallax: {error}")
        sys.exit(WRONG_USE)


if __name__ == "__main__":
    main()
