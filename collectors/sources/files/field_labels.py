"""The labels of an article's fields in archives, in the languages of their users. Pure data."""

from __future__ import annotations

import re
import unicodedata

#: Field -> its labels in lower case without accents; "-", "_" and spaces are one.
_LABELS: dict[str, str] = {
    # What an article is; "other" is what archives add and nobody wrote as text.
    "authors": (
        "byline; by; author; authors; auteur; auteurs; autor; autoren; autorin; autores; autora; autore; autori; "
        "door; von; par; por; di; verfasser; journalist; writer; firma; signature"
    ),
    "section": (
        "section; rubrique; rubrik; ressort; seccion; sezione; rubrica; sectie; rubriek; secao; seccao; desk; "
        "dzial; rubryka; abteilung; sparte; page section"
    ),
    "length": (
        "length; longueur; lange; laenge; longitud; extension; lengte; lunghezza; comprimento; extensao; dlugosc; "
        "word count; words; wordcount; anzahl worter; numero de palabras; nombre de mots"
    ),
    "language": (
        "language; langue; sprache; idioma; lengua; taal; lingua; jezyk; language of publication; langue de "
        "publication; publikationssprache; idioma de la publicacion; idioma de publicacion; sprache der "
        "veroffentlichung; lingua della pubblicazione; taal van publicatie"
    ),
    "standfirst": (
        "highlight; encart; insert; intro; subhead; subtitle; chapeau; vorspann; untertitel; entradilla; "
        "sottotitolo; teaser; deck; highlights; hervorhebung; destacado; sous titre"
    ),
    "dateline": ("dateline; lieu; ortsmarke; datelinea; datum ort; plaats"),
    "title": ("headline; title; titre; titel; uberschrift; titular; titulo; titolo; kop; tytul; document title; head"),
    "outlet": (
        "publication title; titre de la publication; publikationstitel; titel der publikation; titulo de "
        "publicacion; titulo de la publicacion; source; quelle; fuente; fonte; bron; publication; zeitung; "
        "periodico; newspaper; journal; titolo pubblicazione; titel van publicatie; zrodlo; publikation; "
        "publicacion; publication name; source name; medium"
    ),
    "published": (
        "publication date; date de publication; publikationsdatum; erscheinungsdatum; fecha de publicacion; data di "
        "pubblicazione; publicatiedatum; date; datum; fecha; data; datum der veroffentlichung; pub date; "
        "veroffentlichungsdatum; data de publicacao; data publikacji"
    ),
    "text": (
        "full text; texte integral; volltext; texto completo; full text transcript; testo completo; volledige "
        "tekst; body; texte; text; cuerpo; textkorper; corps; corpo; corpo del testo; tekst; pelny tekst; fulltext; "
        "corps du texte; inhalt; texte du document; cuerpo del texto; texto"
    ),
    "abstract": ("abstract; resume; zusammenfassung; resumen; riassunto; samenvatting; resumo; summary"),
    "record": (
        "proquest document id; identifiant de document proquest; proquest dokument id; proquest dokumenten id; id "
        "del documento de proquest; id documento proquest; accession number; document number; dokumentnummer; "
        "numero de document; numero de documento; record number; acc no; dokument id; document id; dokumenten id; "
        "unique id; proquest document number; id de documento de proquest; numero d enregistrement"
    ),
    "url": (
        "document url; url du document; dokument url; url del documento; url; persistent link; link; permalink; url "
        "de documento; dauerhafte adresse des dokuments; enlace"
    ),
    "info": (
        "publication info; publication information; infos publication; informations sur la publication; "
        "informacion de publicacion; publikationsinfo; publikationsinformationen; informacion de la publicacion; "
        "informazioni sulla pubblicazione; informacoes da publicacao; informacje o publikacji; publicatiegegevens"
    ),
    "edition": ("edition; ausgabe; edicion; edizione; editie; edicao; auflage"),
    "type": (
        "publication type; type publication; type de publication; publikationsart; tipo publicacion; tipo de "
        "publicacion; document type; type de document; dokumenttyp; tipo de documento; type; tipo; art; pub type; "
        "publikationstyp; medientyp; soort publicatie; tipo di pubblicazione; publication type type"
    ),
    "copyright": ("copyright; derechos de autor; droit d auteur; rights; urheberrecht; diritti d autore"),
    "loaded": (
        "load date; update; updated; last updated; date de chargement; date chargement; mise a jour; date maj; "
        "ladedatum; aktualisierungsdatum; aktualisierung; update date; upload datum; fecha de carga; fecha carga; "
        "fecha actualizacion; actualizado; ultima actualizacion; derniere mise a jour; zuletzt aktualisiert; "
        "laaddatum; data di caricamento; erstellungsdatum; datum laden; data de carregamento; update datum; "
        "uploaddatum; ladungsdatum; upload date"
    ),
    "graphic": (
        "graphic; graphics; grafik; graphique; grafico; grafiek; illustration; illustrations; infografia; grafica; "
        "bild; bildunterschrift; photo; foto; caption; captions; notes graphic; ilustracion; illustratie; images; "
        "imagenes"
    ),
    "correction": (
        "correction; correction date; korrektur; correctif; correccion; rectificatif; correction appended; "
        "berichtigung; fecha correccion; date correction"
    ),
    "subject": (
        "subject; subjects; sujet; sujets; thema; themen; schlagworter; asunto; tema; temas; materia; onderwerp; "
        "soggetto; terms; subject terms; schlagwort; sujet s; oggetto; keywords; indexing; index terms"
    ),
    "other": (
        "journal code; code publication; code journal; zeitungscode; distribution; organization; organisation; "
        "company; societe; entreprise; firma; empresa; ticker; symbole boursier; industry; secteur activite; "
        "branche; industria; person; people; personne; personnes; personen; persona; personas; city; ville; stadt; "
        "ciudad; state; etat; bundesland; estado; country; pays; land; pais; geographic; localisation geo; "
        "geographie; geografia; location; lieu geographique; standort; lugar; ubicacion; classification; "
        "classement; klassifizierung; klassifikation; clasificacion; notes; note; notas; anmerkungen; series; "
        "serie; category; categorie; kategorie; categoria; publisher; editeur; herausgeber; verlag; editorial; "
        "editor; place of publication; lieu de publication; erscheinungsort; lugar de publicacion; country of "
        "publication; pays de publication; erscheinungsland; pais de publicacion; publication subject; sujet de la "
        "publication; thema der publikation; materia de la publicacion; issn; eissn; isbn; source type; type de "
        "source; quellentyp; tipo de fuente; database; base de donnees; datenbank; base de datos; database "
        "copyright; publication info; publication year; annee de publication; erscheinungsjahr; "
        "ano de publicacion; publikationsjahr; pages; page; seiten; seite; paginas; pagina; volume; band; volumen; "
        "issue; numero; heft; ausgabenummer; first page; number of pages; links; liens; vinculos; enlaces; start "
        "page; company organization; entreprise organisation; unternehmen organisation; compania organizacion; "
        "identifier keyword; identificateur mot cle; credit; publication info publication; column; colonne; "
        "kolumne; columna; supplement; product; produit; show; anchors; guest; spot; cite; story time; time of "
        "request; job number; client matter; search terms; search type; narrowed by; document delivered; copyright "
        "holder; contact us; terms and conditions; name; naics; sic; feature; dateline location; ean; doi; "
        "proquest; web links; other; secteur; insertion; language type; publication country; cik; isin; code; "
        "journal; ad type; parution; geo localization; activity sector; stock symbol"
    ),
}


#: Letters that Unicode does not decompose.
_SINGLE = str.maketrans({"ß": "ss", "ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})


def folded_label(label: str) -> str:
    """A label in the form in which it is looked up: lower case, without accents, with spaces for punctuation."""
    plain = unicodedata.normalize("NFKD", label.strip().strip(":").lower().translate(_SINGLE))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w]+|_", " ", letters).split())


_FIELD_OF = {
    folded_label(label): field for field, labels in reversed(_LABELS.items()) for label in labels.split(";") if label
}

_SQUEEZED = {label.replace(" ", ""): field for label, field in _FIELD_OF.items() if " " in label}


def field_of(label: str) -> str | None:
    """The field that a label names: "LOAD-DATE" -> loaded, "Longueur" -> length.

    Some exports lose spaces ("Language ofpublication"), so a label is also looked up without any.

    Args:
        label: The label, in any case, with or without a colon.

    Returns:
        The field; None where the label is not known.
    """
    folded = folded_label(label)
    return _FIELD_OF.get(folded) or _SQUEEZED.get(folded.replace(" ", ""))
