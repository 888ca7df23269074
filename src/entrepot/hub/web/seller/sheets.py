"""What lies on a seller's sheets: what needs a hand, figures, parcels, products, and what came of a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entrepot.hub.adapters.shop import Reading
from entrepot.hub.orders.models import Consignment
from entrepot.hub.stock.models import Parcel
from entrepot.hub.web import wording
from entrepot.hub.web.file import sheets as file
from entrepot.hub.web.pieces import Cell, FindingNote, Head, Row, Stat, Stats, Table, Tick, amount
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.lifecycles import NEVER_ARRIVED
from entrepot.trade.money import Money

ON_THE_WAY = ("placed", "paid", "exported", "imported", "delivered")
DONE = ("settled", *NEVER_ARRIVED)
SHOWS: Mapping[str, tuple[str, ...]] = {
    "": (*ON_THE_WAY, *DONE),
    "pay": ("placed",),
    "paid": ("paid",),
    "way": ON_THE_WAY,
    "done": DONE,
}


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of a file of orders: how many were placed, and what is wrong with each of the others."""

    headline: str
    refused: tuple[tuple[str, tuple[FindingNote, ...]], ...]
    notes: tuple[FindingNote, ...]


def figures(counts: Mapping[str, int], settled: Mapping[str, int], due: Mapping[str, int], stopped: int) -> Stats:
    """The seller's figures, each with one line of context."""
    on_the_way = sum(counts.get(state, 0) for state in ON_THE_WAY)
    passage = counts.get("exported", 0)
    stats = [
        Stat(
            _("On the way"),
            wording.number(on_the_way),
            _("{count} in passage").format(count=wording.number(passage)),
            href=reverse("seller-orders") + "?show=way",
        ),
        Stat(
            _("Stopped for control"),
            wording.number(stopped),
            _("of {count} on the way").format(count=wording.number(on_the_way)),
        ),
    ]
    for currency, minor in due.items():
        money = Money.from_minor(minor, currency)
        stats.append(Stat(_("Paid by buyers, not yet settled"), amount(money), _("before charges"), before=currency))
    for currency, minor in settled.items():
        money = Money.from_minor(minor, currency)
        stats.append(Stat(_("Settled"), amount(money), _("in the last 30 days"), before=currency))
    return Stats(tuple(stats))


def parcels(
    found: Iterable[Consignment], labelled: Mapping[str, Parcel], *, name: str, ticked: bool = False
) -> Table | None:
    """Consignments as the seller sees them; `ticked` where several may be chosen for one deed."""
    rows = tuple(
        Row(
            (
                Cell(
                    each.order_number,
                    goods(each),
                    reverse("seller-order", args=[each.order_number]),
                    tick=Tick("ucr", each.ucr, _("Choose {order}").format(order=each.order_number)) if ticked else None,
                ),
                Cell(wording.country(each.destination)),
                Cell(badge=file.badge(each.state), way=file.way(each, labelled.get(each.ucr))),
                Cell(str(Money.from_minor(each.total_minor, each.currency))),
                Cell(wording.day(each.placed_at)),
            )
        )
        for each in found
    )
    heads = (
        Head(_("Parcel")),
        Head(_("To")),
        Head(_("State")),
        Head(_("Buyer paid"), number=True),
        Head(_("Ordered"), wide=True, labelled=True),
    )
    return Table(name, heads, rows) if rows else None


def waiting(parcel: Parcel, consignment: Consignment) -> tuple[str, str, str, str]:
    """A parcel that may go: its consignment, its number, its order, its goods."""
    return parcel.ucr, parcel.number, consignment.order_number, goods(consignment)


def brought(reading: Reading, outcomes: Sequence[Consignment | Refused]) -> Brought:
    """What came of a file: each order in place of its row."""
    placed = sum(1 for each in outcomes if isinstance(each, Consignment))
    refused = [
        (_("Line {line}, order {order}").format(line=row.line, order=row.order or "–"), _notes(row.findings))
        for row in reading.refused
    ]
    for facts, outcome in zip(reading.orders, outcomes, strict=True):
        if isinstance(outcome, Refused):
            where = _("Line {line}, order {order}").format(line=reading.line_of(facts.number), order=facts.number)
            refused.append((where, _notes(outcome.findings)))
    headline = ngettext("{count} order is placed", "{count} orders are placed", placed).format(count=placed)
    if refused:
        lost = ngettext("{count} needs correction", "{count} need correction", len(refused)).format(count=len(refused))
        headline = _("{placed}, {lost}").format(placed=headline, lost=lost)
    return Brought(headline, tuple(refused), _notes([note.finding for note in reading.notes]))


def lines(consignment: Consignment) -> Table:
    """The goods of one order."""
    heads = (
        Head(_("Goods"), wide=True),
        Head(_("HS code"), labelled=True),
        Head(_("Origin"), labelled=True),
        Head(_("Pieces"), number=True, labelled=True),
        Head(_("Value, {currency}").format(currency=consignment.currency), number=True),
    )
    rows = tuple(
        Row(
            (
                Cell(item["description"], item["sku"]),
                Cell(wording.hs(item["hs"]), code=True),
                Cell(wording.country(item["origin"])),
                Cell(wording.number(item["quantity"])),
                Cell(amount(Money.from_minor(item["value_minor"], consignment.currency))),
            )
        )
        for item in consignment.items
    )
    return Table(_("Goods"), heads, rows)


def goods(consignment: Consignment) -> str:
    items = consignment.items
    first = f"{items[0]['quantity']} × {items[0]['description']}" if items else ""
    return _("{first}, and {more} more").format(first=first, more=len(items) - 1) if len(items) > 1 else first


def _notes(found: Iterable[Finding]) -> tuple[FindingNote, ...]:
    return tuple(FindingNote.of(each) for each in found)
