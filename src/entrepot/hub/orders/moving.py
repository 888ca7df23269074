"""How a consignment goes on: mirrored at the peer, moved from state to state, cancelled."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import msgspec
from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import queries
from entrepot.hub.orders.facts import ConsignmentFacts
from entrepot.hub.orders.models import Consignment
from entrepot.hub.parties import queries as parties
from entrepot.hub.payments import actions as payments
from entrepot.hub.payments import queries as paid
from entrepot.hub.stock import actions as stock
from entrepot.trade.finding import Finding, NotYours, Refused
from entrepot.trade.lifecycles import CONSIGNMENT, NEVER_ARRIVED

FORWARD = ("pay", "export", "import", "deliver", "settle")
ORDER = ("placed", "paid", "exported", "imported", "delivered", "settled")
TOLD = frozenset({"lane", "duty_minor", "tax_minor", "tax_currency", "import_regime"})


@transaction.atomic
def mirror(facts: ConsignmentFacts | Mapping[str, Any], *, peer: str, by: Actor) -> Consignment:
    """Keep what a peer tells of a consignment that concerns both of us; told again, nothing changes."""
    must_be_ours(by)
    told = facts if isinstance(facts, ConsignmentFacts) else _read(facts)
    plain = asdict(told)
    plain["items"] = list(plain["items"])
    found, fresh = Consignment.objects.get_or_create(
        ucr=told.ucr, defaults={**plain, "home": False, "peer": peer, "placed_at": by.at}
    )
    if not fresh and (found.peer != peer or any(getattr(found, name) != plain[name] for name in FIRM)):
        raise Refused(_another(told.ucr))
    if fresh:
        body = {"peer": peer, "seller": told.seller_code, "destination": told.destination}
        events.record("orders.consignment.mirrored", told.ucr, by=by, ucr=told.ucr, body=body)
    return found


FIRM = ("order_number", "seller_code", "origin", "destination", "via", "currency", "total_minor", "items")


@transaction.atomic
def joined(ucr: str, peer: str, *, via: str = "", by: Actor) -> None:
    """Note with which hub a consignment of ours is shared, and the country passed; said by whoever told that hub."""
    Consignment.objects.filter(ucr=ucr, home=True, peer="").update(peer=peer, via=via)


@transaction.atomic
def advance(ucr: str, move: str, *, by: Actor, **facts: Any) -> Consignment:
    """Move the consignment on, with what is known since (`lane`, `duty_minor`, `tax_minor`, `import_regime`).

    A move that was made before, or that later ones have overtaken, changes nothing. A mirrored consignment catches up:
    the peer need not tell of every step, since its export implies that it was paid.
    """
    must_be_ours(by)
    assert facts.keys() <= TOLD, f"unknown facts of a consignment: {sorted(facts.keys() - TOLD)}"
    consignment = queries.locked(ucr)
    if _overtaken(consignment.state, move):
        return consignment
    for step in way(consignment, move):
        consignment.state = CONSIGNMENT.after(consignment.state, step)
    for name, value in facts.items():
        setattr(consignment, name, value)
    moment = {"imported": "imported_at", "delivered": "delivered_at", "settled": "settled_at"}.get(consignment.state)
    if moment:
        setattr(consignment, moment, by.at)
    consignment.save(update_fields=["state", *facts, *([moment] if moment else [])])
    if consignment.state == "imported" and consignment.home:
        stock.clear(ucr, by=by)
    body = {"state": consignment.state, **facts}
    events.record(f"orders.consignment.{consignment.state}", ucr, by=by, ucr=ucr, body=body)
    return consignment


@transaction.atomic
def let_in(ucr: str, duty_minor: int, tax_minor: int, *, by: Actor, **facts: Any) -> Consignment:
    """Customs has let it in, or one more part of it: the charges are those of all that was let in so far.

    What has been settled stays settled; what is let in after that, the declarant's guarantee answers for.
    """
    consignment = queries.locked(ucr)
    if consignment.state in NEVER_ARRIVED:  # let in on appeal, when its buyer had been paid back
        return consignment
    charges = {"duty_minor": duty_minor, "tax_minor": tax_minor}
    consignment = advance(ucr, "import", by=by, **charges, **facts)
    if consignment.state in ("imported", "delivered"):
        Consignment.objects.filter(pk=consignment.pk).update(**charges)
        consignment.duty_minor, consignment.tax_minor = duty_minor, tax_minor
    return consignment


@transaction.atomic
def cancel(ucr: str, reason: str, *, by: Actor) -> Consignment:
    """Cancel an order that has not left: what was promised is freed, what was paid is given back. Twice is harmless."""
    consignment = queries.locked(ucr)
    parties.require(by, "seller", consignment.seller_code)
    if not consignment.home:
        raise NotYours(kept_elsewhere(consignment))
    if consignment.state == "cancelled":
        return consignment
    consignment.state = CONSIGNMENT.after(consignment.state, "cancel")
    consignment.save(update_fields=["state"])
    stock.release(ucr, by=by)
    hub = Actor("worker", "orders.cancel", "cancellation", by.at)
    for payment in paid.payments(ucr):
        if payment.state == "requested":
            payments.refuse(payment.end_to_end_id, reason, by=hub)
        elif payment.state == "settled":
            payments.refund(payment.end_to_end_id, reason, by=hub)
    body = {"state": "cancelled", "reason": reason}
    events.record("orders.consignment.cancelled", ucr, by=by, ucr=ucr, body=body)
    return consignment


@transaction.atomic
def turned_back(ucr: str, reason: str, *, by: Actor) -> Consignment:
    """The other side will not let the goods in: they come back, and the buyer is paid back. Twice is harmless."""
    must_be_ours(by)
    consignment = queries.locked(ucr)
    if consignment.state == "returned":
        return consignment
    consignment.state = CONSIGNMENT.after(consignment.state, "return")
    consignment.save(update_fields=["state"])
    for payment in paid.payments(ucr).filter(state="settled"):
        payments.refund(payment.end_to_end_id, reason, by=by)
    body = {"state": "returned", "reason": reason}
    events.record("orders.consignment.returned", ucr, by=by, ucr=ucr, body=body)
    return consignment


def way(consignment: Consignment, move: str) -> tuple[str, ...]:
    """The moves to make: the one asked for, and at the peer those before it that nobody told of."""
    if consignment.home or CONSIGNMENT.allows(consignment.state, move):
        return (move,)
    seen = {consignment.state}
    waiting: deque[tuple[str, tuple[str, ...]]] = deque([(consignment.state, ())])
    while waiting:
        state, made = waiting.popleft()
        if CONSIGNMENT.allows(state, move):
            return (*made, move)
        for step in FORWARD:
            if CONSIGNMENT.allows(state, step) and (after := CONSIGNMENT.after(state, step)) not in seen:
                seen.add(after)
                waiting.append((after, (*made, step)))
    return (move,)


def _overtaken(state: str, move: str) -> bool:
    """Whether the consignment is already where the move leads, or further."""
    goal = {after for (_, name), after in CONSIGNMENT.moves.items() if name == move}
    if state in goal:
        return True
    return state in ORDER and any(each in ORDER and ORDER.index(each) < ORDER.index(state) for each in goal)


def _read(facts: Mapping[str, Any]) -> ConsignmentFacts:
    try:
        return msgspec.convert(dict(facts), ConsignmentFacts)
    except msgspec.ValidationError as fault:
        raise Refused(
            Finding(
                "consignment-unreadable",
                gettext_noop("The consignment cannot be read: {fault}."),
                remedy=gettext_noop("Send every field in its type."),
                params={"fault": str(fault)},
            )
        ) from None


def must_be_ours(by: Actor) -> None:
    """Refuse whoever is not the hub itself, a simulator or a peer: goods are moved by what happens to them."""
    if by.kind not in parties.OURS:
        raise NotYours(
            Finding(
                "not-a-peer",
                gettext_noop("A consignment is moved by what happens to it, not by hand."),
                remedy=gettext_noop("Report what happened: a payment, a release, a delivery."),
            )
        )


def _another(ucr: str) -> Finding:
    return Finding(
        "ucr-taken",
        gettext_noop("{ucr} already stands for another consignment here."),
        "/ucr",
        gettext_noop("Give each consignment a reference of its own."),
        params={"ucr": ucr},
    )


def kept_elsewhere(consignment: Consignment) -> Finding:
    """The order is at the peer; only that hub may do more than follow it."""
    return Finding(
        "order-elsewhere",
        gettext_noop("The order of {ucr} is kept at {peer}."),
        "/ucr",
        gettext_noop("Cancel it there."),
        params={"ucr": consignment.ucr, "peer": consignment.peer},
    )
