"""What a peer hub tells of disputes and ratings: both hubs keep them, each says what is its to say."""

from __future__ import annotations

import msgspec
from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub.aftersales import deciding, disputes, evidence, packing, queries, rating
from entrepot.hub.aftersales.heard import must_be_shared
from entrepot.hub.aftersales.models import Dispute, Rating
from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import queries as orders
from entrepot.trade.finding import Finding, NotYours, Refused, refuse_if_any

BY_MEDIATOR = ("unanswered", "decided", "withdrawn")


class Opened(msgspec.Struct):
    """The body of `dispute.opened.v1`."""

    number: str
    cause: str


class DisputeMoved(msgspec.Struct):
    """The body of `dispute.moved.v1`; the seller's words and files come as contents."""

    number: str
    state: str
    refund_minor: int = 0
    reasons: str = ""


class Given(msgspec.Struct):
    """The body of `rating.given.v1`: told when the stars are given, and again when the words are let pass or hidden."""

    line: int
    stars: int
    words: str = ""


class Answered(msgspec.Struct):
    """The body of `rating.answered.v1`."""

    line: int
    reply: str


@transaction.atomic
def opened(ucr: str, told: Opened, contents: bytes, *, peer: str, by: Actor) -> Dispute:
    """A buyer at the peer disputes a consignment of a seller here."""
    consignment = orders.locked(ucr)
    must_be_shared(consignment.peer, peer, ucr)
    if known := Dispute.objects.filter(number=told.number).first():
        return known
    words, files = packing.unpacked(contents)
    facts = disputes.DisputeFacts(cause=told.cause, told=words, files=files)
    refuse_if_any(disputes.of_opening(consignment, facts, by.at))
    if not told.number.startswith(f"{ucr}-") or len(told.number) > 48:
        raise Refused(_number(ucr, told.number))
    return disputes.enter(told.number, consignment, facts, mediates=False, by=by)


@transaction.atomic
def dispute_moved(told: DisputeMoved, contents: bytes, *, peer: str, by: Actor) -> Dispute:
    """The seller there has answered, or the operator there has decided. Told again, nothing changes."""
    held = queries.locked_dispute(told.number)
    must_be_shared(orders.consignment(held.ucr).peer, peer, held.ucr)
    if told.state not in (("answered",) if held.mediates else BY_MEDIATOR):
        raise NotYours(_not_theirs(told))
    if held.state == told.state:
        return held
    if told.state == "decided":
        refuse_if_any(deciding.of_decision(held, told.refund_minor, told.reasons))
        return deciding.decided(held, told.refund_minor, told.reasons, by=by)
    if told.state == "answered":
        words, files = packing.unpacked(contents)
        held.answer, held.answered_at = evidence.words(f"{held.number}:answer", words), by.at
        evidence.keep(held.number, "seller", files, by=by)
    move = {"answered": "answer", "unanswered": "lapse", "withdrawn": "withdraw"}[told.state]
    if not (told.state == "unanswered" and held.state == "answered"):  # the answer crossed the lapse on its way
        held.state = Dispute.LIFECYCLE.after(held.state, move)
    held.ended_at = by.at if told.state == "withdrawn" else None
    held.save()
    deciding.record(told.state, held, by)
    return held


@transaction.atomic
def rated(ucr: str, told: Given, *, peer: str, by: Actor) -> Rating:
    """A buyer at the peer has rated goods of a seller here; or its operator has judged the words since."""
    consignment = orders.locked(ucr)
    must_be_shared(consignment.peer, peer, ucr)
    refuse_if_any(rating.of_rating(consignment, told.line, told.stars, told.words, by.at))
    given = rating.enter(consignment, told.line, told.stars, told.words, own=False, by=by)
    if not given.own and given.words != told.words:
        given.words, given.state = told.words, "shown" if told.words else "none"
        given.save(update_fields=["words", "state"])
    return given


@transaction.atomic
def rating_answered(ucr: str, told: Answered, *, peer: str, by: Actor) -> Rating:
    """The seller there has answered a rating that was given here."""
    must_be_shared(orders.locked(ucr).peer, peer, ucr)
    given = Rating.objects.select_for_update().filter(ucr=ucr, line=told.line, own=True, decides=False).first()
    if given is None:
        raise Refused(
            Finding(
                "rating-unknown", gettext_noop("This hub knows no such rating."), remedy=gettext_noop("Look again.")
            )
        )
    return rating.answered(given, told.reply, by=by)


def _number(ucr: str, number: str) -> Finding:
    return Finding(
        "dispute-number-form",
        gettext_noop("“{number}” cannot be the number of a dispute about {ucr}."),
        "/number",
        gettext_noop("Begin with the reference of the consignment and a dash."),
        params={"number": number, "ucr": ucr},
    )


def _not_theirs(told: DisputeMoved) -> Finding:
    return Finding(
        "dispute-not-yours-to-move",
        gettext_noop("Dispute {number} cannot be made “{state}” by your hub."),
        "/state",
        gettext_noop("The seller's hub answers; the hub where the goods were bought decides."),
        params={"number": told.number, "state": told.state},
    )
