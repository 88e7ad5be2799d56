"""Articles are compared within their language: what measures one language measures another with another error.

One text in five faithful translations came out as five editorial lines, with q below .05: what differed were the word
lists. So in a selection of several languages whole articles are shuffled within phase and language. An outlet that
writes in a language that no other outlet of the selection writes in has its figures and intervals, and no test.
Counts of articles need no instrument of language and are compared across.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from collectors.compare.coded_columns import CodedColumn, Codes


def within_languages(strata: CodedColumn, language: CodedColumn, chosen: NDArray[np.bool_]) -> CodedColumn:
    """Strata cut by language where the chosen rows hold several; as they are where they hold one.

    Args:
        strata: phases (or outlets) of all rows, -1 for none.
        language: the languages of the same rows; rows of unknown language are strata of their own.
        chosen: which rows the selection holds.
    """
    if len(np.unique(language.codes[chosen])) < 2:
        return strata
    size = len(language.names) + 1
    codes = (strata.codes + 1) * size + language.codes + 1
    names = tuple(f"{name}/{tongue}" for name in ("", *strata.names) for tongue in ("", *language.names))
    return CodedColumn(codes, names)


def commonest_language(outlets: Codes, languages: Codes, chosen: NDArray[np.bool_]) -> Codes:
    """The language that each outlet mostly writes in, by its code, as strata over outlets.

    Args:
        outlets: the outlet of each row, -1 for none.
        languages: the language of each row, -1 for none.
        chosen: which rows the selection holds.

    Returns:
        0, 1 ... over outlets up to the highest code; all 0 where the rows hold one language.
    """
    size, tongues = int(outlets.max(initial=-1)) + 1, int(languages.max(initial=-1)) + 2
    here = chosen & (outlets >= 0)
    if len(np.unique(languages[here])) < 2:
        return np.zeros(size, dtype=np.int64)
    counts = np.bincount(outlets[here] * tongues + languages[here] + 1, minlength=size * tongues)
    return np.asarray(counts.reshape(size, tongues).argmax(axis=1), dtype=np.int64)
