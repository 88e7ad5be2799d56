"""A title or a text as the detectors read it: its words, and whose words they are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from collectors.metrics.text import WORD, paragraphs, quoted
from collectors.metrics.voice import VoiceMap
from collectors.model import Article, Mark, Mention, Place, Span, Voice

_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‑": "-"})


@dataclass(frozen=True)  # without slots, for its cached properties
class VoicedText:
    """The title or the text of an article.

    Attributes:
        text: Its characters.
        language: ISO 639-1 code, None where it is unknown.
        voice_at: Gives the voice of the characters [start, end).
        mentions: The mentions of concepts in it, in reading order.
        lead_end: Offset behind the first paragraph; None for a title.
    """

    text: str
    language: str | None
    voice_at: Callable[[int, int], Voice]
    mentions: tuple[Mention, ...] = ()
    lead_end: int | None = None

    @cached_property
    def words(self) -> list[Span]:
        """The words as spans."""
        return [Span(*match.span()) for match in WORD.finditer(self.text)]

    @cached_property
    def lower(self) -> list[str]:
        """The words in lower case, with straight apostrophes and hyphens."""
        plain = self.text.translate(_STRAIGHT)
        return [plain[start:end].lower() for start, end in self.words]

    @cached_property
    def quoted(self) -> list[Span]:
        """The passages in quotation marks, as spans that include the marks."""
        return quoted(self.text)

    @cached_property
    def said(self) -> frozenset[tuple[str, str]]:
        """Pairs of consecutive words, in lower case, that are both quoted from somebody."""
        heard = [self.voice_at(*word) is Voice.QUOTED for word in self.words]
        low = self.lower
        return frozenset(
            (low[index], low[index + 1]) for index in range(len(low) - 1) if heard[index] and heard[index + 1]
        )

    def place_of(self, start: int) -> Place:
        """Return whether an offset is in the headline, the lead or the body."""
        if self.lead_end is None:
            return Place.HEADLINE
        return Place.LEAD if start < self.lead_end else Place.BODY

    def mark(self, kind: str, label: str, span: Span, voice: Voice | None = None) -> Mark:
        """Make a mark on a passage.

        Args:
            kind: The kind of device.
            label: What the device is about, such as a concept; "" for nothing.
            span: The passage.
            voice: Its voice; None to look it up.
        """
        surface = self.text[span.start : span.end]
        return Mark(kind, label, span, surface, voice or self.voice_at(*span), self.place_of(span.start))

    def concept_at(self, start: int, end: int) -> str:
        """Return the concept that the characters [start, end) name: the first in reading order, "" for none."""
        first = bisect_left(self._starts, start - _LONGEST)
        for mention in self.mentions[first:]:
            if mention.span.start >= end:
                break
            if mention.span.end > start:
                return mention.concept
        return ""

    @cached_property
    def _starts(self) -> list[int]:
        return [mention.span.start for mention in self.mentions]


#: The longest mention, in characters: one that reaches into a passage begins at most so far before it.
_LONGEST = 200


def voiced_texts(
    article: Article,
    language: str | None,
    voices: VoiceMap,
    mentions: list[Mention],
    headline: VoiceMap | None = None,
) -> tuple[VoicedText, VoicedText]:
    """Prepare the title and the text of an article for the detectors.

    In a headline, what stands inside quotation marks is quoted, whoever used them; all else has the headline's voices.

    Args:
        article: The article.
        language: Its language, None where it is unknown.
        voices: The voices of the text.
        mentions: The mentions of concepts in reading order, as `naming.mentions` returns them.
        headline: The voices of the title; None where nobody is known to speak in it.

    Returns:
        The title, empty where there is none, and the text.
    """
    title = article.title or ""
    inside = quoted(title)

    def title_voice(start: int, end: int) -> Voice:
        if any(opening < start and end < closing for opening, closing in inside):
            return Voice.QUOTED
        return headline.at(start, end) if headline is not None else Voice.OWN

    above = tuple(mention for mention in mentions if mention.place is Place.HEADLINE)
    below = tuple(mention for mention in mentions if mention.place is not Place.HEADLINE)
    lead_end = next((end for _, end in paragraphs(article.text)), 0)
    return VoicedText(title, language, title_voice, above), VoicedText(
        article.text, language, voices.at, below, lead_end
    )
