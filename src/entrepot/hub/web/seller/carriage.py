"""What decides a price at the door besides the goods: the seller's table of carriage, and its tax numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from entrepot.hub.adapters.shop import carriage as files
from entrepot.hub.catalogue import freight, freight_written
from entrepot.hub.catalogue.models import FreightRate
from entrepot.hub.events import clock
from entrepot.hub.parties import queries as parties
from entrepot.hub.tariffs import actions as tariffs
from entrepot.hub.web import wording
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.pieces import FindingNote
from entrepot.hub.web.seller import carriage_sheets as sheets
from entrepot.hub.web.seller import tables
from entrepot.hub.web.seller.carriage_sheets import Notes
from entrepot.hub.web.shell import show
from entrepot.trade.finding import Finding, NotYours, Refused

BESIDE = {"up_to_g": "up_to_kg"} | {name: name for name in (*freight_written.FIELDS, "country", "number")}
"""Beside which field of a form something is told that was found about one of a step or of a number."""


@at_desk("seller")
def carriage(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The table that holds, the numbers that are noted, and a form for each; what is wrong stands beside its field."""
    notes: Notes = {}
    do = request.POST.get("do", "")
    if request.method == "POST":
        deed = DEEDS.get(do)
        if deed is None:
            raise Http404
        try:
            deed(request, sitting)
            return redirect("seller-carriage")
        except NotYours:
            raise
        except Refused as refused:
            notes = _beside(refused.findings, do)
    seller, today = parties.party(sitting.party), clock.now().date()
    context = {
        "table": sheets.table_of(seller),
        "unreached": sheets.unreached(seller),
        "step": sheets.step_form(seller, request, notes if do == "step" else {}, today),
        "numbers": sheets.numbers(seller, today),
        "number": sheets.number_form(request, notes if do == "number" else {}, today),
        "refusals": notes.get("", ()),
        "wrong": sheets.by_line(notes) if do == "table" else (),
    }
    status = 422 if notes else 200
    return show(request, "seller/carriage.html", context, desk="seller", here="carriage", status=status)


@at_desk("seller")
def as_table(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The seller's own table, else the one that holds for it, to be changed and brought back."""
    steps = [freight.Step(**each) for each in freight.terms(parties.party(sitting.party))]
    rows = [list(freight_written.written(step).values()) for step in steps]
    return tables.out("carriage.csv", freight_written.FIELDS, rows)


def _step(request: HttpRequest, sitting: Sitting) -> None:
    steps = freight_written.read([{field: request.POST.get(field, "") for field in freight_written.FIELDS}])
    freight.lay(parties.party(sitting.party), steps, by=sitting.by)
    messages.success(request, _("The step stands in your table."))


def _off(request: HttpRequest, sitting: Sitting) -> None:
    ticked = [sheets.number(each) for each in request.POST.getlist("step")]
    freight.take_off(parties.party(sitting.party), ticked, by=sitting.by)
    messages.success(request, _("What was ticked is off your table."))


def _table(request: HttpRequest, sitting: Sitting) -> None:
    rows = files.rows(tables.handed(request, "carriage"))
    try:
        freight.state(parties.party(sitting.party), freight_written.read([row for _line, row in rows]), by=sitting.by)
    except NotYours:
        raise
    except Refused as refused:
        raise Refused([_at_line(each, [line for line, _row in rows]) for each in refused.findings]) from None
    told = _("Your table has {count} steps now; it took the place of the one before.")
    messages.success(request, told.format(count=wording.number(len(rows))))


def _copy(request: HttpRequest, sitting: Sitting) -> None:
    seller = parties.party(sitting.party)
    if not FreightRate.objects.filter(owner=seller).exists():
        freight.state(seller, freight.of_carrier(seller), by=sitting.by)
    messages.success(request, _("The table is your own now; what the carrier states later no longer holds for you."))


def _number(request: HttpRequest, sitting: Sitting) -> None:
    told = request.POST.get("country", ""), request.POST.get("number", "")
    noted = tariffs.note_tax_number(parties.party(sitting.party), *told, by=sitting.by)
    said = _("The number for {country} is noted; what you sell there is priced with it.")
    messages.success(request, said.format(country=wording.country(noted.country)))


def _end(request: HttpRequest, sitting: Sitting) -> None:
    country = request.POST.get("country", "")
    tariffs.end_tax_number(parties.party(sitting.party), country, by=sitting.by)
    messages.success(request, _("No number is noted for {country} any more.").format(country=wording.country(country)))


DEEDS: Mapping[str, Callable[[HttpRequest, Sitting], None]] = {
    "step": _step,
    "off": _off,
    "table": _table,
    "copy": _copy,
    "number": _number,
    "end": _end,
}


def _beside(found: Sequence[Finding], do: str) -> Notes:
    """What was found, by the field or the line that it stands beside; under no name what concerns the whole."""
    notes: dict[str, list[FindingNote]] = defaultdict(list)
    for each in found:
        first, _slash, last = each.pointer.strip("/").partition("/")
        beside = BESIDE.get(last or first, "")
        place = beside if do != "table" else first if first.isdigit() else ""
        notes[place].append(FindingNote.of(each))
    return {name: tuple(each) for name, each in notes.items()}


def _at_line(found: Finding, lines: Sequence[int]) -> Finding:
    """A finding about the nth row, at the line of the file where that row stands."""
    number, _slash, field = found.pointer.strip("/").partition("/")
    return replace(found, pointer=f"/{lines[int(number)]}/{field}")
