"""What a buyer sees of a cart and of the price at the door: each amount with its reason, down to the clause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from entrepot.hub.buying import addresses, checkout
from entrepot.hub.buying.carts import Item
from entrepot.hub.buying.models import Purchase, PurchaseOrder
from entrepot.hub.buying.offers import wanted
from entrepot.hub.catalogue import queries as catalogue
from entrepot.hub.catalogue.models import Listing
from entrepot.hub.network import queries as network
from entrepot.hub.web import wording, workings
from entrepot.hub.web.pieces import Fact, Facts, FindingNote, MoneyLine, MoneyTree, Step, Stepper, amount
from entrepot.hub.web.shop import words
from entrepot.trade.finding import Finding
from entrepot.trade.money import Money


@dataclass(frozen=True, slots=True)
class LineSheet:
    """One line: what, how many, at what price; `path` leads to its page in the shop."""

    number: int
    title: str
    quantity: int
    unit: str
    value: str
    path: str
    news: tuple[FindingNote, ...] = ()


@dataclass(frozen=True, slots=True)
class PartSheet:
    """What lies in the cart of one seller, and what it comes to before carriage, duty and tax."""

    seller: str
    currency: str
    lines: tuple[LineSheet, ...]
    sum: str


@dataclass(frozen=True, slots=True)
class FieldSheet:
    """A field of the address with what was typed, and what is wrong with it."""

    field: addresses.Field
    label: str
    value: str
    findings: tuple[FindingNote, ...]

    @property
    def key(self) -> str:
        return f"f-{self.field.name}"


@dataclass(frozen=True, slots=True)
class OrderSheet:
    """One seller's order: lines, the sum to the door with its working, how it comes, and what else was possible."""

    number: str
    seller: str
    hub: str
    lines: tuple[LineSheet, ...]
    tree: MoneyTree
    total: str
    currency: str
    way: str
    border: str
    days: str
    others: tuple[str, ...]
    ucr: str


def cart(found: Iterable[Item]) -> tuple[PartSheet, ...]:
    """The cart by seller; one sum for each currency of a seller."""
    parts: dict[tuple[str, str], list[Item]] = {}
    for item in found:
        seller = item.listing.seller_name if item.listing else _("No longer for sale")
        parts.setdefault((seller, item.line.currency), []).append(item)
    return tuple(
        PartSheet(
            seller,
            currency,
            tuple(_line(item) for item in items),
            _figure(sum(item.line.unit_minor * item.line.quantity for item in items), currency),
        )
        for (seller, currency), items in parts.items()
    )


def fields(
    asked: Sequence[addresses.Field], given: Mapping[str, str], findings: Sequence[Finding]
) -> tuple[FieldSheet, ...]:
    """The fields of a country's address as a form shows them."""
    return tuple(
        FieldSheet(
            field,
            _(field.label),
            given.get(field.name, ""),
            tuple(FindingNote.of(each) for each in findings if each.pointer == f"/{field.name}"),
        )
        for field in asked
    )


def orders(bought: Sequence[PurchaseOrder], destination: str) -> tuple[OrderSheet, ...]:
    """Orders, each with its price at the door; goods and hubs by the names that the reader knows."""
    shown = catalogue.listings(line.key for each in bought for line in wanted(each.lines))
    hubs = {each.host: each.name for each in network.peers()} if any(each.hub for each in bought) else {}
    return tuple(_order(each, destination, shown, hubs.get(each.hub, each.hub)) for each in bought)


def order(bought: PurchaseOrder, destination: str) -> OrderSheet:
    """One order with its price at the door, in the words of its papers."""
    return _order(bought, destination, {}, bought.hub)


def _order(bought: PurchaseOrder, destination: str, shown: Mapping[str, Listing], hub: str) -> OrderSheet:
    lines = tuple(
        LineSheet(
            n,
            words.line(line.title, shown.get(line.key)),
            line.quantity,
            _figure(line.unit_minor, bought.currency),
            _figure(line.value_minor, bought.currency),
            f"/shop/{line.key.removeprefix('/')}/",
        )
        for n, line in enumerate(wanted(bought.lines), 1)
    )
    return OrderSheet(
        bought.number,
        bought.seller_name,
        hub,
        lines,
        tree(bought),
        _figure(bought.total_minor, bought.currency),
        bought.currency,
        way(bought.channel, bought.seller_country, destination),
        _regime(bought),
        _days(bought),
        tuple(_other(bought, each, destination) for each in bought.ways),
        bought.ucr,
    )


