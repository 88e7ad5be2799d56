"""The pipeline recovers the truth that was planted in the demonstration corpus.

The marks were made by hand while the articles were written (tests/demo_marked); the pipeline never sees them. Floors
may be raised with a better method, never lowered without saying why in the commit.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pytest

from collectors import compare
from collectors.cli import main
from collectors.config import data_dir, load_catalogue
from collectors.dataset.versions import Dataset, open_dataset
from tests.support.build_demo import DEMO, EVENT
from tests.support.demo_home import demo_home

Json = dict[str, Any]
TRUTH: Json = tomllib.loads((DEMO / "truth.toml").read_text(encoding="utf-8"))
#: The invented outlets that do not write English.
OTHER_LANGUAGES = {
    "rheinischer-morgen": "de",
    "kurier-wislany": "pl",
    "vestnik-reki": "ru",
    "stepovyi-kurier": "uk",
}
#: Every declared spelling of a person or body -> the name that the data set gives them.
DECLARED = {
    alias.lower(): actor.name
    for actor in load_catalogue(data_dir({})).events[EVENT].actors
    for alias in (actor.name, *actor.aliases)
} | {
    "dmitrij miedwiediew": "Dmitry Medvedev",
    "wołodymyr zełenski": "Volodymyr Zelenskyy",
    "wassili nebensja": "Vasily Nebenzya",
    "урсула фон дер ляйен": "Ursula von der Leyen",
}


@cache
def marks() -> dict[str, Json]:
    rows = (DEMO / "marks.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["id"]: row for row in map(json.loads, rows)}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return open_dataset(demo_home(tmp_path_factory))


def rows(demo: Dataset, table: str) -> list[Json]:
    found: list[Json] = demo.table(table).to_pylist()
    return found


def test_the_corpus_is_what_its_marked_sources_say() -> None:
    """build_demo.py writes the very files that are shipped."""
    from tests.support.build_demo import build  # noqa: PLC0415  reads every marked file

    for name, content in build().items():
        assert (DEMO / name).read_text(encoding="utf-8") == content, f"{name}: run python -m tests.support.build_demo"


def test_it_is_as_large_as_it_says_and_marked_as_invented(demo: Dataset) -> None:
    articles = rows(demo, "articles")
    per_outlet = Counter(a["outlet"] for a in articles)
    assert len(per_outlet) == 12
    assert min(number for outlet, number in per_outlet.items() if outlet not in OTHER_LANGUAGES) >= 10
    assert {outlet: per_outlet[outlet] for outlet in OTHER_LANGUAGES} == dict.fromkeys(OTHER_LANGUAGES, 8)
    assert all(a["invented"] for a in articles)
    assert all(a["member"] for a in articles)
    assert demo.label is not None
    assert "invented" in demo.label.lower()


def test_the_page_that_cannot_be_read_has_its_outcome(demo: Dataset) -> None:
    kinds = {o["key"]: o["kind"] for o in rows(demo, "outcomes")}
    assert kinds[TRUTH["unreadable"]["url"]] == "not_an_article"
    assert TRUTH["unreadable"]["id"] not in {a["article_id"] for a in rows(demo, "articles")}


def overlap(a: Json, b: Json) -> bool:
    return bool(a["start"] < b["end"] and b["start"] < a["end"])


def paired(demo: Dataset, outlet: str = "") -> tuple[list[tuple[Json, Json]], int, int]:
    """Marked mentions and the found ones they overlap; how many were marked, how many found. The texts of the two pages
    come out of the extractor, so their offsets are not the marked ones: they are left out. `outlet`: of one outlet only."""
    articles = map(json.loads, (DEMO / "articles.jsonl").read_text(encoding="utf-8").splitlines())
    plain = {article["id"] for article in articles if outlet in ("", article["outlet"])}
    found: dict[tuple[str, str, str, bool], list[Json]] = {}
    number = 0
    for row in rows(demo, "mentions"):
        if row["article_id"] in plain:
            number += 1
            key = (row["article_id"], row["concept"], row["variant"], row["place"] == "headline")
            found.setdefault(key, []).append(row)
    pairs = []
    marked = [(key, mark) for key in sorted(plain) for mark in marks()[key]["mentions"]]
    for key, mark in marked:
        candidates = found.get((key, mark["concept"], mark["variant"], mark["place"] == "headline"), [])
        hit = next((c for c in candidates if overlap(c, mark)), None)
        if hit:
            candidates.remove(hit)
            pairs.append((mark, hit))
    return pairs, len(marked), number


def test_naming_is_recovered(demo: Dataset) -> None:
    pairs, marked, found = paired(demo)
    assert len(pairs) / marked >= 0.985, f"recall {len(pairs)}/{marked}"
    assert len(pairs) / found >= 0.985, f"precision {len(pairs)}/{found}"


def test_whose_words_they_are_is_recovered(demo: Dataset) -> None:
    pairs, _, _ = paired(demo)
    decided = [(mark["voice"], hit["voice"]) for mark, hit in pairs if hit["voice"] != "undecided"]
    right = sum(marked == measured for marked, measured in decided)
    assert right / len(decided) >= 0.94, f"voice {right}/{len(decided)}"
    assert len(decided) / len(pairs) >= 0.95, f"undecided {len(pairs) - len(decided)}/{len(pairs)}"


def naming(demo: Dataset, outlet: str, voice: str, place: str | None = None) -> Counter[str]:
    return Counter(
        m["variant"]
        for m in rows(demo, "mentions")
        if m["outlet"] == outlet
        and m["concept"] == "vote"
        and m["voice"] == voice
        and (place is None or m["place"] == place)
    )


def test_planted_differences_come_out(demo: Dataset) -> None:
    """The `intent` lines of truth.toml, as the published data set shows them."""
    assert naming(demo, "dnipro-courier", "own")["referendum"] == 0
    assert naming(demo, "volga-wire", "own")["sham"] == 0
    assert naming(demo, "volga-wire", "quoted")["sham"] + naming(demo, "volga-wire", "attributed")["sham"] >= 4
    assert naming(demo, "meridian-public", "own")["sham"] == 0
    headlines = naming(demo, "daily-blaze", "own", "headline")
    assert headlines["sham"] / headlines.total() >= 0.6
    assert naming(demo, "continental-press", "own").most_common(1)[0][0] == "referendum"
    assert naming(demo, "atlantic-ledger", "own").most_common(1)[0][0] == "sham"


def test_copies_and_credits_are_recovered(demo: Dataset) -> None:
    by_id = {a["article_id"]: a for a in rows(demo, "articles")}
    clusters = {key: a["cluster"] for key, a in by_id.items() if a["cluster"]}
    expected = {c["id"]: c["original"] for c in TRUTH["copies"]}
    assert {key: first for key, first in clusters.items() if key != first} == expected
    for copy in TRUTH["copies"]:
        if "credit" in copy:
            assert by_id[copy["id"]]["agency"] == copy["credit"]
    assert not by_id["atlantic-ledger-11"]["first_in_cluster"]
    assert by_id["continental-press-04"]["first_in_cluster"]


def test_who_did_not_cover_a_phase(demo: Dataset) -> None:
    articles = demo.table("articles")
    for gap in TRUTH["gaps"]:
        here = pc.and_(pc.equal(articles["outlet"], gap["outlet"]), pc.equal(articles["phase"], gap["phase"]))
        assert pc.sum(here).as_py() == 0
    event = json.loads(rows(demo, "events")[0]["event_json"])
    covered = {(a["outlet"], a["phase"]) for a in articles.to_pylist()}
    everything = {(o, p["id"]) for o in TRUTH["outlets"] for p in event["phases"]}
    assert everything - covered == {(g["outlet"], g["phase"]) for g in TRUTH["gaps"]}
    assert rows(demo, "events")[0]["event"] == EVENT


def test_quotations_are_recovered(demo: Dataset) -> None:
    """Each marked quotation has a found one that shares half of its characters; direct speech has the right speaker."""
    found: dict[str, list[Json]] = {}
    for row in rows(demo, "quotations"):
        found.setdefault(row["article_id"], []).append(row)
    hits, total, speakers, named = 0, 0, 0, 0
    for key, mark in sorted(marks().items()):
        for quote in mark["quotes"]:
            if quote["type"] == "indirect" or key in {"daily-blaze-04", "daily-blaze-07"}:
                continue
            total += 1
            best = max(found.get(key, []), key=lambda f: shared(f, quote), default=None)
            if best is None or shared(best, quote) < 0.5:
                continue
            hits += 1
            if quote["speaker_kind"] in {"person", "body"} and quote["speaker_name"]:
                named += 1
                speakers += same_name(best["speaker_name"], quote["speaker_name"])
    assert hits / total >= 0.8, f"direct and mixed quotations found: {hits}/{total}"
    assert speakers / named >= 0.8, f"with the right speaker: {speakers}/{named}"


def shared(found: Json, marked: Json) -> float:
    one = {i for span in found["content"] for i in range(span["start"], span["end"])}
    two = {i for start, end in marked["content"] for i in range(start, end)}
    return len(one & two) / len(one | two)


def same_name(found: str | None, marked: str) -> bool:
    """The same last word ("Bondar" for "Halyna Bondar"; in Cyrillic in any case), or the declared name of who is marked."""
    if not found:
        return False
    last, found_last = (name.rsplit(maxsplit=1)[-1].lower() for name in (marked, found))
    inflected = not marked.isascii() and found_last[:4] == last[:4]
    return found_last == last or inflected or found == (DECLARED.get(marked.lower()) or DECLARED.get(last, ""))


def scare_marks(demo: Dataset) -> dict[str, list[tuple[int, int]]]:
    """Scare quotes in the texts, by article."""
    found: dict[str, list[tuple[int, int]]] = {}
    for row in rows(demo, "marks"):
        if row["kind"] == "scare" and row["place"] != "headline":
            found.setdefault(row["article_id"], []).append((row["start"], row["end"]))
    return found


UNREAD = {"daily-blaze-04", "daily-blaze-07"}
AS_WORDS = {
    "dnipro-courier-02", "meridian-public-03", "meridian-public-08", "northgate-post-08", "northgate-post-10",
    "stepovyi-kurier-04",
}  # fmt: skip


def test_marked_scare_quotes_are_recovered(demo: Dataset) -> None:
    """Of the seven that an outlet sets at a distance six were found when this was written, and nothing else. Marked in
    AS_WORDS are words as words (an essay on quotation marks, a sign, what people search for), which are none. The
    detector's error is measured on the larger sample of test_devices_scare."""
    found = scare_marks(demo)
    marked = {key: [tuple(s) for s in mark["scare"]] for key, mark in marks().items() if mark["scare"]}
    for key, mark in marks().items():
        named = [m for m in mark["mentions"] if m["variant"] == "scare_quotes" and m["place"] != "headline"]
        marked.setdefault(key, []).extend((m["start"], m["end"]) for m in named)
    wanted = [(key, span) for key, spans in marked.items() for span in spans if key not in UNREAD | AS_WORDS]
    got = [(key, span) for key, spans in found.items() for span in spans if key not in UNREAD]

    def share(these: list[Any], those: list[Any]) -> float:
        hit = [any(k == key and s[0] < span[1] and span[0] < s[1] for k, s in those) for key, span in these]
        return sum(hit) / len(hit)

    assert share(wanted, got) >= 0.85, "recall"
    assert share(got, wanted) >= 0.8, "precision"


