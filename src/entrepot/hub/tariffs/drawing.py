"""What consignments took from tariff quotas: drawn, given back, and added to a question as a fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.events.actor import Actor
from entrepot.hub.law import statute
from entrepot.hub.parties import queries as parties
from entrepot.hub.tariffs.models import QuotaDraw
from entrepot.trade.duty.facts import Consignment
from entrepot.trade.duty.ground import plain
from entrepot.trade.duty.quota import Quota
from entrepot.trade.finding import Finding, Refused

NOTHING = Fraction(0)


@transaction.atomic
def draw(country: str, number: str, amount: Fraction, reference: str, on: date, *, by: Actor) -> QuotaDraw:
    """Take an amount from a quota for the goods of a reference; the same draw again changes nothing."""
    parties.require(by, "operator")
    quota, country = _quota(country, number, on), _whose(country)
    held = QuotaDraw.objects.select_for_update().filter(country=country, number=number)
    before = held.filter(reference=reference).first()
    if before is not None and (before.amount, before.on, before.given_back) == (str(amount), on, False):
        return before
    if before is not None:
        raise Refused(
            Finding(
                "quota-drawn-otherwise",
                gettext_noop("{reference} has drawn on quota {number} already."),
                "/reference",
                gettext_noop("Give the draw back, and draw under another reference."),
                params={"reference": reference, "number": number},
            )
        )
    state = quota.state(on, None, drawn(country, quota, on))
    if not state.is_open or amount > state.balance:
        raise Refused(
            Finding(
                "quota-too-little-left",
                gettext_noop("Only {left} {unit} are left of quota {number}, and {wanted} are wanted."),
                "/amount",
                gettext_noop("Enter up to what is left within the quota, and the rest outside it."),
                params={"left": plain(state.balance), "unit": quota.unit, "number": number, "wanted": plain(amount)},
            )
        )
    made = QuotaDraw.objects.create(country=country, number=number, reference=reference, amount=str(amount), on=on)
    events.record("tariffs.quota.drawn", f"quota:{country}:{number}", by=by, body=_told(made))
    return made


@transaction.atomic
def give_back(country: str, number: str, reference: str, *, by: Actor) -> None:
    """Give back what a reference has drawn, where its declaration fell; again changes nothing."""
    parties.require(by, "operator")
    country = _whose(country)
    taken = QuotaDraw.objects.select_for_update().filter(country=country, number=number, reference=reference)
    for each in taken.filter(given_back=False):
        each.given_back = True
        each.save(update_fields=["given_back"])
        events.record("tariffs.quota.given-back", f"quota:{country}:{number}", by=by, body=_told(each))


def drawn(country: str, quota: Quota, on: date) -> Fraction:
    """What was drawn here and not given back, as far as the quota's own record does not tell it yet."""
    since = quota.untold_since(on)
    if since is None:
        return NOTHING
    taken = QuotaDraw.objects.filter(
        country=country, number=quota.number, given_back=False, on__gte=since, on__lte=on
    ).values_list("amount", flat=True)
    return sum(map(Fraction, taken), NOTHING)


def with_draws(batch: Sequence[Consignment]) -> list[Consignment]:
    """The questions with what was drawn here, unless they say it themselves: so it is stored with the answer."""
    return [replace(each, drawn=_known(each) | dict(each.drawn)) for each in batch]


def _known(facts: Consignment) -> dict[str, Fraction]:
    try:
        quotas = statute().law(facts.destination, facts.on, facts.known).tariff.schedule.quotas
    except Refused:
        return {}
    country = _whose(facts.destination) if quotas else ""
    found = {number: drawn(country, quota, facts.on) for number, quota in quotas.items()}
    return {number: amount for number, amount in found.items() if amount}


def _whose(country: str) -> str:
    """Whose quotas a country's goods draw on: those of its union, or its own."""
    return statute().jurisdiction(country).folder.code


def _quota(country: str, number: str, on: date) -> Quota:
    quota = statute().law(country, on).tariff.schedule.quotas.get(number)
    if quota is None:
        raise Refused(
            Finding(
                "quota-not-held",
                gettext_noop("No quota {number} is held for {country}."),
                "/number",
                gettext_noop("Load the tariff that has it, or correct the order number."),
                params={"number": number, "country": country},
            )
        )
    return quota


def _told(draw: QuotaDraw) -> dict[str, str]:
    return {"reference": draw.reference, "amount": draw.amount, "on": draw.on.isoformat()}
