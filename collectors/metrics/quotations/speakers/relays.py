"""Chains of reported speech: who spoke, and through whom the outlet has it.

In "“The vote is legal,” Peskov said, according to TASS" Peskov is the speaker and TASS the relay. A relay is an agency
or outlet that reports, quotes or was told, or a transcript, video or post that holds the words. Where somebody else is
said to have spoken, the relay is never the speaker.
"""

from __future__ import annotations

from collections.abc import Sequence as Seq
from dataclasses import replace

from collectors.metrics.quotations.assembly import FoundQuotation
from collectors.metrics.quotations.labelled_pieces import Piece
from collectors.metrics.quotations.linking import Sequence
from collectors.metrics.quotations.speakers.subjects import (
    Tokens,
    phrase_end,
    sentence_of,
    subject_after,
    subject_before,
    with_name,
)
from collectors.metrics.quotations.tokens import TokenizedText
from collectors.metrics.word_lists import word_set

_SAYS = word_set("en.relays.saying_verbs")
_REPORTS = word_set("en.relays.reporting_verbs")
_QUOTES = word_set("en.relays.quoting_verbs")
_SHOWS = word_set("en.relays.showing_verbs")
_BE = word_set("en.relays.passive_auxiliaries")
_MEDIA_NAMES = word_set("en.relays.media_names")
_MEDIA_WORDS = word_set("en.relays.media_words")
_HOLDERS = word_set("en.relays.holders")
_POSTED = word_set("en.relays.posted_participles")
_PASSED = word_set("en.relays.passed_on_participles")
_TALKED = word_set("en.relays.telling_verbs")
_SPEAKING = word_set("en.relays.interview_words")
_FEWEST = 2  # words of a content before an inner speaker
_HEARERS = word_set("en.reported_speech.hearers")


def with_relays(doc: TokenizedText, found: Seq[FoundQuotation]) -> list[FoundQuotation]:
    """Give each quotation the original speaker of its chain, and the relay through which the outlet has it."""
    return [_chained(doc, quotation) for quotation in found]


def _chained(doc: TokenizedText, quotation: FoundQuotation) -> FoundQuotation:
    at = quotation.cue.first if quotation.cue else quotation.contents[-1].end - 1
    if not quotation.sequence.first <= at < quotation.sequence.end:
        return quotation
    chain = _Chain(doc, quotation, *sentence_of(doc, quotation.sequence, at))
    return (
        chain.showing()
        or chain.quoted_as()
        or chain.citing()
        or chain.according()
        or chain.reported()
        or chain.beside()
    )


