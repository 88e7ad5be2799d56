"""Real exports of archives, which are not ours to ship: counts and hashes of what must come out of them.

They are looked for in the folder that PARALLAX_EXPORTS names (tm.plugin.factiva, tm.plugin.europresse,
tm.plugin.lexisnexis, LexisNexisTools and tm.plugin.proquest carry them); without it these tests are skipped by name.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from pathlib import Path

import pytest

from tests.support.made_files import articles, failures, items

FOLDER = Path(os.environ.get("PARALLAX_EXPORTS", "no-such-folder"))
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="PARALLAX_EXPORTS names no folder with real exports")


def digest(*values: object) -> str:
    return hashlib.sha256("\x1f".join("" if v is None else str(v) for v in values).encode()).hexdigest()[:12]


#: File -> articles, failures, and a digest over headlines, outlets, days, authors, sections, languages, words stated.
EXPECTED: dict[str, tuple[int, int, str]] = {
    "europresse-old.html": (3, 0, "c5f0f3651881"),
    "europresse.html": (4, 0, "79af31a29d85"),
    "factiva.html": (2, 0, "c1dbfb838e74"),
    "factiva.xml": (3, 0, "1622b87e70ac"),
    "lexisnexis-copyright.html": (1, 1, "82048a3f0c1c"),
    "lexisnexis-en.html": (2, 0, "921b81dbfd59"),
    "nexis.TXT": (10, 0, "6abb9ad16366"),
    "proquest-malformed.eml": (2, 0, "e1db6a780930"),
    "proquest.eml.gz": (100, 0, "3549c1eef8f9"),
    "proquest.html": (1, 0, "896d2f9d2262"),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_fields_are_as_somebody_read_them(name: str) -> None:
    found = items(str(FOLDER / name))
    read = articles(found)
    rows = [
        (a.title, a.outlet, a.published, "; ".join(a.authors), a.section, a.language, a.sources.get("words"))
        for a in read
    ]
    count, failed, fields = EXPECTED[name]
    assert (len(read), len(failures(found))) == (count, failed)
    assert digest(*(value for fields_of in rows for value in fields_of)) == fields


@pytest.mark.parametrize("name", EXPECTED)
def test_nothing_of_the_archive_is_text(name: str) -> None:
    notes = ("LOAD-DATE", "PUBLICATION-TYPE", "All Rights Reserved", "Tous droits réservés", "Numéro de document",
             "ProQuest document", "Document TESTFR", "Caption: ", "Credit: ", "DOCUMENTS")  # fmt: skip
    for article in articles(items(str(FOLDER / name))):
        assert not any(note in article.text for note in notes)
        assert (
            all(n == 1 for n in Counter(p for p in article.text.split("\n\n") if len(p) > 300).values())
            or "nexis" in name
        )
