"""Writes about disputes: a buyer opens one, the seller answers in time or not, an operator there decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub.aftersales import access, checking, deciding, evidence, queries, terms
from entrepot.hub.aftersales.models import CAUSES, Dispute
from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import queries as orders
from entrepot.hub.orders.models import Consignment
from entrepot.hub.parties import queries as parties
from entrepot.trade.enclosure import Handed
from entrepot.trade.finding import Finding, NotAllowedNow, refuse_if_any
from entrepot.trade.lifecycles import NEVER_ARRIVED

OPEN = ("opened", "answered", "unanswered")


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeFacts:
    """What a buyer disputes, in words and with files."""

    cause: str
    told: str
    files: tuple[Handed, ...] = ()


@transaction.atomic
def open_dispute(ucr: str, facts: DisputeFacts, *, seal: str, by: Actor) -> Dispute:
    """The buyer opens a dispute at the hub where the goods were bought. While one is open it is answered with that."""
    access.require_buyer(ucr, seal)
    consignment = orders.locked(ucr)
    if found := Dispute.objects.filter(ucr=ucr, state__in=OPEN).first():
        return found
    refuse_if_any(of_opening(consignment, facts, by.at))
    number = f"{ucr}-{settings.ENTREPOT_COUNTRY}D{Dispute.objects.filter(ucr=ucr).count() + 1}"
    return enter(number, consignment, facts, mediates=True, by=access.buyer(ucr, by))


def enter(number: str, consignment: Consignment, facts: DisputeFacts, *, mediates: bool, by: Actor) -> Dispute:
    """Write a dispute that was checked, and record it."""
    opened = Dispute.objects.create(
        number=number,
        ucr=consignment.ucr,
        mediates=mediates,
        decides=consignment.home,
        seller_code=consignment.seller_code,
        cause=facts.cause,
        told=evidence.words(number, facts.told),
        currency=consignment.currency,
        opened_at=by.at,
        answer_by=by.at + timedelta(days=terms.days("answer_dispute")),
        decide_by=by.at + timedelta(days=terms.days("decide_dispute")),
    )
    evidence.keep(number, "buyer", facts.files, by=by)
    deciding.record("opened", opened, by, cause=facts.cause)
    return opened


@transaction.atomic
def answer_dispute(number: str, words: str, files: Sequence[Handed] = (), *, by: Actor) -> Dispute:
    """The seller answers, with files of its own, where the order is kept. The same answer again is harmless."""
    held = queries.locked_dispute(number)
    parties.require(by, "seller", held.seller_code)
    if not held.decides:
        raise deciding.elsewhere(held)
    refuse_if_any([*_of_words(words), *checking.too_long(words, "/answer"), *evidence.faults(files, "/files")])
    if held.state == "answered" and evidence.said(f"{number}:answer", held.answer) == words:
        return held
    held.state = Dispute.LIFECYCLE.after(held.state, "answer")
    held.answer, held.answered_at = evidence.words(f"{number}:answer", words), by.at
    held.save(update_fields=["state", "answer", "answered_at"])
    evidence.keep(number, "seller", files, by=by)
    deciding.record("answered", held, by)
    return held


@transaction.atomic
def withdraw_dispute(number: str, *, seal: str, by: Actor) -> Dispute:
    """The buyer lets the matter rest. Twice is harmless."""
    held = queries.locked_dispute(number)
    access.require_buyer(held.ucr, seal)
    if held.state != "withdrawn":
        held.state, held.ended_at = Dispute.LIFECYCLE.after(held.state, "withdraw"), by.at
        held.save(update_fields=["state", "ended_at"])
        deciding.record("withdrawn", held, access.buyer(held.ucr, by))
    return held


@transaction.atomic
def lapse_dispute(number: str, *, by: Actor) -> Dispute:
    """The seller's time is over: the operator decides without an answer. Before its time nothing happens."""
    parties.require(by, "operator")
    held = queries.locked_dispute(number)
    if held.mediates and held.state == "opened" and by.at >= held.answer_by:
        held.state = Dispute.LIFECYCLE.after(held.state, "lapse")
        held.save(update_fields=["state"])
        deciding.record("unanswered", held, by)
    return held


def of_opening(consignment: Consignment, facts: DisputeFacts, at: datetime) -> Iterator[Finding]:
    """Everything against a dispute; that it is too early or too late refuses it at once."""
    _in_time(consignment, facts.cause, at)
    if facts.cause not in CAUSES:
        yield Finding(
            "dispute-cause-unknown",
            gettext_noop("“{cause}” is no cause of a dispute that the hub knows."),
            "/cause",
            gettext_noop("Choose one of the causes shown."),
            params={"cause": facts.cause},
        )
    if not facts.told.strip():
        yield Finding(
            "dispute-not-described",
            gettext_noop("It is not said what is in dispute."),
            "/told",
            gettext_noop("Say what happened, and what you ask for."),
        )
    yield from checking.too_long(facts.told)
    yield from evidence.faults(facts.files, "/files")


def _in_time(consignment: Consignment, cause: str, at: datetime) -> None:
    """A parcel is not missing before it could be there; and what is long over is not taken up again."""
    if consignment.delivered_at is None:
        first = consignment.placed_at + timedelta(days=terms.days("not_arrived_after"))
        if cause != "not-arrived" or at < first or consignment.state in ("placed", *NEVER_ARRIVED):
            raise NotAllowedNow(_too_early(consignment, first))
    last = (consignment.delivered_at or consignment.placed_at) + timedelta(days=terms.days("dispute"))
    if at > last:
        raise NotAllowedNow(
            Finding(
                "dispute-too-late",
                gettext_noop("A dispute about {ucr} could be opened until {last}."),
                remedy=gettext_noop("Ask the seller, or a court; the hub decides no more."),
                params={"ucr": consignment.ucr, "last": last.date().isoformat()},
            )
        )


def _too_early(consignment: Consignment, first: datetime) -> Finding:
    return Finding(
        "dispute-too-early",
        gettext_noop("The parcel is “{state}”; that it does not arrive can be disputed from {first}."),
        remedy=gettext_noop("Follow the parcel in its file; an order that was not paid or was cancelled has none."),
        params={"state": consignment.state, "first": first.date().isoformat()},
    )


def _of_words(words: str) -> list[Finding]:
    if words.strip():
        return []
    return [
        Finding(
            "answer-empty",
            gettext_noop("The answer is empty."),
            "/answer",
            gettext_noop("Say how you see it; the operator decides by what both sides say."),
        )
    ]
