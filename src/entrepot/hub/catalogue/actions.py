"""Every write to the catalogue, by what it concerns: products and families, whether they are offered, their prices."""

from __future__ import annotations

from entrepot.hub.catalogue.offering import offer, remove, withdraw
from entrepot.hub.catalogue.pricing import PriceFacts, PriceListFacts, state_prices
from entrepot.hub.catalogue.stating import list_products, name_products, state_families

__all__ = [
    "PriceFacts",
    "PriceListFacts",
    "list_products",
    "name_products",
    "offer",
    "remove",
    "state_families",
    "state_prices",
    "withdraw",
]
