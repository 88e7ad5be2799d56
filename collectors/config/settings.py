"""Where things are: the home folder, the store, the declarations under `data/`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from collectors.errors import ParallaxError

_PACKAGE = Path(__file__).parent.parent


def data_dir(environ: Mapping[str, str] | None = None) -> Path:
    """The folder with events, outlets and lexicons: PARALLAX_DATA, else `data/` of the checkout, else the installed
    copy. Raises ParallaxError where PARALLAX_DATA names no folder."""
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
    """What every command needs to know. `store` is a database URL; nothing is created by asking for settings."""

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
        """From flags, else PARALLAX_HOME, PARALLAX_DATABASE and PARALLAX_DATA, else ~/.parallax with SQLite in it.

        Raises ParallaxError for a data folder that does not exist and for a store that is no database URL.
        """
        environ = os.environ if environ is None else environ
        home = Path(home or environ.get("PARALLAX_HOME") or "~/.parallax").expanduser().absolute()
        store = store or environ.get("PARALLAX_DATABASE") or f"sqlite:///{home / 'store.sqlite'}"
        if "://" not in store:
            remedy = f"write sqlite:///{store}, or postgresql+psycopg://user@host/name"
            raise ParallaxError(f"the store {store!r} is no database URL", remedy=remedy)
        folder = _folder(Path(data), "--data") if data else data_dir(environ)
        return cls(home, store, folder, seed or 0)
