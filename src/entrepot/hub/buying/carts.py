"""Every write to a cart. What changed since its owner looked is said, and nothing is changed behind their back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub.buying.models import Cart, CartLine
from entrepot.hub.catalogue import offered
from entrepot.hub.catalogue import queries as catalogue
from entrepot.hub.catalogue.models import Listing
from entrepot.hub.catalogue.offered import Variant
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties.models import Person
from entrepot.trade.finding import Finding, Refused

MOST_LINES = 50
MOST_PIECES = 999
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a cart beside what the shop shows now; `news` says what changed, and is empty if nothing did."""

    line: CartLine
    listing: Listing | None
    variant: Variant | None
    price: tuple[int, str] | None
    news: tuple[Finding, ...] = ()

    @property
    def is_for_sale(self) -> bool:
        return self.variant is not None


def opened(number: UUID | str | None, person: Person | None, *, by: Actor) -> Cart:
    """The cart of an account, else the one of this number, else a new one.

    What a visitor put into a cart before signing in goes over to the cart of the account, piece by piece.
    """
    visitor = Cart.objects.filter(pk=number, person=None).first() if number else None
    if person is None:
        return visitor or Cart.objects.create(changed_at=by.at)
    return _merged(person, visitor, by)


@transaction.atomic
def add(cart: Cart, key: str, sku: str, quantity: int, destination: str, *, by: Actor) -> CartLine:
    """Put pieces of a variant into the cart, to those that lie there already."""
    held = _locked(cart, by)
    variant = _variant(catalogue.listing(key), sku)
    before = held.lines.filter(key=key, sku=sku).first()
    pieces = quantity + (before.quantity if before else 0)
    _refuse_unless_possible(pieces, held, fresh=before is None)
    minor, currency = variant.price_in(destination)
    seen = {"quantity": pieces, "title": variant.title, "unit_minor": minor, "currency": currency}
    line, _ = CartLine.objects.update_or_create(cart=held, key=key, sku=sku, defaults=seen)
    return line


@transaction.atomic
def change(cart: Cart, quantities: Mapping[int, int], *, by: Actor) -> None:
    """Set how many pieces of each line are wanted; none takes the line out. A line of another cart is passed over."""
    held = _locked(cart, by)
    for line in held.lines.filter(pk__in=quantities):
        wanted = quantities[line.pk]
        if wanted <= 0:
            line.delete()
        else:
            _refuse_unless_possible(wanted, held, fresh=False)
            held.lines.filter(pk=line.pk).update(quantity=wanted)


@transaction.atomic
def accept_news(cart: Cart, destination: str, *, by: Actor) -> None:
    """Its owner has seen what changed: take the prices of now, and take out what is no longer for sale."""
    held = _locked(cart, by)
    for item in items(held, destination):
        if item.variant is None or item.price is None:
            item.line.delete()
        elif item.news:
            minor, currency = item.price
            seen = {"title": item.variant.title, "unit_minor": minor, "currency": currency}
            held.lines.filter(pk=item.line.pk).update(**seen)


def emptied(cart: Cart | None) -> None:
    """What lay in the cart was ordered."""
    if cart is not None:
        cart.lines.all().delete()


def items(cart: Cart, destination: str) -> list[Item]:
    """The lines of a cart beside what the shop shows now; two questions."""
    lines = list(cart.lines.all())
    listings = {each.key: each for each in Listing.objects.filter(key__in={line.key for line in lines}, state="shown")}
    return [_beside(line, listings.get(line.key), destination) for line in lines]


def news(found: Iterable[Item]) -> list[Finding]:
    """Everything that changed in a cart since its owner looked."""
    return [each for item in found for each in item.news]


