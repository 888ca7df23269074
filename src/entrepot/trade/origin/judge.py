"""Judging a rule of origin against a good and its bill of materials.

A fact that nobody stated is looked at both ways: if the rule is met even in the worse case, it is met; if it fails even
in the better one, it is not; only where the fact decides is it asked for.
"""

from __future__ import annotations

from fractions import Fraction

from entrepot.trade.finding import Finding
from entrepot.trade.origin import materials as bill
from entrepot.trade.origin.agreement import ShareOf, Terms, Tolerance
from entrepot.trade.origin.good import Good
from entrepot.trade.origin.materials import Placed
from entrepot.trade.origin.rule import (
    CTC,
    DIGITS,
    RVC,
    AllOf,
    AnyOf,
    MaxNOM,
    Process,
    ProducedEntirely,
    Rule,
    WhollyObtained,
    covers,
)
from entrepot.trade.origin.value import maximum, percent, regional_value
from entrepot.trade.origin.verdict import Judged, Verdict, ask, because, either, every, once, percentage, reasons
from entrepot.trade.wording import gettext_noop

_NOTHING = Terms()
WHOLES: dict[ShareOf, str] = {
    "fob": gettext_noop("the price free on board"),
    "ex-works": gettext_noop("the price ex works"),
    "weight": gettext_noop("the weight"),
}


def judge(rule: Rule, good: Good, terms: Terms = _NOTHING) -> Judged:
    """Whether the good meets the rule, and why."""
    match rule:
        case AnyOf(rules) | AllOf(rules):
            parts = tuple(judge(part, good, terms) for part in rules)
            verdict = either(parts) if isinstance(rule, AnyOf) else every(parts)
            return Judged(rule, verdict, () if verdict == "met" else reasons(verdict, parts), parts)
        case WhollyObtained():
            return _wholly_obtained(rule, good, terms)
        case ProducedEntirely():
            return _produced_entirely(rule, good, terms)
        case CTC():
            return _classification(rule, good, terms)
        case RVC():
            return regional_value(rule, good, terms)
        case MaxNOM():
            return maximum(rule, good, terms)
        case Process():
            return _process(rule, good)


def _wholly_obtained(rule: WhollyObtained, good: Good, terms: Terms) -> Judged:
    if not rule.materials:
        foreign = [each for each in bill.placed(good, terms) if each.status == "not originating"]
        if good.wholly_obtained is None and foreign:
            return _answered(rule, False, "/materials", foreign[0].material.description)
        return _answered(rule, good.wholly_obtained, "/wholly_obtained", gettext_noop("the good itself"))
    concerned = bill.of_codes(bill.placed(good, terms), rule.materials, good)
    parts = tuple(
        _answered(rule, each.material.wholly_obtained, f"{each.pointer}/wholly_obtained", each.material.description)
        for each in concerned
    )
    verdict = every(parts)
    return Judged(rule, verdict, () if verdict == "met" else reasons(verdict, parts))


def _answered(rule: Rule, answer: bool | None, pointer: str, what: str) -> Judged:
    if answer is None:
        sentence = gettext_noop("It is not stated whether this is wholly obtained in a Party: {what}.")
        return Judged(rule, "missing fact", (ask("wholly-obtained-missing", sentence, pointer, what=what),))
    if not answer:
        sentence = gettext_noop("This is not wholly obtained in a Party: {what}.")
        return Judged(rule, "not met", (because("not-wholly-obtained", sentence, pointer, what=what),))
    return Judged(rule, "met")


def _produced_entirely(rule: ProducedEntirely, good: Good, terms: Terms) -> Judged:
    materials = bill.placed(good, terms)
    foreign = [each for each in materials if each.status == "not originating"]
    if foreign:
        names = ", ".join(each.material.description for each in foreign)
        sentence = gettext_noop("These materials do not originate in a Party: {materials}.")
        return Judged(rule, "not met", (because("materials-not-originating", sentence, "/materials", materials=names),))
    unknown = tuple(bill.of_unknown_origin(materials))
    if unknown or not materials:
        return Judged(rule, "missing fact", unknown or (bill.not_stated(),))
    return Judged(rule, "met")


