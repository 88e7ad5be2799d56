"""The meaning of each metric of comparison.csv, for the codebook."""

from __future__ import annotations

from collectors.metrics.scores import READABILITY_SCORES

#: The meaning of each readability value. All are empty below 100 words, or where the language has no such score.
READABILITY = {
    **{score.name: score.meaning for score in READABILITY_SCORES},
    "words_per_sentence": "Words per sentence.",
    "syllables_per_word": "Syllables per word.",
    "characters_per_word": "Letters and digits per word.",
    "long_words": "Share of words over 6 letters.",
    "difficult_words": "Share of words outside the Dale-Chall list of easy words. English only.",
}

_MARKS = (
    "marks over the words of headline and text of articles whose language it reads; times 1,000 it is the rate per "
    "1,000 words."
)
#: The meaning of each metric of framing devices.
DEVICES: dict[str, str] = {
    "devices:scare": "Words in quotation marks, short passages in marks that are nobody's speech (scare quotes are "
    f"scare:*): {_MARKS}",
    "devices:distancing": f"Words of distance (so-called, self-styled, what X calls): {_MARKS}",
    "devices:hedge": f"Hedges (may, could, unclear): {_MARKS}",
    "devices:certainty": f"Words of certainty (clearly, never): {_MARKS}",
    "devices:loaded": f"Words of VADER from 1.5 or of pattern's subjectivity from 0.7 on: {_MARKS}",
    "devices:passive": f"English passives that do not say who did it: {_MARKS}",
    "passives:*": "Share of the passives of a verb that do not say who did it; agentless: of all verbs.",
    "scare:*": "Share of the outlet's own mentions of this concept that stand in scare quotes.",
    "distancing:*": "Share of the outlet's own mentions of this concept that a word of distance stands on.",
    "frames:*": "Share of sentences with a cue of each frame of this family (data/lexicons/frames.toml).",
    "frames_used:*": "Share of articles with at least two sentences with a cue of the frame.",
    "facts:*": "Share of articles that mention the fact, or do so in headline or first paragraph (opening), of all "
    "articles in a language that the fact has patterns for.",
    "headline:only:*": "Of the articles whose headline names this concept in the outlet's own words, the share whose "
    "text never uses one of those variants so.",
    **{
        f"headline:{kind}": f"Mean over articles: {kind} marks per 1,000 words of the headline minus those of the text."
        for kind in ("scare", "distancing", "hedge", "certainty", "loaded")
    },
}

#: The meaning of each metric of comparison.csv. A trailing "*" stands for one metric per concept, verb or family.
METRICS: dict[str, str] = {
    "naming:*": "Share of each variant among the mentions of this concept. With @headline, @lead or @body "
    "after the concept: among those in that part of the article.",
    "families:*": "Share of each family of variants (delegitimising, distancing, neutral, legitimising) among the "
    "mentions of this concept by variants that have one.",
    **{f"readability:{name}": f"Mean over articles. {meaning}" for name, meaning in READABILITY.items()},
    "sources:quoted_words": "Share of the articles' words that are somebody's quoted or reported speech; beside "
    "full texts, those that hold only a headline with lead or an excerpt are left out.",
    "sources:direct_share": "Share of quotations that are direct, wholly in quotation marks.",
    "sources:unattributed": "Share of quotations for which no speaker was found.",
    "sources:side": "Share of all quoted words spoken by each side; unknown: a speaker the event does not declare.",
    "sources:role": "Share of all quoted words spoken by each role.",
    "sources:speaker": "Share of all quoted words of the 30 speakers with most words in the event.",
    "sources:stance": "Share of each stance among the words of saying of quotations that have one.",
    "sources:variety": "Different named speakers to expect in the same number of quotations from every outlet (the "
    "denominator: what the outlet with fewest has of those with eight articles), per quotation (Hurlbert 1971). "
    "Interval: jackknife over articles.",
    "sources:effective_speakers": "Effective number of named speakers: as many, equally heard, would give the same "
    "chance that two quotations have one speaker (Hill's number of order 2). Interval: jackknife over articles.",
    "coverage:articles": "Share of the outlet's articles that fall in the phase; the numerator is their number.",
    "coverage:agency": "Share of articles that carry a news agency's credit.",
    "coverage:repeated": "Share of articles that are near-duplicates of an earlier one; missing without any text.",
    "coverage:own": "Share of articles that are the outlet's own: no agency's credit, no repeat of an earlier one; "
    "missing for an outlet whose articles came without texts.",
    "coverage:share": "The outlet's share of all outlets' articles of the selection. Interval: Wilson, by articles.",
    "coverage:days": "Days of the phase with an article about the event, of all its days. Interval: Wilson, by days.",
    "coverage:collected_days": "The same of the days on which the outlet is known to have been collected from. "
    "No row: not known, as for imported articles.",
    "words:use": "Uses of a word or phrase (the variant) per word in this voice, for the terms that set an outlet most "
    "apart. p and q by shuffling whole articles; q is over all terms and outlets, of which the rows are a choice.",
    "words:articles": "Share of the outlet's articles that hold the term; the numerator is their number. Not tested.",
    "coverage:words": "Mean number of words of an article; beside full texts, those that hold only a headline with "
    "lead or an excerpt are left out.",
    **DEVICES,
}
