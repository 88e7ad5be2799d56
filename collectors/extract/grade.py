"""How far an extraction can be trusted: the agreement of the readers and plain checks, with the reasons in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from collectors.extract.block_features import READERS, BlockEvidence, Matrix
from collectors.extract.block_vote import THRESHOLD
from collectors.extract.blocks import Block
from collectors.extract.body import FULL_BODY, VOTE, Body
from collectors.extract.page_kind import holds_teasers
from collectors.extract.readers import BodyReading
from collectors.extract.stated_metadata import StatedMetadata
from collectors.extract.walls import ends_at_an_offer, is_wall, stops_at_a_wall
from collectors.model import Grade

#: Below this agreement with its best reader, or this mean over the three, an extraction is doubtful.
BEST_AGREEMENT, MEAN_AGREEMENT = 0.75, 0.55
#: A text is doubtful if more than this share of it is in blocks with a probability of .3 to .7.
UNSURE = 0.35
SHORT = 60  # words
#: Least agreement of the second reader, or least mean probability of the kept text, and the least words for each. The
#: text is then certain, and the rules for list pages and home pages are not applied.
SURE_AGREEMENT, SURE_VOTE, SURE_WORDS = 0.6, 0.85, 50
CERTAIN_VOTE, VOTED_WORDS = 0.97, 25
#: Below a longer text an offer of subscriptions is an advertisement.
_OFFERED = 600

_CUT = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])[\"'”’»)\]]*\s*$")


@dataclass(frozen=True, slots=True)
class Graded:
    """A grade and the reasons why it is not good; `reasons` is empty for a good one."""

    grade: Grade
    reasons: tuple[str, ...]


def agreement(evidence: BlockEvidence, probability: Matrix, selected: Sequence[int]) -> tuple[float, float, float]:
    """Return the agreement of the kept blocks with each of the first three READERS, as F1 weighted by characters.

    Blocks that were voted for but are not part of the text (headline, standfirst, repeated text) are left out.

    Args:
        evidence: The blocks with the votes of the readers.
        probability: The vote for each block.
        selected: Numbers of the kept blocks.

    Returns:
        One F1 per reader, 0 to 1, in the order of READERS; that of its stand-in for a reader that was not asked.
    """
    sizes = np.array([len(block.text) for block in evidence.blocks], dtype=np.float64)
    chosen = np.zeros(len(sizes))
    chosen[list(selected)] = 1.0
    sizes = np.where((probability >= THRESHOLD) & (chosen == 0.0), 0.0, sizes)
    out: list[float] = []
    for column in range(3):
        vote = evidence.votes[:, column] if len(sizes) else np.zeros(0)
        both = float((sizes * vote * chosen).sum())
        total = float((sizes * vote).sum() + (sizes * chosen).sum())
        out.append(2 * both / total if total else 0.0)
    return out[0], out[1], out[2]


def is_sure(reading: BodyReading, body: Body) -> bool:
    """Return whether two readers agree with the vote on a text of some length, or the vote itself is certain.

    Args:
        reading: What the readers found on the page.
        body: The body that was chosen.
    """
    if body.source != VOTE or body.words < VOTED_WORDS or not body.kept:
        return False
    agreeing = sorted(agreement(reading.evidence, body.probability, body.kept), reverse=True)
    sizes = np.array([len(reading.evidence.blocks[index].text) for index in body.kept], dtype=np.float64)
    mean = float((sizes * body.probability[list(body.kept)]).sum() / sizes.sum())
    if body.words < SURE_WORDS:
        return mean >= CERTAIN_VOTE
    return agreeing[1] >= SURE_AGREEMENT or mean >= SURE_VOTE


def grade(reading: BodyReading, body: Body, *, cut: bool = False) -> Graded:
    """Grade the text of an article.

    "partial" means that the page gives only a part of the article. "doubtful" means that the text may hold more than
    the article or miss some of it.

    Args:
        reading: What the readers found on the page.
        body: The body that was chosen.
        cut: Whether the page's markup ends before its end tag.
    """
    parts = _cut_reasons(reading.stated, reading.evidence.blocks, body) if body.source != FULL_BODY else []
    if cut:
        parts.append("the markup ends before </body>: the download was cut short, fetch the page again")
    doubts = _doubts(reading, body) if body.kept else []
    if body.source not in (VOTE, FULL_BODY):
        doubts.append(f"no two readers confirm the text; it is from {body.source}")
        if body.words < SHORT:
            doubts.append(f"the text has only {body.words} words")
    if not reading.stated.linked.article_types and holds_teasers(reading.evidence.blocks, body.text):
        doubts.append("most paragraphs stand below headlines in links, as on the page of a section")
    doubts.extend(f"{name} could not read the page" for name in reading.broken)
    if parts:
        return Graded(Grade.PARTIAL, (*parts, *doubts))
    return Graded(Grade.DOUBTFUL, tuple(doubts)) if doubts else Graded(Grade.GOOD, ())


def _cut_reasons(stated: StatedMetadata, blocks: Sequence[Block], body: Body) -> list[str]:
    """Return why the text is only a part: the page says so, asks for a subscription, or the text breaks off."""
    reasons, text, words = [], body.text, body.words
    ends = bool(_CUT.search(text[-40:]))
    if stated.linked.free is False and (words < 200 or ends):
        reasons.append("the page says it is not free to read, and the text is short or breaks off")
    elif words < 250 and any(map(is_wall, blocks)):
        reasons.append("the page asks for a subscription or login, and the text is short")
    elif stops_at_a_wall(blocks, body.kept) or (words < _OFFERED and ends_at_an_offer(blocks, body.kept)):
        reasons.append("the page asks for a subscription or login where the text ends")
    elif ends and words < 150:
        reasons.append("the text breaks off")
    stated_words = stated.linked.words
    if stated_words and stated_words >= 150 and words < 0.5 * stated_words:
        reasons.append(f"the page states {stated_words} words, the text has {words}")
    if len(stated.linked.body) > 2 * len(text) + 400:
        reasons.append("the article body in the page's JSON-LD is more than twice as long")
    return reasons


def _doubts(reading: BodyReading, body: Body) -> list[str]:
    doubts = []
    evidence, probability, selected = reading.evidence, body.probability, body.kept
    shares = agreement(evidence, probability, selected)
    best = max(shares)
    mean = sum(shares) / 3
    if best < BEST_AGREEMENT or mean < MEAN_AGREEMENT:
        pairs = zip(READERS, shares, strict=False)
        each = ", ".join(f"{name} {value:.2f}" for name, value in pairs if name in reading.texts)
        doubts.append(f"the readers disagree ({each})")
    sizes = np.array([len(block.text) for block in evidence.blocks], dtype=np.float64)
    torn = (probability > 0.3) & (probability < 0.7)
    total = float(sizes[list(selected)].sum()) if len(selected) else 0.0
    if total and float(sizes[torn].sum()) > UNSURE * total:
        doubts.append("it is unclear where the article ends and other text begins")
    if body.words < SHORT:
        doubts.append(f"the text has only {body.words} words")
    return doubts
