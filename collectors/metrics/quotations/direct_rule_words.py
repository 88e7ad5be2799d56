"""Words of reported speech in the larger news languages, for `direct_rules`. Written for this project."""

from __future__ import annotations

from collectors.metrics.word_lists import word_set, word_tuple

SAID = word_set("mul.direct_speech.verbs_of_saying")
AMBIGUOUS = word_set("mul.direct_speech.ambiguous_verbs")
AUXILIARIES = word_set("mul.direct_speech.auxiliaries")
ACCORDING = word_tuple("mul.direct_speech.phrases_before_source")
PRONOUNS = word_set("mul.direct_speech.pronouns")
PREPOSITIONS = word_set("mul.direct_speech.prepositions")
GENITIVES = word_set("mul.direct_speech.genitives")
ARTICLES = word_set("mul.direct_speech.articles")
TITLES = word_set("mul.direct_speech.titles")
TITLE_ENDINGS = word_tuple("mul.direct_speech.title_endings")
ARABIC = word_set("mul.direct_speech.verbs_without_spaces")
CHINESE = word_tuple("mul.direct_speech.chinese_and_japanese_verbs")
