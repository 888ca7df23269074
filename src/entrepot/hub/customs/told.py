"""Papers as their senders tell them, with names in clear; the hub commits to the names at the door and keeps no other.

A person is known by identity number, else by telephone, else by name and address: order, payment and waybill must tell
the same of these to be compared.
"""

from __future__ import annotations

from dataclasses import dataclass

from entrepot.hub import sealing
from entrepot.trade.matching import OrderPaper, PaymentPaper, Sealed, WaybillPaper, party_key, seal


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody as a paper names them."""

    name: str
    address: str = ""
    identity: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the platform or the seller says was ordered."""

    order_number: str
    payment_reference: str
    currency: str
    goods: str
    freight: str = "0"
    tax: str = "0"
    discount: str = "0"
    paid: str
    item_count: int
    buyer: Person
    consignee: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What the payment firm says was paid, and by whom."""

    order_number: str
    reference: str
    currency: str
    amount: str
    payer: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Waybill:
    """What the carrier says it carries, and to whom."""

    order_number: str
    number: str
    item_count: int
    consignee: Person


def committed(ucr: str, paper: Order | Payment | Waybill) -> tuple[str, OrderPaper | PaymentPaper | WaybillPaper]:
    """The kind of the paper, and what customs keeps of it."""
    match paper:
        case Order():
            order = OrderPaper(
                ucr=ucr,
                order_number=paper.order_number,
                payment_reference=paper.payment_reference,
                currency=paper.currency,
                goods=paper.goods,
                freight=paper.freight,
                tax=paper.tax,
                discount=paper.discount,
                paid=paper.paid,
                item_count=paper.item_count,
                buyer_key=_key(paper.buyer),
                buyer_name=_name(paper.buyer),
                consignee_key=_key(paper.consignee),
                consignee_name=_name(paper.consignee),
                consignee_address=_address(paper.consignee),
            )
            return "order", order
        case Payment():
            payment = PaymentPaper(
                ucr=ucr,
                order_number=paper.order_number,
                reference=paper.reference,
                currency=paper.currency,
                amount=paper.amount,
                payer_key=_key(paper.payer),
                payer_name=_name(paper.payer),
            )
            return "payment", payment
        case Waybill():
            waybill = WaybillPaper(
                ucr=ucr,
                order_number=paper.order_number,
                number=paper.number,
                item_count=paper.item_count,
                consignee_key=_key(paper.consignee),
                consignee_name=_name(paper.consignee),
                consignee_address=_address(paper.consignee),
            )
            return "waybill", waybill


def _key(person: Person) -> str:
    told = person.identity or person.phone or "\n".join(filter(None, (person.name, person.address)))
    return party_key(sealing.commitment_key(), told)


def _name(person: Person) -> Sealed:
    return seal(sealing.commitment_key(), person.name)


def _address(person: Person) -> Sealed:
    return seal(sealing.commitment_key(), *person.address.splitlines())
