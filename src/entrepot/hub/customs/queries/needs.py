"""What a seller's products need at the borders that they may cross, and whether the seller has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from entrepot.hub.catalogue.models import Product
from entrepot.hub.customs.models import Permit, PermitAbroad
from entrepot.hub.customs.queries.permits import permits_abroad
from entrepot.hub.law import statute
from entrepot.hub.parties.models import Party
from entrepot.trade.finding import Refused
from entrepot.trade.permit import Control, concerns

Granted = TypeVar("Granted", Permit, PermitAbroad)


@dataclass(frozen=True, slots=True)
class Need:
    """What one border asks of one product; `permit` is the holder's for it, in force or applied for.

    `abroad` is one that an agency of another hub granted, by its signed document.
    """

    product: Product
    country: str
    direction: str
    hs: str
    control: Control
    permit: Permit | None
    abroad: PermitAbroad | None = None


def needs(products: Sequence[Product], seller: Party, places: Iterable[str], on: date) -> list[Need]:
    """What the seller's own border asks at export and each place at import, product by product.

    A control goes by code, and some ask only on certain ways in or above a quantity: this is what to ask about, not
    what will be refused.
    """
    mine = list(Permit.objects.filter(holder=seller, state__in=("applied", "issued", "suspended")).order_by("-state"))
    abroad = list(permits_abroad(seller).filter(valid_to__gte=on))
    found = [
        Need(
            product,
            country,
            direction,
            hs,
            control,
            _for(mine, country, control, hs),
            _for(abroad, country, control, hs),
        )
        for country, direction in ((seller.country, "export"), *((place, "import") for place in places))
        for control in _controls(country, on)
        for product, hs, other in _goods(products, country, direction, places)
        if concerns(control, direction, hs, other)
    ]
    once = {(each.product.pk, each.country, each.direction, each.control.code): each for each in found}
    return sorted(
        once.values(), key=lambda each: ((each.permit or each.abroad) is not None, each.product.sku, each.country)
    )


def _goods(
    products: Sequence[Product], country: str, direction: str, places: Iterable[str]
) -> Iterator[tuple[Product, str, str]]:
    """Each product with its code in the country and every other end that it may have."""
    for product in products:
        hs = product.codes.get(country, product.hs)
        for other in places if direction == "export" else (product.origin,):
            yield product, hs, other


def _controls(country: str, on: date) -> Sequence[Control]:
    try:
        return statute().jurisdiction(country).controls(on)
    except Refused:  # no law is held of that place
        return ()


def _for(mine: Iterable[Granted], country: str, control: Control, hs: str) -> Granted | None:
    """The holder's permit for these goods; one in force before one applied for."""
    return next(
        (
            permit
            for permit in mine
            if (permit.country, permit.kind) == (country, control.kind) and hs.startswith(permit.goods)
        ),
        None,
    )
