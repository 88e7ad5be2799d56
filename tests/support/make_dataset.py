"""A synthetic published data set in the contract of `collectors/dataset/versions.py`, of any size, for tests and for measuring.

    python tests/support/make_dataset.py HOME --articles 100000 --outlets 40 --seed 1

Every outlet has a bank of generated articles with known spans; a data set draws its articles from the banks, so a
million articles cost minutes and every offset is right. All names and texts are invented.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from collectors.dataset.table_registry import SCHEMA, SCHEMAS
from collectors.metrics.text import count_words, sentences
from collectors.model import Actor, Concept, Event, Phase, Variant

Row = dict[str, object]

NAMES = ("Dnipro Courier", "Volga Wire", "Meridian Public", "Daily Blaze", "Atlantic Ledger", "Konkan Standard")
COUNTRIES = ("UA", "RU", "DE", "GB", "US", "IN")
OWNERSHIP = ("private", "state", "public", "private", "non-profit", "private")
VARIANTS = {
    "vote": {"sham": "sham referendum", "referendum": "referendum", "vote": "vote", "joining": "referendum on joining"},
    "act": {"annexation": "annexation", "accession": "accession", "land_grab": "land grab"},
    "war": {"war": "war", "invasion": "invasion", "operation": "special military operation"},
}
TITLES = {"vote": "The vote", "act": "The act", "war": "The war"}
SIDES = {"kyiv": "Kyiv", "moscow": "Moscow", "west": "Western governments", "residents": "Residents"}
ROLES = {"official": "Officials", "resident": "Residents", "monitor": "Monitors"}
SPEAKERS = (
    ("Olena Tarasiuk", "kyiv", "official"), ("Igor Veselkin", "moscow", "official"),
    ("Anna Brandt", "west", "official"), ("Petro Hnatiuk", "residents", "resident"), (None, None, None),
)  # fmt: skip
CUES = (("said", "neutral"), ("claimed", "distancing"), ("admitted", "charged"), ("noted", "endorsing"))
START = date(2022, 9, 20)
PHASES = (("before", "Announcement", 0, 2), ("voting", "Voting", 3, 7), ("after", "Annexation", 8, 12))


def event() -> Event:
    """The event that every synthetic article is about."""
    concepts = tuple(
        Concept(c, TITLES[c], tuple(Variant(v, s, {"en": (s,)}) for v, s in vs.items())) for c, vs in VARIANTS.items()
    )
    actors = tuple(Actor(n.lower().replace(" ", "-"), n, (n,), s or "", r or "") for n, s, r in SPEAKERS if n)
    phases = tuple(Phase(i, t, START + timedelta(a), START + timedelta(b)) for i, t, a, b in PHASES)
    return Event(
        "synthetic",
        "The synthetic vote",
        START,
        START + timedelta(14),
        phases=phases,
        sides=SIDES,
        roles=ROLES,
        actors=actors,
        concepts=concepts,
    )


@dataclass
class Body:
    """One generated article: its text and everything that was planted in it."""

    text: str = ""
    title: str = ""
    mentions: list[Row] = field(default_factory=list)
    quotations: list[Row] = field(default_factory=list)
    voices: dict[str, int] = field(default_factory=lambda: {"own": 0, "quoted": 0, "attributed": 0, "undecided": 0})
    measures: dict[tuple[str, str], float] = field(default_factory=dict)
    words: int = 0
    sentences: int = 0


def _variant(rng: np.random.Generator, concept: str, lean: int) -> tuple[str, str]:
    """A variant of a concept; outlets of the same lean prefer the same one."""
    items = list(VARIANTS[concept].items())
    weights = np.array([4.0 if i == lean % len(items) else 1.0 for i in range(len(items))])
    return items[int(rng.choice(len(items), p=weights / weights.sum()))]


def _mention(concept: str, variant: str, start: int, surface: str, voice: str, place: str) -> Row:
    return {"concept": concept, "variant": variant, "voice": voice, "place": place, "start": start,
            "end": start + len(surface), "surface": surface}  # fmt: skip


def _own_sentence(rng: np.random.Generator, body: Body, lean: int, place: str) -> None:
    concept = list(VARIANTS)[int(rng.integers(len(VARIANTS)))]
    variant, surface = _variant(rng, concept, lean)
    opening = ("Reporters in the region described the", "Two days of heavy rain delayed the", "Nobody could check the")
    head = f"{opening[int(rng.integers(3))]} "
    body.mentions.append(_mention(concept, variant, len(body.text) + len(head), surface, "own", place))
    sentence = f"{head}{surface} as it went on for another long and difficult day. "
    body.voices["own"] += count_words(sentence)
    body.text += sentence


def _quotation(rng: np.random.Generator, body: Body, lean: int) -> None:
    name, side, role = SPEAKERS[int(rng.choice(len(SPEAKERS), p=_speaker_weights(lean)))]
    cue, stance = CUES[int(rng.choice(4, p=(0.6, 0.2, 0.1, 0.1)))]
    variant, surface = _variant(rng, "vote", lean + 1)
    direct = bool(rng.random() < 0.6)
    kind, voice = ("direct", "quoted") if direct else ("indirect", "attributed")
    lead = "“We all saw what this " if direct else "what happened in this "
    content = f"{lead}{surface} was about{',”' if direct else ''}"
    at = len(body.text)
    body.mentions.append(_mention("vote", variant, at + len(lead), surface, voice, "body"))
    shown = name or "a person who asked not to be named"
    cue_at = at + len(content) + 1
    body.text += f"{content} {cue} {shown}. "
    body.voices[voice] += count_words(content)
    body.quotations.append({
        "quotation": len(body.quotations), "type": kind, "speaker_name": name,
        "speaker_kind": "person" if name else "anonymous", "actor": name.lower().replace(" ", "-") if name else None,
        "side": side, "role": role, "speaker_start": cue_at + len(cue) + 1,
        "speaker_end": cue_at + len(cue) + 1 + len(shown), "cue": cue, "cue_start": cue_at,
        "cue_end": cue_at + len(cue),
        "stance": stance, "words": count_words(content), "content": [{"start": at, "end": at + len(content)}],
        "relay_name": None if len(body.quotations) % 5 else "Continental Press", "relay_start": None, "relay_end": None,
        "probability": (0.95, 0.4)[len(body.quotations) % 2], "worded": 1, "voice": voice,
    })  # fmt: skip


def _speaker_weights(lean: int) -> np.ndarray:
    weights = np.array([3.0 if i == lean % 4 else 1.0 for i in range(len(SPEAKERS))])
    return np.asarray(weights / weights.sum())


def make_body(rng: np.random.Generator, lean: int) -> Body:
    """One article of about 200 words; `lean` sets which variants and speakers it prefers."""
    body = Body()
    variant, surface = _variant(rng, "vote", lean)
    head = f"Day {int(rng.integers(1, 15))} of the "
    body.title = f"{head}{surface}"
    for paragraph in range(int(rng.integers(4, 8))):
        for _ in range(int(rng.integers(1, 4))):
            if paragraph and rng.random() < 0.4:
                _quotation(rng, body, lean)
            else:
                _own_sentence(rng, body, lean, "lead" if paragraph == 0 else "body")
        body.text = body.text.rstrip() + "\n\n"
    body.text = body.text.rstrip()
    body.mentions.insert(0, _mention("vote", variant, len(head), surface, "own", "headline"))
    _finish(rng, body, lean)
    return body


def _finish(rng: np.random.Generator, body: Body, lean: int) -> None:
    spans = sentences(body.text)
    body.words, body.sentences = count_words(body.text), len(spans)
    for row in [*body.mentions, *body.quotations]:
        at = row["start"] if "start" in row else row["cue_start"]
        assert isinstance(at, int)
        span = next(((s, e) for s, e in spans if s <= at < e), spans[0])
        row["sentence_start"], row["sentence_end"] = span
        if row.get("place") == "headline":
            row["sentence_start"], row["sentence_end"] = 0, len(body.title)
        if "quotation" in row:
            row["position"] = at / len(body.text)
    mean = body.words / body.sentences
    for voice in ("all", "own", "quoted", "attributed"):
        shift = float(rng.normal(0, 2))
        body.measures |= {
            ("flesch_kincaid_grade", voice): 7 + lean % 5 + shift,
            ("flesch_reading_ease", voice): 60 - lean % 5 * 4 - shift,
            ("lix", voice): 40 + lean % 5 * 2 + shift, ("words_per_sentence", voice): mean + shift,
        }  # fmt: skip


def _outlets(n: int) -> list[Row]:
    rows: list[Row] = []
    for i in range(n):
        name = NAMES[i] if i < len(NAMES) else f"Invented Outlet {i + 1}"
        rows.append({"outlet": name.lower().replace(" ", "-"), "outlet_name": name, "country": COUNTRIES[i % 6],
                     "ownership": OWNERSHIP[i % 6], "languages": ["en"], "invented": True})  # fmt: skip
    return rows


def _article(i: int, outlet: Row, body: Body, day: int, rng: np.random.Generator) -> Row:
    copied = bool(rng.random() < 0.1)
    grade = "good" if rng.random() < 0.95 else "doubtful"
    when = START + timedelta(days=day)
    slug = f"{outlet['outlet']}-{i:06d}"
    return {
        "event": "synthetic", "article_id": slug, **{k: outlet[k] for k in ("outlet", "outlet_name", "country")},
        "language": "en", "ownership": outlet["ownership"], "invented": True,
        "url": f"https://{outlet['outlet']}.example/{i}", "title": body.title, "standfirst": None,
        "authors": ["A. Writer"], "published": f"{when}T{int(rng.integers(6, 22)):02d}:00:00+00:00", "day": when,
        "phase": next((p for p, _, a, b in PHASES if a <= day <= b), None), "type": "news", "grade": grade,
        "grade_reasons": "" if grade == "good" else "short paragraphs", "words": body.words,
        "sentences": body.sentences, "member": True, "member_score": 0.9, "member_rule": "terms", "member_reason":
        "names the vote twice", "agency": "continental-press" if copied else None,
        "cluster": f"c{int(rng.integers(50))}" if copied else None, "first_in_cluster": not copied or i % 3 == 0,
        "extractor": "given", "text_sha256": hashlib.sha256(body.text.encode()).hexdigest(),
    }  # fmt: skip


def _columns(rows: Sequence[Row], names: Sequence[str]) -> dict[str, list[object]]:
    return {n: [r[n] for r in rows] for n in names}


def _bank_table(bodies: Sequence[Body], kind: str) -> tuple[pa.Table, np.ndarray]:
    """All mentions (or quotations) of a bank as one table, and where each body's rows begin."""
    rows = [r for b in bodies for r in getattr(b, kind)]
    starts = np.cumsum([0] + [len(getattr(b, kind)) for b in bodies])
    return pa.table(_columns(rows, list(rows[0]))), starts