class _Chain:
    """One quotation in the sentence of its cue, to be searched for a relay."""

    def __init__(self, doc: TokenizedText, quotation: FoundQuotation, first: int, end: int) -> None:
        self.doc, self.found, self.first, self.end = doc, quotation, first, end
        self.sequence: Sequence = quotation.sequence

    # --- "State television showed X saying"

    def showing(self) -> FoundQuotation | None:
        """Return the quotation by the form "the video shows X saying", None without it."""
        cue, low = self.found.cue, self.doc.low
        if cue is None or low[cue.first] not in _SHOWS or "saying" not in low[cue.first + 2 : cue.end]:
            return None
        saying = low.index("saying", cue.first + 2, cue.end)
        return self._with(speaker=(cue.first + 1, saying), relay=self.found.speaker)

    # --- "TASS quoted X as saying", "X was quoted by TASS as saying", "X, quoted by TASS, said"

    def quoted_as(self) -> FoundQuotation | None:
        """Return the quotation by the form "TASS quoted X as saying", None without it."""
        for token in self._outside(_QUOTES):
            found = self._passive(token) or self._active(token)
            if found:
                return found
        return None

    def _passive(self, token: int) -> FoundQuotation | None:
        doc = self.doc
        by = next((index for index in range(token + 1, min(self.end, token + 7)) if doc.low[index] == "by"), None)
        if doc.low[token] in ("quoting", "citing") or by is None or by + 1 >= self.end:
            return None
        relay = (by + 1, phrase_end(doc, by + 1, self.end))
        verb = token
        while verb > self.first and (doc.low[verb - 1] in _BE or doc.low[verb - 1] in ("also", "been", "as")):
            verb -= 1
        if verb == token and doc.surfaces[token - 1 : token] == [","]:
            verb = token - 1
        if doc.low[token - 1] == "as" or not relay[1] > relay[0]:
            return self._with(relay=relay) if relay[1] > relay[0] else None
        speaker = subject_before(doc, self.sequence, verb, self.first)
        return self._with(speaker=speaker, relay=relay) if speaker else self._with(relay=relay)

    def _active(self, token: int) -> FoundQuotation | None:
        doc = self.doc
        end = next(
            (
                index
                for index in range(token + 2, min(self.end, token + 22))
                if doc.low[index] == "as" and not doc.quotes[index]
            ),
            None,
        )
        if end is None or doc.low[end + 1 : end + 2] != ["saying"]:
            return None
        if doc.low[token - 1] in _BE:
            return None
        relay = subject_before(doc, self.sequence, token, self.first)
        content = self.found.contents[0]
        if relay and len(self.found.contents) == 1 and token < content.first < end + 2 and content.end <= end + 2:
            before = Piece("T", "0", self.first, relay[0])  # "The bridge was hit, TASS quoted an official as saying."
            return replace(self._with(speaker=(token + 1, end), relay=relay), contents=(self._without_marks(before),))
        return self._with(speaker=(token + 1, end), relay=relay)

    # --- "TASS reported, citing X"

    def citing(self) -> FoundQuotation | None:
        """Return the quotation by the form "TASS reported, citing X", None without it."""
        doc = self.doc
        for token in self._outside(("citing", "quoting")):
            whom = (token + 1, with_name(doc, token + 1, phrase_end(doc, token + 1, self.end), self.end))
            verb = next((place for place in self._outside(_REPORTS - _QUOTES)), None)
            if whom[1] == whom[0] or verb is None:
                continue
            start = whom[1] + 1 if token == self.first and verb > whom[1] else self.first
            teller = subject_before(doc, self.sequence, verb, start) or self._after(verb)
            if teller and self._media(teller):
                return self._with(speaker=whom, relay=teller)
        return None

    # --- "X said, according to TASS"

    def according(self) -> FoundQuotation | None:
        """Return the quotation by "according to" beside another verb of saying, None without it."""
        doc, quotation = self.doc, self.found
        at = next((token for token in self._outside(("according",)) if doc.low[token + 1 : token + 2] == ["to"]), None)
        if at is None:
            return None
        relay = (at + 2, phrase_end(doc, at + 2, self.end))
        said = self._says(but=at)
        if relay[1] == relay[0] or said is None:
            return None
        verb, speaker = said
        if self._is_cue(at):
            if relay[0] < self.first + 3 and not (self._media(relay) or self._holds(relay)):
                return None  # "According to the mayor, the council said": the mayor tells
            return self._with(speaker=speaker, relay=relay, verb=verb, tail=at)
        beside = quotation.cue is not None and quotation.cue.first == verb
        return self._with(speaker=speaker if beside and not quotation.speaker else None, relay=relay, tail=at)

    # --- "X said ..., Interfax reported"

    def reported(self) -> FoundQuotation | None:
        """Return the quotation by the form "X said ..., Interfax reported", None without it."""
        doc, quotation = self.doc, self.found
        cue = quotation.near_cue
        if (
            cue is None
            or not quotation.speaker
            or not _REPORTS & set(doc.low[cue.first : cue.end])
            or not self._media(quotation.speaker)
        ):
            return self._trailing()
        said = self._says(but=cue.first)
        if said is None or said[1] == quotation.speaker or abs(said[0] - cue.first) < 2:
            return None
        verb, speaker = said
        return self._with(
            speaker=speaker, relay=quotation.speaker, verb=verb, tail=min(quotation.speaker[0], cue.first)
        )

    def _trailing(self) -> FoundQuotation | None:
        """Return the quotation by the form "..., TASS reported" at the end of a sentence with another speaker."""
        doc, quotation = self.doc, self.found
        for token in self._outside(("reported", "reports", "report")):
            if self._is_cue(token) or token < 2 or not quotation.speaker:
                continue
            teller = subject_before(doc, self.sequence, token, self.first)
            if teller and self._media(teller) and teller != quotation.speaker and doc.surfaces[teller[0] - 1] == ",":
                return self._with(relay=teller, tail=teller[0])
        return None

    # --- "X told the BBC", "in an interview with", "in a video posted by"

    def beside(self) -> FoundQuotation:
        """Return the quotation with the outlet that was told it, posted it or printed it, if the sentence names one."""
        doc, quotation = self.doc, self.found
        headed = next(
            (index for index in range(self.first, min(self.end, self.first + 5)) if doc.surfaces[index] == ":"), None
        )
        if (
            headed is not None
            and quotation.speaker
            and quotation.speaker[0] > headed
            and self._media((self.first, headed))
        ):
            return self._with(relay=(self.first, headed))  # "TASS: Kremlin says ..."
        for token in self._outside():
            low = doc.low[token]
            if low in _TALKED and (quotation.cue is None or abs(token - quotation.cue.first) < 3):
                relay = (token + 1, phrase_end(doc, token + 1, self.end))
            elif low == "by" and doc.low[token - 1] in _POSTED and token > self.first:
                relay = (token + 1, phrase_end(doc, token + 1, self.end))
                named = self._before_holds(token) or (doc.low[token - 1] in _PASSED and self._media(relay))
                if relay[1] > relay[0] and named:
                    return self._with(relay=relay)
                continue
            elif low in ("with", "to", "for", "on") and self._interview(token):
                relay = (token + 1, phrase_end(doc, token + 1, self.end))
            else:
                continue
            relay = self._cut(relay)
            if relay[1] > relay[0] and self._media(relay) and relay != quotation.speaker:
                return self._with(relay=relay)
        return quotation

    def _cut(self, relay: Tokens) -> Tokens:
        """Cut off a clause without "that" from a relay: "told CNN | he would"."""
        doc = self.doc
        end = relay[0]
        while end < relay[1] and (
            doc.shapes[end] in (3, 4) or doc.low[end] in ("the", "of", "a", "'s", "’s") or self._names(end)
        ):
            end += 1
        while end > relay[0] and doc.low[end - 1] in ("the", "of", "a"):
            end -= 1
        return relay[0], end

    def _names(self, token: int) -> bool:
        return self.doc.low[token] in _MEDIA_WORDS or self.doc.low[token] in ("state", "public", "local", "government")

    def _interview(self, token: int) -> bool:
        before = self.doc.low[max(self.first, token - 4) : token]
        return not _SPEAKING.isdisjoint(before)

    def _before_holds(self, token: int) -> bool:
        return bool(_HOLDERS & set(self.doc.low[max(self.first, token - 6) : token]))

    # --- shared by the steps

    def _outside(self, words: Seq[str] | frozenset[str] | None = None) -> list[int]:
        """Return the tokens of the sentence outside quotation marks; only those in `words` unless it is None."""
        doc = self.doc
        return [
            index
            for index in range(self.first, self.end)
            if not doc.quotes[index] and (words is None or doc.low[index] in words)
        ]

    def _says(self, but: int) -> tuple[int, Tokens] | None:
        """Return a verb of saying other than the one at `but`, and its subject, which does not hold `but`."""
        doc = self.doc
        for token in self._outside(_SAYS):
            if abs(token - but) < 2 or doc.low[token - 1] == "as":
                continue
            speaker = subject_before(doc, self.sequence, token, self.first) or self._after(token)
            if speaker and not (speaker[0] <= but < speaker[1]):
                return token, speaker
        return None

    def _after(self, verb: int) -> Tokens | None:
        """Return the subject of an inverted verb right after a closing mark or comma."""
        doc = self.doc
        inverted = verb > self.first and (doc.quotes[verb - 1] or doc.surfaces[verb - 1] == ",")
        return subject_after(doc, verb + 1, self.end) if inverted else None

    def _media(self, tokens: Tokens) -> bool:
        """Whether a phrase names an outlet or agency."""
        low = self.doc.low[tokens[0] : tokens[1]]
        if not low or _HEARERS & set(low[-1:]):
            return False
        capital = any(shape in (3, 4) for shape in self.doc.shapes[tokens[0] : tokens[1]])
        return bool(_MEDIA_NAMES & set(low)) or (bool(_MEDIA_WORDS & set(low)) and (capital or len(low) > 1))

    def _holds(self, tokens: Tokens) -> bool:
        return not _HOLDERS.isdisjoint(self.doc.low[tokens[0] : tokens[1]])

    def _is_cue(self, token: int) -> bool:
        cue = self.found.cue
        return cue is not None and cue.first <= token < cue.end

    def _with(
        self,
        speaker: Tokens | None = None,
        relay: Tokens | None = None,
        verb: int | None = None,
        tail: int | None = None,
    ) -> FoundQuotation:
        """Return the quotation with this speaker, relay and cue; contents lose the words that name them."""
        quotation = self.found
        cue = Piece("C", "", verb, verb + 1) if verb is not None else quotation.cue
        contents = [part for content in quotation.contents for part in self._parts(content, speaker, verb, tail)]
        kept = (
            tuple(content for content in contents if any(self.doc.word[content.first : content.end]))
            or quotation.contents
        )
        return replace(
            quotation, speaker=speaker or quotation.speaker, relay=relay or quotation.relay, cue=cue, contents=kept
        )

    def _parts(self, content: Piece, speaker: Tokens | None, verb: int | None, tail: int | None) -> list[Piece]:
        """Cut the inner speaker and verb, and the relay at its end, out of a content."""
        doc = self.doc
        if tail is not None and content.first < tail < content.end and not doc.quotes[tail]:
            content = content._replace(end=tail)
        if verb is None or speaker is None or not (content.first <= speaker[0] and speaker[1] <= verb < content.end):
            return [self._without_marks(content)]
        before, after = (
            content._replace(end=speaker[0]),
            content._replace(first=self._content_start(verb + 1, content.end)),
        )
        if sum(doc.word[before.first : before.end]) >= _FEWEST:  # "“...,” X told reporters": what follows is no content
            quoted = after.first < after.end and doc.quotes[after.first]
            return [self._without_marks(before), *([self._without_marks(after)] if quoted else [])]
        return [self._without_marks(after)]

    def _content_start(self, first: int, end: int) -> int:
        """Return where a content begins after its verb: after "that", also in "on Monday that"."""
        doc = self.doc
        that = next((index for index in range(first, min(end, first + 8)) if doc.low[index] == "that"), None)
        heard = doc.low[first - 1] in _TALKED or doc.low[first] in ("on", "that", "in", "at")
        return that + 1 if that is not None and heard else first

    def _without_marks(self, piece: Piece) -> Piece:
        """Cut off commas at the end of a content."""
        end = piece.end
        while end > piece.first and self.doc.surfaces[end - 1] in (",", ";", "—") and not self.doc.quotes[end - 1]:
            end -= 1
        return piece._replace(end=end)
