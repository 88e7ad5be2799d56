"""The patterns that are known to be sound: those of the shipped events, which a test tries in place of every command.

Trying them takes two seconds of the processor. `sound_patterns.txt` holds a digest of each, so that a pattern which was
changed by a letter is tried again. `python -m tests.support.write_sound_patterns` writes the file.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

FILE_NAME = "sound_patterns.txt"
#: Bytes of a digest: nobody finds another pattern with one of these.
_BYTES = 12


def digest_of(pattern: str) -> str:
    """Return the digest of a pattern after `expand`, as it stands in the file."""
    return hashlib.blake2b(pattern.encode(errors="surrogatepass"), digest_size=_BYTES).hexdigest()


@cache
def sound_digests() -> frozenset[str]:
    """Return the digests of the file."""
    return frozenset((files("collectors.config") / FILE_NAME).read_text(encoding="ascii").split())


def known_to_be_sound(pattern: str) -> bool:
    """Whether a pattern need not be tried, because the tests have tried this very one.

    Args:
        pattern: A pattern after `expand`.
    """
    return digest_of(pattern) in sound_digests()
