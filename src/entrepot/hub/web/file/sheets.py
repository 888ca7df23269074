"""What lies on the sheets of a consignment file: the deed, what was paid, where it goes, the papers, the people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entrepot.hub.customs.models import Declaration
from entrepot.hub.events import clock
from entrepot.hub.network.models import Peer
from entrepot.hub.orders.models import Consignment
from entrepot.hub.stock.models import Parcel
from entrepot.hub.web import accounts, wording, workings
from entrepot.hub.web.file.history import OTHER, Happening
from entrepot.hub.web.pieces import (
    Badge,
    Bar,
    Day,
    DeedFile,
    Entry,
    Fact,
    Facts,
    Hub,
    MoneyLine,
    MoneyTree,
    Tally,
    Way,
    bar,
)
from entrepot.hub.web.pieces.file import Side
from entrepot.hub.web.pieces.marks import TallyState
from entrepot.trade.money import Money

REACHED = {"placed": 0, "paid": 1, "exported": 2, "imported": 4, "delivered": 5, "settled": 5}


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the file: what it is, who sent it, where it opens if anywhere."""

    name: str
    sender: str
    number: str = ""
    href: str = ""


def title(consignment: Consignment) -> str:
    """The goods and where they go."""
    goods = [str(item["description"]) for item in consignment.items]
    where = wording.country(consignment.destination)
    if not goods:
        return _("Consignment to {country}").format(country=where)
    if len(goods) == 1:
        return _("{goods}, to {country}").format(goods=goods[0], country=where)
    return _("{goods} and {count} more, to {country}").format(goods=goods[0], count=len(goods) - 1, country=where)


def badge(state: str) -> Badge:
    """The commercial state in a word."""
    return {
        "placed": Badge(_("Waits for payment"), "wait", "hourglass"),
        "paid": Badge(_("Paid")),
        "exported": Badge(_("In passage"), "move", "truck"),
        "imported": Badge(_("Released"), "go", "check"),
        "delivered": Badge(_("Delivered"), "go", "check"),
        "settled": Badge(_("Settled"), "go", "check"),
        "cancelled": Badge(_("Cancelled"), "stop", "x"),
        "returned": Badge(_("Came back"), "wait", "undo-2"),
    }.get(state, Badge(state))


def way(consignment: Consignment, parcel: Parcel | None = None) -> Way:
    """How far the parcel is: packed, out, passage, in, delivered."""
    reached = REACHED.get(consignment.state, 0)
    if parcel is not None and parcel.state in ("departed", "arrived"):
        reached = max(reached, 3)
    return Way(
        max(reached, 1) if consignment.state in ("cancelled", "returned") else reached,
        stopped=consignment.state in ("cancelled", "returned"),
    )


def our_side(consignment: Consignment) -> Side:
    """Which half this hub keeps."""
    if settings.ENTREPOT_COUNTRY in (consignment.origin, consignment.destination):
        return "origin" if consignment.origin == settings.ENTREPOT_COUNTRY else "dest"
    return "origin" if consignment.home else "dest"


def deed(consignment: Consignment, happenings: Sequence[Happening], peer: Peer | None, key: str) -> DeedFile:
    """Both halves laid together, day by day, with what is still to come at the end."""
    ours = our_side(consignment)
    days = tuple(
        Day(wording.weekday(on), tuple(_entry(each, ours, last=each is happenings[-1]) for each in of_day))
        for on, of_day in groupby(happenings, key=_day)
    )
    ahead = tuple(_ahead(consignment))
    if ahead:
        days += (Day(_("To come"), ahead),)
    shared = [each for each in happenings if each.shared]
    known = [each for each in shared if each.countersigned]
    count = ngettext("{count} entry is on both sides.", "{count} entries are on both sides.", len(known))
    return DeedFile(
        *_hubs(consignment, ours, peer, key),
        days,
        Tally("both" if shared and len(known) == len(shared) else _half(ours)) if shared else Tally("none"),
        count.format(count=len(known)),
        _agreement(shared, known, len(happenings)),
        clock.simulated(),
    )


