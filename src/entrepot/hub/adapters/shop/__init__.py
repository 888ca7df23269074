"""Order files of shops, as they are: bytes in, orders and findings out. Nothing is stored here.

`read` looks at the header and knows which shop wrote the file. Each bad row is refused alone, with its line number,
and what is wrong with it; good rows are not held up by it.
"""

from __future__ import annotations

from collections.abc import Mapping

from entrepot.hub.adapters.shop import plain, shopify, woocommerce
from entrepot.hub.adapters.shop.reading import Reading, RefusedRow, unknown_header
from entrepot.hub.adapters.shop.table import table
from entrepot.hub.catalogue.facts import ProductFacts

READERS = (shopify, woocommerce, plain)

__all__ = ["READERS", "Reading", "RefusedRow", "read", "written_by"]


def written_by(content: bytes) -> str:
    """Which shop wrote the file ("shopify", "woocommerce", "plain"), or nothing if its header is not known."""
    header = set(table(content).header)
    return next((reader.NAME for reader in READERS if header >= reader.MARKS), "")


def read(content: bytes, products: Mapping[str, ProductFacts] | None = None, *, currency: str = "") -> Reading:
    """The orders in a file. `products` are the SKUs known already; `currency` stands where a file names none."""
    sheet = table(content)
    known = products or {}
    header = set(sheet.header)
    if header >= shopify.MARKS:
        return shopify.read(sheet, known, currency)
    if header >= woocommerce.MARKS:
        return woocommerce.read(sheet, known, currency)
    if header >= plain.MARKS:
        return plain.read(sheet, known, currency)
    return unknown_header(sheet)
