"""What is left for the officers of the demo: goods on the red lane, which the simulated officer leaves to people."""

from __future__ import annotations

from typing import Any

LAMP = {
    "number": 1,
    "description": "Porcelain lamp with lithium battery",
    "hs": "691390",
    "quantity": "2",
    "unit": "H87",
    "net_mass_kg": "1.8",
    "gross_mass_kg": "2.2",
    "value": "480.00",
    "sku": "LAMP-P",
}
"""Its words name a battery and its code does not, so a profile of either country stops it."""

BORDERS = {
    "hz": ("hz-shop", "export", "CN", "Your shop in Hangzhou", "6CNHZSHOP-L-3001", "0110"),
    "kl": ("kl-shop", "import", "MY", "Qinghe Ceramics", "6CNQHCERAMIC-L-3002", "general"),
}
"""By hub: who declares, which way, at which border, who sends, under which reference and procedure."""


def declared(hub: str) -> tuple[str, dict[str, Any]]:
    """Who declares it at a hub, and the declaration."""
    declarant, direction, country, consignor, ucr, regime = BORDERS[hub]
    return declarant, {
        "lrn": ucr.rpartition("-")[2],
        "ucr": ucr,
        "direction": direction,
        "country": country,
        "regime": regime,
        "date": "2026-11-23",
        "declarant": declarant,
        "consignor": {"name": consignor, "country": "CN"},
        "consignee": {"name": "Contoh Pembeli", "country": "MY", "address": "1 Example Road"},
        "currency": "MYR",
        "incoterm": "DAP",
        "freight": "20.00",
        "insurance": "0",
        "transport_document": "SIMULATED-3001",
        "items": [{**LAMP, "origin": "CN"}],
    }
