"""What may not cross the border, or not without a permit: said when the order is placed, not when the parcel is there.

At our own border a permit that the seller holds will do. What an agency at the other hub granted we know by its signed
document; goods that neither covers are refused here, with the agency to apply to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from django.conf import settings

from entrepot.hub.catalogue.models import Product
from entrepot.hub.events.actor import Actor
from entrepot.hub.law import statute
from entrepot.hub.orders import permits, routing
from entrepot.hub.orders.draft import Draft
from entrepot.hub.orders.permits_abroad import Counted
from entrepot.hub.parties.models import Party
from entrepot.trade.declaration import DeclarationFacts, GoodsItem, Trader
from entrepot.trade.finding import Finding
from entrepot.trade.money import Money
from entrepot.trade.permit import missing, requirements


def restrict(drafts: Sequence[Draft], seller: Party, products: Mapping[str, Product], by: Actor) -> Counted:
    """Refuse every order with goods that one of its two borders would turn back; what the others count on abroad."""
    counted = Counted(seller)
    for draft in drafts:
        for facts in _borders(draft, seller, products, by):
            draft.findings += _lacking(facts, seller, counted)
        if draft.findings:
            counted.forget(draft.ucr)
    return counted


def _borders(draft: Draft, seller: Party, products: Mapping[str, Product], by: Actor) -> Iterator[DeclarationFacts]:
    if draft.routed.regime != routing.BONDED:
        yield _facts(draft, seller, products, by, "export", draft.routed.dispatch, draft.routed.regime)
    yield _facts(draft, seller, products, by, "import", draft.facts.destination, draft.quoted.regime)


def _lacking(facts: DeclarationFacts, seller: Party, counted: Counted) -> list[Finding]:
    """What a border forbids, or asks for and the seller does not hold; pointing into the order."""
    asked = requirements(statute().jurisdiction(facts.country).controls(facts.date), facts)
    against: list[Finding] = []
    if facts.country == settings.ENTREPOT_COUNTRY:
        held = permits.drawn_on(facts, seller.code)
    else:
        held, against = counted.on(facts, [each for each in asked if not each.control.prohibited])
    told = {each.pointer for each in against}
    found = against + [each for each in missing(asked, replace(facts, permits=held)) if each.pointer not in told]
    return [replace(each, pointer=each.pointer.replace("/items/", "/lines/", 1)) for each in found]


def _facts(
    draft: Draft,
    seller: Party,
    products: Mapping[str, Product],
    by: Actor,
    direction: Literal["export", "import"],
    country: str,
    regime: str,
) -> DeclarationFacts:
    """The goods of the order as a border would see them."""
    return DeclarationFacts(
        lrn=draft.ucr,
        ucr=draft.ucr,
        direction=direction,
        country=country,
        regime=regime,
        date=by.at.date(),
        declarant=seller.code,
        consignor=Trader(seller.name, seller.country, seller.registration),
        consignee=Trader("", draft.facts.destination),
        currency=draft.facts.currency,
        incoterm="DDP",
        freight="0",
        insurance="0",
        items=tuple(_items(draft, products, country)),
    )


def _items(draft: Draft, products: Mapping[str, Product], country: str) -> Iterator[GoodsItem]:
    for n, (line, value) in enumerate(zip(draft.facts.lines, draft.checked.values, strict=True), 1):
        product = products[line.sku]
        grams = product.net_mass_g * line.quantity
        mass = f"{grams // 1000}.{grams % 1000:03d}"
        yield GoodsItem(
            number=n,
            description=product.title,
            hs=product.codes.get(country, product.hs),
            origin=product.origin,
            quantity=str(line.quantity),
            unit="H87",
            net_mass_kg=mass,
            gross_mass_kg=mass,
            value=Money.from_minor(value, draft.facts.currency).text,
        )
