"""Scare quotes: a few words in quotation marks that are not somebody's attributed speech.

The voice tells whose words a passage in marks is: what a quotation claims belongs to its speaker. Of the other passages
only short ones count. Excluded are titles, nicknames, names, words mentioned as words ("the word 'war'"), and words
that the text says somebody uses ("what Moscow calls ...", which is distancing and has its own list). The detector's
error is measured on scare-sample.txt, sentences that were written for this project.

It cannot tell a name in lower case from a word kept at a distance; nor a passage that begins a sentence with a capital
from a name, where the event declares no concept for it; nor a speaker who is named sentences earlier.
"""

from __future__ import annotations

import re
from itertools import pairwise

from collectors.metrics.framing_devices.scare_quote_cues import (
    CUES,
    DEFINES,
    GERMAN_OPENERS,
    GERMAN_PAPERS,
    SAID_SO,
    Cues,
)
from collectors.metrics.framing_devices.voiced_words import VoicedText
from collectors.metrics.text import WORD
from collectors.metrics.voice import SAYING
from collectors.metrics.word_lists import alternatives
from collectors.model import Mark, Place, Span, Voice

#: The most words inside the marks; longer passages are mostly quotations that were not recognised. Of the passages of
#: four or five words found in 250 articles of PolNeAR hardly one was the outlet's own.
MOST_WORDS = 3
#: The most words where the passage names a concept of the event: "the 'so-called Donetsk People's Republic'".
MOST_WORDS_NAMED = 5
#: The most words in a headline. All passages of two or more words in headlines of 150 articles of PolNeAR were
#: somebody's words, and the body said whose ("'not sure' about Clinton").
MOST_WORDS_IN_HEADLINE = 1
#: Languages that put names of organisations and papers in quotation marks.
_NAMES_IN_MARKS = frozenset(("uk", "ru", "pl"))
#: Languages that write national adjectives in lower case, so that a capital inside a sentence begins a name.
_SMALL_ADJECTIVES = frozenset(("fr", "es", "it"))

_BEFORE, _AFTER = 120, 40
_MARKS = "\"'“”„‟«»‘’‚‹›「」『』` \u00a0\u202f"
_ENDS = ".,!?…"
_SENTENCE_END = re.compile(r"[.!?…][\"”’»)]?\s|\n")
#: Signs right before the marks that introduce an explanation, a list of names or markup.
_GLOSS = re.compile(r"(?:[(\[=:#]|(?:--|\s[—–-]))\s*$")
_PERSONS = re.compile(rf"\b(?:I|I['’]\w+|{alternatives('en.scare_quotes.persons')}|let['’]s|\w+n['’]t)\b")
_JUDGES = re.compile(
    rf"\b(?:{alternatives('en.scare_quotes.judging_verbs')}|isn['’]t|wasn['’]t|as(?: an?)?)\W*$", re.IGNORECASE
)
#: The clause continues behind the passage: was "for ever" part of Russia.
_GOES_ON = re.compile(rf"\s+(?!(?:{alternatives('en.scare_quotes.continuations')})\b)[a-z]")
#: What may stand between two passages of one enumeration.
_AND = re.compile(
    rf"[\s,;/]*(?:(?:{alternatives('mul.function_words.conjunctions_of_lists')})(?:\s\w{{1,3}}){{0,2}})?[\s,;/]*"
)
#: A part of a compound: "Spiegel"-Bericht.
_COMPOUND = re.compile(r"[-‑]\w")


def reads(language: str | None) -> bool:
    """Whether scare quotes can be told from other quotation marks in a language; False for None."""
    return language in CUES


def scare(ground: VoicedText) -> list[Mark]:
    """Find the scare quotes of a title or text.

    Args:
        ground: The title or text, with its language.

    Returns:
        Marks of kind "scare", with the quotation marks in their spans and the concept that the passage names as label,
        "" for none. Empty where the language has no cues, and for a headline that reports speech.
    """
    cues = CUES.get(ground.language or "")
    if cues is None or (ground.lead_end is None and _speaks(ground, cues)):
        return []
    marks: list[Mark] = []
    rejected = -1  # end of the last passage that was rejected
    for span in ground.quoted:
        goes_on = 0 <= rejected <= span.start and _AND.fullmatch(ground.text, rejected, span.start)
        if not goes_on and _is_scare(ground, span, cues):
            marks.append(ground.mark("scare", ground.concept_at(*span), span, Voice.OWN))
        else:
            rejected = span.end
    return marks


def _speaks(ground: VoicedText, cues: Cues) -> bool:
    """Whether a headline reports speech, so that its quotation marks hold somebody's words."""
    words = SAYING if ground.language == "en" else frozenset()
    return not words.isdisjoint(ground.lower) or cues.said.search(ground.text) is not None


