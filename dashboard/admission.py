"""Who may come in where a log-in is configured: the decision, without Streamlit.

Settings come from Streamlit's secrets (`[auth]` is Streamlit's own, `[parallax]` ours) and from PARALLAX_ALLOW. Without
either, everybody who reaches the server is let in, as on a machine of one's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Gate(StrEnum):
    """What to do with a reader."""

    OPEN = "open"  # no log-in is configured
    LOG_IN = "log in"
    IN = "in"
    REFUSED = "refused"
    MISCONFIGURED = "misconfigured"  # a list without a log-in, or a log-in without a list: nobody comes in


@dataclass(frozen=True, slots=True)
class Rules:
    """`login`: an OIDC provider is configured. `allow`: addresses ("ann@example.org") and domains ("@example.org")."""

    login: bool = False
    allow: tuple[str, ...] = ()
    unverified: bool = False  # let in addresses that the provider does not vouch for


def rules(login: bool, ours: Mapping[str, object], environment: str) -> Rules:
    """Rules from the secrets' section `[parallax]` (allow = [...], unverified_email = true) and PARALLAX_ALLOW."""
    given = ours.get("allow", ())
    listed = [given] if isinstance(given, str) else list(given) if isinstance(given, Iterable) else []
    listed += re.split(r"[,\s]+", environment)
    allow = {str(entry).strip().lower() for entry in listed}
    return Rules(login, tuple(sorted(entry for entry in allow if "@" in entry)), ours.get("unverified_email") is True)


def gate(of: Rules, claims: Mapping[str, object] | None) -> Gate:
    """What to do with a reader whose identity token says `claims`; None for one who has not logged in."""
    if not of.login and not of.allow:
        return Gate.OPEN
    if not of.login or not of.allow:
        return Gate.MISCONFIGURED
    if claims is None:
        return Gate.LOG_IN
    return Gate.IN if _allowed(of, claims) else Gate.REFUSED


def _allowed(of: Rules, claims: Mapping[str, object]) -> bool:
    email = str(claims.get("email") or "").strip().lower()
    name, at, domain = email.rpartition("@")
    if not name or not at or not domain or "@" in name:
        return False
    if claims.get("email_verified") is not True and not of.unverified:
        return False
    return email in of.allow or f"@{domain}" in of.allow
