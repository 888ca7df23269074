"""Rules of value: how much of the price is regional, and how much is foreign material."""

from __future__ import annotations

from fractions import Fraction

from entrepot.trade.finding import Finding
from entrepot.trade.money import Money
from entrepot.trade.origin import materials as bill
from entrepot.trade.origin.agreement import Terms
from entrepot.trade.origin.good import COSTS, Good
from entrepot.trade.origin.rule import RVC, MaxNOM, Method
from entrepot.trade.origin.verdict import Judged, ask, because, either, percentage, reasons
from entrepot.trade.wording import gettext_noop

METHODS: dict[Method, str] = {"build-down": gettext_noop("build-down"), "build-up": gettext_noop("build-up")}


def regional_value(rule: RVC, good: Good, terms: Terms) -> Judged:
    parts = tuple(
        _build_down(rule, method, good, terms) if method == "build-down" else _build_up(rule, good, terms)
        for method in rule.methods
    )
    verdict = either(parts)
    chosen = next(part for part in parts if part.verdict == verdict)
    findings = () if verdict == "met" else reasons(verdict, parts)
    return Judged(rule, verdict, findings, parts if len(parts) > 1 else (), chosen.measure, chosen.note)


def _build_down(rule: RVC, method: Method, good: Good, terms: Terms) -> Judged:
    """The price less the materials that do not originate, in percent of the price."""
    concerned = bill.of_codes(bill.placed(good, terms), rule.only, good)
    foreign = [each for each in concerned if each.status != "originating"]
    certain = [each for each in foreign if each.status == "not originating"]
    stated = () if good.materials else (bill.not_stated(),)
    findings = (*bill.price_missing("fob", good.fob), *bill.without_value(foreign), *stated)
    if findings or good.fob is None:
        return Judged(rule, "missing fact", findings, note=method)
    price, currency = good.fob.amount, good.fob.currency
    worse = 100 - percent(bill.value(foreign, currency, terms), price)
    better = 100 - percent(bill.value(certain, currency, terms), price)
    if worse >= rule.minimum:
        return Judged(rule, "met", (), (), worse, method)
    if better < rule.minimum:
        return Judged(rule, "not met", (_too_little(rule, better, method),), (), better, method)
    return Judged(rule, "missing fact", tuple(bill.of_unknown_origin(foreign)), (), worse, method)


def _build_up(rule: RVC, good: Good, terms: Terms) -> Judged:
    """The originating materials and the producer's own costs, in percent of the price."""
    method: Method = "build-up"
    own = [each for each in bill.placed(good, terms) if each.status != "not originating"]
    certain = [each for each in own if each.status == "originating"]
    missing = [
        ask("costs-missing", gettext_noop("The producer's costs are not stated: {cost}."), f"/costs/{cost}", cost=cost)
        for cost in COSTS[:3]
        if cost not in good.costs
    ]
    findings = (*bill.price_missing("fob", good.fob), *missing, *bill.without_value(own))
    if findings or good.fob is None:
        return Judged(rule, "missing fact", findings, note=method)
    price, currency = good.fob.amount, good.fob.currency
    costs = sum((_in(good.costs[cost], currency) for cost in COSTS if cost in good.costs), Fraction(0))
    worse = percent(bill.value(certain, currency, Terms()) + costs, price)
    better = percent(bill.value(own, currency, Terms()) + costs, price)
    if worse >= rule.minimum:
        return Judged(rule, "met", (), (), worse, method)
    if better < rule.minimum:
        return Judged(rule, "not met", (_too_little(rule, better, method),), (), better, method)
    return Judged(rule, "missing fact", tuple(bill.of_unknown_origin(own)), (), worse, method)


def _too_little(rule: RVC, found: Fraction, method: Method) -> Finding:
    sentence = gettext_noop("Regional value content is {found} ({kind}); at least {minimum} is asked.")
    params = {"found": percentage(found), "kind": METHODS[method], "minimum": percentage(rule.minimum)}
    return because("regional-value-too-low", sentence, "", **params)


def maximum(rule: MaxNOM, good: Good, terms: Terms) -> Judged:
    foreign = [
        each for each in bill.of_codes(bill.placed(good, terms), rule.only, good) if each.status != "originating"
    ]
    certain = [each for each in foreign if each.status == "not originating"]
    stated = () if good.materials else (bill.not_stated(),)
    findings = (*bill.price_missing("ex-works", good.ex_works), *bill.without_value(foreign), *stated)
    if findings or good.ex_works is None:
        return Judged(rule, "missing fact", findings)
    price, currency = good.ex_works.amount, good.ex_works.currency
    worse = percent(bill.value(foreign, currency, terms), price)
    better = percent(bill.value(certain, currency, terms), price)
    if worse <= rule.maximum:
        return Judged(rule, "met", (), (), worse)
    if better > rule.maximum:
        sentence = gettext_noop("Non-originating materials are {found} of the price ex works; {maximum} is allowed.")
        found = because("materials-too-much", sentence, "", found=percentage(better), maximum=percentage(rule.maximum))
        return Judged(rule, "not met", (found,), (), better)
    return Judged(rule, "missing fact", tuple(bill.of_unknown_origin(foreign)), (), worse)


def percent(part: Fraction, whole: Fraction) -> Fraction:
    """The part in percent; of nothing, everything is too much."""
    return part * 100 / whole if whole else Fraction(100 if part else 0)


def _in(amount: Money, currency: str) -> Fraction:
    assert amount.currency == currency, f"{amount.currency} and {currency} do not add"
    return amount.amount
