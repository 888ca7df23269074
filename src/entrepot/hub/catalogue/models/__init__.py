"""What the catalogue records: families of products, prices, carriage, what the shop shows, and decided codes."""

from __future__ import annotations

from entrepot.hub.catalogue.models.decisions import ClassificationDecision
from entrepot.hub.catalogue.models.freight import FreightRate
from entrepot.hub.catalogue.models.imports import Import, ImportedRow, KeptMapping, NamedPicture
from entrepot.hub.catalogue.models.listings import Listing, Word
from entrepot.hub.catalogue.models.pictures import Picture
from entrepot.hub.catalogue.models.prices import Price, PriceList
from entrepot.hub.catalogue.models.products import Family, Product

__all__ = [
    "ClassificationDecision",
    "Family",
    "FreightRate",
    "Import",
    "ImportedRow",
    "KeptMapping",
    "Listing",
    "NamedPicture",
    "Picture",
    "Price",
    "PriceList",
    "Product",
    "Word",
]
