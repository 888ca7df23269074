"""The rows of quotas in the declared format, read or refused with their place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import get_args

from entrepot.statute.doors.rows import QuotaEventRow, QuotaRow
from entrepot.trade.duty.quota import EventKind, Mechanism
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import exact
from entrepot.trade.quantity import UNITS
from entrepot.trade.wording import gettext_noop


def quota(record: Mapping[str, str], pointer: str, findings: list[Finding]) -> Iterator[QuotaRow]:
    """One row of quotas.csv: a period of a quota."""
    since, last = (_day(record[column], f"{pointer}/{column}", findings) for column in ("valid_from", "valid_to"))
    volume = _number(record["volume"], f"{pointer}/volume", findings)
    critical = _number(record["critical_percent"] or "90", f"{pointer}/critical_percent", findings)
    mechanism = next((word for word in get_args(Mechanism) if word == record["mechanism"]), None)
    if mechanism is None:
        sentence = gettext_noop("“{text}” is neither first-come nor licensed.")
        findings.append(_fault("mechanism-unknown", sentence, f"{pointer}/mechanism", record["mechanism"]))
    if record["unit"] not in UNITS:
        sentence = gettext_noop("“{text}” is not a unit of UN/ECE Recommendation 20.")
        findings.append(_fault("unit-unknown", sentence, f"{pointer}/unit", record["unit"]))
    if since is None or last is None or last < since:
        sentence = gettext_noop("A quota has a first and a last day: {text}.")
        text = f"{record['valid_from']}–{record['valid_to']}"
        findings.append(_fault("period-wrong", sentence, f"{pointer}/valid_to", text))
    elif mechanism is not None and volume is not None and critical is not None:
        yield QuotaRow(
            record["order_number"],
            record["title"],
            mechanism,
            volume,
            record["unit"],
            since,
            last,
            critical,
            record["area"],
            record["agreement"],
            record["act_id"],
        )


def quota_event(record: Mapping[str, str], pointer: str, findings: list[Finding]) -> Iterator[QuotaEventRow]:
    """One row of quota_events.csv: what happened to a quota."""
    on = _day(record["on"], f"{pointer}/on", findings)
    amount = _number(record["amount"] or "0", f"{pointer}/amount", findings)
    kind = next((word for word in get_args(EventKind) if word == record["event"]), None)
    if kind is None:
        sentence = gettext_noop("“{text}” is no event of a quota.")
        findings.append(_fault("event-unknown", sentence, f"{pointer}/event", record["event"]))
    elif on is not None and amount is not None:
        yield QuotaEventRow(record["order_number"], on, kind, amount, record["act_id"])


def _number(text: str, pointer: str, findings: list[Finding]) -> Fraction | None:
    try:
        return exact(text)
    except Refused:
        sentence = gettext_noop("“{text}” is not a decimal number.")
        findings.append(_fault("not-a-number", sentence, pointer, text))
        return None


def _day(text: str, pointer: str, findings: list[Finding]) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        findings.append(_fault("day-wrong", gettext_noop("“{text}” is not a day such as 2026-07-01."), pointer, text))
        return None


def _fault(code: str, sentence: str, pointer: str, text: str) -> Finding:
    return Finding(code, sentence, pointer, gettext_noop("Correct the file and load it again."), params={"text": text})
