"""Words by which the form of a headline or lead is recognised; `headline_forms` reads the forms."""

from __future__ import annotations

from collections.abc import Sequence

from collectors.metrics.quotations.clause_roles import ROLE
from collectors.metrics.quotations.tokens import Ints, TokenizedText
from collectors.metrics.word_lists import word_set

SAYS = word_set("en.headlines.verbs_of_saying")
INVERTED = word_set("en.headlines.inverted_verbs")
SAYS_CLAUSE = word_set("en.headlines.verbs_with_clause")
ENDS = frozenset(".!?…")
ADVERBIAL = word_set("en.headlines.adverbial_openers")
NO_SPEAKER = word_set("en.headlines.labels_before_colon")
OPENS_NO_SPEAKER = word_set("en.headlines.opens_no_speaker")
HEADS = word_set("en.headlines.speaking_heads")
LAST_HEADS = HEADS | word_set("en.headlines.heads_behind_colon")
TOPIC = word_set("en.headlines.topic_prepositions")  # "Stoltenberg about the vote: ...", "Putin on the war: ..."
QUESTIONS = word_set("en.headlines.question_words")
PICTURES = word_set("en.headlines.picture_words")
CREDITS = word_set("en.headlines.credit_words")
BEHIND = frozenset(".&+/()[],;")
BREAKS_OFF = word_set("en.headlines.breaks_off")  # what follows is the outlet's own account
ALONE = word_set("en.headlines.breaks_off_alone")  # without a verb behind it
OTHER_ACCOUNT = word_set("en.headlines.other_account")  # behind a comma
NO_SUBJECT = ADVERBIAL | word_set("en.headlines.no_subjects")
TIMES = word_set("en.headlines.times")
CLAUSE = word_set("en.headlines.clause_words")
_NOUNS_IN_ING = word_set("en.passives.nouns_in_ing")
_HERE = ("here", "here's", "here’s")
_SUBJECT = 6  # tokens of a subject and its verb
_SENTENCE = 90  # most tokens of a sentence that is read
_GERUND = 6  # fewest letters


def is_gerund(word: str) -> bool:
    """Whether a word looks like a gerund: "Joining"; not "King" or "Beijing"."""
    return word.lower().endswith("ing") and len(word) >= _GERUND and word.lower() not in _NOUNS_IN_ING


def is_title(behind: Sequence[str]) -> bool:
    """Whether the words behind a colon are an article's title: "How the village was lost", no question.

    Args:
        behind: The words in lower case, with the last mark.
    """
    return behind[:1] != [] and behind[0] in QUESTIONS and behind[-1] != "?"


def opens_clause(phrase: Sequence[str], *, inverted: bool = False) -> bool:
    """Whether words in the place of a speaker begin a clause: "it's official", "says | police catching thieves".

    Args:
        phrase: The words as written.
        inverted: Whether the verb of saying stands before them.
    """
    return phrase[0].lower() in NO_SUBJECT or (inverted and any(map(is_gerund, phrase)))


def other_clause(doc: TokenizedText, first: int, end: int, roles: Ints) -> bool:
    """Whether a comma of a headline is followed by a clause with a subject of its own: "..., Putin ally mulls a reply".

    Args:
        doc: The text.
        first: The token behind the comma.
        end: The end of the content.
        roles: The clause role of each token.
    """
    if any(doc.quotes[first:end]) or "and" in doc.low[first:end] or doc.low[first] in QUESTIONS | NO_SUBJECT:
        return False
    if doc.low[first] in _HERE:
        return True
    ahead = range(first + 1, min(end, first + _SUBJECT))
    verb = next((token for token in ahead if int(roles[token]) == ROLE["VF"]), None)
    return verb is not None and all(doc.word[token] for token in range(first, verb)) and int(roles[first]) != ROLE["VP"]


def text_of(doc: TokenizedText, tokens: tuple[int, int]) -> str:
    """Return the text of tokens [first, end).

    Args:
        doc: The text.
        tokens: First token, and the token after the last.
    """
    return doc.text[int(doc.starts[tokens[0]]) : int(doc.ends[tokens[1] - 1])]


def sentences_between(doc: TokenizedText, first: int, end: int) -> list[tuple[int, int]]:
    """Return the sentences of tokens [first, end) that are short enough to be read by their form.

    Args:
        doc: The text.
        first: The first token of a paragraph.
        end: The token after its last.
    """
    found, start = [], first
    for index in range(first + 1, end + 1):
        if index == end or doc.sentences[index] != doc.sentences[start]:
            if index - start <= _SENTENCE:
                found.append((start, index))
            start = index
    return found
