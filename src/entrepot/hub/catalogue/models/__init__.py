"""What the catalogue records: products, what the shop shows of them, and the codes that were decided."""

from __future__ import annotations

from entrepot.hub.catalogue.models.decisions import ClassificationDecision
from entrepot.hub.catalogue.models.listings import Listing, Word
from entrepot.hub.catalogue.models.products import Product

__all__ = ["ClassificationDecision", "Listing", "Product", "Word"]