def _spread(bank: pa.Table, starts: np.ndarray, chosen: np.ndarray, articles: pa.Table) -> pa.Table:
    """The bank's rows of each article's body, with the article's own columns in front."""
    counts = starts[chosen + 1] - starts[chosen]
    owner = np.repeat(np.arange(len(chosen)), counts)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    taken = bank.take(pa.array(np.repeat(starts[chosen], counts) + within))
    front = articles.select(["event", "article_id", "outlet", "phase", "day"]).take(pa.array(owner))
    return pa.table({**{n: front[n] for n in front.column_names}, **{n: taken[n] for n in taken.column_names}})


def make_tables(articles: int, outlets: int, *, seed: int = 0, bank: int = 40) -> dict[str, pa.Table]:
    """Every table of the contract. `bank` is the number of different texts an outlet has."""
    rng = np.random.default_rng(seed)
    who = _outlets(outlets)
    bodies = [make_body(rng, i) for i in range(outlets) for _ in range(bank)]
    owner = np.arange(articles) % max(outlets, 1)
    chosen = owner * bank + rng.integers(0, bank, articles)
    days = rng.integers(0, 14, articles)
    rows = [_article(i, who[owner[i]], bodies[chosen[i]], int(days[i]), rng) for i in range(articles)]
    table = pa.Table.from_pylist(rows, schema=SCHEMAS["articles"])
    ids = table.select(["event", "article_id"])
    mentions = _spread(*_bank_table(bodies, "mentions"), chosen, table)
    quotations = _spread(*_bank_table(bodies, "quotations"), chosen, table)
    voices = [{"voice": v, "words": n} for b in bodies for v, n in b.voices.items()]
    measures = [{"metric": m, "voice": v, "value": x} for b in bodies for (m, v), x in b.measures.items()]
    fixed = {
        "voices": (pa.Table.from_pylist(voices), 4), "measures": (pa.Table.from_pylist(measures), 16)
    }  # fmt: skip
    spread = {
        name: _spread(t, np.arange(len(bodies) + 1) * step, chosen, table).drop_columns(["outlet", "phase", "day"])
        for name, (t, step) in fixed.items()
    }
    made = {
        "articles": table,
        "texts": ids.append_column("text", pa.array([bodies[c].text for c in chosen], pa.string())),
        "mentions": mentions,
        "quotations": quotations,
        **spread,
        "outcomes": pa.Table.from_pylist(_outcomes(rows), schema=SCHEMAS["outcomes"]),
        "outlets": pa.Table.from_pylist(who, schema=SCHEMAS["outlets"]),
        "events": _events(),
    }
    return {name: t.select(SCHEMAS[name].names).cast(SCHEMAS[name]) for name, t in made.items()}


