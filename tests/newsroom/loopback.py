"""A fence around the tests: once this is imported, no Python code of the process can connect beyond this machine.

The interpreter itself asks the hook before each connection, so that nothing can go round it, and it cannot be taken
out again."""

from __future__ import annotations

import sys
from ipaddress import ip_address

#: Connections that were refused.
refused: list[tuple[str, int]] = []


def _fence(event: str, arguments: tuple[object, ...]) -> None:
    if event not in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        return
    address = arguments[1]
    if not isinstance(address, tuple):
        return  # a Unix socket, or an answer on a connection that stands
    host, port = str(address[0]), int(address[1])
    if host != "localhost" and not ip_address(host).is_loopback:
        refused.append((host, port))
        raise PermissionError(1, f"the tests do not connect to {host}:{port}")


sys.addaudithook(_fence)
