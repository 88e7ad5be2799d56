"""The environment variables that say where alerts are told, if no option of a command does."""

from __future__ import annotations

WEB_HOOK, MAIL = "PARALLAX_WEBHOOK", "PARALLAX_MAIL"
