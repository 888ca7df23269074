"""Chance that can be checked: the hash of each month's seed is published before the month, the seed after it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from entrepot.hub import events
from entrepot.hub.customs.law import seed
from entrepot.hub.customs.models import SeedPeriod
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.trade.risk import commitment, proves

KEPT_SECRET = timedelta(days=35)
"""How long after its month a seed stays secret: until nothing dated in that month is lodged any more."""


@transaction.atomic
def keep_chance(*, by: Actor) -> list[SeedPeriod]:
    """Publish the hashes of this month and the next, and the seeds of months that are over; harmless to repeat.

    Answers what was published. A seed that no longer proves its hash, since the hub's secret was changed, is never
    published: the page says that it was committed to and not shown, and anybody may ask why.
    """
    parties.require(by, "operator")
    today = by.at.date()
    countries = parties.with_right("customs").values_list("country", flat=True).distinct().order_by("country")
    published = [
        period
        for country in countries
        for first in (today.replace(day=1), _next(today))
        if (period := _committed(country, first, by)) is not None
    ]
    return published + _revealed(today, by)


def _committed(country: str, first: date, by: Actor) -> SeedPeriod | None:
    period, fresh = SeedPeriod.objects.get_or_create(
        country=country,
        month=f"{first:%Y-%m}",
        defaults={"commitment": commitment(seed(country, first)), "committed_at": by.at},
    )
    if not fresh:
        return None
    body = {"country": country, "month": period.month, "commitment": period.commitment}
    events.record("customs.seed.committed", f"seed:{country}-{period.month}", by=by, body=body)
    return period


def _revealed(today: date, by: Actor) -> list[SeedPeriod]:
    shown = []
    for period in SeedPeriod.objects.select_for_update().filter(revealed_at=None):
        first = date.fromisoformat(f"{period.month}-01")
        kept = seed(period.country, first)
        if today < _next(first) + KEPT_SECRET or not proves(period.commitment, kept):
            continue
        period.seed, period.revealed_at = kept, by.at
        period.save(update_fields=["seed", "revealed_at"])
        body = {"country": period.country, "month": period.month, "seed": kept}
        events.record("customs.seed.revealed", f"seed:{period.country}-{period.month}", by=by, body=body)
        shown.append(period)
    return shown


def _next(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
