"""Who wrote a page: mechanisms met on real pages of publishers that no rule was written on, shown on invented ones."""

from __future__ import annotations

import lxml.html
import pytest

from collectors.extract.author_names import credited_in, is_person, names_in, without_date
from collectors.extract.authors import choose_authors
from collectors.extract.blocks import blocks_of
from collectors.extract.stated_metadata import read_stated
from collectors.support.calendars import weekday_names

TEXT = (
    "<p>The regional administration said on Tuesday that the vote would be held in all districts.</p>"
    "<p>Observers from several countries doubted that it could be free while fighting went on.</p>"
)


def people(before: str = "", behind: str = "", head: str = "", box: str = "div") -> tuple[str, ...]:
    """Return the authors of an invented page whose text has two paragraphs."""
    page = lxml.html.document_fromstring(
        f"<html><head>{head}</head><body><{box}>{before}{TEXT}{behind}</{box.partition(' ')[0]}></body></html>"
    )
    blocks = blocks_of(page)
    first = next(number for number, block in enumerate(blocks) if block.text.startswith("The regional"))
    stated = read_stated(page, None)
    return choose_authors(stated, page, "https://courier.example/a", blocks, first, first + 1).people


@pytest.mark.parametrize(
    ("line", "bare"),
    [
        ("Anna Berg Do 9 Apr 2020", "Anna Berg"),
        ("Anna Berg, Fri, 10 April 2020", "Anna Berg"),
        ("Anna Berg am Samstag, 19. Oktober 2019 um 11:14 Uhr", "Anna Berg"),
        ("11.12.2019 - Anna Berg", "Anna Berg"),
        ("20.08.2020 12:00 Uhr Anna Berg", "Anna Berg"),
        ("Anna Berg", "Anna Berg"),
        ("BR24 Redaktion", "BR24 Redaktion"),
        ("9 Apr 2020", "9 Apr 2020"),
    ],
)
def test_a_byline_without_its_date(line: str, bare: str) -> None:
    assert without_date(line) == bare
    assert {"fri", "samstag", "понедельник"} <= weekday_names()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Ein Artikel von Anna Berg | 27.01.2022 - 12:45", "Anna Berg"),
        ("Text & Fotos: Anna Berg", "Anna Berg"),
        ("Text und Bilder: Anna Berg", "Anna Berg"),
    ],
)
def test_prefixes_of_bylines(line: str, names: str) -> None:
    assert next(name for name in names_in([line]) if is_person(name)) == names


@pytest.mark.parametrize(
    ("name", "person"),
    [("José Miguel WilsonHace", False), ("Ronald McDonald", True), ("Anna MacDonald", True), ("Rotes Kreuz", False)],
)
def test_words_without_a_blank_between_them_are_no_name(name: str, person: bool) -> None:
    assert is_person(name) is person


def test_boxes_around_the_article_say_nothing_about_its_byline() -> None:
    byline = '<span class="author">Anna Berg</span>'
    assert people(byline, box='div class="layout has-sidebar"') == ("Anna Berg",)
    assert people(f'<div class="relative h-12">{byline}</div>') == ("Anna Berg",), "relative is a place, not a relation"
    assert people(f'<aside class="meta">{byline}</aside>') == ("Anna Berg",)
    assert people(f"<aside>{byline}</aside>") == ()
    assert people("", f'<div class="related">{byline}</div>') == ()
    assert people("", f'<div class="reviews-list">{byline}</div>') == ()


def test_a_signed_line_above_the_text_beats_names_marked_elsewhere() -> None:
    other = '<div class="card"><span class="author">Clara Orr</span></div>'
    assert people(f"{other}<p>Von Anna Berg</p>") == ("Anna Berg",)
    assert people("<p>20 September 2022, by Anna Berg</p>") == ("Anna Berg",), "a day before the word"
    assert people("<p>20.09.2022, 14:05 Uhr | Von Anna Berg</p>") == ("Anna Berg",)
    assert people("<p>The vote of 2022 was held by Anna Berg</p>") == ()


