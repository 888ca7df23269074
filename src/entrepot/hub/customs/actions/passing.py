"""Goods that pass through: taken under control against a guarantee, sealed, and let go at the exit or charged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub.customs import cover, reference, snapshot
from entrepot.hub.customs.actions import at_hand
from entrepot.hub.customs.actions import passing_written as written
from entrepot.hub.customs.law import law_of
from entrepot.hub.customs.models import Passage
from entrepot.hub.customs.queries import passages
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.finding import Finding, NotAllowedNow, Refused, refuse_if_any
from entrepot.trade.permit import missing, requirements

PLAIN_IMPORT = "general"  # what is due without any relief: for so much the guarantee stands


@transaction.atomic
def open_passage(facts: DeclarationFacts, *, country: str, declarant: Party, by: Actor) -> Passage:
    """Take goods under control that will pass through, if the declarant's guarantee holds for them. Twice is harmless.

    The facts are those of the export declaration. What would be due if the goods stayed is worked out by the law of
    the country without any relief, and set against the guarantee. What may not be brought in may not pass either.
    """
    parties.require(by, "declarant", declarant)
    if known := Passage.objects.filter(country=country, ucr=facts.ucr).first():
        return known
    days = passages.days(country, by.at.date())
    ours = written.as_if_brought_in(facts, country, declarant.code, PLAIN_IMPORT, by)
    law = law_of(country, ours.date)
    refuse_if_any(missing((each for each in requirements(law.controls, ours) if each.control.prohibited), ours))
    assessment = law.assess(ours)
    cover.Cover.of(declarant, {ours.date}, written.declares(by)).must_secure(ours, assessment)
    duty, tax = assessment.duty_and_tax
    passage = Passage.objects.create(
        mrn=reference.mrn(country, ours.date.year, declarant.code, ours.lrn),
        lrn=ours.lrn,
        ucr=ours.ucr,
        declarant=declarant,
        country=country,
        origin=facts.country,
        destination=facts.consignee.country,
        facts=snapshot.facts_kept(ours)[0],
        law_digest=assessment.law,
        currency=assessment.currency,
        duty_minor=duty,
        tax_minor=tax,
        charged_to=f"guarantee:{declarant.code}",
        days=days,
        by=by.plain,
        accepted_at=by.at,
    )
    written.secured(passage, by)
    written.record("accepted", passage, by)
    return passage


@transaction.atomic
def enter(passage: Passage, seals: Sequence[str], *, by: Actor) -> Passage:
    """The goods are here: seal them, and name the last day for their exit. The same seals again are harmless."""
    passage, numbers = written.held(passage, by), written.seal_numbers(seals)
    if passage.state == "under-way" and passage.seals == numbers:
        return passage
    written.move(passage, "enter", by)
    passage.seals, passage.entered_at = numbers, by.at
    passage.due_on = by.at.date() + timedelta(days=passage.days)
    passage.save()
    written.record("entered", passage, by)
    return passage


@transaction.atomic
def discharge(passage: Passage, seals: Sequence[str], *, by: Actor) -> Passage:
    """The goods leave, under the seals that were put on and in time: the guarantee is free. Twice is harmless."""
    passage, numbers = written.held(passage, by), written.seal_numbers(seals)
    if passage.state == "discharged" and passage.found == numbers:
        return passage
    Passage.LIFECYCLE.after(passage.state, "discharge")
    if numbers != passage.seals:
        raise Refused(_seals_differ(passage, numbers))
    if passage.due_on is not None and by.at.date() > passage.due_on:
        raise NotAllowedNow(_too_late(passage))
    written.move(passage, "discharge", by)
    passage.found, passage.ended_at = numbers, by.at
    passage.save()
    written.freed(passage, by)
    written.record("discharged", passage, by)
    return passage


@transaction.atomic
def charge(passage: Passage, reason: str, *, by: Actor) -> Passage:
    """The goods did not leave as they came: duty and tax are due, and the guarantee pays. Twice is harmless."""
    passage = written.held(passage, by)
    if passage.state == "charged":
        return passage
    at_hand.with_reason(reason)
    return _charged(passage, reason.strip(), by)


@transaction.atomic
def refuse_passage(passage: Passage, reason: str, *, by: Actor) -> Passage:
    """Do not let the goods in for their passage; nothing is due. Twice is harmless."""
    passage = written.held(passage, by)
    if passage.state == "refused":
        return passage
    at_hand.with_reason(reason)
    return _closed(passage, "refuse", "refused", reason.strip(), by)


@transaction.atomic
def close_overdue(on: date, *, by: Actor) -> list[Passage]:
    """Charge what should have left before this day, and let lapse what never came in as many days; each once."""
    parties.require(by, "customs")
    open_ones = Passage.objects.select_for_update(of=("self",)).filter(state__in=["accepted", "under-way"])
    over = []
    for passage in open_ones:
        if passage.state == "under-way" and passage.due_on is not None and passage.due_on < on:
            over.append(_charged(passage, f"Not left by {passage.due_on:%Y-%m-%d}", by))
        elif passage.state == "accepted" and passage.accepted_at.date() + timedelta(days=passage.days) < on:
            over.append(_closed(passage, "lapse", "lapsed", "The goods never came", by))
    return over


def _charged(passage: Passage, reason: str, by: Actor) -> Passage:
    written.move(passage, "charge", by)
    passage.reason, passage.ended_at = reason, by.at
    passage.save()
    written.owed(passage, by)
    written.record("charged", passage, by)
    return passage


def _closed(passage: Passage, move: str, happened: str, reason: str, by: Actor) -> Passage:
    """End a passage on which nothing is due."""
    written.move(passage, move, by)
    passage.reason, passage.ended_at = reason, by.at
    passage.save()
    written.freed(passage, by)
    written.record(happened, passage, by)
    return passage


def _seals_differ(passage: Passage, found: Sequence[str]) -> Finding:
    return Finding(
        "seals-differ",
        gettext_noop("Seals {put} were put on {mrn}; at the exit {found} were read."),
        "/seals",
        gettext_noop("Look at the goods; what is missing is charged, and the guarantee pays."),
        params={"mrn": passage.mrn, "put": ", ".join(passage.seals), "found": ", ".join(found) or "—"},
    )


def _too_late(passage: Passage) -> Finding:
    return Finding(
        "passage-too-late",
        gettext_noop("{mrn} had to leave by {day}."),
        remedy=gettext_noop("Charge it: the duty of goods that did not leave in time is due."),
        params={"mrn": passage.mrn, "day": str(passage.due_on)},
    )