def tree(bought: PurchaseOrder) -> MoneyTree:
    """The sum of an order, from the goods to the door; duty and tax as the law's answer explains them."""
    option = _option(bought)
    levies = workings.lines(option.get("lines", ()), bought.tax_currency)
    own = bought.currency == bought.tax_currency
    charges = levies
    if not own:
        due = Money.from_minor(bought.duty_minor + bought.tax_minor, bought.tax_currency)
        why = _("{amount} at the rate of the quote").format(amount=due)
        charges = (_money(_("Duty and tax"), bought.charges_minor, bought.currency, why, levies),)
    return MoneyTree(
        (
            _money(_("Goods"), bought.goods_minor, bought.currency),
            _money(_("Delivery"), bought.freight_minor, bought.currency),
            *charges,
            MoneyLine.of(_("Total"), Money.from_minor(bought.total_minor, bought.currency), total=True),
        )
    )


def totals(orders: Iterable[PurchaseOrder]) -> tuple[tuple[str, str], ...]:
    """What is to be paid in all, by currency; sums of different currencies are not added."""
    sums: dict[str, int] = {}
    for each in orders:
        sums[each.currency] = sums.get(each.currency, 0) + each.total_minor
    return tuple((currency, _figure(total, currency)) for currency, total in sorted(sums.items()))


def receiver(purchase: Purchase) -> tuple[str, ...]:
    """Name and address by lines, and the country."""
    buyer = checkout.buyer_of(purchase)
    return (buyer.name, *buyer.address.splitlines(), wording.country(purchase.destination), buyer.phone)


def invoice_facts(bought: PurchaseOrder) -> Facts:
    """What stands at the head of an invoice."""
    facts = [
        Fact(_("Invoice"), bought.number, code=True),
        Fact(_("Date"), wording.day(bought.purchase.placed_at or bought.purchase.made_at)),
        Fact(_("Seller"), f"{bought.seller_name}, {wording.country(bought.seller_country)}"),
        Fact(_("Terms of delivery"), _("DDP: duty and tax are paid by the seller out of the price")),
        Fact(_("Consignment"), bought.ucr, code=True),
    ]
    number = bought.quote.facts.get("registration")
    if number:
        facts.append(Fact(_("Seller's tax number"), number, code=True))
    return Facts(tuple(facts))


def steps(here: int) -> Stepper:
    """Where in the checkout one is."""
    names = (_("Address"), _("Price and order"), _("Pay"))
    return Stepper(tuple(Step(name, done=n < here, here=n == here) for n, name in enumerate(names)))


def way(channel: str, origin: str, destination: str) -> str:
    """How the goods come, in a sentence."""
    if channel == "bonded":
        return _("From bonded stock in {country}").format(country=wording.country(destination))
    return _("By post from {country}").format(country=wording.country(origin))


def _line(item: Item) -> LineSheet:
    line = item.line
    news = tuple(FindingNote.of(each) for each in item.news)
    path = f"/shop/{item.listing.path}/" if item.listing else ""
    value = _figure(line.unit_minor * line.quantity, line.currency)
    title = words.line(line.title, item.listing)
    return LineSheet(line.pk, title, line.quantity, _figure(line.unit_minor, line.currency), value, path, news)


def _other(bought: PurchaseOrder, told: Mapping[str, object], destination: str) -> str:
    name = way(str(told["channel"]), bought.seller_country, destination)
    total = told["total_minor"]
    if not isinstance(total, int):
        return _("{way}: nobody can say what it would come to").format(way=name)
    return _("{way}: {total} in all").format(way=name, total=Money.from_minor(total, bought.currency))


def _option(bought: PurchaseOrder) -> Mapping[str, Any]:
    """The way in that the order takes, as the law's answer tells it."""
    found = [each for each in bought.quote.result["options"] if each["regime"] == bought.regime]
    return found[0] if found else {}


def _regime(bought: PurchaseOrder) -> str:
    name = str(_option(bought).get("name") or bought.regime)
    return _("Declared as “{regime}”; duty and tax are in the price.").format(regime=_(name))


def _days(bought: PurchaseOrder) -> str:
    if bought.days_least is None or bought.days_most is None:
        return _("The seller states no time of delivery.")
    return _("{least} to {most} working days after payment, by the seller's own table").format(
        least=bought.days_least, most=bought.days_most
    )


def _money(label: str, minor: int, currency: str, why: str = "", parts: tuple[MoneyLine, ...] = ()) -> MoneyLine:
    return MoneyLine.of(label, Money.from_minor(minor, currency), why=why, parts=parts)


def _figure(minor: int, currency: str) -> str:
    return amount(Money.from_minor(minor, currency))
