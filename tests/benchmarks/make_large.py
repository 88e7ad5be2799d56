"""A large invented data set in the published contract, written chunk by chunk: a million articles in bounded memory.

    python -m tests.benchmarks.make_large HOME --articles 1000000 --outlets 200

One event of a year: 12 months as phases, 10 concepts of 4 variants, 12 actors on 4 sides. Outlets differ in size (a few
write most), in language and in the words they prefer. Articles are drawn from a bank of texts with known spans: about
600 words, 15 mentions, 6 quotations, 10 marks, scores in every voice that has the words for it.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from collectors.dataset import summary_sums
from collectors.dataset.table_registry import SCHEMA, SCHEMAS, TABLES
from collectors.dataset.table_writer import parquet
from collectors.metrics.readability import PARTS, SCORES
from collectors.model import Actor, Concept, Event, Phase, Variant
from tests.benchmarks.make_words import add_collecting, add_words

Row = dict[str, Any]
CHUNK = 20_000
BANK = 2000
LEANS = 20  # preferences that outlets share
START = date(2024, 1, 1)
CONCEPTS = 10
VARIANTS = 4
COUNTRIES = ("GB", "US", "DE", "FR", "UA", "PL", "IN", "CA", "AU", "EE", "ZA", "BR")
OWNERS = ("private", "state", "public", "non-profit")
SIDES = {"north": "North", "south": "South", "coast": "Coast", "hills": "Hills"}
ROLES = {"official": "Officials", "resident": "Residents", "expert": "Experts"}
MARKS = (("scare", "scare"), ("hedge", "may"), ("loaded", "grim"), ("frame", "conflict"), ("passive", "evicted"))
CUES = (("said", "neutral"), ("claimed", "distancing"), ("admitted", "charged"), ("noted", "endorsing"))
CHILD = ("event", "article_id", "outlet", "phase", "day")


def event() -> Event:
    """The event that all articles are about."""
    starts = [date(2024, month, 1) for month in range(1, 13)]
    ends = [following - timedelta(days=1) for following in (*starts[1:], date(2025, 1, 1))]
    concepts = tuple(
        Concept(f"c{c}", f"Concept {c + 1}", tuple(_variant(c, v) for v in range(VARIANTS))) for c in range(CONCEPTS)
    )
    sides, roles = list(SIDES), list(ROLES)
    actors = tuple(
        Actor(f"a{i}", f"Speaker {chr(65 + i)}", (f"Speaker {chr(65 + i)}",), sides[i % 4], roles[i % 3])
        for i in range(12)
    )
    phases = tuple(Phase(f"m{i + 1:02d}", f"{s:%B}", s, e) for i, (s, e) in enumerate(zip(starts, ends, strict=True)))
    return Event("large", "A year of the invented dispute", START, ends[-1], phases=phases, sides=SIDES, roles=ROLES,
                 actors=actors, concepts=concepts)  # fmt: skip


def _variant(concept: int, variant: int) -> Variant:
    return Variant(f"v{variant}", f"name {variant + 1} of {concept + 1}", {})


@dataclass
class Body:
    """One text of the bank, and what stands in it."""

    title: str = ""
    text: str = ""
    rows: dict[str, list[Row]] = field(default_factory=lambda: {"mentions": [], "quotations": [], "marks": []})
    voices: dict[str, int] = field(default_factory=lambda: {"own": 0, "quoted": 0, "attributed": 0})


class Writer:
    """Fills bodies with invented words."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        syllables = ("ba", "con", "de", "fer", "gal", "hin", "ka", "lo", "mer", "nu", "por", "ri", "sta", "tel", "vo")
        made = {"".join(self.rng.choice(syllables, int(n))) for n in self.rng.integers(1, 4, 9000)}
        self.words = np.array(sorted(made))
        weights = 1 / (np.arange(len(self.words)) + 3.0)
        # Drawn at once: one draw of a few words by weight costs as much as one of a million.
        self.drawn = self.rng.choice(self.words, 1_500_000, p=weights / weights.sum())
        self.used = 0
        self.actors = event().actors

    def some(self, n: int) -> str:
        """So many words; common ones are common."""
        self.used = self.used + n if self.used + 2 * n <= len(self.drawn) else n
        return " ".join(self.drawn[self.used - n : self.used])

    def name(self, lean: int) -> tuple[str, str, str]:
        """Concept, variant and its words. Concepts differ in how often they are named; leans prefer a variant."""
        concept = min(int(self.rng.exponential(2.5)), CONCEPTS - 1)
        weights = np.array([1.0 + 2.0 * ((lean + concept) % VARIANTS == v) for v in range(VARIANTS)])
        variant = int(self.rng.choice(VARIANTS, p=weights / weights.sum()))
        return f"c{concept}", f"v{variant}", f"name {variant + 1} of {concept + 1}"

    def body(self, lean: int) -> Body:
        """One article."""
        made = Body()
        concept, variant, surface = self.name(lean)
        head = self.some(4).capitalize()
        made.title = f"{head} {surface} {self.some(3)}"
        start, whole = len(head) + 1, (0, len(made.title))
        made.rows["mentions"].append(_mention(concept, variant, surface, start, whole, "own", "headline"))
        for paragraph in range(12):
            for _ in range(int(self.rng.integers(2, 4))):
                self.sentence(made, lean, paragraph)
            made.text = made.text.rstrip() + "\n\n"
        made.text = made.text.rstrip()
        return made

    def sentence(self, made: Body, lean: int, paragraph: int) -> None:
        """A sentence of the outlet's own, or one that quotes."""
        at, chance = len(made.text), float(self.rng.random())
        voice = "own" if chance > 0.24 or not paragraph else "quoted" if chance > 0.1 else "attributed"
        opening = f"{'“' if voice == 'quoted' else ''}{self.some(int(self.rng.integers(4, 9))).capitalize()} "
        named, surface = self.rng.random() < 0.5, ""
        if named:
            concept, variant, surface = self.name(lean)
        rest = self.some(int(self.rng.integers(6, 14)))
        content = f"{opening}{surface}{' ' if surface else ''}{rest}{',”' if voice == 'quoted' else ''}"
        tail = "" if voice == "own" else self.attribution(made, at, content, voice, lean)
        end = at + len(content) + len(tail) + 1
        made.text += f"{content}{tail}. "
        made.voices[voice] += len(content.split())
        if tail:
            made.rows["quotations"][-1]["sentence_end"] = end
        if surface:
            place = "body" if paragraph else "lead"
            made.rows["mentions"].append(
                _mention(concept, variant, surface, at + len(opening), (at, end), voice, place)
            )
        if self.rng.random() < 0.33:
            kind, label = MARKS[int(self.rng.integers(len(MARKS)))]
            made.rows["marks"].append(
                {"kind": kind, "label": label, "voice": voice, "place": "body" if paragraph else "lead", "start": at,
                 "end": at + 5, "surface": content[:5], "sentence_start": at, "sentence_end": end}
            )  # fmt: skip

    def attribution(self, made: Body, at: int, content: str, voice: str, lean: int) -> str:
        """Who says it: an actor, somebody by name, or nobody with one."""
        cue, stance = CUES[int(self.rng.choice(4, p=(0.6, 0.2, 0.1, 0.1)))]
        chance = float(self.rng.random())
        actor = self.actors[int(self.rng.exponential(3) + lean) % len(self.actors)] if chance < 0.6 else None
        name = actor.name if actor else f"Person {int(self.rng.integers(5000))}" if chance < 0.85 else None
        shown = name or "a witness"
        cue_at = at + len(content) + 1
        made.rows["quotations"].append({
            "quotation": len(made.rows["quotations"]), "type": "direct" if voice == "quoted" else "indirect",
            "speaker_name": name, "speaker_kind": "person" if name else "anonymous", "actor": actor.id if actor else None,
            "side": actor.side if actor else None, "role": actor.role if actor else None,
            "speaker_start": cue_at + len(cue) + 1, "speaker_end": cue_at + len(cue) + 1 + len(shown), "cue": cue,
            "cue_start": cue_at, "cue_end": cue_at + len(cue), "stance": stance, "words": len(content.split()),
            "position": min(at / 4000, 1.0), "content": [{"start": at, "end": at + len(content)}],
            "sentence_start": at, "sentence_end": at,
        })  # fmt: skip
        return f" {cue} {shown}"


