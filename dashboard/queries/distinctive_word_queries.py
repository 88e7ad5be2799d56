"""Distinctive words and the map of outlets for a selection: published ones where possible, else from the worker."""
# ruff: noqa: S608  conditions are this package's own text, every value is a parameter

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from collectors.compare import ComparisonRow
from collectors.compare.correspondence import NamingMap
from collectors.compare.distinctive_rows import WORD_COLUMNS, word_of, word_rows
from collectors.compare.distinctive_words import DistinctiveWord
from collectors.metrics.phrases import find_term
from collectors.metrics.text import sentences
from collectors.metrics.voice import VoiceMap, voice_of
from collectors.model import Quotation, Span, Voice
from collectors.support.sql_files import read_queries
from dashboard import background_work
from dashboard.background_work import AnswerBoard, WorkedAnswer
from dashboard.queries import article_lookup
from dashboard.queries.cache import cached_copies, cached_shared
from dashboard.queries.comparison_queries import selection_of as question
from dashboard.queries.evidence_queries import EvidenceSentence
from dashboard.queries.open_data import Data, ask, tuples
from dashboard.queries.row_filters import row_filter
from dashboard.queries.worker_process import Pending, background_worker
from dashboard.selection import ALL, OUTLET, ViewSelection


def has_terms(data: Data) -> bool:
    """Return whether words were counted when the data set was published."""
    return "terms" in data.tables


@cached_copies()
def counted(data: Data, event: str) -> tuple[int, int]:
    """Count an event's member articles: those whose words are counted, and all that have an outlet."""
    (row,) = ask(
        data,
        """select (select count(distinct article_id) from terms where event = ?) as sampled,
                  (select count(*) from articles where event = ? and member and outlet is not null) as whole""",
        event, event,
    )  # fmt: skip
    return row["sampled"], row["whole"]


def is_published(sel: ViewSelection) -> bool:
    """Return whether publishing computes this selection: all outlets, phases and languages, texts of good grade."""
    return (sel.outlets, sel.phase, sel.grade, sel.languages, sel.by) == ((), ALL, "good", (), OUTLET)


def without_outlets(sel: ViewSelection) -> ViewSelection:
    """Return the same selection with all outlets, with which a group is compared."""
    return replace(sel, outlets=())


def words(
    data: Data, sel: ViewSelection, group: tuple[str, ...] = (), *, at_once: bool = False
) -> WorkedAnswer | Pending | None:
    """Return the distinctive words of a selection.

    Args:
        data: the data set.
        sel: the selection.
        group: ids of the outlets to compare together with the rest; empty compares each.
        at_once: return without waiting for the worker.

    Returns:
        The words; Pending where they are still being computed; None where there are too few articles.
    """
    if is_published(sel) and not group and "distinctive" in data.tables:
        return _published(data, sel)
    return background_worker().ask(
        background_work.words, data.home, data.version, question(sel), group, at_once=at_once
    )


@cached_shared()  # thousands of words, which nobody changes
def _published(data: Data, sel: ViewSelection) -> WorkedAnswer | None:
    rows = tuples(
        data,
        f"""select shuffled, tested, below_p, below_q, {", ".join(WORD_COLUMNS)} from distinctive
            where event = ? and voice = ? and copies = ?""",
        sel.event, sel.voice, sel.copies,
    )[1]  # fmt: skip
    return WorkedAnswer(_board(rows, shuffled=False), _board(rows, shuffled=True)) if rows else None


def _board(rows: Sequence[tuple[Any, ...]], *, shuffled: bool) -> AnswerBoard:
    words_of: dict[bool, dict[str, list[DistinctiveWord]]] = {True: {}, False: {}}
    totals = (0, 0, 0)
    for row in rows:
        if row[0] != shuffled:
            continue
        totals, word = row[1:4], word_of(dict(zip(WORD_COLUMNS, row[4:], strict=True)))
        for more in (True, False):
            words_of[more].setdefault(word.unit, [])
        words_of[word.z > 0][word.unit].append(word)
    return AnswerBoard(words_of[True], words_of[False], *totals)


def rows(data: Data, sel: ViewSelection, words: Sequence[DistinctiveWord]) -> list[ComparisonRow]:
    """Return words as the comparison rows of a download."""
    return list(word_rows(words, question(sel), data.method, data.version))


# --- the map -----------------------------------------------------------------------------------------------------


