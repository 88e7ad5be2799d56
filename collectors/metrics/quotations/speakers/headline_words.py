"""Words by which the form of a headline or lead is recognised; `headline_forms` reads the forms."""

from __future__ import annotations

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
OTHER_ACCOUNT = word_set("en.headlines.other_account")  # behind a comma
NO_SUBJECT = ADVERBIAL | word_set("en.headlines.no_subjects")
TIMES = word_set("en.headlines.times")
CLAUSE = word_set("en.headlines.clause_words")
_NOUNS_IN_ING = word_set("en.passives.nouns_in_ing")
_GERUND = 6  # fewest letters


def is_gerund(word: str) -> bool:
    """Whether a word looks like a gerund: "Joining"; not "King" or "Beijing"."""
    return word.lower().endswith("ing") and len(word) >= _GERUND and word.lower() not in _NOUNS_IN_ING