def test_planted_devices_come_out(demo: Dataset) -> None:
    """What the outlets were written to do shows in the figures of the devices, with q < .05 but for the tabloid's loaded
    words: eleven articles of it give p = .012, q = .096 among eight outlets."""
    facts = compare.load(demo, EVENT)
    found = {(r.metric, r.variant, r.outlet): r for r in compare.devices(facts, compare.ArticleSelection(EVENT))}

    def stands_out(metric: str, outlet: str, *, corrected: bool = True) -> bool:
        row = found[metric, "", outlet]
        others = [r.estimate or 0 for (m, _, o), r in found.items() if m == metric and o != outlet]
        value = row.q_value if corrected else row.p_value
        return value is not None and value < 0.05 and (row.estimate or 0) > max(others)

    assert stands_out("devices:loaded", "daily-blaze", corrected=False), "the tabloid"
    assert stands_out("distancing:vote", "meridian-public"), "so-called referendums"
    assert stands_out("devices:distancing", "meridian-public")
    assert found["scare:vote", "", "volga-wire"].numerator == 0
    assert found["scare:vote", "", "meridian-public"].numerator >= 2
    assert found["devices:hedge", "", "meridian-public"].estimate > found["devices:hedge", "", "daily-blaze"].estimate  # type: ignore[operator]
    declared = [f["id"] for f in json.loads(rows(demo, "events")[0]["event_json"])["facts"]]
    assert all(("facts:" + fact, "mentioned", o) in found for fact in declared for o in TRUTH["outlets"])
    assert found["facts:claimed-results", "mentioned", "konkan-standard"].numerator == 0, (
        "it has nothing from that phase"
    )
    assert sum(r.numerator for (m, _, _), r in found.items() if m == "passives:hold") >= 4


