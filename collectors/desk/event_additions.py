"""Adds a term, an actor or a name to the text of an event file, and leaves the rest of the text as it is.

Several places in the text are tried. The first that gives exactly the document that is wanted counts, so that nothing
else can change; where none does, the text has to be edited by hand.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any

from collectors.desk.event_texts import parsed_text, quoted, suggested_id
from collectors.errors import ParallaxError

_HEADER = re.compile(r"^[ \t]*\[", re.MULTILINE)
_STRING = re.compile(r"\"{3}.*?\"{3}|'{3}.*?'{3}|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'|#[^\n]*", re.DOTALL)


def with_term(text: str, language: str, phrase: str) -> str:
    """The text with one more phrase by which an article is recognised.

    Args:
        text: The text of an event file.
        language: The code of the phrase's language.
        phrase: The phrase, in the syntax of `[terms]`.

    Raises:
        ParallaxError: The phrase is there already, or the text has to be edited by hand.
    """
    wanted = copy.deepcopy(parsed_text(text))
    terms = _list(_table(wanted, "terms"), language)
    phrase = _named(phrase, "phrase")
    if phrase in terms:
        raise ParallaxError(f"{phrase!r} is a term already", remedy="add another")
    terms.append(phrase)
    item = quoted(phrase)
    return _first_right(text, wanted, _into_table_list(text, "terms", language, item))


def with_actor(text: str, name: str, aliases: list[str], side: str, role: str) -> str:
    """The text with one more actor; a side or a role that is new is declared too.

    Args:
        text: The text of an event file.
        name: The person or body.
        aliases: Other spellings.
        side: The side, as people call it: its id is made from it.
        role: The role, in the same way.

    Raises:
        ParallaxError: The actor is there already, or the text has to be edited by hand.
    """
    name = _named(name, "name")
    for kind, label in (("sides", _named(side, "side")), ("roles", _named(role, "role"))):
        text = _with_label(text, kind, label)
    wanted = copy.deepcopy(parsed_text(text))
    actors = _list(wanted, "actors")
    row = {"id": _free_id(name, actors), "name": name, "aliases": aliases}
    row |= {"side": _label_id(wanted, "sides", side), "role": _label_id(wanted, "roles", role)}
    if not aliases:
        del row["aliases"]
    if any(isinstance(actor, dict) and actor.get("name") == name for actor in actors):
        raise ParallaxError(f"{name!r} is an actor already", remedy="add another spelling to its aliases in the text")
    actors.append(row)
    lines = [f"{key} = {_value(value)}" for key, value in row.items()]
    inline = "{ " + ", ".join(lines) + " }"
    places = [f"{text.rstrip()}\n\n[[actors]]\n" + "\n".join(lines) + "\n", *_into_list(text, 0, "actors", inline)]
    return _first_right(text, wanted, places)


def with_variant(text: str, concept: str, label: str, language: str, words: list[str]) -> str:
    """The text with one more name for a concept, or more spellings of a name; a concept that is new is declared too.

    Args:
        text: The text of an event file.
        concept: The concept's title or id.
        label: What the name is called in tables.
        language: The code of its language.
        words: Its spellings; a `*` leaves the ending of a word open.

    Raises:
        ParallaxError: The name has these spellings already, or the text has to be edited by hand.
    """
    wanted = copy.deepcopy(parsed_text(text))
    concepts, concept, label = _list(wanted, "concepts"), _named(concept, "concept"), _named(label, "label")
    patterns = [_pattern(one) for one in words if one.strip()]
    if not patterns:
        raise ParallaxError("a name needs at least one spelling", remedy="write it as articles do: sham vote*")
    at = next((number for number, one in enumerate(concepts) if concept in {one.get("id"), one.get("title")}), None)
    head = ""
    if at is None:
        row = {"id": _free_id(concept, concepts), "title": concept, "variants": []}
        concepts.append(row)
        head = f"\n[[concepts]]\nid = {quoted(str(row['id']))}\ntitle = {quoted(concept)}\n"
    variants = _list(concepts[-1 if at is None else at], "variants")
    declared = next((one for one in variants if one.get("label") == label), None)
    if at is not None and declared is not None:
        return _with_spellings(text, wanted, at, variants.index(declared), language, patterns)
    name = _free_id(label, variants)
    variants.append({"id": name, "label": label, "patterns": {language: patterns}})
    listed = ", ".join(f"'{pattern}'" for pattern in patterns)
    fields = f"id = {quoted(name)}\nlabel = {quoted(label)}\npatterns.{language} = [{listed}]\n"
    block = f"{head}\n[[concepts.variants]]\n{fields}"
    if at is None:
        return _first_right(text, wanted, [f"{text.rstrip()}\n{block}"])
    inline = f"{{ id = {quoted(name)}, label = {quoted(label)}, patterns = {{ {language} = [{listed}] }} }}"
    return _first_right(text, wanted, _into_concept(text, at, block, inline))


def _with_spellings(
    text: str, wanted: dict[str, Any], concept: int, number: int, language: str, patterns: list[str]
) -> str:
    """The text with more patterns of a variant that is declared, also in a language that it had none of.

    Args:
        text: The text of an event file.
        wanted: The document of that text; the patterns are added to it.
        concept: The number of the concept, from 0.
        number: The number of the variant among the concept's, from 0.
        language: The code of the patterns' language.
        patterns: Regular expressions.

    Raises:
        ParallaxError: All patterns are there already, or the text has to be edited by hand.
    """
    variant = _list(wanted, "concepts")[concept]["variants"][number]
    listed = _list(_table(variant, "patterns"), language)
    new = [one for one in dict.fromkeys(patterns) if one not in listed]
    if not new:
        raise ParallaxError(
            f"{variant['label']!r} has these spellings in {language!r} already",
            remedy="write others, or another language",
        )
    listed += new
    items = ", ".join(f"'{one}'" for one in new)
    return _first_right(text, wanted, _into_variant(text, concept, number, str(variant.get("id")), language, items))


def _into_variant(text: str, concept: int, number: int, name: str, language: str, items: str) -> Iterator[str]:
    """Places for patterns of the variant with this number and id, whose concept has this number."""
    heads = [match.start() for match in re.finditer(r"^[ \t]*\[\[concepts\]\]", text, re.MULTILINE)]
    section = heads[concept] if concept < len(heads) else 0
    line = f"{language} = [{items}]"
    blocks = [match.end() for match in re.finditer(r"^[ \t]*\[\[concepts\.variants\]\]", text, re.MULTILINE)]
    blocks = [place for place in blocks if place > section]
    if number < len(blocks):
        yield from _into_list(text, blocks[number], f"patterns.{language}", items)
        following = _HEADER.search(text, blocks[number])
        end = following.start() if following else len(text)
        yield f"{text[:end].rstrip()}\npatterns.{line}\n" + (f"\n{text[end:]}" if following else "")
        table = re.compile(r"^[ \t]*\[concepts\.variants\.patterns\][^\n]*$", re.MULTILINE).search(text, blocks[number])
        if table:
            yield from _into_list(text, table.end(), language, items)
            yield f"{text[: table.end()]}\n{line}{text[table.end() :]}"
    for row in re.compile(rf"\bid[ \t]*=[ \t]*[\"']{re.escape(name)}[\"']").finditer(text, section):
        inline = re.compile(r"\bpatterns[ \t]*=[ \t]*\{").search(text, row.end())
        if inline:
            yield f"{text[: inline.end()]} {line},{text[inline.end() :]}"
            within = re.compile(rf"\b{re.escape(language)}[ \t]*=[ \t]*\[").search(text, inline.end())
            if within:
                yield f"{text[: within.end()]}{items}, {text[within.end() :]}"
        dotted = re.compile(r",[ \t]*patterns\.").search(text, row.end())
        if dotted:
            yield f"{text[: dotted.start()]}, patterns.{line}{text[dotted.start() :]}"


def _into_concept(text: str, at: int, block: str, inline: str) -> Iterator[str]:
    """Places for a variant of the concept with this number."""
    heads = [match.start() for match in re.finditer(r"^[ \t]*\[\[concepts\]\]", text, re.MULTILINE)]
    if at < len(heads):
        later = (match.start() for match in _HEADER.finditer(text, heads[at] + 1))
        ends = (place for place in later if not re.match(r"[ \t]*\[\[?concepts\.", text[place:]))
        end = next(ends, len(text))
        yield text[:end].rstrip() + "\n" + block + ("\n" + text[end:] if end < len(text) else "")
        yield from _into_list(text, heads[at], "variants", inline)


def _with_label(text: str, kind: str, label: str) -> str:
    """The text with a side or a role under `[sides]` or `[roles]`, where it is new."""
    document = parsed_text(text)
    if _label_id(document, kind, label):
        return text
    wanted = copy.deepcopy(document)
    declared = _table(wanted, kind)
    name = suggested_id(label) or f"{kind[:-1]}-{len(declared) + 1}"
    declared[name] = label
    return _first_right(text, wanted, _into_table(text, kind, f"{name} = {quoted(label)}"))


def _label_id(document: dict[str, Any], kind: str, label: str) -> str:
    """The id of a side or a role that is declared under this id or label; "" where there is none."""
    declared = _table(document, kind)
    label = " ".join(label.split())
    near = {label, suggested_id(label)}
    return next((key for key, value in declared.items() if key in near or value == label), "")


def _into_table_list(text: str, table: str, key: str, item: str) -> Iterator[str]:
    head = re.search(rf"^[ \t]*\[{table}\][^\n]*$", text, re.MULTILINE)
    if head:
        yield from _into_list(text, head.end(), key, item)
    yield from _into_table(text, table, f"{key} = [{item}]")


def _into_table(text: str, table: str, line: str) -> Iterator[str]:
    """Places for a line of a table: below its header, or in a table of its own at the end."""
    head = re.search(rf"^[ \t]*\[{table}\][^\n]*$", text, re.MULTILINE)
    if head:
        yield f"{text[: head.end()]}\n{line}{text[head.end() :]}"
    inline = re.search(rf"^[ \t]*{table}[ \t]*=[ \t]*\{{", text, re.MULTILINE)
    if inline:
        yield f"{text[: inline.end()]} {line},{text[inline.end() :]}"
    yield f"{text.rstrip()}\n\n[{table}]\n{line}\n"


def _into_list(text: str, start: int, key: str, item: str) -> Iterator[str]:
    """Places for an item of the list under a key: before its closing bracket, after a comma or without one."""
    head = re.compile(rf"^[ \t]*{re.escape(key)}[ \t]*=[ \t]*\[", re.MULTILINE).search(text, start)
    end = _closing(text, head.end()) if head else None
    if head and end is not None:
        inside = text[head.end() : end].rstrip()
        space = "\n  " if "\n" in inside else " " if inside else ""
        for comma in (",", ""):
            close = "\n" if "\n" in inside else ""
            yield f"{text[: head.end()]}{inside}{comma if inside else ''}{space}{item}{close}{text[end:]}"


def _closing(text: str, at: int) -> int | None:
    """The place of the bracket that closes a list which begins before `at`; strings and comments do not count."""
    depth = 1
    while at < len(text):
        passed = _STRING.match(text, at)
        if passed:
            at = passed.end()
            continue
        depth += {"[": 1, "]": -1}.get(text[at], 0)
        if not depth:
            return at
        at += 1
    return None


def _first_right(text: str, wanted: dict[str, Any], places: Iterator[str] | list[str]) -> str:
    for changed in places:
        try:
            if parsed_text(changed) == wanted:
                return changed
        except ParallaxError:
            continue
    raise ParallaxError(
        "this text is written in a way that the fields cannot add to",
        remedy=f"add it to the text by hand (line {text.count(chr(10)) + 1} is the last)",
    )


def _pattern(words: str) -> str:
    r"""A pattern for words as people write them: "sham vote*" -> "\bsham vote\w*\b"."""
    plain = " ".join(words.replace("'", "’").split())
    escaped = re.sub(r"([.^$+?{}\[\]\\|()])", r"\\\1", plain).replace("*", r"\w*")
    return rf"\b{escaped}\b"


def _named(text: str, what: str) -> str:
    plain = " ".join(text.split())
    if not plain or not any(map(str.isalnum, plain)):
        raise ParallaxError(f"the {what} is empty", remedy="write at least one letter or digit")
    return plain


def _free_id(name: str, rows: list[Any]) -> str:
    taken = {row.get("id") for row in rows if isinstance(row, dict)}
    base = suggested_id(name) or "item"
    return next(one for one in (base, *(f"{base}-{number}" for number in range(2, 10_000))) if one not in taken)


def _value(value: object) -> str:
    return f"[{', '.join(quoted(str(one)) for one in value)}]" if isinstance(value, list) else quoted(str(value))


def _table(document: dict[str, Any], key: str) -> dict[str, Any]:
    table = document.setdefault(key, {})
    return table if isinstance(table, dict) else {}


def _list(document: dict[str, Any], key: str) -> list[Any]:
    items = document.setdefault(key, [])
    return items if isinstance(items, list) else []
