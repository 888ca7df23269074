"""What lies on a seller's sheets: what needs a hand, figures, parcels, products, and what came of a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entrepot.hub.adapters.shop import Reading
from entrepot.hub.catalogue.models import Product
from entrepot.hub.customs import queries, snapshot
from entrepot.hub.customs.models import Declaration
from entrepot.hub.finance.models import Advance
from entrepot.hub.orders.models import Consignment
from entrepot.hub.stock.models import Parcel
from entrepot.hub.web import wording
from entrepot.hub.web.file import sheets as file
from entrepot.hub.web.pieces import Cell, FindingNote, Head, Law, Row, Stat, Stats, Table, amount
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Money

ON_THE_WAY = ("placed", "paid", "exported", "imported", "delivered")
DONE = ("settled", "cancelled", "returned")
SHOWS: Mapping[str, tuple[str, ...]] = {"way": ON_THE_WAY, "done": DONE, "": (*ON_THE_WAY, *DONE)}


@dataclass(frozen=True, slots=True)
class Task:
    """Something that needs the seller: what, why, and the page on which it is done."""

    level: str
    icon: str
    heading: str
    told: str
    action: str
    href: str
    code: str = ""
    law: Law | None = None


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of a file of orders: how many were placed, and what is wrong with each of the others."""

    headline: str
    refused: tuple[tuple[str, tuple[FindingNote, ...]], ...]
    notes: tuple[FindingNote, ...]


def tasks(
    stopped: Iterable[Declaration], offers: Sequence[Advance], numbers: Mapping[str, str], ready: int
) -> tuple[Task, ...]:
    """What needs the seller: refusals first, then what customs asked for, then offers that will lapse."""
    found = [_stopped(each, numbers.get(each.ucr, each.ucr)) for each in stopped]
    if ready:
        heading = ngettext("{count} parcel may go to the carrier", "{count} parcels may go to the carrier", ready)
        found.append(
            Task(
                "warn",
                "truck",
                heading.format(count=ready),
                _("Customs has let them go; hand them over."),
                _("Hand them over"),
                reverse("seller-hand-over"),
            )
        )
    if offers:
        first = offers[0]
        found.append(
            Task(
                "note",
                "landmark",
                ngettext("{count} offer of money is open", "{count} offers of money are open", len(offers)).format(
                    count=len(offers)
                ),
                _("The first ends on {moment}.").format(moment=wording.moment(first.open_until)),
                _("Compare the offers"),
                reverse("seller-finance"),
            )
        )
    order = {"error": 0, "warn": 1, "note": 2}
    return tuple(sorted(found, key=lambda task: order[task.level]))


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


def parcels(found: Iterable[Consignment], labelled: Mapping[str, Parcel], *, name: str) -> Table | None:
    """Consignments as the seller sees them."""
    rows = tuple(
        Row(
            (
                Cell(each.order_number, _goods(each), reverse("file", args=[each.ucr])),
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
    return parcel.ucr, parcel.number, consignment.order_number, _goods(consignment)


def products(found: Iterable[Product]) -> Table | None:
    """The catalogue."""
    rows = tuple(
        Row(
            (
                Cell(each.title, each.sku, reverse("seller-product", args=[each.sku])),
                Cell(wording.hs(each.hs), code=True),
                Cell(wording.country(each.origin)),
                Cell(wording.mass(each.net_mass_g)),
                Cell(str(Money.from_minor(each.price_minor, each.currency)) if each.price_minor is not None else "–"),
            )
        )
        for each in found
    )
    heads = (
        Head(_("Product"), wide=True),
        Head(_("HS code"), labelled=True),
        Head(_("Origin"), labelled=True),
        Head(_("Net mass"), number=True, labelled=True),
        Head(_("Price"), number=True),
    )
    return Table(_("Products"), heads, rows) if rows else None


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


def _stopped(declaration: Declaration, number: str) -> Task:
    """A declaration that did not pass, with the officer's reason or the first difference between the papers."""
    where = reverse("file", args=[declaration.ucr])
    decisions = queries.decisions(declaration)
    last = decisions[-1] if decisions else None
    errors = [each for each in snapshot.findings_back(declaration.differences) if each.level == "error"]
    if declaration.state == "refused":
        law = Law(last.law) if last and last.law else None
        heading = _("The declaration of {order} was refused").format(order=number)
        return Task("error", "octagon-x", heading, last.reason if last else "", _("Open the file"), where, law=law)
    if declaration.state in ("held", "seized"):
        law = Law(last.law) if last and last.law else None
        held = declaration.state == "held"
        heading = _("The goods of {order} are held") if held else _("The goods of {order} were seized")
        to_read = reverse("seller-declaration", args=[declaration.mrn])
        reason = last.reason if last else ""
        return Task("error", "octagon-x", heading.format(order=number), reason, _("Read why"), to_read, law=law)
    asked = declaration.requests.filter(state="open").order_by("answer_by").first()
    if asked is not None:
        heading = _("Customs asks for documents of {order}").format(order=number)
        to_answer = reverse("seller-declaration", args=[declaration.mrn])
        return Task("warn", "triangle-alert", heading, asked.question, _("Answer"), to_answer)
    if errors:
        heading = _("The papers of {order} do not agree").format(order=number)
        law = Law(errors[0].law) if errors[0].law else None
        return Task("warn", "triangle-alert", heading, _told(errors[0]), _("Open the file"), where, errors[0].code, law)
    heading = _("Customs looks at {order}").format(order=number)
    told = _("Nothing is asked of you; an officer decides.")
    return Task("note", "eye", heading, told, _("Open the file"), where)


def _told(finding: Finding) -> str:
    note = FindingNote.of(finding)
    return " ".join(part for part in (note.say, note.do) if part)


def _goods(consignment: Consignment) -> str:
    items = consignment.items
    first = f"{items[0]['quantity']} × {items[0]['description']}" if items else ""
    return _("{first}, and {more} more").format(first=first, more=len(items) - 1) if len(items) > 1 else first


def _notes(found: Iterable[Finding]) -> tuple[FindingNote, ...]:
    return tuple(FindingNote.of(each) for each in found)
