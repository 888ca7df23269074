"""The parcels of a consignment where there are several: the first, and those with which the rest followed."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from entrepot.hub.events.models import Event
from entrepot.hub.web.pieces import Cell, Head, Row, Table

STEPS = ("labelled", "dispatched", "departed", "arrived", "delivered", "returned", "lost")
KINDS = (*(f"stock.parcel.{step}" for step in STEPS), "network.parcel.moved")


def several(ucrs: Iterable[str]) -> dict[str, Table]:
    """How far each parcel has come, by consignment; of those with one parcel nothing. One question.

    It is read from what happened, so that the hub that only hears of the parcels shows the same.
    """
    found: dict[str, dict[str, str]] = {}
    rows = Event.objects.filter(ucr__in=list(ucrs), kind__in=KINDS).order_by("position")
    for ucr, kind, body in rows.values_list("ucr", "kind", "body"):
        if body.get("number"):
            found.setdefault(ucr, {})[body["number"]] = body.get("step") or kind.rpartition(".")[2]
    return {ucr: _table(parcels) for ucr, parcels in found.items() if len(parcels) > 1}


def _table(parcels: dict[str, str]) -> Table:
    names = {
        "labelled": _("Labelled"),
        "dispatched": _("Handed to the carrier"),
        "departed": _("Departed"),
        "arrived": _("Arrived"),
        "delivered": _("Delivered"),
        "returned": _("Came back"),
        "lost": _("Lost on the way"),
    }
    rows = tuple(Row((Cell(number, code=True), Cell(names.get(step, step)))) for number, step in parcels.items())
    heads = (Head(_("Parcel"), wide=True), Head(_("State"), labelled=True))
    return Table(_("This order travels in several parcels"), heads, rows)
