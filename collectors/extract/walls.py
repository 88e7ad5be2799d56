"""Where a page stops the text: a wall that asks for a subscription or a login, or an offer of subscriptions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from collectors.extract.blocks import Block
from collectors.extract.word_search import any_of

_PAYWALL = re.compile(
    r"subscribe (?:now )?to (?:read|continue)|to (?:continue|keep) reading|already a subscriber|subscribers? only"
    r"|for subscribers|log ?in to (?:read|continue)"
    r"|sign (?:in|up) to (?:read|continue)|this (?:article|content|story) is (?:only )?(?:available )?(?:for|to"
    r"|reserved)|unlock this|register (?:for free )?to (?:read|continue)"
    r"|weiterlesen mit|jetzt weiterlesen|mit .{0,20}\babo\b.{0,20} lesen|nur für abonnenten|exklusiv für"
    r"|réservé (?:aux|à nos) abonnés|la suite est réservée|il vous reste \d+"
    r"|suscríbete para|solo para suscriptores|exclusivo para suscriptores|contenuto riservato"
    r"|tylko dla subskrybentów|для подписчиков|лише для передплатників"
    r"|sie haben bereits ein abo|artikel freischalten|um weiterzulesen|abonnez-vous pour (?:lire|continuer|poursuivre)"
    r"|pour (?:lire la suite|continuer la lecture),|para (?:seguir|continuar) leyendo|para continuar (?:lendo|a ler)"
    r"|(?:exclusivo|conteúdo|só) para assinantes|assine para|riservato agli abbonati"
    r"|abbonati per (?:continuare|leggere)"
    r"|(?:alleen|exclusief) voor abonnees|al abonnee\?|word abonnee|dla (?:prenumeratorów|subskrybentów)"
    r"|aby (?:czytać|przeczytać) dalej|чтобы (?:читать|дочитать|прочитать)|оформите подписку|(?:по|только) подписк[еи]"
    r"|щоб (?:читати|прочитати)|оформіть підписку|за передплатою|för prenumeranter|kun for abonnenter|vain tilaajille"
    r"|pouze pro předplatitele|csak előfizetőknek|doar pentru abonați|abonelere özel|μόνο για συνδρομητές"
    r"|for at læse|for å lese (?:videre|resten|hele)|för att läsa (?:vidare|hela)|jatka lukemista|jen pro předplatitele"
    r"|folytat[aá]shoz|pentru a citi (?:mai departe|integral|tot)|devamını okumak için|για να διαβάσετε"
    r"|per (?:continuare a leggere|leggere (?:tutto|l['’]articolo))|lees verder met"
    r"|limit of free|free articles? (?:left|remaining)"
    r"|para ler (?:o artigo|a matéria|o conteúdo)|para leer (?:el artículo|la nota|completo)"
    r"|会員限定|続きを読むには|구독자 전용|订阅后继续|付费阅读|للمشتركين فقط|למנויים בלבד",
    re.I,
)
#: A part of every wall: looking for these first takes a twentieth of the time of the pattern.
_hints_at_wall = any_of(
    "subscri|reading|log in|login|sign in|sign up|this article is|this content is|this story is|unlock this|register "
    "|weiter|abo|exklusiv für|la suite|il vous reste|continu|suscri|suscrí|riservat|subskr|подписк|подписч|передплат"
    "|підписк"
    "|freischalten|leyendo|assin|abbona|prenumer|czyta|чита|tilaaj|předplat|előfizet|συνδρομητ|læse|lese|läsa|lukemista"
    "|folytat|pentru a citi|devamını|διαβάσετε|per leggere|lees verder|limit of free|free article|para ler|para leer"
    "|会員|続き|구독|订阅|付费|للمشتركين|למנויים"
)
#: Words of subscriptions. A short block with one that stands right behind a text that is not long is a wall: of 535
#: complete pages one has such a block there, since boxes of newsletters and channels are left out.
_SUBSCRIPTION = re.compile(
    r"subscri(?:be|ption|ber)|\babonn|\babo\b|suscri[pb]|assin(?:e|antes?)\b|abbona|předplat|predplat|prenumer|subskr"
    r"|подпис(?:к|ат)|передплат|підписк|előfizet|abonament|abone\b|abonelik|συνδρομ|会員|購読|有料|구독|订阅|訂閱"
    r"|付费"
    r"|اشتراك|مشترك|מנוי|tilaaj|unlimited (?:digital )?access|cancel (?:at )?any ?time|free trial|jederzeit kündbar"
    r"|sans engagement|accès illimité|a[cs]ces+o (?:ilimitado|illimitato)|nieograniczony dostęp"
    r"|onbeperkt (?:toegang|lezen)|jetzt (?:abonnieren|testen|freischalten)"
    r"|полный доступ|повний доступ|free articles?|articoli gratis|artículos gratis|artigos gratuitos|articles gratuits"
    r"|kostenlosen? artikel|testen sie",
    re.I,
)
_NO_WALL = re.compile(
    r"newsletter|podcast|youtube|channel|kanal|canal|whatsapp|telegram|\brss\b|e-?mail|push|alert|comment|kommentar"
    r"|boletín|infolettre|facebook|twitter|instagram|google news|feed|рассылк|канал|thread|playlist|event|blog",
    re.I,
)
#: Longest text of a wall and of an offer, and the number of blocks behind the text that are searched for each.
_WALL, _OFFER_LENGTH, _BEHIND_WALL, _BEHIND_OFFER = 600, 300, 3, 2
#: Text before a wall (characters), and the share of it that may follow in blocks of the same kind: the frame of the
#: page. Complete pages with a box inside have at least three times as much text behind it as before.
_BEFORE, _AFTER = 250, 0.7


def is_wall(block: Block) -> bool:
    """Return whether a short block asks for a subscription or a login to read on."""
    return len(block.text) < _WALL and _hints_at_wall(block.text) and _PAYWALL.search(block.text) is not None


def stops_at_a_wall(blocks: Sequence[Block], kept: Sequence[int]) -> bool:
    """Return whether a wall stands where the text ends, or inside of it with little of the same kind behind.

    Args:
        blocks: The blocks of the page.
        kept: Numbers of those that are the text.
    """
    if not kept:
        return False
    if any(map(is_wall, blocks[kept[-1] : kept[-1] + 1 + _BEHIND_WALL])):
        return True
    walls = (number for number in range(kept[0] + 1, kept[-1]) if is_wall(blocks[number]))
    return any(_little_follows(blocks, kept, wall) for wall in walls)


def ends_at_an_offer(blocks: Sequence[Block], kept: Sequence[int]) -> bool:
    """Return whether a short block right behind the text speaks of subscriptions and not of a newsletter or channel.

    Args:
        blocks: The blocks of the page.
        kept: Numbers of those that are the text.
    """
    behind = blocks[kept[-1] + 1 : kept[-1] + 1 + _BEHIND_OFFER] if kept else ()
    return any(
        len(block.text) < _OFFER_LENGTH and _SUBSCRIPTION.search(block.text) and not _NO_WALL.search(block.text)
        for block in behind
    )


def _little_follows(blocks: Sequence[Block], kept: Sequence[int], wall: int) -> bool:
    kinds = {blocks[number].place.kind for number in kept if number < wall}
    before = sum(len(blocks[number].text) for number in kept if number < wall)
    after = sum(len(blocks[number].text) for number in kept if number > wall and blocks[number].place.kind in kinds)
    return before >= _BEFORE and after <= _AFTER * before
