"""Words before a full stop that ends no sentence, and words that begin one: the lists of `metrics.text`."""

from __future__ import annotations

import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


#: Titles before a name, and words that always take a complement: a full stop after one of these ends nothing. Those of
#: TITLES only with a capital: "Gen." is a rank, "art." at the end of a sentence is not.
TITLES = _set(
    """mr mrs ms mx dr prof rev fr hon asst sec st sen rep gov gen col lt sgt cpl capt cmdr maj adm brig pres amb supt
    insp det messrs mmes sens reps govs gens drs ft mt gen.sec maj.gen lt.gen lt.col lt.gov sr sra srta sres dra hr
    sig dott mme mm mons mec ks bp abp inż dña gral cnel min"""
)
COMPLEMENTS = _set(
    """vs pp ca cf approx e.g i.e bzw vgl bspw sog inkl evtl ggf им гр тов ул просп пл д стр св проф акад ген кн вул см
    див напр ім"""
)
#: The same in small letters only, with which titles are written in many languages: "gen. X" is no sentence.
COMPLEMENTS_SMALL = _set(
    """gen płk ppłk mjr kpt ppor sierż kmdr bryg prof dr mgr inż mec hab np ul tzw tj dyw rez godz sygn pow
    med jur phil d.h str
    prof mgr judr mudr phdr rndr např tzv plk pplk
    sigg dott avv col mons ing cav sig.ra l'on l'avv l'ing l'art dell'art all'art dell'on dall'on all'on
    gén chap dña dra srta gral cnel lic núm pág aprox av
    bp ks abp mł asp nadkom podkom kard św por drs bijv mw dhr blz doç bkz
    генерал-лейт лейт полк подполк доц зам"""
)
#: Two words that stand for one and never end a sentence: "p. ex. Kherson", "EE. UU.", "av. J.-C.".
_PAIRS = re.compile(
    r"(?:\b(?:ad es|p\. ?ex|p\. ?ej|EE|JJ|FF|z\. ?B|u\. ?a|d\. ?h|dr\.? hab|prof\.? dr|av)"
    r"|\b(?i:il|lo|la|i|gli|del|dal|al|e|ed|un) "
    r"(?:sig|sen|on|col)|\b(?:la|l[’']|una|une|cette|\d,?) (?:av|bd))\Z"
)
_PAIR_REACH = 16  # characters
#: Letters that stand for a kind of place before its name where no number precedes them: "м. Херсон", "с. Нове".
_PLACES = _set("м с г д пос дер обл смт пгт р-н")
#: Words for "year" behind a number; they seldom end a sentence that has only just begun: "W 2014 r. Rosja ...".
_YEARS = _set("г р r")
_YEAR_OPENS = 3  # words with which such a sentence begins
#: German millions and billions stand before a noun, which has a capital.
_AMOUNTS = _set("mio mrd tsd")
#: Articles and prepositions after which a number is an ordinal in German: "die 3. Panzerarmee".
_ORDINAL = re.compile(
    r"\b(?:der|die|das|den|dem|des|im|am|vom|zum|zur|beim|ihr|sein|ein|eine|einen)\s\d{1,3}\Z", re.IGNORECASE
)

#: Months and weekdays: the sentence continues before a number or another of them ("Sept. 30", "Mon. Sept. 5").
DATES = _set("jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun")

#: Capitalised abbreviations that end a sentence only before a word that starts one: states, companies, suffixes.
SHORT = _set(
    """ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa
    tenn tex va vt wash wis wyo inc corp co ltd llc plc bros jr ph.d dept univ assn gov't"""
)
SHORT_ANY_CASE = _set("etc al г")

#: Dotted abbreviations that do end a sentence before a capital. All others ("U.S.") end it only before STARTERS.
DOTTED_ENDS = _set("т.д т.п н.э")

#: After one of these a number belongs to the abbreviation: "Sept. 30", "No. 10", "Art. 5".
BEFORE_NUMBER = DATES | _set(
    """no nos art fig vol pp p nr ст п с abs ust pkt poz kap ziff rn str núm núms pág cap pag chap núm num n буд кв корп
    оф абз стр гл rozdz ok ca aprox"""
)

#: Words that continue a sentence after a time of day: "3 p.m. Friday", "3 p.m. EST".
AFTER_TIME = (
    _set(
        """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december et est edt ct cst cdt mt mst mdt pt pst pdt gmt utc bst cet cest eet eest
    msk eastern central pacific mountain moscow kyiv kiev london"""
    )
    | DATES
)