def _mention(
    concept: str, variant: str, surface: str, start: int, sentence: tuple[int, int], voice: str, place: str
) -> Row:
    return {"concept": concept, "variant": variant, "voice": voice, "place": place, "start": start,
            "end": start + len(surface), "surface": surface, "sentence_start": sentence[0],
            "sentence_end": sentence[1]}  # fmt: skip


class Bank:
    """The texts, and their rows as one table per kind with where each text's rows begin."""

    def __init__(self, seed: int) -> None:
        writer = Writer(seed)
        self.bodies = [writer.body(i % LEANS) for i in range(BANK)]
        self.texts = pa.array([b.text for b in self.bodies])
        self.titles = pa.array([b.title for b in self.bodies])
        self.words = np.array([sum(b.voices.values()) for b in self.bodies])
        rows = {name: [b.rows[name] for b in self.bodies] for name in ("mentions", "quotations", "marks")}
        rows["voices"] = [[{"voice": v, "words": n} for v, n in b.voices.items()] for b in self.bodies]
        rows["measures"] = [_scores(b, writer.rng) for b in self.bodies]
        self.tables: dict[str, tuple[pa.Table, np.ndarray]] = {}
        for name, of in rows.items():
            columns = [c for c in SCHEMAS[name].names if c not in CHILD]
            schema = pa.schema([SCHEMAS[name].field(c) for c in columns])
            flat = pa.Table.from_pylist([r for r_of in of for r in r_of], schema=schema)
            self.tables[name] = flat, np.cumsum([0] + [len(r) for r in of])

    def spread(self, name: str, chosen: np.ndarray, articles: pa.Table) -> pa.Table:
        """The rows of each article's text, with the article's own columns in front."""
        flat, starts = self.tables[name]
        counts = starts[chosen + 1] - starts[chosen]
        owner = pa.array(np.repeat(np.arange(len(chosen)), counts))
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        taken = flat.take(pa.array(np.repeat(starts[chosen], counts) + within))
        front = {c: articles[c].take(owner) for c in SCHEMAS[name].names if c in CHILD}
        return pa.table({**front, **{c: taken[c] for c in taken.column_names}}).select(SCHEMAS[name].names)


