"""The findings that tell why a way in is open, closed, open only if something holds, or cannot be priced."""

from __future__ import annotations

from typing import Literal

from entrepot.trade.duty.condition import Condition, Otherwise, ValueTest
from entrepot.trade.duty.measure import MeasureType
from entrepot.trade.duty.situation import Situation
from entrepot.trade.finding import Finding, Level
from entrepot.trade.wording import gettext_noop


def of_condition(
    condition: Condition, answer: bool | None, situation: Situation, line: int | None = None, *, refuses: bool = True
) -> Finding:
    """A condition with its answer: a note if it holds, a warning if it is open, an error if it does not hold.

    Where its failure does not close a way, but only leaves a charge standing, it is a note as well. The same condition
    of the same situation is the same finding, however often it is asked.
    """
    of_line = line if isinstance(condition, ValueTest) and condition.of in ("item", "line") else None
    key = id(condition), answer, of_line, refuses
    if key not in situation.findings:
        level: Level = "note" if answer or not refuses else "warning" if answer is None else "error"
        sentence = condition.otherwise if answer is False else condition.sentence
        situation.findings[key] = Finding(
            condition.code,
            sentence,
            "" if of_line is None else f"/lines/{of_line}",
            law=condition.ground.law,
            level=level,
            params=values(condition, situation, of_line),
        )
    return situation.findings[key]


def values(condition: Condition, situation: Situation, line: int | None = None) -> dict[str, str]:
    """The limit, and the value that is held against it."""
    while isinstance(condition, Otherwise):
        condition = condition.test
    if not isinstance(condition, ValueTest):
        return {}
    value = situation.measured(condition, line)
    number = str(value.amount) if condition.value == "pieces" else str(value)
    return {"limit": condition.limit.text, "value": number}


def rate_missing(levy: str, hs: str, line: int, country: str) -> Finding:
    """The tariff held has no rate for these goods; it is not nothing, it is not known."""
    return Finding(
        "rate-missing",
        gettext_noop("No rate of {levy} is held for {hs} in {country}; it is not taken for nothing."),
        f"/lines/{line}/hs",
        gettext_noop("Check the code, or load the tariff of {country}."),
        params={"levy": levy, "hs": hs, "country": country},
    )


def proof_needed(type_: MeasureType, line: int) -> Finding:
    """A preferential rate wants its proof of origin."""
    return Finding(
        "proof-of-origin",
        gettext_noop("Proof of origin for {agreement}: {proof}."),
        f"/lines/{line}",
        level="warning",
        params={"agreement": type_.name, "proof": type_.proof},
    )


def code_wrong(hs: str, line: int) -> Finding:
    return Finding(
        "hs-code-malformed",
        gettext_noop("“{hs}” is not a code of the Harmonized System."),
        f"/lines/{line}/hs",
        gettext_noop("Give 6 to 12 digits, such as 691200."),
        params={"hs": hs},
    )


def not_positive(what: Literal["value", "quantity"], line: int) -> Finding:
    return Finding(
        f"{what}-not-positive",
        gettext_noop("The {what} of line {number} is not more than nothing."),
        f"/lines/{line}/{what}",
        gettext_noop("Give what the buyer pays for the whole line, and how many there are."),
        params={"what": what, "number": str(line + 1)},
    )


def nothing_sent() -> Finding:
    return Finding(
        "goods-missing",
        gettext_noop("There are no goods in the consignment."),
        "/lines",
        gettext_noop("Name one line of goods at least."),
    )


def freight_not_stated() -> Finding:
    return Finding(
        "freight-not-stated",
        gettext_noop("No freight was stated; it is counted as none, and duty may be more."),
        "/freight",
        gettext_noop("State the freight and the insurance up to the border."),
        level="note",
    )
