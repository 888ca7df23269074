"""The warehouse: one task, one field. Scan a parcel that customs has let go, and hand it to the carrier."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from entrepot.hub.orders import actions
from entrepot.hub.orders import queries as orders
from entrepot.hub.stock import queries as stock
from entrepot.hub.web import wording
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.pieces import FindingNote
from entrepot.hub.web.shell import show
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

SHOWN = 40


@dataclass(frozen=True, slots=True)
class Waiting:
    """A parcel on the shelf that may go: its number, its goods, how many pieces."""

    number: str
    goods: str
    pieces: int
    to: str


@at_desk("warehouse")
def scan(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Scan the label; the answer fills the width, right or wrong."""
    right, wrong = "", None
    if request.method == "POST":
        number = "".join(request.POST.get("code", "").upper().split())
        try:
            right = _handed(number, sitting)
        except Refused as refused:
            wrong = FindingNote.of(refused.findings[0])
    waiting = _waiting(sitting)
    context = {
        "right": right,
        "wrong": wrong,
        "waiting": waiting[:SHOWN],
        "next": waiting[0] if waiting else None,
        "count": len(waiting),
    }
    return show(request, "warehouse/scan.html", context, desk="warehouse", status=422 if wrong else 200)


def _handed(number: str, sitting: Sitting) -> str:
    parcel = stock.parcel_by_number(number)
    if parcel is None:
        raise Refused(
            Finding(
                "parcel-number-unknown",
                gettext_noop("No parcel here has the number {number}."),
                "/code",
                gettext_noop("Scan the bar code with 13 characters on the label."),
                params={"number": number or "–"},
            )
        )
    actions.hand_over([parcel.ucr], by=sitting.by)
    return parcel.number


def _waiting(sitting: Sitting) -> tuple[Waiting, ...]:
    """What lies on the shelves of this keeper and may go, the oldest label first."""
    found = orders.let_go(keeper=sitting.party).values_list("ucr", flat=True)
    return tuple(
        Waiting(
            parcel.number,
            wording.listed(str(item["description"]) for item in parcel.contents),
            sum(item["quantity"] for item in parcel.contents),
            wording.country(parcel.destination),
        )
        for parcel in stock.labelled(found)
    )
