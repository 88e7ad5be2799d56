"""Headlines and leads whose form names the speaker: "X: words", "words, X says", "words, - X", "words – X".

The tagger was trained on running text. Here the form of the sentence decides, where it leaves no doubt.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence as Seq
from dataclasses import replace

from collectors.metrics.quotations.assembly import FoundQuotation
from collectors.metrics.quotations.labelled_pieces import Piece
from collectors.metrics.quotations.linking import Sequence
from collectors.metrics.quotations.speakers.first_names import gender_of_first_name
from collectors.metrics.quotations.speakers.offices import describe
from collectors.metrics.quotations.speakers.speaker_words import word_set
from collectors.metrics.quotations.speakers.subjects import Tokens, phrase_end, with_name
from collectors.metrics.quotations.tokens import TokenizedText
from collectors.support.countries import country_alone

#: Whether the event declares somebody under a name.
IsKnown = Callable[[str], bool]

_SAYS = word_set(
    """says say said warns warn warned claims claim claimed reports report reported announces announced insists
    insisted tells told confirms confirmed argues vows vowed adds admits alleges
    promised promises predicted predicts believes suggests stated states"""
)
#: Those that may come before their subject in a headline: "..., says border guard".
_INVERTED = word_set("says warns claims reports insists announces vows alleges")
_DASHES = ("-", "–", "—", "―")
_ENDS = word_set(". ! ? …")
_ADVERBIAL = word_set(
    """in on at by for from with after before during when while as if asked speaking writing according citing despite
    meanwhile however although though since until because under amid besides instead but and"""
)
_NO_SPEAKER = word_set(
    """update updates live breaking exclusive watch video analysis explainer opinion war news latest live-updates photos
    read more related warning factbox timeline key"""
)
_NO_SUBJECT = _ADVERBIAL | {"who", "which", "he", "she", "it", "they", "i", "we", "that"}
_TIMES = word_set("monday tuesday wednesday thursday friday saturday sunday today yesterday on late early")
#: Words that show a clause and are in no noun phrase.
_CLAUSE = word_set("is are was were be been will would has have had do does did can could may might must should not to")
_LONGEST = 9  # tokens of a speaker
_FEWEST = 3  # words of what is said
_SENTENCE = 90  # most tokens of a sentence that is read


def with_headline_forms(doc: TokenizedText, found: Seq[FoundQuotation], is_known: IsKnown) -> list[FoundQuotation]:
    """Add the quotations that the form of a sentence shows; they replace those read otherwise in the same sentence.

    Args:
        doc: The text.
        found: Its quotations.
        is_known: Whether the event declares somebody under a name.
    """
    kept = list(found)
    by_sentence: dict[int, list[FoundQuotation]] = {}
    for quotation in found:
        for sentence in {doc.sentences[content.first] for content in quotation.contents} | (
            {doc.sentences[quotation.cue.first]} if quotation.cue else set()
        ):
            by_sentence.setdefault(sentence, []).append(quotation)
    for first, end in doc.sequences:
        for start, stop in _sentences(doc, first, end):
            form = _Form(doc, (first, end), (start, stop), is_known)
            one = form.read()
            here = by_sentence.get(doc.sentences[start], [])
            if one is None:
                continue
            agreed = [quotation for quotation in here if _agrees(one, quotation)]
            if agreed:
                kept = [_widened(quotation, one) if quotation in agreed else quotation for quotation in kept]
                continue
            if any(
                len(quotation.contents) > 1 or doc.sentences[quotation.contents[-1].end - 1] != doc.sentences[start]
                for quotation in here
            ):
                continue
            kept = [quotation for quotation in kept if quotation not in here]
            kept.append(one)
    return kept


def _sentences(doc: TokenizedText, first: int, end: int) -> list[Tokens]:
    found, start = [], first
    for index in range(first + 1, end + 1):
        if index == end or doc.sentences[index] != doc.sentences[start]:
            if index - start <= _SENTENCE:
                found.append((start, index))
            start = index
    return found


def _agrees(one: FoundQuotation, other: FoundQuotation) -> bool:
    """Whether a quotation was read with the speaker that the form shows."""
    if one.speaker is None or other.speaker is None:
        return False
    return other.speaker[0] < one.speaker[1] and one.speaker[0] < other.speaker[1]


def _widened(quotation: FoundQuotation, one: FoundQuotation) -> FoundQuotation:
    """Extend a speaker to that of the form, of which it is a part: "the military | bloc's chief"."""
    first, end = one.speaker or (0, 0)
    cut = (
        quotation.speaker is not None
        and first <= quotation.speaker[0]
        and quotation.speaker[1] <= end
        and quotation.speaker != (first, end)
    )
    return replace(quotation, speaker=(first, end)) if cut else quotation


class _Form:
    """One sentence, to be matched with the forms that name its speaker."""

    def __init__(self, doc: TokenizedText, paragraph: Tokens, sentence: Tokens, is_known: IsKnown) -> None:
        self.doc, self.is_known = doc, is_known
        self.first, self.end = paragraph
        self.start, self.stop = sentence
        self.body_end = self.stop
        while (
            self.body_end > self.start
            and doc.surfaces[self.body_end - 1] in _ENDS
            and not doc.quotes[self.body_end - 1]
        ):
            self.body_end -= 1
        self.alone = self.body_end == self.end  # a headline: no full stop, nothing after it

    def read(self) -> FoundQuotation | None:
        """Return the quotation of the sentence by its form, None if it has none of the forms."""
        return self._in_words_of() or self._credited() or self._says_at_end() or self._headed() or self._named_last()

    def _found(self, speaker: Tokens, cue: Tokens, content: Tokens) -> FoundQuotation | None:
        doc = self.doc
        first, end = content
        while end > first and doc.surfaces[end - 1] in (",", ";", ":", *_DASHES) and not doc.quotes[end - 1]:
            end -= 1
        if sum(doc.word[first:end]) < _FEWEST:
            return None
        sequence = Sequence.of(doc, self.first, self.end, ())
        return FoundQuotation(sequence, Piece("C", "", *cue), (Piece("T", "0", first, end),), speaker, "head")

    def _in_words_of(self) -> FoundQuotation | None:
        """Read the form "In the words of the prosecutor, Mark Tedesco, “...”"."""
        doc, first = self.doc, self.start + 4
        if doc.low[self.start : first] != ["in", "the", "words", "of"]:
            return None
        end = with_name(doc, first, phrase_end(doc, first, self.body_end), self.body_end)
        opening = next((index for index in range(end, min(self.stop, end + 3)) if doc.quotes[index] == 2), None)
        if opening is None or end == first:
            return None
        closing = next((index for index in range(opening, self.stop) if doc.quotes[index] == 3), self.stop - 1)
        return self._found((first, end), (self.start, first), (opening, closing + 1))

    def _credited(self) -> FoundQuotation | None:
        """Read the form "words, - Reznikov", and in a headline "words – Kyiv"."""
        doc = self.doc
        for index in range(self.body_end - 2, max(self.start + _FEWEST, self.body_end - 1 - _LONGEST), -1):
            if doc.surfaces[index] not in _DASHES or doc.quotes[index]:
                continue
            speaker = (index + 1, self.body_end)
            comma = doc.surfaces[index - 1] == ","
            if not doc.surfaces[index + 1][0].isupper() or any(
                doc.surfaces[token] == "," for token in range(index + 1, self.body_end)
            ):
                return None
            if comma or (self.alone and self.body_end - index <= 4 and self._may_speak(speaker, countries=True)):
                return self._found(speaker, (index, index + 1), (self._content_start(), index))
            return None
        return None

    def _content_start(self) -> int:
        """Return the first token of what is said, after a topic and its colon ("Shelling of the city: ...")."""
        doc = self.doc
        colon = next(
            (index for index in range(self.start, min(self.body_end, self.start + 10)) if doc.surfaces[index] == ":"),
            None,
        )
        return colon + 1 if colon is not None and not doc.quotes[colon] else self.start

    def _says_at_end(self) -> FoundQuotation | None:
        """Read the forms "words, X says" and "words, says X"."""
        doc = self.doc
        comma = next(
            (
                index
                for index in range(self.body_end - 2, self.start, -1)
                if doc.surfaces[index] == "," and not doc.quotes[index]
            ),
            None,
        )
        if comma is None or self.body_end - comma - 1 > _LONGEST + 1 or doc.low[self.start] in _ADVERBIAL:
            return None
        end = self.body_end
        while end > comma + 2 and doc.low[end - 1] in _TIMES:
            end -= 1
        tail = range(comma + 1, end)
        if any(doc.quotes[token] or not self._wordlike(token) for token in tail) or doc.quotes[comma - 1]:
            return None
        if doc.low[end - 1] in _SAYS and end - comma > 2:
            verb = end - 1
            has = doc.low[verb - 1] in ("has", "have", "had") and verb - comma > 2
            speaker = (comma + 1, verb - has)
        elif doc.low[comma + 1] in _INVERTED and end - comma > 2:
            speaker, verb = (comma + 2, end), comma + 1
        else:
            return None
        if not self._noun_phrase(speaker) or doc.low[speaker[0]] in _NO_SUBJECT:
            return None
        return self._found(speaker, (verb, verb + 1), (self._content_start(), comma))

    def _wordlike(self, token: int) -> bool:
        """Whether a token is a word, a possessive or a full stop inside a name."""
        return self.doc.word[token] or self.doc.surfaces[token] in ("'s", "’s", "’", ".")

    def _noun_phrase(self, tokens: Tokens) -> bool:
        """Whether words are a name or a description, rather than a clause."""
        doc = self.doc
        words = doc.low[tokens[0] : tokens[1]]
        if not _CLAUSE.isdisjoint(words):
            return False
        name = doc.text[int(doc.starts[tokens[0]]) : int(doc.ends[tokens[1] - 1])]
        return doc.shapes[tokens[1] - 1] in (3, 4) or describe(name).kind != ""

    def _headed(self) -> FoundQuotation | None:
        """Read the form "NATO chief: words" at the beginning of a paragraph."""
        doc = self.doc
        if self.start != self.first:
            return None
        colon = next(
            (index for index in range(self.start, min(self.body_end, self.start + 8)) if doc.surfaces[index] == ":"),
            None,
        )
        if colon is None or colon == self.start or doc.quotes[colon] or not self._may_speak((self.start, colon)):
            return None
        if colon + 1 < self.body_end and doc.quotes[colon + 1] and not self.alone:
            return None  # "X: “...”" is read elsewhere, with all of its sentences
        return self._found((self.start, colon), (colon, colon + 1), (colon + 1, self.body_end))

    def _named_last(self) -> FoundQuotation | None:
        """Read the headline form "words: Brett Velicovich"."""
        doc = self.doc
        colon = next((index for index in range(self.body_end - 2, self.start, -1) if doc.surfaces[index] == ":"), None)
        if not self.alone or colon is None or self.body_end - colon - 1 > 4 or doc.quotes[colon]:
            return None
        if not self._may_speak((colon + 1, self.body_end)):
            return None
        return self._found((colon + 1, self.body_end), (colon, colon + 1), (self.start, colon))

    def _may_speak(self, tokens: Tokens, *, countries: bool = False) -> bool:
        """Whether the words beside a colon or dash are a speaker, rather than a topic or place."""
        doc = self.doc
        words = doc.surfaces[tokens[0] : tokens[1]]
        low = {word.lower() for word in words}
        if not words or len(words) > _LONGEST or low & _NO_SPEAKER or not words[0][0].isupper():
            return False
        if any(not word[0].isalnum() and word not in (".", "'s", "’s") for word in words):
            return False
        name = doc.text[int(doc.starts[tokens[0]]) : int(doc.ends[tokens[1] - 1])]
        place = country_alone(name)
        if place is not None:
            return (
                place.form == "seat"
                or (countries and place.form in ("name", "capital"))
                or place.code in ("UN", "NATO", "EU")
            )
        if describe(name).kind == "office":
            return True
        _, owned, rest = name.rpartition("’s ") if "’s " in name else name.rpartition("'s ")
        if owned and self.is_known(rest):
            return True
        named = (
            len(words) in (2, 3) and bool(gender_of_first_name(words[0])) and all(word[0].isupper() for word in words)
        )
        return named or self.is_known(name)
