"""Every write of stock, by what it concerns: the shelves, and the parcels."""

from __future__ import annotations

from entrepot.hub.stock.parcels import Content, ParcelFacts, clear, dispatch, label, report, withhold
from entrepot.hub.stock.shelves import Receipt, open_site, pick, receive, release, reserve

__all__ = [
    "Content",
    "ParcelFacts",
    "Receipt",
    "clear",
    "dispatch",
    "label",
    "open_site",
    "pick",
    "receive",
    "release",
    "report",
    "reserve",
    "withhold",
]
