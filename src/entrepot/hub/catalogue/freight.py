"""What carriage costs a buyer: a table by weight that a seller states, or its country's carrier for it.

The table travels with a listing, so that a shop at another hub knows the price of a parcel without asking.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.catalogue.facts import LARGEST_MINOR, asked
from entrepot.hub.catalogue.models import FreightRate
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.trade import code
from entrepot.trade.currency import MINOR_DIGITS
from entrepot.trade.finding import Finding, Refused, refuse_if_any

PACKING_G = 100
"""Allowed for the packing of a parcel until a carrier has weighed it."""
HEAVIEST_G = 30_000
CHANNELS = ("post", "bonded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a table: up to `up_to_g` grams, packing included, for `amount_minor`, in so many working days."""

    channel: str
    up_to_g: int
    amount_minor: int
    currency: str
    days_least: int
    days_most: int
    source: str
    destination: str = ""


@transaction.atomic
def state(owner: Party, steps: Sequence[Step], *, by: Actor) -> list[FreightRate]:
    """State the whole table of a seller or a carrier; it takes the place of the one before. The same again is harmless.

    What was ordered before keeps the price at which it was ordered.
    """
    _allowed(owner, by)
    Party.objects.select_for_update().get(pk=owner.pk)
    refuse_if_any([*(found for n, step in enumerate(steps) for found in _of_step(n, step)), *_twice(steps)])
    if list(table(owner)) == list(steps):
        return list(FreightRate.objects.filter(owner=owner))
    FreightRate.objects.filter(owner=owner).delete()
    made = FreightRate.objects.bulk_create(
        FreightRate(owner=owner, stated_on=by.at.date(), **{name: getattr(step, name) for name in Step.__slots__})
        for step in steps
    )
    events.record("catalogue.freight.stated", f"party:{owner.code}", by=by, body={"steps": len(made)})
    return made


@transaction.atomic
def lay(owner: Party, steps: Sequence[Step], *, by: Actor) -> list[FreightRate]:
    """Put steps into an owner's table; each takes the place of one for the same way, place, currency and mass."""
    _allowed(owner, by)
    Party.objects.select_for_update().get(pk=owner.pk)
    standing, fresh = list(table(owner)), {_key(step) for step in steps}
    if all(step in standing for step in steps):
        return list(FreightRate.objects.filter(owner=owner))
    return state(owner, [*steps, *(step for step in standing if _key(step) not in fresh)], by=by)


@transaction.atomic
def take_off(owner: Party, numbers: Collection[int], *, by: Actor) -> list[FreightRate]:
    """Take steps off an owner's table by their numbers; those that are not there, or another's, are passed over."""
    _allowed(owner, by)
    Party.objects.select_for_update().get(pk=owner.pk)
    rest = FreightRate.objects.filter(owner=owner).exclude(pk__in=numbers).order_by("pk")
    return state(owner, [_step(row) for row in rest], by=by)


def terms(seller: Party) -> list[dict[str, Any]]:
    """The table that holds for a seller, as a listing carries it: its own, else the one of its country's carrier."""
    found = list(table(seller)) or of_carrier(seller)
    return [{name: getattr(step, name) for name in Step.__slots__} for step in found]


def of_carrier(seller: Party) -> list[Step]:
    """The table that a carrier of the seller's country states for all who state none."""
    carriers = FreightRate.objects.filter(owner__country=seller.country, owner__rights__right="carrier")
    first = carriers.order_by("owner").values_list("owner", flat=True).first()
    return list(table(str(first))) if first else []


