"""The options of one regime: is it open, with which preferences, and what does each cost, as a figure or a range."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import product
from math import prod

from entrepot.trade.duty import quotas, told
from entrepot.trade.duty.law import ByTariff, Regime
from entrepot.trade.duty.result import Amount, Line, Option
from entrepot.trade.duty.situation import Situation
from entrepot.trade.duty.working import Reckoned, Working
from entrepot.trade.finding import Finding, Refused

MOST_COMBINATIONS = 256


def options_of(situation: Situation, regime: Regime, per_line: Sequence[Sequence[str]]) -> Iterable[Option]:
    """The regime as it stands, and once more for every preference that makes it cheaper."""
    bare = opened(situation, regime)
    if bare.why_not or bare.unknown:
        yield bare
        return
    try:
        yield from _every_way(situation, regime, bare, per_line)
    except Refused as refused:  # a sum of the law in a currency without a rate
        yield replace(bare, unknown=refused.findings)


def _every_way(
    situation: Situation, regime: Regime, bare: Option, per_line: Sequence[Sequence[str]]
) -> Iterable[Option]:
    """No preference; then each agreement or quota that helps any line; then all, each line taking its best.

    A quota that helps and cannot be drawn on stands among the closed ways, with the reason.
    """
    works = reckonings(situation, regime, frozenset(), per_line)
    if regime.preference != "required":
        yield _priced(bare, works, frozenset())
    if regime.preference == "none":
        return
    useful = list(dict.fromkeys(each for work in works for of in work.reckoned for each in of.useful))
    for option in quotas.closed(situation, bare, works, useful):
        useful.remove(f"quota:{option.quotas[0]}")
        yield option
    seen: set[frozenset[str]] = {frozenset()}
    for claimed in [*map(frozenset, ([each] for each in useful)), frozenset(useful)]:
        if claimed not in seen:
            works = reckonings(situation, regime, claimed, per_line)
            used = frozenset(each.type for work in works for of in work.reckoned for each in of.used.values())
            if used not in seen:
                yield quotas.drawn_on(situation, _priced(bare, works, used), works)
            seen |= {claimed, used}


def opened(situation: Situation, regime: Regime) -> Option:
    """Whether the regime is open to the consignment, with each reason; nothing is priced yet."""
    found: dict[bool | None, list[Finding]] = {True: [], False: [], None: []}
    for condition in regime.when:
        try:
            answer = situation.answer(condition)
        except Refused as refused:
            return Option(regime.code, regime.name, unknown=refused.findings, ground=regime.ground)
        found[answer].append(told.of_condition(condition, answer, situation))
        if answer is False and situation.counts_with_others:
            found[answer] += told.splitting(condition, situation)
    return Option(
        regime.code,
        regime.name,
        requires=tuple(found[None]),
        why=tuple(found[True]),
        why_not=tuple(found[False]),
        proofs=regime.proofs,
        ground=regime.ground,
    )


def national_lines(situation: Situation) -> list[list[str]]:
    """For each line of goods the national lines that may be meant: one for every way in which their rates differ."""
    law = situation.law
    levies = [levy.code for levy in law.levies if isinstance(levy.pricing, ByTariff)]
    per_line = []
    for line, origin in zip(situation.consignment.lines, situation.origins, strict=True):
        codes = law.tariff.lines(line.hs)
        if len(codes) == 1:
            per_line.append([codes[0]])
            continue
        different: dict[object, str] = {}
        for code in codes:
            different.setdefault(tuple(_rates(situation, levy, code, origin) for levy in levies), code)
        per_line.append(list(different.values()))
    return per_line


def reckonings(
    situation: Situation, regime: Regime, claimed: frozenset[str], per_line: Sequence[Sequence[str]]
) -> list[Working]:
    """One reckoning for every combination of national lines; for too many, the cheapest and the dearest of each."""

    def work(codes: tuple[str, ...]) -> Working:
        return Working(situation, regime, codes, claimed).run()

    if prod(len(codes) for codes in per_line) <= MOST_COMBINATIONS:
        return [work(codes) for codes in product(*per_line)]
    first = [codes[0] for codes in per_line]
    cheapest, dearest = list(first), list(first)
    for n, codes in enumerate(per_line):
        ranked = sorted(codes, key=lambda code: work((*first[:n], code, *first[n + 1 :])).minor())
        cheapest[n], dearest[n] = ranked[0], ranked[-1]
    return [work(tuple(cheapest)), work(tuple(dearest))]


def _rates(situation: Situation, levy: str, code: str, origin: str) -> object:
    choice = situation.law.tariff.choice(levy, code, origin)
    return choice.normal and choice.normal.expression, tuple(each.expression for each in choice.alternatives)


def _priced(bare: Option, works: Sequence[Working], used: frozenset[str]) -> Option:
    situation = works[0].situation
    agreements, numbers = quotas.told_apart(situation, used)
    reckoned = [of for work in works for of in work.reckoned]
    unknown = _once([finding for of in reckoned for finding in of.unknown])
    requires = [finding for of in reckoned for finding in of.requires]

    def amount(kind: str = "") -> Amount | None:
        if unknown:
            return None
        sums = [work.minor(kind) for work in works]
        lowest, highest = situation.amounts.minor(min(sums)), situation.amounts.minor(max(sums))
        return lowest if lowest is highest else Amount(lowest.lowest, highest.highest)

    return Option(
        bare.regime,
        bare.name,
        agreements,
        situation.settled("price"),
        situation.settled("carriage"),
        amount("duty"),
        amount("tax"),
        amount("fee"),
        amount(),
        () if unknown else merged([work.lines for work in works]),
        _once([*bare.requires, *requires, *_proofs(situation, reckoned)]),
        _once([*bare.why, *(finding for of in reckoned for finding in of.why)]),
        (),
        unknown,
        bare.proofs,
        bare.ground,
        numbers,
    )


def merged(trees: Sequence[Sequence[Line]]) -> tuple[Line, ...]:
    """One tree for several reckonings: an amount that differs between them becomes a range."""
    return tuple(_merge(lines) for lines in zip(*trees, strict=True)) if len(trees) > 1 else tuple(trees[0])


def _merge(lines: Sequence[Line]) -> Line:
    first = lines[0]
    rates = dict.fromkeys(line.rate for line in lines)
    return replace(
        first,
        amount=_span([line.amount for line in lines]),
        base=_span([line.base for line in lines if line.base]) if first.base else None,
        unrounded=_span([line.unrounded for line in lines if line.unrounded]) if first.unrounded else None,
        rate=" | ".join(rates),
        hs=_common(line.hs for line in lines),
        parts=merged([line.parts for line in lines]),
    )


def _span(amounts: Sequence[Amount]) -> Amount:
    return Amount(
        min((each.lowest for each in amounts), key=lambda money: money.amount),
        max((each.highest for each in amounts), key=lambda money: money.amount),
    )


def _common(codes: Iterable[str]) -> str:
    """The digits that all codes share."""
    shortest, *others = sorted(codes, key=len)
    while any(not other.startswith(shortest) for other in others):
        shortest = shortest[:-1]
    return shortest


def _proofs(situation: Situation, reckoned: Iterable[Reckoned]) -> Iterable[Finding]:
    types = situation.law.tariff.schedule.types
    for of in reckoned:
        for line, measure in of.used.items():
            yield told.proof_needed(types[measure.type], line)
            agreement = types[measure.type].agreement
            if agreement in types:
                yield told.proof_needed(types[agreement], line)


def _once(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Each finding once, in the order found."""
    if len(findings) < 2:
        return tuple(findings)
    return tuple({(each.code, each.pointer, each.level, *each.params.values()): each for each in findings}.values())
