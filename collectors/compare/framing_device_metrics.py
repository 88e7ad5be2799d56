"""The metrics of framing devices, as questions to the event's sums (see `dataset/summary_devices.py`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from collectors.compare.article_arrays import ArticleArrays
from collectors.compare.comparison_rows import ALL, ArticleSelection
from collectors.compare.metric_families import MetricQuestion

#: Kinds of marks that are counted per word, in the order of the page.
KINDS = ("scare", "distancing", "hedge", "certainty", "loaded", "passive")
#: Kinds whose rate in headlines is compared with that of the text.
HEADLINE_KINDS = KINDS[:-1]
FACT_VARIANTS = ("mentioned", "opening")


def devices(facts: ArticleArrays, selection: ArticleSelection, only: Sequence[str] = ()) -> Iterator[MetricQuestion]:
    """Yield devices:<kind> and passives:agentless in the chosen words; in all words also all other devices.

    Metrics that nothing in the event's articles can be counted for are left out: the data set has no marks, or no
    article's language is one that the device reads.

    Args:
        facts: what the event's articles hold.
        selection: the articles, and the voice whose words count.
        only: yield these metrics alone; empty for all.
    """
    metrics = set(facts.cube.metrics_with(""))
    for question in _questions(facts, selection):
        if question.metric in metrics and (not only or question.metric in only):
            layer = facts.cube.layer(question.metric, question.voice, question.place, question.variants)
            if layer.whole.any():
                yield question


def languages_read(facts: ArticleArrays) -> dict[str, tuple[list[str], list[str]]]:
    """Return, for each metric of a device or family of frames, the event's languages that it reads and does not read.

    A language counts as read where the metric has a denominator in it, which follows from the lists and detectors with
    which the articles were measured. Articles of unknown language are in neither list.
    """
    language = facts.cube.columns["language"]
    languages_of = {}
    for metric in (*(f"devices:{kind}" for kind in KINDS), *facts.cube.metrics_with("frames_used:")):
        counted = facts.cube.layer(metric, ALL, ALL, ()).whole.any(axis=1)
        read = {language.names[code] for code in language.codes[counted] if code >= 0}
        spoken = sorted({language.names[code] for code in language.codes if code >= 0})
        languages_of[metric] = (
            [name for name in spoken if name in read],
            [name for name in spoken if name not in read],
        )
    return languages_of


def _questions(facts: ArticleArrays, selection: ArticleSelection) -> Iterator[MetricQuestion]:
    for kind in KINDS:
        yield MetricQuestion(f"devices:{kind}", ("",), selection.voice, selection.place)
    yield MetricQuestion("passives:agentless", ("",), selection.voice)
    if selection.voice != ALL:
        return
    concepts = facts.order.get("concepts", ())
    for prefix, names in (
        ("scare:", concepts),
        ("distancing:", concepts),
        ("passives:", facts.order.get("verbs", ())),
        ("headline:only:", concepts),
    ):
        for name in names:
            # A device that occurs on a concept nowhere gives no rows, rather than rows of zeros.
            if prefix not in ("scare:", "distancing:") or f"{prefix}{name}" in facts.cube.variants:
                yield MetricQuestion(f"{prefix}{name}", ("",))
    for family in ("frames:", "frames_used:"):
        for metric in facts.cube.metrics_with(family):
            yield MetricQuestion(metric, tuple(facts.cube.variants.get(metric, ())))
    yield from (MetricQuestion(f"facts:{fact}", FACT_VARIANTS) for fact in facts.order.get("facts", ()))
    for kind in HEADLINE_KINDS:
        yield MetricQuestion(f"headline:{kind}", ("",), share=False)
