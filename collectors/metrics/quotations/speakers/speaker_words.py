"""Words that show what a speaker is: titles, roles, bodies, people without a name, places. Written for this project."""

from __future__ import annotations

from collectors.metrics.word_lists import word_set

TITLE_WORDS = word_set("en.names.titles")
ROLE_WORDS = word_set("en.people.roles")
BODY_WORDS = word_set("en.people.bodies")
PEOPLE_WORDS = word_set("en.people.people")
AREA_WORDS = word_set("en.people.areas")
LAWS = word_set("en.people.laws")
MALE = word_set("en.names.male_words")
FEMALE = word_set("en.names.female_words")
PLACES = word_set("en.people.places_for_governments")
