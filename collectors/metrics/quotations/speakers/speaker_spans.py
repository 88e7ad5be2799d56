"""A speaker's words as a reader takes them: whole lists, names after "Mr", appositions, clauses on anonymity."""

from __future__ import annotations

from collectors.metrics.quotations.speakers.names import bare, is_body
from collectors.metrics.quotations.speakers.speaker_words import ROLE_WORDS, TITLE_WORDS
from collectors.metrics.quotations.tokens import TokenizedText
from collectors.metrics.voice import SAYING


def whole_speaker(doc: TokenizedText, speaker: tuple[int, int], taken: set[int], said: set[int]) -> tuple[int, int]:
    """A speaker's words without a verb, with all of a list, an abbreviated title's name, whom a relative pronoun goes
    with, and the clause that says why somebody is not named."""
    first, end = _whole_list(doc, *_without_adverbial(doc, *_without_verb(doc, *speaker)))
    end = _with_description(doc, _with_name(doc, end), taken)
    first = _with_named(doc, _with_antecedent(doc, first, said))
    return first, _with_anonymity(doc, end, said)


def _with_name(doc: TokenizedText, end: int) -> int:
    """The end of a speaker that breaks off after "Mr", with the name after the full stop."""
    n = len(doc.surfaces)
    if doc.low[end - 1] in TITLE_WORDS and end + 1 < n and doc.surfaces[end] == "." and doc.shapes[end + 1] == 3:
        return end + 2
    while doc.low[end - 1] in TITLE_WORDS and end < n and doc.shapes[end] in (3, 4) and not doc.quotes[end]:
        end += 1
        while end < n and doc.shapes[end] in (3, 4) and not doc.quotes[end]:
            end += 1
    return end


def _with_description(doc: TokenizedText, end: int, taken: set[int]) -> int:
    """The end of a speaker that breaks off before the noun ("Her French | counterpart, Luc Moreau,"), with the noun and
    the name after its comma, or before its field ("The governor | of the region, Anton Rell,")."""
    n, i = len(doc.surfaces), end
    if doc.low[end - 1] in ROLE_WORDS and i < n and doc.low[i] in ("of", "for"):
        while i < n and i not in taken and i - end < _OFFICE and doc.word[i]:
            i += 1
        return _with_its_name(doc, i, end, taken)
    while i < n and i not in taken and (doc.low[i] in ROLE_WORDS or doc.low[i] in ("counterpart", "counterparts")):
        i += 1
    return _with_its_name(doc, i, i, taken) if i > end else end


def _with_its_name(doc: TokenizedText, i: int, end: int, taken: set[int]) -> int:
    """The end of the name in commas that follows a description up to `i`, else `end`."""
    n, k = len(doc.surfaces), i + 1
    while k < n and k not in taken and doc.shapes[k] == 3:
        k += 1
    named = i < n and doc.surfaces[i] == "," and 2 <= k - i - 1 <= 4 and k < n and doc.surfaces[k] == ","
    return k if named else end


_OFFICE = 10  # tokens of an office: "of the Zaporizhzhia region"
_ANTECEDENT = 12  # tokens before a relative pronoun
_ANONYMITY = 25  # tokens of a clause on anonymity


def _with_antecedent(doc: TokenizedText, first: int, said: set[int]) -> int:
    """The start of a speaker that begins with "who", with the words before the comma that it goes with."""
    if doc.low[first] not in ("who", "whose") or first < 2 or doc.surfaces[first - 1] != ",":
        return first
    k = first - 1
    while k > 0 and first - k < _ANTECEDENT and k - 1 not in said and doc.sentences[k - 1] == doc.sentences[first]:
        age = doc.surfaces[k - 1] == "," and k + 1 < first and doc.surfaces[k].isdigit()
        if doc.quotes[k - 1] or (not doc.word[k - 1] and not age) or doc.low[k - 1] in ("and", "but", "while", "said"):
            break
        k -= 1
    whole = k < first - 1 and (doc.surfaces[k][0].isupper() or doc.low[k] in ("a", "an", "one", "another", "the"))
    return k if whole else first


