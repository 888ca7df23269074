"""Consignments that are delivered and settled, so that something can follow: a bowl to Malaysia, sarongs to China."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from entrepot.hub.aftersales import access, actions
from entrepot.hub.aftersales.facts import ReturnFacts
from entrepot.hub.aftersales.models import Return
from entrepot.hub.customs import actions as customs
from entrepot.hub.customs.models import Declaration, ProfileChange
from entrepot.hub.events import Actor, clock, worker
from entrepot.hub.events.models import Run
from entrepot.hub.orders import actions as orders
from entrepot.hub.orders.facts import LineFacts
from entrepot.hub.orders.models import Consignment
from entrepot.hub.tariffs import actions as tariffs
from entrepot.trade.enclosure import Handed
from tests import cast
from tests.hub.orders import shop

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16 + b"IEND\xaeB`\x82"
PHOTO = Handed("crack.png", PNG)
PEER = Actor("peer", "kl.example", "KL hub", cast.NOON + timedelta(hours=1))
CUPS = replace(
    shop.ORDER,
    lines=(
        LineFacts(sku="CUP", quantity=3, unit_price="33.33"),
        LineFacts(sku="BOWL", quantity=1, unit_price="100.01"),
    ),
)


def direct(number: str = "A-1") -> Consignment:
    """Three cups and a bowl by mail to Malaysia: goods 200.00, freight 20.00, tax 20.00; settled at their home hub."""
    consignment = sent(number)
    orders.advance(consignment.ucr, "import", by=PEER, lane="green", duty_minor=0, tax_minor=consignment.tax_minor)
    Run.objects.update(retry_at=None)
    worker.work_until_idle()
    return delivered(consignment)


def sent(number: str = "A-1", until: str = "exported") -> Consignment:
    """The same on its way; or still paid, on the desk of customs at the export."""
    tariffs.note_tax_number(shop.ceramics(), "MY", "LVG-0001", by=cast.by("hz-ceramics"))
    consignment = shop.placed(replace(CUPS, number=number))
    orders.joined(consignment.ucr, "kl.example", by=cast.the_hub())
    if until == "paid":
        on_a_desk("export")
    worker.work_until_idle()
    found = Consignment.objects.get(ucr=consignment.ucr)
    assert found.state == until, found.state
    return found


def bonded(pieces: int = 10) -> Consignment:
    """Two sarongs out of bonded stock to a buyer in China: the import is declared here, by the seller."""
    seller = shop.batik(pieces)
    consignment = shop.placed(shop.BONDED, seller=seller)
    worker.work_until_idle()
    for row in Declaration.objects.filter(ucr=consignment.ucr).exclude(state="released"):
        customs.release(row, by=cast.by("cn-customs", clock.now()), reason="Papers seen")
    Run.objects.update(retry_at=None)
    worker.work_until_idle()
    return delivered(consignment)


def stopped_bonded() -> tuple[Consignment, Declaration]:
    """Two sarongs out of bonded stock, paid, with their import on the desk of an officer."""
    consignment = shop.placed(shop.BONDED, seller=shop.batik())
    on_a_desk("import")
    worker.work_until_idle()
    declaration = Declaration.objects.get(ucr=consignment.ucr)
    assert declaration.state == "under-control", declaration.state
    return consignment, declaration


def on_a_desk(direction: str, country: str = "CN") -> None:
    """A profile that two officers have agreed on stops whatever leaves the country, or comes in."""
    tree = {"code": "XX-900", "name": "All", "lane": "yellow", "when": {"direction": direction}, "reason": "All."}
    ProfileChange.objects.create(
        country=country,
        code="XX-900",
        kind="put",
        tree=tree,
        why="All is looked at.",
        state="approved",
        author="mei",
        decider="lin",
        proposed_by={},
        proposed_at=cast.NOON,
    )


def delivered(consignment: Consignment) -> Consignment:
    found = Consignment.objects.get(ucr=consignment.ucr)
    assert found.state == "settled", (found.state, list(Run.objects.exclude(state="done").values_list("error")))
    return found


def when(consignment: Consignment, days: int = 1) -> datetime:
    assert consignment.delivered_at is not None
    return consignment.delivered_at + timedelta(days=days)


def visitor(at: datetime) -> Actor:
    return Actor("visitor", "", "", at)


def asked(
    consignment: Consignment, pieces: dict[int, int], reason: str = "changed-mind", told: str = "", days: int = 1
) -> Return:
    """The buyer asks to send pieces back, some days after the delivery."""
    facts = ReturnFacts(pieces=pieces, reason=reason, told=told)
    return actions.request(
        consignment.ucr, facts, seal=access.seal_of(consignment.ucr), by=visitor(when(consignment, days))
    )


def accepted(consignment: Consignment, pieces: dict[int, int], days: int = 2) -> Return:
    number = asked(consignment, pieces).number
    seller = cast.by(consignment.seller_code, when(consignment, days))
    return actions.answer(number, "accept", "To the shop, please", by=seller)


def returned(consignment: Consignment, pieces: dict[int, int], good: dict[str, int], days: int = 3) -> Return:
    number = accepted(consignment, pieces).number
    return actions.receive(number, good, by=cast.by(consignment.seller_code, when(consignment, days)))
