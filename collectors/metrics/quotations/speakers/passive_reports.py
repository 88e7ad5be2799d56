"""Reports in the passive behind what was said: "The vote was over, Pushilin was quoted as saying by RIA Novosti."."""

from __future__ import annotations

import re
from collections.abc import Sequence as Seq

from collectors.metrics.quotations.assembly import FoundQuotation
from collectors.metrics.quotations.labelled_pieces import Piece
from collectors.metrics.quotations.linking import Sequence
from collectors.metrics.quotations.tokens import TokenizedText

_FORM = re.compile(
    r"(?:(?<=\n)|(?<=[.!?] )|\A)(?P<said>[A-ZÀ-Þ][^“”\"\n]{10,300}?), (?P<speaker>[A-ZÀ-Þ][^,;:“”\"\n]{1,60}?) "
    r"(?P<cue>(?:was|were|has been|have been) (?:also )?(?:quoted|cited) as saying)\b"
)
_MOST = 200  # reports read of one text


def with_passive_reports(doc: TokenizedText, found: Seq[FoundQuotation]) -> list[FoundQuotation]:
    """Add the reports of this form in which nothing was found.

    Args:
        doc: The text.
        found: Its quotations.
    """
    if " as saying" not in doc.text:
        return list(found)
    taken = {token for quotation in found for piece in quotation.contents for token in range(piece.first, piece.end)}
    added: list[FoundQuotation] = []
    for _, match in zip(range(_MOST), _FORM.finditer(doc.text), strict=False):
        said, speaker, cue = (_tokens(doc, match.span(part)) for part in ("said", "speaker", "cue"))
        if len({doc.sentences[part[0]] for part in (said, speaker, cue)}) == 1 and taken.isdisjoint(range(*said)):
            content = Piece("T", ">", *said)
            added.append(
                FoundQuotation(Sequence.of(doc, said[0], cue[1], ()), Piece("C", "", *cue), (content,), speaker, "head")
            )
    return [*found, *added]


def _tokens(doc: TokenizedText, span: tuple[int, int]) -> tuple[int, int]:
    return int(doc.starts.searchsorted(span[0])), int(doc.starts.searchsorted(span[1]))
