"""English words that end a noun phrase, and words for people and powers."""

from __future__ import annotations

from collectors.metrics.word_lists import word_set

DETERMINERS = word_set("en.noun_phrases.determiners")
POSSESSIVES = word_set("en.noun_phrases.possessives")
STOPS = word_set("en.noun_phrases.never_inside")
PERSONS = word_set("en.noun_phrases.persons")
POWERS = word_set("en.noun_phrases.powers")
TITLES = word_set("en.noun_phrases.titles")
BODIES = POWERS | word_set("en.noun_phrases.bodies_beside_powers")

OPENING_ADJECTIVES = word_set("en.noun_phrases.opening_adjectives")
TELLING = word_set("en.noun_phrases.telling_heads")


def says_little(phrase: str) -> bool:
    """Whether a phrase is only a stand-in for a name: "the country", "his army", "their leaders"."""
    words = phrase.lower().split()
    said = [word for word in words if word not in DETERMINERS | POSSESSIVES]
    if not said:
        return True
    return len(said) == 1 and said[0] in (PERSONS | POWERS) - TELLING
