"""Why a duty cannot be said, and what to supply so that it can."""

from __future__ import annotations

from collections.abc import Iterable

from entrepot.trade.duty.expression_inputs import CannotSay, DoesNotApply
from entrepot.trade.finding import Finding
from entrepot.trade.quantity import UNITS
from entrepot.trade.wording import gettext_noop


def quantity_missing(unit: str, qualifier: str, given: Iterable[str], part: str = "") -> CannotSay:
    """The duty goes by a quantity that is not declared, or is declared in a unit that cannot be converted."""
    name = _measure(unit, qualifier)
    pointer = f"/parts/{part}/quantities/{unit}" if part else f"/quantities/{unit}"
    if qualifier:
        pointer += f"~1{qualifier}"
    params = {"unit": name, "given": ", ".join(_measure(*each.partition("/")[::2]) for each in given), "part": part}
    if params["given"]:
        finding = Finding(
            "quantity-unit-wrong",
            gettext_noop("The duty is charged by {unit}; the quantity is declared in {given} only."),
            pointer,
            gettext_noop("Give the quantity in {unit} as well."),
            params=params,
        )
    elif unit in UNITS and UNITS[unit][0] == "mass" and not qualifier and not part:
        finding = Finding(
            "net-mass-missing",
            gettext_noop("The duty is charged by weight ({unit}), and no net mass is declared."),
            pointer,
            gettext_noop("Give the net mass of the goods."),
            params=params,
        )
    else:
        finding = Finding(
            "quantity-missing",
            gettext_noop("The duty is charged by {unit}, and that quantity is not declared."),
            pointer,
            gettext_noop("Give the quantity in {unit}."),
            params=params,
        )
    return CannotSay((finding,))


def part_missing(part: str) -> CannotSay:
    return _cannot(
        "part-value-missing",
        gettext_noop("The duty is charged on a part of the goods ({part}) whose value is not declared."),
        gettext_noop("Give the value of the part “{part}” apart."),
        f"/parts/{part}/value",
        part=part,
    )


def base_missing(base: str) -> CannotSay:
    return _cannot(
        "base-missing",
        gettext_noop("The duty is a percentage of another value ({base}) that is not declared."),
        gettext_noop("Give that value: {base}."),
        f"/bases/{base}",
        base=base,
    )


def rate_of_exchange_missing(currency: str, into: str) -> CannotSay:
    return _cannot(
        "exchange-rate-missing",
        gettext_noop("The duty is fixed in {currency}, and there is no exchange rate to {into} for the day."),
        gettext_noop("Load the exchange rates of the day."),
        currency=currency,
        into=into,
    )


def line_unresolved(line: str) -> CannotSay:
    return _cannot(
        "line-unresolved",
        gettext_noop("The duty is that of another line ({line}), which is not settled here."),
        gettext_noop("Name the line under which the goods would otherwise fall."),
        line=line or "applicable subheading",
    )


def component_missing(kind: str) -> CannotSay:
    return _cannot(
        "additional-code-missing",
        gettext_noop("The duty contains an agricultural component ({kind}) that depends on the recipe."),
        gettext_noop("Give the additional code for milk fat, milk protein, starch and sugar."),
        "/additional_code",
        kind=kind,
    )


def answer_missing(question: str) -> CannotSay:
    return _cannot(
        "answer-missing",
        gettext_noop("The rate depends on a question that is not answered: {question}"),
        gettext_noop("Answer it with yes or no."),
        "/facts",
        question=question,
    )


def day_missing() -> CannotSay:
    return _cannot(
        "day-missing",
        gettext_noop("The rate depends on the day of import, and none is given."),
        gettext_noop("Give the day."),
        "/on",
    )


def origin_missing() -> CannotSay:
    return _cannot(
        "origin-missing",
        gettext_noop("The rate depends on the country of origin, and none is given."),
        gettext_noop("Give the country of origin."),
        "/origin",
    )


def in_words(raw: str) -> CannotSay:
    return _cannot(
        "rate-in-words",
        gettext_noop("The tariff states this rate in words that cannot be computed: “{raw}”"),
        gettext_noop("Read the rate with the tariff's notes and enter it, or ask customs for a ruling."),
        raw=raw,
    )


def in_a_range(low: object, high: object) -> Finding:
    return Finding(
        "rate-in-a-range",
        gettext_noop("The tariff prints a range, {low} to {high}; a note decides which rate is due."),
        remedy=gettext_noop("Look up the note of the tariff, or count with the higher rate."),
        params={"low": str(low), "high": str(high)},
    )


def not_applied() -> DoesNotApply:
    return _does_not_apply(
        "rate-not-applied", gettext_noop("The rate is printed in brackets: it is bound, but another rate is in use.")
    )


def no_case() -> DoesNotApply:
    return _does_not_apply("rate-not-for-these-goods", gettext_noop("None of the cases of this rate fits these goods."))


def _cannot(code: str, sentence: str, remedy: str, pointer: str = "", **params: str) -> CannotSay:
    return CannotSay((Finding(code, sentence, pointer, remedy, params=params),))


def _does_not_apply(code: str, sentence: str) -> DoesNotApply:
    remedy = gettext_noop("Look for another rate of the same line.")
    return DoesNotApply((Finding(code, sentence, remedy=remedy),))


def _measure(unit: str, qualifier: str = "") -> str:
    name = UNITS[unit][2] if unit in UNITS else unit
    return f"{name} ({qualifier})" if qualifier else name
