"""The whole of a speaker's words: lists, names after "Mr", appositions, clauses on anonymity."""

from __future__ import annotations

from collectors.metrics.quotations.speakers.names import bare, is_body
from collectors.metrics.quotations.speakers.speaker_words import ROLE_WORDS, TITLE_WORDS
from collectors.metrics.quotations.tokens import TokenizedText
from collectors.metrics.voice import SAYING
from collectors.metrics.word_lists import word_set


def whole_speaker(doc: TokenizedText, speaker: tuple[int, int], taken: set[int], said: set[int]) -> tuple[int, int]:
    """Extend a speaker to the whole phrase, and cut off a verb or adverbial before it.

    The phrase includes all of a list, the name after "Mr", the words before a relative pronoun, and the clause that
    says why somebody is not named.

    Args:
        doc: The text.
        speaker: Tokens [first, end).
        taken: Tokens that any cue, speaker or content holds.
        said: Tokens that contents hold.

    Returns:
        Tokens [first, end).
    """
    first, end = _whole_list(doc, *_without_adverbial(doc, *_without_verb(doc, *speaker)))
    end = _without_time(doc, first, end)
    end = _with_description(doc, _with_name(doc, end), taken)
    first = _with_named(doc, _with_antecedent(doc, first, said))
    return first, _with_anonymity(doc, end, said)


def _with_name(doc: TokenizedText, end: int) -> int:
    """Extend a speaker that ends in "Mr" or another title to the name after it."""
    size = len(doc.surfaces)
    if doc.low[end - 1] in TITLE_WORDS and end + 1 < size and doc.surfaces[end] == "." and doc.shapes[end + 1] == 3:
        return end + 2
    while doc.low[end - 1] in TITLE_WORDS and end < size and doc.shapes[end] in (3, 4) and not doc.quotes[end]:
        end += 1
        while end < size and doc.shapes[end] in (3, 4) and not doc.quotes[end]:
            end += 1
    return end


def _with_description(doc: TokenizedText, end: int, taken: set[int]) -> int:
    """Extend a speaker that breaks off before its noun or field.

    Examples are "Her French | counterpart, Luc Moreau,", extended to the name after the comma, and "The governor | of
    the region, Anton Rell,".
    """
    size, place = len(doc.surfaces), end
    if doc.low[end - 1] in ROLE_WORDS and place < size and doc.low[place] in ("of", "for"):
        while place < size and place not in taken and place - end < _OFFICE and doc.word[place]:
            place += 1
        return _with_its_name(doc, place, end, taken)
    while (
        place < size
        and place not in taken
        and (doc.low[place] in ROLE_WORDS or doc.low[place] in ("counterpart", "counterparts"))
    ):
        place += 1
    return _with_its_name(doc, place, place, taken) if place > end else end


def _with_its_name(doc: TokenizedText, token: int, end: int, taken: set[int]) -> int:
    """Return the end of the name between commas after a description that ends at `token`, else `end`."""
    size, after = len(doc.surfaces), token + 1
    while after < size and after not in taken and doc.shapes[after] == 3:
        after += 1
    named = (
        token < size
        and doc.surfaces[token] == ","
        and 2 <= after - token - 1 <= 4
        and after < size
        and doc.surfaces[after] == ","
    )
    return after if named else end


_OFFICE = 10  # tokens of an office: "of the Zaporizhzhia region"
_ANTECEDENT = 12  # tokens before a relative pronoun
_ANONYMITY = 25  # tokens of a clause on anonymity


def _with_antecedent(doc: TokenizedText, first: int, said: set[int]) -> int:
    """Extend a speaker that begins with "who" to the words before the comma."""
    if doc.low[first] not in ("who", "whose") or first < 2 or doc.surfaces[first - 1] != ",":
        return first
    place = first - 1
    while (
        place > 0
        and first - place < _ANTECEDENT
        and place - 1 not in said
        and doc.sentences[place - 1] == doc.sentences[first]
    ):
        age = doc.surfaces[place - 1] == "," and place + 1 < first and doc.surfaces[place].isdigit()
        if (
            doc.quotes[place - 1]
            or (not doc.word[place - 1] and not age)
            or doc.low[place - 1] in ("and", "but", "while", "said")
        ):
            break
        place -= 1
    whole = place < first - 1 and (doc.surfaces[place][0].isupper() or doc.low[place] in _OPENS_SPEAKER)
    return place if whole else first


