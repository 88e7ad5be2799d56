"""The parts of the method and their versions: what the version of a figure is made of.

A part's version is raised with every change to what it counts. `tests/test_method.py` holds a digest of what each part
gives on the demonstration: a figure that changes while its part keeps its version fails there.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MethodPart:
    """A part of the method.

    Attributes:
        name: The part.
        version: Its version, a letter and a number.
        decides: What it decides, in a few words.
        measured: Whether it works on an article. Such parts make the version by which `parallax analyze` knows what
            to measure anew; the others work on a published data set.
    """

    name: str
    version: str
    decides: str
    measured: bool = True


METHOD_PARTS = (
    MethodPart("extraction", "x8", "the text, title, authors, date and language of a page", measured=False),
    MethodPart("readability", "r7", "scores of how hard a text reads, and their parts"),
    MethodPart("voice", "v7", "whose words each passage is"),
    MethodPart("naming", "w4", "which variant of a concept stands where"),
    MethodPart("framing_devices", "d8", "scare quotes, hedges, passives, frames and the other devices"),
    MethodPart("quotations", "q16", "who says what, through whom, and how sure that is"),
    MethodPart("membership", "m2", "which articles are about the event"),
    MethodPart("copies", "k1", "agency credit and near-duplicates", measured=False),
    MethodPart("stories", "s4", "which articles tell the same story", measured=False),
    MethodPart("phrases", "t2", "the words and phrases that distinctive words are counted from", measured=False),
    MethodPart("comparison", "c9", "figures, intervals and tests", measured=False),
    MethodPart("distinctive_words", "dw6", "words that set an outlet apart", measured=False),
    MethodPart("correspondence", "f4", "the map of outlets by their choices of names", measured=False),
    MethodPart("discovery", "n3", "names that nobody declared", measured=False),
)
_VERSIONS = {part.name: part.version for part in METHOD_PARTS}

#: The version of everything that is measured in an article: what lacks it is measured anew.
MEASURES_VERSION = ".".join(part.version for part in METHOD_PARTS if part.measured)


def version_of(part: str) -> str:
    """The version of a part of the method. Raises KeyError for a name that is none."""
    return _VERSIONS[part]


def all_versions() -> str:
    """The version of every part, by which a client checks that a cluster's workers work out the same figures."""
    return " ".join(f"{part.name}={part.version}" for part in METHOD_PARTS)
