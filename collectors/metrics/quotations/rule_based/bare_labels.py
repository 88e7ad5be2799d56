"""What somebody calls a thing without quotation marks: "Scholz nannte die Abstimmungen Scheinreferenden".

The label is the speaker's word, not the outlet's. It stands behind an opening word ("bezeichnete X als Y", "calificó X
de Y"), in a case of its own ("назвал X Y-ом"), or right beside the object ("nannte X eine Y", "ha definito X una Y").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from collectors.metrics.quotations.rule_based.clauses import TextClause, VerbCue, clause_around
from collectors.metrics.quotations.rule_based.label_words import BESIDE, LabelWords, label_words
from collectors.metrics.quotations.rule_based.language_pack import LanguagePack, SayingVerb
from collectors.metrics.quotations.rule_based.participles import is_passive
from collectors.metrics.quotations.rule_based.passages import TokenRange, Unit
from collectors.metrics.quotations.rule_based.speaker_phrases import names_speaker, subject_of

_LONGEST = 7  # tokens of a label
_FARTHEST = 16  # tokens from the verb to its label
#: Romance prepositions that open a label and join nouns as well, with their elided forms.
_GENITIVE_OPENERS = frozenset(["de", "d'", "d’"])
#: Endings of objects that stand before the verb.
_OBJECT_CASES = {"pl": ("ych", "ich", "ego", "ów"), "ru": ("ых", "их", "ого", "его"), "uk": ("их", "іх", "ого", "його")}
_CALLING = SayingVerb("saying", "none", frozenset())
_INFLECTED_ADJECTIVE = ("e", "en", "er", "es")


def given_labels(
    unit: Unit, pack: LanguagePack, speech: frozenset[int]
) -> Iterator[tuple[VerbCue, TokenRange, TokenRange | None]]:
    """Find labels without quotation marks, in reading order.

    Args:
        unit: The sentence.
        pack: The words of its language.
        speech: The quoted stretches that are speech.

    Yields:
        The verb that gives the label, the label's tokens, and the phrase of who gives it: None where the clause has no
        subject.
    """
    words = label_words(pack.language) if pack.level == "full" else None
    for verb, low in enumerate(unit.low) if words else ():
        if words is None or low not in words.frames or unit.quote[verb] >= 0 or (unit.is_capital(verb) and verb):
            continue
        clause = clause_around(unit, verb, speech)
        marked = clause.behind == "«" or any(unit.quote[index] >= 0 for index in range(clause.first, clause.end))
        calling = _Calling(unit, verb, clause, pack, words)
        label = None if marked or calling.names_nobody() else calling.label()
        if label is None or not unit.surfaces[label[0]][0].isalpha():
            continue
        first = verb
        while first > clause.first and pack.has("auxiliaries", unit.low[first - 1]):
            first -= 1
        cue = VerbCue(verb, first, verb + 1, pack.verbs.get(low, _CALLING), clause)
        giver = subject_of(unit, cue, pack, speech)
        if giver and giver[0] < label[1] and label[0] < giver[1]:
            giver = None
        if giver is None or _may_give(unit, cue, giver, pack):
            yield cue, label, giver


def _may_give(unit: Unit, cue: VerbCue, giver: TokenRange, pack: LanguagePack) -> bool:
    """Whether a phrase is the subject of a verb of calling, and not what is called something."""
    if giver[0] < cue.clause.first and pack.has("relatives", unit.low[cue.clause.first]):
        return False  # "Łapin, którego nazwał nieudacznikiem"
    low = unit.low[giver[0]]
    is_object = low.endswith(_OBJECT_CASES.get(pack.language, ("\0",)))  # "Samych Ukraińców określił jako braci"
    return not is_object and names_speaker(unit, *giver, pack) and not pack.has("own_pronouns", low)


@dataclass(frozen=True, slots=True)
class _Calling:
    """A verb of calling in its clause."""

    unit: Unit
    verb: int
    clause: TextClause
    pack: LanguagePack
    words: LabelWords

    def names_nobody(self) -> bool:
        """Whether the verb says that a thing is only called so."""
        around = self.unit.low[max(self.clause.first, self.verb - 1) : self.verb + 2]
        if any(self.pack.has("reflexives", word) for word in around):
            return True
        return self.pack.language == "de" and is_passive(self.unit, self.verb, (self.clause.first, self.clause.end))

    def label(self) -> TokenRange | None:
        """Return the label's tokens, None without one."""
        for frame in self.words.frames[self.unit.low[self.verb]]:
            found = self._beside() if frame == BESIDE else self._opened(frame)
            if found:
                return found
        return None

    def _opened(self, opener: str) -> TokenRange | None:
        """Return the label behind its opening word: behind the verb, or before a participle that ends the clause."""
        unit, end, genitive = self.unit, self.clause.end, opener in _GENITIVE_OPENERS
        forms = _GENITIVE_OPENERS if genitive else frozenset([opener])
        stop = min(end, self.verb + _FARTHEST)
        places = [index for index in range(self.verb + 1, stop) if unit.low[index] in forms]
        if genitive:
            places = [index for index in places if index + 1 < end and self._may_open(index + 1)]
        if places:
            at = places[-1] if genitive and places[0] > self.verb + 1 else places[0]
            return self._cut(at + 1, stop_at_article=at == self.verb + 1)
        before = [index for index in range(self.clause.first + 1, self.verb) if unit.low[index] in forms]
        if before and self.verb == end - 1 and 1 < self.verb - before[-1] <= _LONGEST:
            return (before[-1] + 1, self.verb)
        return None

    def _may_open(self, index: int) -> bool:
        """Whether a word behind "de" may begin a label: no definite article, no name."""
        low = self.unit.low[index]
        definite = self.pack.has("articles", low) and low not in self.words.articles
        return self.unit.is_word(index) and not definite and not self.unit.is_capital(index)

    def _cut(self, first: int, *, stop_at_article: bool) -> TokenRange | None:
        """Return the label that begins at a token: up to a preposition, another clause, or the object behind it."""
        unit, index, end = self.unit, first, self.clause.end
        while index < min(end, first + _LONGEST) and (unit.is_word(index) or unit.low[index] in "'’"):
            low = unit.low[index]
            if index > first and any(
                self.pack.has(name, low) for name in ("prepositions", "subordinators", "relatives")
            ):
                break
            article = self.pack.has("articles", low) and low not in self.words.articles
            if index > first and stop_at_article and article:
                break
            if self.pack.has("conjunctions", low) and index + 2 != end:
                break  # "illegal und ungültig" ends the clause; what is longer may be another one
            index += 1
        while index > first and self.pack.has("adverbs", unit.low[index - 1]):
            index -= 1
        return (first, index) if index > first else None

    def _beside(self) -> TokenRange | None:
        """Return the label beside the object of the verb."""
        if self.words.endings:
            return self._in_case()
        return self._german() if self.pack.language == "de" else self._romance()

    def _in_case(self) -> TokenRange | None:
        """Return the first words behind the verb in the case of labels, which no preposition governs."""
        unit, index, governed = self.unit, self.verb + 1, False
        stop = min(self.clause.end, self.verb + _FARTHEST)
        while index < stop:
            low = unit.low[index]
            if self._has_case(index):
                end = index + 1
                while end < stop and self._has_case(end):
                    end += 1
                if not governed and self._is_whole(end):
                    tail = index > self.verb + 1 and not unit.is_capital(min(end, len(unit) - 1))
                    return self._cut(index, stop_at_article=False) if tail else (index, end)
                governed, index = False, end
                continue
            if self.pack.has("prepositions", low):
                governed = True
            elif self.pack.has("conjunctions", low) or not unit.is_word(index):
                governed = False
            index += 1
        return None

    def _has_case(self, index: int) -> bool:
        low = self.unit.low[index]
        if not self.unit.is_word(index) or any(self.pack.has(name, low) for name in ("pronouns", "oblique", "adverbs")):
            return False
        if self.pack.has("prepositions", low):
            return False
        if index == self.clause.end - 1 and self.words.last and low.endswith(self.words.last):
            return True
        return low.endswith(self.words.endings + self.words.doubtful)

    def _is_whole(self, end: int) -> bool:
        """Whether the last word of a run is in the case for sure, or nothing follows with which it could agree."""
        if end >= self.clause.end or self.unit.low[end - 1].endswith(self.words.endings):
            return True
        return self.pack.has("prepositions", self.unit.low[end]) or self.pack.has("conjunctions", self.unit.low[end])

    def _german(self) -> TokenRange | None:
        """Read "nannte die Abstimmung eine Farce", "nannte die Abstimmungen Scheinreferenden", "... illegal"."""
        unit, end = self.unit, self.clause.end
        start = self.verb + 1
        while start < end and unit.is_capital(start):
            start += 1  # the subject behind the verb, or a name that is called something
        if start >= end:
            return None
        leads = unit.low[start] in self.words.objects
        if not leads and not (start > self.verb + 1 and unit.low[start] in self.words.articles):
            return None
        article = next((index for index in range(start, end) if unit.low[index] in self.words.articles), 0)
        if article:
            return self._cut(article, stop_at_article=False)
        adjectives = self._adjectives(start)
        if adjectives:
            return adjectives
        prepositions = (index for index in range(start + 1, end) if self.pack.has("prepositions", unit.low[index]))
        last = next(prepositions, end)
        while last > start and self.pack.has("adverbs", unit.low[last - 1]):
            last -= 1
        return self._german_end(start, last) if last - 1 > start and unit.is_word(last - 1) else None

    def _adjectives(self, start: int) -> TokenRange | None:
        """Return the adjectives with which the clause ends: "nannte die Wahl am Mittwoch illegal und nichtig"."""
        first = end = self.clause.end
        while first - 1 > start and self.unit.low[first - 1].endswith(self.words.adjectives):
            first -= 1
            joined = first - 2 > start and self.pack.has("conjunctions", self.unit.low[first - 1])
            first -= joined and self.unit.low[first - 2].endswith(self.words.adjectives)
        objects = first > start + 1 or self.unit.low[start] in self.words.pronouns
        return (first, end) if first < end and objects else None

    def _german_end(self, start: int, end: int) -> TokenRange | None:
        """Return the noun without an article with which the words of the object end."""
        unit, pack, last = self.unit, self.pack, end - 1
        if not unit.is_capital(last):
            return None
        first = last
        while (
            first > start + 1 and not unit.is_capital(first - 1) and unit.low[first - 1].endswith(_INFLECTED_ADJECTIVE)
        ):
            first -= 1
            if pack.has("articles", unit.low[first]) or pack.has("oblique", unit.low[first]):
                return None
        before = unit.low[first - 1]
        if first - 1 == start:
            return (first, end) if before in self.words.pronouns else None
        office = pack.is_title(before) or pack.has("people", before) or pack.is_body(before)
        return (first, end) if unit.is_capital(first - 1) and not office else None

    def _romance(self) -> TokenRange | None:
        """Read "ha definito il voto una farsa", "ha definito farsa il voto", "llamó farsa a la votación"."""
        unit, pack, stop = self.unit, self.pack, min(self.clause.end, self.verb + _FARTHEST)
        index = self.verb + 1
        while index < stop and unit.is_word(index) and not unit.is_capital(index):
            if any(pack.has(name, unit.low[index]) for name in ("articles", "prepositions", "adverbs", "pronouns")):
                break
            index += 1
        follows = index < stop and (pack.has("articles", unit.low[index]) or unit.low[index] in ("a", "al"))
        if index > self.verb + 1 and follows:
            return (self.verb + 1, index)
        article = next((at for at in range(self.verb + 1, stop) if unit.low[at] in self.words.articles), 0)
        if not article or pack.has("prepositions", unit.low[article - 1]) or unit.low[article - 1] == "a":
            return None  # "llamó a una sesión"
        return self._cut(article, stop_at_article=article == self.verb + 1)
