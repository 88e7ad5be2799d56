"""From the web to a published row.

The path of an article: a source finds an `Entry`, the crawler fetches a `Page`, `extract` reads an `Article`, `events`
decides whether it belongs, `copies` marks wire copy and near-duplicates, `metrics` measures it, `store` keeps it with
its `Outcome`, `dataset` publishes a version, `compare` summarises per outlet, `export` writes the tables.

`from collectors import open_dataset` is the door for other programs and notebooks: see `collectors.python_door`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collectors.python_door import open_dataset

__all__ = ["open_dataset"]


def __getattr__(name: str) -> object:
    """Load the door for Python when it is first asked for: it takes Arrow and scipy, half a second."""
    if name == "open_dataset":
        from collectors.python_door import open_dataset as door  # noqa: PLC0415  a command must start at once

        return door
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