def _with_named(doc: TokenizedText, first: int) -> int:
    """Extend an apposition to the name before it: "Boris Tarn, | the opposition leader, slammed".

    The name has two words or more and begins the sentence or clause.
    """
    if first < 2 or doc.surfaces[first - 1] != "," or doc.low[first] not in ("the", "a", "an", "who"):
        return first
    place = first - 1
    while (
        place > 0
        and doc.shapes[place - 1] == 3
        and not doc.quotes[place - 1]
        and doc.sentences[place - 1] == doc.sentences[first]
    ):
        place -= 1
    if doc.low[place] in _BEFORE_SUBJECTS:
        return first  # "On Thursday, the assembly"
    opens = (
        place == 0
        or doc.sentences[place - 1] != doc.sentences[first]
        or doc.surfaces[place - 1] in (",", ";", "—", "–")
    )
    return place if opens and 2 <= first - 1 - place <= 5 else first


def _with_anonymity(doc: TokenizedText, end: int, said: set[int]) -> int:
    """Extend an unnamed speaker to the clause on anonymity after it: ", who asked not to be named"."""
    place = end + (end < len(doc.surfaces) and doc.surfaces[end] == ",") - (doc.low[end - 1] == "who")
    if place >= len(doc.surfaces) or doc.low[place] not in ("who", "speaking", "on", "requesting"):
        return end
    clause = doc.low[place : place + _ANONYMITY]
    stop = next(
        (index for index, word in enumerate(clause) if word in (",", ".", ";", ":") or doc.quotes[place + index]),
        len(clause),
    )
    if _ANONYMOUS.isdisjoint(clause[:stop]) or not said.isdisjoint(range(place, place + stop)):
        return end
    return place + stop


_OPENS_SPEAKER = word_set("en.speaker_clauses.indefinites_and_articles")
_ANONYMOUS = word_set("en.reported_speech.words_of_unnamed_sources")


def _without_adverbial(doc: TokenizedText, first: int, end: int) -> tuple[int, int]:
    """Cut off the phrase on time or place before a speaker: "On Thursday, | the assembly"."""
    if doc.low[first] not in _BEFORE_SUBJECTS:
        return first, end
    comma = next(
        (index for index in range(first + 1, min(end, first + _ADVERBIAL)) if doc.surfaces[index] == ","), end - 1
    )
    return (comma + 1, end) if comma + 1 < end and doc.surfaces[comma] == "," else (first, end)


_BEFORE_SUBJECTS = word_set("en.speaker_clauses.before_subjects")
_ADVERBIAL = 10  # tokens of a phrase on time or place


def _without_time(doc: TokenizedText, first: int, end: int) -> int:
    """Cut off the time behind a speaker: "the CIA | in the summer", "the ministry | last week"."""
    if doc.low[end - 1] not in _TIMES:
        return end
    start = end - 1
    while start > first + 1 and doc.low[start - 1] in _BEFORE_TIMES:
        start -= 1
    opened = start < end - 1 and doc.low[start] in _OPENS_TIMES
    return start if opened and start > first else end


_TIMES = word_set("en.speaker_clauses.times_behind_speakers")
_BEFORE_TIMES = word_set("en.speaker_clauses.before_times")
_OPENS_TIMES = word_set("en.speaker_clauses.opens_times")


def _without_verb(doc: TokenizedText, first: int, end: int) -> tuple[int, int]:
    """Cut off a verb of saying at the start of a speaker: "said a diplomat"."""
    return (first + 1, end) if end - first > 1 and doc.low[first] in SAYING else (first, end)


def _whole_list(doc: TokenizedText, first: int, end: int) -> tuple[int, int]:
    """Extend a speaker to the whole list of countries or bodies that it ends: "the US, Germany and France"."""
    if "and" not in doc.surfaces[first:end]:
        return first, end
    start = first
    for _ in range(8):
        comma = start - 1
        place = comma
        sentence = doc.sentences[first]
        while 0 < place > comma - 5 and doc.surfaces[place - 1][0].isupper() and doc.sentences[place - 1] == sentence:
            place -= 1
        if (
            comma < 1
            or doc.surfaces[comma] != ","
            or place == comma
            or not is_body(bare(" ".join(doc.surfaces[place:comma])).split())
        ):
            break
        start = place
    return start, end
