"""What part of the words is in which voice, and how many uses of a name are in none that can be decided."""

from __future__ import annotations

from collections.abc import Iterable

from collectors.model import Voice
from dashboard import queries
from dashboard.context import PageContext
from dashboard.selection import ALL, VOICES
from dashboard.translation import inside_sentence, translated, translated_count
from dashboard.views.blocks import page_blocks


def voices_note(context: PageContext) -> None:
    """Say how the words of the selection divide among the voices, the undecided ones included."""
    words = queries.words_by_voice(context.data, context.sel)
    total = sum(words.values())
    if not total:
        return
    shares = ", ".join(
        f"{inside_sentence(translated(VOICES[voice]))} {count / total:.0%}" for voice, count in words.items()
    )
    page_blocks.note(
        translated(
            "Whose words: {shares}. Undecided are reports of which the reader is not sure that somebody is responsible "
            "for them; they count neither as a speaker’s nor as the outlet’s words.",
            shares=shares,
        )
    )


def undecided_note(context: PageContext, concept: str, variants: Iterable[str], place: str, voice: str) -> None:
    """Say how many uses of a concept's names a figure of one voice leaves out because nobody's word is decided."""
    if voice in (ALL, Voice.UNDECIDED):
        return
    number = queries.undecided_mentions(context.data, context.sel, concept, variants, place)
    if number:
        left_out = translated_count(number, "use", "uses")
        page_blocks.note(
            translated("Left out here as in all figures of one voice: {number}, undecided whose word.", number=left_out)
        )
