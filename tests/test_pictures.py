"""Charts as files: every chart of the dashboard as SVG and PNG, without a browser, with its words; and shown alone."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from lxml import etree
from PIL import Image

from dashboard import embedding
from dashboard.guard import policy
from dashboard.render import raster, svg, svg_shapes, theme, trend_charts, word_charts
from dashboard.render.charts import SHARE, Dot
from dashboard.render.charts import dots as plotly_dots
from dashboard.render.figure_picture import picture_of
from dashboard.render.html import swatch
from dashboard.render.picture_file import PictureText, dots_file, figure_file, lanes_file
from dashboard.render.timeline_table import Flag, Lane, ticks

WORDS = PictureText("Share of “sham”", "The event. Parallax, data set 0123456789ab.", "From a to b")
LONG = "The Very Long and Winding Regional Gazette of Novgorod-Siverskyi and its Surroundings"
ROWS = [
    Dot("Вісник Дніпра", 0.62, 0.5, 0.7, 12, True, theme.outlet_colour(0)),
    Dot(LONG, 0.2, 0.1, 0.3, 9, True, theme.outlet_colour(1), "diamond"),
    Dot("Few <b>", 0.3, None, None, 3, False, theme.outlet_colour(2), "hourglass"),
]
DAY = date(2022, 9, 20)


def panel(name: str, share: bool) -> trend_charts.TrendPanel:
    days = [DAY + timedelta(days=index) for index in range(12)]
    marks = [
        trend_charts.TrendMark(day, day, None if n == 4 else 0.1 + n / 40, 0.05 if share else None, 0.6 if share else None, n > 2, "said")
        for n, day in enumerate(days)
    ]  # fmt: skip
    return trend_charts.TrendPanel(name, theme.outlet_colour(3), marks)


FIGURES = {
    "dots": plotly_dots(ROWS, SHARE),
    "words": word_charts.words(
        [word_charts.WordMark("під дулами", 3.2, True, ""), word_charts.WordMark("festive", 1.1, False, "")], "#123456", 3.2
    ),
    "map": word_charts.outlets_map(
        [word_charts.Spot(n, x, y, 0.2, 0.1, 0.4, "#123456", shape, "") for n, x, y, shape in
         (("Volga & Wire", 0.9, 0.1, "star"), ("Вісник", -0.7, 0.5, "cross"), ("Blaze", 0.1, -0.6, "circle"))],
        [word_charts.Label("sham", 0.4, 0.3, 1, ""), word_charts.Label("reunification", -1.0, 0.2, 2, "")],
        ("62% of all differences", "21% of them"),
    ),
    "shares": trend_charts.panels([panel("All & more", True), panel("Вісник", True)], [(DAY, DAY + timedelta(days=5))], share=True),
    "counts": trend_charts.panels([panel("All", False)], [], share=False),
}  # fmt: skip


@pytest.mark.parametrize("name", FIGURES)
def test_every_chart_of_the_dashboard_is_a_picture(name: str) -> None:
    file = figure_file(FIGURES[name], WORDS)
    tree = etree.fromstring(file)
    text = " ".join(tree.itertext())
    for piece in (WORDS.title, "data set 0123456789ab.", WORDS.alt):
        assert piece in text
    assert tree.get("aria-label") == WORDS.alt
    assert b"script" not in file
    assert b"href" not in file
    width, height = float(tree.get("width")), float(tree.get("height"))
    space = "{http://www.w3.org/2000/svg}"
    for circle in tree.iter(f"{space}circle"):
        assert 0 <= float(circle.get("cx")) <= width
        assert 0 <= float(circle.get("cy")) <= height
    with Image.open(io.BytesIO(raster.png(file))) as picture:
        assert picture.format == "PNG"
        assert picture.size == pytest.approx((width * raster.ZOOM, height * raster.ZOOM), abs=1)
        assert len(picture.convert("RGB").getcolors(1 << 20) or ()) > 20


def test_a_pictures_dots_stand_where_their_values_are() -> None:
    chart, _ = picture_of(FIGURES["dots"])
    tree = etree.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{chart}</svg>')
    space = "{http://www.w3.org/2000/svg}"
    ticks_at = {
        t.xpath("string()"): float(t.get("x")) for t in tree.iter(f"{space}text") if t.get("text-anchor") == "middle"
    }
    zero, sixty = ticks_at["0%"], ticks_at["60%"]
    circle = next(iter(tree.iter(f"{space}circle")))
    assert float(circle.get("cx")) == pytest.approx(zero + (sixty - zero) * 0.62 / 0.6, abs=0.2)


def test_text_from_outside_stays_text() -> None:
    said = svg_shapes.said("<b>A &lt;i&gt; &amp; B</b><script>x</script>", (0, 0))
    tree = etree.fromstring(said)
    assert tree.xpath("string()") == "A <i> & Bx"
    assert {child.tag for child in tree} == {"tspan"}
    assert svg_shapes.bare("<span style='color:#123456'>●</span> A &amp; B") == "● A & B"


@pytest.mark.parametrize(
    ("given", "colour"),
    [("#2f7ebc", ("#2f7ebc", "1")), ("rgba(128,128,128,.28)", ("#808080", "0.28")), ("rgba(0,0,0,0)", ("none", "1"))],
)
def test_colours_are_those_of_svg(given: str, colour: tuple[str, str]) -> None:
    assert svg_shapes.paint(given) == colour


def test_long_names_are_never_cut() -> None:
    tree = etree.fromstring(dots_file(ROWS, SHARE, WORDS))
    text = " ".join(" ".join(tree.itertext()).split())
    assert "…" not in text
    for word in LONG.replace("-", "- ").split():
        assert word in text
    assert svg.height_of(ROWS) > svg.height_of([ROWS[0]] * 3)


def test_the_timeline_is_a_picture() -> None:
    flags = [Flag("Voting <days>", 0.1, 0.3, ""), Flag("A last phase with a long name", 0.8, 1, "")]
    lanes = [Lane(swatch("#123456", "Вісник & Co"), [(0.5, 12, "")], "#123456", "said", "7")]
    file = lanes_file(flags, lanes, ticks(DAY, DAY + timedelta(days=20)), WORDS)
    text = " ".join(etree.fromstring(file).itertext())
    for piece in ("Voting <days>", "A last phase with a long name", "Вісник & Co", "20 Sep", " 7 "):
        assert piece in text
    assert raster.png(file).startswith(b"\x89PNG")


def test_the_same_picture_has_the_same_bytes_and_ukrainian_letters() -> None:
    file = dots_file(ROWS, SHARE, WORDS)
    assert raster.png(file) == raster.png(file)
    other = dots_file([Dot("\ufffd" * 13, *([0.62, 0.5, 0.7, 12, True, "#123456"]))], SHARE, WORDS)  # type: ignore[arg-type]
    mine = dots_file([Dot("Вісник Дніпра", 0.62, 0.5, 0.7, 12, True, "#123456")], SHARE, WORDS)
    assert raster.png(other) != raster.png(mine)
    for font in (raster.REGULAR, raster.BOLD):
        assert font.is_file()
    assert "Bitstream" in (raster.FONTS / "LICENSE.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("key", "name"), [("naming_dots", "naming_dots"), ("words_A <b>", "words_a_b"), ("…", "block")]
)
def test_a_blocks_name_is_safe_in_a_style(key: str, name: str) -> None:
    assert embedding.block_name(key) == name


def test_a_frame_needs_a_configured_origin() -> None:
    closed, opened = dict(policy("").headers()), dict(policy("", "https://paper.example").headers())
    assert b"frame-ancestors 'none'" in closed[b"content-security-policy"]
    assert closed[b"x-frame-options"] == b"DENY"
    assert b"frame-ancestors https://paper.example" in opened[b"content-security-policy"]
