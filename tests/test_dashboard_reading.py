"""What pages show beside figures: texts side by side, blind reading, citations, coding sheets, reports, the door."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.errors import ParallaxError
from dashboard import admission, blind_reading, citation, coding_sheet, report_file, text_comparison
from dashboard.admission import Gate, Rules
from dashboard.render import svg
from dashboard.render.charts import SCORE, SHARE, Dot, Form
from dashboard.render.label_placement import LabelRequest, places
from dashboard.selection import ViewSelection
from dashboard.views.blocks import marked_text
from tests.support.dashboard_home import HOSTILE

# --- side by side

COPY = "The Assembly met for nine hours on Wednesday before anyone voted."
TEXTS = {
    "a": f"{COPY} Nobody was surprised by it at all.",
    "b": f"It rained. {COPY.replace('Assembly', 'ASSEMBLY')} Then 143 states said yes and 35 kept silent.",
    "c": "Nothing of this stands in the third of these three texts, which is about 1,300 sheep.",
}


def test_a_shared_sentence_is_found_and_a_short_one_is_not() -> None:
    found = text_comparison.shared(TEXTS)
    (one,) = found["a"]
    assert TEXTS["a"][one.span.start : one.span.end] == COPY
    assert one.others == ("b",)
    assert found["c"] == []
    assert text_comparison.shared({"a": "It rained.", "b": "It rained."}) == {}


def test_namings_say_whose_words_they_are() -> None:
    uses = [
        [("vote", "sham", "own"), ("vote", "sham", "quoted"), ("vote", "ballot", "own")],
        [("vote", "sham", "quoted")],
        [],
    ]
    (line,) = text_comparison.namings(uses, {"vote": "The vote", "war": "The war"})
    assert line.label == "The vote"
    assert line.cells == ("“sham” 2 (1 in quotation); “ballot” 1", "“sham” 1 (in quotation)", None)
    assert line.missing == 1


def test_speakers_come_by_how_many_texts_quote_them() -> None:
    lines = text_comparison.speakers([[("Ann", 5), ("Bo", 90), ("Ann", 2)], [("Ann", 1)]])
    assert [(line.label, line.cells) for line in lines] == [("Ann", ("7 words", "1 words")), ("Bo", ("90 words", None))]


def test_figures_and_facts_that_some_texts_lack() -> None:
    assert [text_comparison.figures(t) for t in TEXTS.values()] == [set(), {"143", "35"}, {"1300"}]
    assert text_comparison.figures("On 3 May, 12.5 per cent of 1 200 000; 4") == {"12.5", "1200000"}
    lines = text_comparison.presence([{"x", "y"}, {"y"}], {"x": "The count"})
    assert [(line.label, line.cells) for line in lines] == [("The count", ("yes", None))]


# --- blind reading


def test_letters_are_stable_and_say_nothing_of_names() -> None:
    names = [f"outlet-{i}" for i in range(60)]
    letters = blind_reading.letters("v1", "e", names)
    assert letters == blind_reading.letters("v1", "e", reversed(names))
    assert sorted(letters.values(), key=lambda x: (len(x), x))[:2] == ["Outlet A", "Outlet B"]
    assert "Outlet BH" in letters.values(), "after Z comes AA"
    assert [letters[n] for n in names[:4]] != ["Outlet A", "Outlet B", "Outlet C", "Outlet D"]
    assert letters != blind_reading.letters("v1", "other", names)


def test_names_leave_the_text_and_offsets_stay() -> None:
    text = "He told the Daily Blaze, not THE DAILY BLAZE PLUS; blazer and dail stay."
    made = blind_reading.masked(text, ["The Daily Blaze", "Daily Blaze", "dai"])
    assert len(made) == len(text)
    assert "blaze," not in made.lower()
    assert made.endswith("PLUS; blazer and dail stay.")
    assert blind_reading.masked(text, []) == text


@given(st.text(max_size=80))
def test_what_is_veiled_comes_back(text: str) -> None:
    if not text.startswith(blind_reading.MARK):
        assert blind_reading.reveal_outlets(blind_reading.hide_outlets(text)) == text
        assert blind_reading.reveal_outlets(text) == text


@pytest.mark.parametrize("damaged", ["~", "~!", "~AAAA", "~" + "A" * 5])
def test_a_damaged_veil_is_no_error(damaged: str) -> None:
    assert isinstance(blind_reading.reveal_outlets(damaged), str)


def test_a_blind_address_names_no_outlet() -> None:
    chosen = ViewSelection("v1", "e", ("volga-wire",), blind=True)
    link = chosen.link("articles", of="volga-wire", article="volga-wire-01", words="grain")
    assert "volga" not in link
    assert "words=grain" in link
    assert "volga" in replace(chosen, blind=False).link("articles")


def test_names_are_masked_as_writers_and_addresses_shorten_them() -> None:
    names = ["The Daily Blaze", "Continental Press", "RT"]
    for text, left in (
        ("a driver told the Blaze.", "a driver told the █████."),
        ("MOSCOW (CP) - Under", "MOSCOW (██) - Under"),
        ("see www.dailyblaze.example/1", "see www.██████████.example/1"),
        ("daily-blaze-000004, @Daily_Blaze", "███████████-000004, @███████████"),
        ("the blaze spread; press freedom; a cp of tea; rt", "the blaze spread; press freedom; a cp of tea; rt"),
        ("RT's reporter; an ART; told RTL", "██'s reporter; an ART; told RTL"),
    ):
        assert blind_reading.masked(text, names) == left


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("Вісник Греблі", "у «Віснику Греблі» та Вісника Греблі", "у «#» та #"),
        ("Вісник Греблі", "як пише «Вісник», віснику", "як пише «#», віснику"),
        ("Степовий кур’єр", "Степового кур'єра, степовий вітер", "#, степовий вітер"),
        ("Rheinischer Morgen", "im Rheinischen Morgen am Morgen", "im # am Morgen"),
        ("Kurier Wiślany", "dla Kuriera Wiślanego, kurier", "dla #, kurier"),
        ("Meduza", "Meduzie, „Meduzy”; meduzy w morzu", "#, „#”; meduzy w morzu"),
        ("Правда", "в газете «Правде», правды", "в газете «#», правды"),
        ("The Daily Blaze", "the “Blaze”; a “blaze”; “Daily” news", "the “#”; a “blaze”; “#” news"),
        ("BBC News", "told the BBC and BBC News, bbc", "told the # and #, bbc"),
        ("harbourpost.example", "at www.harbourpost.example/1, the harbour post", "at www.#/1, the harbour post"),
    ],
)
def test_names_are_masked_with_any_ending(name: str, text: str, left: str) -> None:
    made = blind_reading.masked(text, [name])
    assert len(made) == len(text)
    assert re.sub("█+", "#", made) == left


def test_words_that_give_an_outlet_away_are_known() -> None:
    names = ["The Daily Blaze", "Continental Press", "Meduza"]
    assert [t for t in ("blaze", "the blaze", "cp", "press freedom", "meduza", "sham", "the", "of") if
            blind_reading.gives_away(t, names)] == ["blaze", "the blaze", "cp", "press freedom", "meduza"]  # fmt: skip
    assert [term for term in ("віснику", "гребля", "греб") if blind_reading.gives_away(term, ["Вісник"])] == ["віснику"]


# --- when


def article(published: str | None, day: date | None = date(2022, 9, 30)) -> dict[str, object]:
    return {"published": published, "day": day, "article_id": "a"}


@pytest.mark.parametrize(
    ("published", "text"),
    [
        ("2022-09-30T17:30:00+02:00", "30 September 2022, 17:30 (15:30 UTC)"),
        ("2022-09-30T17:30:00+00:00", "30 September 2022, 17:30 UTC"),
        ("2022-09-30T17:30:00", "30 September 2022, 17:30"),
        ("2022-09-30", "30 September 2022"),
        (None, "30 September 2022"),
    ],
)
def test_times_of_many_zones_can_be_compared(published: str | None, text: str) -> None:
    assert marked_text.when(article(published)) == text


def test_articles_stand_in_the_order_of_the_world_and_the_undated_last() -> None:
    last, first, second = (
        article(None, None),
        article("2022-09-30T17:30:00+02:00"),
        article("2022-09-30T17:00:00+01:00"),
    )
    assert sorted([last, second, first], key=marked_text.instant) == [first, second, last]


# --- citation

VIEW = citation.View(
    "Naming",
    "A vote & more_things",
    "all outlets, 50% of it",
    "abc123",
    "r1",
    "invented data",
    "http://x/naming?v=abc123&a=1_2",
)


def test_a_citation_names_versions_and_selection() -> None:
    assert citation.text(VIEW, date(2026, 3, 5)) == (
        "Parallax: A vote & more_things [invented data], “Naming” (all outlets, 50% of it). Data set abc123, method r1. "
        "http://x/naming?v=abc123&a=1_2, accessed 5 March 2026."
    )
    made = citation.bibtex(VIEW, date(2026, 3, 5))
    assert r"title = {A vote \& more\_things [invented data]: Naming}" in made
    assert r"note = {all outlets, 50\% of it; data set abc123, method r1}" in made
    assert "url = {http://x/naming?v=abc123&a=1_2}" in made
    assert made.count("{") - made.count(r"\{") == made.count("}") - made.count(r"\}")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_title_does_not_break_out_of_its_field(text: str) -> None:
    made = citation.bibtex(replace(VIEW, event=text + "}\n@evil{", address=text + "}"), date(2026, 3, 5))
    assert len(made.splitlines()) == 8
    assert "@evil{" not in made.replace(r"@evil\{", "")


def test_every_choice_is_described() -> None:
    chosen = ViewSelection("v", "e", ("a", "b"), "p1", "own", "one", "all", ("uk",), "country", True)
    said = citation.described(chosen, {"p1": "Voting"}, {"a": "Outlet A", "b": "Outlet B"}, {"uk": "Ukrainian"})
    assert said == (
        "Outlet A, Outlet B, Voting, outlet’s own, one per copy group, doubtful too, Ukrainian, compared by countries, "
        "outlets’ names hidden"
    )


def test_pages_of_own_words_say_so() -> None:
    said = citation.described(ViewSelection("v", "e"), {}, {}, {}, own_words=True)
    assert "own words" in said
    assert "own words" not in citation.described(ViewSelection("v", "e", voice="quoted"), {}, {}, {}, own_words=True)


# --- the coding sheet

PAIRS = {("first", "i1"): "neutral", ("second", "i1"): "=1+1"}


def test_a_sample_is_its_seeds_and_takes_one_of_each_article_first() -> None:
    long = " ".join(f"Sentence number {i} of this text has quite enough words." for i in range(9))
    texts = [("a", "x", long), ("b", "y", long), ("c", "y", "Too short.")]
    drawn = coding_sheet.sample(texts, 1, 6)
    assert drawn == coding_sheet.sample(texts, 1, 6)
    assert drawn != coding_sheet.sample(texts, 2, 6)
    assert sorted(i.article for i in drawn) == ["a", "a", "a", "b", "b", "b"]
    assert {i.article for i in drawn[:2]} == {"a", "b"}
    assert all(long[i.start : i.end] == i.text for i in drawn)
    assert coding_sheet.sheet_name("v", drawn) != coding_sheet.sheet_name("v", drawn[1:])
    assert coding_sheet.sample([], 1, 5) == []


def test_labels_survive_their_file() -> None:
    data = coding_sheet.to_csv(PAIRS, "v", "e", "s1")
    assert b"'=1+1" in data
    assert coding_sheet.from_csv(data, "s1") == PAIRS
    third = coding_sheet.to_csv({("third", "i1"): "critical"}, "v", "e", "s1")
    assert coding_sheet.from_csv(data + third.lstrip(b"\xef\xbb\xbf"), "s1") == PAIRS | {("third", "i1"): "critical"}
    assert coding_sheet.from_csv(data.replace(b",", b"\t"), "s1") == PAIRS, "as a spreadsheet's cells are pasted"
    items = [coding_sheet.SheetItem("i1", "article-7", "volga-wire", 10, 30, '=cmd "x", two\nlines')]
    full = coding_sheet.to_csv(PAIRS | {("third", "i1"): "critical"}, "v", "e", "s1", items)
    rows = list(csv.DictReader(io.StringIO(full.decode("utf-8-sig"))))
    assert {row["coder"] for row in rows} == {"first", "second", "third"}
    assert {(row["article_id"], row["start"], row["end"]) for row in rows} == {("article-7", "10", "30")}
    assert rows[0]["text"] == '\'=cmd "x", two\nlines'
    assert b"volga" not in full, "a file does not tell the outlet"
    assert coding_sheet.from_csv(full, "s1")["third", "i1"] == "critical"


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe", b"a,b\r\n1,2\r\n", b"x" * 1_000_001, coding_sheet.to_csv(PAIRS, "v", "e", "s2")]
)
def test_another_file_is_refused_with_its_reason(data: bytes) -> None:
    with pytest.raises(ParallaxError):
        coding_sheet.from_csv(data, "s1")


def test_labels_are_at_least_two() -> None:
    assert coding_sheet.codes(" a , b,,a ") == ("a", "b")
    assert coding_sheet.codes("a,") == ()
    assert len(coding_sheet.codes(",".join(map(str, range(30))))) == coding_sheet.MOST_LABELS


# --- pictures and the report

ROWS = [
    Dot("First <b>", 0.5, 0.4, 0.63, 20, True, "#2f7ebc"),
    Dot("Second", 0.1, 0.0, 0.9, 3, False, "#c4651a"),
    Dot("Third", None, None, None, 0, False, "#8a63c9"),
]


@pytest.mark.parametrize("rows", [ROWS, ROWS[2:], [], [Dot("A", 0.0, 0.0, 0.0, 9, True, "#000000")]])
@pytest.mark.parametrize("form", [SHARE, SCORE])
def test_a_picture_is_well_formed_and_inside_its_frame(rows: list[Dot], form: Form) -> None:
    tree = ET.fromstring(svg.dots(rows, form))  # noqa: S314  our own picture
    circles = [e for e in tree.iter() if e.tag.endswith("circle")]
    assert len(circles) == sum(r.value is not None for r in rows)
    assert all(svg.LEFT - 1 <= float(c.get("cx", 0)) <= svg.WIDTH - svg.RIGHT + 1 for c in circles)


def test_a_picture_says_its_numbers() -> None:
    words = "".join(ET.fromstring(svg.dots(ROWS, SHARE)).itertext())  # noqa: S314  our own picture
    assert "First <b>" in words
    assert "50%" in words
    assert "10%*" in words
    assert "nothing to count" in words
    assert "0%20%40%60%" in words


def test_a_report_is_one_file_that_fetches_nothing() -> None:
    sections = [report_file.Section("One", svg.picture(svg.dots(ROWS, SHARE), 'alt "x"'), HOSTILE[0])]
    made = report_file.file(HOSTILE[0], report_file.html(HOSTILE[0], HOSTILE[1], sections), "a{}").decode()
    assert "<script" not in made
    assert "default-src 'none'" in made
    assert 'alt="alt &quot;x&quot;"' in made
    assert made.count("<h1") == 1


# --- the door

OIDC = Rules(login=True, allow=("ann@example.org", "@news.example"))


@pytest.mark.parametrize(
    ("rules", "claims", "gate"),
    [
        (Rules(), None, Gate.OPEN),
        (Rules(allow=("a@b",)), None, Gate.MISCONFIGURED),
        (Rules(login=True), {"email": "a@b", "email_verified": True}, Gate.MISCONFIGURED),
        (OIDC, None, Gate.LOG_IN),
        (OIDC, {"email": "Ann@Example.org ", "email_verified": True}, Gate.IN),
        (OIDC, {"email": "bo@news.example", "email_verified": True}, Gate.IN),
        (OIDC, {"email": "bo@news.example"}, Gate.REFUSED),
        (OIDC, {"email": "bo@news.example", "email_verified": "true"}, Gate.REFUSED),
        (replace(OIDC, unverified=True), {"email": "bo@news.example"}, Gate.IN),
        (OIDC, {"email": "bo@sub.news.example", "email_verified": True}, Gate.REFUSED),
        (OIDC, {"email": "bo@evil@news.example", "email_verified": True}, Gate.REFUSED),
        (OIDC, {"email": "@news.example", "email_verified": True}, Gate.REFUSED),
        (OIDC, {"email": "ann@example.org.evil", "email_verified": True}, Gate.REFUSED),
        (OIDC, {"email_verified": True}, Gate.REFUSED),
        (OIDC, {}, Gate.REFUSED),
    ],
)
def test_who_comes_in(rules: Rules, claims: dict[str, object] | None, gate: Gate) -> None:
    assert admission.gate(rules, claims) is gate


def test_rules_come_from_secrets_and_the_environment() -> None:
    made = admission.rules(True, {"allow": [" Ann@Example.org", "nobody"], "unverified_email": 1}, "b@c.d, @e.f")
    assert made == Rules(True, ("@e.f", "ann@example.org", "b@c.d"))
    assert admission.rules(True, {"allow": "a@b", "unverified_email": True}, "") == Rules(True, ("a@b",), True)


# --- labels on a map


def test_labels_never_cover_each_other_and_the_first_has_the_first_choice() -> None:
    near = [LabelRequest("Alpha", 100, 100, 14), LabelRequest("Beta", 104, 101, 12), LabelRequest("Gamma", 98, 96, 12)]
    found = places(near, 400, 200)
    assert found[0] == "middle right"
    assert len({p for p in found if p}) == len([p for p in found if p])
    assert places([LabelRequest("Edge", 395, 100, 12)], 400, 200) == ["middle left"]
    assert places([LabelRequest("x" * 200, 100, 100, 12)], 400, 200) == [None], "no room is no label"
    assert places([], 10, 10) == []
