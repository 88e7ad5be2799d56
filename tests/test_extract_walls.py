"""Where a text stops at a wall: by blocks, without reading a page."""

from __future__ import annotations

import pytest

from collectors.extract.blocks import TOP, Block
from collectors.extract.walls import ends_at_an_offer, is_wall, stops_at_a_wall

PARAGRAPH = TOP._replace(tag="p", kind="div.story/p.")
TEASER = TOP._replace(tag="p", kind="div.teaser/p.")
SENTENCE = "The regional administration says that polling stations open on Friday in all districts of the region. "
WALL = Block("Subscribe to read the full story. Already a subscriber? Log in.", 0.0, PARAGRAPH)


def paragraphs(count: int) -> list[Block]:
    return [Block(SENTENCE * 3, 0.0, PARAGRAPH) for _ in range(count)]


@pytest.mark.parametrize(
    ("behind", "stops"),
    [
        ([], True),
        ([Block(SENTENCE, 0.0, PARAGRAPH)], True),  # words of the wall, kept as text
        ([Block(SENTENCE * 3, 0.0, TEASER) for _ in range(9)], True),  # other stories, kept as text
        (paragraphs(6), False),  # a box inside of an article
    ],
)
def test_little_of_the_text_follows_a_wall(behind: list[Block], stops: bool) -> None:
    blocks = [*paragraphs(2), WALL, *behind]
    kept = [number for number, block in enumerate(blocks) if block is not WALL]
    assert stops_at_a_wall(blocks, kept) is stops


def test_a_wall_behind_a_greeting_says_nothing() -> None:
    blocks = [Block("Dear readers, please log in.", 0.0, TEASER), WALL, *paragraphs(3)]
    assert not stops_at_a_wall(blocks, [0, 2, 3, 4])
    assert not stops_at_a_wall(blocks, [])


@pytest.mark.parametrize(
    "offer",
    [
        "Get unlimited access for $1", "Cancel anytime", "Jederzeit kündbar", "Sans engagement", "Acceso ilimitado",
        "Nieograniczony dostęp", "Оформить подписку", "会員登録", "Al abonnee? Log in", "Již předplácíte? Předplatné",
        "Hai letto 5 articoli gratis", "Ya eres suscriptor", "You have reached your limit of free articles.",
    ],
)  # fmt: skip
def test_an_offer_right_behind_the_text(offer: str) -> None:
    blocks = [*paragraphs(3), Block("Share", 0.0, TEASER), Block(offer, 0.0, TEASER)]
    assert ends_at_an_offer(blocks, [0, 1, 2])
    assert not ends_at_an_offer([*blocks[:4], Block("Comments", 0.0, TEASER), blocks[4]], [0, 1, 2])
    assert not ends_at_an_offer(blocks, [])
    assert not ends_at_an_offer([*blocks[:3], Block(f"{offer} - our newsletter", 0.0, TEASER)], [0, 1, 2])
    assert not is_wall(blocks[0])
