"""Where a sentence itself means its speaker: "Er sehe darin ...", said by somebody whom an earlier sentence names."""

from __future__ import annotations

from collections.abc import Sequence

from collectors.metrics.quotations.rule_based.genders import gender_of_word, may_be
from collectors.metrics.quotations.rule_based.language_pack import LanguagePack
from collectors.metrics.quotations.rule_based.passages import TokenRange, Unit


def local_mention(unit: Unit, content: Sequence[TokenRange], name: str, pack: LanguagePack) -> TokenRange | None:
    """Return the pronoun that means a speaker in the sentence of the words said.

    A speaker is given twice: as the mention beside the words, and by name, as annotated corpora do.

    Args:
        unit: The sentence.
        content: What was said, as ranges of tokens.
        name: The speaker's name, as an earlier sentence gives it.
        pack: The words of the sentence's language.

    Returns:
        The pronoun's tokens: the first person's pronoun outside marks, up to the end of the words said, whose gender
        the name allows; None where there is none.
    """
    stop = content[-1][1] if content else len(unit)
    for index in range(stop):
        if unit.quote[index] < 0 and pack.has("people_pronouns", unit.low[index]):
            return (index, index + 1) if may_be(name, gender_of_word(unit.low[index], pack.language)) else None
    return None