def test_the_stream_for_other_programs_says_what_the_data_set_says(demo: Dataset, tmp_path: Path) -> None:
    """`parallax measure` and the published tables agree, and both find what was marked."""
    out = tmp_path / "measured.jsonl"
    with pytest.raises(SystemExit) as ended:
        main(["measure", str(DEMO / "articles.jsonl"), "--event", EVENT, "-o", str(out), "--home", str(tmp_path)])
    assert ended.value.code in (0, None)
    lines = {line["id"]: line for line in map(json.loads, out.read_text(encoding="utf-8").splitlines())}
    keys = ("concept", "variant", "start", "end", "voice", "place")
    streamed = {(id_, *(m[key] for key in keys)) for id_, line in lines.items() for m in line["mentions"]}
    published = {(row["article_id"], *(row[key] for key in keys)) for row in rows(demo, "mentions")}
    assert streamed == {row for row in published if row[0] in lines}
    spoken = sum(len(line["quotations"]) for line in lines.values())
    assert spoken == sum(row["article_id"] in lines for row in rows(demo, "quotations"))
    assert all(line["member"] for line in lines.values())


# --- outlets in other languages


def quotation_counts(demo: Dataset, outlet: str) -> Counter[str]:
    """Marked quotations of an outlet by what became of them: direct or indirect, found, with the right speaker."""
    by_article: dict[str, list[Json]] = {}
    for row in rows(demo, "quotations"):
        by_article.setdefault(row["article_id"], []).append(row)
    counts: Counter[str] = Counter()
    for key, mark in marks().items():
        for quote in mark["quotes"] if mark["outlet"] == outlet else ():
            kind = "indirect" if quote["type"] == "indirect" else "direct"
            best = max(by_article.get(key, []), key=lambda row: shared(row, quote), default=None)
            there = best is not None and shared(best, quote) >= 0.5
            counts[kind] += 1
            counts[f"{kind} found"] += there
            if best is not None and there and quote["speaker_kind"] == "person":
                counts["named"] += 1
                counts["right speaker"] += same_name(best["speaker_name"], quote["speaker_name"])
    return counts


