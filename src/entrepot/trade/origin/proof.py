"""Proofs of origin: how long each is good for, when none is needed, and what a lot of goods may still draw on one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from entrepot.trade.duty.ground import NO_GROUND, Ground, plain
from entrepot.trade.finding import Finding
from entrepot.trade.money import Money
from entrepot.trade.quantity import Quantity
from entrepot.trade.wording import gettext_noop


@dataclass(frozen=True, slots=True)
class Proof:
    """A kind of proof: who makes it out, how many months it is good for, and which data it must carry."""

    kind: str
    made_by: str
    months: int | None = None
    data: tuple[str, ...] = ()
    only_with_rvc: tuple[str, ...] = ()
    ground: Ground = NO_GROUND

    def last_day(self, issued: date) -> date | None:
        """The last day on which goods may be entered with a proof of that day; None if no term is known."""
        return None if self.months is None else months_later(issued, self.months)

    def missing(self, stated: Mapping[str, str], *, by_rvc: bool = False) -> list[Finding]:
        """The data that the proof lacks. Some, such as the price, belong on it only where the rule is one of value."""
        wanted = [name for name in self.data if by_rvc or name not in self.only_with_rvc]
        return [
            Finding(
                "proof-data-missing",
                gettext_noop("The {kind} lacks “{name}”."),
                f"/proof/{name}",
                gettext_noop("Have it completed before the goods are entered."),
                params={"kind": self.kind, "name": name},
            )
            for name in wanted
            if not stated.get(name, "").strip()
        ]


Basis = Literal["fob", "customs-value"]


@dataclass(frozen=True, slots=True)
class Waiver:
    """Up to this value no proof is needed, unless the consignment is one of a series made to stay below it."""

    limit: Money
    basis: Basis = "fob"
    series_days: int = 0
    ground: Ground = NO_GROUND

    def covers(self, value: Money, on: date, earlier: Iterable[tuple[date, Money]] = ()) -> bool:
        """Whether the consignment needs no proof, seeing what the same sender sent to the same buyer before.

        Earlier consignments within `series_days` are counted together with it: splitting one order gains nothing.
        """
        since = on - timedelta(days=self.series_days)
        series = [amount for day, amount in earlier if since <= day <= on]
        together = sum(series, value)
        return together <= self.limit


@dataclass(frozen=True, slots=True)
class Verification:
    """How long the authority that is asked has to answer about a proof, and by how much it may be prolonged."""

    days: int
    extension_days: int = 0
    ground: Ground = NO_GROUND

    def due(self, asked: date, *, prolonged: bool = False) -> date:
        """The last day for the answer; after it the preference may be refused."""
        return asked + timedelta(days=self.days + (self.extension_days if prolonged else 0))


@dataclass(frozen=True, slots=True)
class Issued:
    """One proof as issued: for how much of which goods."""

    number: str
    agreement: str
    kind: Proof
    issued: date
    hs: str
    origin: str
    quantity: Quantity
    value: Money | None = None


def draw(proof: Issued, drawn: Quantity, wanted: Quantity, hs: str, on: date) -> list[Finding]:
    """What speaks against entering this much of a lot with the proof, of which some has been drawn already."""
    findings: list[Finding] = []
    last = proof.kind.last_day(proof.issued)
    if on < proof.issued:
        findings.append(
            _no("proof-not-yet", gettext_noop("The proof {number} is of a later day."), number=proof.number)
        )
    if last is not None and on > last:
        sentence = gettext_noop("The proof {number} was good until {last}.")
        findings.append(_no("proof-expired", sentence, number=proof.number, last=last.isoformat()))
    if not hs.startswith(proof.hs[:6]):
        sentence = gettext_noop("The proof {number} is for goods of {proved}, not of {hs}.")
        findings.append(_no("proof-for-other-goods", sentence, number=proof.number, proved=proof.hs, hs=hs))
    used, asked = drawn.to(proof.quantity.unit), wanted.to(proof.quantity.unit)
    if used is None or asked is None:
        sentence = gettext_noop("The proof {number} counts in {unit}.")
        findings.append(_no("proof-in-another-unit", sentence, number=proof.number, unit=proof.quantity.unit))
    elif used.amount + asked.amount > proof.quantity.amount:
        left = Quantity(max(proof.quantity.amount - used.amount, Fraction(0)), proof.quantity.unit)
        sentence = gettext_noop("The proof {number} has only {left} {unit} left.")
        findings.append(_no("proof-used-up", sentence, number=proof.number, left=plain(left.amount), unit=left.unit))
    return findings


def months_later(day: date, months: int) -> date:
    """The same day of a later month; the last one where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def _no(code: str, sentence: str, **params: str) -> Finding:
    return Finding(
        code, sentence, "/proof", gettext_noop("Use another proof of origin, or the general rate."), params=params
    )
