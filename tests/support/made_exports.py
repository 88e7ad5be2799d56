"""Exports of archives in their layouts, made of invented articles: what is written is known, so what is read can be
compared with it."""

from __future__ import annotations

import html
import quopri
import textwrap
from collections.abc import Callable, Sequence

from tests.support.made_articles import Made
from tests.support.made_packed import docx, rtf

# --- Nexis and LexisNexis, old layout

_NEXIS = {
    "en": ("{n} of {of} DOCUMENTS", "{m} {d}, {y} {w}", "BYLINE", "SECTION", "LENGTH", "words", "LOAD-DATE", "LANGUAGE", "ENGLISH", "PUBLICATION-TYPE", "Newspaper", "GRAPHIC"),
    "fr": ("Document {n} de {of}", "{w} {d} {m} {y}", "AUTEUR", "RUBRIQUE", "LONGUEUR", "mots", "DATE-CHARGEMENT", "LANGUE", "FRANCAIS; FRENCH", "TYPE-PUBLICATION", "Journal", "GRAPHIQUE"),
    "de": ("Dokument {n} von {of}", "{w} {d}. {m} {y}", "AUTOR", "RUBRIK", "LÄNGE", "Wörter", "UPDATE", "SPRACHE", "GERMAN; DEUTSCH", "PUBLICATION-TYPE", "Zeitung", "GRAFIK"),
    "es": ("Documento {n} de {of}", "{d} de {m} de {y} {w}", "AUTOR", "SECCIÓN", "LONGITUD", "palabras", "FECHA-CARGA", "IDIOMA", "SPANISH; ESPAÑOL", "TIPO-PUBLICACIÓN", "Periódico", "GRÁFICO"),
}  # fmt: skip


def _nexis_blocks(article: Made, number: int, of: int) -> list[list[str]]:
    """The blocks of one document: centred ones first, then labels, text and labels."""
    counter, day, by, section, length, words, load, lang, spoken, kind, press, graphic = _NEXIS[article.language]
    date = [article.day(day), *([article.edition] if article.edition else [])]
    blocks = [[counter.format(n=number, of=of)], [article.outlet], date, [article.title]]
    if article.author:
        blocks.append([f"{by}: {article.author}"])
    if article.section:
        blocks.append([f"{section}: {article.section}"])
    blocks += [[f"{length}: {article.words:,} {words}"], *([p] for p in article.paragraphs)]
    blocks += [[f"{load}: {article.day(day)}"], [f"{lang}: {spoken}"]]
    if article.caption:
        blocks.append([f"{graphic}: {article.caption}"])
    return [
        *blocks,
        [f"{kind}: {press}"],
        [f"Copyright {article.published[:4]} Invented Press Ltd", "All Rights Reserved"],
    ]


def nexis_text(articles: Sequence[Made], cover: bool = True) -> bytes:
    """A text file in the old layout."""
    lines = ["Download Request: Selected Items: 1-3", "Terms: (ferry and vote)", "", ""] if cover else []
    for number, article in enumerate(articles, start=1):
        for block in _nexis_blocks(article, number, len(articles)):
            centred = len(block[0]) < 60 and not block[0].rstrip().endswith((".", '"')) and ": " not in block[0]
            for line in block:
                wrapped = textwrap.wrap(line, 78) or [""]
                lines += [part.center(78).rstrip() if centred else part for part in wrapped]
            lines.append("")
    return ("\ufeff" + "\r\n".join(lines)).encode()


def lexisnexis_page(articles: Sequence[Made]) -> bytes:
    """An HTML page in the old layout."""
    parts = ["<HTML><HEAD><TITLE>&nbsp;</TITLE></HEAD><BODY>"]
    for number, article in enumerate(articles, start=1):
        parts.append(
            f'<A NAME="DOC_ID_0_{number}"></A><!-- Hide XML section from browser\n<DOC NUMBER={number}>\n<DOCFULL> -->'
        )
        for block in _nexis_blocks(article, number, len(articles)):
            inner = "<BR>".join(html.escape(line) for line in block)
            label, colon, value = inner.partition(": ")
            if colon and label.isupper():
                inner = f'<SPAN CLASS="c8">{label}: </SPAN><SPAN CLASS="c2">{value}</SPAN>'
            parts.append(f'<BR><DIV CLASS="c0"><P CLASS="c1"><SPAN CLASS="c2">{inner}</SPAN></P>\n</DIV>')
        parts.append("<!-- Hide XML section from browser\n</DOCFULL>\n</DOC> -->")
    return "\n".join([*parts, "</BODY></HTML>"]).encode()


