"""Decides which column of a table holds what, by its name in twelve languages and by its values. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from collectors.sources.files.article_rows import web_address
from collectors.sources.files.export_dates import is_ambiguous, order_of
from collectors.sources.files.field_labels import folded_label

#: More columns than this are no table of articles; a workbook's rows are read so far.
MAX_COLUMNS = 1_024
#: Field -> names of columns in English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Ukrainian,
#: Russian, Arabic and Chinese; the first that a table has wins.
_SYNONYMS = {
    "id": ("id; article id; story id; stories id; key; doc id; document id; uid; uuid; guid; nr; no; item id"),
    "url": (
        "url; link; href; address; web address; permalink; article url; story url; web url; page url; source url; "
        "document identifier; documentidentifier; canonical url; adresse; webadresse; lien; enlace; direccion; "
        "collegamento; indirizzo; ligacao; endereco; koppeling; adres; odnosnik; посилання; адреса; лінк; ссылка; "
        "адрес; final url; uri; الرابط; رابط; العنوان الالكتروني; 链接; 鏈接; 連結; 网址; 網址; 原文链接"
    ),
    "outlet": (
        "outlet; publication; newspaper; source name; media name; publisher; medium; media; source; site; site "
        "name; sitename; website; domain; publication name; publication title; news source; provider; paper; "
        "zeitung; quelle; herausgeber; journal; titre de presse; periodico; fuente; medio; testata; fonte; "
        "jornal; veiculo; bron; krant; zrodlo; gazeta; redakcja; видання; джерело; змі; издание; источник; сми; "
        "газета; source domain; domain name; المصدر; مصدر; الصحيفة; الناشر; 来源; 來源; 媒体; 媒體; 报纸; 報紙; 出版者"
    ),
    "title": (
        "title; headline; article title; heading; story title; head; titel; schlagzeile; uberschrift; titre; "
        "intitule; titulo; titular; titolo; manchete; kop; tytul; naglowek; заголовок; назва; название; news "
        "title; name of article; العنوان; عنوان; عنوان المقال; 标题; 標題; 题目; 題目; 新闻标题"
    ),
    "text": (
        "text; body; content; full text; fulltext; article text; maintext; main text; article body; article; "
        "story; plaintext; plain text; body text; article content; news content; volltext; inhalt; artikel; "
        "artikeltext; fliesstext; texte; contenu; corps; texte integral; texto; cuerpo; contenido; texto "
        "completo; testo; corpo; contenuto; conteudo; tekst; inhoud; tresc; pelny tekst; текст; зміст; вміст; "
        "содержание; содержимое; повний текст; полный текст; news; "
        "النص; نص; نص المقال; المحتوى; 正文; 内容; 內容; 全文; 文章内容; 新闻内容"
    ),
    "published": (
        "published; publish date; publication date; date published; pub date; pubdate; published at; date; "
        "published date; day; publishdate; publishedat; datum; veroffentlicht; erscheinungsdatum; "
        "veroffentlichungsdatum; date de publication; fecha; fecha de publicacion; data; data di pubblicazione; "
        "data de publicacao; publicatiedatum; data publikacji; дата; дата публікації; дата публикации; "
        "опубліковано; date publish; created at; timestamp; time; التاريخ; تاريخ; تاريخ النشر; 日期; "
        "发布日期; 發布日期; 出版日期; 发布时间; 發布時間; 时间; 時間"
    ),
    "authors": (
        "authors; author; byline; journalist; writer; reporter; by; autor; autorin; autoren; verfasser; auteur; "
        "auteurs; autores; autora; autore; autori; schrijver; dziennikarz; автор; автори; авторы; creator; author "
        "name; الكاتب; كاتب; المؤلف; 作者; 记者; 記者"
    ),
    "language": (
        "language; lang; sprache; langue; idioma; lingua; taal; jezyk; мова; язык; language code; "
        "اللغة; لغة; 语言; 語言"
    ),
    "section": (
        "section; category; desk; ressort; rubrik; rubrique; seccion; sezione; secao; rubriek; dzial; рубрика; "
        "розділ; раздел; kategorie; categorie; categoria; section name; القسم; 栏目; 欄目; 版面"
    ),
    "standfirst": (
        "standfirst; lead; subtitle; description; summary; excerpt; abstract; teaser; subheading; dek; vorspann; "
        "untertitel; zusammenfassung; beschreibung; chapo; chapeau; resume; entradilla; resumen; sommario; "
        "resumo; intro; lid; підзаголовок; подзаголовок; лід; лид; анотація; аннотация; описание; опис"
    ),
    "type": "type; article type; kind; typ; typologie; tipo; тип; soort",
    "event": "event; event id",
    "event_title": "event title",
    "html": "html; raw html; page html; html content",
    "fetched_at": "fetched at; fetched; crawled at; downloaded; date download; retrieved; collected at",
    "extent": "extent",
}
FIELDS = tuple(_SYNONYMS)
_NAMED = {
    field: {folded_label(name): rank for rank, name in enumerate(names.split(";"))}
    for field, names in _SYNONYMS.items()
}
#: The exact names of fields take precedence over synonyms.
_OWN = frozenset(_SYNONYMS)
_SQUEEZE = re.compile(r"\s+")
#: Characters that a column of texts has in most of its cells.
_LONG = 200
#: At most so many rows above the names of the columns may hold titles and notes.
MOST_ABOVE = 15


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The columns of a table.

    Attributes:
        places: Field -> place of its column, from 0.
        day_first: Whether numeric dates write the day first; None where no date depends on it.
    """

    places: Mapping[str, int]
    day_first: bool | None = None

    def row(self, values: Sequence[str]) -> dict[str, str]:
        """A row as field -> value, without empty cells."""
        fields = {name: values[place] for name, place in self.places.items() if place < len(values)}
        return {name: value for name, value in fields.items() if value.strip()}

    def described(self, header: Sequence[str]) -> str:
        """What the columns are read as, for people: "title=headline, text=body"."""
        order = {True: ", dates day first", False: ", dates month first", None: ""}[self.day_first]
        return ", ".join(f"{name}={_label(header, place)}" for name, place in self.places.items()) + order


