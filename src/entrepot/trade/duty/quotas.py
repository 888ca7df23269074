"""Ways in that draw on a quota: which are closed and why, what they need, and whether enough is left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from entrepot.trade.duty.expression_inputs import measured
from entrepot.trade.duty.ground import NO_GROUND, plain
from entrepot.trade.duty.measure import MeasureType
from entrepot.trade.duty.quota import Quota, State, Status
from entrepot.trade.duty.result import Option
from entrepot.trade.duty.situation import Situation
from entrepot.trade.duty.working import Working
from entrepot.trade.finding import Finding
from entrepot.trade.wording import gettext_noop

CLOSED: dict[Status, str] = {
    "suspended": gettext_noop("Quota {number} is suspended."),
    "blocked": gettext_noop("Quota {number} is blocked."),
    "exhausted": gettext_noop("Nothing is left of quota {number} until {last}."),
    "not in a period": gettext_noop("Quota {number} has no period that holds this day."),
}
OUTSIDE = gettext_noop("Enter the goods outside the quota, or in a later period.")


def told_apart(situation: Situation, used: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The agreements and the quotas among the measures used, each in order."""
    types = [situation.law.tariff.schedule.types[each] for each in used]
    agreements = {type_.agreement if type_.quota else type_.code for type_ in types}
    return tuple(sorted(agreements - {""})), tuple(sorted(type_.quota for type_ in types if type_.quota))


def closed(situation: Situation, bare: Option, works: Sequence[Working], useful: Iterable[str]) -> list[Option]:
    """The quotas that would help and cannot be drawn on, each as a closed way."""
    found = []
    for type_ in _quotas(situation, useful):
        quota, state = _held(situation, type_)
        if not state.is_open:
            found.append(_refused(bare, type_, _closed(quota, state)))
    return found


def drawn_on(situation: Situation, option: Option, works: Sequence[Working]) -> Option:
    """The way in with what drawing on its quotas needs; closed if less is left than is wanted."""
    for type_ in _quotas(situation, (f"quota:{number}" for number in option.quotas)):
        quota, state = _held(situation, type_)
        wanted = _wanted(situation, quota, type_, works)
        if wanted is not None and wanted > state.balance:
            return _refused(option, type_, _too_little(quota, state, wanted))
        option = replace(option, requires=(*option.requires, *_needs(quota, state, wanted)))
    return option


def _quotas(situation: Situation, kinds: Iterable[str]) -> Iterator[MeasureType]:
    types = situation.law.tariff.schedule.types
    return (types[kind] for kind in kinds if kind in types and types[kind].quota)


def _held(situation: Situation, type_: MeasureType) -> tuple[Quota, State]:
    return situation.law.tariff.schedule.quotas[type_.quota], situation.quota(type_.quota)


def _refused(option: Option, type_: MeasureType, finding: Finding) -> Option:
    """The way in without its amounts, closed."""
    nothing = replace(option, duty=None, tax=None, fees=None, total=None, lines=(), requires=(), unknown=())
    agreements = (type_.agreement,) if type_.agreement else ()
    return replace(nothing, agreements=agreements, quotas=(type_.quota,), why_not=(finding,))


def _wanted(situation: Situation, quota: Quota, type_: MeasureType, works: Sequence[Working]) -> Fraction | None:
    """How much of the goods would be drawn, in the unit of the quota; None if no quantity says it."""
    goods = situation.consignment.lines
    places = {
        line for work in works for of in work.reckoned for line, each in of.used.items() if each.type == type_.code
    }
    amounts = [measured(goods[line].measures, quota.unit) for line in places]
    return None if None in amounts else sum((each for each in amounts if each is not None), Fraction(0))


def _closed(quota: Quota, state: State) -> Finding:
    last = state.definition.last.isoformat() if state.definition else ""
    return Finding(
        f"quota-{state.status.replace(' ', '-')}",
        CLOSED[state.status],
        remedy=OUTSIDE,
        law=_law(state),
        params={"number": quota.number, "last": last},
    )


def _too_little(quota: Quota, state: State, wanted: Fraction) -> Finding:
    left = plain(state.balance)
    return Finding(
        "quota-too-little-left",
        gettext_noop("Only {left} {unit} are left of quota {number}, and {wanted} are wanted."),
        remedy=gettext_noop("Enter up to what is left within the quota, and the rest outside it."),
        law=_law(state),
        params={"number": quota.number, "left": left, "unit": quota.unit, "wanted": plain(wanted)},
    )


def _needs(quota: Quota, state: State, wanted: Fraction | None) -> Iterator[Finding]:
    assert state.definition is not None, "an open quota has a period"
    params = {"number": quota.number, "left": plain(state.balance), "unit": quota.unit}
    yield Finding(
        "quota-balance",
        gettext_noop("{left} {unit} are left of quota {number}, which ends on {last}."),
        law=_law(state),
        level="warning",
        params=params | {"last": state.definition.last.isoformat()},
    )
    if state.status == "critical":
        sentence = gettext_noop(
            "Quota {number} is critical: security may be asked for until the quantity is allocated."
        )
        yield Finding("quota-critical", sentence, law=_law(state), level="warning", params=params)
    if wanted is None:
        yield Finding(
            "quota-quantity-missing",
            gettext_noop("Quota {number} counts in {unit}, and no quantity in it is stated."),
            "/lines",
            gettext_noop("State the quantity, to know whether enough is left."),
            law=_law(state),
            level="warning",
            params=params,
        )


def _law(state: State) -> str:
    ground = state.definition.ground if state.definition else NO_GROUND
    return ground.law
