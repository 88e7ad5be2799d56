"""Errors that end a command: each says what is wrong, where, and what to do next."""

from __future__ import annotations

from pathlib import Path


class ParallaxError(Exception):
    """Wrong use or an input that leaves nothing to do. The command line prints it and exits with status 2."""

    def __init__(self, what: str, *, file: Path | str | None = None, line: int | None = None, remedy: str = "") -> None:
        where = f"{file}:{line}: " if file and line else f"{file}: " if file else ""
        super().__init__(f"{where}{what}" + (f" ({remedy})" if remedy else ""))
        self.what, self.file, self.line, self.remedy = what, file, line, remedy
