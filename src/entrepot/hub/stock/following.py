"""Goods that customs lets go when the rest of their parcel has left: they follow in a parcel of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from django.db.models import Max

from entrepot.hub import events
from entrepot.hub.events.actor import Actor
from entrepot.hub.stock.models import Parcel
from entrepot.hub.stock.numbers import next_number
from entrepot.trade.duty.ground import plain
from entrepot.trade.lifecycles import PARCEL
from entrepot.trade.money import Money, exact

GRAM = 1000

Goods = Mapping[str, Any]


def follow(first: Parcel, before: Iterable[Goods], now: Iterable[Goods], *, by: Actor) -> Parcel | None:
    """A further parcel for what customs kept before and keeps no more; none while the first is still on its shelf.

    It has a number of the same carrier and the first's addressee, and is cleared: its goods are released.
    """
    contents = list(_contents(first, _let_go(before, now)))
    if first.state == PARCEL.initial or not contents:
        return None
    last = Parcel.objects.filter(ucr=first.ucr).aggregate(last=Max("part"))["last"]
    parcel = Parcel.objects.create(
        ucr=first.ucr,
        part=last + 1,
        number=next_number(first.carrier),
        carrier=first.carrier,
        origin=first.origin,
        destination=first.destination,
        gross_mass_g=max(1, int(sum(exact(each["net_mass_kg"]) for each in contents) * GRAM)),
        contents=contents,
        consignee_commitments=first.consignee_commitments,
        labelled_at=by.at,
        cleared_at=by.at,
    )
    body = {"number": parcel.number, "part": parcel.part, "follows": first.number}
    events.record("stock.parcel.labelled", first.ucr, by=by, ucr=first.ucr, body=body)
    return parcel


def pieces(parcel: Parcel) -> dict[str, int]:
    """How many pieces of each SKU are in a parcel that followed."""
    return {each["sku"]: each["quantity"] for each in parcel.contents if each.get("sku")}


def _let_go(before: Iterable[Goods], now: Iterable[Goods]) -> Iterator[tuple[Goods, Fraction]]:
    """What is kept no more, and how much of it in its declared unit."""
    still = {each["number"]: exact(str(each["quantity"])) for each in now}
    for each in before:
        gone = exact(str(each["quantity"])) - still.get(each["number"], 0)
        if gone > 0:
            yield each, gone


def _contents(first: Parcel, gone: Iterable[tuple[Goods, Fraction]]) -> Iterator[dict[str, Any]]:
    """What the label says: the lines of the first parcel with their share of mass and value.

    A label counts pieces; of a line that was declared in another unit all of them are named.
    """
    for goods, quantity in gone:
        line = first.contents[min(goods["number"], len(first.contents)) - 1]
        whole = line["quantity"]
        count = int(quantity) if quantity.denominator == 1 and quantity <= whole else whole
        share = Fraction(count, whole)
        yield {
            **line,
            "sku": goods.get("sku", ""),
            "quantity": count,
            "net_mass_kg": plain(Fraction(round(exact(line["net_mass_kg"]) * share * GRAM), GRAM)),
            "value": (Money.of(line["value"], line["currency"]) * share).text,
        }
