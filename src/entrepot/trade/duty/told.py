"""The findings that tell why a way in is open, closed, open only if something holds, or cannot be priced."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from entrepot.trade.duty.condition import Condition, Either, Every, Otherwise, ValueTest
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
    asked = condition
    while isinstance(asked, Otherwise):
        asked = asked.test
    of_line = line if isinstance(condition, ValueTest) and condition.of in ("item", "line") else None
    key = id(condition), answer, of_line, refuses
    kept = situation.findings if isinstance(asked, ValueTest) else situation.law.kept
    found: Finding | None = kept.get(key)
    if found is None:
        level: Level = "note" if answer or not refuses else "warning" if answer is None else "error"
        found = kept[key] = Finding(
            condition.code,
            condition.otherwise if answer is False else condition.sentence,
            "" if of_line is None else f"/lines/{of_line}",
            law=condition.ground.law,
            level=level,
            params=values(asked, situation, of_line) if isinstance(asked, ValueTest) else {},
        )
    return found


def values(test: ValueTest, situation: Situation, line: int | None = None) -> dict[str, str]:
    """The limit, and the value that is held against it."""
    return {"limit": test.limit.text, "value": situation.measured(test, line)}


def splitting(condition: Condition, situation: Situation, *, refuses: bool = True) -> Iterator[Finding]:
    """That a sale was split, or a limit of the year used up: the consignment alone would have passed."""
    match condition:
        case Otherwise(test=test):
            yield from splitting(test, situation, refuses=refuses)
        case Every(tests=tests) | Either(tests=tests):
            for test in tests:
                yield from splitting(test, situation, refuses=refuses)
        case ValueTest() if situation.is_split(condition):
            by_day = condition.of == "person-day"
            yield Finding(
                "split-counted-together" if by_day else "year-limit-used-up",
                _SPLIT if by_day else _USED_UP,
                law=condition.ground.law,
                remedy=_AS_ONE if by_day else _OTHERWISE,
                level="error" if refuses else "note",
                params=values(condition, situation),
            )


_SPLIT = gettext_noop("What one person is sent on one day counts together: {value}, against a limit of {limit}.")
_AS_ONE = gettext_noop("Declare it as one consignment; splitting a sale into parcels changes nothing.")
_USED_UP = gettext_noop("What the person has had this year counts with it: {value}, against a limit of {limit}.")
_OTHERWISE = gettext_noop("Enter it by another way, or wait until the year is over.")


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
