"""Headlines and leads whose form names the speaker: "X: words", "words, X says", "words, - X", "words – X".

In a headline, "X says words" is read by rule where the tagger leaves it out, and "as" or "amid" ends what X says.

The tagger was trained on running text. Here the form of the sentence decides, where it leaves no doubt.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence as Seq
from dataclasses import replace

from collectors.metrics.quotations.assembly import FoundQuotation
from collectors.metrics.quotations.attributed_labels import label_alone, label_behind_as
from collectors.metrics.quotations.clause_roles import ROLE
from collectors.metrics.quotations.labelled_pieces import Piece
from collectors.metrics.quotations.linking import Sequence
from collectors.metrics.quotations.speakers import headline_words as words
from collectors.metrics.quotations.speakers.first_names import gender_of_first_name
from collectors.metrics.quotations.speakers.headline_credits import is_acronym, is_credit
from collectors.metrics.quotations.speakers.offices import describe
from collectors.metrics.quotations.speakers.subjects import Tokens, phrase_end, with_name
from collectors.metrics.quotations.tokens import DASHES, Ints, TokenizedText
from collectors.support.countries import country_alone

#: Whether the event declares somebody under a name.
IsKnown = Callable[[str], bool]

_VERBS = (ROLE["VF"], ROLE["VC"], ROLE["VA"])
_LONGEST = 9  # tokens of a speaker
_CREDIT = 6  # tokens of a speaker behind a dash, with the dash
_FEWEST = 3  # words of what is said


def with_headline_forms(
    doc: TokenizedText, roles: Ints, found: Seq[FoundQuotation], is_known: IsKnown
) -> list[FoundQuotation]:
    """Add the quotations that the form of a sentence shows; they replace those read otherwise in the same sentence.

    Args:
        doc: The text.
        roles: The clause role of each token.
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
        for start, stop in words.sentences_between(doc, first, end):
            form = _Form(doc, roles, (first, end), (start, stop), is_known)
            one = form.read()
            here = by_sentence.get(doc.sentences[start], [])
            if start == first and here:
                kept = [quotation for quotation in kept if quotation not in here or not form.is_rubric(quotation)]
                here = [quotation for quotation in here if not form.is_rubric(quotation)]
            if form.opens_text and here:
                kept = [form.narrowed(quotation) if quotation in here else quotation for quotation in kept]
                here = [form.narrowed(quotation) for quotation in here]
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


def _agrees(one: FoundQuotation, other: FoundQuotation) -> bool:
    """Whether a quotation was read with the speaker that the form shows."""
    if one.speaker is None or other.speaker is None or one.cue is None:
        return False
    if other.speaker[0] <= one.cue.first < other.speaker[1]:
        return False  # "Lavrov claims referendums | show": the speaker holds the verb of saying
    return other.speaker[0] < one.speaker[1] and one.speaker[0] < other.speaker[1]


