"""Who an order is for: sealed as soon as it comes in, and compared by commitments from then on."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from entrepot.hub import sealing
from entrepot.hub.orders.facts import BuyerFacts
from entrepot.hub.orders.models import Buyer, Order
from entrepot.trade import matching


def sealed(order: Order, facts: BuyerFacts) -> Buyer:
    """The buyer of an order, not yet written. The seal is bound to the order's number and seller."""
    named = asdict(facts) | {"name": facts.name.strip() or unnamed(order.number)}
    return Buyer(
        order=order,
        sealed=sealing.seal(named, about=_about(order)),
        key=person(order.seller_id, order.number, facts),
        commitments=_commitments(order, named, facts),
        mask=sealing.mask(named["name"]),
    )


def opened(order: Order) -> BuyerFacts:
    """The buyer in clear: for the label, the declaration and the payment request, and for nobody who only looks."""
    kept = Buyer.objects.filter(order=order).first()
    if kept is None:
        return BuyerFacts(name=unnamed(order.number))
    return BuyerFacts(**sealing.unseal(bytes(kept.sealed), about=_about(order)))


def person(seller_code: str, number: str, facts: BuyerFacts) -> str:
    """The commitment to the person: by identity number, else telephone, else name and address.

    A shop that tells nothing of its buyer gives each order a person of its own.
    """
    told = facts.identity or facts.phone or "\n".join(filter(None, (facts.name, facts.address)))
    return matching.party_key(sealing.commitment_key(), told or f"{seller_code}/{number}")


def unnamed(number: str) -> str:
    """What stands for a name where the shop gives none."""
    return f"Buyer of order {number}"


def name_of(commitments: dict[str, Any], part: str) -> matching.Sealed:
    """A commitment as the three-document match reads it."""
    return matching.Sealed(**commitments[part])


def _commitments(order: Order, named: dict[str, str], facts: BuyerFacts) -> dict[str, Any]:
    key = sealing.commitment_key()
    return {
        "key": person(order.seller_id, order.number, facts),
        "name": asdict(matching.seal(key, named["name"])),
        "address": asdict(matching.seal(key, *named["address"].splitlines())),
    }


def _about(order: Order) -> str:
    return f"order:{order.seller_id}/{order.number}"