def _scores(body: Body, rng: np.random.Generator) -> list[Row]:
    voices = {"all": sum(body.voices.values())} | body.voices
    return [
        {"metric": metric, "voice": voice, "value": round(float(rng.normal(10 + 3 * i, 2)), 3)}
        for i, metric in enumerate((*SCORES, *PARTS)) for voice, n in voices.items() if n >= 60
    ]  # fmt: skip


def outlets(n: int) -> list[Row]:
    """The outlets; the first ones are the largest."""
    return [
        {"outlet": f"outlet-{i:03d}", "outlet_name": f"Invented Outlet {i + 1}", "country": COUNTRIES[i % 12],
         "ownership": OWNERS[i % 4], "languages": ["de" if i % 10 == 9 else "en"], "invented": True} for i in range(n)
    ]  # fmt: skip


def _articles(first: int, who: list[Row], owner: np.ndarray, bank: Bank, chosen: np.ndarray, seed: int) -> pa.Table:
    rng, n = np.random.default_rng((seed, first)), len(owner)
    day = rng.integers(0, 366, n)
    days = [START + timedelta(days=int(d)) for d in day]
    chance = rng.random((n, 4))
    copied = chance[:, 0] < 0.15
    repeated = copied & (chance[:, 1] < 0.6)
    cluster = rng.integers(0, 40_000, n)
    noise = rng.integers(0, 16**9, n)
    taken = {k: [who[o][k] for o in owner] for k in ("outlet", "outlet_name", "country", "ownership")}
    good = chance[:, 2] < 0.95
    member = chance[:, 3] < 0.97
    words = bank.words[chosen]
    columns: dict[str, Any] = taken | {
        "event": ["large"] * n, "article_id": [f"{first + i:07x}{noise[i]:09x}" for i in range(n)],
        "language": [who[o]["languages"][0] for o in owner], "invented": [True] * n,
        "url": [f"https://outlet-{owner[i]:03d}.example/{first + i}" for i in range(n)],
        "title": bank.titles.take(pa.array(chosen)), "standfirst": [None] * n, "authors": [["A. Writer"]] * n,
        "published": [f"{d}T10:00:00+00:00" for d in days], "day": days, "phase": [f"m{d.month:02d}" for d in days],
        "extent": ["full"] * n,
        "type": ["news"] * n, "grade": np.where(good, "good", "doubtful"),
        "grade_reasons": np.where(good, "", "short paragraphs"), "words": words, "sentences": words // 17,
        "member": member, "member_score": np.where(member, 0.9, 0.2), "member_rule": ["terms"] * n,
        "member_reason": ["names it twice"] * n,
        "agency": pa.array(np.where(copied & (cluster % 2 == 0), "wire", None), pa.string()),
        "cluster": pa.array([f"k{c}" if x else None for c, x in zip(cluster, copied, strict=True)]),
        "first_in_cluster": ~repeated, "extractor": ["given"] * n,
        "text_sha256": [f"{noise[i]:064x}" for i in range(n)],
    }  # fmt: skip
    made = pa.table({name: columns[name] for name in SCHEMAS["articles"].names})
    return made.cast(SCHEMAS["articles"])