def paid(consignment: Consignment) -> MoneyTree:
    """What the buyer paid, line by line, down to the clause of each charge; the total comes first in a file."""
    order, money = consignment.order, _in(consignment.currency)
    lines = [MoneyLine.of(_("Total, every charge in"), money(consignment.total_minor), total=True)]
    goods = tuple(
        MoneyLine.of(
            _("{quantity} × {goods}").format(quantity=wording.number(item["quantity"]), goods=item["description"]),
            money(item["value_minor"]),
            code=wording.hs(item["hs"]),
        )
        for item in consignment.items
    )
    lines.append(MoneyLine.of(_("Goods"), money(consignment.goods_minor), parts=goods))
    lines.append(MoneyLine.of(_("Freight"), money(consignment.freight_minor)))
    if order is not None and order.discount_minor:
        lines.append(
            MoneyLine.of(_("Discount"), money(-order.discount_minor), why=_("Already taken off the goods above"))
        )
    lines.append(_charges(consignment))
    return MoneyTree(tuple(lines))


def divided(body: Mapping[str, Any], names: Mapping[str, str]) -> tuple[Bar, MoneyTree]:
    """Where the proceeds went, as the settlement recorded it."""
    currency = str(body["currency"])
    money = _in(currency)
    shares: list[tuple[int, str, str, str]] = [
        (body["seller_minor"], "seller", _("Seller"), ""),
        (
            body["charges_in_order_currency_minor"],
            "law",
            _("Duty and tax"),
            ", ".join(
                f"{Money.from_minor(minor, str(body['tax_currency']))} → {accounts.named(account, names)}"
                for account, minor in body["charges"]
                if minor
            ),
        ),
        *((paid, "lender", names.get(code, code), _("Repays an advance")) for code, paid in body["claims"]),
        (body["carrier_minor"], "carrier", _("Carrier"), ""),
    ]
    told = ", ".join(f"{name} {money(minor).text}" for minor, _fill, name, _why in shares)
    lines = [MoneyLine.of(name, money(minor), why=why, swatch=fill) for minor, fill, name, why in shares]
    lines.append(MoneyLine.of(_("Equal to what was paid"), money(body["settled_minor"]), total=True))
    return bar(tuple((minor, fill, name) for minor, fill, name, _why in shares), told), MoneyTree(tuple(lines))


def people(consignment: Consignment, declarations: Iterable[Declaration], parcel: Parcel | None) -> Facts:
    """Who has a part in it; a buyer is shown masked, since name and address are sealed."""
    facts = [Fact(_("Seller"), consignment.seller_name, wording.country(consignment.seller_country))]
    buyer = getattr(consignment.order, "buyer", None) if consignment.order else None
    masked = buyer.mask if buyer is not None else "••••"
    facts.append(Fact(_("Buyer"), masked, _("Name and address are sealed; the carrier and customs hold the key.")))
    if parcel is not None:
        facts.append(Fact(_("Carrier"), parcel.carrier.name, parcel.number))
    facts += [
        Fact(_("Declarant"), name) for name in dict.fromkeys(declaration.declarant.name for declaration in declarations)
    ]
    return Facts(tuple(facts))


def documents(
    senders: Mapping[str, str], declarations: Iterable[Declaration], parcel: Parcel | None, opens: Mapping[str, str]
) -> tuple[Document, ...]:
    """Every document of the file with who sent it."""
    names = {"order": _("Order"), "payment": _("Payment record"), "waybill": _("Waybill")}
    found = [Document(names[kind], senders[kind]) for kind in names if kind in senders]
    for each in declarations:
        name = _("Export declaration") if each.direction == "export" else _("Import declaration")
        found.append(Document(name, wording.country(each.country), each.mrn, opens.get(each.mrn, "")))
    if parcel is not None:
        found.append(Document(_("Parcel label"), parcel.carrier.name, parcel.number))
    return tuple(found)


def _charges(consignment: Consignment) -> MoneyLine:
    """Duty and tax: in the order's currency as paid, with the working in the currency of the border."""
    charges = consignment.duty_minor + consignment.tax_minor
    border = Money.from_minor(charges, consignment.tax_currency)
    money = _in(consignment.currency)
    parts = _quoted(consignment)
    order = consignment.order
    if order is not None and consignment.currency != consignment.tax_currency:
        why = _("{amount} at the rate of the quote").format(amount=border)
        return MoneyLine.of(_("Duty and tax"), money(order.charges_minor), why=why, parts=parts)
    if order is None and consignment.currency != consignment.tax_currency:
        return MoneyLine.of(
            _("Duty and tax"), border, why=_("in {currency}").format(currency=border.currency), parts=parts
        )
    return MoneyLine.of(_("Duty and tax"), border, parts=parts)