# --- Nexis Uni

_UNI = {
    "en": ("{m} {d}, {y} {w}", "Section", "Length", "words", "Byline", "Body", "Classification", "Language: ENGLISH", "Publication-Type: Newspaper", "Load-Date", "End of Document", "Graphic"),
    "fr": ("{w} {d} {m} {y}", "Rubrique", "Longueur", "mots", "Auteur", "Corps", "Classement", "Langue: FRENCH; FRANCAIS", "Type-Publication: Journal", "Date de chargement", "Fin du document", "Graphique"),
    "de": ("{w} {d}. {m} {y}", "Rubrik", "Länge", "Wörter", "Autor", "Body", "Klassifizierung", "Sprache: GERMAN; DEUTSCH", "Publikationstyp: Zeitung", "Update", "Ende des Dokuments", "Grafik"),
    "es": ("{d} de {m} de {y} {w}", "Sección", "Longitud", "palabras", "Autor", "Cuerpo", "Clasificación", "Idioma: SPANISH; ESPAÑOL", "Tipo de publicación: Periódico", "Fecha de carga", "Fin del documento", "Gráfico"),
}  # fmt: skip


def nexis_uni_paragraphs(articles: Sequence[Made], cover: bool = True) -> list[str]:
    """The paragraphs of a file in the new layout."""
    lines: list[str] = []
    if cover:
        lines += ["User Name: Ann", "Date and Time: Wednesday, September 21, 2022 10:15:00 AM EDT", "Job Number: 123",
                  f"Documents ({len(articles)})"]  # fmt: skip
        lines += [f"{n}. {a.title}\nClient/Matter: -None-\nSearch Terms: ferry" for n, a in enumerate(articles, 1)]
    for article in articles:
        day, section, length, words, by, body, behind, lang, kind, load, end, graphic = _UNI[article.language]
        date = article.day(day) + (f"\n{article.edition}" if article.edition else "")
        lines += [
            "",
            article.title,
            article.outlet,
            date,
            f"Copyright {article.published[:4]} Invented Press Ltd All Rights Reserved",
        ]
        if article.section:
            lines.append(f"{section}: {article.section}")
        lines.append(f"{length}:\xa0{article.words} {words}")
        if article.author:
            lines.append(f"{by}:\xa0{article.author}")
        lines += [body, "", *article.paragraphs]
        if article.caption:
            lines += [graphic, "", article.caption]
        lines += [behind, lang, kind, f"{load}: {article.day(day)}", "", end]
    return lines


# --- Factiva

_FACTIVA = {
    "en": ("words", "English"),
    "fr": ("mots", "Français"),
    "de": ("Wörter", "Deutsch"),
    "es": ("palabras", "Español"),
}


def factiva_fields(article: Made) -> dict[str, list[str]]:
    """Code -> value, in the order of the archive."""
    words, language = _FACTIVA[article.language]
    fields = {"SE": [article.section], "HD": [article.title], "BY": [f"By {article.author}" if article.author else ""]}
    fields |= {"WC": [f"{article.words:,} {words}"], "PD": [article.day("{d} {m} {y}")], "ET": ["15:32"]}
    fields |= {
        "SN": [article.outlet],
        "SC": [article.record[:4]],
        "ED": [article.edition],
        "PG": ["26"],
        "LA": [language],
    }
    fields |= {"CY": [f"(c) {article.published[:4]} Invented Press Ltd"], "LP": list(article.paragraphs[:1])}
    fields |= {"TD": list(article.paragraphs[1:]), "NS": ["gvote : Elections | gpol : Domestic Politics"]}
    fields |= {"PUB": ["Invented Press Ltd"], "AN": [f"Document {article.record}"]}
    return {code: values for code, values in fields.items() if any(values)}


def factiva_coded_page(articles: Sequence[Made]) -> bytes:
    """An HTML page with indexing, behind a long style sheet."""
    parts = [
        "<!DOCTYPE html><html><head><title>Factiva</title><style>",
        "p.a{margin:0}" * 6_000,
        "</style></head><body>",
    ]
    for article in articles:
        rows = []
        for code, values in factiva_fields(article).items():
            inner = "".join(
                f'<p class="articleParagraph {article.language}articleParagraph">{html.escape(v)}</p>' for v in values
            )
            value = inner if code in {"LP", "TD"} else html.escape(values[0])
            rows.append(f'<tr><td class="index"><b>{code}</b>&nbsp;</td><td>{value}</td></tr>')
        parts.append(f'<div class="article {article.language}Article"><table>{"".join(rows)}</table><br/></div>')
    return "".join([*parts, "<div>© 2022 Factiva, Inc.</div></body></html>"]).encode()


