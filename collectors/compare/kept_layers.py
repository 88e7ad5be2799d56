"""The layers of an event that were asked for last, up to a number of bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, Protocol, TypeVar


class SizedLayer(Protocol):
    """What is kept: it says how many bytes it takes."""

    @property
    def nbytes(self) -> int:
        """The bytes that it takes."""


Layer = TypeVar("Layer", bound=SizedLayer)
LayerKey = tuple[str, str, str, tuple[str, ...]]


class KeptLayers(Generic[Layer]):
    """Layers by metric, voice, place and variants; several threads may ask at once.

    Args:
        most: Bytes that are kept; the layer that was read last is kept whatever it takes.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[LayerKey, Layer] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def layer(self, key: LayerKey, read: Callable[[str, str, str, tuple[str, ...]], Layer]) -> Layer:
        """Return a layer, read anew where it is not kept.

        Args:
            key: Its metric, voice, place and variants.
            read: Reads it by these.
        """
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = read(*key)
        with self._lock:
            before = self._kept.pop(key, None)  # another thread may have read it, too
            self._bytes += made.nbytes - (before.nbytes if before else 0)
            self._kept[key] = made
            while self._bytes > self._most and len(self._kept) > 1:
                self._bytes -= self._kept.popitem(last=False)[1].nbytes
        return made
