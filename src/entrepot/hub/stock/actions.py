"""Every write of stock, by what it concerns: the shelves, and the parcels."""

from __future__ import annotations

from entrepot.hub.stock.opening import open_counts, take_back
from entrepot.hub.stock.own import Arrived, Counted, count, open_own, receive_own
from entrepot.hub.stock.parcels import Content, ParcelFacts, clear, dispatch, give_up, label, report, withhold
from entrepot.hub.stock.returning import Back, Restored, restore
from entrepot.hub.stock.shelves import Receipt, open_site, pick, receive, release, reserve

__all__ = [
    "Arrived",
    "Back",
    "Content",
    "Counted",
    "ParcelFacts",
    "Receipt",
    "Restored",
    "clear",
    "count",
    "dispatch",
    "give_up",
    "label",
    "open_counts",
    "open_own",
    "open_site",
    "pick",
    "receive",
    "receive_own",
    "release",
    "report",
    "reserve",
    "restore",
    "take_back",
    "withhold",
]
