"""Who may write at the desk: decided from the connection, before Streamlit runs. Without Streamlit.

Somebody at this machine is an editor as long as nobody else reaches the server: the peer of the connection is a
loopback address, nothing says that a proxy forwarded it, and no host name is configured (PARALLAX_HOSTS), without which
the guard answers this machine's names only. Where others reach it, editors are listed by name (PARALLAX_EDITORS) and
known by the log-in's verified address, or by a header that the proxy sets (PARALLAX_EDITOR_HEADER) and that counts from
the proxy's own address only (PARALLAX_PROXY). Reading needs none of this.

The guard hands the name to pages in a header of its own, with a secret of this process: what a client sends under that
name is taken away, and without the guard nobody is an editor.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

#: The header between guard and pages.
INNER_HEADER = "x-parallax-editor"
#: In PARALLAX_EDITORS: nobody, not even at this machine.
NOBODY = "none"
_SECRET = secrets.token_urlsafe(32)
_AT_THIS_MACHINE = ("127.0.0.1", "::1")
#: Headers by which proxies say that they forwarded a request.
_FORWARDED = frozenset(
    {b"forwarded", b"via", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"x-real-ip"}
)
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class EditorRules:
    """The rules by which editors are known.

    Attributes:
        names: The listed editors in lower case: addresses of the log-in, or names that the proxy gives.
        header: The header in which the proxy names who asks, in lower case; "" for none.
        proxies: Addresses from which that header counts.
        alone: Whether somebody at this machine is an editor: nobody else reaches the server.
    """

    names: frozenset[str] = frozenset()
    header: str = ""
    proxies: frozenset[str] = frozenset(_AT_THIS_MACHINE)
    alone: bool = False


def editor_rules(environment: Mapping[str, str], *, login: bool) -> EditorRules:
    """Read the rules from the settings.

    Args:
        environment: PARALLAX_EDITORS, PARALLAX_EDITOR_HEADER, PARALLAX_PROXY and PARALLAX_HOSTS; lists have commas or
            spaces between their entries.
        login: Whether a log-in is configured.
    """
    names = _listed(environment, "PARALLAX_EDITORS")
    header = environment.get("PARALLAX_EDITOR_HEADER", "").strip().lower()
    reached = bool(_listed(environment, "PARALLAX_HOSTS")) or login or bool(header)
    proxies = _listed(environment, "PARALLAX_PROXY") or frozenset(_AT_THIS_MACHINE)
    return EditorRules(names - {NOBODY}, header, proxies, alone=not names and not reached)


def editor_of(
    rules: EditorRules,
    peer: str,
    headers: Sequence[tuple[bytes, bytes]],
    claims: Mapping[str, object] | None,
    user: str,
) -> str | None:
    """Return the name of the editor behind a connection; None where it is none's.

    Args:
        rules: The rules.
        peer: The address of the connection's other end.
        headers: The request's headers, names in lower case.
        claims: What the log-in says of who asks; None without one.
        user: The name of whoever runs the server, for somebody at this machine.
    """
    if rules.alone:
        forwarded = any(name in _FORWARDED for name, _ in headers)
        return user[:_LONGEST] if peer in _AT_THIS_MACHINE and not forwarded else None
    named = ""
    if claims is not None and claims.get("email_verified") is True:
        named = str(claims.get("email") or "")
    elif rules.header and peer in rules.proxies:
        given = [value.decode("utf-8", "replace") for name, value in headers if name == rules.header.encode("latin-1")]
        named = given[0] if len(given) == 1 else ""
    named = named.strip()
    return named if named and len(named) <= _LONGEST and named.lower() in rules.names else None


def sealed_name(name: str) -> tuple[bytes, bytes]:
    """Return the header by which the guard hands an editor's name to pages."""
    return INNER_HEADER.encode("ascii"), f"{_SECRET} {quote(name)}".encode("ascii")


def name_of_seal(value: str | None) -> str | None:
    """Return the editor's name in the guard's header; None where the guard did not write it."""
    secret, space, name = (value or "").partition(" ")
    return unquote(name) if space and hmac.compare_digest(secret.encode(), _SECRET.encode()) else None


def without_seal(headers: Sequence[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return a request's headers without what a client sent under the guard's name."""
    inner = INNER_HEADER.encode("ascii")
    return [(name, value) for name, value in headers if name.lower().replace(b"_", b"-") != inner]


def _listed(environment: Mapping[str, str], name: str) -> frozenset[str]:
    return frozenset(filter(None, re.split(r"[,\s]+", environment.get(name, "").strip().lower())))