def factiva_plain_page(articles: Sequence[Made]) -> bytes:
    """An HTML page in article format."""
    parts = ["<!DOCTYPE html><html><head><title>Factiva</title></head><body>"]
    for article in articles:
        fields, language = factiva_fields(article), article.language
        lines = [
            f"<div>{html.escape(fields[c][0])}</div>"
            for c in ("BY", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "LA", "CY")
            if c in fields
        ]
        section = f"<div>{html.escape(article.section)}</div>" if article.section else ""
        text = "".join(
            f'<p class="articleParagraph {language}articleParagraph">{html.escape(p)}</p>' for p in article.paragraphs
        )
        parts.append(
            f'<div class="article {language}Article">{section}<div id="hd"><span class="{language}Headline">{html.escape(article.title)}'
            f"</span></div>{''.join(lines)}<br/>{text}<p>Document {article.record}</p></div>"
        )
    return "".join([*parts, "</body></html>"]).encode()


def factiva_coded_lines(articles: Sequence[Made]) -> list[str]:
    """The paragraphs of an RTF or text file with indexing."""
    lines = []
    for article in articles:
        for code, values in factiva_fields(article).items():
            lines += [f"{code}\t{values[0]}", *values[1:]]
        lines.append("")
    return lines


def factiva_plain_lines(articles: Sequence[Made]) -> list[str]:
    """The paragraphs of an RTF or text file in article format."""
    lines = []
    for article in articles:
        fields = factiva_fields(article)
        lines += [
            fields[c][0]
            for c in ("SE", "HD", "BY", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "LA", "CY")
            if c in fields
        ]
        lines += [*article.paragraphs, f"Document {article.record}", ""]
    return lines


def factiva_xml(articles: Sequence[Made]) -> bytes:
    """The XML of Factiva's feed."""
    parts = []
    for article in articles:
        lead, *rest = (f"<paragraph>{html.escape(p)}</paragraph>" for p in article.paragraphs)
        by = f"<byline>By {article.author}</byline>" if article.author else ""
        section = f"<sectionName>{html.escape(article.section)}</sectionName>" if article.section else ""
        parts.append(
            f"<ppsarticle><article><accessionNo>{article.record}</accessionNo><baseLanguage>{article.language.upper()}</baseLanguage>"
            f"{by}{section}<edition>{article.edition}</edition><headline><paragraph>{html.escape(article.title)}</paragraph></headline>"
            f"<leadParagraph>{lead}</leadParagraph><publicationDate><dateTime>{article.published}T01:35:58Z</dateTime></publicationDate>"
            f"<sourceName>{html.escape(article.outlet)}</sourceName><tailParagraphs>{''.join(rest)}</tailParagraphs>"
            f"<wordCount>{article.words}</wordCount></article></ppsarticle>"
        )
    space = "http://global.factiva.com/pps/2.0"
    return (
        f'<?xml version="1.0"?><PPSResponse><ppsArticleResponse xmlns="{space}"><ppsarticleResultSet>'
        f"{''.join(parts)}</ppsarticleResultSet></ppsArticleResponse></PPSResponse>"
    ).encode()


# --- Europresse


def _europresse_header(article: Made) -> str:
    day = article.day("{m} {d}, {y}") if article.language == "en" else article.day("{w} {d} {m} {y}")
    return ", ".join(part for part in (article.section.split(";")[0], day, "p. 12") if part)


def europresse_page(articles: Sequence[Made]) -> bytes:
    """An HTML page of elements `article`."""
    parts = ["<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>"]
    for number, article in enumerate(articles):
        text = "".join(f"<p>{html.escape(p)}</p>" for p in article.paragraphs)
        author = f"<div>{article.author}</div>" if article.author else ""
        parts.append(
            f"<article><header><div><span class='DocPublicationName'>{article.outlet}, no. 59{number}</span></div>"
            f"<div><span class='DocHeader'>{_europresse_header(article)}</span></div>"
            f"<div class='titreArticle'><p class='titreArticleVisu'>{html.escape(article.title)}</p></div>{author}</header>"
            f"<section><div class='DocText'><div class='docOcurrContainer'>{text}</div></div></section>"
            f"<aside><div><b>Illustration(s) :</b><p>{article.caption}</p></div></aside><footer><small>© 2022 Owner. Tous droits "
            f"réservés.</small><p>Numéro de document : news·20220921·RC·0q{number}</p></footer></article>"
        )
    return "".join([*parts, "</body></html>"]).encode()


