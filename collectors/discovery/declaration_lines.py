"""Writes the lines that declare a name in an event file."""

from __future__ import annotations

import json
import re

from collectors.metrics.text import WORD


def declaration(kind: str, target: str, language: str | None, surface: str) -> str:
    """The TOML lines that declare a name.

    Args:
        kind: "actor" for an alias of an actor; otherwise a variant of a concept.
        target: Id of the actor or concept.
        language: Language of the variant's pattern; None or "" stands for English.
        surface: The name as texts write it.

    Returns:
        A comment that says where the lines belong, and the declaration.
    """
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
