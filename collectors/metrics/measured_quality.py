"""The measured errors of the readers, against texts marked by hand, as the method page prints them.

Most figures are read from the records that the programs in tests/benchmarks/ write; those that were judged once by a
reader are constants in this module.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from collectors.metrics.framing_devices import passive_sample
from collectors.metrics.instrument_ranges import ranges
from collectors.metrics.quotations.trained_model import about
from collectors.support.intervals import wilson

_MEMBERSHIP = Path(__file__).parent.parent / "events" / "membership_quality.json"
_SPEAKERS = Path(__file__).parent / "quotations" / "speaker_quality.json"
_PROBABILITIES = Path(__file__).parent / "quotations" / "probability_quality.json"
_CALIBRATION = _PROBABILITIES.with_name("calibration.json")
_EXTRACTION = Path(__file__).parent.parent / "extract" / "extraction_quality.json"
_SCARE = Path(__file__).parent / "framing_devices" / "scare-quality.json"

_LANGUAGE_NAMES = {
    "cs": "Czech", "de": "German", "es": "Spanish", "fr": "French", "it": "Italian", "pl": "Polish", "ru": "Russian",
    "uk": "Ukrainian",
}  # fmt: skip

#: The slices of PolNeAR that the method page prints.
_SLICES = {"all": "all quotations", "direct": "direct quotations", "speech": "quotations with a verb of saying"}

#: The validation of loaded words, printed wherever they are shown. Measured once on BABE (Spinde et al. 2021), whose
#: sentences cannot be shipped: words of VADER from 1.5 and of pattern's subjectivity from 0.7 on.
LOADED_SPEARMAN, LOADED_AUC = 0.98, 0.58
LOADED_VALIDATION = (
    f"Their rate ranked 9 outlets as the experts of BABE did (Spearman {LOADED_SPEARMAN:.2f}, 95% interval .62 to .98) "
    f"and told hardly anything about single sentences (AUC .57 to {LOADED_AUC:.2f}): read it per outlet only."
)

#: Judged once by one reader: right is a word of evaluation or strong feeling where it stands. The 100 were drawn by a
#: hash from 40 articles of PolNeAR's dev part that the rules had not seen. Before names and words of grammar were left
#: out, 41 of 100 others were, and 18 were such.
_LOADED_IN_NEWS = (48 / 100, "100 found in 40 articles of PolNeAR, judged by one reader")
LOADED_PRECISION = (
    f" Of 100 in other real articles one reader found {100 * _LOADED_IN_NEWS[0]:.0f} evaluating or strongly felt where "
    "they stood."
)

#: Judged once by one reader: 75 of 80 agentless passives found in 120 articles whose errors had not been looked at.
_PASSIVES_IN_NEWS = (75 / 80, "80 found in 120 articles of PolNeAR, judged by one reader")

#: Judged once by one reader, strictly: right is what the outlet itself keeps at a distance. Of the 44 others 10 are
#: terms of a trade that the outlet marks as such, the rest somebody's words; a later rule leaves out 9 of those.
_SCARE_IN_NEWS = (
    37 / 81,
    "81 found in 244 articles of PolNeAR, judged by one reader; most others are somebody's words, or a trade's",
)
#: Judged by the same reader on real pages that were read before the last change of the rules: 33 were found then, 6 of
#: them right. Newspapers in these languages put names and single words of a speaker in quotation marks.
_SCARE_ELSEWHERE = (6 / 15, "15 found in 48 pages in German, French and Spanish, judged by one reader")
#: (right, of) on the parts of the sample that were written after the rules, at the first run of the rules on them.
_SCARE_UNSEEN = {"precision": (71, 94), "recall": (71, 83)}


@dataclass(frozen=True, slots=True)
class MeasuredError:
    """One measured figure.

    Attributes:
        what: The reader or instrument.
        measure: Precision, recall or another measure.
        value: Between 0 and 1.
        on: The texts on which it was measured, with n and interval where they are known.
    """

    what: str
    measure: str
    value: float
    on: str


def measured() -> list[MeasuredError]:
    """Return all measured errors, in the order of the method page.

    The first are precision and recall of the quotation extractor, with content and speaker both right, on the sample of
    this project and on PolNeAR.
    """
    recorded = about()
    sample = recorded["sample"]
    ours = f"our own sample, {sample['texts_marked']} marked quotations by the hand that wrote the extractor"
    rows = [
        MeasuredError("Quotations with their speaker", "precision", sample["precision_with_speaker"], ours),
        MeasuredError("Quotations with their speaker", "recall", sample["recall_with_speaker"], ours),
    ]
    for key, name in _SLICES.items():
        score = recorded["polnear_dev"][key]
        on = f"PolNeAR, 84 US articles of 2016 that the model was not trained on: {name}"
        rows.append(MeasuredError("Quotations with their speaker", "precision", score["p"], on))
        rows.append(MeasuredError("Quotations with their speaker", "recall", score["r"], on))
    others = (
        speakers()
        + probabilities()
        + by_language()
        + membership()
        + naming()
        + devices()
        + scare_quotes()
        + extraction()
    )
    return rows + other_news(recorded) + others


def other_news(recorded: Mapping[str, Any]) -> list[MeasuredError]:
    """Return the extractor's errors on GUM and BASIL, on which it was not trained (tests/benchmarks/bench_world.py).

    Args:
        recorded: The record beside the trained model, as `trained_model.about` returns it.
    """
    rows = []
    for table, key, name in (
        ("gum_news", "all", "all attributions"),
        ("gum_news_in_sentence", "all", "all attributions, our contents cut at the sentence, too"),
        ("gum_news", "indirect", "indirect ones"),
    ):
        score = recorded[table][key]
        on = f"{score['n']} attributions of GUM's Wikinews reports, which stop at the sentence: {name}"
        rows.append(MeasuredError("Quotations with their speaker", "precision", score["p"], on))
        rows.append(MeasuredError("Quotations with their speaker", "recall", score["r"], on))
    basil = recorded["basil"]
    spoken = f"{basil['quoted']} slanted passages that BASIL's annotators give to a speaker"
    own = f"{basil['own']} slanted passages that BASIL's annotators give to the author"
    return [
        *rows,
        MeasuredError("Passages of speakers inside a quotation", "share", basil["covered"], spoken),
        MeasuredError("Passages of speakers in a speaker's voice", "share", basil["quoted_heard"], spoken),
        MeasuredError("Passages of the author inside a quotation", "share", basil["in_another_voice"], own),
        MeasuredError("Passages of the author in another voice", "share", basil["own_heard"], own),
    ]


#: The sets of pages on which extraction is measured, as the method page names them.
_PAGES = {
    "aeb": "news pages of article-extraction-benchmark",
    "fundus": "news pages of fundus",
    "trafilatura": "pages of trafilatura's evaluation, many of them no news",
    "htmldate": "news pages in many languages of htmldate's evaluation",
    "all": "pages of fundus and of the evaluations of trafilatura and htmldate whose day is called confident",
}
_FIELDS = {
    "day": ("Day of publication", "share right"),
    "day elsewhere": ("Day of publication", "share right"),
    "day multilingual": ("Day of publication", "share right"),
    "day called sure": ("Day of publication, where it is called confident", "share right"),
    "title": ("Headline", "share exactly right"),
    "title elsewhere": ("Headline", "share right but for signs and spaces"),
    "invented authors": ("Authors where a page names none", "share with an author"),
    "refused": ("Pages with an article that are refused", "share"),
}


def extraction() -> list[MeasuredError]:
    """Return the errors of extraction from pages: text, day, headline and authors.

    They are recorded in extraction_quality.json. Texts were judged with models that saw no page of the publisher, and
    with settings that were chosen on other pages.
    """
    recorded = json.loads(_EXTRACTION.read_text(encoding="utf-8"))
    rows = []
    for name, score in recorded["text"].items():
        on = f"{score['pages']} {_PAGES[name]}, no page judged by a model that saw its publisher; "
        on += f"trafilatura alone {score['trafilatura']:.3f}"
        rows.append(MeasuredError("Text of the article", "F1", score["f1"], on))
    for name, (what, measure) in _FIELDS.items():
        score = recorded["fields"][name]
        on = _share(
            score["right"], score["of"], f"{_PAGES[score['on']]}, most of them seen while the rules were written"
        )
        rows.append(MeasuredError(what, measure, score["right"] / score["of"], on))
    authors = recorded["fields"]["authors"]
    on = f"{authors['pages']} {_PAGES[authors['on']]}, most of them seen while the rules were written"
    return [*rows, MeasuredError("Authors", "F1", authors["f1"], on)]


def by_language() -> list[MeasuredError]:
    """Return the error of each instrument in each language other than English, from `instrument_ranges.ranges`."""
    return [
        MeasuredError(
            f"{row.instrument} in {_LANGUAGE_NAMES.get(row.language, row.language)}", row.measure, row.value, row.on
        )
        for row in ranges()
        if row.value is not None and row.language != "en"
    ]


def speakers() -> list[MeasuredError]:
    """Return how often speaker, side, kind and voice are right on texts that the model was not trained on.

    Recorded by tests/benchmarks/bench_speakers.py on leads of 2022 from outlets kept aside, and on BASIL.
    """
    recorded = json.loads(_SPEAKERS.read_text(encoding="utf-8"))
    leads = "of quotations found in headlines and leads of September and October 2022, outlets kept aside"
    rows = []
    for key, name in (("speaker", "Speaker"), ("side", "Side of the speaker"), ("kind", "Kind of the speaker")):
        counts = recorded["event2022"]["kept"][key]
        on = _share(counts["right"], counts["of"], leads)
        rows.append(MeasuredError(name, "share right", counts["right"] / counts["of"], on))
    counts = recorded["event2022"]["kept"]["voice"]
    uses = "of names in headlines and leads of September and October 2022, English and Polish, outlets kept aside"
    on = _share(counts["right"], counts["of"], uses)
    rows.append(MeasuredError("Whose word a name is", "share right", counts["right"] / counts["of"], on))
    counts = recorded["basil"]
    spans = "of spans that annotators of BASIL give to a person, US news of 2010 to 2019"
    on = _share(counts["right"], counts["of"], spans)
    return [*rows, MeasuredError("Speaker", "share right", counts["right"] / counts["of"], on)]


#: The sets on which the probabilities of quotations were measured, as the method page names them.
_JUDGED = {
    "polnear.dev": "of PolNeAR's articles kept aside, US politics of 2016",
    "gum news": "of GUM's Wikinews reports, whose marks stop at the sentence and leave out much that PolNeAR marks",
    "gum news, within the sentence": "of GUM's Wikinews reports, ours cut at the end of the sentence, too",
    "gum other": "of GUM's other texts (interviews, speeches), as above",
    "gum other, within the sentence": "of GUM's other texts, ours cut at the end of the sentence, too",
}


def probabilities() -> list[MeasuredError]:
    """Return how far the probability of a quotation is from the share that is right, on each set of news apart.

    Recorded by tests/benchmarks/bench_probability.py and calibrate_quotations.py. It was learnt on PolNeAR's training
    part and, with a small share, on GUM's open texts and the open leads; GUM's annotators mark fewer passages.
    """
    recorded = json.loads(_PROBABILITIES.read_text(encoding="utf-8"))
    learnt = json.loads(_CALIBRATION.read_text(encoding="utf-8"))["measured"]
    leads = [
        MeasuredError(
            "Probability of a quotation",
            "expected error",
            learnt[f"leads {part}"]["expected_error"],
            f"{learnt[f'leads {part}']['n']} quotations in our marked leads of 2022, the half {meaning}; exact "
            f"probabilities would show {learnt[f'leads {part}']['of_no_error']:.3f} on so few",
        )
        for part, meaning in (("open", "learnt from"), ("kept", "kept aside"))
    ]
    return leads + [
        MeasuredError(
            "Probability of a quotation",
            "expected error",
            score["expected_error"],
            f"{score['n']} quotations {_JUDGED[name]}: "
            f"mean {score['mean_probability']:.2f}, right {score['right']:.2f}",
        )
        for name, score in recorded.items()
    ]


def devices() -> list[MeasuredError]:
    """Return the errors of the passive detector, computed now on its sample, and the validation of loaded words."""
    passives = passive_sample.score()
    clauses = f"our own sample, {passives.clauses} clauses with hard cases by the hand that wrote the detector"
    experts = "9 outlets ranked by the experts of BABE, sentences that cannot be shipped; 95% interval .62 to .98"
    return [
        MeasuredError("Passives that do not say who did it", "precision", passives.precision, clauses),
        MeasuredError("Passives that do not say who did it", "recall", passives.recall, clauses),
        MeasuredError("Passives that do not say who did it", "precision", *_PASSIVES_IN_NEWS),
        MeasuredError("Loaded words", "precision", *_LOADED_IN_NEWS),
        MeasuredError("Loaded words per outlet", "Spearman correlation", LOADED_SPEARMAN, experts),
        MeasuredError("Loaded words in single sentences", "AUC (0.5 is chance)", LOADED_AUC, "sentences of BABE"),
    ]


#: (right, of) on real headlines with leads of 2022; tests/benchmarks/README.md says how they were read.
_NAMING_PRECISION = (116, 120)
_NAMING_RECALL = (135, 141)


def naming() -> list[MeasuredError]:
    """Return precision and recall of the names of the first event.

    They are as first read on newly drawn mentions and pieces; the errors found were corrected afterwards
    (tests/benchmarks/bench_naming.py).
    """
    drawn = "random mentions of the referendums of 2022 in headlines and leads, English and Polish, read in context"
    whole = "names in 54 headlines with leads read whole, English and Polish"
    return [
        MeasuredError(
            "Naming",
            "precision",
            _NAMING_PRECISION[0] / _NAMING_PRECISION[1],
            f"{_share(*_NAMING_PRECISION, 'found')}; {drawn}",
        ),
        MeasuredError(
            "Naming", "recall", _NAMING_RECALL[0] / _NAMING_RECALL[1], f"{_share(*_NAMING_RECALL, 'marked')}; {whole}"
        ),
    ]


def membership() -> list[MeasuredError]:
    """Return the errors of the membership rule with n and interval: on real headlines with leads, then on our texts.

    Recorded by tests/benchmarks/bench_membership.py.
    """
    recorded = json.loads(_MEMBERSHIP.read_text(encoding="utf-8"))
    real = (
        "headlines with leads of real feeds of September and October 2022, drawn from members, near misses and the "
        "rest; whole articles name more and are judged by their bodies too"
    )
    ours = (
        f"short texts in {recorded['languages']} languages by the hand that wrote the rule, most of the others near "
        "misses"
    )
    return [
        *_membership_errors(recorded["real"]["all"], real),
        *_membership_errors(recorded["real"]["kept aside, drawn again"], f"{real}; pieces that the rule had not seen"),
        *_membership_errors(recorded, ours),
        *_side_errors(recorded["sides"]),
    ]


def _side_errors(sides: Mapping[str, Any]) -> list[MeasuredError]:
    """Recall by the side whose names a piece uses: a rule that lost one side's words would choose the coverage."""
    rows = []
    for side in ("legitimising", "delegitimising"):
        right, of = sides[side]["recall"]["right"], sides[side]["recall"]["of"]
        on = (
            f"{_share(right, of, 'that belong')}; headlines with leads of the same feeds whose only telling names of "
            f"the vote, the act, the territory and the officials are {side}: {sides[side]['articles']} were read"
        )
        rows.append(MeasuredError("Membership, one side's words", "recall", right / of, on))
    return rows


