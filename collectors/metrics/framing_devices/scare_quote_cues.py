"""Words around quotation marks that show what the marks hold: a name, a word as a word, or somebody's word for a thing.

Each language has its stems as alternatives. In languages without an entry scare quotes are not looked for: without such
a list every second short passage in marks is somebody's speech (precision .44 on the Italian and Polish parts of the
sample, .57 on the Spanish one).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from collectors.metrics.word_lists import alternatives, word_set, word_tuple


class Cues(NamedTuple):
    """The patterns of one language.

    All but `after` and `said` are searched in the part of the sentence before the marks and must end there. `after` is
    matched behind the marks; `said` is searched in a whole headline or sentence.
    """

    #: Somebody uses or says the words: a verb, up to five words, the marks.
    speech: re.Pattern[str]
    #: The same verbs anywhere in a headline or sentence.
    said: re.Pattern[str]
    #: A word, a work or a ship whose name the marks hold; at most one word stands between.
    things: re.Pattern[str]
    #: Words by which the text itself keeps its distance: "so-called". What follows them may look like a name.
    distance: re.Pattern[str]
    #: After the marks and a comma or dash: who said it.
    after: re.Pattern[str]


def _stems(name: str) -> str:
    """Join the stems of a list as alternatives; "_" inside a stem means a space, at its end a word's end."""
    stems = word_tuple(name, optional=True)
    return "|".join(re.sub("_$", r"\\b", re.escape(stem)).replace("_", r"\s") for stem in stems)


def _cues(language: str) -> Cues:
    """Compile a language's patterns; `final` are verbs that follow the marks without a comma (German participles)."""
    said, named_things = _stems(f"{language}.scare_quotes.speech"), _stems(f"{language}.scare_quotes.things")
    so_called, who = _stems(f"{language}.scare_quotes.distance"), _stems(f"{language}.scare_quotes.after")
    last = _stems(f"{language}.scare_quotes.final")
    # A verb of naming inside a word for "so-called" does not count: "так называемый", "tak zwany", "so genannt".
    verb = rf"(?<![\w-])(?<!так )(?<!tak )(?<!so )(?:{said})"
    return Cues(
        re.compile(rf"{verb}[\w-]*(?:\W{{1,3}}[\w'’-]{{1,24}}){{0,5}}\W{{0,2}}$", re.IGNORECASE),
        re.compile(verb, re.IGNORECASE),
        re.compile(rf"(?<![\w-])(?:{named_things})(?:\W{{1,2}}\w{{1,14}})?,?\W{{0,2}}$", re.IGNORECASE),
        re.compile(rf"(?<![\w-])(?:{so_called})[\w.]*\W{{0,2}}$", re.IGNORECASE),
        re.compile(
            rf"\s*[,—–-]+\s*(?:[\w'’]+\s+){{0,2}}?(?:{who})" + (rf"|\s+(?:\w+\s+)?(?:{last})" if last else ""),
            re.IGNORECASE,
        ),
    )


#: English verbs are found by their forms: the list of verbs of saying is long (`voice.SAYING`).
_CALLED = alternatives("en.scare_quotes.called")
_WRITTEN = alternatives("en.scare_quotes.written")
_THINGS = alternatives("en.scare_quotes.things")
_ENGLISH = Cues(
    re.compile(
        rf"(?:(?<![\w-])(?:{_CALLED})(?:\W{{1,3}}[\w'’-]{{1,14}}){{0,5}}|"
        rf"(?<![\w-])(?:{_WRITTEN})(?:\W{{1,3}}[\w'’-]{{1,14}}){{0,3}}|"
        r"in (?:\w+ ){1,4}(?:words|jargon|parlance|slang)(?:\W{1,3}[\w'’-]{1,14}){0,6}|"
        r"according to(?:\W{1,3}[\w'’-]{1,14}){1,6}|, or)\W{0,2}$",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<![\w-])(?:{alternatives('en.scare_quotes.headline_verbs')})\b", re.IGNORECASE),
    re.compile(rf"(?<![\w-])(?:{_THINGS})(?: for| of| with| to)?,?\W{{0,2}}$", re.IGNORECASE),
    re.compile(r"(?<![\w-])(?:so[- ]called|self-(?:proclaimed|styled|declared|appointed))\W{0,2}$", re.IGNORECASE),
    re.compile(
        rf"\s*[,—–-]+\s*(?:[\w'’]+\s+){{0,2}}?(?:{alternatives('en.scare_quotes.said_after')})\b|\s*according to\b",
        re.IGNORECASE,
    ),
)

CUES: Mapping[str, Cues] = {
    "en": _ENGLISH,
    **{language: _cues(language) for language in ("de", "fr", "ru", "uk", "es", "it", "pl")},
}

#: Words after the marks that define what they hold: "is anyone who", "as anyone who".
DEFINES = re.compile(
    rf"\s*(?:is|are|as) (?:{alternatives('en.scare_quotes.defined_as')})\b|\s*(?:means|refers to|is short for)\b"
)

#: Words after the marks that say what the passage is, or that it was said.
SAID_SO = re.compile(rf"\s+(?:{alternatives('en.scare_quotes.said_so')})\b")

GERMAN_PAPERS = word_set("de.scare_quotes.papers")
GERMAN_OPENERS = word_set("de.scare_quotes.title_openers")
