"""Every column of every exported file, with its line in the codebook: `COLUMNS` is what the writers follow."""

from __future__ import annotations

from dataclasses import dataclass

from collectors.compare import COLUMNS as COMPARISON_COLUMNS
from collectors.metrics.readability import PARTS, SCORES

#: Characters of an article's text that stand beside a mention or quotation, at most: enough to judge it, no full text.
CONTEXT = 160


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column and what it means. `type` is a Frictionless type: string, integer, number, boolean, date."""

    name: str
    type: str
    meaning: str


def _columns(lines: str) -> tuple[ExportColumn, ...]:
    """Columns from lines of "name type meaning"."""
    return tuple(ExportColumn(*line.split(None, 2)) for line in lines.strip().splitlines())


_COMPARISON = _columns("""
event string Event the row is about, as in data/events.
outlet string Outlet the row is about, as in data/outlets.toml.
phase string Phase of the event, or "all".
metric string What is measured; see the metrics in this codebook.
variant string The variant, side, role, speaker or stance counted; empty where the metric has none.
voice string Whose words count: all, own (the outlet's), quoted (in quotation marks) or attributed (reported speech).
copies string Which articles count: all, own (no agency copy, no repeats) or one (per near-duplicate cluster).
numerator number What was counted, summed over the articles; for means the sum of the articles' values.
denominator number What it is a part of, summed over the articles; for means the number of articles.
n_articles integer Articles whose denominator is above 0.
estimate number numerator / denominator; empty where the denominator is 0.
ci_low number Lower end of the 95 % interval (linearised ratio, the article as the unit); empty below two articles.
ci_high number Upper end of the 95 % interval.
p_value number Two-sided p of the difference from all others: permuted articles, closed form; empty below 8 articles.
q_value number Benjamini-Hochberg value of p_value among the rows of this metric, phase, voice and copies.
enough boolean Whether the outlet has 8 articles or more here; below, the figure describes and no difference is tested.
method_version string Version of the measures (in the data set) and of the statistics (the last part).
dataset_version string Version of the published data set the row was computed from.
""")

_ARTICLES = _columns("""
event string Event the article was collected for.
article_id string The article's id in the data set.
outlet string Outlet id; empty where it is not known.
outlet_name string Outlet name.
country string Country of the outlet, ISO 3166-1 alpha-2.
language string Language of the article, ISO 639-1.
ownership string Who owns the outlet: state, public, private or non-profit.
invented boolean Whether the outlet and its articles are invented for demonstration.
url string Address of the article.
title string Headline.
authors string Authors, separated by "; ".
published string Time of publication, ISO 8601, as the article states it.
day date Day of publication.
phase string Phase of the event that the day falls in.
type string news, opinion, live, video or other.
grade string How far the text can be trusted: good, doubtful or partial. Only good ones are compared.
grade_reasons string Why the grade is not good.
member boolean Whether the article is about the event. Only members are compared.
member_score number Points of the membership rule; 3 are needed.
member_rule string The rule that decided.
member_reason string The reason in words.
agency string News agency credited for the text; empty for own copy.
cluster string Cluster of near-duplicates that the article belongs to; empty where it is alone.
first_in_cluster boolean Whether it is the earliest of its cluster.
extractor string Reader that took the text from the page, or "given".
text_sha256 string SHA-256 of the text as UTF-8. The text itself is not exported.
words integer Words of the text.
sentences integer Sentences of the text.
words_own integer Words in the outlet's own voice.
words_quoted integer Words inside quotation marks of somebody's speech.
words_attributed integer Words of reported speech.
mentions integer Uses of declared variants of the event's concepts.
quotations integer Quotations, direct and reported.
""")

#: What each readability value says; "empty below 100 words, or where the language has no such score" goes for all.
READABILITY = {
    "flesch_reading_ease": "Flesch reading ease, 0 (very hard) to 100 (very easy), with the language's own constants.",
    "flesch_kincaid_grade": "Flesch-Kincaid grade: US school years. English only.",
    "gunning_fog": "Gunning fog index: US school years. English only.",
    "smog_index": "SMOG index: US school years. English only.",
    "automated_readability_index": "Automated readability index: US school years. English only.",
    "coleman_liau_index": "Coleman-Liau index: US school years. English only.",
    "dale_chall_readability_score": "Dale-Chall score: below 5 easy, above 10 graduate level. English only.",
    "linsear_write_formula": "Linsear write formula of the first 100 words: US school years. English only.",
    "lix": "LIX: words per sentence + percentage of words over 6 letters.",
    "rix": "RIX: words over 6 letters per sentence.",
    "words_per_sentence": "Words per sentence.",
    "syllables_per_word": "Syllables per word.",
    "characters_per_word": "Letters and digits per word.",
    "long_words": "Share of words over 6 letters.",
    "difficult_words": "Share of words outside the Dale-Chall list of easy words. English only.",
}

_PLACE = """
event string Event.
article_id string Article, as in articles.csv.
outlet string Outlet of the article.
url string Address of the article.
phase string Phase of the event.
day date Day of publication.
"""

_QUOTATIONS = _columns(f"""{_PLACE.strip()}
quotation integer Number of the quotation in its article, in reading order.
type string direct (in quotation marks), indirect (reported) or mixed.
speaker_name string Who speaks, as the article says it; empty where nobody is named.
speaker_kind string person, body, unnamed or unattributed.
actor string The speaker among the event's declared actors.
side string The actor's side.
role string The actor's role.
cue string The word of saying.
stance string Stance of that word: neutral, distancing, endorsing, charged, or none.
words integer Words of the quotation.
position number Where it stands in the article: 0 is the beginning, 1 the end.
speaker_start integer Offset of the speaker in the text, in characters.
speaker_end integer End of the speaker, exclusive.
cue_start integer Offset of the cue.
cue_end integer End of the cue, exclusive.
content string Offsets of what is said, "start-end", several separated by "; ".
excerpt string What is said, cut to {CONTEXT} characters; empty in data sets without texts.
""")

_MENTIONS = _columns(f"""{_PLACE.strip()}
concept string What is named: a concept of the event.
variant string How it is named: a variant of the concept.
voice string Whose word it is: own, quoted or attributed.
place string headline, lead (first paragraph) or body.
start integer Offset in the text, in characters; in the title for headlines.
end integer End, exclusive.
surface string The words as they stand there.
context string The sentence around them, cut to {CONTEXT} characters; empty in data sets without texts.
""")

_MEMBERSHIP = _columns("""
event string Event.
article_id string Article, as in articles.csv.
outlet string Outlet of the article.
url string Address of the article.
title string Headline.
published string Time of publication, ISO 8601.
member boolean Whether the article is about the event. Only members are compared.
member_score number Points of the membership rule, also where somebody decided by hand; 3 are needed.
member_rule string The rule that decided; "by hand" where a decision won over it, "doubtful" where one is wanted.
member_reason string The reason in words.
decision string include or exclude where somebody decided by hand; empty where the rule decided.
decided_by string Who decided.
decision_reason string Why.
""")

_CODEBOOK = _columns("""
file string File the line is about.
column string Column of that file.
value string A value of that column, where the line explains one.
type string Type of the column: string, integer, number, boolean or date.
meaning string What it means.
""")

#: File (without .csv) -> its columns in order.
COLUMNS: dict[str, tuple[ExportColumn, ...]] = {
    "comparison": _COMPARISON,
    "articles": (*_ARTICLES, *(ExportColumn(name, "number", READABILITY[name]) for name in (*SCORES, *PARTS))),
    "quotations": _QUOTATIONS,
    "mentions": _MENTIONS,
    "membership": _MEMBERSHIP,
    "codebook": _CODEBOOK,
}

_MARKS = "marks over the words of the articles whose language it reads; times 1,000 it is the rate per 1,000 words."
#: Devices of wording; those without a voice of their own are given for all words.
DEVICES: dict[str, str] = {
    "devices:scare": f"Scare quotes, short passages in marks that are nobody's speech: {_MARKS}",
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

#: What the metrics of comparison.csv count. A trailing "*" stands for one metric per concept.
METRICS: dict[str, str] = {
    "naming:*": "Share of each variant among the mentions of this concept. With @headline, @lead or @body "
    "after the concept: among those in that part of the article.",
    **{f"readability:{name}": f"Mean over articles. {meaning}" for name, meaning in READABILITY.items()},
    "sources:quoted_words": "Share of the articles' words that are somebody's quoted or reported speech.",
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
    "coverage:repeated": "Share of articles that are near-duplicates of an earlier one.",
    "coverage:own": "Share of articles that are the outlet's own: no agency's credit, no repeat of an earlier one.",
    "coverage:share": "The outlet's share of all outlets' articles of the selection. Interval: Wilson, by articles.",
    "coverage:days": "Days of the phase with an article about the event, of all its days. Interval: Wilson, by days.",
    "coverage:collected_days": "The same of the days on which the outlet is known to have been collected from. "
    "No row: not known, as for imported articles.",
    "words:use": "Uses of a word or phrase (the variant) per word in this voice, for the terms that set an outlet most "
    "apart. p and q by shuffling whole articles; q is over all terms and outlets, of which the rows are a choice.",
    "words:articles": "Share of the outlet's articles that hold the term; the numerator is their number. Not tested.",
    "coverage:words": "Mean number of words of an article.",
    **DEVICES,
}

if tuple(c.name for c in _COMPARISON) != COMPARISON_COLUMNS:  # both are contracts; they must not drift apart
    raise AssertionError("the codebook of comparison.csv does not match collectors.compare.COLUMNS")
