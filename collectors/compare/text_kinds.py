"""Articles are compared within their kind of text: its language, and how much of the article it holds.

What measures one language measures another with another error: one text in five faithful translations came out as five
editorial lines, with q below .05, because word lists differed. And a headline with its lead is no short article: it
quotes, hedges and names as openings do. So in a selection of several kinds of text whole articles are shuffled within
phase and kind. An outlet whose kind no other outlet of the selection has keeps its figures and intervals, and has no
test. Counts of articles need no instrument and are compared across kinds.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from collectors.compare.coded_columns import CodedColumn, Codes
from collectors.support.extents import FULL


def text_kinds(columns: Mapping[str, CodedColumn]) -> CodedColumn:
    """Return the kind of text of each row: its language and its extent.

    Args:
        columns: holds `language` and `extent` of the same rows; a row of unknown language is a kind of its own, one of
            unknown extent (of an older data set) is a full text.
    """
    language, extent = columns["language"], columns["extent"]
    names = tuple(dict.fromkeys((FULL, *extent.names)))
    place = np.array([names.index(name) for name in extent.names] + [0], dtype=np.int64)
    codes = (language.codes + 1) * len(names) + place[extent.codes]
    return CodedColumn(codes, tuple(f"{tongue}/{name}" for tongue in ("", *language.names) for name in names))


def within_kinds(strata: CodedColumn, kinds: CodedColumn, chosen: NDArray[np.bool_]) -> CodedColumn:
    """Strata cut by kind of text where the chosen rows hold several; as they are where they hold one.

    Args:
        strata: phases (or outlets) of all rows, -1 for none.
        kinds: the kinds of text of the same rows.
        chosen: which rows the selection holds.
    """
    if len(np.unique(kinds.codes[chosen])) < 2:
        return strata
    codes = (strata.codes + 1) * len(kinds.names) + kinds.codes
    return CodedColumn(codes, tuple(f"{name}/{kind}" for name in ("", *strata.names) for kind in kinds.names))


def commonest_kind(outlets: Codes, kinds: Codes, chosen: NDArray[np.bool_]) -> Codes:
    """The kind of text that each outlet mostly has, by its code, as strata over outlets.

    Args:
        outlets: the outlet of each row, -1 for none.
        kinds: the kind of text of each row.
        chosen: which rows the selection holds.

    Returns:
        A kind's code for each outlet up to the highest code; all 0 where the rows hold one kind.
    """
    size, several = int(outlets.max(initial=-1)) + 1, int(kinds.max(initial=-1)) + 1
    here = chosen & (outlets >= 0)
    if len(np.unique(kinds[here])) < 2:
        return np.zeros(size, dtype=np.int64)
    counts = np.bincount(outlets[here] * several + kinds[here], minlength=size * several)
    return np.asarray(counts.reshape(size, several).argmax(axis=1), dtype=np.int64)
