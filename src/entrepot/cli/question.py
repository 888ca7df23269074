"""A question of landed cost as it is typed, read or refused with everything in it that cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import partial
from typing import TypeVar

from entrepot.statute import nomenclature
from entrepot.trade import code
from entrepot.trade.duty.facts import Consignment, Goods
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Money, exact
from entrepot.trade.quantity import Quantity
from entrepot.trade.wording import gettext_noop

Answer = TypeVar("Answer")
OPTIONS = {
    "": "",
    "hs": "--hs",
    "value": "--value",
    "quantity": "--quantity",
    "facts": "--answer",
    "origin": "--origin",
    "destination": "--to",
    "on": "--on",
    "incoterm": "--incoterm",
    "freight": "--freight",
}
"""The option that states a fact, by the fact's name."""


@dataclass(frozen=True, slots=True)
class Told:
    """The question as it was typed."""

    dispatch: str
    destination: str
    hs: str
    value: str
    currency: str
    freight: str = ""
    quantity: str = "1"
    on: str = ""
    known: str = ""
    incoterm: str = "DAP"
    origin: str = ""
    insurance: str = ""
    unit: str = "H87"
    net_mass_kg: str = ""
    measures: tuple[str, ...] = ()
    channel: str = ""
    registered: bool | None = None
    consumer: bool | None = None
    dispatched: str = ""
    year_to_date: str = ""
    same_day: str = ""
    drawn: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


def asked(told: Told) -> Consignment:
    """The question as the law reads it, or a refusal with everything in it that cannot be read."""
    found: list[Finding] = []

    def read(option: str, how: Callable[[], Answer], instead: Answer) -> Answer:
        try:
            return how()
        except Refused as refused:
            found.extend(replace(each, pointer=option) for each in refused.findings)
            return instead

    def money(option: str, text: str) -> Money | None:
        return read(option, lambda: Money.of(short(text), told.currency), None) if text else None

    def further(text: str) -> tuple[str, Fraction]:
        name, _, number = text.partition("=")
        return name.upper(), Quantity.of(short(number), name.upper()).amount

    nothing = Money(Fraction(0), "XXX")
    quantity = read("--quantity", lambda: Quantity.of(short(told.quantity), told.unit).amount, Fraction(1))
    goods = Goods(
        hs=read("--hs", lambda: nomenclature.known(told.hs), ""),
        value=read("--value", lambda: Money.of(short(told.value), told.currency), nothing),
        quantity=quantity,
        unit=told.unit,
        origin=read("--origin", lambda: code.country(told.origin), "") if told.origin else "",
        net_mass_kg=read("--net-mass-kg", lambda: exact(short(told.net_mass_kg)), None) if told.net_mass_kg else None,
        quantities=dict(read("--measure", partial(further, each), ("", Fraction(0))) for each in told.measures),
        answers={name: text.lower() == "yes" for name, _, text in (each.rpartition("=") for each in told.answers)},
    )
    consignment = Consignment(
        dispatch=read("--from", lambda: code.country(told.dispatch), ""),
        destination=told.destination,
        on=read("--on", lambda: day(told.on), None) or today(),
        known=read("--known", lambda: day(told.known), None),
        lines=(goods,),
        freight=money("--freight", told.freight),
        insurance=money("--insurance", told.insurance),
        incoterm=told.incoterm,
        channel=told.channel,
        seller_registered=told.registered,
        consumer=told.consumer,
        dispatched=read("--dispatched", lambda: day(told.dispatched), None),
        year_to_date=money("--year-to-date", told.year_to_date),
        same_day=money("--same-day", told.same_day),
        drawn=dict(read("--drawn", partial(_drawn, each), ("", Fraction(0))) for each in told.drawn),
    )
    if found:
        raise Refused(once(found))
    return consignment


def _drawn(text: str) -> tuple[str, Fraction]:
    """What is known to have been drawn from a quota: `09.0001=500`."""
    number, _, amount = text.rpartition("=")
    return number, exact(short(amount))


def place(finding: Finding) -> Finding:
    """The finding, pointing to the option that answers it."""
    pointer = finding.pointer.removeprefix("/lines/0").removeprefix("/")
    what, _, unit = pointer.partition("/")
    if what == "quantities":
        option = "--net-mass-kg" if unit == "KGM" else f"--measure {unit.replace('~1', '/')}=…"
    else:
        option = OPTIONS.get(what, finding.pointer)
    return replace(finding, pointer=option)


def day(text: str) -> date | None:
    """A day as it is typed; nothing for nothing."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        sentence = gettext_noop("“{text}” is not a day.")
        remedy = gettext_noop("Write the year, the month and the day, such as 2026-07-01.")
        raise Refused(Finding("day-wrong", sentence, "", remedy, params={"text": text})) from None


def today() -> date:
    return datetime.now(UTC).date()


def short(text: str) -> str:
    """The text, or something that is no number where it claims one of unbounded length."""
    return text if len(text) <= 30 and "e" not in text.lower() else "…"


def once(findings: Iterable[Finding]) -> list[Finding]:
    """Each finding once, in the order found."""
    seen: list[Finding] = []
    for finding in findings:
        if finding not in seen:
            seen.append(finding)
    return seen
