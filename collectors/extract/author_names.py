"""Names in what pages write as an author: prefixes and roles removed, lists split, people told from organisations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from collectors.extract.title_forms import fold
from collectors.support.calendars import weekday_names

_TEMPLATE = re.compile(r"\[\[|\{\{|\}\}|\$\{|<%|%[a-z_]+%|https?:|www\.|@|\\u00|\bundefined\b|\bnull\b", re.I)
#: Addresses and names of accounts beside a name.
_ACCOUNT = re.compile(r"(?<!\S)(?:[a-z0-9][\w.+-]{0,60})?@[\w.-]{1,80}")
_BY = re.compile(
    r"^(?:(?:exclusive|written|reported|posted|published|an? (?:story|article|report|analysis)|story|text|article"
    r"|artikel|analysis|opinion|comment|kommentar|ein (?:artikel|beitrag|bericht|interview|text)"
    r"|un (?:article|artículo|reportaje)|ein kommentar|eine analyse|ein gastbeitrag|gastbeitrag|beitrag|words"
    r"|veröffentlicht|geschrieben|erstellt|verfasst|publié|écrit|escrito|scritto|reporting|interview|recherche)\s+)?"
    r"(?:by|von|par|por|di|da|door|af|av|przez|from|od|edited by|über|about)\b[\s:]+"
    r"|^(?:autor(?:in|en|es|s|a|e)?|author|authors|auteur|autore|text|texte|texto|redaktion|schrijver|forfatter"
    r"|författare|tekst|autorzy|автор(?:ы|и)?|текст|yazar|kirjoittaja|haber|szerző|írta|بقلم|كتب|συντάκτης"
    r"|foto und text|opracowanie|oprac\.?|opracowała?)\s*:\s*"
    r"|^(?:oprac\.|(?:本[报報])?记者|(?:本[报報])?記者|文[/／]|dall[ao]? nostr[oa] inviat[oa]"
    r"|(?:aus|in) [^\W\d_]{3,20} bericht(?:et|en)|بقلم|του|της|γράφει (?:ο|η))\s+"
    r"|^(?:text(?:e|o)?|words|tekst)\s*(?:&|und|and|et|y|/|\+)\s*(?:fotos?|photos?|pictures|bild(?:er)?|zdjęcia)\s*:\s*"
    r"|^(?:автор(?:ы|и)?|autor(?:in)?)\s+|^by:\s*|^[-–—|•]\s*",
    re.I,
)
#: Names are split here; a single "y", "e" or "i" splits only between full names.
_SPLIT = re.compile(r"\s*[;|•·\n/]\s*|\s+(?:and|und|&|with|et|och|og|та|и|mit|avec|con|oraz|ve|en)\s+", re.I)
#: A second credit, for the pictures, and what stands behind a name: where it was written, for whom, and when.
_PICTURES = re.compile(
    r"[.,;|]?\s+(?:photo(?:graph)?s?|photography|pictures?|fotos?|bilder|zdjęcia|video)\s*(?:by|von|par|por|di|:)\s.*",
    re.I,
)
_MADE_PICTURES = re.compile(
    r"(?:,|/|&|\b(?:und|and|et|y|e|i|en|och|og|и|та)\b)?\s*[^\W\d_][^,/()&]{2,40}"
    r"\((?:fotos?|photos?|photographs?|bild(?:er)?|pictures|imágenes|imagens|zdjęcia|immagini|фото|video|videos)\)",
    re.I,
)
#: A line that credits a picture.
_PHOTO_LINE = re.compile(
    r"^\W*(?:fot\.|(?:foto|photo|bild|image|picture|imagen|zdjęcie|фото|fotoğraf|credits?|crédito?s?|illustration)\s*[:/©])"
    r"|getty images|shutterstock|\balamy\b|picture[- ]alliance|\bimago\b|\bistock|depositphotos|unsplash|pixabay",
    re.I,
)
#: Inside the name of a site.
_DOTTED = re.compile(r"\w\.\w")
#: "our correspondent" before a name, and a desk behind one.
_OUR = re.compile(
    r"^(?:our|onze|unser(?:em|er|e)?|notre|nuestr[oa]|nosso|nossa|nostr[oa])\s+[^\W\d_]{4,20}(?:\s+(?:in|en|à|aus)\s+\w+)?\s+(?=[^\W\d_a-z])"
)
_DESK_BEHIND = re.compile(
    r"(?<=\w\s)(?<!^)(?:redacci[oó]n|redaktion|redakcja|redazione|r[ée]daction|reda[cç][aã]o|redactie)\b.*$", re.I
)
#: A place behind a dash, behind a name of two words: "João da Silva — Lisboa".
_PLACED = re.compile(r"(?<=[^\W\d_]\s)(?<!^)[—–]\s[^\W\d_][^—–]{1,30}$")
_WHERE = re.compile(
    r"(?P<name>[^\W\d_][^\s,]*(?:\s[^\s,]+){1,3}?)\s+(?:in|from|aus|à|for|für|pour|para|per|at|near)\s+(?:the\s)?"
    r"[^\W\d_a-zß-öø-ÿ].*"
)
_THEN = re.compile(
    r"\s+(?:last )?(?:updated|published|posted|aktualisiert|veröffentlicht|publié|mis à jour|actualizado"
    r"|publicado)\b.*",
    re.I,
)
_SHORT_AND = re.compile(r"\s+(?:y|e|i)\s+")
_WITH = re.compile(r"\s*\((?:avec|with|mit|con|com|med|z|met)\s+([^()]{3,120})\)", re.I)
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]{0,120}[)\]]")
_ROLE = re.compile(
    r"\b(?:reporters?|correspondents?|editors?|journalists?|staff|writers?|producers?|columnists?|contributors?|intern"
    r"|korrespondent\w*|redakteur\w*|redaktor\w*|redacteur|rédact\w+|journalist\w*|journaliste|periodista"
    r"|giornalista|producent|dziennikar\w+|updated|published|veröffentlicht|aktualisiert|publié|min(?:ute)? read|follow"
    r"|email|twitter|read more|view|profile|senior|biograf\w+|developer|admin|administrator|guest|super user"
    r"|photo\w*|fotos?|fotograf\w*|editorial|director|chief|bureau|comments?|kommentare?|shares?|posts?|artikel"
    r"|articles?|alle|all by|archiv|anzeigen|no author|unknown|anonym\w*|important|margin|menü|menu|search|suche|home"
    r"|kategorie|category|tags?|popular|most)\b",
    re.I,
)
#: The credits at the end of Chinese articles: （责编：岳弘彬、牛镛）.
_CREDITED = re.compile(r"[（(](?:责任?编辑?|记者|编辑|文)[:：]\s{0,2}([\u4e00-\u9fff、，, ]{2,40})[)）]")
_OFFICE = re.compile(r"\s*(?:기자|특파원|記者|记者|编辑|編集部)$")
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv|m\.?d|ph\.?d|esq)\.?$", re.I)
_ORGANISATION = re.compile(
    r"redaktion|redakcja|redacci[oó]n|redazione|rédaction|редакц|newsroom|\bnews\b|\bnachrichten\b|\bonline\b|\bgmbh\b|\be\.?\s?v\b"
    r"|\binc\b|\bltd\b|\bllc\b|\bag\b|\bse\b|\bteam\b|agenc|agentur|agence|\bpress\b|presse|\bpost\b|\btimes\b|media\b|medien"
    r"|verlag|\bdesk\b|\bfeed\b|\bwires?\b|\bgroup\b|\bboard\b|stiftung|foundation|universit|minist|departe?ment|verein|verband"
    r"|bund(?:es)?\b|institut|zeitung|zeitschrift|magazin|magazine|journal|gazette|tribune|\bradio\b|\btv\b|fernsehen|rundfunk"
    r"|broadcast|corporation|company|network|office|\bhttp|\.(?:com|de|net|org|info|at|ch|co|pl|fr|it|ru|ua|eu)\b|community"
    r"|\bblog\b|\bclub\b|kirche|partei|fraktion|germany|deutschland|österreich|schweiz|\bthe\b|\bdie\b|\bder\b|\bdas\b|\bfür\b|\bof\b"
    r"|rot(?:es|en) kreuz|red cross|croix-rouge|cruz roja|polska|pravda|interfax|агентство|новости|газета|служба|канал"
    r"|haber merkezi",
    re.I,
)
#: News agencies as they sign.
_AGENCIES = frozenset((
    "reuters", "afp", "ap", "dpa", "apa", "ansa", "efe", "tass", "ria", "pap", "ukrinform", "upi", "sda", "kna", "epd",
    "sid", "pti", "ani", "ians", "bloomberg", "xinhua", "kyodo", "yonhap", "jiji", "belga", "anp", "ntb", "ritzau",
    "stt", "mti", "čtk", "ctk", "agerpres", "bta", "tanjug", "hina", "lusa", "europa press", "associated press",
    "тасс", "рія",
))  # fmt: skip
_AGENCY = re.compile(r"presse-?agentur|news agency|press agency|agence france|\bagency\b|agencia|агентств", re.I)
_PARTICLES = frozenset((
    "de", "van", "von", "der", "den", "del", "della", "di", "da", "dos", "das", "du", "la", "le", "el", "al", "bin",
    "ben", "ibn", "ter", "ten", "zu", "zur", "af", "av", "y", "e", "i", "v", "v.", "vom", "dit", "st",
))  # fmt: skip
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"(?<!\w)\d")
_DATE_FIRST = re.compile(
    r"^\W*\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:[,\s]+\d{1,2}[:.]\d\d(?:\s?(?:Uhr|h|hrs)\b)?)?\s*[-–—|·•,:]?\s+"
)
_BEFORE_DATES = frozenset(
    ("am", "on", "le", "el", "il", "vom", "den", "at", "um", "op", "dnia", "veröffentlicht", "published")
)
#: Two words without a blank between them ("WilsonHace"), which MacDonald and FitzGerald are not.
_GLUED = re.compile(r"[a-zß-öø-ÿ]{2}(?<!Mac)(?<!Fitz)(?<!Van)[A-ZÀ-ÖØ-Þ]")
#: Names in scripts without capitals that part words by blanks: Hebrew, Arabic, the scripts of India, Thai, Georgian.
_CASELESS = re.compile(
    r"[\u0590-\u06ff\u0750-\u077f\u0900-\u0dff\u0e00-\u0e7f\u10d0-\u10ff\u200c\u200d]{2,15}"
    r"(?:\s[\u0590-\u06ff\u0750-\u077f\u0900-\u0dff\u0e00-\u0e7f\u10d0-\u10ff\u200c\u200d]{2,15}){1,3}\Z"
)
_CASELESS_ORGANISATION = re.compile(
    r"وكالة|قناة|صحيفة|جريدة|تحرير|فريق|مراسل|موقع|أخبار|الأخبار|الجزيرة|العربية|رويترز|خبرگزاری|تحریریه|گروه|خبرنگار|سرویس"
    r"|סוכנות|מערכת|חדשות|צוות|כתב|डेस्क|न्यूज|समाचार|टीम|ब्यूरो|संवाददाता|ข่าว|กอง|სააგენტო|ახალი ამბები"
)
_EAST_ASIAN = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]{2,6}(?:\s[\u3040-\u9fff\uac00-\ud7af]{1,4})?\Z")


def names_in(values: Iterable[str]) -> tuple[str, ...]:
    """Return the names in author values, in their order and each once, without prefixes and roles.

    Args:
        values: As JSON-LD, meta tags or bylines write them: "By Anna Berg, Kyiv correspondent, and Jan Holm".

    Returns:
        Names of people and of organisations.
    """
    names: dict[str, str] = {}
    for value in values:
        for name in _names(value):
            names.setdefault(fold(name), name)
    return tuple(names.values())


def credited_in(text: str) -> tuple[str, ...]:
    """Return the names in the brackets with which Chinese articles credit their reporters or editors, or none."""
    match = _CREDITED.search(text)
    return names_in([match[1].replace("、", ";").replace("，", ";")]) if match else ()


def is_person(name: str) -> bool:
    """Return whether a name has the form of a person's name.

    That is two to six parts, capitalised apart from particles, and no word of organisations, desks or page furniture.

    Args:
        name: One name of `names_in`.
    """
    if is_organisation(name) or _ROLE.search(name) or _DIGIT.search(name) or ":" in name or _GLUED.search(name):
        return False
    if _EAST_ASIAN.match(name):
        return True
    parts = name.split()
    if _CASELESS.match(name):
        return 2 <= len(parts) <= 4 and not _CASELESS_ORGANISATION.search(name)
    full = [part for part in parts if part.lower() not in _PARTICLES]
    return (
        2 <= len(parts) <= 6
        and len(full) >= 2
        and all(part[:1].isupper() or part[:2] in ("d'", "d’", "al") for part in full)
        and all(sum(map(str.isalpha, part)) >= len(part) - 2 for part in full)
    )


def is_organisation(name: str) -> bool:
    """Return whether a name is that of an outlet, an agency, a desk or another body.

    Args:
        name: One name of `names_in`.
    """
    return fold(name) in _AGENCIES or _ORGANISATION.search(name) is not None


def is_agency(name: str) -> bool:
    """Return whether a name is that of a news agency.

    Args:
        name: One name of `names_in`.
    """
    return fold(name) in _AGENCIES or _AGENCY.search(name) is not None


def is_nickname(name: str) -> bool:
    """Return whether a name may be a nickname: one word that is neither a role nor an organisation.

    It is used only if the markup says that the element holds an author.

    Args:
        name: One name of `names_in`.
    """
    plain = 3 <= len(name) <= 25 and len(name.split()) == 1 and name[:1].isalpha()
    return plain and not is_organisation(name) and not _ROLE.search(name)


def _names(value: str) -> Iterator[str]:
    text = " ".join(_ACCOUNT.sub(" ", re.sub(r"<[^<>]{0,500}>", " ", value[:600])).split())
    if not text or _TEMPLATE.search(text) or _PHOTO_LINE.search(text):
        return
    text = _MADE_PICTURES.sub("", text)
    text = _WITH.sub(r" and \1", text)
    text = _THEN.sub("", without_date(_PICTURES.sub("", _bare(_BRACKETS.sub("", text)))))
    for part in _SPLIT.split(text):
        for piece in _short_ands(part):
            for name in map(_tidy, _between_commas(piece)):
                if 1 < len(name) <= 60 and len(name.split()) <= 7 and not re.fullmatch(r"\W*", name):
                    yield name


def without_date(text: str) -> str:
    """Return a byline without the date beside its names ("Anna Berg, Fri 9 Apr 2020", "11.12.2019 - Anna Berg").

    Args:
        text: A byline.
    """
    text = _DATE_FIRST.sub("", text, count=1)
    digit = _NUMBER.search(text)
    if digit is None:
        return text
    words = text[: digit.start()].rstrip(" ,.|·•–—-(").split()
    while words and (words[-1].casefold().strip(".,") in _BEFORE_DATES or _is_weekday(words[-1])):
        words.pop()
    return " ".join(words).rstrip(" ,|·•–—-") or text


def _is_weekday(word: str) -> bool:
    return word.casefold().strip(".,") in weekday_names()


def _bare(text: str) -> str:
    """Remove prefixes such as "By", "Von" or "Author:"."""
    while (shorter := _BY.sub("", text, count=1).strip()) != text:
        text = shorter
    return text


def _short_ands(text: str) -> list[str]:
    """Split at a single "y", "e" or "i" between full names.

    "Ana López y Juan Pérez" are two people, "José Ortega y Gasset" is one.
    """
    parts = _SHORT_AND.split(text)
    return parts if len(parts) > 1 and all(len(part.split()) >= 2 for part in parts) else [text]


def _between_commas(text: str) -> list[str]:
    """Split names at commas.

    "Lenharo, Mariana" is one person, "Anna Berg, dpa" are two names, "Perry Bacon, Jr." is one. A role after a comma
    belongs to the person before it and is dropped.
    """
    pieces = [piece.strip() for piece in text.split(",") if piece.strip()]
    joined: list[str] = []
    for piece in pieces:
        if joined and _SUFFIX.match(piece):
            joined[-1] = f"{joined[-1]} {piece}"
        else:
            joined.append(piece)
    if len(joined) == 2 and all(len(piece.split()) == 1 and piece[:1].isupper() for piece in joined):
        return [f"{joined[1]} {joined[0]}"]
    return [piece for index, piece in enumerate(joined) if not (index and _ROLE.search(piece))]


def _tidy(name: str) -> str:
    name = _WHERE.sub(r"\g<name>", _OFFICE.sub("", _OUR.sub("", _bare(name)))).strip(" ,:;-–—*•|\"'“”„")
    if name.endswith(".") and not re.search(r"(?:\b[JS]r|\b\w)\.$", name):
        name = name.rstrip(".")
    name = _PLACED.sub("", name)
    before_desk = _DESK_BEHIND.sub("", name).strip()
    name = before_desk if is_person(before_desk) and not _DOTTED.search(before_desk) else name
    parts = name.split()
    if len(parts) > 1 and re.sub(r"\bMa?c(?=[A-Z])", "", name).isupper() and not _EAST_ASIAN.match(name):
        name = " ".join(part if len(part) < 3 and part.endswith(".") else _capitalised(part) for part in parts)
    return name


def _capitalised(part: str) -> str:
    if part.startswith(("Mc", "Mac")):
        return re.sub(r"^(Ma?c)(\w)(\w*)", lambda match: match[1] + match[2] + match[3].lower(), part)
    return re.sub(r"[^\W\d_]+", lambda match: match.group().capitalize(), part)
