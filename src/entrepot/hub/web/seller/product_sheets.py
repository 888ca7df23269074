"""What stands beside the form of a product: its state, pictures, variants and stock."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from entrepot.hub.catalogue import queries as catalogue
from entrepot.hub.catalogue.models import Product
from entrepot.hub.stock import queries as stock
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Badge, FindingNote
from entrepot.trade.declaration.vague import telling
from entrepot.trade.finding import Finding
from entrepot.trade.wording import gettext_noop

STATES = {
    "draft": (gettext_noop("Draft"), "plain", "pencil"),
    "offered": (gettext_noop("On sale"), "go", "check"),
    "withdrawn": (gettext_noop("Withdrawn"), "stop", "x"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture, with what is said of it in the language of the page."""

    number: int
    address: str
    words: str
    first: bool
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Sibling:
    """One variant of the family, and the way to its page."""

    name: str
    sku: str
    href: str
    badge: Badge
    here: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """What of the product lies in one place."""

    name: str
    on_hand: str
    promised: str
    free: str


def state(product: Product) -> Badge:
    """Whether buyers may have it."""
    words, tone, icon = STATES[product.state]
    return Badge(_(words), tone, "" if icon == "pencil" else icon)  # type: ignore[arg-type]


def pictures(product: Product) -> tuple[Shown, ...]:
    """The family's pictures, in the order in which shoppers see them."""
    language = wording.spoken().partition("-")[0]
    return tuple(
        Shown(each.pk, each.address, each.alt.get(language, ""), n == 0, each.width, each.height)
        for n, each in enumerate(product.family.pictures.all())
    )


def variants(product: Product) -> tuple[Sibling, ...]:
    """Every variant of the family, this one too."""
    found = catalogue.products(product.seller).filter(family=product.family_id).order_by("pk")
    return tuple(
        Sibling(
            wording.listed(each.options.values()) or each.sku,
            each.sku,
            reverse("seller-product", args=[each.sku]),
            state(each),
            each.pk == product.pk,
        )
        for each in found
    )


def shelves(product: Product) -> tuple[Shelf, ...]:
    """What lies where; nothing for a product that is made to order."""
    held = stock.held(product.seller, [product.sku]).get(product.sku, {})
    return tuple(
        Shelf(
            _("Your own stock") if site.operator_id == product.seller_id else site.name,
            wording.number(balance.on_hand),
            wording.number(balance.reserved),
            wording.number(balance.available),
        )
        for site, balance in held.items()
    )


def advice(product: Product) -> tuple[FindingNote, ...]:
    """What is likely to be asked about: words that do not say what the goods are."""
    if len(telling(product.title)) >= 2:
        return ()
    vague = Finding(
        "Q01",
        gettext_noop("“{said}” does not say what the goods are."),
        "/title",
        gettext_noop("Say what it is, what it is made of and what it is for: “Women's T-shirt, knitted, cotton”."),
        level="warning",
        params={"said": product.title},
    )
    return (FindingNote.of(vague),)
