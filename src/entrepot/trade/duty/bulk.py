"""Many parcels at once: a regime compiled for parcels that are alike in all but their numbers.

What depends on facts, goods and day is settled once; what depends on amounts is worked out in columns of whole numbers.
The working is not told here: whoever looks asks `landed_cost`, and a property test proves that the two agree. What the
columns cannot hold (several lines, a rate by weight, a code that leaves the national line open) is answered None.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from entrepot.trade.currency import minor_digits
from entrepot.trade.duty.column import (
    Answers,
    Column,
    chosen,
    compared,
    every,
    less,
    together,
)
from entrepot.trade.duty.column_answers import Asked, TooIntricate, in_minor, scale_of, worth_of
from entrepot.trade.duty.facts import Consignment
from entrepot.trade.duty.ground import Value
from entrepot.trade.duty.law import (
    NO_TERMS,
    NOT_CHARGED,
    ByTariff,
    Effect,
    Fixed,
    Kind,
    Law,
    Levy,
    Percent,
    Regime,
    Terms,
)
from entrepot.trade.duty.rates import Day
from entrepot.trade.duty.situation import Situation
from entrepot.trade.duty.valuation import CARRIAGE_IN_PRICE, INSURANCE_IN_PRICE
from entrepot.trade.finding import Refused

MOST_UNDER = 10**12
"""The greatest denominator that rates are brought to together; numbers beyond it would only grow."""


@dataclass(frozen=True, slots=True)
class Parcels:
    """The numbers of parcels of one line each: amounts in minor units of the goods' currency, and whole pieces."""

    values: Sequence[int]
    freights: Sequence[int]
    insurances: Sequence[int]
    pieces: Sequence[int]


@dataclass(frozen=True, slots=True)
class Due:
    """What is due for each parcel, by charge, in minor units; and whether the regime is open to it at all."""

    is_open: list[bool]
    kinds: dict[str, Kind]
    charges: dict[str, list[int]]


@dataclass(frozen=True)
class Bulk:
    """A regime of one day's law for parcels like one: same facts, same code, same origin, same currency.

    `codes` are those of each parcel where they differ, provided that no condition of the regime tells them apart.
    """

    law: Law
    regime: Regime
    like: Consignment
    day: Day
    codes: Sequence[str] = ()

    def due(self, parcels: Parcels) -> Due | None:
        """What every parcel owes, as `landed_cost` says of the regime without preference; None if it must be asked."""
        try:
            return _Columns(self, parcels).due()
        except TooIntricate:
            return None


