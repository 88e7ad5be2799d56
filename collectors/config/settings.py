"""Where things are kept: the home folder, the store, and the declarations under `data/`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from collectors.errors import ParallaxError

_PACKAGE = Path(__file__).parent.parent


def data_dir(environ: Mapping[str, str] | None = None) -> Path:
    """The folder with events, outlets and lexicons.

    Args:
        environ: Environment variables; None stands for those of the process.

    Returns:
        PARALLAX_DATA where it is set, else `data/` of the checkout, else the copy inside the installed package.

    Raises:
        ParallaxError: PARALLAX_DATA names no folder.
    """
    named = (os.environ if environ is None else environ).get("PARALLAX_DATA")
    if named:
        return _folder(Path(named), "PARALLAX_DATA")
    checkout = _PACKAGE.parent / "data"
    if (checkout.parent / "pyproject.toml").is_file() and checkout.is_dir():
        return checkout
    return _PACKAGE / "_data"


def _folder(path: Path, name: str) -> Path:
    path = path.expanduser()
    if not path.is_dir():
        raise ParallaxError(f"{name} names no folder: {path}", remedy="create it, or leave it out for the shipped data")
    return path


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings that every command needs. Making them creates no file or folder.

    Attributes:
        home: Folder for the store, data sets and logs.
        store: Database URL of the store.
        data: Folder of the declarations.
        seed: Seed of everything that is drawn at random.
    """

    home: Path
    store: str
    data: Path
    seed: int = 0

    @classmethod
    def resolve(
        cls,
        home: Path | str | None = None,
        store: str | None = None,
        data: Path | str | None = None,
        seed: int | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> Settings:
        """Resolve the settings from flags, environment variables and defaults, in this order.

        Args:
            home: Else PARALLAX_HOME, else ~/.parallax.
            store: Else PARALLAX_DATABASE, else SQLite in the home folder.
            data: Else `data_dir()`.
            seed: Else 0.
            environ: Environment variables; None stands for those of the process.

        Raises:
            ParallaxError: The data folder does not exist, or the store is not a database URL.
        """
        environ = os.environ if environ is None else environ
        home = Path(home or environ.get("PARALLAX_HOME") or "~/.parallax").expanduser().absolute()
        store = store or environ.get("PARALLAX_DATABASE") or f"sqlite:///{home / 'store.sqlite'}"
        if "://" not in store:
            remedy = f"write sqlite:///{store}, or postgresql+psycopg://user@host/name"
            raise ParallaxError(f"the store {store!r} is no database URL", remedy=remedy)
        folder = _folder(Path(data), "--data") if data else data_dir(environ)
        return cls(home, store, folder, seed or 0)
