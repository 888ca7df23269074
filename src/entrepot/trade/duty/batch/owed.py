"""What every consignment of a batch owes: levy after levy, each on its base, with the effect of the regime."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from entrepot.trade.duty.batch.asked import Asked
from entrepot.trade.duty.batch.lines import Lines
from entrepot.trade.duty.batch.rated import Rates, by_tariff, inside
from entrepot.trade.duty.batch.valued import valued
from entrepot.trade.duty.column import Answers, Column, chosen, compared, together
from entrepot.trade.duty.column_answers import TooIntricate, in_minor, scale_of
from entrepot.trade.duty.facts import Consignment
from entrepot.trade.duty.ground import Value
from entrepot.trade.duty.law import NO_TERMS, NOT_CHARGED, ByTariff, Effect, Fixed, Kind, Levy, Percent, Regime, Terms
from entrepot.trade.duty.rates import Day
from entrepot.trade.duty.situation import Situation
from entrepot.trade.finding import Refused
from entrepot.trade.money import CENT

Texts = str | list[str]
"""One text for every row, or one for each."""


@dataclass(frozen=True, slots=True)
class Charges:
    """What one levy comes to in minor units and on what ground, by line or (`whole`) by consignment."""

    code: str
    kind: Kind
    minors: Sequence[int]
    law: Texts
    whole: bool


@dataclass(frozen=True, slots=True)
class Owed:
    """Consignments in the order given: whether the regime is open, what customs values them at, and their charges.

    Of a consignment that is `declined` nothing is said; it must be worked out in full.
    """

    is_open: Sequence[bool]
    declined: frozenset[int]
    values: Sequence[int]
    charges: Sequence[Charges]


@dataclass(slots=True)
class Shares:
    """A levy in full, which later levies build on, what of it is due, and the ground of it."""

    full: Column
    due: Column
    law: Texts


def owed(rates: Rates, regime: Regime, like: Consignment, day: Day, lines: Lines) -> Owed | None:
    """What the consignments owe under a regime; None if all must be worked out in full.

    `like` is any of them: they differ in goods and amounts alone, and `day` has the rates of exchange.
    """
    without_amounts = replace(like, lines=like.lines[:1], freight=None, insurance=None)
    try:
        situation = Situation.of(without_amounts, rates.law, day)
        return _Reckoning(rates, regime, situation, like.lines[0].value.currency, lines).run()
    except TooIntricate:
        return None
    except Refused:  # a sum of the law in a currency without a rate
        return None


class _Reckoning:
    """One run over a batch; the named parts of the lines grow as levy after levy is reckoned."""

    def __init__(self, rates: Rates, regime: Regime, situation: Situation, currency: str, lines: Lines) -> None:
        self.law, self.rates, self.regime, self.situation, self.lines = rates.law, rates, regime, situation, lines
        self.rows, self.pieces = len(lines.codes), lines.pieces()
        self.parts = valued(situation, lines, currency)
        self.asked = Asked(situation, lines, self.parts, self.pieces)
        self.places = rates.places_of(lines)
        self.declined = rates.unknown(self.places)
        if min(self.parts["fob"].numbers) < 0:
            self.declined |= {row for row, number in enumerate(self.parts["fob"].numbers) if number < 0}

    def run(self) -> Owed:
        if self.regime.preference == "required":
            raise TooIntricate
        charges = [self._levied(levy) for levy in self.law.levies]
        is_open = self.asked.all_hold(self.regime.when, whole=True)
        count = len(self.lines.spans)
        answers = is_open if isinstance(is_open, list) else [is_open] * count
        of_rows = self.lines.spread(range(count))
        return Owed(
            [answer is not False for answer in answers],
            frozenset(of_rows[row] for row in self.declined),
            self._customs_values(),
            [each for each in charges if each is not None],
        )

    def _customs_values(self) -> list[int]:
        """Goods and carriage, each settled, as the charges are told beside."""
        goods, carriage = (self.lines.summed(self.parts[part]).rounded(CENT) for part in ("price", "carriage"))
        return [a + b for a, b in zip(goods, carriage, strict=True)]

    def _levied(self, levy: Levy) -> Charges | None:
        terms = self.regime.terms.get(levy.code, NOT_CHARGED if levy.special else NO_TERMS)
        if not terms.charged:
            self.parts[levy.code] = Column([0] * self.rows)
            return None
        if levy.yields_to:
            raise TooIntricate
        whole = levy.per == "consignment"
        base = together([self.parts[name] for name in terms.base or levy.base])
        effects = [effect for effect in terms.effects if effect.change != "waive"]
        shares = self._by_effect(levy, self.lines.summed(base) if whole else base, effects, whole)
        if levy.per == "subheading":
            self._once_a_subheading(shares)
        self._waive(levy, terms, shares, whole)
        full = self.lines.shared(shares.full, self.parts["customs_value"]) if whole else shares.full
        self.parts[levy.code] = full
        if levy.listed and not any(full.numbers):
            return None
        return Charges(levy.code, levy.kind, self._settled(levy, shares.due, whole), shares.law, whole)

    def _by_effect(self, levy: Levy, base: Column, effects: Sequence[Effect], whole: bool) -> Shares:
        """The levy where the first effect that does not fail to hold counts, row by row."""
        if not effects:
            full = self._priced(levy, base, whole)
            return Shares(full, full, levy.ground.law)
        effect, *others = effects
        holds = self.asked.all_hold(effect.when, whole=whole)
        if holds is False:
            return self._by_effect(levy, base, others, whole)
        ours = self._effected(levy, base, effect, whole)
        if not isinstance(holds, list) or False not in holds:
            return ours
        theirs = self._by_effect(levy, base, others, whole)
        return Shares(
            chosen(holds, ours.full, theirs.full), chosen(holds, ours.due, theirs.due), _told(holds, ours, theirs)
        )

    def _effected(self, levy: Levy, base: Column, effect: Effect, whole: bool) -> Shares:
        nothing = Column([0] * len(base.numbers))
        if effect.change == "exempt":
            return Shares(nothing, nothing, effect.ground.law)
        assert effect.value is not None
        if effect.change == "rate":
            full = self._between(levy, base.times(inside(levy, effect.value.share)))
            return Shares(full, full, effect.ground.law)
        full = self._priced(levy, base, whole)
        return Shares(full, full.times(effect.value.share), effect.ground.law)

    def _priced(self, levy: Levy, base: Column, whole: bool) -> Column:
        match levy.pricing:
            case Percent(value):
                return self._between(levy, base.times(inside(levy, value.share)))
            case Fixed(value):
                counts = self.pieces if levy.per == "piece" else [1] * len(base.numbers)
                return self._between(levy, Column(list(counts)).times(in_minor(self.situation, value)))
            case ByTariff(default) if not whole:
                priced = self.rates.of_levy(levy, default, self.places)
                return self._between(levy, by_tariff(priced, self.places, base, self.lines, self.declined))
            case _:
                raise TooIntricate

    def _between(self, levy: Levy, priced: Column) -> Column:
        """No less than the least and no more than the most that the levy knows."""
        for limit, too_far in ((levy.minimum, "under"), (levy.maximum, "over")):
            if limit is not None and limit.amount is not None:
                bound = _all(in_minor(self.situation, limit), len(priced.numbers))
                beyond = compared(priced, too_far, in_minor(self.situation, limit))
                priced = chosen(beyond, bound, priced)
        return priced

    def _once_a_subheading(self, shares: Shares) -> None:
        firsts: Answers = list(self.lines.firsts_of_subheadings())
        nothing = Column([0] * self.rows)
        shares.full, shares.due = chosen(firsts, shares.full, nothing), chosen(firsts, shares.due, nothing)

    def _waive(self, levy: Levy, terms: Terms, shares: Shares, whole: bool) -> None:
        """Lift the levy where a waiver holds, now that it is known what it comes to."""
        waivers = [effect for effect in terms.effects if effect.change == "waive"]
        if not waivers:
            return
        self.asked.charges = {levy.code: shares.due if whole else self.lines.summed(shares.due)}
        for effect in waivers:
            holds = self.asked.all_hold(effect.when, whole=True)
            if isinstance(holds, list) and not whole:
                holds = self.lines.spread(holds)
            nothing = Column([0] * len(shares.due.numbers))
            shares.full, shares.due = chosen(holds, nothing, shares.full), chosen(holds, nothing, shares.due)
        self.asked.charges = {}

    def _settled(self, levy: Levy, due: Column, whole: bool) -> list[int]:
        """Minor units by the levy's rule; what is too little to be collected is left."""
        rule = levy.rounding
        if rule.stage == "line" or whole:
            settled = due.rounded(rule.rounding)
        else:
            sums = Column(self.lines.summed(due).rounded(rule.rounding))
            settled = self.lines.shared(sums, due).numbers
        least: Value | None = rule.minimum_collected
        if least is None or least.amount is None:
            return settled
        enough = [minor >= least.amount * scale_of(self.situation) for minor in self._sums(settled, whole)]
        if not whole:
            enough = self.lines.spread(enough)
        return [minor if much else 0 for minor, much in zip(settled, enough, strict=True)]

    def _sums(self, settled: list[int], whole: bool) -> Sequence[int]:
        return settled if whole else self.lines.summed(Column(settled)).numbers


def _told(holds: list[bool | None], ours: Shares, theirs: Shares) -> Texts:
    """The ground of each row."""
    if ours.law == theirs.law:
        return ours.law
    mine = ours.law if isinstance(ours.law, list) else [ours.law] * len(holds)
    others = theirs.law if isinstance(theirs.law, list) else [theirs.law] * len(holds)
    return [b if answer is False else a for answer, a, b in zip(holds, mine, others, strict=True)]


def _all(amount: Fraction, count: int) -> Column:
    return Column([1] * count).times(amount)
