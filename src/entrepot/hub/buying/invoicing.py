"""The invoice of an order as data, from what its buyer was shown. The hub where the buyer is has no other papers of it.

The commercial invoice of `trade.papers` with what a consumer's invoice says beside it: business terms of EN 16931 in
brackets, by which a program that reads such invoices finds the same figures.
"""

from __future__ import annotations

from typing import Any

from entrepot.hub.buying import checkout
from entrepot.hub.buying.models import PurchaseOrder
from entrepot.hub.buying.offers import wanted
from entrepot.hub.catalogue.queries import kilograms
from entrepot.trade.declaration import DeclarationFacts, GoodsItem, Trader
from entrepot.trade.money import Money
from entrepot.trade.papers.invoice import invoice as commercial


def invoice(order: PurchaseOrder) -> dict[str, Any]:
    """The invoice with its number (BT-1), its lines (BG-25), its tax (BG-23) and its totals (BG-22)."""
    tax = {
        "duty": {"amount": _text(order.duty_minor, order.tax_currency), "currency": order.tax_currency},
        "tax": {"amount": _text(order.tax_minor, order.tax_currency), "currency": order.tax_currency},
        "charges": _text(order.charges_minor, order.currency),
        "regime": order.regime,
        "quote": str(order.quote_id),
        "law": order.quote.law_digest,
    }
    totals = {
        "goods": _text(order.goods_minor, order.currency),
        "freight": _text(order.freight_minor, order.currency),
        "before_tax": _text(order.total_minor - order.charges_minor, order.currency),
        "payable": _text(order.total_minor, order.currency),
        "currency": order.currency,
    }
    paper = commercial(_facts(order), order.number)
    return {**paper.tree, "tax_total": tax, "monetary_total": totals}


def _facts(order: PurchaseOrder) -> DeclarationFacts:
    """The order as the papers of trade read it."""
    buyer = checkout.buyer_of(order.purchase)
    placed = order.purchase.placed_at or order.purchase.made_at
    return DeclarationFacts(
        lrn=order.number,
        ucr=order.ucr,
        direction="import",
        country=order.purchase.destination,
        regime=order.regime,
        date=placed.date(),
        declarant=order.seller,
        consignor=Trader(order.seller_name, order.seller_country),
        consignee=Trader(buyer.name, order.purchase.destination, "", buyer.address),
        currency=order.currency,
        incoterm="DDP",
        freight=_text(order.freight_minor, order.currency),
        insurance=_text(0, order.currency),
        items=tuple(
            GoodsItem(
                number=n,
                description=line.title,
                hs=line.code,
                origin=line.origin,
                quantity=str(line.quantity),
                unit="H87",
                net_mass_kg=kilograms(line.net_mass_g * line.quantity),
                gross_mass_kg=kilograms(line.net_mass_g * line.quantity),
                value=_text(line.value_minor, order.currency),
                sku=line.sku,
            )
            for n, line in enumerate(wanted(order.lines), 1)
        ),
        registration=str(order.quote.facts.get("registration") or ""),
    )


def _text(minor: int, currency: str) -> str:
    return Money.from_minor(minor, currency).text
