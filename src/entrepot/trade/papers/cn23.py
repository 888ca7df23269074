"""CN 23, the customs declaration that the post carries on a parcel (Universal Postal Union)."""

from __future__ import annotations

from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.declaration.reading import decimal_text, read
from entrepot.trade.papers.projection import Paper, Source, Tree

FORM = "CN 23"


def cn23(facts: DeclarationFacts) -> Paper:
    """The form for these facts: sender, addressee, contents by item, and the postage."""
    source = Source(facts)
    totals = read(facts)
    source.take("/date")
    tree: dict[str, Tree] = {
        "item_number": source.take("/transport_document"),
        "sender": _person(source, "/consignor"),
        "addressee": _person(source, "/consignee"),
        "sender_customs_reference": source.take("/ucr"),
        "importer_reference": source.take("/registration"),
        "contents": [_content(source, f"/items/{n}", source.take("/currency")) for n in range(len(facts.items))],
        "total_gross_weight_kg": decimal_text(totals.gross),
        "total_value": _money(decimal_text(totals.value), facts.currency),
        "postal_charges": _money(source.take("/freight"), facts.currency),
        "category": "sale of goods",
        "licences": [source.take(f"/permits/{n}/number") for n in range(len(facts.permits))],
        "date": facts.date.isoformat(),
    }
    return Paper(FORM, tree, source.losses(FORM))


def _person(source: Source, place: str) -> dict[str, Tree]:
    return {
        "name": source.take(f"{place}/name"),
        "address": source.take(f"{place}/address"),
        "country": source.take(f"{place}/country"),
    }


def _content(source: Source, place: str, currency: str) -> dict[str, Tree]:
    source.take(f"{place}/gross_mass_kg")  # in the total
    source.take(f"{place}/number")  # by its place in the list
    return {
        "description": source.take(f"{place}/description"),
        "quantity": source.take(f"{place}/quantity"),
        "unit": source.take(f"{place}/unit"),
        "net_weight_kg": source.take(f"{place}/net_mass_kg"),
        "value": _money(source.take(f"{place}/value"), currency),
        "hs_tariff_number": source.take(f"{place}/hs"),
        "origin": source.take(f"{place}/origin"),
    }


def _money(amount: str, currency: str) -> dict[str, Tree]:
    return {"amount": amount, "currency": currency}
