"""Statements: drawn up from what was released, filed by the debtor, paid to the treasury."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.customs import queries as customs
from entrepot.hub.customs.models import Declaration
from entrepot.hub.duties import queries
from entrepot.hub.duties.actions.returning import lapse
from entrepot.hub.duties.models import Stated, Statement
from entrepot.hub.events.actor import Actor
from entrepot.hub.ledger import actions as ledger
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.trade.duty.ground import plain
from entrepot.trade.finding import Finding, NotYours, Refused
from entrepot.trade.ledger import Posting, Transfer, transfer
from entrepot.trade.statement import SummaryLine, Terms, summary

Key = tuple[str, str, str, date, date]
"""Debtor, registration, currency, and the first and last day of the period; a day of its own for each release."""


@transaction.atomic
def draw_up(country: str, on: date, *, by: Actor) -> list[Statement]:
    """State what is ripe on the day: each declaration once, in the statement that the law names. Safe to repeat."""
    parties.require(by, "operator")
    lapse(country, on, by=by)
    return [drawn for terms in queries.terms(country, on) for drawn in _draw_up(country, terms, on, by)]


@transaction.atomic
def file(statement: Statement, *, by: Actor) -> Statement:
    """The debtor stands by the statement; filing again is harmless."""
    queries.require_debtor(by, statement.debtor_id)
    statement = _locked(statement)
    if statement.state == "drawn-up":
        statement.state = Statement.LIFECYCLE.after(statement.state, "file")
        statement.filed_at = by.at
        statement.save(update_fields=["state", "filed_at"])
        _record("filed", statement, by)
    return statement


@transaction.atomic
def confirm_payment(statement: Statement, receipt: str, *, by: Actor) -> Statement:
    """The treasury has the money, as an officer of the country says with its reference. Again is harmless."""
    if not customs.officer_of(statement.country, by=by):
        raise NotYours(
            Finding(
                "not-the-treasury",
                gettext_noop("Only the customs of {country} confirms what was paid to it."),
                params={"country": statement.country},
            )
        )
    if not receipt.strip():
        raise Refused(
            Finding(
                "receipt-missing",
                gettext_noop("A payment is confirmed with the treasury's reference."),
                "/receipt",
                gettext_noop("Give the reference that stands on the receipt."),
            )
        )
    statement = _locked(statement)
    if statement.state == "paid" and statement.receipt == receipt:
        return statement
    statement.state = Statement.LIFECYCLE.after(statement.state, "pay")
    statement.paid_at, statement.receipt = by.at, receipt
    statement.save(update_fields=["state", "paid_at", "receipt"])
    if statement.due_minor:
        ledger.post([_payment(statement)], by=by)
    _record("paid", statement, by, receipt=receipt)
    return statement


def _draw_up(country: str, terms: Terms, on: date, by: Actor) -> list[Statement]:
    ripe: dict[Key, list[Declaration]] = {}
    for declaration in queries.unstated(country, terms):
        assert declaration.decided_at is not None
        released = declaration.decided_at.date()
        if terms.ripe(released, on):
            ripe.setdefault(_key(declaration, terms, released, on), []).append(declaration)
    return [_written(country, terms, key, gathered, by) for key, gathered in ripe.items()]


def _key(declaration: Declaration, terms: Terms, released: date, on: date) -> Key:
    """What stands together: all ripe releases of a debtor up to today, or those of one period."""
    registration = str(declaration.facts.get("registration", "")) if terms.by == "registration" else ""
    period = terms.period(released)
    begins, ends = (date.min, on) if terms.gathers == "released" else (period.begins, period.ends)
    return declaration.declarant_id, registration, declaration.currency, begins, ends


def _written(country: str, terms: Terms, key: Key, gathered: Sequence[Declaration], by: Actor) -> Statement:
    debtor, registration, currency, begins, ends = key
    days = sorted(each.decided_at.date() for each in gathered if each.decided_at is not None)
    if terms.gathers == "released":
        begins, ends = days[0], days[-1]
    statement = Statement.objects.create(
        number=_number(country, terms, debtor, ends),
        code=terms.code,
        country=country,
        debtor=Party.objects.get(code=debtor),
        registration=registration,
        begins=begins,
        ends=ends,
        due_by=min(map(terms.due_by, days)),
        currency=currency,
        duty_minor=sum(each.duty_minor for each in gathered),
        tax_minor=sum(each.tax_minor for each in gathered),
        declarations=len(gathered),
        lines=_lines(gathered) if terms.direction == "export" else [],
        law=terms.ground.law,
        confidence=terms.ground.confidence,
        drawn_up_at=by.at,
    )
    Stated.objects.bulk_create(
        Stated(declaration=each, statement=statement, duty_minor=each.duty_minor, tax_minor=each.tax_minor)
        for each in gathered
    )
    _record("drawn_up", statement, by)
    return statement


def _number(country: str, terms: Terms, debtor: str, ends: date) -> str:
    """The number of a statement: a debtor may have several of a kind for one last day, as releases come in late."""
    stem = f"{country}-{terms.code}-{ends:%Y%m%d}-{debtor}"[:54]
    taken = Statement.objects.filter(number__startswith=f"{stem}-").count()
    return f"{stem}-{taken + 1}"


def _lines(gathered: Iterable[Declaration]) -> list[dict[str, str | int]]:
    """The goods of a summary. Whoever receives them stands in no line, so what is sealed stays sealed."""
    return [_line(each) for each in summary(customs.masked_facts(each) for each in gathered)]


def _line(line: SummaryLine) -> dict[str, str | int]:
    return {
        **asdict(line.alike),
        "quantity": plain(line.quantity),
        "net_mass_kg": plain(line.net_mass_kg),
        "value": plain(line.value),
        "declarations": line.declarations,
    }


def _payment(statement: Statement) -> Transfer:
    """What was owed to the treasury is paid to it."""
    kinds = {"duty": statement.duty_minor, "tax": statement.tax_minor}
    country, currency = statement.country, statement.currency
    sides = [Posting(f"tax:{country}:{kind}", minor, currency) for kind, minor in kinds.items() if minor]
    paid = Posting(f"treasury:{country}", -statement.due_minor, currency)
    return transfer(f"statement:{statement.number}", f"Statement {statement.number} paid", *sides, paid)


def _locked(statement: Statement) -> Statement:
    return Statement.objects.select_for_update(of=("self",)).select_related("debtor").get(pk=statement.pk)


def _record(happened: str, statement: Statement, by: Actor, **more: str) -> None:
    body = {
        "code": statement.code,
        "country": statement.country,
        "debtor": statement.debtor_id,
        "due_by": statement.due_by.isoformat(),
        "currency": statement.currency,
        "duty_minor": statement.duty_minor,
        "tax_minor": statement.tax_minor,
        "declarations": statement.declarations,
        **more,
    }
    events.record(f"duties.statement.{happened}", f"statement:{statement.number}", by=by, body=body)
