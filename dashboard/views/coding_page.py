"""Coding sheet: people label the same sentences without seeing their outlets, and see how far they agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

import streamlit as st

from collectors.compare.agreement import Agreement, agreement, crossed
from collectors.errors import ParallaxError
from dashboard import blind_reading, coding_sheet, desk_access, queries
from dashboard.coding_sheet import SheetItem
from dashboard.context import PageContext, page_context
from dashboard.render import html
from dashboard.render.html import escaped
from dashboard.selection import field, keep, pick, plain, touch
from dashboard.translation import translated
from dashboard.views.blocks import page_blocks
from dashboard.views.blocks.drawing import show_html
from dashboard.views.blocks.worded_table import worded_table

SIZES = {"20": "20", "50": "50", "100": "100"}
CODER = "first"  # the name of a coder who gives none
LABELS = "approving, neutral, critical, cannot say"
SIZE = 10  # sentences on a page


def page() -> None:
    """Draw the page."""
    context = page_context()
    page_blocks.title(
        "Coding sheet",
        "Two or more people label the same sentences, drawn by chance, without seeing whose they are. How far they "
        "agree says how much a label can be trusted.",
    )
    if not context.data.has_texts:
        page_blocks.note("This data set carries no texts, so there is nothing to code.")
        return
    with st.container(key="coding_bar", horizontal=True, vertical_alignment="bottom", gap="medium"):
        coder = _text("coder", "Your name as a coder", CODER, 170)[:40]
        size, seed = int(pick("size", "Sentences", SIZES)), _seed()
        names = pick("names", "Blind reading", {"hidden": "On", "shown": "Off"})
        labels = coding_sheet.codes(_text("labels", "Labels, between commas", LABELS, 330)) or coding_sheet.codes(
            LABELS
        )
    items = coding_sheet.sample(queries.sample_texts(context.data, context.sel, seed, size), seed, size)
    if not items:
        page_blocks.note(
            "No sentence in this selection is long enough to code. Widen the phase, the copies or the outlets."
        )
        return
    sheet = coding_sheet.sheet_name(context.data.version, items)
    codes: dict[tuple[str, str], str] = st.session_state.setdefault(f"coding_{sheet}", {})
    sentences(context, items, labels, coder, codes, names == "shown")
    files(context, sheet, codes, [replace(item, text=_shown(context, item, named=names == "shown")) for item in items])
    agreed(items, codes)


def _seed() -> int:
    given = _text("seed", "Seed", "1", 90)
    return int(given) if given.isdecimal() and len(given) < 10 else 1


def _text(name: str, label: str, default: str, width: int) -> str:
    """Draw a line of text that is kept in the address, and return it."""
    key = f"view_{name}"
    if key not in st.session_state:
        st.session_state[key] = field(name, default)
    value = str(st.text_input(translated(label), key=key, on_change=touch, max_chars=200, width=width)).strip()
    keep(name, "" if value == default else value)
    return value or default


def sentences(
    context: PageContext,
    items: Sequence[SheetItem],
    labels: Sequence[str],
    coder: str,
    codes: dict[tuple[str, str], str],
    named: bool,
) -> None:
    """Draw a page of sentences with a choice of labels under each.

    Args:
        context: The page.
        items: All sentences of the sheet.
        labels: The labels to choose from.
        coder: The name of the one who labels.
        codes: (coder, sentence id) -> label; a choice is written into it.
        named: Whether outlets are shown.
    """
    start = page_blocks.start_of(SIZE)
    done = sum((coder, one_item.id) in codes for one_item in items)
    page_blocks.heading(
        "The sentences",
        f"{done} of {len(items)} labelled by “{coder}”. The address of this page is the sheet: send it to "
        "the other coders, who each give a name. Labels stay in this browser tab until you download them.",
    )
    for number, item in enumerate(items[start : start + SIZE], start + 1):
        shown = _shown(context, item, named=named)
        key = f"code_{coder}_{item.id}"
        if st.session_state.get(key) not in labels:
            before = codes.get((coder, item.id))
            st.session_state[key] = before if before in labels else None
        with st.container(key=f"coding_item_{number}"):
            st.radio(
                f"{number}. {plain(shown)}",
                labels,
                format_func=plain,
                horizontal=True,
                index=None,
                key=key,
                on_change=_label,
                args=(codes, coder, item.id, key),
            )
    page_blocks.pager(context, len(items), start, len(items[start : start + SIZE]), SIZE)


def _shown(context: PageContext, item: SheetItem, *, named: bool) -> str:
    """Return a sentence as the coder sees it: with its outlet, or without the outlets' names."""
    text = " ".join(item.text.split())[:600]
    if named:
        return f"{context.name(item.outlet)}: {context.hide(text)}"
    return blind_reading.masked(text, queries.outlet_names(context.data))