def _outcomes(rows: Sequence[Row]) -> list[Row]:
    saved = [{"event": r["event"], "key": r["url"], "outlet": r["outlet"], "kind": "saved", "detail": "", "remedy": ""}
             for r in rows]  # fmt: skip
    bad: Row = {"event": "synthetic", "key": "https://daily-blaze.example/wall", "outlet": "daily-blaze",
                "kind": "unreadable", "detail": "a consent wall", "remedy": "save the page after consent"}  # fmt: skip
    return [*saved, bad]


def _events() -> pa.Table:
    e = event()
    row = {"event": e.id, "title": e.title, "start": e.start.isoformat(), "end": e.end.isoformat(),
           "event_json": json.dumps(asdict(e), default=str)}  # fmt: skip
    return pa.Table.from_pylist([row])


def write(home: Path, tables: dict[str, pa.Table], *, label: str | None = "invented demonstration data") -> str:
    """Publishes the tables under HOME/datasets as the newest version; returns the version."""
    seen = hashlib.sha256("".join(f"{n}{t.num_rows}{t.slice(0, 50)}" for n, t in sorted(tables.items())).encode())
    version = seen.hexdigest()[:12]
    folder = home / "datasets" / version
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")
    meta = {"dataset_version": version, "method_version": "synthetic-1", "schema": SCHEMA, "label": label,
            "counts": {n: t.num_rows for n, t in tables.items()}}  # fmt: skip
    (folder / "meta.json").write_text(json.dumps(meta, indent=1))
    (home / "datasets" / "LATEST").write_text(version + "\n")
    return version


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("home", type=Path)
    ask.add_argument("--articles", type=int, default=120)
    ask.add_argument("--outlets", type=int, default=6)
    ask.add_argument("--seed", type=int, default=0)
    given = ask.parse_args()
    write(given.home, make_tables(given.articles, given.outlets, seed=given.seed))


if __name__ == "__main__":
    main()
