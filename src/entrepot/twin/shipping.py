"""Ships the orders of a file through both hubs, and shows what came of each."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
from entrepot.trade.money import Money
from entrepot.trade.wording import gettext_noop
from entrepot.twin.desk import Desk
from entrepot.twin.world import CAST, World

BATCH = 50
NOTES = 5  # shown at the end; the others are counted
ENDED = ("settled", "cancelled", "returned", "seized", "refused")
PATIENCE = 300.0  # seconds without any progress
PACKING = timedelta(hours=4)
OPENING = timedelta(hours=3)
PLAYED = {"move": "release", "reason": "Played officer: the parcel was opened, and holds what was declared."}
SHOPS = {country: (hub, f"{hub}-shop") for hub, _, country, _ in CAST}


@dataclass(frozen=True)
class Shipped:
    """What came of one order: its consignment as the home hub shows it, or why it was refused."""

    number: str
    consignment: dict[str, Any] | None
    findings: tuple[Finding, ...] = ()

    @property
    def ucr(self) -> str:
        return self.consignment["ucr"] if self.consignment else ""

    @property
    def on_the_way(self) -> bool:
        return self.consignment is not None and ("history" not in self.consignment or self.state not in ENDED)

    @property
    def state(self) -> str:
        return self.consignment["state"] if self.consignment else "refused"

    def money(self, name: str) -> Money | None:
        """One amount of the consignment: duty and tax in the destination's currency, all else in the order's."""
        if self.consignment is None or "history" not in self.consignment:
            return None
        currency = self.consignment["tax_currency" if name in ("duty", "tax") else "currency"]
        return Money.from_minor(self.consignment[f"{name}_minor"], currency)


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
    hub, seller = SHOPS[origin]
    shop = Desk(world.places[hub], seller, world.tend)
    named = {line.sku for order in reading.orders for line in order.lines}
    wares = {**{each.sku: each for each in reading.products}, **{each.sku: each for each in known}}
    for few in _batches([asdict(wares[sku]) for sku in sorted(named) if sku in wares]):
        shop.post("/api/v1/products", few)
    outcomes: dict[str, Shipped] = {}
    for few in _batches(reading.orders):
        answers = shop.post("/api/v1/orders", [_told(order) for order in few])
        outcomes |= {order.number: _answered(order, answer) for order, answer in zip(few, answers, strict=True)}
        yield Progressed("placing orders", 0, [])
    officers = [Desk(world.places[each], f"{country.lower()}-customs", world.tend) for each, _, country, _ in CAST]
    yield from _followed(shop, officers, outcomes)
    yield Progressed("settled", len(outcomes), list(outcomes.values()))


def _followed(shop: Desk, officers: Sequence[Desk], outcomes: dict[str, Shipped]) -> Iterator[Progressed]:
    """Hand over what customs has let go, play the officers, and wait until all are settled."""
    last, since = "", time.monotonic()
    while waiting := [shipped.ucr for shipped in outcomes.values() if shipped.on_the_way]:
        rows = {row["ucr"]: row for few in _batches(waiting) for row in _rows(shop, few)}
        for number, shipped in outcomes.items():
            if shipped.ucr in rows:
                outcomes[number] = replace(shipped, consignment=rows[shipped.ucr])
        _hand_over(shop, rows.values())
        _decide(officers)
        now = "".join(row["state"] + row["parcel"] for row in rows.values())
        last, since = now, (since if now == last else time.monotonic())
        if time.monotonic() - since > PATIENCE:
            raise Unavailable(f"{shop.place.name}: {len(rows)} parcels do not move on; see its operator's page")
        yield Progressed(_doing(rows.values()), sum(not each.on_the_way for each in outcomes.values()), [])
        time.sleep(0.1)


def _hand_over(shop: Desk, rows: Iterable[Mapping[str, Any]]) -> None:
    """Hand over parcels that may go, some hours after customs let each go."""
    ready: dict[datetime, list[str]] = {}
    for row in rows:
        let_go = [step["at"] for step in row["history"] if step["state"] in ("exported", "imported")]
        if let_go and row["parcel"] == "labelled":
            ready.setdefault(datetime.fromisoformat(let_go[0]) + PACKING, []).append(row["ucr"])
    for at, ucrs in ready.items():
        shop.post("/api/v1/consignments/hand-over", ucrs, at=at)


def _decide(officers: Iterable[Desk]) -> None:
    """Play the officers: what stands on the red lane is opened, some hours later, and found as declared."""
    for officer in officers:
        for row in officer.get("/api/v1/declarations", state="under-control"):
            if row["lane"] == "red":
                at = datetime.fromisoformat(row["lodged_at"]) + OPENING
                officer.post(f"/api/v1/declarations/{row['mrn']}/decision", PLAYED, at=at)


def _rows(desk: Desk, ucrs: Sequence[str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = desk.get("/api/v1/consignments", ucr=",".join(ucrs), limit=str(BATCH))
    return rows


def _doing(rows: Collection[Mapping[str, Any]]) -> str:
    order = ("placed", "paid", "exported", "imported", "delivered", "settled")
    least = min((order.index(row["state"]) for row in rows if row["state"] in order), default=5)
    return ("taking payment", "declaring export", "at the other border", "on the way", "settling", "settled")[least]


def _told(order: OrderFacts) -> dict[str, Any]:
    return asdict(order) | {"ordered_on": order.ordered_on.isoformat()}


def _answered(order: OrderFacts, answer: Mapping[str, Any]) -> Shipped:
    if answer["placed"]:
        return Shipped(order.number, {"ucr": answer["ucr"], "state": answer["state"]})
    names = Finding.__dataclass_fields__
    found = tuple(Finding(**{key: row[key] for key in row if key in names}) for row in answer["findings"])
    return Shipped(order.number, None, found)


def refused_of(reading: Reading, done: Sequence[Shipped]) -> Reading:
    """The reading with what the hub refused, and what came back, added to what the reader refused."""
    more = [
        RefusedRow(reading.line_of(each.number), each.number, each.findings or (_came_back(each),))
        for each in done
        if each.findings or each.state not in ("settled", "refused")
    ]
    return replace(reading, refused=tuple(sorted([*reading.refused, *more], key=lambda row: row.line)))


def _came_back(shipped: Shipped) -> Finding:
    return Finding(
        "not-let-in",
        gettext_noop("The parcel {ucr} is “{state}”: a border did not let it pass, and the buyer was paid back."),
        remedy=gettext_noop("Read the reason in its consignment file, and send the goods by another way."),
        params={"ucr": shipped.ucr, "state": shipped.state},
    )


def show(say: Console, reading: Reading, done: Sequence[Shipped], refused: Reading, file: Path) -> None:
    """A row per order, the totals, and where the refused rows are."""
    table = Table("order", "UCR", "lane", "state", "goods", "duty", "tax", "settled", title="Orders")
    for each in done:
        if each.consignment:
            amounts = (str(each.money(name)) for name in ("goods", "duty", "tax", "settled"))
            table.add_row(each.number, each.ucr, each.consignment.get("lane", ""), each.state, *amounts)
    if table.row_count:
        say.print(table)
    for line in totals(done):
        say.print(line)
    for note in reading.notes[:NOTES]:
        say.print(f"[dim]line {note.line}: {note.finding}[/]")
    if len(reading.notes) > NOTES:
        say.print(f"[dim]… and {len(reading.notes) - NOTES} more notes[/]")
    placed = sum(each.consignment is not None for each in done)
    say.print(
        f"{reading.rows} rows read ({reading.shop}): {placed} orders shipped, {len(refused.refused)} rows refused."
        + (f" See {file}." if refused.refused else "")
    )
    say.print("[dim]Simulated: the clock, the bank, the carrier and the officer's desk. Rates: demonstration set.[/]")


def totals(done: Sequence[Shipped]) -> list[str]:
    """Per currency, what was sold, taxed and paid out: sums of the rows above, to the minor unit."""
    sums: dict[tuple[str, str], Money] = {}
    for each in done:
        for name in ("goods", "freight", "duty", "tax", "settled"):
            if (amount := each.money(name)) is not None:
                key = (name, amount.currency)
                sums[key] = sums.get(key, Money.zero(amount.currency)) + amount
    return [f"{name:>8}: {money}" for (name, _), money in sums.items() if money]


def _batches(things: Sequence[Any]) -> Iterator[Any]:
    for start in range(0, len(things), BATCH):
        yield things[start : start + BATCH]