def write(home: Path, articles: int, count: int, seed: int = 0) -> Path:
    """Publish a data set of this size under HOME/datasets and return its folder."""
    version = f"large{articles:07d}"
    folder = home / "datasets" / version
    folder.mkdir(parents=True)
    bank, who, e = Bank(seed), outlets(count), event()
    size = 1 / (np.arange(count) + 8.0)
    rng = np.random.default_rng(seed)
    told = {"event": e.id, "title": e.title, "start": str(e.start), "end": str(e.end),
            "event_json": json.dumps(asdict(e), default=str)}  # fmt: skip
    counts, stories = {t.name: 0 for t in TABLES}, max(articles // 240, 1)
    files = {t.name: parquet(folder, t) for t in TABLES}
    group = {t.name: t.group for t in TABLES}

    def add(name: str, table: pa.Table) -> None:
        counts[name] += table.num_rows
        files[name].write_table(table.cast(SCHEMAS[name]), row_group_size=group[name])

    for first in range(0, articles, CHUNK):
        n = min(CHUNK, articles - first)
        owner = rng.choice(count, n, p=size / size.sum())
        chosen = rng.integers(0, BANK // LEANS, n) * LEANS + owner % LEANS
        table = _articles(first, who, owner, bank, chosen, seed)
        add("articles", table)
        add("texts", table.select(["event", "article_id"]).append_column("text", bank.texts.take(pa.array(chosen))))
        for name in bank.tables:
            add(name, bank.spread(name, chosen, table))
        add("outcomes", _outcomes(table))
        # A story is some twenty articles of one month.
        told_in = [f"{p}-{s:05d}" for p, s in zip(table["phase"].to_pylist(), rng.integers(0, stories, n), strict=True)]
        add("stories", table.select(["event", "article_id"]).append_column("story", pa.array(told_in)))
    add("outlets", pa.Table.from_pylist(who, schema=SCHEMAS["outlets"]))
    add("events", pa.Table.from_pylist([told], schema=SCHEMAS["events"]))
    for file in files.values():
        file.close()
    counts |= add_collecting(folder, e.id, who, START) | add_words(folder, e.id)
    meta = {"dataset_version": version, "method_version": "invented-1", "schema": SCHEMA, "counts": counts,
            "label": "invented demonstration data"}  # fmt: skip
    (folder / "meta.json").write_text(json.dumps(meta))
    (home / "datasets" / "LATEST").write_text(version + "\n")
    return folder


def _outcomes(articles: pa.Table) -> pa.Table:
    n = articles.num_rows
    columns = {"event": articles["event"], "key": articles["url"], "outlet": articles["outlet"]}
    fixed = {name: pa.array([value] * n) for name, value in (("kind", "saved"), ("detail", ""), ("remedy", ""))}
    return pa.table(columns | fixed)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("home", type=Path)
    ask.add_argument("--articles", type=int, default=100_000)
    ask.add_argument("--outlets", type=int, default=200)
    given = ask.parse_args()
    begin = time.perf_counter()
    folder = write(given.home, given.articles, given.outlets)
    print(f"tables {time.perf_counter() - begin:.0f} s", flush=True)
    begin = time.perf_counter()
    summary_sums.build(folder, into=folder / "summary")
    size = sum(f.stat().st_size for f in folder.rglob("*.parquet")) / 1e9
    print(f"summary {time.perf_counter() - begin:.0f} s; {size:.2f} GB in all")


if __name__ == "__main__":
    main()
