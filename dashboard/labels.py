"""The names that pages show for what the data set names by id."""

from __future__ import annotations

from collectors.metrics.scores import READABILITY_SCORES
from collectors.support.english_names import COUNTRIES, LANGUAGES, NOBODY, OWNERSHIP
from dashboard.render.charts import Form

__all__ = ["COUNTRIES", "LANGUAGES", "NOBODY", "OWNERSHIP", "PARTS", "SCORES", "THE"]

#: Readability score -> its name and how to read it; the one that pages open with first.
SCORES = {
    score.name: (score.title, score.reading)
    for score in sorted(READABILITY_SCORES, key=lambda score: score.name != "flesch_kincaid_grade")
}
#: Part of the formulas -> its name, what it is, and how it is written.
PARTS = {
    "words_per_sentence": ("Words per sentence", "", Form(1)),
    "syllables_per_word": ("Syllables per word", "", Form(2)),
    "characters_per_word": ("Letters per word", "", Form(2)),
    "long_words": ("Long words", "More than six letters, of all words.", Form(1, percent=True)),
    "difficult_words": ("Difficult words", "Not on the list of easy words, of all words.", Form(1, percent=True)),
}
#: Countries that sentences put an article before.
THE = frozenset({"Emirates", "Netherlands", "Philippines", "United Kingdom", "United States"})
