"""Forms of English verbs: past participles, irregular and regular, and participles that are mostly adjectives."""

from __future__ import annotations

from functools import lru_cache

from collectors.metrics.word_lists import word_set


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split("/") for pair in text.split())


#: Past participle -> lemma of verbs that take an object: "was held", "were hit".
IRREGULAR = _pairs("""
awoken/awake beaten/beat bent/bend bet/bet bound/bind bitten/bite bled/bleed blown/blow broken/break bred/breed
brought/bring broadcast/broadcast built/build burnt/burn burst/burst bought/buy cast/cast caught/catch chosen/choose
cut/cut dealt/deal dug/dig done/do drawn/draw driven/drive drunk/drink eaten/eat fed/feed felt/feel fought/fight
found/find flown/fly forbidden/forbid foreseen/foresee forgotten/forget forgiven/forgive frozen/freeze given/give
ground/grind grown/grow hung/hang heard/hear hidden/hide hit/hit held/hold hurt/hurt kept/keep known/know laid/lay
led/lead learnt/learn left/leave lent/lend let/let lit/light lost/lose made/make meant/mean met/meet misled/mislead
overcome/overcome overheard/overhear overrun/overrun overseen/oversee overtaken/overtake
overthrown/overthrow paid/pay proven/prove put/put read/read rebuilt/rebuild redrawn/redraw rewritten/rewrite
ridden/ride run/run said/say sawn/saw seen/see sought/seek sold/sell sent/send set/set sewn/sew shaken/shake shed/shed
shot/shoot shown/show shut/shut slain/slay slung/sling sown/sow spent/spend split/split spoken/speak spread/spread
stolen/steal struck/strike strung/string strewn/strew sunk/sink swept/sweep sworn/swear taken/take
taught/teach retaken/retake retold/retell resold/resell reset/reset redone/redo outdone/outdo rerun/rerun
thought/think thrown/throw thrust/thrust told/tell torn/tear trodden/tread understood/understand
undertaken/undertake undone/undo upheld/uphold withdrawn/withdraw withheld/withhold won/win worn/wear woven/weave
wound/wind wounded/wound written/write wrung/wring
""")

STATIVE = word_set("en.passives.stative_participles")

WITH_NEXT = word_set("en.passives.adjectives_by_next_word")

UNDONE = word_set("en.passives.participles_in_un")

AFTER_GET = word_set("en.passives.no_passive_after_get")

INTRANSITIVE = word_set("en.passives.intransitive_participles")

_VOWELS = "aeiou"
_SHORTEST = 4  # "used"


def is_participle(word: str) -> bool:
    """Whether a lower-case word can be the past participle of a passive."""
    if word in STATIVE or word in INTRANSITIVE or (word.startswith("un") and word not in UNDONE):
        return False
    return word in IRREGULAR or (len(word) >= _SHORTEST and word.endswith("ed") and not word.endswith("eed"))


@lru_cache(maxsize=1_024)
def participles(lemma: str) -> frozenset[str]:
    """Return the past participles of a lemma: "hold" -> held, "stop" -> stopped, "carry" -> carried."""
    irregular = {form for form, verb in IRREGULAR.items() if verb == lemma}
    return frozenset(irregular or {_regular(lemma)})


def _regular(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2:-1] not in _VOWELS:
        return lemma[:-1] + "ied"
    doubled = (
        len(lemma) >= 3
        and lemma[-1] not in "aeiouwxy"
        and lemma[-2] in _VOWELS
        and lemma[-3] not in _VOWELS
        and (len(lemma) <= 4 or lemma in _DOUBLING)
    )
    return lemma + (lemma[-1] if doubled else "") + "ed"


_DOUBLING = word_set("en.passives.doubling_verbs")
