"""What a peer hub tells of a return: asked for there by the buyer, or decided there by the seller."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub.aftersales import checking, packing, queries, returns
from entrepot.hub.aftersales.facts import ReturnFacts
from entrepot.hub.aftersales.models import Return
from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import queries as orders
from entrepot.trade.finding import Finding, NotYours, Refused, refuse_if_any

DECIDED = ("accepted", "refused", "refunded", "unanswered", "lapsed")
"""States of which the hub tells that keeps the order; the buyer's hub tells that a return was withdrawn."""


class Asked(msgspec.Struct):
    """The body of `return.requested.v1`."""

    number: str
    reason: str
    lines: list[dict[str, Any]]


class Moved(msgspec.Struct):
    """The body of `return.moved.v1`."""

    number: str
    state: str
    answer: str = ""
    whole: bool = False
    back_by: str = ""
    goods_minor: int = 0
    freight_minor: int = 0
    charges_minor: int = 0
    taken_off_minor: int = 0


@transaction.atomic
def requested(ucr: str, told: Asked, contents: bytes, *, peer: str, by: Actor) -> Return:
    """A buyer at the peer asks to send goods back: checked here once more, since the order is here."""
    consignment = orders.locked(ucr)
    must_be_shared(consignment.peer, peer, ucr)
    known = Return.objects.filter(number=told.number).first()
    if known is not None:
        return known
    words, photos = packing.unpacked(contents)
    pieces = {each["line"]: each["pieces"] for each in told.lines if _whole(each)}
    facts = ReturnFacts(pieces=pieces, reason=told.reason, told=words, photos=photos)
    if consignment.home:
        refuse_if_any(checking.of_request(consignment, facts, by.at))
    refuse_if_any(_of_number(ucr, told.number))
    return returns.enter(told.number, consignment, facts, by=by)


@transaction.atomic
def moved(told: Moved, *, peer: str, by: Actor) -> Return:
    """The peer tells how a return goes on. Told again, nothing changes.

    Whoever keeps the order has the last word: what it says overrules what the buyer's hub believed.
    """
    asked = queries.locked(told.number)
    must_be_shared(orders.consignment(asked.ucr).peer, peer, asked.ucr)
    if told.state not in (("withdrawn",) if asked.decides else DECIDED):
        raise _not_theirs(told)
    if asked.state == told.state:
        return asked
    if asked.decides:
        returns.moved(asked, "withdraw", by)
    else:
        asked.state = told.state
        asked.ended_at = None if told.state in queries.OPEN else by.at
        asked.answer, asked.whole = told.answer, told.whole
        asked.goods_minor, asked.freight_minor = told.goods_minor, told.freight_minor
        asked.charges_minor, asked.taken_off_minor = told.charges_minor, told.taken_off_minor
        asked.back_by = datetime.fromisoformat(told.back_by) if told.back_by else asked.back_by
    asked.save()
    returns.record(asked.state, asked, by)
    return asked


@transaction.atomic
def turned_down(ucr: str, code: str, *, by: Actor) -> None:
    """The peer could not take a request of ours: the buyer must see that, and why."""
    for asked in Return.objects.select_for_update().filter(ucr=ucr, decides=False, state="requested"):
        returns.moved(asked, "refuse", by)
        asked.answer = code
        asked.save(update_fields=["state", "answer", "ended_at"])
        returns.record("refused", asked, by, answer=code)


def must_be_shared(with_peer: str, peer: str, ucr: str) -> None:
    """Raise `NotYours` unless the consignment is shared with the hub that speaks of it."""
    if with_peer != peer:
        raise NotYours(
            Finding(
                "consignment-not-shared",
                gettext_noop("{ucr} is not shared with the hub {peer}."),
                "/ucr",
                gettext_noop("Speak of consignments that both hubs keep."),
                params={"ucr": ucr, "peer": peer},
            )
        )


def _whole(line: dict[str, Any]) -> bool:
    return isinstance(line.get("line"), int) and isinstance(line.get("pieces"), int)


def _of_number(ucr: str, number: str) -> list[Finding]:
    if number.startswith(f"{ucr}-") and len(number) <= 48:
        return []
    return [
        Finding(
            "return-number-form",
            gettext_noop("“{number}” cannot be the number of a return of {ucr}."),
            "/number",
            gettext_noop("Begin with the reference of the consignment and a dash."),
            params={"number": number, "ucr": ucr},
        )
    ]


def _not_theirs(told: Moved) -> Refused:
    return NotYours(
        Finding(
            "return-not-yours-to-move",
            gettext_noop("Return {number} cannot be made “{state}” by your hub."),
            "/state",
            gettext_noop("The seller's hub decides a return; the buyer's hub withdraws it."),
            params={"number": told.number, "state": told.state},
        )
    )
