"""Charts say the numbers they were given, and nothing by colour alone."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path

import plotly.graph_objects as go
import pytest
from lxml import etree

from dashboard.render import theme, word_charts
from dashboard.render.charts import SCORE, SHARE, Dot, dots, number, plain
from dashboard.render.html import swatch
from dashboard.render.picture_file import PictureText, dots_file
from dashboard.render.word_charts import Label, Spot, WordMark
from tests.support.dashboard_home import HOSTILE

ROWS = [
    Dot("First", 0.5, 0.4, 0.6, 20, True, "#2f7ebc"),
    Dot("Second", 0.1, 0.0, 0.9, 3, False, "#c4651a"),
    Dot("Third", None, None, None, 0, False, "#8a63c9"),
]


def test_a_dot_plot_holds_its_numbers() -> None:
    figure = dots(ROWS, SHARE)
    interval, estimate, note = figure.data
    assert list(interval.x) == [0.4, 0.6, None], "only enough articles get an interval"
    assert list(estimate.x) == [0.5, 0.1]
    assert estimate.marker.color[1] == "rgba(0,0,0,0)", "hollow"
    assert estimate.marker.line.color[1] == "#c4651a"
    assert [t.strip() for t in note.text] == ["too few articles", "nothing to count"]
    assert list(note.x) == [0.1, 0.0], "beside its dot"
    assert set(note.textposition) == {"middle right"}, "on the side with more room"
    assert [t.split(" <")[0] for t in figure.layout.yaxis.categoryarray] == ["Third", "Second", "First"]
    assert "(95% interval 40% to 60%)" in estimate.text[0]
    assert "20 articles" in estimate.text[0]
    assert "interval" not in estimate.text[1]


def test_shares_start_at_zero_and_scores_do_not() -> None:
    low, high = dots(ROWS, SHARE).layout.xaxis.range
    assert -0.02 <= low <= 0
    assert 0.6 < high <= 1.01
    low, high = dots([Dot("A", 11.0, 10.0, 12.0, 9, True, "#000")], SCORE).layout.xaxis.range
    assert 9 < low < 10
    assert 12 < high < 13
    near = [Dot("A", 0.0, 0.0, 1.2, 9, True, "#000"), Dot("B", 2.6, 1.1, 5.9, 9, True, "#000")]
    assert dots(near, SCORE).layout.xaxis.range[0] == pytest.approx(0, abs=0.2), "no rate below 0"
    assert dots([Dot("A", 0.0, None, None, 1, False, "#000")], SCORE).layout.xaxis.range == (-0.02, 1.0)


@pytest.mark.parametrize("rows", [[], ROWS[2:], ROWS[:1]])
def test_nothing_and_one_are_charts_too(rows: list[Dot]) -> None:
    figure = dots(rows, SHARE)
    assert figure.layout.height >= 46
    assert all(math.isfinite(x) for x in figure.layout.xaxis.range)


WORDS = [WordMark("annexed", 3.1, True, "said"), WordMark("joined", 1.2, False, "said")]
SPOTS = [Spot("First", 0.1, 0.2, 0.3, 0.1, 0.5, "#2f7ebc", "circle", "said")]
LABELS = [Label("sham", 0.4, 0.1, 9.0, "said"), Label("referendum", -0.2, 0.3, 2.0, "said")]


@pytest.mark.parametrize(
    "figure",
    [
        dots(ROWS, SHARE),
        dots(ROWS, SCORE),
        dots([], SHARE),
        word_charts.words(WORDS, "#2f7ebc", 3.1),
        word_charts.words([], "#2f7ebc", 0.0),
        word_charts.outlets_map(SPOTS, LABELS, ("40%", "20%")),
    ],
)
def test_plotly_knows_every_property_of_a_chart(figure: go.Figure) -> None:
    made = figure.to_dict()
    checked = go.Figure(made).to_dict()
    assert checked["data"] == made["data"], "charts are put together without Plotly's own check"
    assert checked["layout"] == {k: v for k, v in made["layout"].items() if v != []}


def test_words_stand_in_their_order_and_say_what_holds() -> None:
    figure = word_charts.words(WORDS, "#2f7ebc", 3.1)
    (trace,) = figure.data
    assert list(trace.x) == [3.1, 1.2]
    assert list(trace.marker.color) == ["#2f7ebc", "rgba(0,0,0,0)"], "hollow where q is not below .05"
    assert [line.x1 for line in figure.layout.shapes] == [3.1, 1.2]
    assert list(figure.layout.yaxis.categoryarray) == ["joined", "annexed"], "the first on top"
    assert figure.layout.xaxis.range[1] > 3.1


def test_a_map_has_one_scale_and_an_ellipse_for_every_outlet() -> None:
    figure = word_charts.outlets_map(SPOTS, LABELS, ("40%", "20%"))
    assert [trace.name for trace in figure.data] == ["variants", "ellipse First", "outlets"]
    ellipse = figure.data[1]
    assert (ellipse.x[0], ellipse.y[0]) == pytest.approx((ellipse.x[-1], ellipse.y[-1])), "closed"
    assert max(math.dist((x, y), (0.1, 0.2)) for x, y in zip(ellipse.x, ellipse.y, strict=True)) == pytest.approx(0.3)
    assert figure.layout.yaxis.scaleanchor == "x"
    assert figure.layout.xaxis.title.text == "40%"


def test_a_chart_has_no_clutter() -> None:
    figure = dots(ROWS, SHARE)
    assert figure.layout.showlegend is False
    assert figure.layout.dragmode is False
    assert figure.layout.xaxis.fixedrange
    assert figure.layout.yaxis.fixedrange


@pytest.mark.parametrize("text", HOSTILE)
def test_labels_are_inert(text: str) -> None:
    made = plain(text)
    assert "<" not in made
    assert "$" not in made
    figure = dots([Dot(text, 0.5, 0.4, 0.6, 9, True, "#000")], SHARE)
    assert "<script" not in figure.to_json()
    assert "<img" not in figure.to_json()


@pytest.mark.parametrize(
    ("value", "share", "text"),
    [
        (None, True, "–"),
        (0.0, True, "0%"),
        (0.004, True, "0.4%"),
        (0.125, True, "12%"),
        (1.0, True, "100%"),
        (11.25, False, "11.2"),
    ],
)
def test_numbers_are_written_one_way(value: float | None, share: bool, text: str) -> None:
    assert number(value, SHARE if share else SCORE) == text


def luminance(colour: str) -> float:
    """WCAG 2.2 relative luminance."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