class _Columns:
    """One run over a batch."""

    def __init__(self, bulk: Bulk, parcels: Parcels) -> None:
        self.law, self.regime, self.count = bulk.law, bulk.regime, len(parcels.values)
        if len(bulk.like.lines) != 1 or bulk.like.buyer:
            raise TooIntricate
        try:
            self.situation = Situation.of(bulk.like, bulk.law, bulk.day)
        except Refused:
            raise TooIntricate from None
        self.pieces = parcels.pieces
        goods = bulk.like.lines[0]
        codes = bulk.law.tariff.lines(goods.hs)
        self.origin = self.situation.origins[0]
        self.is_one_line = len(codes) == 1
        self.codes = bulk.codes or [codes[0]] * self.count
        self.kinds_of_goods = list(dict.fromkeys(self.codes)) or [codes[0]]
        self.parts = self._valued(bulk.like, parcels)
        self.asked = Asked(self.situation, self.parts, self.pieces)

    def due(self) -> Due:
        is_open = every([self.asked.answer(condition) for condition in self.regime.when], self.count)
        kinds: dict[str, Kind] = {}
        charges: dict[str, list[int]] = {}
        for levy in self.law.levies:
            terms = self.regime.terms.get(levy.code, NOT_CHARGED if levy.special else NO_TERMS)
            if terms.charged and self._is_told(levy):
                kinds[levy.code] = levy.kind
                charges[levy.code] = self._reckon(levy, terms)
            else:
                self.parts[levy.code] = Column([0] * self.count)
        answers = is_open if isinstance(is_open, list) else [is_open] * self.count
        return Due([answer is not False for answer in answers], kinds, charges)

    def _is_told(self, levy: Levy) -> bool:
        """Whether the levy concerns the goods at all: a duty by list is told for goods on a list alone."""
        choice = self.law.tariff.choice
        return not levy.listed or any(choice(levy.code, code, self.origin).is_open for code in self.kinds_of_goods)

    def _valued(self, like: Consignment, parcels: Parcels) -> dict[str, Column]:
        incoterm, currency = like.incoterm, like.lines[0].value.currency
        worth = worth_of(self.situation, currency) * scale_of(self.situation) / 10 ** minor_digits(currency)
        price, freight, insurance = (
            Column(list(numbers)).times(worth) for numbers in (parcels.values, parcels.freights, parcels.insurances)
        )
        carriage = together([freight, insurance])
        fob = less(price, freight) if incoterm in CARRIAGE_IN_PRICE else price
        fob = less(fob, insurance) if incoterm in INSURANCE_IN_PRICE else fob
        if min(fob.numbers, default=0) < 0:
            raise TooIntricate
        cif = together([fob, carriage])
        levied_on = cif if self.law.customs_value == "cif" else fob
        if self.law.value_rounding is not None:
            levied_on = Column(levied_on.rounded(self.law.value_rounding.rounding))
        return {
            "price": fob,
            "intrinsic": fob,
            "fob": fob,
            "freight": freight,
            "insurance": insurance,
            "carriage": carriage,
            "cif": cif,
            "customs_value": levied_on,
        }

    def _reckon(self, levy: Levy, terms: Terms) -> list[int]:
        base = together([self.parts[name] for name in terms.base or levy.base])
        effects = [effect for effect in terms.effects if effect.change != "waive"]
        full, due = self._by_effect(levy, base, effects)
        for effect in reversed([effect for effect in terms.effects if effect.change == "waive"]):
            self.parts[f"charge:{levy.code}"] = due
            waived = every([self.asked.answer(test) for test in effect.when], self.count)
            nothing = Column([0] * self.count)
            full, due = chosen(waived, nothing, full), chosen(waived, nothing, due)
        if levy.yields_to:
            before = [self.parts[other] for other in levy.yields_to]
            yields = compared(together(before), "over", Fraction(0))
            full, due = (chosen(yields, Column([0] * self.count), column) for column in (full, due))
        self.parts[levy.code] = full
        settled = due.rounded(levy.rounding.rounding)
        least = levy.rounding.minimum_collected
        if least is not None and least.amount is not None:
            too_little = least.amount * scale_of(self.situation)
            settled = [0 if minor < too_little else minor for minor in settled]
        return settled

    def _by_effect(self, levy: Levy, base: Column, effects: Sequence[Effect]) -> tuple[Column, Column]:
        """The levy in full and what of it is due, where the first effect that holds counts."""
        if not effects:
            full = self._price(levy, base)
            return full, full
        effect, *others = effects
        holds = every([self.asked.answer(test) for test in effect.when], self.count)
        if holds is False:
            return self._by_effect(levy, base, others)
        if effect.change == "exempt":
            full = due = Column([0] * self.count)
        elif effect.change == "rate":
            assert effect.value is not None
            full = due = self._percent(levy, base, effect.value.share)
        else:
            assert effect.value is not None
            full = self._price(levy, base)
            due = full.times(effect.value.share)
        if not isinstance(holds, list) or False not in holds:
            return full, due
        fuller, more = self._by_effect(levy, base, others)
        return chosen(holds, full, fuller), chosen(holds, due, more)

    def _price(self, levy: Levy, base: Column) -> Column:
        match levy.pricing:
            case Percent(value):
                priced = self._percent(levy, base, value.share)
            case Fixed(value):
                each = in_minor(self.situation, value)
                counts = self.pieces if levy.per == "piece" else [1] * self.count
                priced = Column(list(counts)).times(each)
            case ByTariff(default):
                priced = self._by_tariff(levy, base, default)
            case _:
                raise TooIntricate
        return self._between(levy, priced)

    def _percent(self, levy: Levy, base: Column, share: Fraction) -> Column:
        return base.times(share / (1 - share) if levy.inside else share)

    def _by_tariff(self, levy: Levy, base: Column, default: Value | None) -> Column:
        """Each parcel at the rate of its own code; many codes have few rates."""
        shares = {code: self._share(levy.code, code, default) for code in self.kinds_of_goods}
        if len(set(shares.values())) == 1:
            return self._percent(levy, base, next(iter(shares.values())))
        factors = {code: share / (1 - share) if levy.inside else share for code, share in shares.items()}
        under = lcm(*(factor.denominator for factor in factors.values()))
        if under > MOST_UNDER:
            raise TooIntricate
        tops = {code: factor.numerator * (under // factor.denominator) for code, factor in factors.items()}
        rows = zip(base.numbers, map(tops.__getitem__, self.codes), strict=True)
        return Column([number * top for number, top in rows], base.under * under)

    def _share(self, levy: str, code: str, default: Value | None) -> Fraction:
        if not self.is_one_line:
            raise TooIntricate
        measure = self.law.tariff.choice(levy, code, self.origin).normal
        if measure is not None and measure.share is not None:
            return measure.share
        if measure is not None or default is None:
            raise TooIntricate
        return default.share

    def _between(self, levy: Levy, priced: Column) -> Column:
        if levy.minimum is not None and levy.minimum.amount is not None:
            least = Column([1] * self.count).times(in_minor(self.situation, levy.minimum))
            priced = chosen(_above(priced, in_minor(self.situation, levy.minimum)), priced, least)
        if levy.maximum is not None and levy.maximum.amount is not None:
            most = Column([1] * self.count).times(in_minor(self.situation, levy.maximum))
            priced = chosen(_above(priced, in_minor(self.situation, levy.maximum)), most, priced)
        return priced


def _above(column: Column, limit: Fraction) -> Answers:
    return compared(column, "over", limit)