def _classification(rule: CTC, good: Good, terms: Terms) -> Judged:
    """The change is asked of each material that does not originate; what misses it may be forgiven up to a share."""
    materials = bill.placed(good, terms)
    if not materials:
        return Judged(rule, "missing fact", (bill.not_stated(),))
    digits = DIGITS[rule.level]
    offending: list[Placed] = []
    unclear: list[Finding] = []
    for each in materials:
        if each.status == "originating":
            continue
        hs = each.material.hs
        same = hs[:digits] == good.hs[: len(hs[:digits])]
        if covers(rule.excepted, hs) or (same and len(hs) >= digits):
            offending.append(each)
        elif same:
            sentence = gettext_noop("The code of the material “{material}” needs {digits} digits.")
            pointer = f"{each.pointer}/hs"
            unclear.append(
                ask("material-code-too-short", sentence, pointer, material=each.material.description, digits=digits)
            )
    certain = [each for each in offending if each.status == "not originating"]
    worst = _forgiven(offending, good, terms) if offending else ("met", (), None, "")
    if worst[0] == "met" and not unclear:
        return Judged(rule, "met", (), (), worst[2], worst[3])
    best = _forgiven(certain, good, terms) if certain else ("met", (), None, "")
    if best[0] == "not met":
        return Judged(rule, "not met", (*_unchanged(rule, certain), *best[1]), (), best[2])
    findings = (
        *unclear,
        *bill.of_unknown_origin(offending),
        *(worst[1] if worst[0] == "missing fact" else ()),
        *best[1],
    )
    return Judged(rule, "missing fact", once(findings))


def _unchanged(rule: CTC, offending: list[Placed]) -> tuple[Finding, ...]:
    names = ", ".join(f"{each.material.description} ({each.material.hs})" for each in offending)
    sentence = gettext_noop("These materials do not change classification as the rule asks ({level}): {materials}.")
    return (because("classification-not-changed", sentence, "/materials", level=rule.level, materials=names),)


Forgiven = tuple[Verdict, tuple[Finding, ...], Fraction | None, str]


def _forgiven(offending: list[Placed], good: Good, terms: Terms) -> Forgiven:
    """Whether one of the tolerances covers the materials that miss the change."""
    tried = [_tolerated(tolerance, offending, good) for tolerance in terms.tolerances if tolerance.applies(good.hs)]
    for wanted in ("met", "missing fact"):
        for each in tried:
            if each[0] == wanted:
                return each
    return ("not met", tuple(finding for each in tried for finding in each[1]), tried[0][2] if tried else None, "")


def _tolerated(tolerance: Tolerance, offending: list[Placed], good: Good) -> Forgiven:
    if tolerance.of == "weight":
        missing = [
            ask("weight-missing", gettext_noop("A weight is not stated: {what}."), pointer, what=what)
            for pointer, what, weight in (
                ("/weight_kg", "the good", good.weight_kg),
                *((f"{e.pointer}/weight_kg", e.material.description, e.material.weight_kg) for e in offending),
            )
            if weight is None
        ]
        if missing or good.weight_kg is None:
            return "missing fact", tuple(missing), None, ""
        part = sum((each.material.weight_kg or Fraction(0) for each in offending), Fraction(0))
        whole = good.weight_kg
    else:
        price = good.fob if tolerance.of == "fob" else good.ex_works
        findings = (*bill.price_missing(tolerance.of, price), *bill.without_value(offending))
        if findings or price is None:
            return "missing fact", findings, None, ""
        part, whole = bill.value(offending, price.currency, _NOTHING), price.amount
    share = percent(part, whole)
    if share <= tolerance.share:
        return "met", (), share, f"tolerance: {percentage(share)} of {tolerance.of} ≤ {percentage(tolerance.share)}"
    sentence = gettext_noop("They are {share} of {field}; up to {limit} would be tolerated.")
    params = {"share": percentage(share), "field": WHOLES[tolerance.of], "limit": percentage(tolerance.share)}
    return "not met", (because("tolerance-exceeded", sentence, "", **params),), share, ""


def _process(rule: Process, good: Good) -> Judged:
    done = good.processes.get(rule.text)
    if done is None:
        sentence = gettext_noop("It is not stated whether this was done: {process}")
        return Judged(rule, "missing fact", (ask("process-missing", sentence, "/processes", process=rule.text),))
    if not done:
        sentence = gettext_noop("This was not done: {process}")
        return Judged(rule, "not met", (because("process-not-done", sentence, "/processes", process=rule.text),))
    return Judged(rule, "met")