class ColumnError(ValueError):
    """The columns of a table cannot be identified; `what` and `remedy` explain it to people."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


def _label(header: Sequence[str], place: int) -> str:
    name = _SQUEEZE.sub(" ", header[place]).strip() if place < len(header) else ""
    return name or f"#{place + 1}"


def header_place(rows: Sequence[Sequence[str]]) -> int:
    """Where the header stands among the first rows of a table.

    Args:
        rows: The first rows, without empty ones.

    Returns:
        The place, from 0, of the first row whose names are known; else of the first row that is no title of the table,
        that is one filled cell above a row of three and more.
    """
    known_names = next((place for place, cells in enumerate(rows[:MOST_ABOVE]) if looks_like_header(cells)), None)
    if known_names is not None:
        return known_names
    filled = [sum(bool(cell.strip()) for cell in cells) for cells in rows[:MOST_ABOVE]]
    first_wide = next((place for place, count in enumerate(filled) if count > 1), 0)
    return first_wide if filled and filled[first_wide] > 2 else 0


def looks_like_header(cells: Sequence[str]) -> bool:
    """Whether a row names columns: at least two fields are recognised, and no cell is long."""
    labels = {folded_label(cell) for cell in cells[:MAX_COLUMNS]}
    fields = {field for field, names in _NAMED.items() if not labels.isdisjoint(names)}
    return len(fields & {"title", "text", "url", "html", "published", "outlet"}) >= 2 and all(
        len(cell) < 100 for cell in cells
    )


def columns_of(header: Sequence[str], sample: Sequence[Sequence[str]], *, texts: bool = True) -> ColumnMap:
    """Identify the columns by their names, and check them against their values.

    Args:
        header: The names.
        sample: Some rows below them.
        texts: Whether a column of long texts with an unknown name is uncertain; not where only addresses are wanted.

    Returns:
        The columns.

    Raises:
        ColumnError: No column can be the text, the address or the page, it is uncertain which one is, or there are more
            than MAX_COLUMNS.
    """
    if len(header) > MAX_COLUMNS:
        what = f"has {len(header):,} columns, more than the {MAX_COLUMNS:,} that are read"
        raise ColumnError(what, "leave out the columns that are no fields of articles")
    places: dict[str, int] = {}
    for name in FIELDS:
        ranked = sorted((rank, place) for place, cell in enumerate(header) if (rank := _rank(name, cell)) is not None)
        free = [place for _, place in ranked if place not in places.values()]
        if free:
            places[name] = free[0]
    _by_content(places, header, sample, texts)
    if not {"text", "url", "html"} & places.keys():
        raise ColumnError(f"has no column that is known as the text or the address ({_listed(header)})", _ask(header))
    return ColumnMap(places)


def _rank(name: str, cell: str) -> int | None:
    folded = folded_label(cell)
    if cell.strip().casefold() == name:
        return -1
    return None if folded in _OWN and folded != name else _NAMED[name].get(folded)


def _by_content(places: dict[str, int], header: Sequence[str], sample: Sequence[Sequence[str]], texts: bool) -> None:
    """Correct names by values: a `source` that holds addresses, one unnamed column of addresses, unnamed long texts."""
    outlet = places.get("outlet")
    if outlet is not None and "url" not in places and _share(sample, outlet, web_address) > 0.5:
        places["url"] = places.pop("outlet")
    if "url" not in places:
        linked = [
            index
            for index in range(len(header))
            if index not in places.values() and _share(sample, index, web_address) > 0.8
        ]
        if len(linked) == 1:
            places["url"] = linked[0]
    if texts and "text" not in places and "html" not in places:
        long = [
            index
            for index in range(len(header))
            if index not in places.values() and _share(sample, index, _is_long) > 0.5
        ]
        if long:
            raise ColumnError(
                f"has a column of long texts of an unknown name ({_listed(header)})", _ask(header, long[0])
            )


def _is_long(value: str) -> bool:
    return len(value) > _LONG


def _share(sample: Sequence[Sequence[str]], place: int, holds: object) -> float:
    cells = [row[place].strip() for row in sample if place < len(row) and row[place].strip()]
    return sum(bool(holds(cell)) for cell in cells) / len(cells) if cells else 0.0  # type: ignore[operator]


def _listed(header: Sequence[str]) -> str:
    return f"the columns are: {', '.join(_label(header, index) for index in range(len(header)))}"[:300]


def _ask(header: Sequence[str], text: int | None = None) -> str:
    column = "COLUMN" if text is None else _label(header, text)
    return f"say which column is what: --columns title=COLUMN,text={column},url=COLUMN"


def stated_columns(stated: Mapping[str, str], header: Sequence[str]) -> ColumnMap:
    """The columns that the user stated.

    Args:
        stated: Field -> name of a column, or "#3" for the third; ":dmy" or ":mdy" after it says the order of dates.
        header: The names of the columns.

    Returns:
        The columns.

    Raises:
        ColumnError: There is no such field or column.
    """
    by_name = {_SQUEEZE.sub(" ", cell).strip().casefold(): place for place, cell in reversed(list(enumerate(header)))}
    places: dict[str, int] = {}
    day_first: bool | None = None
    for name, value in stated.items():
        column, _, order = value.rpartition(":") if value.endswith((":dmy", ":mdy")) else (value, "", "")
        if name not in _SYNONYMS:
            raise ColumnError(f"`{name}` is no field of an article", f"fields are: {', '.join(FIELDS)}")
        place = by_name.get(column.strip().casefold())
        if place is None and re.fullmatch(r"#\d{1,4}", column.strip()):
            place = int(column.strip()[1:]) - 1
        if place is None or not 0 <= place < max(len(header), 1):
            raise ColumnError(f"has no column {column!r} ({_listed(header)})", "correct --columns")
        places[name] = place
        if order:
            day_first = order == "dmy"
    return ColumnMap(places, day_first)


def parsed_columns(option: str) -> dict[str, str]:
    """Parse the option "title=headline,text=body".

    Args:
        option: The value of `--columns`.

    Returns:
        Field -> column.

    Raises:
        ColumnError: A part is not FIELD=COLUMN.
    """
    columns: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in option.split(","))):
        name, equals, column = part.partition("=")
        if not equals or not column.strip():
            raise ColumnError(f"{part!r} says no column", "write FIELD=COLUMN between commas: title=headline,text=body")
        columns[name.strip()] = column.strip()
    return columns


def with_date_order(columns: ColumnMap, dates: Sequence[str]) -> ColumnMap:
    """Add the order of numeric dates.

    Args:
        columns: The columns.
        dates: All dates of the table.

    Returns:
        The columns with the order, where the dates reveal or need one.

    Raises:
        ColumnError: Dates can be read in two orders, and none of them decides.
    """
    if columns.day_first is not None or "published" not in columns.places:
        return columns
    order = order_of(dates)
    if order is None and (unclear := next((value for value in dates if is_ambiguous(value)), None)):
        name = f"#{columns.places['published'] + 1}"
        what = f"has dates that can be read in two orders ({unclear.strip()[:30]!r})"
        raise ColumnError(what, f"say which: --columns published={name}:dmy (day first) or published={name}:mdy")
    return ColumnMap(columns.places, order)
