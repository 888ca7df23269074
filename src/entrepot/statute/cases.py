"""Worked cases: situations and expected results that trade people write and the engine must meet to the minor unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from entrepot.statute.areas import area_of
from entrepot.statute.book import Statute
from entrepot.statute.desk import Desk
from entrepot.statute.reading import Rows, Table, Text, Written, read
from entrepot.trade.duty.facts import Consignment, Goods
from entrepot.trade.duty.grammar import parse
from entrepot.trade.duty.ground import Ground
from entrepot.trade.duty.landed import landed_cost
from entrepot.trade.duty.law import Law
from entrepot.trade.duty.measure import Measure, Tariff
from entrepot.trade.duty.rates import Rates
from entrepot.trade.duty.result import Amount, Line, Option, Quote
from entrepot.trade.finding import Finding
from entrepot.trade.money import Exact, Money
from entrepot.trade.wording import gettext_noop

CASE = ("name", "on", "known", "source", "note", "send", "assume", "rates", "expect", "findings")
SEND = ("from", "to", "hs", "price", "quantity", "unit", "origin", "net_mass_kg", "quantities", "lines", "freight",
        "insurance", "incoterm", "channel", "seller_registered", "consumer", "buyer", "year_to_date", "same_day",
        "dispatched", "facts")  # fmt: skip
AMOUNTS = ("duty", "tax", "fees", "total", "landed")
STATES = ("open", "closed", "unknown")


@dataclass(frozen=True)
class Case:
    """One situation, what is assumed of the tariff and the rates of exchange, and what must come out."""

    name: str
    place: str
    consignments: tuple[Consignment, ...]
    assumed: tuple[tuple[str, str, str, str], ...]
    rates: Rates
    expect: Table
    findings: tuple[str, ...]

    def differences(self, statute: Statute) -> list[str]:
        """Where the answer departs from what is expected; an empty list if it does not."""
        quote = landed_cost(self.consignments, _Assuming(statute, self.assumed), self.rates)[-1]
        found = tuple(sorted(finding.code for finding in quote.findings if finding.level == "error"))
        wrong = [] if found == tuple(sorted(self.findings)) else [f"findings: {', '.join(map(str, quote.findings))}"]
        for way, expected in self.expect.items():
            wrong += [f"{way}: {text}" for text in _compare(quote, way, expected)]
        return wrong


def cases_in(folder: Path, findings: list[Finding]) -> Iterator[Case]:
    """Every case of every jurisdiction, in order."""
    for path in sorted(folder.glob("*/cases/*.yaml")):
        code = path.parent.parent.name
        file = f"{code}/cases/{path.name}"
        desk = Desk(findings=findings)
        for at in desk.tables(read(path, file, findings), "cases"):
            yield _case(desk, at, code.upper())


def _case(desk: Desk, at: Table, code: str) -> Case:
    desk.known(at, CASE)
    on = desk.day(at, "on")
    assert on is not None, f"{at.file}:{at.line}: a case has a day"
    sent = at.get("send")
    sends = desk.tables(at, "send") if isinstance(sent, Rows) else [desk.table(at, "send")]
    known = desk.day(at, "known")
    consignments = tuple(_consignment(desk, send, code, on, known) for send in sends)
    assumed = tuple(
        (desk.text(row, "code"), desk.text(row, "column", "mfn"), desk.text(row, "rate"), desk.text(row, "area", ""))
        for row in desk.tables(at, "assume")
    )
    rates = desk.table(at, "rates")
    base = desk.text(rates, "in", "XXX")
    rows: list[tuple[date, str, Exact]] = [
        (date.min, currency, str(worth)) for currency, worth in rates.items() if currency != "in"
    ]
    return Case(
        desk.text(at, "name"),
        f"{at.file}:{at.line}",
        consignments,
        assumed,
        Rates.of(base, rows),
        desk.table(at, "expect"),
        desk.texts(at, "findings"),
    )


def _consignment(desk: Desk, send: Table, code: str, on: date, known: date | None) -> Consignment:
    desk.known(send, SEND)
    rows = desk.tables(send, "lines") or [send]
    facts = desk.table(send, "facts")
    return Consignment(
        dispatch=desk.text(send, "from"),
        destination=desk.text(send, "to", code),
        on=on,
        known=known,
        lines=tuple(_goods(desk, row) for row in rows),
        freight=_money(send.get("freight")),
        insurance=_money(send.get("insurance")),
        incoterm=desk.text(send, "incoterm", "DAP"),
        channel=desk.text(send, "channel", ""),
        seller_registered=_yes(send.get("seller_registered")),
        consumer=_yes(send.get("consumer")),
        buyer=desk.text(send, "buyer", ""),
        year_to_date=_money(send.get("year_to_date")),
        same_day=_money(send.get("same_day")),
        dispatched=desk.day(send, "dispatched"),
        facts={name: str(value) for name, value in facts.items()},
    )


def _goods(desk: Desk, row: Table) -> Goods:
    value = _money(row.get("price"))
    assert value is not None, f"{row.file}:{row.line}: goods have a price"
    mass = row.get("net_mass_kg")
    quantities = desk.table(row, "quantities")
    return Goods(
        desk.text(row, "hs"),
        value,
        Fraction(desk.text(row, "quantity", "1")),
        desk.text(row, "unit", "H87"),
        origin=desk.text(row, "origin", ""),
        net_mass_kg=Fraction(str(mass)) if mass is not None else None,
        quantities={unit: Fraction(str(number)) for unit, number in quantities.items()},
    )


def _money(written: Written) -> Money | None:
    if not isinstance(written, Text):
        return None
    currency, _, amount = written.partition(" ")
    return Money.of(amount, currency)


def _yes(written: Written) -> bool | None:
    return None if written is None else str(written) == "yes"


class _Assuming:
    """The statute, with the rates that a case assumes put before those of the schedule."""

    def __init__(self, statute: Statute, assumed: tuple[tuple[str, str, str, str], ...]) -> None:
        self.statute, self.assumed = statute, assumed

    def law(self, destination: str, on: date, known: date | None) -> Law:
        law = self.statute.law(destination, on, known)
        folder = self.statute.jurisdiction(destination).folder
        ground = Ground(note=gettext_noop("Assumed for this case."))
        measures = [
            Measure(
                column,
                code,
                parse(rate),
                rate,
                ground,
                area_of(folder, Desk(folder.sources), area, folder.types) if area else None,
            )
            for code, column, rate, area in self.assumed
        ]
        if not measures:
            return law
        return replace(law, tariff=Tariff(law.tariff.schedule.with_measures(measures), on, known))


def _compare(quote: Quote, way: str, expected: Written) -> Iterator[str]:
    regime, *agreements = way.split("+")
    wanted = tuple(sorted(f"agreement:{each}" for each in agreements))
    among = [o for o in (*quote.options, *quote.closed) if o.regime == regime and o.agreements == wanted]
    if not among:
        if expected != "absent":
            yield "there is no such option"
        return
    option = among[0]
    state = "closed" if not option.is_open else "unknown" if option.unknown else "open"
    if isinstance(expected, Text):
        if expected != state:
            yield f"is {state}, expected {expected}: {'; '.join(map(str, (*option.why_not, *option.unknown)))}"
        return
    assert isinstance(expected, Table)
    for name, text in expected.items():
        if name in ("why_not", "unknown", "requires"):
            shown = {finding.code for finding in getattr(option, name)}
            missing = [str(code) for code in text or () if code not in shown]
            if missing:
                yield f"{name} lacks {', '.join(missing)}; it has {', '.join(sorted(shown))}"
        elif _shown(option, name) != str(text):
            yield f"{name} is {_shown(option, name)}, expected {text}"


def _shown(option: Option, name: str) -> str:
    if name in AMOUNTS:
        amount: Amount | None = getattr(option, name)
    else:
        charge = name.removeprefix("line:")
        lines: list[Line] = [line for line in option.lines if line.charge == charge]
        amount = lines[0].amount if lines else None
    if amount is None:
        return "nothing"
    return amount.lowest.text if amount.is_exact else f"{amount.lowest.text} to {amount.highest.text}"
