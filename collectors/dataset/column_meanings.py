"""What every table and column of a published data set means: the source of REFERENCE.md.

A line is `name: meaning`. Columns with the same meaning in every table are described once, under `_SHARED`.
"""

from __future__ import annotations


def _lines(text: str) -> dict[str, str]:
    return {
        name.strip(): meaning.strip() for name, _, meaning in (line.partition(":") for line in text.split("\n") if line)
    }


_SHARED = _lines("""
event: Event the row is about, as in data/events.
article_id: The article's id in the data set.
outlet: Outlet id, as in data/outlets.toml; null where it is not known.
outlet_name: Outlet name.
phase: Phase of the event that the day falls in; null outside every phase.
day: Day of publication in the outlet's own zone; null where no date is known.
voice: Whose words they are: own (the outlet's), quoted (in quotation marks), attributed (reported speech) or undecided.
place: Where it stands: headline, lead (first paragraph) or body.
start: Offset in characters into the text; into the title where place is headline.
end: End of the span, exclusive.
surface: The words as they stand there.
sentence_start: Offset of the sentence around the span.
sentence_end: End of that sentence, exclusive.
url: Address of the article.
language: Language of the text, ISO 639-1.
concept: Concept of the event, as in its file.
variant: Variant of the concept: one of the names on offer.
words: Words.
p_value: Two-sided p by shuffling whole articles between outlets; null where nothing was tested.
q_value: Benjamini-Hochberg value of p_value within its family.
""")

TABLE_MEANINGS = _lines("""
articles: One row per article of an event, members or not.
texts: The text of each article; absent from data sets published without texts.
mentions: Every use of a declared variant of a concept.
marks: Every framing device that was found.
quotations: Every quotation with its speaker.
voices: Words of each article in each voice.
measures: One figure of an article in one voice: readability scores and their parts, words read by each device.
outcomes: What became of every URL, file and row.
outlets: The outlets of the data set.
events: The events and their declarations.
stories: Groups of articles that tell the same story within days.
proposals: Undeclared names of actors and concepts, ranked by how unevenly outlets use them.
collected: Days on which an outlet's coverage would have been found.
readings: Addresses that are read again and again: feeds, sitemaps, lists.
rounds: Outcomes of each round of collecting.
changes: What outlets changed in an article after it was first stored.
terms: Counts of words and phrases of each article, for distinctive words.
choices: Counts of variants in the sampled articles, for the map of outlets.
distinctive: Distinctive words of the default selections, as shuffled at publishing.
""")

