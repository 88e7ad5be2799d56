"""Clause roles of training articles as a parser sees them: what the light clause tagger learns from.

    PYTHON -m tests.benchmarks.parse_clause_roles polnear.train.jsonl.gz roles.jsonl.gz

PYTHON has spaCy and its small English model (MIT licence; any package whose name holds en_core_web_sm). Each token of
our own gets one of the eighteen roles of `clause_roles.ROLES`; the output has a line per article,
`{"id": ..., "roles": "ANNC..."}`, one letter a token, A for the first role. Nothing of spaCy is needed afterwards.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import importlib.metadata
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from collectors.metrics.quotations.clause_roles import ROLE
from collectors.metrics.quotations.tokens import TokenizedText, Vocabulary, WordTable, read
from tests.benchmarks import quotation_gold as qg

_FINITE = ("VBD", "VBZ", "VBP", "MD")
_SUBJECTS = ("nsubj", "nsubjpass", "expl", "csubj", "csubjpass")
_CONTENT_CLAUSES = ("ccomp", "csubj", "pcomp", "xcomp")


@dataclass(frozen=True)
class ParsedToken:
    """A token as the parser sees it: coarse and fine tag, relation, and the place of its head in the sentence."""

    pos: str
    tag: str
    relation: str
    head: int


class ParsedSentence:
    """The tokens of a sentence with their dependants."""

    def __init__(self, tokens: Sequence[ParsedToken]) -> None:
        self.tokens = tokens
        self.dependants: list[list[int]] = [[] for _ in tokens]
        for place, token in enumerate(tokens):
            if token.head != place:
                self.dependants[token.head].append(place)

    def roles(self) -> list[int]:
        """The clause role of each token."""
        return [ROLE[self._role(place)] for place in range(len(self.tokens))]

    def _role(self, place: int) -> str:
        token = self.tokens[place]
        if token.pos in ("PUNCT", "SPACE", "SYM", "X"):
            return "O"
        if token.relation == "cc" or token.pos == "CCONJ":
            return self._conjunction(place)
        if token.tag in ("WDT", "WP", "WP$", "WRB"):
            return self._pronoun(place)
        if token.relation == "mark" or token.pos == "SCONJ":
            return self._opener(place)
        if token.pos in ("VERB", "AUX"):
            return self._verb(place)
        return self._word(token)

    def _word(self, token: ParsedToken) -> str:
        if token.relation in ("nsubj", "nsubjpass", "expl"):
            return "SB"
        if token.pos in ("NOUN", "PROPN", "PRON"):
            return "OB" if token.relation in ("dobj", "attr", "oprd") else "NN"
        return "IN" if token.pos in ("ADP", "PART") else "MD"

    def _conjunction(self, place: int) -> str:
        token = self.tokens[place]
        joined = next((k for k in self.dependants[token.head] if k > place and self._relation(k) == "conj"), None)
        if joined is None:
            return "CS" if place == 0 or token.relation != "cc" else "CN"
        if self.tokens[joined].pos not in ("VERB", "AUX"):
            return "CN"
        return "CS" if self._has_subject(joined) else "CV"

    def _pronoun(self, place: int) -> str:
        for _ in range(4):
            place = self.tokens[place].head
            relation = self._relation(place)
            if relation in ("relcl", "advcl"):
                return "RW" if relation == "relcl" else "MA"
            if relation in _CONTENT_CLAUSES or self.tokens[place].head == place:
                break
        return "MC"

    def _opener(self, place: int) -> str:
        token = self.tokens[place]
        if token.tag == "TO":
            return "IN"
        clause = self._relation(token.head)
        return "MC" if clause in (*_CONTENT_CLAUSES, "acl") and token.tag == "IN" else "MA"

    def _verb(self, place: int) -> str:
        token = self.tokens[place]
        if token.tag not in _FINITE:
            return "VP" if token.tag in ("VBG", "VBN") and token.relation in ("acl", "advcl") else "VB"
        while self._relation(place) in ("aux", "auxpass") and self.tokens[place].head != place:
            place = self.tokens[place].head
        clause = self._relation(self._first_of(place, over_subjects=False))
        if clause in ("relcl", "advcl"):
            return "VR" if clause == "relcl" else "VA"
        return "VC" if self._relation(self._first_of(place, over_subjects=True)) == "ccomp" else "VF"

    def _first_of(self, place: int, over_subjects: bool) -> int:
        """The first of the verbs that this one is joined to by "and"."""
        for _ in range(6):
            joined = self._relation(place) == "conj" and self.tokens[place].head != place
            if not joined or (self._has_subject(place) and not over_subjects):
                break
            place = self.tokens[place].head
        return place

    def _relation(self, place: int) -> str:
        return self.tokens[place].relation

    def _has_subject(self, place: int) -> bool:
        return any(self._relation(k) in _SUBJECTS for k in self.dependants[place])


def parser() -> Any:
    """The installed small English model."""
    for one in sorted(importlib.metadata.distributions(), key=lambda one: str(one.metadata["Name"])):
        name = str(one.metadata["Name"]).lower().replace("-", "_")
        if "en_core_web_sm" in name:
            return importlib.import_module(name).load(exclude=["ner", "lemmatizer"])
    raise SystemExit("no package whose name holds en_core_web_sm is installed")


def sentences(doc: TokenizedText) -> Iterator[tuple[list[str], list[bool]]]:
    """The tokens of each sentence, and whether a space follows each."""
    spaces = np.append(doc.starts[1:] > doc.ends[:-1], False).tolist()
    first, last = 0, len(doc.surfaces)
    for end in range(1, last + 1):
        if end == last or doc.sentences[end] != doc.sentences[first]:
            yield doc.surfaces[first:end], spaces[first:end]
            first = end


def parsed(nlp: Any, doc: TokenizedText) -> list[int]:
    """The roles of a text's tokens."""
    made = importlib.import_module("spacy.tokens").Doc
    found: list[int] = []
    for one in nlp.pipe(_whole(made(nlp.vocab, words=words, spaces=spaces)) for words, spaces in sentences(doc)):
        tokens = [ParsedToken(token.pos_, token.tag_, token.dep_, token.head.i) for token in one]
        found += ParsedSentence(tokens).roles()
    return found


def _whole(sentence: Any) -> Any:
    """A sentence that the parser must not cut."""
    for token in sentence:
        token.is_sent_start = token.i == 0
    return sentence


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    arguments.add_argument("articles", type=Path)
    arguments.add_argument("out", type=Path)
    given = arguments.parse_args()
    nothing = np.zeros(1, dtype=np.int64)
    table = WordTable(Vocabulary((), nothing, nothing, nothing, nothing))
    nlp = parser()
    with gzip.open(given.out, "wt", encoding="utf-8") as out:
        for record in qg.load(given.articles):
            roles = parsed(nlp, read(record["text"], table))
            letters = "".join(chr(ord("A") + role) for role in roles)
            out.write(json.dumps({"id": record["id"], "roles": letters}) + "\n")


if __name__ == "__main__":
    main()
