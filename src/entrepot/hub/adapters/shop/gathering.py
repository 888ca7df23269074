"""Rows into orders: the rows of one order are brought together, and a bad row is refused alone.

An order is never placed in part. If one row of an order is bad, its other rows wait with it, and each says for which
line it waits; other orders are not touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from entrepot.hub.adapters.shop.reading import Reading, RefusedRow, RowNote, unreadable
from entrepot.hub.adapters.shop.table import Table
from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.hub.orders.facts import BuyerFacts, LineFacts, OrderFacts
from entrepot.trade.finding import Finding
from entrepot.trade.wording import gettext_noop


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row, read: what it says of its order and of its line. `begins` marks a row that opens an order anew."""

    line: int
    order: str
    ordered_on: date
    currency: str
    destination: str
    article: LineFacts
    freight: str = "0"
    discount: str = "0"
    buyer: BuyerFacts = field(default_factory=BuyerFacts)
    product: ProductFacts | None = None
    begins: bool = False
    findings: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()


def gathered(shop: str, sheet: Table, entries: Iterable[Entry], products: Mapping[str, ProductFacts]) -> Reading:
    """Every order that is whole and in order; every row that is not, with the reason."""
    orders: dict[str, list[Entry]] = {}
    refused = list(unreadable(sheet))
    notes: list[RowNote] = []
    stated: dict[str, ProductFacts] = {}
    above = ""
    for entry in entries:
        found = [*entry.findings, *_of_product(entry, stated, products)]
        rows = orders.get(entry.order, [])
        adjoins, above = above == entry.order, entry.order
        if rows and not found and (again := _again(rows, entry, adjoins)):
            found.append(again)
            refused.append(RefusedRow(entry.line, entry.order, tuple(found)))
            continue
        if entry.order:
            orders.setdefault(entry.order, []).append(replace(entry, findings=tuple(found)))
        else:
            refused.append(RefusedRow(entry.line, entry.order, tuple(found)))
        notes += [RowNote(entry.line, entry.order, each) for each in entry.notes]
    whole = {number: rows for number, rows in orders.items() if not any(row.findings for row in rows)}
    for number, rows in orders.items():
        if number not in whole:
            refused += _refused(rows)
    return Reading(
        shop=shop,
        rows=sheet.records,
        orders=tuple(_order(rows) for rows in whole.values()),
        products=tuple(
            {row.article.sku: row.product for rows in whole.values() for row in rows if row.product}.values()
        ),
        refused=tuple(sorted(refused, key=lambda row: row.line)),
        notes=tuple(notes),
        lines=tuple((number, rows[0].line) for number, rows in whole.items()),
    )


def _order(rows: list[Entry]) -> OrderFacts:
    first = rows[0]
    return OrderFacts(
        number=first.order,
        ordered_on=first.ordered_on,
        currency=first.currency,
        destination=first.destination,
        lines=tuple(row.article for row in rows),
        freight=first.freight,
        discount=first.discount,
        buyer=first.buyer,
    )


def _refused(rows: list[Entry]) -> Iterable[RefusedRow]:
    bad = next(row.line for row in rows if row.findings)
    waiting = Finding(
        "order-waits",
        gettext_noop("Another row of this order was refused (line {line}), and an order is not placed in part."),
        remedy=gettext_noop("Correct that row and send all rows of the order again."),
        params={"line": str(bad)},
    )
    for row in rows:
        yield RefusedRow(row.line, row.order, row.findings or (waiting,))


def _again(rows: list[Entry], entry: Entry, adjoins: bool) -> Finding | None:
    """Why a row under a number that is already there is not a further line of that order.

    A shop writes the rows of one order below each other; the same number further down is another order.
    """
    first = rows[0]
    same = (entry.ordered_on, entry.currency, entry.destination) == (
        first.ordered_on,
        first.currency,
        first.destination,
    )
    if adjoins and same and not entry.begins and entry.article.sku not in {row.article.sku for row in rows}:
        return None
    return Finding(
        "order-number-duplicate",
        gettext_noop("Order number {order} stands already on line {line}."),
        "/order",
        gettext_noop("Give this order a number of its own, or delete the row if it was exported twice."),
        params={"order": entry.order, "line": str(first.line)},
    )


def _of_product(entry: Entry, stated: dict[str, ProductFacts], known: Mapping[str, ProductFacts]) -> Iterable[Finding]:
    """A SKU must be known, from the row itself or from before; and one file must not say two things of it."""
    sku = entry.article.sku
    if not sku:
        yield Finding(
            "sku-missing",
            gettext_noop("The row has no SKU."),
            "/sku",
            gettext_noop("Give the stock keeping unit of what was sold."),
        )
    elif entry.product is None and sku not in known and sku not in stated:
        yield Finding(
            "sku-unknown",
            gettext_noop("SKU {sku} is not in your catalogue, and the row does not describe it."),
            "/sku",
            gettext_noop("List the product with title, HS code, origin and net mass, then send the row again."),
            params={"sku": sku},
        )
    elif entry.product is not None and not entry.findings:
        before = stated.setdefault(sku, entry.product)
        if _declared(before) != _declared(entry.product):
            yield Finding(
                "product-differs",
                gettext_noop("The file describes SKU {sku} in two ways: HS code, origin or net mass differ."),
                "/sku",
                gettext_noop("Use one description for one SKU."),
                params={"sku": sku},
            )


def _declared(product: ProductFacts) -> tuple[str, str, str]:
    return product.hs, product.origin, product.net_mass_kg
