"""The orders export of Shopify: the first row of a name carries the order, further rows of it its other lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from entrepot.hub.adapters.shop.cells import Cells, note
from entrepot.hub.adapters.shop.gathering import Entry, gathered
from entrepot.hub.adapters.shop.reading import Reading
from entrepot.hub.adapters.shop.table import Row, Table
from entrepot.hub.catalogue.facts import ProductFacts, plain
from entrepot.hub.orders.facts import BuyerFacts, LineFacts
from entrepot.trade.finding import Finding
from entrepot.trade.wording import gettext_noop

NAME = "shopify"
MARKS = frozenset({"Name", "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku"})
ENDED = ("refunded", "voided")


def read(sheet: Table, products: Mapping[str, ProductFacts], currency: str = "") -> Reading:
    return gathered(NAME, sheet, _entries(sheet, currency), products)


def _entries(sheet: Table, currency: str) -> Iterator[Entry]:
    opened: Entry | None = None
    for row in sheet.rows:
        name = row["Name"].removeprefix("#").strip()
        if opened is None or opened.order != name or _opens(row):
            opened = _opening(row, currency)
            yield opened
        else:
            yield _further(row, opened)


def _opens(row: Row) -> bool:
    """Only the first row of an order carries what concerns the order."""
    return any(row[column] for column in ("Financial Status", "Currency", "Total", "Shipping Country"))


def _opening(row: Row, currency: str) -> Entry:
    cells = Cells()
    paid_in = cells.currency(row["Currency"] or currency)
    order = cells.order(row["Name"])
    if row["Cancelled at"] or row["Financial Status"].lower() in ENDED:
        cells.findings.append(ended(order))
    if plain(row["Taxes"] or "0"):
        cells.notes.append(
            note(
                "shop-taxes-left-out",
                gettext_noop("The shop's own taxes ({taxes}) are left out; duty and tax are worked out here."),
                taxes=row["Taxes"],
            )
        )
    return Entry(
        line=row.line,
        order=order,
        ordered_on=cells.day(row["Created at"] or row["Paid at"]),
        currency=paid_in,
        destination=cells.country(row["Shipping Country"] or row["Billing Country"]),
        article=_article(row, cells, paid_in),
        freight=cells.amount(row["Shipping"], paid_in, "/Shipping"),
        discount=cells.amount(row["Discount Amount"], paid_in, "/Discount Amount"),
        buyer=BuyerFacts(
            name=row["Shipping Name"] or row["Billing Name"],
            phone=row["Shipping Phone"] or row["Phone"] or row["Billing Phone"],
            address=_address(row),
        ),
        begins=True,
        findings=tuple(cells.findings),
        notes=tuple(cells.notes),
    )


def _further(row: Row, opened: Entry) -> Entry:
    cells = Cells()
    article = _article(row, cells, opened.currency)
    return replace(
        opened,
        line=row.line,
        article=article,
        begins=False,
        findings=tuple(cells.findings),
        notes=tuple(cells.notes),
    )


def _article(row: Row, cells: Cells, currency: str) -> LineFacts:
    return LineFacts(
        sku=row["Lineitem sku"],
        quantity=cells.quantity(row["Lineitem quantity"]),
        unit_price=cells.price(row["Lineitem price"], currency),
    )


def _address(row: Row) -> str:
    street = row["Shipping Street"] or " ".join(filter(None, (row["Shipping Address1"], row["Shipping Address2"])))
    town = " ".join(filter(None, (row["Shipping Zip"].strip("'"), row["Shipping City"], row["Shipping Province"])))
    return ", ".join(filter(None, (street, town)))


def ended(order: str) -> Finding:
    return Finding(
        "order-ended",
        gettext_noop("Order {order} was cancelled or its money given back; it is not to be shipped."),
        "/Financial Status",
        gettext_noop("Leave it out of the export, or export it again if it was revived."),
        params={"order": order},
    )