def test_the_end_of_a_text_credits_who_is_alone_there_in_bold_or_in_brackets() -> None:
    assert people("", '<p style="text-align:right"><strong>Anna Berg</strong></p>') == ("Anna Berg",)
    assert people("", "<p>Anna Berg</p>") == ()
    assert people("", "<h3>Anna Berg</h3>") == ()
    assert people("", "<p><b>ELECTIONS IN KARELIA</b></p>") == ()
    assert people("", '<p><b><a href="/anna">Anna Berg</a></b></p>') == ()
    assert credited_in("发展，造福双方人民。（责编：岳弘彬、牛镛）") == ("岳弘彬", "牛镛")
    assert people("", "<p>（责编：岳弘彬、牛镛）</p>") == ("岳弘彬", "牛镛")
    assert credited_in("（图片：新华社）") == ()


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Anna Berg in Kyiv and Tom Reed in London", ("Anna Berg", "Tom Reed")),
        ("By Anna Berg for Harbour Daily", ("Anna Berg",)),
        ("Words by Anna Berg. Photographs by Tom Reed", ("Anna Berg",)),
        ("BY ANNA BERG AND IAN McGREGOR", ("Anna Berg", "Ian McGregor")),
        ("by Anna Berg Updated 3:41 PM EDT, Tue September 20, 2022", ("Anna Berg",)),
        ("Anna Berg @annaberg", ("Anna Berg",)),
        ("김철수 기자 kim@harbour.example", ("김철수",)),
        ("Anna Bergkim@harbour.example", ()),  # two elements without a blank between them
        ("EXCLUSIVE by ANNA BERG", ("Anna Berg",)),
        ("Aus Kiew berichtet Anna Berg", ("Anna Berg",)),
        ("dalla nostra inviata Anna Bianchi", ("Anna Bianchi",)),
        ("Oprac. Anna Górska", ("Anna Górska",)),
        ("Haber: Ayşe Yılmaz", ("Ayşe Yılmaz",)),
        ("Szerző: Kovács Anna", ("Kovács Anna",)),
        ("记者 王小明", ("王小明",)),
        ("بقلم: أحمد علي", ("أحمد علي",)),
        ("undefined undefined", ()),
        ("Eidgenössisches Departement für Wirtschaft", ()),
        ("وكالة الأنباء", ()),
    ],
)
def test_people_in_bylines_as_outlets_write_them(byline: str, names: tuple[str, ...]) -> None:
    assert tuple(filter(is_person, names_in([byline]))) == names


def test_a_line_that_joins_the_stated_author_with_others_names_them_all() -> None:
    stated = '<script type="application/ld+json">{"@type": "NewsArticle", "author": "Anna Berg"}</script>'
    assert people("<p>By Anna Berg and Tom Reed</p>", head=stated) == ("Anna Berg", "Tom Reed")
    # Spans side by side hold offices and dates as often as further names.
    beside = "<p class='byline'><span>Anna Berg</span> <span>Leading Reader</span></p>"
    assert people(beside, head=stated) == ("Anna Berg",)


def test_columnists_in_a_box_wrote_something_else() -> None:
    box = "<div class='columnists'><ul><li class='author'><a href='/author/joe-miller'>Joe Miller</a></li></ul></div>"
    assert people(behind=box, box="main") == ()


@pytest.mark.parametrize(
    "box",
    [
        "<figure><img src=a><figcaption>A street. <span class='author'>Tom Reed</span></figcaption></figure>",
        "<figure><figcaption><span itemprop='author'>Tom Reed</span></figcaption></figure>",
        "<div class='image-author'><a href='/p/tom'>Tom Reed</a></div>",
        "<div class='media-credit'><span class='autor'>Ana López Ruiz</span></div>",
        "<div class='gallery'><div class='autor'>Anna Berg</div></div>",
        "<div itemtype='https://schema.org/ImageObject'><span itemprop='author'>Ana López</span></div>",
        "<blockquote>We stay.<cite class='quote-author'>Tom Reed</cite></blockquote>",
        "<p class='photo-author'>Fot. Jan Kowalski</p>",
        "<p class='author'>Fot. Jan Kowalski</p>",
        "<p class='author'>Tom Reed/Getty Images</p>",
        "<p class='author'>Haber Merkezi</p>",
    ],
)
def test_who_made_a_picture_or_said_a_quotation_is_no_author(box: str) -> None:
    assert people(box) == ()
    assert people(f"<p>By Anna Berg</p>{box}") == ("Anna Berg",)


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Von Anna Berg (Text) und Tom Reed (Fotos)", ("Anna Berg",)),
        ("Ana López Redacción", ("Ana López",)),
        ("Door onze correspondent Jan de Vries", ("Jan de Vries",)),
        ("Por João da Silva — Lisboa", ("João da Silva",)),
        ("Harbour.LIVE Redaktion", ()),
    ],
)
def test_the_person_among_pictures_desks_and_places(byline: str, names: tuple[str, ...]) -> None:
    assert tuple(filter(is_person, names_in([byline]))) == names


@pytest.mark.parametrize("desk", ["Redacción", "Die Redaktion", "Online-Redaktion", "Redação", "Rédaction web", "Red."])
def test_a_desk_without_a_name_is_no_author(desk: str) -> None:
    stated = f'<script type="application/ld+json">{{"@type": "NewsArticle", "author": "{desk}"}}</script>'
    assert people(head=stated) == ()
    section = stated.replace(desk, "Política").replace('"author"', '"articleSection": "Política", "author"')
    assert people(head=section) == ()
    named = stated.replace(desk, "Redaktion Hafenblatt")
    assert people(head=named) == ("Redaktion Hafenblatt",)
