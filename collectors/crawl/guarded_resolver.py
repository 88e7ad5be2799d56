"""From names to addresses under the guard.

Twisted resolves every name here, and only addresses that the policy allows are returned. There is no second look-up
between the judgement and the connection.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from ipaddress import ip_address
from typing import Protocol

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver, IHostResolution
from zope.interface import implementer  # type: ignore[import-untyped]  # ships no types

from collectors.crawl.address_guard import Lookup, Policy, system_lookup


class _Receiver(Protocol):
    """Twisted's IResolutionReceiver, whose own declaration type checkers cannot read."""

    def resolutionBegan(self, resolutionInProgress: object) -> None: ...  # noqa: N802, N803
    def addressResolved(self, address: IPv4Address | IPv6Address) -> None: ...  # noqa: N802
    def resolutionComplete(self) -> None: ...  # noqa: N802


#: Most refusals that are remembered.
_REMEMBERED = 10_000


@implementer(IHostResolution)
class _Resolution:
    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """Do nothing: the look-up goes on in its thread, but nobody waits for it."""


@implementer(IHostnameResolver)
class GuardedResolver:
    """The resolver of the whole process.

    `from_thread` calls a function in the reactor's thread. `policy` and `lookup` are those of the current fetcher.
    """

    def __init__(self, from_thread: Callable[..., object]) -> None:
        self.from_thread = from_thread
        self.policy = Policy()
        self.lookup: Lookup = system_lookup
        self.refused: dict[tuple[str, int], str] = {}

    def resolveHostName(  # noqa: N802  Twisted's name
        self,
        resolutionReceiver: _Receiver,  # noqa: N803  Twisted's names
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> _Resolution:
        """Give the receiver every address of a name that may be connected to."""
        del addressTypes, transportSemantics
        resolution = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        policy, lookup = self.policy, self.lookup

        def look_up() -> None:
            try:
                addresses = [str(ip_address(hostName))]
            except ValueError:
                try:
                    addresses = list(lookup(hostName, portNumber))
                except (OSError, UnicodeError):
                    addresses = []
            self.from_thread(self._give, resolutionReceiver, hostName, portNumber, policy, addresses)

        # Each in its own daemon thread, so that one that hangs delays neither the others nor the end of the program.
        threading.Thread(target=look_up, name=f"look up {hostName}", daemon=True).start()
        return resolution

    def _give(self, receiver: _Receiver, host: str, port: int, policy: Policy, addresses: Sequence[str]) -> None:
        reasons = [policy.refuses_address(text, port) for text in addresses]
        good = [text for text, reason in zip(addresses, reasons, strict=True) if reason is None]
        first = next((reason for reason in reasons if reason is not None), None)
        self.refused.pop((host, port), None)
        if not good and first is not None:
            if len(self.refused) >= _REMEMBERED:
                self.refused.clear()
            self.refused[host, port] = first
        for address in good:
            family = IPv6Address if ":" in address else IPv4Address
            receiver.addressResolved(family("TCP", address, port))
        receiver.resolutionComplete()

    def why_refused(self, host: str, port: int) -> str | None:
        """Return why the guard allowed no address of a name in its last look-up; None if it was not the reason."""
        return self.refused.get((host, port))
