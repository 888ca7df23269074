"""The three papers of a sale, each from another party."""

from __future__ import annotations

from dataclasses import dataclass

from entrepot.trade.matching.sealed import Sealed


@dataclass(frozen=True, slots=True)
class OrderPaper:
    """What the platform or the seller says was ordered. Amounts are decimal digits in the currency."""

    ucr: str
    order_number: str
    payment_reference: str
    currency: str
    goods: str
    freight: str
    tax: str
    discount: str
    paid: str
    item_count: int
    buyer_key: str
    buyer_name: Sealed
    consignee_key: str
    consignee_name: Sealed
    consignee_address: Sealed


@dataclass(frozen=True, slots=True)
class PaymentPaper:
    """What the payment firm says was paid, and by whom."""

    ucr: str
    order_number: str
    reference: str
    currency: str
    amount: str
    payer_key: str
    payer_name: Sealed


@dataclass(frozen=True, slots=True)
class WaybillPaper:
    """What the carrier says it carries, and to whom."""

    ucr: str
    order_number: str
    number: str
    item_count: int
    consignee_key: str
    consignee_name: Sealed
    consignee_address: Sealed
