"""What the quotation model learns from: marked articles with words, groups of words and clause roles (steps 0 to 2)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from collectors.metrics.quotations.tokens import Ints, TokenizedText, Vocabulary, WordTable, read
from tests.benchmarks import quotation_gold as qg
from tests.benchmarks.clause_training import LearntClauses, agreement, learn, out_of_fold, roles_of_parser
from tests.benchmarks.training_texts import in_both_styles

LEAST_USES = 6  # times that a word must occur, all texts together, if it occurs once or never in marked ones
SEED = 7


def say(*what: object) -> None:
    print(*what, flush=True)


@dataclass
class Corpus:
    """The articles with their gold labels."""

    records: list[qg.Record]
    plain: list[TokenizedText]
    gold: list[qg.Gold]
    words: tuple[str, ...]
    groups: dict[str, tuple[int, int]]
    roles: list[Ints]
    clauses: LearntClauses

    def vocabulary(self, of: list[int]) -> Vocabulary:
        return qg.vocabulary(self.words, [self.plain[i] for i in of], [self.gold[i].labels for i in of], self.groups)


@dataclass(frozen=True)
class Sources:
    """The files to learn from: marked articles, news without marks, and a parser's roles of both."""

    marked: Path
    roles: Path
    others: Path
    other_roles: Path


def corpus(sources: Sources) -> Corpus:
    """Steps 0 to 2."""
    records = in_both_styles(qg.load(sources.marked))
    others = qg.load(sources.others)
    zero = np.zeros(1, dtype=np.int64)
    table = WordTable(Vocabulary((), zero, zero, zero, zero))
    plain = [read(r["text"], table) for r in records]
    gold = [qg.gold(d, r["attributions"]) for d, r in zip(plain, records, strict=True)]
    elsewhere = [read(r["text"], table) for r in others]
    marked = qg.shares(plain, [g.labels for g in gold])[0]
    total = marked + Counter(w.lower() for d in elsewhere for w in d.surfaces)
    words = tuple(sorted(w for w, c in total.items() if (marked[w] >= 2 or c >= LEAST_USES) and "\n" not in w))
    groups = qg.clusters(plain + elsewhere, total, SEED)
    table = WordTable(qg.vocabulary(words, plain, [g.labels for g in gold], groups))
    docs = [read(r["text"], table) for r in records]
    parsed, others_parsed = roles_of_parser(sources.roles), roles_of_parser(sources.other_roles)
    wanted = [parsed[r["id"]] for r in records]
    known = [r for r in others if r["id"] in others_parsed]
    beside = [read(r["text"], table) for r in known], [others_parsed[r["id"]] for r in known]
    roles = out_of_fold(docs, wanted, beside, SEED)
    say("clause roles as the parser's, out of fold", round(agreement(roles, wanted), 4))
    return Corpus(records, plain, gold, words, groups, roles, learn(docs + beside[0], wanted + beside[1], SEED))