CONFIG = tomllib.loads((Path(__file__).parent.parent / "dashboard" / ".streamlit" / "config.toml").read_text("utf-8"))


@pytest.mark.parametrize("ground", [CONFIG["theme"][name]["backgroundColor"] for name in ("light", "dark")])
@pytest.mark.parametrize("colour", theme.OUTLETS)
def test_every_hue_reads_on_both_grounds(colour: str, ground: str) -> None:
    assert contrast(colour, ground) >= 3, "WCAG 2.2, 1.4.11: graphics"


def test_outlets_differ_by_hue_or_by_shape() -> None:
    looks = [(theme.outlet_colour(i), theme.outlet_shape(i)) for i in range(100)]
    assert len(set(looks)) == 100
    style = (Path(theme.__file__).parents[1] / "style.css").read_text(encoding="utf-8")
    assert all(f".px-dot.{shape} {{" in style for shape in theme.SHAPES[1:]), "tables have the shapes of charts"
    assert 'class="px-dot diamond"' in swatch(theme.outlet_colour(10), "Volga Wire", theme.outlet_shape(10))


def test_a_picture_stands_alone() -> None:
    rows = [
        Dot("A <b> & “Вісник”", 0.25, 0.1, 0.4, 12, True, "#123456", "circle"),
        Dot("Few", 0.5, None, None, 3, False, "#123456"),
    ]
    words = PictureText("The vote: share of “sham”", "Event. Data set 0123456789ab.", "From a to b")
    file = dots_file(rows, SHARE, words)
    tree = etree.fromstring(file)
    text = " ".join(tree.itertext())
    for piece in ("The vote: share of “sham”", "A <b> & “Вісник”", "Data set 0123456789ab.", "25%", "(12)"):
        assert piece in text
    assert tree.get("aria-label") == "From a to b"
    assert b"href" not in file
    assert b"script" not in file