def step_for(
    told: Sequence[Mapping[str, Any]], *, destination: str, channel: str, mass_g: int, currency: str
) -> Step | None:
    """The step that a parcel falls under, `mass_g` being the goods without packing; None where carriage is included.

    Carriage by a channel for which no table is stated is part of the price of the goods. Steps in the wanted currency
    come first. A place to which the table does not lead, or a parcel heavier than its last step, is refused.
    """
    steps = [Step(**each) for each in told if each["channel"] == channel]
    if not steps:
        return None
    there = [step for step in steps if step.destination == destination] or [
        step for step in steps if not step.destination
    ]
    if not there:
        raise Refused(_nowhere(destination))
    there = [step for step in there if step.currency == currency] or there
    fitting = [step for step in there if step.up_to_g >= mass_g + PACKING_G]
    if not fitting:
        raise Refused(_too_heavy(mass_g + PACKING_G, max(step.up_to_g for step in there)))
    return min(fitting, key=lambda step: (step.up_to_g, step.amount_minor))


def table(owner: Party | str) -> Iterator[Step]:
    """What an owner itself states, as it was stated."""
    rows = FreightRate.objects.filter(owner__code=owner.code if isinstance(owner, Party) else owner).order_by("pk")
    yield from (_step(row) for row in rows)


def _step(row: FreightRate) -> Step:
    return Step(**{name: getattr(row, name) for name in Step.__slots__})


def _key(step: Step) -> tuple[str, str, str, int]:
    """What there is one step for."""
    return step.channel, step.destination, step.currency, step.up_to_g


def _allowed(owner: Party, by: Actor) -> None:
    if not parties.may(by, "carrier", owner):
        parties.require(by, "seller", owner)


def _of_step(n: int, step: Step) -> Iterator[Finding]:
    known = {
        "channel": step.channel in CHANNELS,
        "currency": step.currency in MINOR_DIGITS,
        "source": 0 < len(step.source.strip()) <= 250,
    }
    for field in (name for name, good in known.items() if not good):
        yield Finding(
            "freight-step-unreadable",
            gettext_noop("This step of the table names no known channel or currency, or no source."),
            f"/{n}/{field}",
            gettext_noop("Give “post” or “bonded”, a currency of ISO 4217, and where the figure comes from."),
        )
    if step.destination:
        yield from asked(code.country, step.destination, f"/{n}/destination")
    if not 0 < step.up_to_g <= HEAVIEST_G or not 0 <= step.amount_minor <= LARGEST_MINOR:
        yield Finding(
            "freight-step-out-of-range",
            gettext_noop("A parcel of up to {mass} g for {amount} cannot be offered."),
            f"/{n}/up_to_g",
            gettext_noop("Give a mass of 1 to {heaviest} g and an amount that is not negative."),
            params={"mass": str(step.up_to_g), "amount": str(step.amount_minor), "heaviest": str(HEAVIEST_G)},
        )
    if not 0 < step.days_least <= step.days_most <= 120:
        yield Finding(
            "freight-days-out-of-range",
            gettext_noop("{least} to {most} days is no span of delivery."),
            f"/{n}/days_least",
            gettext_noop("Give the least and the most working days, between 1 and 120."),
            params={"least": str(step.days_least), "most": str(step.days_most)},
        )


def _twice(steps: Sequence[Step]) -> Iterator[Finding]:
    """Steps for one way, place, currency and mass that stand there already, perhaps at another amount."""
    first: dict[tuple[str, str, str, int], int] = {}
    for n, step in enumerate(steps):
        before = first.setdefault(_key(step), n)
        if before != n:
            yield Finding(
                "freight-step-twice",
                gettext_noop("The table has a step for up to {mass} g already, as number {first}."),
                f"/{n}",
                gettext_noop("Keep one step for each way, destination, currency and mass."),
                params={"mass": str(step.up_to_g), "first": str(before + 1)},
            )


def _nowhere(destination: str) -> Finding:
    return Finding(
        "freight-not-offered",
        gettext_noop("The seller states no price of carriage to {country}, and does not deliver there."),
        "/destination",
        gettext_noop("Choose another destination, or another seller."),
        params={"country": destination},
    )


def _too_heavy(mass_g: int, most_g: int) -> Finding:
    return Finding(
        "freight-too-heavy",
        gettext_noop("The parcel comes to {mass} g with its packing, and the seller sends up to {most} g."),
        "/lines",
        gettext_noop("Order fewer pieces at once."),
        params={"mass": str(mass_g), "most": str(most_g)},
    )
