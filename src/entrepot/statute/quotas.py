"""Quotas of a schedule, gathered from the rows of the declared format: definitions by period, and what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from entrepot.statute.doors.rows import QuotaEventRow, QuotaRow
from entrepot.trade.duty.ground import Ground
from entrepot.trade.duty.measure import Area, MeasureType
from entrepot.trade.duty.quota import Definition, Event, Quota
from entrepot.trade.wording import gettext_noop

COLUMN = "quota:"
"""A column of rates that counts within a quota, before the order number."""
PROOFS = {
    "first-come": gettext_noop("Claim of the quota in the declaration; first come, first served"),
    "licensed": gettext_noop("Licence for the quota"),
}


def gathered(
    rows: Iterable[QuotaRow | QuotaEventRow], ground: Callable[[str], Ground], area: Callable[[str], Area | None]
) -> tuple[dict[str, Quota], dict[str, MeasureType]]:
    """The quotas by their order numbers, and for each the type of measure that its rates are."""
    quotas: dict[str, Quota] = {}
    types: dict[str, MeasureType] = {}
    events: dict[str, list[Event]] = {}
    for row in rows:
        if isinstance(row, QuotaEventRow):
            event = Event(row.on, row.kind, row.amount, ground(row.act).known_from or row.on)
            events.setdefault(row.number, []).append(event)
            continue
        period = Definition(row.since, row.last, row.volume, row.critical, ground(row.act))
        quota = quotas.get(row.number) or Quota(row.number, row.title, row.unit, row.mechanism)
        quotas[row.number] = replace(quota, definitions=(*quota.definitions, period))
        kind = COLUMN + row.number
        types[kind] = MeasureType(
            kind,
            row.title,
            "duty",
            "alternative",
            area(row.area),
            PROOFS[row.mechanism],
            quota=row.number,
            agreement=row.agreement,
        )
    told = {number: replace(quota, events=tuple(events.get(number, ()))) for number, quota in quotas.items()}
    return told, types
