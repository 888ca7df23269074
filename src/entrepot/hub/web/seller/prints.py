"""What a seller prints of many orders at once: the labels, and the papers that travel with the goods."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import labels as printing
from entrepot.hub.orders import queries as consignments
from entrepot.hub.orders.models import Consignment
from entrepot.hub.web import wording
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.pieces import Cell, Fact, Facts, FindingNote, Head, QrCode, Row, Table
from entrepot.hub.web.shell import show
from entrepot.trade.finding import Refused

AT_ONCE = 40


@dataclass(frozen=True, slots=True)
class Print:
    """One sheet of paper: what it is of, its number with a symbol if it is a label, its facts and its lines."""

    order: str
    title: str
    number: str
    facts: Facts
    lines: Table
    symbol: QrCode | None = None


@at_desk("seller")
@require_POST
@never_cache
def labels(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The label of each parcel that was chosen, with its customs declaration CN 23."""
    return _printed(request, sitting, _("Labels"), _label)


@at_desk("seller")
@require_POST
@never_cache
def papers(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The commercial invoice of each order that was chosen."""
    return _printed(request, sitting, _("Invoices"), _invoice)


def _printed(
    request: HttpRequest, sitting: Sitting, title: str, draw: Callable[[Consignment, Actor], Print]
) -> HttpResponse:
    """What could be printed, and why not what could not."""
    chosen = list(dict.fromkeys(request.POST.getlist("ucr")))[:AT_ONCE]
    mine = {each.ucr: each for each in consignments.consignments(sitting.party).filter(ucr__in=chosen)}
    sheets, refused = list[Print](), list[tuple[str, tuple[FindingNote, ...]]]()
    for ucr in chosen:
        if ucr not in mine:
            continue
        try:
            sheets.append(draw(mine[ucr], sitting.by))
        except Refused as fault:
            notes = tuple(FindingNote.of(each) for each in fault.findings)
            refused.append((mine[ucr].order_number, notes))
    told = ngettext("{count} sheet to print", "{count} sheets to print", len(sheets)).format(count=len(sheets))
    context = {"title": title, "headline": told, "sheets": sheets, "refused": refused}
    return show(request, "seller/prints.html", context, desk="seller", here="orders", status=200 if sheets else 422)


def _label(consignment: Consignment, by: Actor) -> Print:
    found = printing.label(consignment.ucr, by=by)
    tree = cast("Mapping[str, Any]", found.form.tree)
    facts = (
        Fact(_("From"), *_person(tree["sender"])),
        Fact(_("To"), *_person(tree["addressee"])),
        Fact(_("Reference"), consignment.ucr, code=True),
        Fact(_("Gross mass"), f"{tree['total_gross_weight_kg']} kg"),
        Fact(_("Value"), _money(tree["total_value"])),
        Fact(_("Postage"), _money(tree["postal_charges"])),
        Fact(_("Category"), _("Sale of goods")),
    )
    return Print(
        consignment.order_number,
        _("Customs declaration CN 23"),
        found.number,
        Facts(facts, small=True),
        _contents(tree["contents"], "net_weight_kg"),
        QrCode.of(found.number, found.number),
    )


def _invoice(consignment: Consignment, by: Actor) -> Print:
    tree = cast("Mapping[str, Any]", printing.invoice(consignment.ucr, by=by).tree)
    charges = wording.listed(f"{each['kind']} {each['amount']} {tree['currency']}" for each in tree["charges"])
    facts = (
        Fact(_("Seller"), *_person(tree["seller"])),
        Fact(_("Buyer"), *_person(tree["buyer"])),
        Fact(_("Reference"), consignment.ucr, code=True),
        Fact(_("Delivery term"), str(tree["delivery_term"])),
        Fact(_("Goods"), f"{tree['currency']} {tree['goods_total']}"),
        Fact(_("Freight and insurance"), charges),
        Fact(_("Total"), f"{tree['currency']} {tree['total']}"),
    )
    lines = _contents(tree["lines"], "net_mass_kg")
    return Print(
        consignment.order_number, _("Commercial invoice"), str(tree["number"]), Facts(facts, small=True), lines
    )


def _contents(lines: Iterable[Mapping[str, Any]], mass: str) -> Table:
    rows = tuple(
        Row(
            (
                Cell(str(each["description"])),
                Cell(wording.hs(str(each.get("hs_tariff_number") or each.get("hs") or "")), code=True),
                Cell(str(each["origin"])),
                Cell(str(each["quantity"])),
                Cell(str(each.get(mass) or "–")),
                Cell(_money(each["value"]) if isinstance(each.get("value"), dict) else str(each.get("amount") or "–")),
            )
        )
        for each in lines
    )
    heads = (
        Head(_("Goods"), wide=True),
        Head(_("HS code")),
        Head(_("Origin")),
        Head(_("Pieces"), number=True),
        Head(_("Net mass, kg"), number=True),
        Head(_("Value"), number=True),
    )
    return Table(_("Contents"), heads, rows, fold=False)


def _person(told: Mapping[str, Any]) -> tuple[str, str]:
    """A name, and where it is."""
    return str(told["name"]), wording.listed(str(told[part]) for part in ("address", "country") if told.get(part))


def _money(told: Mapping[str, Any]) -> str:
    return f"{told['currency']} {told['amount']}"
