"""Every write of storefronts: connecting, taking orders in, bringing products, telling of parcels."""

from __future__ import annotations

from entrepot.hub.storefronts.connecting import Connection, called, connect, disconnect, renew_keys, retry, send_stock
from entrepot.hub.storefronts.products import Brought, bring_products
from entrepot.hub.storefronts.taking import accept, take_in

__all__ = [
    "Brought",
    "Connection",
    "accept",
    "bring_products",
    "called",
    "connect",
    "disconnect",
    "renew_keys",
    "retry",
    "send_stock",
    "take_in",
]
