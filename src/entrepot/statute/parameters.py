"""Numbers of the law with their history, and the one that stands on a day as it was known on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from entrepot.statute.desk import GROUND, Desk
from entrepot.statute.reading import Rows, Table
from entrepot.trade.duty.ground import Value
from entrepot.trade.wording import gettext_noop

UNITS = ("percent", "count", "days", "month", "currency-")


def value_on(desk: Desk, name: str, table: Table, on: date, known: date | None, member: str = "") -> Value | None:
    """The value in force on a day, by what was known on another; None before the first.

    Of several the one that starts last counts, and of those with one start the one known last: a correction replaces
    what it corrects from the day on which it became known.
    """
    rows = []
    for since, row in entries(desk, table, member):
        known_from = desk.day(row, "known_from")
        if known is None or known_from is None or known_from <= known:
            rows.append((since, known_from or since, row))
    begun = [row for row in rows if row[0] <= on]
    if not begun:
        return None
    since, _, row = max(begun, key=lambda each: each[:2])
    until = min((start for start, _, _ in rows if start > on), default=None)
    return Value(
        name,
        desk.text(table, "description"),
        desk.number(row, "value"),
        desk.text(table, "unit"),
        desk.ground(row, since, until),
    )


def entries(desk: Desk, table: Table, member: str = "") -> Iterator[tuple[date, Table]]:
    """Every dated entry; of a member state if the parameter is one of member states."""
    values = desk.table(table, "values")
    if "members" in table:
        values = desk.table(desk.table(table, "members"), member)
    for day, written in values.items():
        since = desk.as_day(day, values)
        for row in written if isinstance(written, Rows) else [written]:
            if not isinstance(row, Table):
                desk.fault(values, "entry-wrong", gettext_noop("What stands under {day} is not a table."), day=day)
            elif since is not None:
                yield since, row


def check_parameter(desk: Desk, name: str, table: Table) -> None:
    """Every fault of a parameter, on whatever day."""
    desk.known(table, ("description", "unit", "values", "members"))
    desk.text(table, "description")
    unit = desk.text(table, "unit")
    if not unit.startswith(UNITS):
        desk.fault(table, "unit-wrong", gettext_noop("“{unit}” is not a unit of a value."), unit=unit)
    members = list(desk.table(table, "members")) if "members" in table else [""]
    for member in members:
        if not list(entries(desk, table, member)):
            desk.fault(table, "value-missing", gettext_noop("“{name}” has no dated value."), name=name)
        for since, row in entries(desk, table, member):
            desk.known(row, ("value", *GROUND))
            desk.number(row, "value")
            desk.ground(row, since)
            if desk.day(row, "known_from") is None:
                desk.fault(
                    row,
                    "known-from-missing",
                    gettext_noop("The day from which “{name}” was known is missing."),
                    gettext_noop("Write `known_from`, the day of publication."),
                    name=name,
                )