def europresse_old_page(articles: Sequence[Made]) -> bytes:
    """An HTML page of tables."""
    parts = ["<html><head><META http-equiv='Content-Type' content='text/html; charset=utf-8'></head><body>"]
    for number, article in enumerate(articles):
        day = article.day("{m} {d}, {y}") if article.language == "en" else article.day("{d} {m} {y}")
        section = f'<span class="DocHeader">{article.section.split(";")[0]}, </span>' if article.section else ""
        author = f"{article.author}<br>" if article.author else ""
        text = "<p></p>".join(html.escape(p) for p in article.paragraphs)
        parts.append(
            f'<table><tr><td><span class="DocPublicationName">{article.outlet}</span><br>{section}'
            f'<span class="DocHeader">{article.day("{w}")} </span><span class="DocHeader">{day}</span><br><br>'
            f'<span class="TitreArticleVisu">{html.escape(article.title)}</span><br><br>{author}<p></p>{text}<p></p><b><i>© 2022 '
            f"Newspaper. Tous droits réservés.</i></b><p></p>Numéro de document : news·20220921·RC·{number}<br><table><tr>"
            f"<td>news·20220921·RC·{number}</td></tr></table></td></tr></table>"
        )
    return "".join([*parts, "</body></html>"]).encode()


# --- ProQuest

_PROQUEST = {
    "en": ("Author", "Publication info", "Abstract", "Full text", "Subject", "Publication title", "Publication date", "Section", "Language of publication", "ProQuest document ID", "Copyright", "English"),
    "fr": ("Auteur", "Infos publication", "Résumé", "Texte intégral", "Sujet", "Titre de la publication", "Date de publication", "Section", "Langue de publication", "Identifiant de document ProQuest", "Copyright", "Français"),
    "de": ("Autor", "Publication info", "Zusammenfassung", "Volltext", "Thema", "Titel der Publikation", "Publikationsdatum", "Rubrik", "Publikationssprache", "ProQuest-Dokument-ID", "Copyright", "Deutsch"),
    "es": ("Autor", "Información de publicación", "Resumen", "Texto completo", "Materia", "Título de publicación", "Fecha de publicación", "Sección", "Idioma de la publicación", "ID del documento de ProQuest", "Copyright", "Español"),
}  # fmt: skip


def _proquest_author(article: Made) -> str:
    given, _, family = article.author.rpartition(" ")
    return f"{family}, {given}" if article.author else "Anonymous"


def _proquest_behind(article: Made) -> list[tuple[str, str]]:
    labels = _PROQUEST[article.language]
    day = article.day("{m} {d}, {y}") if article.language == "en" else article.day("{d} {m} {y}")
    pairs = [(labels[4], "Elections; Ferries"), (labels[5], f"{article.outlet}; London"), (labels[6], day)]
    if article.section:
        pairs.append((labels[7], article.section))
    return [*pairs, (labels[8], labels[11]), (labels[9], article.record), (labels[10], "(c) 2022 Invented Press")]


def proquest_page(articles: Sequence[Made]) -> bytes:
    """An HTML page with a label in bold before each field."""
    parts = ["<html><head><title>ProQuest Export</title></head><body><p>Email 1 of 1</p>"]
    for article in articles:
        labels = _PROQUEST[article.language]
        text = "".join(f"<p>{html.escape(p)}</p>" for p in article.paragraphs)
        caption = f'<div><strong>Illustration</strong><div class="Illustration_content"><p>Caption: {article.caption}</p></div></div>'
        parts.append(
            f'<div><a name="DocID_X_{article.record}"></a><p></p><p style="font-weight:bold;">{html.escape(article.title)}</p>'
            f"<p><strong>{labels[0]}:  </strong>{_proquest_author(article)}</p><p><strong>{labels[1]}:  </strong>{article.outlet} ; "
            f"London [London]{article.day('{d} {m} {y}')}: A.2.</p><p><a href='x'>ProQuest document link</a></p>"
            f"<p><strong>{labels[2]}:  </strong></p><p>None available.</p><p><strong>{labels[3]}: </strong>"
            f'<Text WordCount="{article.words}"><html><head><title></title></head><body>{text}{caption if article.caption else ""}'
            "</body></html></Text></p>"
            + "".join(
                f"<p><strong>{label}: </strong>{html.escape(value)}</p>" for label, value in _proquest_behind(article)
            )
            + "</div>"
        )
    return "".join([*parts, '<div class="copyright">Database copyright ProQuest</div></body></html>']).encode()


