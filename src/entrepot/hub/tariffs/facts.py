"""A question of landed cost as somebody asks it: texts, which are read or refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from entrepot.trade.code import hs_code
from entrepot.trade.duty.facts import Consignment, Goods
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Money, exact
from entrepot.trade.quantity import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteLine:
    """Goods of one kind: `value` is the price of the whole line, in the currency of the question."""

    hs: str
    value: str
    quantity: str = "1"
    unit: str = "H87"
    description: str = ""
    origin: str = ""
    net_mass_kg: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteFacts:
    """What would it cost to land these goods there? What is left out is not known, and the answer says so."""

    dispatch: str
    destination: str
    currency: str
    lines: tuple[QuoteLine, ...]
    freight: str = ""
    insurance: str = ""
    incoterm: str = "DAP"
    channel: str = ""
    seller_registered: bool | None = None
    registration: str = ""
    consumer: bool | None = None
    on: date | None = None


def asked(facts: QuoteFacts, today: date) -> Consignment:
    """The question as the law reads it, or a refusal with every place that cannot be read."""
    found: list[Finding] = []
    lines = []
    for n, line in enumerate(facts.lines):
        try:
            lines.append(_goods(line, facts.currency))
        except Refused as refused:
            found += [replace(each, pointer=f"/lines/{n}{each.pointer}") for each in refused.findings]
    freight, insurance = (_money(facts, part, found) for part in ("freight", "insurance"))
    if found:
        raise Refused(found)
    return Consignment(
        dispatch=facts.dispatch,
        destination=facts.destination,
        on=facts.on or today,
        lines=tuple(lines),
        freight=freight,
        insurance=insurance,
        incoterm=facts.incoterm,
        channel=facts.channel,
        seller_registered=facts.seller_registered,
        registration=facts.registration,
        consumer=facts.consumer,
    )


def _goods(line: QuoteLine, currency: str) -> Goods:
    found = list(_of_line(line, currency))
    if found:
        raise Refused(found)
    return Goods(
        hs=hs_code(line.hs),
        value=Money.of(line.value, currency),
        quantity=Quantity.of(line.quantity, line.unit).amount,
        unit=line.unit,
        description=line.description,
        origin=line.origin,
        net_mass_kg=Fraction(exact(line.net_mass_kg)) if line.net_mass_kg else None,
    )


def _of_line(line: QuoteLine, currency: str) -> Iterator[Finding]:
    for pointer, read in (
        ("/hs", lambda: hs_code(line.hs)),
        ("/value", lambda: Money.of(_short(line.value), currency)),
        ("/quantity", lambda: Quantity.of(_short(line.quantity), line.unit)),
        ("/net_mass_kg", lambda: exact(_short(line.net_mass_kg or "0"))),
    ):
        try:
            read()
        except Refused as refused:
            yield from (replace(each, pointer=pointer) for each in refused.findings)


def _money(facts: QuoteFacts, part: str, found: list[Finding]) -> Money | None:
    text = facts.freight if part == "freight" else facts.insurance
    try:
        return Money.of(_short(text), facts.currency) if text else None
    except Refused as refused:
        found += [replace(each, pointer=f"/{part}") for each in refused.findings]
        return None


def _short(text: str) -> str:
    """The text, or something that is no number where it claims one of unbounded length."""
    return text if len(text) <= 30 and "e" not in text.lower() else "…"