def _label(codes: dict[tuple[str, str], str], coder: str, item: str, key: str) -> None:
    codes[coder, item] = str(st.session_state[key])


def files(context: PageContext, sheet: str, codes: dict[tuple[str, str], str], items: Sequence[SheetItem]) -> None:
    """Draw a button to download all labels of this browser tab, and a field to add those of a file.

    Labels that `kept` already has are not overwritten.
    """
    page_blocks.heading("Keep and bring together", "The data set is never changed: labels live in your files.")
    st.download_button(
        translated("Download all labels of this tab"),
        lambda: coding_sheet.to_csv(codes, context.data.version, context.sel.event, sheet, items),
        file_name=f"{page_blocks.file_name(context, f'coding-{sheet}')}.csv",
        mime="text/csv",
        on_click="ignore",
    )
    given = _brought(sheet)
    if not given:
        return
    try:
        added = coding_sheet.from_csv(given, sheet)
    except ParallaxError as error:
        show_html(html.element("p", str(error), "px-note"))
        return
    for pair, label in added.items():
        codes.setdefault(pair, label)
    page_blocks.note(f"{page_blocks.many(len(added), 'label')} read.")


def _brought(sheet: str) -> bytes:
    """Draw where a coder's file is brought: editors upload it, readers, who may not, paste its lines."""
    if desk_access.current_editor() is None:
        pasted = st.text_area(
            translated("Paste the lines of coders’ files here, one file after the other"),
            key=f"coding_lines_{sheet}",
            max_chars=coding_sheet.LONGEST_FILE,
        )
        return pasted.strip().encode("utf-8")
    given = st.file_uploader("Add the labels of a file", type="csv", key=f"coding_file_{sheet}", max_upload_size=1)
    return b"" if given is None else bytes(given.getvalue())


def agreed(items: Sequence[SheetItem], codes: dict[tuple[str, str], str]) -> None:
    """Draw the coders' agreement: Krippendorff's alpha for nominal labels, and a table of their pairs of labels."""
    page_blocks.heading(
        "Agreement",
        "Krippendorff’s alpha for nominal labels: 1 is perfect, 0 what chance would give. The interval resamples "
        "sentences. .80 is the usual floor for conclusions, .667 for tentative ones (Krippendorff 2004).",
    )
    ids = [item.id for item in items]
    coders = sorted({coder for coder, _ in codes})
    units = [[codes[coder, sentence] for coder in coders if (coder, sentence) in codes] for sentence in ids]
    agreement_reached = agreement(units)
    show_html(html.element("p", said(agreement_reached), "px-deck"))
    if len(coders) > 2:
        show_html(
            worded_table(
                "Each two coders", ["Coders", "Sentences", "alpha", "Same label"], _by_pair(ids, codes, coders)
            )
        )
    for one, other in combinations(coders, 2):
        pairs = _pairs(ids, codes, one, other)
        if pairs and len(coders) == 2:
            used = sorted({label for pair in pairs for label in pair})
            counts = crossed(pairs, used)
            body = [[escaped(label), *(str(count) for count in row)] for label, row in zip(used, counts, strict=True)]
            show_html(worded_table(f"“{one}” down, “{other}” across: sentences", ["Label", *used], body))


def _pairs(ids: Sequence[str], codes: Mapping[tuple[str, str], str], one: str, other: str) -> list[tuple[str, str]]:
    """Return both coders' labels of the sentences that both labelled."""
    return [
        (codes[one, sentence], codes[other, sentence])
        for sentence in ids
        if (one, sentence) in codes and (other, sentence) in codes
    ]


def _by_pair(ids: Sequence[str], codes: Mapping[tuple[str, str], str], coders: Sequence[str]) -> list[list[object]]:
    rows: list[list[object]] = []
    for one, other in combinations(coders, 2):
        of_pair = agreement([list(pair) for pair in _pairs(ids, codes, one, other)])
        alpha = "–" if of_pair.alpha is None else f"{of_pair.alpha:.2f}"
        same = "–" if of_pair.same is None else f"{of_pair.same:.0%}"
        rows.append([f"{one}, {other}", f"{of_pair.units:,}", alpha, same])
    return rows


def said(result: Agreement) -> str:
    """Return the agreement in words, with the number of sentences."""
    if not result.units:
        return "No sentence has labels of two coders yet."
    sentences = page_blocks.many(result.units, "sentence")
    if result.alpha is None:
        return f"{sentences} with two labels, all of them the same one: alpha is not defined where nothing varies."
    span = (
        f" (95% interval {result.low:.2f} to {result.high:.2f})"
        if result.low is not None
        else " (too few for an interval)"
    )
    return f"alpha = {result.alpha:.2f}{span}, n = {sentences}; the same label in {result.same or 0:.0%} of pairs."


page()
