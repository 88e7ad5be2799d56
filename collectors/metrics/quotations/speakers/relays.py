"""Chains of telling: who spoke, and through whom the outlet has it.

"“The vote is legal,” Peskov said, according to TASS" is Peskov's word by way of TASS. A relay is an agency or outlet
that reports, quotes or was told, or a transcript, video or post in which the words stand; it is never the speaker of
words that somebody else is said to have said.
"""

from __future__ import annotations

from collections.abc import Sequence as Seq
from dataclasses import replace

from collectors.metrics.quotations.assembly import FoundQuotation
from collectors.metrics.quotations.labelled_pieces import Piece
from collectors.metrics.quotations.linking import Sequence
from collectors.metrics.quotations.speakers.speaker_words import word_set
from collectors.metrics.quotations.speakers.subjects import (
    Tokens,
    phrase_end,
    sentence_of,
    subject_after,
    subject_before,
    with_name,
)
from collectors.metrics.quotations.tokens import TokenizedText

#: Finite verbs of saying whose subject is the speaker.
_SAYS = word_set(
    """said says say told tells tell wrote writes added adds insisted insists stated states stressed claimed claims
    warned warns announced announces argued argues declared declares noted notes tweeted posted confirmed confirms
    admitted admits denied denies called calls asked replied explained accused urged vowed emphasized emphasised
    suggested promised recalled remarked commented acknowledged pledged predicted believes thinks"""
)
_REPORTS = word_set("report reported reports reporting said says wrote writes quoted cited")
_QUOTES = word_set("quoted quotes quoting cited cites citing")
_BE = word_set("was were is are been being")
_MEDIA_NAMES = word_set(
    """tass reuters afp ap dpa interfax interfax-ukraine ukrinform ria bbc cnn msnbc npr pbs abc cbs nbc bloomberg
    politico axios ansa efe pti ani ians xinhua kyodo yonhap anadolu ifx unian suspilne meduza novosti sputnik rt
    zdf ard ntv rtl rfi rferl cnbc itv c-span ctv cbc nhk dawn wsj nyt rbc kommersant izvestia vedomosti lifenews
    telegraph guardian independent economist spiegel bild zeit monde figaro libération corriere repubblica pais mundo
    haaretz mirror sun huffpost buzzfeed vox slate breitbart newsmax newsweek"""
)
_MEDIA_WORDS = word_set(
    """agency agencies newspaper newspapers channel channels broadcaster broadcasters television tv radio times post
    journal gazette tribune herald magazine media paper outlet outlets website news network press daily weekly
    correspondent correspondents courier observer chronicle examiner station podcast show programme program gazeta
    pravda wire"""
)
#: Things in which somebody's words stand.
_HOLDERS = word_set(
    """transcript transcripts video videos recording recordings audio text copy footage clip clips tape tapes excerpts
    excerpt readout post posts tweet statement release remarks email emails document documents filing report letter
    records"""
)
_POSTED = word_set(
    """posted published carried interviewed broadcast aired released shared circulated distributed reported quoted cited
    obtained printed televised run relayed seen reviewed"""
)
_PASSED = word_set("reported quoted cited carried interviewed published broadcast relayed")
_TALKED = word_set("told tells tell telling informed assured")
_SPEAKING = word_set(
    "interview interviews speaking spoke conversation comments remarks broadcast aired appearing appearance"
)
_FEWEST = 2  # words of a content before an inner speaker
_HEARERS = word_set("reporters journalists lawmakers parliament him her them us me supporters viewers")


def with_relays(doc: TokenizedText, found: Seq[FoundQuotation]) -> list[FoundQuotation]:
    """The quotations with the speaker at the head of each chain of telling, and the relay by which it came."""
    return [_chained(doc, f) for f in found]


def _chained(doc: TokenizedText, f: FoundQuotation) -> FoundQuotation:
    at = f.cue.first if f.cue else f.contents[-1].end - 1
    if not f.sequence.first <= at < f.sequence.end:
        return f
    chain = _Chain(doc, f, *sentence_of(doc, f.sequence, at))
    return chain.quoted_as() or chain.citing() or chain.according() or chain.reported() or chain.beside()


