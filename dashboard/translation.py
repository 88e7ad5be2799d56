"""The pages in other languages: English texts are the keys, catalogues in gettext's format give the others.

A catalogue is `translations/LANGUAGE.po`; it is read and compiled when the language is first asked for, so that an
edited file needs no step of its own. A text without an entry stays English. The method page, reports and the desk are
English in every language.
"""

from __future__ import annotations

import gettext
from functools import cache
from io import BytesIO
from pathlib import Path

import streamlit as st
from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from streamlit.runtime.scriptrunner import get_script_run_ctx

#: Languages of the pages, in the order of the choice: code -> its own name.
PAGE_LANGUAGES = {"en": "English", "de": "Deutsch", "uk": "Українська"}
ENGLISH = "en"
FOLDER = Path(__file__).with_name("translations")


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Read the catalogue of a language, once per process; the empty one for English and unknown languages."""
    if language == ENGLISH or language not in PAGE_LANGUAGES:
        return gettext.NullTranslations()
    with (FOLDER / f"{language}.po").open("rb") as file:
        read = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def page_language() -> str:
    """Return the language of the page that is being drawn: what the address asked for, else English."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return ENGLISH
    language = st.session_state.get("asked", {}).get("lang", ENGLISH)
    return language if language in PAGE_LANGUAGES else ENGLISH


def translated(message: str, **values: object) -> str:
    """Return a text in the language of the page.

    Args:
        message: The English text, as it stands in the catalogues; names in braces stand for values.
        values: What stands for the names. Without any, braces are left alone.
    """
    text = catalogue(page_language()).gettext(message) if message else ""
    return text.format(**values) if values else text


def language_name(code: str) -> str:
    """Return what a language is called in the language of the page; the code itself where it has no name.

    Args:
        code: ISO 639-1.
    """
    return str(Locale(page_language()).languages.get(code, code))


def translated_count(count: int, one: str, more: str) -> str:
    """Return a count with its noun, in the plural that the language of the page has for it.

    Args:
        count: The number; groups of three digits are written with commas.
        one: The English singular.
        more: The English plural.
    """
    return f"{count:,} {catalogue(page_language()).ngettext(one, more, count)}"


def inside_sentence(label: str) -> str:
    """Return a label with a small first letter, for use inside a sentence; nouns of German keep their capitals."""
    return label[:1].lower() + label[1:]