def _quoted(consignment: Consignment) -> tuple[MoneyLine, ...]:
    """The working of the charges, from the quote on which the order was placed."""
    quote = consignment.quote
    if quote is not None:
        for option in quote.result.get("options", ()):
            if option["regime"] == quote.regime:
                return workings.lines(option["lines"], quote.currency)
    money = _in(consignment.tax_currency)
    return (
        MoneyLine.of(_("Duty"), money(consignment.duty_minor)),
        MoneyLine.of(_("Tax"), money(consignment.tax_minor)),
    )


def _entry(happening: Happening, ours: Side, *, last: bool) -> Entry:
    telling = happening.telling
    tally, receipt, awaited = _signed(happening, ours)
    return Entry(
        happening.side,
        "now" if last and happening.kind not in ("orders.consignment.settled", "settlement.confirmed.v1") else "done",
        telling.title,
        tally,
        timezone.localtime(happening.at),
        wording.clock(happening.at, seconds=True),
        telling.told,
        telling.ids,
        telling.lane,
        telling.passage,
        receipt,
        awaited,
        telling.money,
        record=Facts(tuple(Fact(_term(name), told, code=name != "who") for name, told in happening.record), small=True),
    )


def _signed(happening: Happening, ours: Side) -> tuple[Tally, str, bool]:
    """The tally beside the time, and the receipt on the other side."""
    if not happening.shared:
        return Tally(_half(ours), _("Kept by this hub alone")), "", False
    if happening.countersigned:
        return Tally("both"), _("countersigned"), False
    return Tally(_half(happening.side)), _("Countersignature awaited"), True


def _ahead(consignment: Consignment) -> Iterable[Entry]:
    """What is still to come, in the order in which it comes."""
    steps: tuple[tuple[str, Side, str, str], ...] = (
        ("paid", "dest", _("Payment"), _("Starts the label and the export declaration.")),
        ("exported", "origin", _("Release for export"), ""),
        ("imported", "dest", _("Release into {country}"), ""),
        ("delivered", "dest", _("Delivery"), _("Starts the settlement.")),
        ("settled", "origin", _("Settlement"), _("Everybody is paid in one step.")),
    )
    order = ("placed", "paid", "exported", "imported", "delivered", "settled")
    if consignment.state not in order:
        return
    bonded = consignment.regime == "1210"
    for state, side, name, told in steps:
        if order.index(state) > order.index(consignment.state) and not (bonded and state == "exported"):
            words = name.format(country=wording.country(consignment.destination))
            yield Entry(side, "next", words, Tally("none"), clock=_("to come"), told=told)


def _hubs(consignment: Consignment, ours: Side, peer: Peer | None, key: str) -> tuple[Hub, Hub]:
    """The two hubs that keep the deed: ours on its side, the peer on the other."""
    countries = {"origin": consignment.origin, "dest": consignment.destination}
    told = {"origin": _("Origin. Keeps the left half."), "dest": _("Destination. Keeps the right half.")}
    theirs = OTHER[ours]
    us = Hub(str(settings.ENTREPOT_NAME), countries[ours], told[ours], key[:14])
    them = (
        Hub(peer.name, countries[theirs], told[theirs], peer.thumbprint[:14])
        if peer is not None
        else Hub(wording.country(countries[theirs]), countries[theirs], _("No hub keeps this half yet."))
    )
    return (us, them) if ours == "origin" else (them, us)


def _agreement(shared: Sequence[Happening], known: Sequence[Happening], count: int) -> str:
    """How far the halves are known to agree."""
    if not shared:
        return _("Nothing has been told to another hub yet.")
    alone = count - len(shared)
    kept = ngettext("{count} more is kept by this hub alone.", "{count} more are kept by this hub alone.", alone)
    if len(known) == len(shared):
        return " ".join((_("The two halves agree."), kept.format(count=alone) if alone else "")).strip()
    waiting = len(shared) - len(known)
    return ngettext("{count} countersignature is awaited.", "{count} countersignatures are awaited.", waiting).format(
        count=waiting
    )


def _half(side: Side) -> TallyState:
    return "a" if side == "origin" else "b"


def _term(name: str) -> str:
    return {
        "who": _("Who"),
        "kind": _("Kind"),
        "event": _("Event"),
        "log": _("Log"),
        "hash": _("Hash"),
    }[name]


def _day(happening: Happening) -> date:
    return timezone.localtime(happening.at).date()


def _in(currency: str) -> Callable[[int], Money]:
    return partial(Money.from_minor, currency=currency)
