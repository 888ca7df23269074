"""A table of declarations to write over: its line of column names, and one declaration of two goods items."""

from __future__ import annotations

import csv
import io
from datetime import date

from entrepot.hub.parties.models import Party

ITEMS = (
    {"description": "Porcelain tea set, six cups", "hs": "691110", "value": "480.00", "sku": "TEA-6"},
    {"description": "Stoneware teapot", "hs": "691200", "value": "60.00", "sku": "POT-1"},
)


def table(declarant: Party, country: str, currency: str, on: date) -> str:
    """The example in the name of who asks for it; goods, people and references are invented."""
    head = {
        "lrn": "EXAMPLE-1",
        "ucr": f"{on.year % 10}CNEXAMPLE-1",
        "direction": "import",
        "country": country,
        "regime": "general",
        "date": on.isoformat(),
        "declarant": declarant.code,
        "consignor.name": "Example Kiln",
        "consignor.country": "CN",
        "consignee.name": "Example Buyer",
        "consignee.country": country,
        "consignee.address": "1 Example Road",
        "currency": currency,
        "incoterm": "DAP",
        "freight": "20.00",
        "transport_document": "EXAMPLE-WAYBILL-1",
    }
    goods = {"origin": "CN", "quantity": "1", "unit": "H87", "net_mass_kg": "1.8", "gross_mass_kg": "2.2"}
    items = [{f"item.{name}": told for name, told in (goods | each).items()} for each in ITEMS]
    page = io.StringIO()
    writer = csv.DictWriter(page, [*head, *items[0]], restval="")
    writer.writeheader()
    writer.writerows([head | items[0], *items[1:]])
    return page.getvalue()
