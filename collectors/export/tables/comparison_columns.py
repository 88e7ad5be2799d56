"""The columns of comparison.csv. Other programs rely on them."""

from __future__ import annotations

from collectors.compare import COLUMNS
from collectors.export.exported_table import columns_of

COMPARISON_COLUMNS = columns_of("""
event string Event the row is about, as in data/events.
outlet string Outlet the row is about, as in data/outlets.toml.
phase string Phase of the event, or "all".
metric string What is measured; see the metrics in this codebook.
variant string The variant, side, role, speaker or stance counted; empty where the metric has none.
voice string Whose words count: all, own (the outlet's), quoted (in quotation marks), attributed or undecided.
copies string Which articles count: all, own (no agency copy, no repeats) or one (per near-duplicate cluster).
numerator number What was counted, summed over the articles; for means the sum of the articles' values.
denominator number What it is a part of, summed over the articles; for means the number of articles.
n_articles integer Articles whose denominator is above 0.
estimate number numerator / denominator; empty where the denominator is 0.
ci_low number Lower end of the 95 % interval: linearised ratio; near-copies of an outlet count as one article, outlets \
are the unit of groups; shares on Wilson's scale with half an article that was not drawn. Empty below two units, and \
for a mean of articles that all have one value.
ci_high number Upper end of the 95 % interval. In events of more than 10,000 articles near-copies count as articles.
p_value number Two-sided p of the difference from all others: articles exchanged within phases (outlets between groups \
of outlets), by a curve where many articles have the mark and none weighs much. In events of more than \
10,000 articles from sums alone: the largest that their moments allow (Chebyshev, Markov) where they do not show that \
no article weighs too much, and of near-copies the first alone. Empty where there is not enough.
q_value number Benjamini-Hochberg value of p_value among all figures of a page (naming, sources, readability, devices \
or coverage) in this phase, voice and copies.
enough boolean Whether the outlet has 8 articles here and all outlets together 8 with the mark (groups: 4 outlets on \
each side); else the figure describes and no difference is tested.
method_version string Version of the measures (in the data set) and of the statistics (the last part).
dataset_version string Version of the published data set the row was computed from.
outlet_label string Name of the outlet or group.
phase_label string Title of the phase.
concept string The declared concept that the metric is about; empty where it is about none.
concept_label string Title of the concept or fact.
variant_label string Label of the variant, side or role, or the speaker's name.
unit string Unit of estimate, ci_low and ci_high.
p_tests string What p_value tests; empty where it is.
validated string Whether hand-marked articles correct this figure: "validated, m = 40" or "not validated"; empty \
where no marks of it were imported, and in rows of single phases or copies (naming is marked in all and in own words, \
the rest in all words).
corrected number The estimate as the marks correct it.
corrected_low number Lower end of its 95 % interval.
corrected_high number Upper end of its 95 % interval.
""")

# Other programs rely on both; what was added since stands behind the columns of the contract.
if tuple(column.name for column in COMPARISON_COLUMNS[: len(COLUMNS)]) != COLUMNS:
    raise AssertionError("the codebook of comparison.csv does not match collectors.compare.COLUMNS")
