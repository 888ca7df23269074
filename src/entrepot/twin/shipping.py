"""Ships the orders of a file through both hubs, and shows what came of each."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from entrepot.hub.adapters.shop import Reading, RefusedRow
from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.hub.orders.facts import OrderFacts
from entrepot.trade.finding import Finding, Refused, Unavailable
from entrepot.trade.money import Money, total
from entrepot.trade.wording import gettext_noop
from entrepot.twin.desk import Desk
from entrepot.twin.world import CAST, World

BATCH = 50
PATIENCE = 300.0  # seconds without any progress
PACKING = timedelta(hours=4)
SHOPS = {country: (hub, f"{hub}-shop", f"{hub}-post") for hub, _, country, _ in CAST}


@dataclass(frozen=True)
class Shipped:
    """What came of one order: its consignment as the home hub shows it, or why it was refused."""

    number: str
    consignment: dict[str, Any] | None
    findings: tuple[Finding, ...] = ()
    again: bool = False


@dataclass(frozen=True)
class Progressed:
    """How far the file has come."""

    doing: str
    finished: int
    outcomes: list[Shipped]


def bound_for(reading: Reading, *, origin: str, to: str) -> Reading:
    """The reading with every order refused that does not leave `origin` for another hub's country (or not for `to`)."""
    if origin not in SHOPS:
        raise Refused(
            Finding(
                "no-hub-there",
                gettext_noop("No hub of this world is in {country}."),
                remedy=gettext_noop("Ship from one of: {known}."),
                params={"country": origin, "known": ", ".join(SHOPS)},
            )
        )
    refused = [row for order in reading.orders for row in _not_bound(reading, order, origin, to)]
    turned = {row.order for row in refused}
    return replace(
        reading,
        orders=tuple(order for order in reading.orders if order.number not in turned),
        refused=tuple(sorted([*reading.refused, *refused], key=lambda row: row.line)),
    )


def _not_bound(reading: Reading, order: OrderFacts, origin: str, to: str) -> Iterator[RefusedRow]:
    reachable = {country for country in SHOPS if country != origin} & ({to} if to else set(SHOPS))
    if order.destination not in reachable:
        finding = Finding(
            "destination-not-connected",
            gettext_noop("The order goes to {country}, where no connected hub takes it over."),
            "/to",
            gettext_noop("Send it by another way, or ship to one of: {known}."),
            params={"country": order.destination, "known": ", ".join(sorted(reachable)) or "—"},
        )
        yield RefusedRow(reading.line_of(order.number), order.number, (finding,))


def ship(world: World, reading: Reading, known: Collection[ProductFacts], *, origin: str) -> Iterator[Progressed]:
    """Place, pay, declare, hand over and follow every order, telling after each look how far they are."""
    hub, seller, carrier = SHOPS[origin]
    shop = Desk(world.places[hub], seller, world.tend)
    post = Desk(world.places[hub], carrier, world.tend)
    named = {line.sku for order in reading.orders for line in order.lines}
    wares = {**{each.sku: each for each in reading.products}, **{each.sku: each for each in known}}
    outcomes: dict[str, Shipped] = {}
    for few in _batches([asdict(wares[sku]) for sku in sorted(named) if sku in wares]):
        shop.post("/api/v1/products", few)
    for few in _batches(reading.orders):
        answers = shop.post(
            "/api/v1/orders", [asdict(order) | {"ordered_on": order.ordered_on.isoformat()} for order in few]
        )
        for order, answer in zip(few, answers, strict=True):
            outcomes[order.number] = _answered(order, answer)
        yield Progressed("placing orders", 0, [])
    yield from _followed(shop, post, outcomes)
    yield Progressed("settled", len(outcomes), list(outcomes.values()))


