"""The end of the story: what each parcel cost, by which clause, how long it took, who was paid, and what is proved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from entrepot.ehx.file import FileVerdict, verify_file
from entrepot.trade.money import Money
from entrepot.twin.desk import Desk
from entrepot.twin.peering import keys
from entrepot.twin.story import Told
from entrepot.twin.world import World


@dataclass(frozen=True)
class Ending:
    """Everything that the table and the summary are made of."""

    rows: list[Mapping[str, Any]]
    charges: dict[str, list[Mapping[str, Any]]]
    shares: dict[str, list[str]]
    files: dict[str, dict[str, FileVerdict]]
    raw: dict[str, bytes]
    keys: dict[str, str]
    balanced: bool

    @property
    def agree(self) -> bool:
        """Whether all hubs on its way hold the same entries of every parcel."""
        return bool(self.files) and all(
            len({verdict.root for verdict in by_hub.values()}) == 1 for by_hub in self.files.values()
        )

    @property
    def proved(self) -> bool:
        """Whether every file was verified offline with the public root keys of its hubs."""
        return bool(self.files) and all(verdict.ok for by_hub in self.files.values() for verdict in by_hub.values())

    @property
    def summary(self) -> dict[str, Any]:
        """The ending as plain values."""
        return {
            "consignments": [_plain(row) for row in self.rows],
            "clock": "simulated",
            "ledgers_balanced": self.balanced,
            "files_agree": self.agree,
            "proofs_verified": self.proved,
        }


def ending(world: World, told: Told) -> Ending:
    """Ask every hub, and check what they say."""
    desks = {code: Desk(place, "operator", world.tend) for code, place in world.places.items()}
    known = {code: keys(place)[0] for code, place in world.places.items()}
    rows, charges, shares, files, exported = [], {}, {}, {}, {}
    for ucr in told.parcels:
        rows.append(desks["hz"].get(f"/api/v1/consignments/{ucr}"))
        hubs = told.kept_by[ucr]
        raw = {code: _file(desks[code], ucr, hubs) for code in hubs}
        exported[ucr] = raw["hz"]
        files[ucr] = {code: verify_file(each, [known[hub] for hub in hubs]) for code, each in raw.items()}
        charges[ucr] = _charges(files[ucr]["hz"])
        shares[ucr] = _shares(desks["hz"].get(f"/api/v1/ledger/transfers/{ucr}"), ucr)
    sums = [each["minor"] for desk in desks.values() for each in desk.get("/api/v1/ledger/trial")]
    return Ending(rows, charges, shares, files, exported, known, balanced=bool(sums) and not any(sums))


def _file(desk: Desk, ucr: str, hubs: Sequence[str]) -> bytes:
    """The file as a hub holds it; what the other two of three told each other comes a moment after the end."""
    path = f"/api/v1/consignments/{ucr}/file"
    if len(hubs) > 2:
        desk.until(path, _is_whole)
    return desk.raw(path)


def _is_whole(document: Mapping[str, Any]) -> bool:
    ends = [each for each in document["entries"] if '"type":"org.ehub.settlement.confirmed.v1"' in each["message"]]
    return len(ends) == len(document["hubs"]) - 1 > 1


def _charges(verdict: FileVerdict) -> list[Mapping[str, Any]]:
    """What the import declaration made due, as the file says it."""
    found = [entry for entry in verdict.entries if entry.kind.endswith("declaration.imported.v1")]
    return list(found[0].envelope.data["charges"]) if found else []


def _shares(transfers: list[Mapping[str, Any]], ucr: str) -> list[str]:
    """Who got what out of the settlement."""
    settled = [each for each in transfers if each["key"] == f"settle:{ucr}"]
    return [
        f"{posting['account']} {Money.from_minor(-posting['minor'], posting['currency'])}"
        for each in settled
        for posting in each["postings"]
        if posting["minor"] < 0
    ]


def _plain(row: Mapping[str, Any]) -> dict[str, str]:
    currency = row["tax_currency"]
    return {
        "ucr": row["ucr"],
        "from": row["origin"],
        "to": row["destination"],
        **({"via": row["via"], "passage": row["passage"]} if row["via"] else {}),
        "regime": row["regime"],
        "lane": row["lane"],
        "state": row["state"],
        "duty": Money.from_minor(row["duty_minor"], currency).text,
        "tax": Money.from_minor(row["tax_minor"], currency).text,
        "currency": currency,
        "settled": Money.from_minor(row["settled_minor"], row["currency"]).text,
    }


def kept(end: Ending, home: Path) -> list[str]:
    """Write the consignment files into the folder; the commands with which anybody checks them."""
    home.mkdir(parents=True, exist_ok=True)
    for ucr, raw in end.raw.items():
        (home / f"{ucr}.json").write_bytes(raw)
    given = {ucr: " ".join(f"--key {end.keys[hub]}" for hub in end.files[ucr]) for ucr in end.raw}
    return [f"entrepot verify {home / ucr}.json {keys}" for ucr, keys in given.items()]


def show(say: Console, told: Told, end: Ending) -> None:
    """Print the ending for people."""
    for row in end.rows:
        say.print(_parcel(row, end))
    say.print(_beside(told))
    checks = Table("Checked", "", title="All hubs", title_justify="left")
    checks.add_row("Ledgers sum to zero, in every currency, at every hub", _mark(end.balanced))
    checks.add_row("The files of each parcel agree, entry by entry", _mark(end.agree))
    count = sum(len(by_hub["hz"].entries) for by_hub in end.files.values())
    checks.add_row(f"Proofs of {count} entries verified offline with one public key a hub", _mark(end.proved))
    say.print(checks)
    say.print("[dim]Simulated: the clock (times above are a story's), the bank, the carrier and the officer's desk.[/]")


def _parcel(row: Mapping[str, Any], end: Ending) -> Table:
    plain = _plain(row)
    table = Table(title=f"{row['ucr']}: {row['seller_name']}, {plain['from']} → {plain['to']}", title_justify="left")
    table.add_column("", style="dim")
    table.add_column("")
    table.add_row("goods", "; ".join(f"{item['quantity']} × {item['description']}" for item in row["items"]))
    table.add_row(
        "regime, lane, state", f"{plain['regime']} → {row['import_regime']}, {plain['lane']}, {plain['state']}"
    )
    if "via" in plain:
        table.add_row("passes", f"{plain['via']} under customs control: {plain['passage']}")
    table.add_row("duty and tax", f"{plain['currency']} {plain['duty']} and {plain['currency']} {plain['tax']}")
    for charge in end.charges[row["ucr"]]:
        table.add_row("  by", f"{plain['currency']} {charge['amount']} {charge['code']}: {charge['law']}")
    table.add_row("time in each state", times(row["history"]))
    table.add_row("settled", f"{row['currency']} {plain['settled']}")
    for share in end.shares[row["ucr"]]:
        table.add_row("  to", share)
    return table


def times(history: list[Mapping[str, str]]) -> str:
    """How long each state lasted."""
    moments = [(step["state"], datetime.fromisoformat(step["at"])) for step in history]
    lasted = [f"{state} {span(after - at)}" for (state, at), (_, after) in pairwise(moments)]
    return ", ".join([*lasted, moments[-1][0]])


def span(time: timedelta) -> str:
    """A length of time as people say it."""
    seconds = int(time.total_seconds())
    hours, minutes = divmod(seconds // 60, 60)
    if seconds < 60:
        return f"{seconds} s"
    return f"{hours} h {minutes:02d}" if hours else f"{minutes} min"


def _beside(told: Told) -> Table:
    """What happened beside the parcels."""
    permit, advance, visit, certificate = told.permit, told.advance, told.visit, told.certificate
    table = Table(title="Beside the parcels", title_justify="left", show_header=False)
    table.add_row("permit", f"{permit['number']}: {permit['drawn']} of {permit['quantity']} {permit['unit']} drawn")
    money, fee = (Money.from_minor(advance[name], advance["currency"]) for name in ("amount_minor", "fee_minor"))
    rate = f"{advance['apr_basis_points'] // 100}.{advance['apr_basis_points'] % 100:02d} %"
    table.add_row("advance", f"{money} for a fee of {fee} ({rate} a year), {advance['state']}")
    asked, charged = visit["asked"], visit["charged"]
    table.add_row(
        "visitor",
        f"{asked['currency']} {asked['amount']} at {visit['merchant']}, {charged['currency']} {charged['amount']} "
        f"from the wallet, {visit['state']}",
    )
    table.add_row("certificate", f"{certificate['number']}: {certificate['title']}, {certificate['party']}")
    return table


def _mark(good: bool) -> str:
    return "[green]yes[/]" if good else "[red]no[/]"
