"""The address guard: which hosts, addresses and ports may be asked at all.

A page names the next address, so whoever writes a page chooses where we connect. Names are judged by the addresses that
they resolve to at the moment of connecting, and the connection goes to the address that was judged.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from collectors.errors import ParallaxError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

#: Ports of web servers; on any other port a page may want us to reach another kind of service.
PORTS = frozenset({80, 443, 8080, 8443})
ALLOW = "PARALLAX_ALLOW_ADDRESSES"

#: IPv6 addresses that carry an IPv4 address in their last 32 bits: NAT64 (RFC 6052).
_NAT64 = IPv6Network("64:ff9b::/96")


#: Host and port -> addresses as text. Raises OSError if the name is not known.
Lookup = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Policy:
    """Which addresses may be connected to.

    Attributes:
        allowed: Exceptions: a network, and a port or None for any port.
    """

    allowed: tuple[tuple[Network, int | None], ...] = ()

    @classmethod
    def parse(cls, text: str) -> Policy:
        """Read the exceptions from text such as "127.0.0.1:8080,10.0.0.0/8,[::1]:80".

        Raises:
            ParallaxError: If a part is not an address or a network.
        """
        return cls(tuple(_exception(part.strip()) for part in text.split(",") if part.strip()))

    @classmethod
    def resolve(cls, environ: Mapping[str, str] | None = None) -> Policy:
        """Read the exceptions from PARALLAX_ALLOW_ADDRESSES in `environ`, or in the process's environment for None."""
        return cls.parse((os.environ if environ is None else environ).get(ALLOW, ""))

    def _excepted(self, address: Address, port: int) -> bool:
        return any(
            address.version == network.version and address in network and allowed in {None, port}
            for network, allowed in self.allowed
        )

    def refuses_address(self, host: str, port: int) -> str | None:
        """Return why an address must not be connected to, or None if it may."""
        try:
            address = ip_address(host.partition("%")[0])
        except ValueError:
            return f"{host!r} is no address"
        if self._excepted(address, port):
            return None
        what = _class_of(_carried(address))
        if what is not None:
            return f"{address} is {what}"
        return None if port in PORTS else f"port {port} is none of the web's ({', '.join(map(str, sorted(PORTS)))})"

    def refuses_url(self, url: str) -> str | None:
        """Return why a URL must not be asked for, or None if nothing forbids it before its name is resolved."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            return "it is no web address"
        if parts.scheme not in {"http", "https"} or not host:
            return "it is no http or https address"
        if parts.username is not None or parts.password is not None:
            return "it carries a user name"
        port = port or (443 if parts.scheme == "https" else 80)
        try:
            ip_address(host)
        except ValueError:
            ports = PORTS | {allowed for _, allowed in self.allowed if allowed is not None}
            any_port = any(allowed is None for _, allowed in self.allowed)
            return None if port in ports or any_port else f"port {port} is none of the web's"
        return self.refuses_address(host, port)


def _exception(text: str) -> tuple[Network, int | None]:
    host, port = text, ""
    if text.startswith("["):
        host, end, rest = text[1:].partition("]")
        host, port = (host if end else text), rest.removeprefix(":")
    elif text.count(":") == 1:
        host, _, port = text.partition(":")
    try:
        return ip_network(host), int(port) if port else None
    except ValueError as error:
        remedy = "write addresses like 127.0.0.1:8080, 10.0.0.0/8 or [::1]:80, with commas between"
        raise ParallaxError(f"{ALLOW} holds {text!r}, which is no address", remedy=remedy) from error


def _carried(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 address stands for, or the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None) or address


def _class_of(address: Address) -> str | None:
    """Return what kind of special address this is, or None for one of the public internet."""
    for kind, what in (
        ("is_loopback", "this machine (loopback)"),
        ("is_link_local", "link-local (where clouds keep their metadata)"),
        ("is_multicast", "a multicast address"),
        ("is_unspecified", "no address of a host"),
        ("is_private", "a private address"),
        ("is_reserved", "a reserved address"),
    ):
        if getattr(address, kind):
            return what
    return None if address.is_global else "not a public address"


def system_lookup(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a host as the system resolves it, in its order (RFC 6724).

    Raises:
        OSError: If the name is not known.
    """
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in answers))


def port_of(url: str) -> int:
    """Return the port of a URL, or the default port of its scheme."""
    parts = urlsplit(url)
    return parts.port or (443 if parts.scheme == "https" else 80)


def host_of(url: str) -> str:
    """Return the host of a URL, or "" if it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