def _followed(shop: Desk, post: Desk, outcomes: dict[str, Shipped]) -> Iterator[Progressed]:
    """Hand over what is cleared for export, and wait until all are settled."""
    handed: set[str] = set()
    last, since = "", time.monotonic()
    while waiting := _unsettled(outcomes):
        rows = {row["ucr"]: row for few in _batches(waiting) for row in _state_of(shop, few)}
        for number, shipped in outcomes.items():
            if shipped.consignment and shipped.consignment["ucr"] in rows:
                outcomes[number] = replace(shipped, consignment=rows[shipped.consignment["ucr"]])
        ready = [row for row in rows.values() if row["state"] == "exported" and row["ucr"] not in handed]
        for row in ready:
            at = datetime.fromisoformat(row["since"]) + PACKING
            post.post(f"/api/v1/parcels/{row['ucr']}/dispatch", at=at)
            handed.add(row["ucr"])
        now = "".join(row["state"] for row in rows.values())
        since = time.monotonic() if now != last else since
        last = now
        if time.monotonic() - since > PATIENCE:
            raise Unavailable(f"{shop.place.name}: {len(rows)} parcels do not move on; see its operator's page")
        finished = len(outcomes) - len(_unsettled(outcomes))
        yield Progressed(_doing(rows), finished, [])
        if not ready:
            time.sleep(0.15)


def _unsettled(outcomes: dict[str, Shipped]) -> list[str]:
    return [
        shipped.consignment["ucr"]
        for shipped in outcomes.values()
        if shipped.consignment and shipped.consignment["state"] not in ("settled", "cancelled")
    ]


def _state_of(desk: Desk, ucrs: Sequence[str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = desk.get("/api/v1/consignments", ucr=",".join(ucrs))
    return rows


def _doing(rows: dict[str, dict[str, Any]]) -> str:
    order = ("placed", "paid", "exported", "imported", "delivered", "settled")
    least = min((order.index(row["state"]) for row in rows.values() if row["state"] in order), default=5)
    return ("taking payment", "declaring export", "on the way", "arriving", "settling", "settled")[least]


def _answered(order: OrderFacts, answer: dict[str, Any]) -> Shipped:
    if answer.get("consignment"):
        return Shipped(order.number, answer["consignment"], again=bool(answer.get("again")))
    names = Finding.__dataclass_fields__
    found = tuple(Finding(**{key: row[key] for key in row if key in names}) for row in answer["findings"])
    return Shipped(order.number, None, found)


def refused_of(reading: Reading, done: Sequence[Shipped]) -> Reading:
    """The reading with what the hub refused added to what the reader refused."""
    more = [RefusedRow(reading.line_of(each.number), each.number, each.findings) for each in done if each.findings]
    return replace(reading, refused=tuple(sorted([*reading.refused, *more], key=lambda row: row.line)))


def show(say: Console, reading: Reading, done: Sequence[Shipped], refused: Reading, file: Path) -> None:
    """A row per order, the totals, and where the refused rows are."""
    table = Table("order", "UCR", "lane", "state", "goods", "duty", "tax", "settled", title="Orders")
    for each in done:
        if row := each.consignment:
            cells = (row["ucr"], row["lane"], row["state"], row["goods"], row["duty"], row["tax"], row["settled"])
            table.add_row(each.number, *(_cell(cell) for cell in cells))
    if table.row_count:
        say.print(table)
    for line in totals(done):
        say.print(line)
    for note in reading.notes[:5]:
        say.print(f"[dim]line {note.line}: {note.finding}[/]")
    if len(reading.notes) > 5:
        say.print(f"[dim]… and {len(reading.notes) - 5} more notes[/]")
    placed = sum(each.consignment is not None for each in done)
    say.print(
        f"{reading.rows} rows read ({reading.shop}); {placed} orders shipped; {len(refused.refused)} rows refused."
        + (f" See {file}." if refused.refused else "")
    )
    say.print(
        "[dim]Simulated: the clock, the bank, the carrier and the officer's desk. Exchange rates: demonstration set.[/]"
    )


def totals(done: Sequence[Shipped]) -> list[str]:
    """Per currency, what was sold, taxed and paid out: sums of the rows above, to the minor unit."""
    sums: dict[tuple[str, str], Money] = {}
    for each in done:
        for name in ("goods", "freight", "duty", "tax", "settled"):
            if each.consignment and (cell := each.consignment.get(name)):
                key = (name, cell["currency"])
                amount = Money.of(cell["amount"], cell["currency"])
                sums[key] = total([sums.get(key, Money.zero(cell["currency"])), amount], cell["currency"])
    return [f"{name:>8}: {money}" for (name, _), money in sorted(sums.items()) if money]


def _cell(value: Any) -> str:
    return f"{value['currency']} {value['amount']}" if isinstance(value, dict) else str(value)


def _batches(things: Sequence[Any]) -> Iterator[Any]:
    for start in range(0, len(things), BATCH):
        yield things[start : start + BATCH]
