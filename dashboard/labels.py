"""What the pages call things that the data set names by id."""

from __future__ import annotations

from dashboard.charts import Form

#: Readability score -> its name and how to read it.
SCORES = {
    "flesch_kincaid_grade": ("Flesch–Kincaid grade", "US school grade needed; higher is harder."),
    "flesch_reading_ease": ("Flesch reading ease", "About 0 to 100; higher is easier."),
    "gunning_fog": ("Gunning fog", "Years of schooling; higher is harder."),
    "smog_index": ("SMOG", "Years of schooling; higher is harder."),
    "automated_readability_index": ("ARI", "US school grade, from letters; higher is harder."),
    "coleman_liau_index": ("Coleman–Liau", "US school grade, from letters; higher is harder."),
    "dale_chall_readability_score": ("Dale–Chall", "From a list of easy words; higher is harder."),
    "linsear_write_formula": ("Linsear Write", "US school grade; higher is harder."),
    "lix": ("LIX", "Sentence length and long words, in any language; over 50 is hard."),
    "rix": ("RIX", "Long words per sentence, in any language; higher is harder."),
}
#: Part of the formulas -> its name, what it is, and how it is written.
PARTS = {
    "words_per_sentence": ("Words per sentence", "", Form(1)),
    "syllables_per_word": ("Syllables per word", "", Form(2)),
    "characters_per_word": ("Letters per word", "", Form(2)),
    "long_words": ("Long words", "More than six letters, of all words.", Form(1, percent=True)),
    "difficult_words": ("Difficult words", "Not on the list of easy words, of all words.", Form(1, percent=True)),
}