#: Ordinals are written with a full stop before a month in German and its neighbours: "23. September".
AFTER_ORDINAL = _set(
    """januar jänner februar märz april mai juni juli august september oktober november dezember jahrhundert
    weltkrieg"""
)

#: Words that start a new sentence far more often than they continue a name after "U.S." or "Inc.".
STARTERS = _set(
    """the a an he she it they we i you his her its their our my this that these those there here in on at by for from
    to with as but and or so yet if when while after before since until although though because however meanwhile
    still also then now what who where why how which not no some many most more all both each every another one two
    mr mrs ms under during despite according asked earlier later last on
    der das ein eine es er sie wir ich ihr nach bei am mit auch doch aber dann danach damit zudem nun im von zu auf aus
    он она оно они мы вы я это этот эта эти тот в на по с при для но и а однако также затем как если когда что после
    він вона воно вони ми ви це цей ця ці у з та але потім якщо коли що після
    on ona oni one my wy to ten ta te w z po przy dla ale jednak także potem jak jeśli gdy co jego jej ich
    el la los las un una ella ellos pero luego también il lo gli le ma poi anche les une mais puis aussi elle ils
    elles"""
)


def stop_ends(text: str, mark: int, begin: int, following: str) -> bool:
    """Whether a single full stop ends a sentence before a word that has a capital or is a number.

    Args:
        text: The whole text.
        mark: Offset of the full stop.
        begin: Offset of the sentence's first character.
        following: The word behind the stop.
    """
    before = _word_before(text, mark, begin)
    low, then = before.lower(), following.lower()
    if _PAIRS.search(text, max(begin, mark - _PAIR_REACH), mark) or _PAIRS_ALONE.fullmatch(before):
        return then in STARTERS and low not in ("ee", "jj", "ff")
    if low in _PLACES and before == low:
        return (
            text[mark - len(low) - 1] not in " \u00a0("
            or _AND_SO_ON.search(text, max(begin, mark - 6), mark) is not None
        )
    numbered = low.partition(" ")
    if numbered[2] in _YEARS and numbered[0].isdigit():
        return text.count(" ", begin, mark) >= _YEAR_OPENS or then in STARTERS
    if low in _AMOUNTS:
        return then in STARTERS
    ordinal = then not in STARTERS and _ORDINAL.search(text, max(begin, mark - _REACH), mark)
    return not _goes_on(before, following) and not ordinal


def _goes_on(before: str, following: str) -> bool:
    """Whether a word, as `_word_before` returns it, goes on after its full stop with the next word."""
    low, then = before.lower(), following.lower()
    capital = before[:1].isupper()
    if _takes_complement(before, following):
        return True
    if low in ("a.m", "p.m"):
        return then in AFTER_TIME
    if capital and low in DATES:
        return then in DATES
    if low.isdigit():
        return len(low) <= _LONGEST_ORDINAL and then in AFTER_ORDINAL
    # Also an initial: "J. Smith", but not "Plan B. The".
    short = low in SHORT_ANY_CASE or (capital and (low in SHORT or len(low) == 1)) or _DOTTED.fullmatch(before)
    return bool(short) and low not in DOTTED_ENDS and then not in STARTERS


def _takes_complement(before: str, following: str) -> bool:
    low = before.lower()
    if (
        low in COMPLEMENTS
        or (before[:1].isupper() and low in TITLES)
        or (following[0].isdigit() and low in BEFORE_NUMBER)
    ):
        return True
    return (before if "'" not in before else low) in COMPLEMENTS_SMALL


_LONGEST_ORDINAL = 2  # digits
_AND_SO_ON = re.compile(r"\bт\. ?[дп]\Z")
_PAIRS_ALONE = re.compile(r"EE|JJ|FF")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_REACH = 40  # characters of a word that decides; a bound keeps the whole linear on text without spaces


def _word_before(text: str, mark: int, begin: int) -> str:
    """Return the word that ends at `mark`; a letter for "year" or a place after a number has its last digit ("4 г")."""
    place = mark
    floor = max(begin, mark - _REACH)
    while place > floor and (text[place - 1].isalnum() or text[place - 1] in ".'’"):
        place -= 1
    single = text[place:mark].lower() in _PLACES | _YEARS
    if single and place - begin >= 2 and text[place - 2].isdigit():
        place -= 2
    return text[place:mark].strip(".'’").replace("’", "'")
