"""The commercial invoice that goes with a consignment."""

from __future__ import annotations

from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.papers.projection import Paper, Source, Tree

FORM = "Commercial invoice"


def invoice(facts: DeclarationFacts, number: str) -> Paper:
    """The invoice of that number for these facts: parties, lines, charges, total and delivery term.

    Under a term whose price contains carriage or insurance these are shown, but not added again.
    """
    source = Source(facts)
    source.take("/date")
    source.take("/invoice_total")  # it is computed here, and was compared when the facts were checked
    term = facts.term
    charges: list[Tree] = [
        {
            "kind": kind,
            "amount": source.take(f"/{kind}") or "0",
            "in_price": kind in term.price_includes,
        }
        for kind in ("freight", "insurance")
    ]
    due = facts.goods_value
    if "freight" not in term.price_includes:
        due += facts.freight_paid
    if "insurance" not in term.price_includes:
        due += facts.insurance_paid
    tree: dict[str, Tree] = {
        "number": number,
        "date": facts.date.isoformat(),
        "ucr": source.take("/ucr"),
        "seller": _party(source, "/consignor"),
        "buyer": _party(source, "/consignee"),
        "delivery_term": source.take("/incoterm"),
        "currency": source.take("/currency"),
        "seller_registration": source.take("/registration"),
        "lines": [_line(source, facts, n) for n in range(len(facts.items))],
        "charges": charges,
        "goods_total": facts.goods_value.text,
        "total": due.text,
    }
    return Paper(FORM, tree, source.losses(FORM))


def _party(source: Source, place: str) -> dict[str, Tree]:
    return {field: source.take(f"{place}/{field}") for field in ("name", "address", "country", "id")}


def _line(source: Source, facts: DeclarationFacts, n: int) -> dict[str, Tree]:
    place, item = f"/items/{n}", facts.items[n]
    for field in ("number", "value"):
        source.take(f"{place}/{field}")
    return {
        "number": item.number,
        "description": source.take(f"{place}/description"),
        "sku": source.take(f"{place}/sku"),
        "gtin": source.take(f"{place}/gtin"),
        "hs": source.take(f"{place}/hs"),
        "origin": source.take(f"{place}/origin"),
        "quantity": source.take(f"{place}/quantity"),
        "unit": source.take(f"{place}/unit"),
        "net_mass_kg": source.take(f"{place}/net_mass_kg"),
        "amount": facts.value_of(item).text,
    }
