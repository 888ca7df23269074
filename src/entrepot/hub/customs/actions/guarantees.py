"""Guarantees: registered and ended by the customs to which they were given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.customs import queries
from entrepot.hub.customs.models import Guarantee
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties.models import Party
from entrepot.trade.finding import Finding, NotAllowedNow, NotYours, Refused, refuse_if_any
from entrepot.trade.money import Money


@transaction.atomic
def register_guarantee(
    number: str, party: Party, country: str, amount: Money, valid_from: date, *, by: Actor, guarantor: str = ""
) -> Guarantee:
    """Note a guarantee that a party has given to a country's customs; the same again is harmless."""
    _must_be_customs(country, by)
    refuse_if_any(_wrong(number, amount))
    stated = {
        "party": party,
        "currency": amount.currency,
        "amount_minor": amount.minor,
        "valid_from": valid_from,
        "guarantor": guarantor,
    }
    kept, fresh = Guarantee.objects.get_or_create(
        country=country, number=number, defaults={**stated, "registered_at": by.at}
    )
    if any(getattr(kept, name) != value for name, value in stated.items()):
        raise Refused(
            Finding(
                "guarantee-number-taken",
                gettext_noop("Guarantee {number} stands for something else already."),
                "/number",
                gettext_noop("End it and register the new one under a number of its own."),
                params={"number": number},
            )
        )
    if fresh:
        _record("registered", kept, by)
    return kept


@transaction.atomic
def end_guarantee(guarantee: Guarantee, on: date, *, by: Actor) -> Guarantee:
    """End a guarantee on a day: from then on it stands for nothing. What is owed must be covered by others."""
    _must_be_customs(guarantee.country, by)
    guarantee = Guarantee.objects.select_for_update(of=("self",)).get(pk=guarantee.pk)
    if guarantee.ended_on == on:
        return guarantee
    others = queries.guarantees_in_force(guarantee.party_id, on, on).filter(
        country=guarantee.country, currency=guarantee.currency
    )
    left = sum(each.amount_minor for each in others.exclude(pk=guarantee.pk))
    used = queries.guarantee_used(guarantee.party_id, guarantee.currency)
    if used > left:
        raise NotAllowedNow(
            Finding(
                "guarantee-in-use",
                gettext_noop("{used} is owed against guarantee {number}."),
                "/number",
                gettext_noop("Let it be paid first, or register a guarantee that takes its place."),
                params={"number": guarantee.number, "used": str(Money.from_minor(used, guarantee.currency))},
            )
        )
    guarantee.ended_on = on
    guarantee.save(update_fields=["ended_on"])
    _record("ended", guarantee, by)
    return guarantee


def _must_be_customs(country: str, by: Actor) -> None:
    if not queries.officer_of(country, by=by):
        raise NotYours(
            Finding(
                "guarantee-not-yours",
                gettext_noop("Only the customs of {country} keeps the guarantees that were given to it."),
                params={"country": country},
            )
        )


def _wrong(number: str, amount: Money) -> Iterator[Finding]:
    if not number.strip() or len(number) > 60:
        yield Finding(
            "guarantee-number-form",
            gettext_noop("A guarantee has a number of up to 60 letters."),
            "/number",
            gettext_noop("Give the number that stands on it."),
        )
    if amount.amount <= 0:
        yield Finding(
            "guarantee-of-nothing",
            gettext_noop("A guarantee is for more than nothing."),
            "/amount",
            gettext_noop("Give the amount that stands on it."),
        )


def _record(happened: str, guarantee: Guarantee, by: Actor) -> None:
    body = {
        "number": guarantee.number,
        "country": guarantee.country,
        "amount": str(Money.from_minor(guarantee.amount_minor, guarantee.currency)),
    }
    events.record(f"customs.guarantee.{happened}", f"party:{guarantee.party_id}", by=by, body=body)
