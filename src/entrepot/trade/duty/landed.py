"""Landed cost: every lawful way in for each consignment, its cost, what it needs, and why others are closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Protocol

from entrepot.trade.duty import told
from entrepot.trade.duty.codes import code_faults, tariff_notes
from entrepot.trade.duty.facts import Consignment
from entrepot.trade.duty.law import Law
from entrepot.trade.duty.option import national_lines, options_of
from entrepot.trade.duty.rates import NO_RATES, Rates
from entrepot.trade.duty.result import Option, Quote
from entrepot.trade.duty.situation import Situation
from entrepot.trade.finding import Finding, Refused, refuse_if_any

NOTHING = Fraction(0)


class LawBook(Protocol):
    """Whatever can say the law of a destination on a day: a statute, or one day's law itself."""

    def law(self, destination: str, on: date, known: date | None) -> Law:
        """The law of a place on a day; raises `Refused` where none is held."""


def landed_cost(consignments: Sequence[Consignment], book: LawBook, rates: Rates = NO_RATES) -> list[Quote]:
    """A quote for every consignment, in the order given.

    Consignments of one buyer count one after another towards limits by day and by year, so that a sale split into
    several parcels is not cheaper than it would be whole.
    """
    memory = _Memory()
    quotes = []
    for consignment in consignments:
        findings = list(faults(consignment))
        if findings:
            quotes.append(_refused(consignment, findings))
            continue
        try:
            law = book.law(consignment.destination, consignment.on, consignment.known)
            day = rates.on(consignment.dispatched or law.on if law.exchange_day == "dispatch" else law.on)
            situation = Situation.of(consignment, law, day, *memory.of(consignment))
            quotes.append(quote(situation))
        except Refused as refused:
            quotes.append(_refused(consignment, refused.findings))
            continue
        memory.keep(situation)
    return quotes


class _Memory:
    """What the buyers of a batch have had so far, in one place, by year and by day."""

    def __init__(self) -> None:
        self.had: dict[tuple[str, str, int | date], dict[str, Fraction]] = {}

    def of(self, consignment: Consignment) -> tuple[dict[str, Fraction], dict[str, Fraction]]:
        year, day = self._keys(consignment)
        return self.had.get(year, {}), self.had.get(day, {})

    def keep(self, situation: Situation) -> None:
        if situation.consignment.buyer:
            for key in self._keys(situation.consignment):
                had = self.had.get(key, {})
                self.had[key] = {part: had.get(part, NOTHING) + situation.together(part) for part in situation.lines[0]}

    def _keys(self, consignment: Consignment) -> tuple[tuple[str, str, int | date], tuple[str, str, int | date]]:
        who = consignment.buyer, consignment.destination
        return (*who, consignment.on.year), (*who, consignment.on)


def quote(situation: Situation) -> Quote:
    """Every way in for one consignment, cheapest first."""
    law = situation.law
    wrong = tuple(code_faults([line.hs for line in situation.consignment.lines], law))
    refuse_if_any(wrong)
    per_line = national_lines(situation)
    found = [option for regime in law.regimes for option in options_of(situation, regime, per_line)]
    notes = (*wrong, *tariff_notes(law), *((told.freight_not_stated(),) if _freight_missing(situation) else ()))
    return Quote(
        situation.consignment.destination,
        law.currency,
        law.on,
        law.known,
        law.digest,
        tuple(sorted((option for option in found if option.is_open), key=_rank)),
        tuple(option for option in found if not option.is_open),
        notes,
        law.tariff.schedule.editions,
    )


def _rank(option: Option) -> tuple[bool, Fraction, Fraction]:
    """What costs less stands first, what has no price last; otherwise they stand as the law has them."""
    if option.total is None:
        return True, NOTHING, NOTHING
    return False, option.total.lowest.amount, option.total.highest.amount


def faults(consignment: Consignment) -> Iterable[Finding]:
    """What is wrong with the question itself, all at once."""
    if not consignment.lines:
        yield told.nothing_sent()
    for n, line in enumerate(consignment.lines):
        if not (line.hs.isascii() and line.hs.isdigit() and 6 <= len(line.hs) <= 12):
            yield told.code_wrong(line.hs, n)
        if line.value.amount <= 0:
            yield told.not_positive("value", n)
        if line.quantity <= 0:
            yield told.not_positive("quantity", n)


def _freight_missing(situation: Situation) -> bool:
    carriage_apart = situation.consignment.incoterm in ("EXW", "FCA", "FAS", "FOB")
    return situation.law.customs_value == "cif" and carriage_apart and situation.consignment.freight is None


def _refused(consignment: Consignment, findings: Iterable[Finding]) -> Quote:
    return Quote(consignment.destination, "", consignment.on, consignment.known, "", (), (), tuple(findings))