def outlets_map(data: Data, sel: ViewSelection, *, at_once: bool = False) -> NamingMap | Pending | None:
    """Return the framing map of a selection; its rows are outlets, whatever the page compares.

    Args:
        data: the data set.
        sel: the selection.
        at_once: return without waiting for the worker.

    Returns:
        The map; Pending where it is still being computed; None where there are too few outlets.
    """
    return background_worker().ask(background_work.outlets_map, data.home, data.version, question(sel), at_once=at_once)


# --- sentences ---------------------------------------------------------------------------------------------------


@cached_copies()
def term_sentences(
    data: Data, sel: ViewSelection, term: str, start: int, size: int
) -> tuple[int, list[EvidenceSentence]]:
    """Count the articles that hold a term in the chosen voice, and return the first use in each of a page of them.

    Only articles whose words are counted are searched. Outlets take turns.

    Args:
        data: the data set.
        sel: the selection.
        term: a published word or phrase.
        start: how many articles come before the page.
        size: how many articles a page has.
    """
    cond, given = row_filter(sel)
    spoken = "" if sel.voice == ALL else " and voice = ?"
    asked_for = [sel.event, term] if sel.voice == ALL else [sel.event, term, sel.voice]
    texts = {"row_condition": cond, "spoken": spoken, "event": "?", "term": "?"}
    uses = read_queries("dashboard.queries", "term_uses", **texts)["term_uses"]
    (count,) = ask(data, f"select count(*) n from ({uses})", *given, *asked_for)
    page = ask(data, f"select * from ({uses}) order by turn, outlet limit ? offset ?", *given, *asked_for, size, start)
    ids = [row["article_id"] for row in page]
    titles = article_lookup.titles(data, sel.event, ids)
    texts, maps = texts_with_voices(data, sel.event, ids)
    voice = None if sel.voice == ALL else Voice(sel.voice)
    sentences = []
    for row in page:
        key = row["article_id"]
        about = (key, row["outlet"], titles.get(key) or "", row["day"])
        sentences.append(_evidence(about, row["voice"], term, texts.get(key), maps.get(key), voice))
    return count["n"], sentences


def texts_with_voices(data: Data, event: str, ids: Sequence[str]) -> tuple[dict[str, str], dict[str, VoiceMap]]:
    """Return the texts of some articles and the voices in them, by id; both empty where the data set has no texts.

    Args:
        data: the open data set.
        event: an event's id.
        ids: article ids.
    """
    texts = article_lookup.texts(data, event, ids)
    if not texts:
        return {}, {}
    said: dict[str, list[Quotation]] = {}
    columns = ["article_id", "quotation", "type", "worded", "voice", "content"]
    rows = article_lookup.of_articles(data, "quotations", event, ids, columns)
    for row in sorted(rows, key=lambda row: row["quotation"]):
        content = tuple(Span(span["start"], span["end"]) for span in row["content"] or ())
        said.setdefault(row["article_id"], []).append(
            Quotation(
                None,
                None,
                None,
                content,
                row["type"],
                worded=row.get("worded") != 0,
                decided=row.get("voice") != "undecided",
            )
        )
    return texts, {key: voice_of(said.get(key, ()), text) for key, text in texts.items()}


_About = tuple[str, str, str, date | None]


def _evidence(
    about: _About, heard: str, term: str, text: str | None, voices: VoiceMap | None, voice: Voice | None
) -> EvidenceSentence:
    uses = find_term(text, voices, term, voice) if text is not None and voices is not None else []
    if text is None or voices is None or not uses:
        return _sentence(about, heard, term, ((0, len(term)),))
    use = uses[0]
    around = next((sentence for sentence in sentences(text) if sentence.start <= use.start < sentence.end), use)
    marks = tuple(
        (one_use.start - around.start, min(one_use.end, around.end) - around.start)
        for one_use in uses
        if one_use.start < around.end
    )
    return _sentence(about, str(voices.at(*use)), text[around.start : around.end], marks, use.start)


def _sentence(
    about: _About, voice: str, text: str, marks: tuple[tuple[int, int], ...], at: int | None = None
) -> EvidenceSentence:
    article, outlet, title, day = about
    return EvidenceSentence(
        article=article, outlet=outlet, title=title, day=day, voice=voice, place="body", text=text, marks=marks, at=at
    )
