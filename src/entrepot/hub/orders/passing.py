"""A consignment that passes a third country: to whom it is passed on, how far it is, and what is owed through."""

from __future__ import annotations

from django.db import transaction

from entrepot.hub import events
from entrepot.hub.customs import actions as customs
from entrepot.hub.customs import queries as controls
from entrepot.hub.customs.models import Passage
from entrepot.hub.events.actor import Actor
from entrepot.hub.ledger import actions as ledger
from entrepot.hub.orders import moving, queries
from entrepot.hub.orders.border import declarant_of
from entrepot.hub.orders.models import Consignment
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.ledger import Posting, transfer

ENDED = ("discharged", "charged", "refused", "lapsed")


@transaction.atomic
def pass_on(ucr: str, onward: str, *, by: Actor) -> None:
    """Note the hub to which a consignment that only passes through here is passed on."""
    moving.must_be_ours(by)
    Consignment.objects.filter(ucr=ucr, home=False, onward="").update(onward=onward)


@transaction.atomic
def pass_through(facts: DeclarationFacts, *, country: str, by: Actor) -> Passage:
    """Take what was exported for another country under control here, under the guarantee of one of our declarants."""
    moving.must_be_ours(by)
    passage = customs.open_passage(facts, country=country, declarant=_guaranteed(country, by), by=by)
    noted(facts.ucr, passage.state, by=by)
    return passage


@transaction.atomic
def noted(ucr: str, state: str, *, reason: str = "", by: Actor) -> Consignment:
    """Note how far the passage is. What did not get through comes back, its buyer is paid. Twice is harmless."""
    moving.must_be_ours(by)
    consignment = queries.locked(ucr)
    if consignment.passage == state or consignment.passage in ENDED:
        return consignment
    consignment.passage = state
    consignment.passed_at = by.at if state in ENDED else None
    consignment.save(update_fields=["passage", "passed_at"])
    body = {"passage": state, "via": consignment.via, "reason": reason}
    events.record("orders.consignment.passage", ucr, by=by, ucr=ucr, body=body)
    if state in ENDED and state != "discharged" and consignment.state in ("exported", "imported"):
        return moving.turned_back(ucr, reason or state, by=by)
    return consignment


@transaction.atomic
def owed_through(ucr: str, minor: int, currency: str, *, cause: str = "", by: Actor) -> None:
    """The home hub owes duty and tax to us, and we owe them on: each hub settles with its neighbours alone.

    What was undone at the destination is owed back the same way, once for its `cause`.
    """
    moving.must_be_ours(by)
    consignment = queries.consignment(ucr)
    if not consignment.onward or not minor:
        return
    sides = (
        Posting(f"peer:{consignment.peer}", minor, currency),
        Posting(f"peer:{consignment.onward}", -minor, currency),
    )
    ledger.post([transfer(f"through:{ucr}{cause and ':'}{cause}", "Duty and tax owed on", *sides, ucr=ucr)], by=by)


def _guaranteed(country: str, by: Actor) -> Party:
    """A declarant whose guarantee is in force today, the first by its code; else any, whom customs will refuse."""
    day = by.at.date()
    able = parties.with_right("declarant").filter(country=country).order_by("code")
    held = (each for each in able if controls.guarantees_in_force(each, day, day).filter(country=country).exists())
    return next(held, None) or declarant_of(country)
