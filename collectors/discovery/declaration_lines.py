"""The lines that declare a name in an event file."""

from __future__ import annotations

import json
import re

from collectors.metrics.text import WORD


def declaration(kind: str, target: str, language: str | None, surface: str) -> str:
    """The TOML lines that declare a name: an alias of the actor, or a variant of the concept."""
    label = json.dumps(surface, ensure_ascii=False)  # a JSON string is a TOML string
    if kind == "actor":
        return f'# to the aliases of the actor "{target}":\n{label},'
    words = WORD.findall(surface.lower())
    name = "-".join(re.sub(r"\W", "", word) for word in words) or "variant"
    pattern = json.dumps(r"\b" + " ".join(map(re.escape, words)) + r"\b", ensure_ascii=False)
    return (
        f'# to the variants of the concept "{target}":\n'
        f'{{ id = "{name}", label = {label}, patterns = {{ {language or "en"} = [{pattern}] }} }},'
    )
