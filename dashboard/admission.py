"""Who is admitted where a log-in is configured: the decision, without Streamlit.

Settings come from Streamlit's secrets (`[auth]` is Streamlit's own section, `[parallax]` ours) and from
PARALLAX_ALLOW. Without either, everybody who reaches the server is admitted, as on one's own machine.
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
    MISCONFIGURED = "misconfigured"  # a list without a log-in, or a log-in without a list: nobody is admitted


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of admission.

    Attributes:
        login: whether an OIDC provider is configured.
        allow: addresses ("ann@example.org") and domains ("@example.org") that are admitted.
        unverified: whether to admit addresses that the provider has not verified.
    """

    login: bool = False
    allow: tuple[str, ...] = ()
    unverified: bool = False


def rules(login: bool, ours: Mapping[str, object], environment: str) -> Rules:
    """Read the rules from the settings.

    Args:
        login: whether an OIDC provider is configured.
        ours: the section `[parallax]` of the secrets: allow = [...], unverified_email = true.
        environment: the value of PARALLAX_ALLOW, entries between commas or spaces.
    """
    given = ours.get("allow", ())
    listed = [given] if isinstance(given, str) else list(given) if isinstance(given, Iterable) else []
    listed += re.split(r"[,\s]+", environment)
    allow = {str(entry).strip().lower() for entry in listed}
    return Rules(login, tuple(sorted(entry for entry in allow if "@" in entry)), ours.get("unverified_email") is True)


def gate(of: Rules, claims: Mapping[str, object] | None) -> Gate:
    """Decide about a reader.

    Args:
        of: the rules.
        claims: what the reader's identity token says; None where the reader has not logged in.
    """
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
