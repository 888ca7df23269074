"""Order against payment, order against waybill, papers against the declaration."""

from __future__ import annotations

from collections.abc import Iterator

from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.declaration.reading import decimal_text, millionths
from entrepot.trade.finding import Finding
from entrepot.trade.matching.comparing import MESSAGES, missing, same, same_amount, same_name, same_party
from entrepot.trade.matching.paper import OrderPaper, PaymentPaper, WaybillPaper
from entrepot.trade.wording import gettext_noop

PIECES = frozenset({"C62", "H87"})


def match(
    order: OrderPaper | None,
    payment: PaymentPaper | None,
    waybill: WaybillPaper | None,
    facts: DeclarationFacts | None = None,
) -> list[Finding]:
    """Every difference between the papers, field by field; and between them and the declaration if it is given.

    A paper that is missing is itself a finding. Only a difference in letter case, spaces or width of a name is let
    pass with a warning.
    """
    found = [
        missing(name) for name, paper in (("order", order), ("payment", payment), ("waybill", waybill)) if paper is None
    ]
    if order is not None:
        found += _sum(order)
        found += same_party(("order", "order"), "buyer_key", "consignee_key", order.buyer_key, order.consignee_key)
    if order is not None and payment is not None:
        found += _order_and_payment(order, payment)
    if order is not None and waybill is not None:
        found += _order_and_waybill(order, waybill)
    if order is None and payment is not None and waybill is not None:
        found += _payment_and_waybill(payment, waybill)
    if facts is not None:
        found += _declared(order, payment, waybill, facts)
    return found


def _sum(order: OrderPaper) -> Iterator[Finding]:
    """What was paid is goods, freight and tax less discount."""
    amounts = {name: millionths(getattr(order, name)) for name in ("goods", "freight", "tax", "discount", "paid")}
    for name, amount in amounts.items():
        if amount is None or amount < 0:
            yield Finding(
                "paper-amount",
                gettext_noop("The order's {field} “{text}” is not an amount."),
                f"/order/{name}",
                gettext_noop("Send the order again with a decimal number of nothing or more."),
                params={"field": name, "text": getattr(order, name)},
            )
    goods, freight, tax, discount, paid = (amounts[name] or 0 for name in amounts)
    if None not in amounts.values() and paid != goods + freight + tax - discount:
        yield Finding(
            "paid-not-the-sum",
            gettext_noop("The order says {paid} was paid, but goods, freight and tax less discount come to {sum}."),
            "/order/paid",
            gettext_noop("Send the order again with the amounts of the receipt."),
            MESSAGES,
            params={"paid": order.paid, "sum": decimal_text(goods + freight + tax - discount)},
        )


def _order_and_payment(order: OrderPaper, payment: PaymentPaper) -> Iterator[Finding]:
    pair = ("order", "payment")
    yield from same(pair, "ucr", "ucr", order.ucr, payment.ucr)
    yield from same(pair, "order_number", "order_number", order.order_number, payment.order_number)
    yield from same(pair, "payment_reference", "reference", order.payment_reference, payment.reference)
    yield from same(pair, "currency", "currency", order.currency, payment.currency)
    yield from same_amount(pair, "paid", "amount", order.paid, payment.amount)
    yield from same_party(pair, "buyer_key", "payer_key", order.buyer_key, payment.payer_key)
    yield from same_name(pair, "buyer_name", "payer_name", order.buyer_name, payment.payer_name)


def _order_and_waybill(order: OrderPaper, waybill: WaybillPaper) -> Iterator[Finding]:
    pair = ("order", "waybill")
    yield from same(pair, "ucr", "ucr", order.ucr, waybill.ucr)
    yield from same(pair, "order_number", "order_number", order.order_number, waybill.order_number)
    yield from same(pair, "item_count", "item_count", str(order.item_count), str(waybill.item_count))
    yield from same_party(pair, "buyer_key", "consignee_key", order.buyer_key, waybill.consignee_key)
    for field in ("consignee_name", "consignee_address"):
        yield from same_name(pair, field, field, getattr(order, field), getattr(waybill, field))


def _payment_and_waybill(payment: PaymentPaper, waybill: WaybillPaper) -> Iterator[Finding]:
    pair = ("payment", "waybill")
    yield from same(pair, "ucr", "ucr", payment.ucr, waybill.ucr)
    yield from same(pair, "order_number", "order_number", payment.order_number, waybill.order_number)
    yield from same_party(pair, "payer_key", "consignee_key", payment.payer_key, waybill.consignee_key)


def _declared(
    order: OrderPaper | None, payment: PaymentPaper | None, waybill: WaybillPaper | None, facts: DeclarationFacts
) -> Iterator[Finding]:
    """Where the papers and the declaration differ: each paper's reference, and the amounts and numbers of the sale."""
    for name, paper in (("order", order), ("payment", payment), ("waybill", waybill)):
        if paper is not None:
            yield from same((name, "declaration"), "ucr", "ucr", paper.ucr, facts.ucr)
    if order is not None:
        pair = ("order", "declaration")
        yield from same(pair, "currency", "currency", order.currency, facts.currency)
        values = [millionths(item.value) for item in facts.items]
        declared = decimal_text(sum(each or 0 for each in values)) if None not in values else "—"
        yield from same_amount(pair, "goods", "items", order.goods, declared)
        yield from same_amount(pair, "freight", "freight", order.freight, facts.freight or "0")
    if waybill is not None:
        pair = ("waybill", "declaration")
        yield from same(pair, "number", "transport_document", waybill.number, facts.transport_document)
        pieces = _pieces(facts)
        if pieces is not None:
            yield from same(pair, "item_count", "items", str(waybill.item_count), pieces)


def _pieces(facts: DeclarationFacts) -> str | None:
    """How many pieces are declared; None if some goods are measured instead of counted."""
    counts = [millionths(item.quantity) for item in facts.items if item.unit in PIECES]
    if len(counts) < len(facts.items) or None in counts:
        return None
    return decimal_text(sum(each or 0 for each in counts))
