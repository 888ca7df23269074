"""Writes about goods that are sent back, up to the seller's answer: asked for, answered, withdrawn, lapsed."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.aftersales import access, checking, evidence, queries, refunding, terms
from entrepot.hub.aftersales.facts import ReturnFacts
from entrepot.hub.aftersales.models import Return
from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import queries as orders
from entrepot.hub.orders.models import Consignment
from entrepot.hub.parties import queries as parties
from entrepot.trade.finding import Finding, NotYours, Refused, refuse_if_any

ANSWERS = ("accept", "refuse", "let-go")


@transaction.atomic
def request(ucr: str, facts: ReturnFacts, *, seal: str, by: Actor) -> Return:
    """The buyer asks to send goods back. The same pieces for the same reason, still unanswered, are asked for once."""
    access.require_buyer(ucr, seal)
    consignment = orders.locked(ucr)
    known = Return.objects.filter(
        ucr=ucr, state="requested", reason=facts.reason, lines=checking.lines(consignment, facts)
    )
    if found := known.first():
        return found
    refuse_if_any(checking.of_request(consignment, facts, by.at))
    number = f"{ucr}-{settings.ENTREPOT_COUNTRY}{Return.objects.filter(ucr=ucr).count() + 1}"
    return enter(number, consignment, facts, by=access.buyer(ucr, by))


def enter(number: str, consignment: Consignment, facts: ReturnFacts, *, by: Actor) -> Return:
    """Write a return that was checked, and record it."""
    asked = Return.objects.create(
        number=number,
        ucr=consignment.ucr,
        decides=consignment.home,
        seller_code=consignment.seller_code,
        reason=facts.reason,
        told=evidence.words(number, facts.told),
        lines=checking.lines(consignment, facts),
        currency=consignment.currency,
        requested_at=by.at,
        answer_by=by.at + timedelta(days=terms.days("answer_return")),
    )
    evidence.keep(number, "buyer", facts.photos, by=by)
    record("requested", asked, by, reason=asked.reason, lines=asked.lines)
    return asked


@transaction.atomic
def answer(number: str, move: str, words: str, *, by: Actor) -> Return:
    """The seller answers: accept with instructions, refuse with reasons, or let go, which pays without a return.

    The same answer again is harmless.
    """
    asked = _decided_here(number, by)
    refuse_if_any(_of_answer(move, words))
    if asked.state == Return.LIFECYCLE.moves.get(("requested", move)) and asked.answer == words:
        return asked
    moved(asked, move, by)
    asked.answer = words
    if move == "accept":
        asked.back_by = by.at + timedelta(days=terms.days("send_back"))
        asked.whole = queries.comes_back_whole(asked)
    if move == "let-go":
        refunding.give(asked, by=by)
    asked.save()
    record(asked.state, asked, by, answer=words, **refunding.told(asked))
    return asked


@transaction.atomic
def withdraw(number: str, *, seal: str, by: Actor) -> Return:
    """The buyer keeps the goods after all. Twice is harmless."""
    asked = queries.locked(number)
    access.require_buyer(asked.ucr, seal)
    return _ended(asked, "withdraw", "withdrawn", access.buyer(asked.ucr, by))


@transaction.atomic
def lapse(number: str, *, by: Actor) -> Return:
    """A time is over: the seller has not answered, or the goods did not come back. Before its time nothing happens."""
    parties.require(by, "operator")
    asked = queries.locked(number)
    if not asked.decides:
        return asked
    if asked.state == "requested" and by.at >= asked.answer_by:
        return _ended(asked, "lapse", "unanswered", by)
    if asked.state == "accepted" and asked.back_by is not None and by.at >= asked.back_by:
        return _ended(asked, "lapse", "lapsed", by)
    return asked


def moved(asked: Return, move: str, by: Actor) -> None:
    """Change the state of a return that is held; what is last notes its moment."""
    asked.state = Return.LIFECYCLE.after(asked.state, move)
    if asked.state not in queries.OPEN:
        asked.ended_at = by.at


def record(happened: str, asked: Return, by: Actor, **more: object) -> None:
    """Record what happened to a return in the consignment's file; who bought and what they wrote is not in it."""
    body = {"number": asked.number, "seller": asked.seller_code, **more}
    events.record(f"aftersales.return.{happened}", asked.ucr, by=by, ucr=asked.ucr, body=body)


def elsewhere(asked: Return) -> NotYours:
    """The order is at another hub; what its seller does is done there."""
    return NotYours(
        Finding(
            "return-elsewhere",
            gettext_noop("The order of {ucr} is kept at another hub; its seller answers there."),
            remedy=gettext_noop("Answer at the hub where the order was placed."),
            params={"ucr": asked.ucr},
        )
    )


def _ended(asked: Return, move: str, state: str, by: Actor) -> Return:
    if asked.state != state:
        moved(asked, move, by)
        asked.save(update_fields=["state", "ended_at"])
        record(state, asked, by)
    return asked


def _decided_here(number: str, by: Actor) -> Return:
    """The return, held, for its seller at the hub that keeps the order."""
    asked = queries.locked(number)
    parties.require(by, "seller", asked.seller_code)
    if not asked.decides:
        raise elsewhere(asked)
    return asked


def _of_answer(move: str, words: str) -> list[Finding]:
    if move not in ANSWERS:
        raise Refused(
            Finding(
                "answer-unknown",
                gettext_noop("“{move}” is no answer to a return."),
                "/move",
                gettext_noop("Accept it, refuse it, or pay without a return."),
                params={"move": move},
            )
        )
    if words.strip() or move == "let-go":
        return []
    return [
        Finding(
            "answer-empty",
            gettext_noop("An acceptance says where to send the goods, and a refusal says why."),
            "/answer",
            gettext_noop("Write the instructions, or the reasons."),
        )
    ]