_OWN = {
    "articles": _lines("""
country: Country of the outlet, ISO 3166-1 alpha-2.
ownership: Who owns the outlet: state, public, private or non-profit.
invented: Whether the outlet and its articles are invented for demonstration.
title: Headline.
standfirst: Text between headline and body.
authors: People who wrote the article.
published: Time of publication, ISO 8601.
type: news, opinion, live, video or other.
grade: How far the text can be trusted: good, doubtful or partial.
grade_reasons: Why the grade is not good.
extent: How much of the article the text holds: full, headline_and_lead, excerpt or abstract.
date_confidence: How sure the day is: confident, likely or doubtful as read from a page, given by a file; null without.
date_evidence: Statements the day rests on and how exact they are, such as "json-ld + url; minute; zone stated".
date_claims: Every date that the page claims, with its source.
sentences: Sentences of the text.
member: Whether the article is about the event.
member_score: Points of the membership rule.
member_rule: The rule that decided.
member_reason: The reason in words.
agency: News agency credited for the text; null for own copy.
cluster: Cluster of near-duplicates; null where the article is alone.
first_in_cluster: Whether it is the earliest of its cluster.
extractor: Reader that took the text from the page, or "given".
text_sha256: SHA-256 of the text as UTF-8.
"""),
    "texts": _lines("text: The text; paragraphs are separated by a blank line."),
    "marks": _lines("""
kind: Device: scare, distancing, hedge, certainty, loaded, passive, frame or fact.
label: Which one: the concept it stands on, the list, the verb, the frame or the fact.
"""),
    "quotations": _lines("""
quotation: Number of the quotation in its article, in reading order.
type: direct (in quotation marks), indirect (reported) or mixed.
speaker_name: Who speaks, as the article says it; null where nobody is named.
speaker_kind: person, office, body, country, group, thing, anonymous, unresolved or unattributed.
relay_name: Through whom the words came: an agency that reports, an outlet that was told, a video or transcript.
relay_start: Offset of the relay.
relay_end: End of the relay, exclusive.
actor: The speaker among the event's declared actors.
side: The actor's side, or that of the country whose office or body speaks.
role: The actor's role, or that of the office.
speaker_start: Offset of the words for the speaker.
speaker_end: End of them, exclusive.
cue: The word of saying.
cue_start: Offset of the cue.
cue_end: End of the cue, exclusive.
stance: Stance of that word: neutral, distancing, endorsing, charged, or none.
probability: That the words and the speaker are right, 0 to 1; null in languages without a measured one.
worded: 1 where the content gives what was said, 0 where it only names what somebody spoke about, wants or did.
voice: Whose its words outside marks are: quoted (all are in marks), attributed, own (it is not worded) or undecided.
position: Where the quotation stands in the article, 0 the beginning to 1 the end.
content: Spans of what is said, in characters of the text.
"""),
    "measures": _lines("""
metric: What is measured.
value: The figure.
"""),
    "outcomes": _lines("""
key: URL, or file and line.
kind: What became of it.
detail: The particulars.
remedy: What to do about it.
"""),
    "outlets": _lines("""
country: Country of the outlet, ISO 3166-1 alpha-2.
ownership: Who owns it.
languages: Languages it publishes in.
invented: Whether it is invented for demonstration.
"""),
    "events": _lines("""
title: Title of the event.
start: First day on which coverage counts.
end: Last day on which coverage counts.
event_json: The whole declaration as JSON; null for an event without a file.
"""),
    "stories": _lines("story: The group: articles with the same value tell one story."),
    "proposals": _lines("""
kind: actor or concept.
target: Actor or concept that the name is for.
phrase: The name, folded.
mentions: Uses of the name.
articles: Sampled articles that use it.
named: Sampled articles that name the target.
outlets: Outlet -> articles with the name, articles that name the target, as JSON.
"""),
    "collected": _lines("""
state: What is known of that day.
sources: The sources it is known from.
"""),
    "readings": _lines("""
source: feeds, sitemaps, gdelt, wayback or ccnews.
visits: How often the address was read.
last_success: When it was last read with success.
entries: Entries of the last reading.
alert: What looks wrong, in words; null where nothing does.
"""),
    "rounds": _lines("""
started: When the round began.
source: The source.
kind: Outcome.
number: How many.
"""),
    "changes": _lines("""
revision: Number of the revision.
seen: When the change was seen.
old_title: Headline before.
new_title: Headline after.
removed: Paragraphs taken out.
added: Paragraphs put in.
"""),
    "terms": _lines("""
terms: Words and phrases.
counts: How often each of them stands there.
"""),
    "choices": _lines("uses: How often."),
    "distinctive": _lines("""
copies: Which articles count: all, own or one per cluster.
shuffled: Whether this is the null: the same with shuffled outlets.
term: The word or phrase.
uses: Uses in the outlet.
rest_uses: Uses in all other outlets.
rest_words: Words of all other outlets.
articles: The outlet's articles with the term.
n: The outlet's articles.
rest_articles: Other outlets' articles with the term.
rest_n: Other outlets' articles.
log_odds: Log-odds with an informative Dirichlet prior (Monroe et al. 2008).
z: The same, standardised.
ci_low: Lower end of the 95 % interval of the rate of uses.
ci_high: Upper end.
share_low: Lower end of the 95 % interval of the share of articles.
share_high: Upper end.
tested: Terms that were tested.
below_p: Terms with p below .05 before correction.
below_q: Terms with q below .05.
"""),
}


def meaning_of(table: str, column: str) -> str:
    """What a column means.

    Args:
        table: A published table.
        column: One of its columns.

    Returns:
        One sentence: the table's own description of the column where it has one, otherwise the shared one.

    Raises:
        KeyError: The column is not described; add a line for it.
    """
    own = _OWN.get(table, {})
    return own[column] if column in own else _SHARED[column]
