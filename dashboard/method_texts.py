"""How each number is made and what it cannot show, for the method page and reports."""

from __future__ import annotations

MADE = {
    "Naming": """An event’s file declares concepts and, for each, the variants that outlets choose between, as patterns.
        Where variants overlap the longest match counts. A share is a variant’s mentions over all mentions of its
        concept.""",
    "Whose words": """Every word is the outlet’s own, quoted (inside quotation marks that belong to a speaker) or
        reported (indirect speech). A loaded word inside a quotation is the speaker’s, not the outlet’s; the switch
        above separates them.""",
    "Sources": """Direct, indirect and mixed quotations with speaker and verb. Sides and roles come from the event’s
        list of people and bodies. A speaker who is not on it is counted as such, and a quotation without a speaker is
        said to have none.""",
    "Framing devices": """Words in quotation marks are up to three (one in a headline, five where they name a
        declared thing) that no quotation claims and no word around them explains as a name, a term or somebody’s
        word; on a declared thing they are called scare quotes. Distancing, hedges, certainty and loaded words are
        lists, counted per word; loaded words without names and words of grammar. Passives are found by rules.
        An article uses a frame from two sentences with one of its cues on. Each of these reads the languages listed
        below; a fact counts for articles in a language that it has patterns for. All lists are files
        that anybody can read and change.""",
    "Readability": """Published formulas over this project’s own sentences and words, from 100 words on. The mean is
        over articles. Scores compare texts; they do not measure understanding. Across languages only distances from
        real texts of the same language are shown, against references whose number of texts is stated; a language
        with texts of too few publishers has none.""",
    "Intervals": """95%, from the spread between whole articles: an article’s words are not independent of each other;
        near-copies in an outlet count as one, and the unit of a group of outlets is the outlet. Of events with more
        than 10,000 articles near-copies count as articles in the intervals, which are too narrow where an outlet
        repeats itself; choose one article per copy group there. For shares one method
        from 0 to 1 (Wilson), with half an article added that was not drawn. An outlet with fewer than eight articles,
        or a figure with fewer than eight marked ones, is described and never compared.""",
    "Differences": """p values say how rarely exchanging whole articles between outlets, within the phases of the event,
        would give as much: exactly for marks that an article has or has not, by a curve where many articles have the
        mark and none weighs much, else by exchanging them in fact. Of events with more than 10,000 articles only sums
        are read: where they do not show that no article weighs too much, p is the largest that spread and fourth moment
        allow (Chebyshev, Markov), so too large rather than too small, and of near-copies the first alone is exchanged.
        Texts that several outlets printed do not tell them apart. q corrects for all figures of a page (Benjamini and
        Hochberg). A sentence that names two outlets is tested by exchanging the articles of these two, and counts for
        all pairs; the Overview states those with q below .04, headings those below .05. Groups of outlets need four
        outlets on each side. On Claims two are alike where the whole 95% interval lies within the margin: two one-sided
        tests (Schuirmann 1987) at 2.5% each, so that one interval, the printed one, answers for a difference and for
        its absence. The usual 5% each (a 90% interval) would call more outlets alike.""",
    "Validated figures": """Where articles drawn by chance were counted by hand, the figures of quotation are moved by
        what the measure gets wrong there, and their interval carries that error, too; the badge says how many articles
        told it.""",
    "Agency copy": """Credit lines name the agency; near-identical texts form a group. The switch above counts all
        articles, only an outlet’s own, or one of each group. Every figure is computed again.""",
    "Membership": """A rule with a score and a stated reason decides whether an article is about the event; each
        article’s page shows them.""",
}
LIMITS = (
    "A difference in wording is not bias, and no number here is a verdict on an outlet.",
    "A data set holds what was collected. Missing articles may be missing from the collection, not from the outlet.",
    "Patterns find declared variants only; a new word for the thing stays unseen until the event’s file names it.",
    "Quotations and speakers are found by rules and a model that miss some and err on others; see the measured error.",
)
