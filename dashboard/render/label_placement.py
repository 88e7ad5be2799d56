"""Place the labels of points so that they do not overlap: greedily, in the order given. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: Plotly's names of the places around a point, tried in this order: a label reads best to the right.
_AROUND = {
    "middle right": (0.5, 0.0), "middle left": (-0.5, 0.0), "top center": (0.0, 0.5), "bottom center": (0.0, -0.5),
    "top right": (0.5, 0.5), "bottom right": (0.5, -0.5), "top left": (-0.5, 0.5), "bottom left": (-0.5, -0.5),
}  # fmt: skip
LETTER = 0.58  # of the font's size: the mean width of a letter of a humanist sans
GAP = 8.0  # pixels between a point and its label


@dataclass(frozen=True, slots=True)
class LabelRequest:
    """A label to place at a point: its text, the point in pixels (y upwards), and the font's size in pixels."""

    text: str
    x: float
    y: float
    size: float


Box = tuple[float, float, float, float]  # left, bottom, right, top


def places(labels: Sequence[LabelRequest], width: float, height: float) -> list[str | None]:
    """Find a place for each label around its point.

    Args:
        labels: The labels, the most important first: earlier ones take the room of later ones.
        width: Width of the picture in pixels.
        height: Height of the picture in pixels.

    Returns:
        Plotly's name of the place of each label, in the order given; None where there is no room.
    """
    taken: list[Box] = [(label.x - 4, label.y - 4, label.x + 4, label.y + 4) for label in labels]
    placed: list[str | None] = []
    for number, wanted in enumerate(labels):
        others = [other for index, other in enumerate(taken) if index != number]
        place, box = next(
            (
                (name, made)
                for name, shift in _AROUND.items()
                if _inside(made := _box(wanted, *shift), width, height)
                and not any(_meet(made, other) for other in others)
            ),
            (None, None),
        )
        placed.append(place)
        if box is not None:
            taken.append(box)
    return placed


def _box(wanted: LabelRequest, across: float, up: float) -> Box:
    wide, tall = len(wanted.text) * wanted.size * LETTER, wanted.size * 1.15
    right = wanted.x + across * (wide + 2 * GAP)
    top = wanted.y + up * (tall + 2 * GAP)
    return (right - wide / 2, top - tall / 2, right + wide / 2, top + tall / 2)


def _inside(box: Box, width: float, height: float) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height


def _meet(box: Box, one_box: Box) -> bool:
    return box[0] < one_box[2] and one_box[0] < box[2] and box[1] < one_box[3] and one_box[1] < box[3]
