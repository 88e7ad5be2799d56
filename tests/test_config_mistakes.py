"""Checking `data/`: every mistake gets its file, its line and a remedy, and stops nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from collectors.config import check, load_catalogue, load_event
from collectors.config.address_source_files import check_address_sources
from collectors.errors import ParallaxError
from collectors.model import Outlet, Ownership
from tests.support.made_config import OUTLETS, named, spoil

HERALD_FEED = "https://north-herald.com/rss"


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "remedy"),
    [
        ('title = "A strike"', 'title "A strike"', 2, "Expected '='", "quotation marks and commas"),
        ("[[facts]]", "[[facts", 34, "not valid TOML", "shipped file"),
        ('title = "A strike"', 'titel = "A strike"', 2, "unknown key 'titel'", "did you mean 'title'?"),
        ('title = "A strike"', 'titel = "A strike"', 1, "title is missing", "add title"),
        ('title = "A strike"', "title = 7", 2, "title is 7", "quotation marks"),
        ('title = "A strike"', 'title = " "', 2, "title is empty", "write a value"),
        ('id = "strike"', 'id = "walkout"', 1, "not the name of the file", "walkout.toml"),
        ('id = "strike"', 'id = "A Strike"', 1, "'A Strike' is no id", "lower-case"),
        ("start = 2024-03-01\n", 'start = "1 March"\n', 3, "start is 1 March", "2022-09-30"),
        ("end = 2024-03-20", "end = 2024-03-20T10:00:00", 4, "which is no date", "2022-09-30"),
        ("end = 2024-03-20", "", 1, "end is missing", "2022-09-30"),
        ("end = 2024-03-20", "end = 2024-02-20", 4, "before it starts", "exchange"),
        ("start = 2024-03-06", "start = 2024-03-05", 7, "'walkout' and 'talks' overlap", "one phase"),
        ("end = 2024-03-10", "end = 2024-03-25", 7, "'talks' is outside the event", "move"),
        ("end = 2024-03-10", "end = 2024-03-02", 7, "before it starts", "exchange"),
        ('"dock*"', '"*"', 14, "'*' names nothing", "letter"),
        ('id = "talks"', 'id = "walkout"', 7, "'walkout' stands in line 6 already", "another id"),
        ('side = "port"', 'side = "porter"', 11, "side 'porter' is not declared", "did you mean 'port'?"),
        ('role = "director"', 'role = "owner"', 11, "role 'owner' is not declared", "director, union"),
        ('name = "Ada Roe"', 'name = "the union"', 11, "is the name of 'union' too (line 10)", "one of the two"),
        ('["the union"]', '["the union", "the union"]', 10, "twice", "remove one"),
        ('kind = "body"', 'kind = "corp"', 10, "kind is 'corp'", "body"),
        ('["the union"]', '"the union"', 10, "aliases is 'the union'", "a list"),
        ("en = [", "english = [", 14, "'english' is no language code", "ISO 639-1"),
        ('["port strike", "dock*"]', "[]", 14, "en is empty", "at least one"),
        (r"\bstrikes?\b", r"\bstrikes?(\b", 29, "no regular expr", "README"),
        (r"'\bblockade\b'", r"'\b'", 33, "matches the empty text", "at least one word"),
        (r"'\bblockade\b'", r"'(?:block+)+x'", 33, "repeated without a limit", "{0,3}"),
        (r"'\bblockade\b'", r"'\b(?:a+){2,9}x'", 33, "a repeat stands inside", "space"),
        (r"'\bblockade\b'", r"'\bblock.*ade'", 33, "repeated without a limit", "{0,40}"),
        (r"'\bblockade\b'", r"'\w+ade'", 33, "begins with a repeat", r"\b"),
        (r"'\bblockade\b'", r"'\bx\w+\w+y'", 33, "two repeats", "space"),
        ("{people}", "{poeple}", 29, "{poeple} is not declared", "correct the name"),
        ('people = "(?:workers|dockers)"', 'people = "(?:workers|dockers"', 22, "no regular expr", "README"),
        ('people = "(?:workers|dockers)"', 'people = "{crew}"', 22, "{crew} is not declared above", "move it up"),
        ('id = "blockade"\n', 'id = "strike"\n', 31, "'strike' stands in line 27 already", "another id"),
        ('label = "blockade"', 'lable = "blockade"', 32, "unknown key 'lable'", "did you mean 'label'?"),
        ("patterns.en = ['\\bper cent\\b']", "", 34, "patterns are missing", "patterns.en"),
    ],
)  # fmt: skip
def test_mistakes_in_an_event(data: Path, old: str, new: str, line: int, what: str, remedy: str) -> None:
    file = data / "events" / "strike.toml"
    spoil(file, old, new)
    problems = check(data)
    assert named(problems, file, line, what, remedy), [str(p) for p in problems]
    assert load_catalogue(data).events == {}
    with pytest.raises(ParallaxError, match=r"strike\.toml:\d+: "):
        load_event(file)


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "remedy"),
    [
        ('country = "GB"', 'country = "UK"', 5, "'UK' is no country code", "ISO 3166-1"),
        ('languages = ["en"]', 'languages = ["eng"]', 6, "'eng' is no language code", "ISO 639-1"),
        ('languages = ["en"]', "languages = []", 6, "languages is empty", "at least one"),
        ('ownership = "private"', 'ownership = "privat"', 7, "ownership is 'privat'", "did you mean 'private'?"),
        ('"tide.co.uk"]', '"https://tide.co.uk/"]', 4, "is no domain", "without https://"),
        ('"tide.co.uk"]', '"www.tide.co.uk"]', 4, "begins with www.", "'tide.co.uk'"),
        ('"news.tide.com"]', '"tide.com"]', 13, "'tide.com' belongs to 'tide' too (line 4)", "one of the two"),
        ('"https://tide.com/rss"', '"tide.com/rss"', 9, "is no web address", "https://"),
        ('"https://tide.com/rss"', '"https://[tide"', 9, "is no web address", "https://"),
        ('id = "wire"', 'id = "tide"', 11, "'tide' stands in line 2 already", "another id"),
        ('credits = ["Wire", "WR"]', "", 17, "an agency needs credits", "bylines"),
        ("agency = true", "agency = false", 18, "only an agency has credits", "agency = true"),
        ("agency = true", 'agency = "yes"', 17, "agency is 'yes'", "true or false"),
        ("agency = true", "agencey = true", 17, "unknown key 'agencey'", "did you mean 'agency'?"),
        ("agency = true", "agency = true\ninvented = true", 13, "domains under .example", "change invented"),
        ('name = "Wire"', "", 10, "name is missing", "add name"),
        ("[[outlets]]\nid = \"wire\"", "[[outlet]]\nid = \"wire\"", 10, "unknown key 'outlet'", "'outlets'"),
    ],
)  # fmt: skip
def test_mistakes_in_outlets(data: Path, old: str, new: str, line: int, what: str, remedy: str) -> None:
    file = data / "outlets.toml"
    spoil(file, old, new)
    problems = check(data)
    assert named(problems, file, line, what, remedy), [str(p) for p in problems]
    catalogue = load_catalogue(data)
    assert len(catalogue.outlets) == 1, "the other outlet stays"
    assert list(catalogue.events) == ["strike"]


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "remedy"),
    [
        ("# source: our own list\n", "", 1, "no source line", "# source:"),
        ("# licence: Apache-2.0", "# licence:", 1, "no licence line", "# licence:"),
        ("# language: en", "# language: english", 1, "no language code", "ISO 639-1"),
        ("lemma,stance", "lemma,stanse", 5, "unknown column 'stanse'", "did you mean 'stance'?"),
        ("lemma,stance", "lemma", 5, "the column 'stance' is missing", "lemma,stance"),
        ("claim,distancing", "claim,doubtful", 7, "stance is 'doubtful'", "distancing"),
        ("claim,distancing", "claim", 7, "1 cells for 2 columns", "lemma,stance"),
        ("claim,distancing", "claim,", 7, "the cell of 'stance' is empty", "fill it"),
        ("claim,distancing", "say,distancing", 7, "'say' stands in line 6 already", "remove one"),
        ("claim,distancing", '"claim,distancing', 7, "not a line of CSV", "quotation marks"),
    ],
)
def test_mistakes_in_a_lexicon(data: Path, old: str, new: str, line: int, what: str, remedy: str) -> None:
    file = data / "lexicons" / "cue-verbs.csv"
    spoil(file, old, new)
    problems = check(data)
    assert named(problems, file, line, what, remedy), [str(p) for p in problems]
    assert load_catalogue(data).lexicons == {}


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("events/notes.txt", b"x", "nothing reads this"),
        ("event/strike.toml", b"", "nothing reads this"),
        ("lexicons/slurs.csv", b"# source: a\n# licence: b\nword\nx\n", "nothing reads the lexicon"),
        ("lexicons/plain.txt", b"word\n", "no source line"),
        (
            "lexicons/distancing.uk.csv",
            b"# source: a\n# licence: b\n# language: ru\nterm,kind\nword,label\n",
            "named for 'uk'",
        ),
        (
            "lexicons/certainty.csv",
            b"# source: a\n# licence: b\n# language: en\nterm,kind\nma*,hedge\n",
            "stem of 'ma*'",
        ),
        (
            "lexicons/certainty.csv",
            b"# source: a\n# licence: b\n# language: en\nterm,kind\nmay|might,hedge\n",
            "is no cue",
        ),
        ("events/latin.toml", 'title = "Málaga"'.encode("latin-1"), "not UTF-8"),
        ("events/empty.toml", b"", "id is missing"),
        ("events/deep.toml", b"a = " + b"[" * 20_000, "not valid TOML"),
        ("events/long.toml", b"a = 1\nb = " + b"9" * 5_000, "a number of thousands of digits"),
        ("demo/truth.toml", b"a = \n", "not valid TOML"),
        ("demo/outlets.toml", OUTLETS.encode(), "declared in outlets.toml already"),
    ],
)
def test_files_that_do_not_belong_or_cannot_be_read(data: Path, name: str, content: bytes, what: str) -> None:
    file = data / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    found = check(data)
    assert found
    assert {p.file for p in found} <= {file, file.parent}
    assert any(what in p.what and p.line >= 1 and p.remedy for p in found), found


def test_check_never_stops_at_the_first_mistake(data: Path) -> None:
    spoil(data / "events" / "strike.toml", "end = 2024-03-10", "end = 2024-03-25")
    spoil(data / "events" / "strike.toml", 'side = "port"', 'side = "x"')
    spoil(data / "outlets.toml", 'country = "GB"', 'country = "UK"')
    spoil(data / "outlets.toml", 'ownership = "non-profit"', 'ownership = "none"')
    spoil(data / "lexicons" / "cue-verbs.csv", "claim,distancing", "claim")
    problems = check(data)
    assert [(p.file.name, p.line) for p in problems] == [
        ("strike.toml", 7),
        ("strike.toml", 11),
        ("cue-verbs.csv", 7),
        ("outlets.toml", 5),
        ("outlets.toml", 16),
    ]
    assert str(problems[0]).startswith(f"{data / 'events' / 'strike.toml'}:7: the phase 'talks' is outside")


def test_a_missing_folder_and_a_missing_file(tmp_path: Path) -> None:
    assert [p.what for p in check(tmp_path / "nowhere")] == ["there is no such folder"]
    assert [p.what for p in check(tmp_path)] == ["the file is missing"]
    catalogue = load_catalogue(tmp_path)
    assert (dict(catalogue.events), dict(catalogue.outlets), catalogue.problems) == ({}, {}, ())
    with pytest.raises(ParallaxError, match="cannot be read"):
        load_event(tmp_path / "none.toml")


def test_one_bad_event_leaves_the_others(data: Path) -> None:
    (data / "events" / "bad.toml").write_text("id = 'bad'\n", encoding="utf-8")
    catalogue = load_catalogue(data)
    assert list(catalogue.events) == ["strike"]
    assert {p.what for p in catalogue.problems} == {"title is missing", "start is missing", "end is missing"}


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ('[[overrides]]\narticle = "a"\ndecision = "maybe"\nreason = "r"\nby = "b"\n', 3, "decision is 'maybe'"),
        ('[[overrides]]\narticle = "a"\ndecision = "include"\nby = "b"\n', 1, "reason is missing"),
        ('[[overrides]]\narticle = "a"\ndecision = "include"\nreason = "r"\nwho = "b"\n', 5, "unknown key 'who'"),
        (
            2 * '[[overrides]]\narticle = "a"\ndecision = "include"\nreason = "r"\nby = "b"\n',
            7,
            "decided in line 2 already",
        ),
    ],
)
def test_overrides_are_checked(data: Path, text: str, line: int, what: str) -> None:
    file = data / "overrides" / "strike.toml"
    file.parent.mkdir()
    file.write_text(text, encoding="utf-8")
    problems = check(data)
    assert named(problems, file, line, what, ""), [str(p) for p in problems]
    assert load_catalogue(data).events["strike"].overrides == ()


FRAMES = """source = "ours"
licence = "Apache-2.0"
[families]
sv = "Generic"
[[frames]]
id = "sv-conflict"
title = "Conflict"
family = "sv"
meaning = "Two sides."
cues.en = ["clash*", "war of words", "what ... says"]
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "remedy"),
    [
        ('"clash*"', '"cl*"', 10, "the stem of 'cl*' is too short", "3 letters"),
        ('"clash*"', '"a|b"', 10, "'a|b' is no cue", "write words"),
        ('"sv-conflict"', '"conflict"', 6, "does not begin with its family", "write sv-conflict"),
        ('family = "sv"', 'family = "vs"', 8, "family is 'vs'", "sv"),
        ("cues.en", "cues.xx", 10, "'xx' is no language code", ""),
        ("meaning", "meanings", 9, "unknown key 'meanings'", "meaning"),
        ('source = "ours"\n', "", 1, "source is missing", "add source"),
    ],
)
def test_mistakes_in_frames(data: Path, old: str, new: str, line: int, what: str, remedy: str) -> None:
    file = data / "lexicons" / "frames.toml"
    file.write_text(FRAMES, encoding="utf-8")
    assert not [p for p in check(data) if p.file == file]
    frames = load_catalogue(data).frames
    assert frames is not None
    assert frames.frames[0].cues["en"][0] == "clash*"
    spoil(file, old, new)
    problems = check(data)
    assert named(problems, file, line, what, remedy), [str(p) for p in problems]
    assert load_catalogue(data).frames is None


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("north-herald,feed,https://north-herald.com/rss,a list,2026-08-03", ""),
        ("north-herald,feed,https://north-herald.com/rss,a list,", ""),
        ("north-herald,sitemap,https://north-herald.com/rss,a list,2026-08-03", "is no sitemap of 'north-herald'"),
        ("north-herald,feed,https://elsewhere.com/rss,a list,2026-08-03", "is no feed of"),
        ("north-herald,feed,https://north-herald.com/rss, ,2026-08-03", "names no list"),
        ("north-herald,feed,https://north-herald.com/rss,a list,August", "'August' is no day"),
        ("north-herald,feed,https://north-herald.com/rss", "has 3 cells"),
    ],
)
def test_where_an_address_was_taken_from(tmp_path: Path, row: str, what: str) -> None:
    outlet = Outlet(
        "north-herald", "North Herald", ("north-herald.com",), "GB", ("en",), Ownership.PRIVATE, (HERALD_FEED,)
    )
    table = tmp_path / "sources.csv"
    table.write_text(f"outlet,kind,address,list,list_of_day\n{row}\n", encoding="utf-8")
    problems = check_address_sources(table, [outlet])
    assert [(problem.line, what in problem.what) for problem in problems] == ([(2, True)] if what else [])
    table.write_text("outlet,address\n", encoding="utf-8")
    assert [problem.line for problem in check_address_sources(table, [outlet])] == [1]
    assert check_address_sources(tmp_path / "none.csv", [outlet]) == []