def proquest_text(articles: Sequence[Made]) -> bytes:
    """A text file with lines of underscores between the documents."""
    line = "_" * 60
    parts = [line]
    for article in articles:
        labels = _PROQUEST[article.language]
        parts += [article.title, f"{labels[0]}: {_proquest_author(article)}",
                  f"{labels[1]}: {article.outlet} ; London [London]{article.day('{d} {m} {y}')}: A.2.", f"{labels[2]}: None available.",
                  f"{labels[3]}: {article.paragraphs[0]}", *article.paragraphs[1:]]  # fmt: skip
        parts += [f"{label}: {value}" for label, value in _proquest_behind(article)]
        parts.append(line)
    return "\n\n".join(
        [*parts, "Contact us at: http://example.org", "Database copyright (c) 2022 ProQuest LLC."]
    ).encode()


def proquest_mail(articles: Sequence[Made]) -> bytes:
    """The mail in which the archive sends its page."""
    body = quopri.encodestring(proquest_page(articles)).decode("ascii")
    return (
        "Received: from a.example by b.example; Sun,  5 Jul 2020 01:02:03 -0400\nFrom: <noreply@proquest.com>\nTo: <a@example.org>\n"
        'Subject: Your ProQuest Research\nContent-Type: multipart/mixed;\n\tboundary="--=_X"\nDate: Sun, 5 Jul 2020 01:02:03 -0400\n'
        'MIME-Version: 1.0\n\n----=_X\nContent-Type: text/html; charset="UTF-8"\nContent-Transfer-Encoding: quoted-printable\n\n'
        f"{body}\n----=_X\nContent-Type: image/gif\nContent-Transfer-Encoding: base64\n\nR0lGODlhAQABAAAAACw=\n----=_X--\n"
    ).encode("ascii")


def lines_text(lines: Sequence[str]) -> bytes:
    """Paragraphs as a text file."""
    return "\n\n".join(lines).encode()


#: Name of a layout -> file name, and how it is made from articles.
LAYOUTS: dict[str, tuple[str, Callable[[Sequence[Made]], bytes]]] = {
    "nexis text": ("a.TXT", nexis_text),
    "lexisnexis page": ("a.html", lexisnexis_page),
    "nexis uni docx": ("a.DOCX", lambda a: docx(nexis_uni_paragraphs(a))),
    "nexis uni docx without cover": ("a.docx", lambda a: docx(nexis_uni_paragraphs(a, cover=False))),
    "nexis uni rtf": ("a.rtf", lambda a: rtf(nexis_uni_paragraphs(a))),
    "nexis old layout docx": (
        "a.docx",
        lambda a: docx(nexis_text(a).decode("utf-8-sig").replace("\r", "").split("\n")),
    ),
    "nexis old layout rtf": ("a.rtf", lambda a: rtf(nexis_text(a).decode("utf-8-sig").replace("\r", "").split("\n"))),
    "factiva coded page": ("a.html", factiva_coded_page),
    "factiva plain page": ("a.htm", factiva_plain_page),
    "factiva coded rtf": ("a.rtf", lambda a: rtf(factiva_coded_lines(a))),
    "factiva plain rtf": ("a.rtf", lambda a: rtf(factiva_plain_lines(a))),
    "factiva coded text": ("a.txt", lambda a: lines_text(factiva_coded_lines(a))),
    "factiva plain docx": ("a.docx", lambda a: docx(factiva_plain_lines(a))),
    "factiva xml": ("a.xml", factiva_xml),
    "europresse page": ("a.html", europresse_page),
    "europresse old page": ("a.html", europresse_old_page),
    "proquest page": ("a.html", proquest_page),
    "proquest text": ("a.txt", proquest_text),
    "proquest mail": ("a.eml", proquest_mail),
}
