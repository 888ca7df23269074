"""The kinds of permits and certificates of a country, with their fees: `permits.yaml`."""

from __future__ import annotations

from datetime import date
from typing import get_args

from entrepot.statute.day import Day
from entrepot.statute.desk import GROUND
from entrepot.statute.folder import Folder
from entrepot.statute.reading import Table
from entrepot.trade.currency import MINOR_DIGITS
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Money
from entrepot.trade.permit import Counting, Ending, Fee, PermitKind
from entrepot.trade.wording import gettext_noop

NAMES = ("code", "name", "agency", "quantity", "lot", "days", "fee", "given_back")


def permit_kinds(folder: Folder, on: date) -> tuple[PermitKind, ...]:
    """The kinds that a folder describes on a day; a country without the file describes none. A fault refuses."""
    kinds, faults = _read(folder, on)
    if faults:
        raise Refused(faults)
    return kinds


def check(folder: Folder, on: date) -> list[Finding]:
    """Every fault in the file, with its line."""
    return _read(folder, on)[1]


def _read(folder: Folder, on: date) -> tuple[tuple[PermitKind, ...], list[Finding]]:
    day = Day(folder, on, None)
    kinds = tuple(_kind(day, row) for row in day.desk.tables(folder.permits, "permits") if day.holds(row))
    return kinds, day.desk.findings


def _kind(day: Day, at: Table) -> PermitKind:
    desk = day.desk
    desk.known(at, (*NAMES, *GROUND))
    days = day.value(at, "days") if "days" in at else None
    return PermitKind(
        code=desk.text(at, "code"),
        name=desk.text(at, "name"),
        agency=desk.text(at, "agency", ""),
        quantity=desk.word(at, "quantity", get_args(Counting), "asked"),
        lot=desk.word(at, "lot", ("no", "yes"), "no") == "yes",
        days=int(days.amount) if days is not None and days.amount is not None else 0,
        fee=_fee(day, at) if "fee" in at else None,
        ground=desk.ground(at),
    )


def _fee(day: Day, at: Table) -> Fee | None:
    """The fee by the name of its parameter, to the coin; none where that is not in force."""
    value = day.value(at, "fee")
    given_back = _endings(day, at)
    if value is None or value.amount is None:
        return None
    amount = Money(value.amount, value.currency) if value.currency in MINOR_DIGITS else None
    if amount is None or value.amount <= 0 or amount.settle() != amount:
        day.desk.fault(at, "fee-wrong", gettext_noop("“{name}” is no amount that can be paid."), name=value.name)
        return None
    return Fee(amount, given_back, value.ground)


def _endings(day: Day, at: Table) -> tuple[Ending, ...]:
    """After which endings of an application the fee goes back."""
    written, known = day.desk.texts(at, "given_back"), get_args(Ending)
    for text in written:
        if text not in known:
            day.desk.fault(
                at,
                "word-unknown",
                gettext_noop("“{text}” is not a {name}."),
                gettext_noop("Use one of: {known}."),
                text=text,
                name="given_back",
                known=", ".join(known),
            )
    return tuple(each for each in known if each in written)