class _Chain:
    """One quotation in the sentence of its cue, and what of that sentence tells through whom it came."""

    def __init__(self, doc: TokenizedText, f: FoundQuotation, a: int, b: int) -> None:
        self.doc, self.found, self.a, self.b = doc, f, a, b
        self.sequence: Sequence = f.sequence

    # --- "TASS quoted X as saying", "X was quoted by TASS as saying", "X, quoted by TASS, said"

    def quoted_as(self) -> FoundQuotation | None:
        """The chain of a verb of quoting in the sentence, if there is one."""
        for t in self._outside(_QUOTES):
            found = self._passive(t) or self._active(t)
            if found:
                return found
        return None

    def _passive(self, t: int) -> FoundQuotation | None:
        doc = self.doc
        by = next((k for k in range(t + 1, min(self.b, t + 7)) if doc.low[k] == "by"), None)
        if doc.low[t] in ("quoting", "citing") or by is None or by + 1 >= self.b:
            return None
        relay = (by + 1, phrase_end(doc, by + 1, self.b))
        verb = t
        while verb > self.a and (doc.low[verb - 1] in _BE or doc.low[verb - 1] in ("also", "been", "as")):
            verb -= 1
        if verb == t and doc.surfaces[t - 1 : t] == [","]:
            verb = t - 1
        if doc.low[t - 1] == "as" or not relay[1] > relay[0]:
            return self._with(relay=relay) if relay[1] > relay[0] else None
        speaker = subject_before(doc, self.sequence, verb, self.a)
        return self._with(speaker=speaker, relay=relay) if speaker else self._with(relay=relay)

    def _active(self, t: int) -> FoundQuotation | None:
        doc = self.doc
        end = next((k for k in range(t + 2, min(self.b, t + 22)) if doc.low[k] == "as" and not doc.quotes[k]), None)
        if end is None or doc.low[end + 1 : end + 2] != ["saying"]:
            return None
        if doc.low[t - 1] in _BE:
            return None
        relay = subject_before(doc, self.sequence, t, self.a)
        x = self.found.contents[0]
        if relay and len(self.found.contents) == 1 and t < x.first < end + 2 and x.end <= end + 2:
            before = Piece("T", "0", self.a, relay[0])  # "The bridge was hit, TASS quoted an official as saying."
            return replace(self._with(speaker=(t + 1, end), relay=relay), contents=(self._without_marks(before),))
        return self._with(speaker=(t + 1, end), relay=relay)

    # --- "TASS reported, citing X"

    def citing(self) -> FoundQuotation | None:
        """The chain of an outlet that reports, citing somebody."""
        doc = self.doc
        for t in self._outside(("citing", "quoting")):
            whom = (t + 1, with_name(doc, t + 1, phrase_end(doc, t + 1, self.b), self.b))
            verb = next((k for k in self._outside(_REPORTS - _QUOTES)), None)
            if whom[1] == whom[0] or verb is None:
                continue
            start = whom[1] + 1 if t == self.a and verb > whom[1] else self.a
            teller = subject_before(doc, self.sequence, verb, start) or self._after(verb)
            if teller and self._media(teller):
                return self._with(speaker=whom, relay=teller)
        return None

    # --- "X said, according to TASS"

    def according(self) -> FoundQuotation | None:
        """The chain of a phrase with "according to" beside another verb of saying."""
        doc, f = self.doc, self.found
        at = next((t for t in self._outside(("according",)) if doc.low[t + 1 : t + 2] == ["to"]), None)
        if at is None:
            return None
        relay = (at + 2, phrase_end(doc, at + 2, self.b))
        said = self._says(but=at)
        if relay[1] == relay[0] or said is None:
            return None
        verb, speaker = said
        if self._is_cue(at):
            if relay[0] < self.a + 3 and not (self._media(relay) or self._holds(relay)):
                return None  # "According to the mayor, the council said": the mayor tells
            return self._with(speaker=speaker, relay=relay, verb=verb, tail=at)
        beside = f.cue is not None and f.cue.first == verb
        return self._with(speaker=speaker if beside and not f.speaker else None, relay=relay, tail=at)

    # --- "X said ..., Interfax reported"

    def reported(self) -> FoundQuotation | None:
        """The chain of an outlet whose report holds somebody's saying."""
        doc, f = self.doc, self.found
        c = f.near_cue
        if c is None or not f.speaker or not _REPORTS & set(doc.low[c.first : c.end]) or not self._media(f.speaker):
            return self._trailing()
        said = self._says(but=c.first)
        if said is None or said[1] == f.speaker or abs(said[0] - c.first) < 2:
            return None
        verb, speaker = said
        return self._with(speaker=speaker, relay=f.speaker, verb=verb, tail=min(f.speaker[0], c.first))

    def _trailing(self) -> FoundQuotation | None:
        """The outlet that reports at the end of a sentence in which somebody else speaks: "..., TASS reported"."""
        doc, f = self.doc, self.found
        for t in self._outside(("reported", "reports", "report")):
            if self._is_cue(t) or t < 2 or not f.speaker:
                continue
            teller = subject_before(doc, self.sequence, t, self.a)
            if teller and self._media(teller) and teller != f.speaker and doc.surfaces[teller[0] - 1] == ",":
                return self._with(relay=teller, tail=teller[0])
        return None

    # --- "X told the BBC", "in an interview with", "in a video posted by"

    def beside(self) -> FoundQuotation:
        """The outlet that somebody told it to, or that posted or printed it, if the sentence names one."""
        doc, f = self.doc, self.found
        headed = next((t for t in range(self.a, min(self.b, self.a + 5)) if doc.surfaces[t] == ":"), None)
        if headed is not None and f.speaker and f.speaker[0] > headed and self._media((self.a, headed)):
            return self._with(relay=(self.a, headed))  # "TASS: Kremlin says ..."
        for t in self._outside():
            low = doc.low[t]
            if low in _TALKED and (f.cue is None or abs(t - f.cue.first) < 3):
                relay = (t + 1, phrase_end(doc, t + 1, self.b))
            elif low == "by" and doc.low[t - 1] in _POSTED and t > self.a:
                relay = (t + 1, phrase_end(doc, t + 1, self.b))
                named = self._before_holds(t) or (doc.low[t - 1] in _PASSED and self._media(relay))
                if relay[1] > relay[0] and named:
                    return self._with(relay=relay)
                continue
            elif low in ("with", "to", "for", "on") and self._interview(t):
                relay = (t + 1, phrase_end(doc, t + 1, self.b))
            else:
                continue
            relay = self._cut(relay)
            if relay[1] > relay[0] and self._media(relay) and relay != f.speaker:
                return self._with(relay=relay)
        return f

    def _cut(self, relay: Tokens) -> Tokens:
        """A relay without the clause that begins without "that": "told CNN he would"."""
        doc = self.doc
        end = relay[0]
        while end < relay[1] and (
            doc.shapes[end] in (3, 4) or doc.low[end] in ("the", "of", "a", "'s", "’s") or self._names(end)
        ):
            end += 1
        while end > relay[0] and doc.low[end - 1] in ("the", "of", "a"):
            end -= 1
        return relay[0], end

    def _names(self, t: int) -> bool:
        return self.doc.low[t] in _MEDIA_WORDS or self.doc.low[t] in ("state", "public", "local", "government")

    def _interview(self, t: int) -> bool:
        before = self.doc.low[max(self.a, t - 4) : t]
        return not _SPEAKING.isdisjoint(before)

    def _before_holds(self, t: int) -> bool:
        return bool(_HOLDERS & set(self.doc.low[max(self.a, t - 6) : t]))

    # --- what the steps share

    def _outside(self, words: Seq[str] | frozenset[str] | None = None) -> list[int]:
        """Tokens of the sentence outside quotation marks, those of `words` if given."""
        doc = self.doc
        return [t for t in range(self.a, self.b) if not doc.quotes[t] and (words is None or doc.low[t] in words)]

    def _says(self, but: int) -> tuple[int, Tokens] | None:
        """A verb of saying other than the one at `but`, and its subject, which is no outlet."""
        doc = self.doc
        for t in self._outside(_SAYS):
            if abs(t - but) < 2 or doc.low[t - 1] == "as":
                continue
            speaker = subject_before(doc, self.sequence, t, self.a) or self._after(t)
            if speaker and not (speaker[0] <= but < speaker[1]):
                return t, speaker
        return None

    def _after(self, verb: int) -> Tokens | None:
        """The subject of an inverted verb right after a closing mark or comma."""
        doc = self.doc
        inverted = verb > self.a and (doc.quotes[verb - 1] or doc.surfaces[verb - 1] == ",")
        return subject_after(doc, verb + 1, self.b) if inverted else None

    def _media(self, tokens: Tokens) -> bool:
        """Whether a phrase names an outlet or agency."""
        low = self.doc.low[tokens[0] : tokens[1]]
        if not low or _HEARERS & set(low[-1:]):
            return False
        capital = any(shape in (3, 4) for shape in self.doc.shapes[tokens[0] : tokens[1]])
        return bool(_MEDIA_NAMES & set(low)) or (bool(_MEDIA_WORDS & set(low)) and (capital or len(low) > 1))

    def _holds(self, tokens: Tokens) -> bool:
        return not _HOLDERS.isdisjoint(self.doc.low[tokens[0] : tokens[1]])

    def _is_cue(self, t: int) -> bool:
        c = self.found.cue
        return c is not None and c.first <= t < c.end

    def _with(
        self,
        speaker: Tokens | None = None,
        relay: Tokens | None = None,
        verb: int | None = None,
        tail: int | None = None,
    ) -> FoundQuotation:
        """The quotation with its speaker, relay and cue, and contents without the words that tell them."""
        f = self.found
        cue = Piece("C", "", verb, verb + 1) if verb is not None else f.cue
        contents = [part for x in f.contents for part in self._parts(x, speaker, verb, tail)]
        kept = tuple(x for x in contents if any(self.doc.word[x.first : x.end])) or f.contents
        return replace(f, speaker=speaker or f.speaker, relay=relay or f.relay, cue=cue, contents=kept)

    def _parts(self, x: Piece, speaker: Tokens | None, verb: int | None, tail: int | None) -> list[Piece]:
        """A content without the inner speaker and verb, and without the relay at its end."""
        doc = self.doc
        if tail is not None and x.first < tail < x.end and not doc.quotes[tail]:
            x = x._replace(end=tail)
        if verb is None or speaker is None or not (x.first <= speaker[0] and speaker[1] <= verb < x.end):
            return [self._without_marks(x)]
        before, after = x._replace(end=speaker[0]), x._replace(first=self._content_start(verb + 1, x.end))
        if sum(doc.word[before.first : before.end]) >= _FEWEST:  # "“...,” X told reporters": what follows is no content
            quoted = after.first < after.end and doc.quotes[after.first]
            return [self._without_marks(before), *([self._without_marks(after)] if quoted else [])]
        return [self._without_marks(after)]

    def _content_start(self, first: int, end: int) -> int:
        """Where a content begins after its verb: behind "that", and behind "on Monday that"."""
        doc = self.doc
        that = next((t for t in range(first, min(end, first + 8)) if doc.low[t] == "that"), None)
        heard = doc.low[first - 1] in _TALKED or doc.low[first] in ("on", "that", "in", "at")
        return that + 1 if that is not None and heard else first

    def _without_marks(self, x: Piece) -> Piece:
        """A content without commas at its end."""
        end = x.end
        while end > x.first and self.doc.surfaces[end - 1] in (",", ";", "—") and not self.doc.quotes[end - 1]:
            end -= 1
        return x._replace(end=end)