def _beside(line: CartLine, listing: Listing | None, destination: str) -> Item:
    told = listing.variant(line.sku) if listing is not None else None
    variant = offered.variant(told) if told is not None else None
    if listing is None or variant is None or not _can_be_had(variant, destination):
        return Item(line, None, None, None, (_gone(line),))
    if f",{destination}," in listing.barred:
        return Item(line, listing, None, None, (_barred(line, destination),))
    price = variant.price_in(destination)
    found = (_dearer(line),) if price != (line.unit_minor, line.currency) else ()
    return Item(line, listing, variant, price, found)


def _can_be_had(variant: Variant, destination: str) -> bool:
    return variant.available != "none" or destination in variant.bonded


@transaction.atomic
def _merged(person: Person, visitor: Cart | None, by: Actor) -> Cart:
    theirs, _ = Cart.objects.get_or_create(person=person, defaults={"changed_at": by.at})
    if visitor is None:
        return theirs
    held = _locked(theirs, by)
    known = {(line.key, line.sku): line for line in held.lines.all()}
    for line in _lines_of(visitor):
        before = known.get((line.key, line.sku))
        if before is not None:
            pieces = min(before.quantity + line.quantity, MOST_PIECES)
            held.lines.filter(pk=before.pk).update(quantity=pieces)
        elif held.lines.count() < MOST_LINES:
            CartLine.objects.filter(pk=line.pk).update(cart=held)
    Cart.objects.filter(pk=visitor.pk, person=None).delete()
    return held


def _lines_of(cart: Cart) -> Sequence[CartLine]:
    """The lines of a visitor's cart, if nobody has merged it in the meantime."""
    held = Cart.objects.select_for_update().filter(pk=cart.pk, person=None).first()
    return list(held.lines.all()) if held else []


def _locked(cart: Cart, by: Actor) -> Cart:
    held = Cart.objects.select_for_update().get(pk=cart.pk)
    held.changed_at = by.at
    held.save(update_fields=["changed_at"])
    return held


def _variant(listing: Listing, sku: str) -> Variant:
    told = listing.variant(sku)
    if told is None:
        raise Refused(
            Finding(
                "variant-not-offered",
                gettext_noop("“{title}” is not offered in this form any more."),
                "/sku",
                gettext_noop("Look at the page of the goods again."),
                params={"title": listing.title},
            )
        )
    return offered.variant(told)


def _refuse_unless_possible(pieces: int, cart: Cart, *, fresh: bool) -> None:
    if not 0 < pieces <= MOST_PIECES:
        raise Refused(
            Finding(
                "cart-quantity",
                gettext_noop("{pieces} pieces of one thing do not go into a cart."),
                "/quantity",
                gettext_noop("Choose 1 to {most}; ask the seller for more."),
                params={"pieces": str(pieces), "most": str(MOST_PIECES)},
            )
        )
    if fresh and cart.lines.count() >= MOST_LINES:
        raise Refused(
            Finding(
                "cart-full",
                gettext_noop("The cart holds {most} different things already."),
                "/key",
                gettext_noop("Order what lies in it, then go on."),
                params={"most": str(MOST_LINES)},
            )
        )


def _gone(line: CartLine) -> Finding:
    return Finding(
        "no-longer-for-sale",
        gettext_noop("“{title}” is no longer for sale."),
        f"/lines/{line.pk}",
        gettext_noop("It will be taken out of the cart."),
        level="warning",
        params={"title": line.title},
    )


def _barred(line: CartLine, destination: str) -> Finding:
    return Finding(
        "not-sold-there",
        gettext_noop("“{title}” may not be sold to {country}."),
        f"/lines/{line.pk}",
        gettext_noop("It will be taken out of the cart; or choose another destination."),
        level="warning",
        params={"title": line.title, "country": destination},
    )


def _dearer(line: CartLine) -> Finding:
    return Finding(
        "price-changed",
        gettext_noop("The price of “{title}” has changed since you put it into the cart."),
        f"/lines/{line.pk}",
        gettext_noop("Look at the new price, then go on."),
        level="warning",
        params={"title": line.title},
    )