def _with_named(doc: TokenizedText, first: int) -> int:
    """The start of a speaker that is an apposition only ("Boris Tarn, | the opposition leader, slammed"), with the name
    of two words or more that its sentence or clause begins with."""
    if first < 2 or doc.surfaces[first - 1] != "," or doc.low[first] not in ("the", "a", "an", "who"):
        return first
    k = first - 1
    while k > 0 and doc.shapes[k - 1] == 3 and not doc.quotes[k - 1] and doc.sentences[k - 1] == doc.sentences[first]:
        k -= 1
    if doc.low[k] in _BEFORE_SUBJECTS:
        return first  # "On Thursday, the assembly"
    opens = k == 0 or doc.sentences[k - 1] != doc.sentences[first] or doc.surfaces[k - 1] in (",", ";", "—", "–")
    return k if opens and 2 <= first - 1 - k <= 5 else first


def _with_anonymity(doc: TokenizedText, end: int, said: set[int]) -> int:
    """The end of an unnamed speaker with the clause on anonymity after it: ", who asked not to be named"."""
    i = end + (end < len(doc.surfaces) and doc.surfaces[end] == ",") - (doc.low[end - 1] == "who")
    if i >= len(doc.surfaces) or doc.low[i] not in ("who", "speaking", "on", "requesting"):
        return end
    clause = doc.low[i : i + _ANONYMITY]
    stop = next((k for k, w in enumerate(clause) if w in (",", ".", ";", ":") or doc.quotes[i + k]), len(clause))
    if _ANONYMOUS.isdisjoint(clause[:stop]) or not said.isdisjoint(range(i, i + stop)):
        return end
    return i + stop


_ANONYMOUS = frozenset(["anonymity", "anonymous", "anonymously", "named", "name", "identified", "withheld", "identity"])


def _without_adverbial(doc: TokenizedText, first: int, end: int) -> tuple[int, int]:
    """A speaker without the phrase on time or place before it: "On Thursday, | the assembly"."""
    if doc.low[first] not in _BEFORE_SUBJECTS:
        return first, end
    comma = next((t for t in range(first + 1, min(end, first + _ADVERBIAL)) if doc.surfaces[t] == ","), end - 1)
    return (comma + 1, end) if comma + 1 < end and doc.surfaces[comma] == "," else (first, end)


_BEFORE_SUBJECTS = frozenset(
    [
        "on",
        "in",
        "at",
        "by",
        "after",
        "before",
        "during",
        "since",
        "until",
        "for",
        "with",
        "from",
        "under",
        "meanwhile",
        "still",
        "later",
        "then",
        "earlier",
        "but",
        "and",
    ]
)
_ADVERBIAL = 10  # tokens of a phrase on time or place


def _without_verb(doc: TokenizedText, first: int, end: int) -> tuple[int, int]:
    """A speaker without the verb before it that was taken in: "said a diplomat"."""
    return (first + 1, end) if end - first > 1 and doc.low[first] in SAYING else (first, end)


def _whole_list(doc: TokenizedText, first: int, end: int) -> tuple[int, int]:
    """A speaker that ends a list of countries or bodies ("the US, Germany and France"), with all of it."""
    if "and" not in doc.surfaces[first:end]:
        return first, end
    start = first
    for _ in range(8):
        comma = start - 1
        k = comma
        sentence = doc.sentences[first]
        while 0 < k > comma - 5 and doc.surfaces[k - 1][0].isupper() and doc.sentences[k - 1] == sentence:
            k -= 1
        if (
            comma < 1
            or doc.surfaces[comma] != ","
            or k == comma
            or not is_body(bare(" ".join(doc.surfaces[k:comma])).split())
        ):
            break
        start = k
    return start, end