@pytest.mark.parametrize("outlet", OTHER_LANGUAGES)
def test_planted_truth_is_recovered_in_every_language(demo: Dataset, outlet: str) -> None:
    articles = [row for row in rows(demo, "articles") if row["outlet"] == outlet]
    assert {row["language"] for row in articles} == {OTHER_LANGUAGES[outlet]}
    assert all(row["grade"] == "good" for row in articles)
    pairs, marked, _ = paired(demo, outlet)
    here = sum(row["outlet"] == outlet for row in rows(demo, "mentions"))
    assert len(pairs) / marked >= 0.95, f"recall {len(pairs)}/{marked}"
    assert len(pairs) / here >= 0.95, f"precision {len(pairs)}/{here}"
    right = sum(mark["voice"] == hit["voice"] for mark, hit in pairs)
    assert right / len(pairs) >= 0.93, f"voice {right}/{len(pairs)}"
    counts = quotation_counts(demo, outlet)
    assert counts["direct found"] / counts["direct"] >= 0.9, counts
    assert counts["indirect found"] / counts["indirect"] >= 0.9, counts
    assert counts["right speaker"] / counts["named"] >= 0.9, counts


def test_planted_differences_of_other_languages_come_out(demo: Dataset) -> None:
    """The `intent` lines of truth.toml on the four outlets that do not write English."""
    assert naming(demo, "stepovyi-kurier", "own")["referendum"] == 0
    assert naming(demo, "stepovyi-kurier", "own").most_common(1)[0][0] == "pseudo"
    russian = naming(demo, "vestnik-reki", "own")
    assert set(russian) <= {"referendum", "accession", "vote"}
    said = naming(demo, "vestnik-reki", "quoted") + naming(demo, "vestnik-reki", "attributed")
    assert said["sham"] + said["pseudo"] == 3
    assert naming(demo, "rheinischer-morgen", "own").most_common(1)[0][0] == "sham"
    assert naming(demo, "kurier-wislany", "own").most_common(1)[0][0] == "pseudo"
    acts = [m for m in rows(demo, "mentions") if m["concept"] == "act" and m["voice"] == "own"]
    assert {m["outlet"] for m in acts if m["variant"] == "illegal_annexation"} & set(OTHER_LANGUAGES) == {
        "kurier-wislany"
    }


def test_no_finding_crosses_languages(demo: Dataset) -> None:
    """Each of the four writes a language of its own: they have figures and no test, and no pair holds one of them."""
    facts = compare.load(demo, EVENT)
    own, every = compare.ArticleSelection(EVENT, voice="own"), compare.ArticleSelection(EVENT)
    figures = [*compare.naming(facts, own), *compare.sources(facts, every), *compare.readability(facts, every), *compare.devices(facts, every)]  # fmt: skip
    mine = [row for row in figures if row.outlet in OTHER_LANGUAGES]
    assert {row.outlet for row in mine if row.estimate is not None} == set(OTHER_LANGUAGES)
    assert all(row.p_value is None for row in mine)
    family = compare.pairs(facts, (("naming", own), ("sources", every)))
    assert family.pairs
    assert not {unit for pair in family.pairs.values() for unit in (pair.high, pair.low)} & set(OTHER_LANGUAGES)


def test_stories_are_joined_across_languages(demo: Dataset) -> None:
    """The UN's vote of 12 October is one story in all four languages, and in English."""
    groups = {row["article_id"]: row["story"] for row in rows(demo, "stories")}
    assert len({groups[f"{outlet}-08"] for outlet in OTHER_LANGUAGES}) == 1
