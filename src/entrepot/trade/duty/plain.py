"""A quote as plain values for JSON, and the facts of a consignment to and from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date
from fractions import Fraction
from typing import Any

from entrepot.trade.duty.edition import Edition
from entrepot.trade.duty.expression_inputs import Part
from entrepot.trade.duty.facts import Consignment, Goods
from entrepot.trade.duty.ground import Ground, plain
from entrepot.trade.duty.result import Amount, Line, Option, Quote
from entrepot.trade.finding import Finding
from entrepot.trade.money import Money

Plain = dict[str, Any]
Translate = Callable[[str], str]


def quote(answer: Quote, translate: Translate = str) -> Plain:
    """The quote with everything that explains it; amounts are decimal texts, or `{"min", "max"}`."""
    return {
        "destination": answer.destination,
        "currency": answer.currency,
        "on": answer.on.isoformat(),
        "known": answer.known.isoformat() if answer.known else None,
        "law_digest": answer.law_digest,
        "tariff": [edition(each) for each in answer.tariff],
        "options": [option(each, translate) for each in answer.options],
        "closed": [option(each, translate) for each in answer.closed],
        "findings": findings(answer.findings, translate),
    }


def edition(each: Edition) -> Plain:
    """The version of a tariff that was used, by the name under which it is kept."""
    return {
        "edition": each.code,
        "title": each.title,
        "source": each.source,
        "published": each.published.isoformat() if each.published else None,
        "since": each.since.isoformat() if each.since else None,
        "digest": each.digest,
    }


def option(each: Option, translate: Translate = str) -> Plain:
    return {
        "regime": each.regime,
        "name": translate(each.name),
        "agreements": list(each.agreements),
        "quotas": list(each.quotas),
        "goods": each.goods.text if each.goods else None,
        "carriage": each.carriage.text if each.carriage else None,
        "duty": amount(each.duty),
        "tax": amount(each.tax),
        "fees": amount(each.fees),
        "total": amount(each.total),
        "landed": amount(each.landed),
        "lines": [line(one, translate) for one in each.lines],
        "proofs": [translate(proof) for proof in each.proofs],
        "requires": findings(each.requires, translate),
        "why": findings(each.why, translate),
        "why_not": findings(each.why_not, translate),
        "unknown": findings(each.unknown, translate),
        "law": ground(each.ground),
    }


def line(one: Line, translate: Translate = str) -> Plain:
    told: Plain = {
        "charge": one.charge,
        "name": translate(one.name),
        "kind": one.kind,
        "amount": amount(one.amount),
        "base": amount(one.base),
        "base_of": list(one.base_of),
        "rate": one.rate,
        "unrounded": _unrounded(one.unrounded),
        "rounding": one.rounding,
        "effect": one.effect,
        "item": one.item,
        "hs": one.hs,
        "collected": one.collected,
        "payer": one.payer,
        "law": ground(one.ground),
        "rate_law": ground(one.rate_ground),
    }
    if one.parts:
        told["parts"] = [line(part, translate) for part in one.parts]
    return told


def amount(each: Amount | None) -> str | dict[str, str] | None:
    """One decimal text if there is one figure, else the least and the most."""
    if each is None:
        return None
    return each.lowest.text if each.is_exact else {"min": each.lowest.text, "max": each.highest.text}


def ground(each: Ground) -> Plain:
    return {
        "law": each.law,
        "sources": list(each.sources),
        "confidence": each.confidence,
        "since": each.since.isoformat() if each.since else None,
        "until": each.until.isoformat() if each.until else None,
        "known_from": each.known_from.isoformat() if each.known_from else None,
        "note": each.note,
    }


def findings(found: Iterable[Finding], translate: Translate = str) -> list[Plain]:
    return [
        {
            "code": each.code,
            "sentence": each.told(translate),
            "pointer": each.pointer,
            "remedy": each.cure(translate),
            "law": each.law,
            "level": each.level,
        }
        for each in found
    ]


def consignment(facts: Consignment) -> Plain:
    """The facts as they are stored beside a quote."""
    told: Plain = {field.name: _value(getattr(facts, field.name)) for field in fields(facts)}
    told["lines"] = [{field.name: _value(getattr(each, field.name)) for field in fields(each)} for each in facts.lines]
    return told


def facts(told: Mapping[str, Any]) -> Consignment:
    """The facts as they were stored; `facts(consignment(x)) == x`."""
    money = {name: _money(told.get(name)) for name in ("freight", "insurance", "year_to_date", "same_day")}
    days = {name: date.fromisoformat(told[name]) if told.get(name) else None for name in ("known", "dispatched")}
    return Consignment(
        dispatch=told["dispatch"],
        destination=told["destination"],
        on=date.fromisoformat(told["on"]),
        lines=tuple(_goods(each) for each in told["lines"]),
        incoterm=told.get("incoterm") or "DAP",
        channel=told.get("channel") or "",
        seller_registered=told.get("seller_registered"),
        registration=told.get("registration") or "",
        consumer=told.get("consumer"),
        buyer=told.get("buyer") or "",
        facts=dict(told.get("facts") or {}),
        drawn={number: Fraction(amount) for number, amount in (told.get("drawn") or {}).items()},
        **money,  # type: ignore[arg-type]
        **days,  # type: ignore[arg-type]
    )


def _goods(told: Mapping[str, Any]) -> Goods:
    value = _money(told["value"])
    assert value is not None
    mass = told.get("net_mass_kg")
    return Goods(
        hs=told["hs"],
        value=value,
        quantity=Fraction(told.get("quantity") or 1),
        unit=told.get("unit") or "H87",
        description=told.get("description") or "",
        origin=told.get("origin") or "",
        net_mass_kg=Fraction(mass) if mass is not None else None,
        quantities={unit: Fraction(number) for unit, number in (told.get("quantities") or {}).items()},
        parts={name: _part(part) for name, part in (told.get("parts") or {}).items()},
        answers=dict(told.get("answers") or {}),
    )


def _part(told: Mapping[str, Any]) -> Part:
    numbers = {unit: Fraction(number) for unit, number in (told.get("quantities") or {}).items()}
    return Part(_money(told.get("value")), numbers)


def _money(told: Any) -> Money | None:
    return None if told is None else Money(Fraction(told["amount"]), told["currency"])


def _value(value: Any) -> Any:
    match value:
        case Money():
            return {"amount": str(value.amount), "currency": value.currency}
        case Part():
            return {"value": _value(value.value), "quantities": _value(value.quantities)}
        case Fraction():
            return str(value)
        case date():
            return value.isoformat()
        case dict():
            return {name: _value(each) for name, each in value.items()}
        case _:
            return value


def _unrounded(each: Amount | None) -> str | None:
    """The exact amount, where it is one: decimals that end, or a fraction."""
    return plain(each.lowest.amount) if each is not None and each.is_exact else None