def _is_scare(ground: VoicedText, span: Span, cues: Cues) -> bool:
    text = ground.text
    words = [match.group() for match in WORD.finditer(text, *span)]
    named = bool(ground.concept_at(*span))
    most = MOST_WORDS_NAMED if named else MOST_WORDS
    if not 1 <= len(words) <= most or max(map(len, words)) < 2 or not any(word.isalpha() for word in words):
        return False
    if ground.place_of(span.start) is Place.HEADLINE:
        if _colon(text, span) or not (named or len(words) <= MOST_WORDS_IN_HEADLINE):
            return False
    elif ground.voice_at(span.start + 1, span.end - 1) is not Voice.OWN:
        return False
    before = _sentence_before(text, span.start)
    inside, after = text[span.start : span.end].strip(_MARKS), text[span.end : span.end + _AFTER]
    if _is_speech(inside, (before, after), len(words), ground.language) or _is_told(before, after, ground, cues):
        return False
    if named or cues.distance.search(before):
        return True
    return not (_echoes(ground, words) or _is_name(ground, words, before) or _among_speech(ground, span, before, cues))


def _is_speech(inside: str, around: tuple[str, str], count: int, language: str | None) -> bool:
    """Whether the passage itself is built like speech.

    That is a sentence, also one whose full stop stands behind the marks, a question, talk of "me" and "you", a
    judgement of several words ("was 'completely untrue'", "as 'very fishy'"), or several words that end their clause
    inside the marks.
    """
    ends = inside.rstrip()[-1:]
    if ends in _ENDS and (ends in "?!…" or inside[:1].isupper() or (count > 1 and language == "en")):
        return True
    before, after = around
    if count > 1 and inside[:1].isupper() and not before.strip() and (not after or after[0] in _ENDS):
        return True  # '"Okupanci zaatakowali rakietami". Alarmy w całej Ukrainie'
    if language != "en":
        return False
    judges = count > 1 and _JUDGES.search(before) is not None and not _GOES_ON.match(after)
    return judges or _PERSONS.search(inside) is not None


def _sentence_before(text: str, start: int) -> str:
    """Return the part of the sentence before an offset, at most _BEFORE characters."""
    before = text[max(0, start - _BEFORE) : start]
    if start > _BEFORE:  # not from the middle of a word: "recalled" is no "called"
        before = before.partition(" ")[2]
    ends = [match.end() for match in _SENTENCE_END.finditer(before)]
    return before[ends[-1] :] if ends else before


def _is_told(before: str, after: str, ground: VoicedText, cues: Cues) -> bool:
    """Whether the words around the marks say that they hold a name, a word as a word, or somebody's words."""
    if (
        _GLOSS.search(before)
        or _COMPOUND.match(after)
        or cues.speech.search(before)
        or cues.things.search(before)
        or cues.after.match(after)
    ):
        return True
    if ground.language != "en":
        return False
    if DEFINES.match(after) or SAID_SO.match(after):
        return True
    return not SAYING.isdisjoint(word.lower() for word in before.split()[-2:])


def _echoes(ground: VoicedText, words: list[str]) -> bool:
    """Whether somebody is quoted with these words elsewhere: "what 'go after them' means"."""
    pairs = list(pairwise(word.lower() for word in words))
    return bool(pairs) and ground.said.issuperset(pairs)


def _among_speech(ground: VoicedText, span: Span, before: str, cues: Cues) -> bool:
    """Whether somebody is quoted in the same sentence.

    Outside English, where reported speech is not read, a verb of saying in the sentence counts too.
    """
    after = _SENTENCE_END.split(ground.text[span.end : span.end + _BEFORE], maxsplit=1)[0]
    if ground.language != "en" and (cues.said.search(before) or cues.said.search(after)):
        return True
    if ground.lead_end is None:
        return False
    around = ((span.start - len(before), span.start), (span.end, span.end + len(after)))
    return any(end > start and ground.voice_at(start, end) is Voice.QUOTED for start, end in around)


def _colon(text: str, span: Span) -> bool:
    """Whether a sign divides a headline's quotation from its speaker ('Sham': Kyiv on the vote), or it stands alone."""
    before, after = text[: span.start].rstrip(), text[span.end :].lstrip()
    return before.endswith((":", "–", "—")) or after.startswith((":", "–", "—", "- ")) or not (before or after)


def _is_name(ground: VoicedText, words: list[str], before: str) -> bool:
    """Whether the passage looks like a title, a nickname or a name, by its capitals."""
    first, longer = words[0], [word for word in words if len(word) > 3 or len(words) == 1]
    if ground.language == "de":
        return _is_german_name(words, before)
    if longer and all(word[0].isupper() for word in longer):
        return True
    if not first[0].isupper():
        return False
    if ground.language in _NAMES_IN_MARKS:
        return True
    inside_sentence = bool(before.strip())
    return inside_sentence and len(words) >= (2 if ground.language in _SMALL_ADJECTIVES else 3)


def _is_german_name(words: list[str], before: str) -> bool:
    """Whether a German passage looks like a name; capitals alone do not tell, since all nouns have them.

    A name stands in apposition to a noun, begins with a function word in capitals, or has several nouns.
    """
    if not words[0][0].isupper():
        return False
    ahead = WORD.findall(before)
    apposition = len(ahead) > 1 and ahead[-1][0].isupper() and ahead[-1].lower() not in ("der", "die", "das")
    longer = [word for word in words if len(word) > 3]
    nouns = len(words) > 1 and all(word[0].isupper() for word in longer)
    return apposition or nouns or words[0] in GERMAN_PAPERS or (len(words) > 1 and words[0] in GERMAN_OPENERS)
