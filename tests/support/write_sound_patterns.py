"""Writes the digests of the shipped events' patterns, once each has been tried. After a change of many patterns:

python -m tests.support.write_sound_patterns
"""

from __future__ import annotations

import sys
from pathlib import Path
from unittest.mock import patch

from collectors.config import check, concept_declarations, data_dir, event_files
from collectors.config.event_patterns import Fault, tried
from collectors.config.sound_patterns import FILE_NAME, digest_of

FILE = Path(concept_declarations.__file__).with_name(FILE_NAME)


def shipped_patterns() -> set[str]:
    """The patterns of the shipped events, after `expand`."""
    patterns: set[str] = set()

    def note(pattern: str) -> list[Fault]:
        patterns.add(pattern)
        return []

    with patch.object(concept_declarations, "faults", note), patch.object(event_files, "faults", note):
        check(data_dir({}))
    return patterns


if __name__ == "__main__":
    shipped = shipped_patterns()
    if wrong := {pattern: mistakes for pattern in shipped if (mistakes := tried(pattern))}:
        sys.exit(str(wrong))
    FILE.write_text("".join(f"{digest}\n" for digest in sorted(map(digest_of, shipped))), encoding="ascii")
