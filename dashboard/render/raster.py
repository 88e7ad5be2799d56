"""SVG to PNG, without a browser, the network or the machine's fonts: by resvg, with the fonts that come with us."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent.parent / "fonts"
FAMILY = "DejaVu Sans Condensed"
REGULAR, BOLD = FONTS / "DejaVuSansCondensed.ttf", FONTS / "DejaVuSansCondensed-Bold.ttf"
#: Pixels of the picture for one of the chart: sharp in print at 16 cm.
ZOOM = 2.5
# What our fonts do not have: Arabic, Chinese and others, for which the machine's fonts are looked through.
_ELSEWHERE = re.compile("[\u0530-\u1dff\u1f00-\u1fff\u2c00-\ufffc\U00010000-\U0010ffff]")


@cache
def _files() -> list[str]:
    return [str(REGULAR), str(BOLD)]


def png(svg: bytes, zoom: float = ZOOM) -> bytes:
    """Draw an SVG file as PNG.

    Args:
        svg: The file, made by this program.
        zoom: Pixels of the picture for one of the file.

    Returns:
        The PNG file. The same file gives the same bytes, unless it holds a script that only the machine's fonts have.
    """
    from resvg_py import svg_to_bytes  # noqa: PLC0415  loaded only where a picture is wanted

    text = svg.decode("utf-8")
    return bytes(
        svg_to_bytes(
            svg_string=text, zoom=zoom, font_files=_files(), font_family=FAMILY, sans_serif_family=FAMILY,
            skip_system_fonts=not _ELSEWHERE.search(text),
        )
    )  # fmt: skip
