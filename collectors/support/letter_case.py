"""Small letters of all scripts that have them, for regular expressions that ask for a capital.

`re` has no class for capitals. Ranges written by hand held those of western Europe and Cyrillic, so that ł, ę, č and ş
counted as capitals and names began inside words: "adăugat Marin" gave "ăugat Marin".
"""

from __future__ import annotations

#: Blocks of Latin, Greek, Cyrillic and Armenian letters. Georgian writes without capitals, though Unicode calls its
#: letters small.
_BLOCKS = (range(0x41, 0x590), range(0x1E00, 0x2000))
SMALL_LETTERS = "".join(chr(code) for block in _BLOCKS for code in block if chr(code).islower() and chr(code).isalpha())
#: A regular expression for a letter that is no small one: a capital, or a letter of a script without case.
CAPITAL = rf"[^\W\d_{SMALL_LETTERS}]"