def _membership_errors(counts: Mapping[str, Any], of_what: str) -> list[MeasuredError]:
    rows = []
    for measure, counted in (("precision", "taken"), ("recall", "that belong")):
        right, of = counts[measure]["right"], counts[measure]["of"]
        on = f"{_share(right, of, counted)}; {counts['articles']} {of_what}"
        rows.append(MeasuredError("Membership", measure, right / of, on))
    return rows


def scare_quotes() -> list[MeasuredError]:
    """Return the errors of the detector of scare quotes.

    They were measured on the marked sample (tests/benchmarks/bench_scare.py), on the parts of it that the rules had not
    seen, and in real articles.
    """
    recorded = json.loads(_SCARE.read_text(encoding="utf-8"))
    whole, what = recorded["all"], "Scare quotes"
    rows = []
    for measure, counted in (("precision", "found"), ("recall", "marked")):
        right, of = whole[measure]["right"], whole[measure]["of"]
        on = (
            f"{_share(right, of, counted)}; our own sample, {whole['passages']} passages in quotation marks in "
            f"{len(recorded['languages'])} languages by the hand that wrote the rules"
        )
        rows.append(MeasuredError(what, measure, right / of, on))
        right, of = _SCARE_UNSEEN[measure]
        on = f"{_share(right, of, counted)}; 225 passages of the sample when the rules first met them"
        rows.append(MeasuredError(what, measure, right / of, on))
    return [
        *rows,
        MeasuredError(what, "precision", *_SCARE_IN_NEWS),
        MeasuredError(what, "precision", *_SCARE_ELSEWHERE),
    ]


def _share(right: int, of: int, counted: str) -> str:
    low, high = wilson(right, of)
    return f"{right} of {of} {counted}, 95% interval {low:.2f} to {high:.2f}"
