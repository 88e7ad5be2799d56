"""What a copy changed, as HTML: words inserted and deleted in its sentences, sentences added, sentences cut.

Pure functions; every piece of text is escaped by `html.fill` or `html.escaped`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from collectors.copies import Changes, Edit, edits
from collectors.metrics.text import paragraphs
from collectors.model import Span
from dashboard.render import html
from dashboard.render.html import NOTHING, escaped, fill, together


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the copy that is new, with the words of the original that it replaces."""

    span: Span
    instead_of: str = ""
    whole: bool = False  # a whole sentence


def headline(before: str | None, after: str | None) -> Markup:
    """Return the copy's headline with the changes marked, escaped.

    Args:
        before: The original's headline, None or empty where it has none.
        after: The copy's headline, None or empty where it has none ("Untitled" is shown).
    """
    if not before or not after:
        return (
            escaped(after or "Untitled") if before == after else _inserted(after or "Untitled", _struck(before or ""))
        )
    pieces = _of_edits(before, edits(before, after))
    return _written(after, Span(0, len(after)), pieces)


def _inserted(text: str, left_out: str) -> Markup:
    return fill("{}<ins>{}</ins>", left_out, text)


def _struck(text: str) -> Markup:
    return fill("<del>{}</del> ", text) if text else NOTHING


def text(before: str, after: str, changes: Changes) -> Markup:
    """Return the copy's paragraphs with every change marked.

    Args:
        before: Text of the original.
        after: Text of the copy; at most `html.MOST_SHOWN` characters are shown.
        changes: The changes, with spans into both texts.

    Returns:
        The paragraphs as HTML. Sentences that were cut are not in it; `cut` shows them.
    """
    pieces = [_Piece(span, whole=True) for span in changes.added]
    for reworded in changes.reworded:
        pieces += _of_edits(before, reworded.edits)
    shown = after[: html.MOST_SHOWN]
    body = together(fill("<p>{}</p>", _written(shown, span, pieces)) for span in paragraphs(shown))
    return fill('<div class="px-article px-edits" dir="auto">{}</div>', body)


def cut(before: str, spans: Sequence[Span]) -> Markup:
    """Return a list of the sentences of the original that the copy lacks.

    Args:
        before: Text of the original.
        spans: Where its missing sentences are.
    """
    items = together(fill('<li dir="auto"><del>{}</del></li>', before[start:end]) for start, end in spans)
    return fill('<ul class="px-edits">{}</ul>', items)


def _of_edits(before: str, edits: Iterable[Edit]) -> list[_Piece]:
    return [_Piece(edit.after, before[edit.before.start : edit.before.end]) for edit in edits]


def _written(shown: str, inside: Span, pieces: Sequence[_Piece]) -> Markup:
    """Return shown[inside] with the pieces that begin in it marked. Pieces must not overlap."""
    html, at = [], inside.start
    for piece in sorted(pieces, key=lambda one_piece: (one_piece.span, one_piece.instead_of)):
        if not inside.start <= piece.span.start < max(inside.end, inside.start + 1) and piece.span.start != inside.end:
            continue
        start, end = max(piece.span.start, at), min(piece.span.end, inside.end)
        html.append(escaped(shown[at:start]))
        html.append(_struck(piece.instead_of))
        if start < end:
            html.append(fill("<ins{}>{}</ins>", " class=whole" if piece.whole else "", shown[start:end]))
        at = max(at, end)
    return together([*html, escaped(shown[at : inside.end])])