def _widened(quotation: FoundQuotation, one: FoundQuotation) -> FoundQuotation:
    """Note that the form shows the quotation too; extend speaker and content to those of the form, if part of them.

    Examples: "the military | bloc's chief"; "Putin says | annexed regions are Russian | “forever”".
    """
    cue, near = one.cue, quotation.near_cue
    whole = one.contents[0]
    inside = all(whole.first <= piece.first and piece.end <= whole.end for piece in quotation.contents)
    if cue is not None and near is not None and near.first <= cue.first < near.end <= whole.first and inside:
        quotation = replace(quotation, contents=one.contents)
    quotation = replace(quotation, by_form=True)
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

    def __init__(self, doc: TokenizedText, roles: Ints, paragraph: Tokens, sentence: Tokens, is_known: IsKnown) -> None:
        self.doc, self.roles, self.is_known = doc, roles, is_known
        self.first, self.end = paragraph
        self.start, self.stop = sentence
        self.body_end = self.stop
        while (
            self.body_end > self.start
            and doc.surfaces[self.body_end - 1] in words.ENDS
            and not doc.quotes[self.body_end - 1]
        ):
            self.body_end -= 1
        # As a headline: no full stop, and nothing after it but an announcement of pictures.
        pictures = self._pictures_from(self.end)
        self.alone = self.body_end == self.end or (pictures < self.end and pictures <= self.stop)
        if self.alone:
            self.body_end = min(self.body_end, pictures)
        last = self.body_end - 1
        stopped = last > self.start and bool(doc.quotes[last]) and doc.surfaces[last - 1] in (*words.ENDS, ",")
        self.opens_text = self.alone and not stopped and self.start == 0

    def _pictures_from(self, end: int) -> int:
        """Return where the words in capitals begin that announce pictures at the end of the paragraph, else `end`."""
        doc, start, pictures = self.doc, end, end
        while start > self.start + 1 and end - start < _LONGEST and not doc.quotes[start - 1]:
            announces = doc.low[start - 1] in words.PICTURES and doc.surfaces[start - 1].isupper()
            if not announces and doc.surfaces[start - 1] not in words.BEHIND:
                break
            start -= 1
            pictures = start if announces or pictures < end else end
        return pictures

    def read(self) -> FoundQuotation | None:
        """Return the quotation of the sentence by its form, None if it has none of the forms."""
        return (
            self._in_words_of()
            or self._credited()
            or self._says_at_end()
            or self._headed()
            or self._named_last()
            or self._says_first()
        )

    def narrowed(self, quotation: FoundQuotation) -> FoundQuotation:
        """Leave of a content what its speaker is sure to have said: up to "as", or the label of a thing."""
        return label_behind_as(self.doc, self.roles, label_alone(self.doc, self.broken_off(quotation)))

    def broken_off(self, quotation: FoundQuotation) -> FoundQuotation:
        """End what a headline's speaker says before "as" or "amid": "Kyiv says it needs aid | as Russia advances"."""
        cue = quotation.near_cue
        contents = tuple(
            piece._replace(end=self._break(piece)) if cue is not None and cue.first < piece.first else piece
            for piece in quotation.contents
        )
        return quotation if contents == quotation.contents else replace(quotation, contents=contents)

    def is_rubric(self, quotation: FoundQuotation) -> bool:
        """Whether a rubric or place was read as a speaker: "Analysis: Why ...", "Occupied Kherson: ..."."""
        cue, speaker = quotation.near_cue, quotation.speaker
        if cue is None or self.doc.surfaces[cue.first] != ":" or not speaker or speaker[0] != self.start:
            return False
        label = words.is_title(self.doc.low[cue.end : self.end]) or self.doc.low[speaker[1] - 1] in words.NO_SPEAKER
        return (self.opens_text and label) or self.doc.low[self.start] in words.OPENS_NO_SPEAKER

    def _has_verb(self, first: int, end: int) -> bool:
        return any(role in _VERBS for role in self.roles[first:end].tolist())

    def _break(self, piece: Piece) -> int:
        doc, has_verb = self.doc, False
        for token in range(piece.first, piece.end):
            opens = doc.low[token] in words.BREAKS_OFF and not doc.quotes[token] and token >= piece.first + _FEWEST
            comma = doc.surfaces[token - 1] == "," and not doc.quotes[token - 1] and token > piece.first + _FEWEST
            if (
                comma
                and has_verb
                and (doc.low[token] in words.OTHER_ACCOUNT or words.other_clause(doc, token, piece.end, self.roles))
            ):
                return token - 1
            if opens and has_verb and (doc.low[token] in words.ALONE or self._has_verb(token + 1, piece.end)):
                return token - (doc.surfaces[token - 1] == ",")
            has_verb = has_verb or int(self.roles[token]) in _VERBS
        return piece.end

    def _says_first(self) -> FoundQuotation | None:
        """Read the headline form "Lavrov claims referendums show ..."."""
        doc = self.doc
        if not self.opens_text or doc.low[self.start] in words.NO_SUBJECT:
            return None
        limit = min(self.body_end - _FEWEST, self.start + _LONGEST + 1)
        verb = next((index for index in range(self.start + 1, limit) if doc.low[index] in words.SAYS_CLAUSE), None)
        if verb is None or any(doc.quotes[self.start : verb + 1]) or not self._noun_phrase((self.start, verb)):
            return None
        if any(not self._wordlike(token) for token in range(self.start, verb)):
            return None
        clause = self.roles[verb + 2 : self.body_end].tolist()
        if doc.low[verb + 1] in words.ADVERBIAL | {"to", "no"} or not any(role in _VERBS for role in clause):
            return None
        one = self._quotation_of((self.start, verb), (verb, verb + 1), (verb + 1, self.body_end))
        return self.broken_off(one) if one else None

    def _quotation_of(self, speaker: Tokens, cue: Tokens, content: Tokens) -> FoundQuotation | None:
        doc = self.doc
        first, end = content
        while end > first and doc.surfaces[end - 1] in (",", ";", ":", *DASHES) and not doc.quotes[end - 1]:
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
        return self._quotation_of((first, end), (self.start, first), (opening, closing + 1))

    def _credited(self) -> FoundQuotation | None:
        """Read the form "words, - Reznikov", and in a headline "words – Kyiv"."""
        doc = self.doc
        for index in range(self.body_end - 2, max(self.start + _FEWEST, self.body_end - 1 - _LONGEST), -1):
            if doc.surfaces[index] not in DASHES or doc.quotes[index]:
                continue
            speaker = (index + 1, self.body_end)
            comma = doc.surfaces[index - 1] == ","
            opens = self.alone or self.start == self.first  # a headline, or one that its lead repeats
            if any(doc.surfaces[token] == "," for token in range(index + 1, self.body_end)):
                return None
            if self.alone and is_credit(words.text_of(self.doc, speaker), doc.low[slice(*speaker)]):
                return self._quotation_of(speaker, (index, index + 1), (self._content_start(), index))
            if not doc.surfaces[index + 1][0].isupper():
                return None
            if comma or (
                opens
                and self.body_end - index <= _CREDIT
                and (self._may_speak(speaker, countries=self.alone) or is_acronym(self.doc.surfaces[slice(*speaker)]))
            ):
                return self._quotation_of(speaker, (index, index + 1), (self._content_start(), index))
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
        comma = next((index for index in range(self.body_end - 2, self.start, -1) if self._ends_words(index)), None)
        if comma is None or self.body_end - comma - 1 > _LONGEST + 1:
            return None
        if (
            doc.low[self.start] in words.ADVERBIAL
            and not self.alone
            and doc.low[self.start + 1] not in ("least", "most")
        ):
            return None
        end = self.body_end
        while end > comma + 2 and doc.low[end - 1] in words.TIMES:
            end -= 1
        tail = range(comma + 1, end)
        if any(doc.quotes[token] or not self._wordlike(token) for token in tail) or (
            doc.quotes[comma - 1] and doc.quotes[self.start]
        ):
            return None
        if doc.low[end - 1] in words.SAYS and end - comma > 2:
            verb = end - 1
            has = doc.low[verb - 1] in ("has", "have", "had") and verb - comma > 2
            speaker = (comma + 1, verb - has)
        elif doc.low[comma + 1] in words.INVERTED and end - comma > 2:
            place = (token for token in range(comma + 3, end) if doc.low[token] in words.ADVERBIAL)
            speaker, verb = (comma + 2, next(place, end)), comma + 1
        else:
            return None
        if words.opens_clause(doc.surfaces[slice(*speaker)], inverted=verb < speaker[0]) or not self._noun_phrase(
            speaker
        ):
            return None
        return self._quotation_of(speaker, (verb, verb + 1), (self._content_start(), comma + (doc.quotes[comma] == 3)))

    def _ends_words(self, token: int) -> bool:
        """Whether a token is a comma outside marks, or the mark that closes behind one: 'hit by “a blast,” says X'."""
        marks = self.doc.quotes[token]
        return self.doc.surfaces[token - (marks == 3)] == "," and marks in (0, 3)

    def _wordlike(self, token: int) -> bool:
        """Whether a token is a word, a possessive or a full stop inside a name."""
        return self.doc.word[token] or self.doc.surfaces[token] in ("'s", "’s", "’", ".")

    def _noun_phrase(self, tokens: Tokens) -> bool:
        """Whether words are a name or a description, rather than a clause."""
        doc = self.doc
        if not words.CLAUSE.isdisjoint(doc.low[tokens[0] : tokens[1]]):
            return False
        return doc.shapes[tokens[1] - 1] in (3, 4) or describe(words.text_of(self.doc, tokens)).kind != ""

    def _headed(self) -> FoundQuotation | None:
        """Read the form "NATO chief: words" at the beginning of a paragraph."""
        doc = self.doc
        if self.start != self.first:
            return None
        colon = next(
            (index for index in range(self.start, min(self.body_end, self.start + 12)) if doc.surfaces[index] == ":"),
            None,
        )
        if colon is None or colon == self.start or doc.quotes[colon]:
            return None
        topic = next((index for index in range(self.start + 1, colon) if doc.low[index] in words.TOPIC), colon)
        if not self._may_speak((self.start, topic)) or (topic < colon and self._is_topic((self.start, topic))):
            return None
        behind = doc.low[min(colon + 1, self.body_end - 1)]
        if (
            behind in ("he", "she")
            or behind == doc.low[topic - 1]
            or (behind in words.QUESTIONS and self._is_topic((self.start, topic)))
        ):
            return None  # "Olena Rudko: Rudko sang in the street": the name is the topic
        if colon + 1 < self.body_end and doc.quotes[colon + 1] and not self.alone:
            return None  # "X: “...”" is read elsewhere, with all of its sentences
        return self._quotation_of((self.start, topic), (colon, colon + 1), (colon + 1, self.body_end))

    def _is_topic(self, tokens: Tokens) -> bool:
        """Whether the words before a colon may be what a headline is about: a body or country, no person."""
        name = words.text_of(self.doc, tokens)
        return country_alone(name) is not None or describe(name).kind in ("body", "country", "group")

    def _named_last(self) -> FoundQuotation | None:
        """Read the headline form "words: Brett Velicovich"."""
        doc = self.doc
        colon = next((index for index in range(self.body_end - 2, self.start, -1) if doc.surfaces[index] == ":"), None)
        if not self.alone or colon is None or self.body_end - colon - 1 > 4 or doc.quotes[colon]:
            return None
        if doc.low[colon - 1] in words.PICTURES or doc.low[colon - 1] in words.CREDITS:
            return None  # "Image: NASA"
        small = is_credit(
            words.text_of(self.doc, (colon + 1, self.body_end)), doc.low[colon + 1 : self.body_end]
        )  # "...: police"
        if not self._has_verb(self.start, colon) and "to" not in doc.low[self.start : colon]:
            return None
        if not small and not self._may_speak((colon + 1, self.body_end)):
            return None
        return self._quotation_of((colon + 1, self.body_end), (colon, colon + 1), (self.start, colon))

    def _may_speak(self, tokens: Tokens, *, countries: bool = False) -> bool:
        """Whether the words beside a colon or dash are a speaker, rather than a topic or place."""
        doc = self.doc
        spelled = doc.surfaces[tokens[0] : tokens[1]]
        low = {word.lower() for before, word in zip(["", *spelled], spelled, strict=False) if before != "of"}
        if not spelled or len(spelled) > _LONGEST or low & words.NO_SPEAKER or not spelled[0][0].isupper():
            return False
        if words.is_gerund(spelled[0]) or words.opens_clause(spelled):
            return False  # "Joining NATO: ...", "It's official: ..."
        if any(not word[0].isalnum() and word not in (".", "'s", "’s") for word in spelled):
            return False
        return self._is_somebody(words.text_of(self.doc, tokens), spelled, countries=countries)

    def _is_somebody(self, name: str, spelled: Seq[str], *, countries: bool) -> bool:
        """Whether a name is one who speaks: a seat of power, an office, a body, a person, or somebody known."""
        place = country_alone(name)
        if place is not None:
            alliance = place.code in ("UN", "NATO", "EU")
            return place.form == "seat" or alliance or (countries and place.form in ("name", "capital"))
        described = describe(name)
        proper = any(word.lower() == described.head and word[0].isupper() for word in spelled)
        if described.kind == "office" or (described.kind == "body" and proper and not described.private):
            return True
        _, owned, rest = name.rpartition("’s ") if "’s " in name else name.rpartition("'s ")
        capitals = len(spelled) in (2, 3) and all(word[0].isupper() for word in spelled)
        return (
            described.head in words.HEADS
            or (bool(owned) and self.is_known(rest))
            or (capitals and bool(gender_of_first_name(spelled[0])))
            or self.is_known(name)
        )
