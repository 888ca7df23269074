"""Rows that say everything: shops export a product over several rows, and the later ones leave out what stands above.

Shopify repeats the handle and fills the product's own cells once; rows that hold only a picture are none of ours.
WooCommerce has a row for the variable product and one for each variation, which names its parent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from entrepot.hub.adapters.shop.table import Row, Table

SHOPIFY = frozenset({"Handle", "Title", "Option1 Name", "Option1 Value"})
WOOCOMMERCE = frozenset({"ID", "Type", "SKU", "Name", "Regular price"})
WHOLE = ("Title", "Body (HTML)", "Vendor", "Option1 Name", "Option2 Name", "Option3 Name", "Product Category", "Type")
OPTIONS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Unfolded:
    """One product as the file means it: its cells, the thing it is a variant of, and what tells it apart.

    Of one that is not `counted` the shop keeps no stock, or sells on when there is none: it is made to order.
    """

    row: Row
    family: str = ""
    called: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    counted: bool = True


def shop_of(header: tuple[str, ...]) -> str:
    """Which shop wrote the file ("shopify", "woocommerce"), or "plain"."""
    if set(header) >= SHOPIFY:
        return "shopify"
    return "woocommerce" if set(header) >= WOOCOMMERCE else "plain"


def unfolded(sheet: Table) -> Iterator[Unfolded]:
    """Every product of the file, in its order."""
    shop = shop_of(sheet.header)
    if shop == "shopify":
        yield from _shopify(sheet)
    elif shop == "woocommerce":
        yield from _woocommerce(sheet)
    else:
        yield from (Unfolded(row) for row in sheet.rows)


def _shopify(sheet: Table) -> Iterator[Unfolded]:
    above: dict[str, str] = {}
    pictures = _shopify_pictures(sheet)
    for row in sheet.rows:
        if row["Title"] or above.get("Handle") != row["Handle"]:
            above = {"Handle": row["Handle"]} | {name: row[name] for name in WHOLE}
        if not any(row[name] for name in ("Variant SKU", "SKU", "Variant Price", "Option1 Value")):
            continue  # a further picture of the product above, which names it with its own
        options = {
            above[f"Option{n} Name"]: row[f"Option{n} Value"]
            for n in OPTIONS
            if above[f"Option{n} Name"] and row[f"Option{n} Value"] not in ("", "Default Title")
        }
        told = ", ".join([above["Title"], *options.values()])
        cells = {**row.cells, **{name: above[name] for name in WHOLE}, "Title": told}
        cells["Image Src"] = pictures.pop(row["Handle"], "")
        kept = bool(row["Variant Inventory Tracker"]) or "Variant Inventory Tracker" not in row.cells
        counted = kept and row["Variant Inventory Policy"].casefold() != "continue"
        yield Unfolded(Row(row.line, cells), above["Handle"], above["Title"], options, counted)


def _shopify_pictures(sheet: Table) -> dict[str, str]:
    """Every picture of a product, by its handle, one a line; its first row has them all."""
    found: dict[str, list[str]] = {}
    for row in sheet.rows:
        if row["Image Src"]:
            found.setdefault(row["Handle"], []).append(row["Image Src"])
    return {handle: "\n".join(addresses) for handle, addresses in found.items()}


def _woocommerce(sheet: Table) -> Iterator[Unfolded]:
    parents = {
        key: row for row in sheet.rows if row["Type"] == "variable" for key in (row["SKU"], f"id:{row['ID']}") if key
    }
    for row in sheet.rows:
        if row["Type"] in ("variable", "grouped", "external"):
            continue  # what is sold are its variations
        parent = parents.get(row["Parent"]) if row["Parent"] else None
        if parent is None:
            yield Unfolded(row, counted=_woocommerce_counts(row))
            continue
        options = {
            row[f"Attribute {n} name"]: row[f"Attribute {n} value(s)"]
            for n in OPTIONS
            if row[f"Attribute {n} name"] and row[f"Attribute {n} value(s)"]
        }
        cells = {name: row[name] or parent[name] for name in sheet.header}
        cells["Name"] = ", ".join([parent["Name"], *options.values()])
        counted = _woocommerce_counts(row)
        yield Unfolded(Row(row.line, cells), parent["SKU"] or parent["ID"], parent["Name"], options, counted)


def _woocommerce_counts(row: Row) -> bool:
    """Whether the shop stops selling when the stock of a row is out; one kept for all variations is of none of them."""
    return bool(row["Stock"]) and row["Backorders allowed?"].casefold() in ("", "0", "no")
