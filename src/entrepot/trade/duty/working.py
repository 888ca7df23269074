"""The reckoning of one option: every levy in order, each on its base, with the effect of the regime.

The ways in of one consignment differ in little: most levies meet the same base under the same terms in all of them.
What one came to is therefore kept with the situation and taken up again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from entrepot.trade.duty.law import Bands, ByTariff, Effect, Fixed, Levy, Percent, Regime, Terms
from entrepot.trade.duty.measure import Measure
from entrepot.trade.duty.pricing import Item, Priced, by_band, by_measure, by_percent, by_sum, in_law_currency
from entrepot.trade.duty.result import Line
from entrepot.trade.duty.share import Share, tell
from entrepot.trade.duty.situation import Situation
from entrepot.trade.duty.told import of_condition, rate_missing, splitting
from entrepot.trade.duty.valuation import Parts, added, apportion
from entrepot.trade.finding import Finding

NOTHING = Fraction(0)
ONE = Fraction(1)


@dataclass(slots=True)
class Reckoned:
    """What one levy came to, and what was learnt on the way.

    What cannot be known is gathered in `unknown`, what was assumed in `requires`, and the preferences that really count
    in `used`, by line. `useful` names the preferences that would make the goods cheaper. `due` is in whole minor units,
    `parts` is what later levies build on, by line; `on` keeps alive what the levy was reckoned on.
    """

    line: Line | None = None
    due: int = 0
    parts: list[Fraction] = field(default_factory=list)
    unknown: list[Finding] = field(default_factory=list)
    requires: list[Finding] = field(default_factory=list)
    why: list[Finding] = field(default_factory=list)
    used: dict[int, Measure] = field(default_factory=dict)
    useful: dict[str, None] = field(default_factory=dict)
    on: tuple[object, ...] = ()


class Working:
    """The state of one reckoning: the named parts of each line grow as levy after levy is reckoned.

    `codes` are the national lines assumed, `agreements` the preferences claimed; `untold` are the duties by list that
    do not concern the goods.
    """

    def __init__(
        self,
        situation: Situation,
        regime: Regime,
        codes: tuple[str, ...],
        agreements: frozenset[str] = frozenset(),
    ) -> None:
        self.situation, self.regime, self.codes, self.agreements = situation, regime, codes, agreements
        self.parts: list[Parts] = []
        self.reckoned: list[Reckoned] = []
        self.untold: frozenset[str] = frozenset()
        self.of = Reckoned()

    def run(self) -> Working:
        """Reckon every levy that the regime knows."""
        law = self.situation.law
        nothing = dict.fromkeys(law.levy_codes, NOTHING)
        self.parts = [{**parts, **nothing} for parts in self.situation.lines]
        self.untold = self._untold()
        for levy, terms in law.charged(self.regime):
            if levy.code not in self.untold:
                self._take(self._known(levy, terms))
        return self

    @property
    def lines(self) -> list[Line]:
        """The working, levy by levy."""
        return [each.line for each in self.reckoned if each.line is not None]

    def minor(self, kind: str = "") -> int:
        """What the levies of one kind come to, or all of them, in whole minor units."""
        return sum(each.due for each in self.reckoned if each.line is not None and kind in ("", each.line.kind))

    def _untold(self) -> frozenset[str]:
        """The duties by list that name none of the goods."""
        law = self.situation.law
        named = law.tariff.named
        untold = law.listed
        for code, origin in zip(self.codes, self.situation.origins, strict=True):
            untold -= named(code, origin)
        return untold

    def _known(self, levy: Levy, terms: Terms) -> Reckoned:
        """What the levy came to when it last met the same base; reckoned now if it never did."""
        names = (*(terms.base or levy.base), *levy.yields_to)
        on = tuple(parts[name] for parts in self.parts for name in names)
        claimed = self.situation.law.tariff.of_levy(self.agreements, levy.code)
        key = levy.code, id(terms), self.codes, claimed, tuple(map(id, on))
        found = self.situation.reckoned.get(key)
        if found is None:
            self.of = found = Reckoned(on=on)
            self._reckon(levy, terms)
            self.situation.reckoned[key] = found
        return found

    def _take(self, found: Reckoned) -> None:
        """Let later levies build on what one came to."""
        self.reckoned.append(found)
        assert found.line is not None
        for parts, amount in zip(self.parts, found.parts, strict=True):
            parts[found.line.charge] = amount

    def _reckon(self, levy: Levy, terms: Terms) -> None:
        shares = [self._share(levy, terms, n, units) for n, units in self._units(levy)]
        waiver = self._waiver(terms, levy.code, shares)
        if waiver is not None:
            for share in shares:
                share.lift("waive", waiver.ground)
        for share in shares:
            if levy.yields_to and self._yields(levy, share):
                share.lift("yields", levy.ground)
        self.of.parts = [NOTHING] * len(self.parts)
        for share in shares:
            self._enter(share)
        base_of = tuple(name for name in terms.base or levy.base if name not in self.untold)
        self.of.line, self.of.due = tell(levy, terms, base_of, shares, self.codes, self.situation.amounts)

    def _yields(self, levy: Levy, share: Share) -> bool:
        """Whether one of the levies that go before it is charged on the same goods."""
        on = self.parts if share.item is None else (self.parts[share.item],)
        return any(parts[other] for parts in on for other in levy.yields_to)

    def _units(self, levy: Levy) -> list[tuple[int | None, Fraction]]:
        """For what a levy is reckoned: each line, the consignment, each piece, or each subheading once."""
        goods = self.situation.consignment.lines
        if levy.per == "consignment":
            return [(None, ONE)]
        if levy.per == "piece":
            return [(n, line.pieces) for n, line in enumerate(goods)]
        if levy.per == "subheading":
            first: dict[str, int] = {}
            for n, code in enumerate(self.codes):
                first.setdefault(code[:6], n)
            return [(n, ONE) for n in first.values()]
        return [(n, ONE) for n in range(len(goods))]

    def _share(self, levy: Levy, terms: Terms, line: int | None, units: Fraction) -> Share:
        on = self.parts if line is None else (self.parts[line],)
        base = added([parts[name] for parts in on for name in terms.base or levy.base])
        effect = self._effect(terms, line)
        if effect is not None and effect.change == "exempt":
            return Share(line, base, NOTHING, NOTHING, effect.ground, effect="exempt")
        priced = self._price(levy, effect, base, line, units)
        if priced is None:
            return Share(line, base, NOTHING, NOTHING, levy.ground)
        self.of.unknown += priced.unknown
        full = self._between(levy, priced.amount)
        if effect is None:
            return Share(line, base, full, full, levy.ground, priced.rate, priced.ground)
        if effect.change == "factor":
            assert effect.value is not None
            rate = f"{priced.rate} × {effect.value.text}"
            return Share(line, base, full, full * effect.value.share, effect.ground, rate, priced.ground, "factor")
        return Share(line, base, full, full, effect.ground, priced.rate, priced.ground, effect.change)

    def _price(
        self, levy: Levy, effect: Effect | None, base: Fraction, line: int | None, units: Fraction
    ) -> Priced | None:
        if effect is not None and effect.change == "rate":
            assert effect.value is not None
            return by_percent(effect.value, base, inside=levy.inside)
        match levy.pricing:
            case Percent(value):
                return by_percent(value, base, inside=levy.inside)
            case Fixed(value):
                return by_sum(value, self.situation, units)
            case Bands():
                return by_band(levy.pricing, [self._item(n) for n in range(len(self.codes))])
            case ByTariff(default):
                assert line is not None, f"{levy.code} goes by tariff line, not by consignment"
                found = self._by_tariff(levy, base, line)
                if found is None and default is not None:
                    return by_percent(default, base, inside=levy.inside)
                if found is None:
                    goods = self.situation.consignment.lines[line]
                    self.of.unknown.append(rate_missing(levy.name, goods.hs, line, self.situation.law.name))
                return found

    def _by_tariff(self, levy: Levy, base: Fraction, line: int) -> Priced | None:
        """What the tariff asks; a preference claimed counts if it comes to less. None where the tariff is silent."""
        item = self._item(line)
        choice = self.situation.law.tariff.choice(levy.code, item.code, item.origin)
        best = normal = None if choice.normal is None else by_measure(choice.normal, item, base, inside=levy.inside)
        for measure in choice.alternatives:
            priced = by_measure(measure, item, base, inside=levy.inside)
            if priced.unknown or (normal is not None and not normal.unknown and priced.amount >= normal.amount):
                continue
            self.of.useful[measure.type] = None
            if measure.type in self.agreements and (best is None or best.unknown or priced.amount < best.amount):
                best = priced
                self.of.used[line] = measure
        return best

    def _item(self, line: int) -> Item:
        return Item(self.situation, line, self.codes[line], self.parts[line])

    def _between(self, levy: Levy, amount: Fraction) -> Fraction:
        if levy.minimum is not None and levy.minimum.amount is not None:
            amount = max(amount, in_law_currency(levy.minimum, self.situation))
        if levy.maximum is not None and levy.maximum.amount is not None:
            amount = min(amount, in_law_currency(levy.maximum, self.situation))
        return amount

    def _effect(self, terms: Terms, line: int | None) -> Effect | None:
        """The first effect whose conditions hold; if they are open it is taken, and what it needs is noted."""
        for effect in terms.effects:
            if effect.change != "waive" and self._holds(effect, self.situation, line):
                return effect
        return None

    def _waiver(self, terms: Terms, levy: str, shares: Sequence[Share]) -> Effect | None:
        """The waiver whose conditions hold once it is known what the levy comes to."""
        waivers = [effect for effect in terms.effects if effect.change == "waive"]
        due = added([share.due for share in shares]) if waivers else NOTHING
        if not due:
            return None
        situation = self.situation.with_charge(levy, due)
        return next((effect for effect in waivers if self._holds(effect, situation, None)), None)

    def _holds(self, effect: Effect, situation: Situation, line: int | None) -> bool:
        answers = [situation.answer(test, line) for test in effect.when]
        if False in answers:
            broken = effect.when[answers.index(False)]
            self.of.why.append(of_condition(broken, False, situation, line, refuses=False))
            if situation.counts_with_others:
                self.of.why += splitting(broken, situation, refuses=False)
            return False
        for test, answer in zip(effect.when, answers, strict=True):
            (self.of.why if answer else self.of.requires).append(of_condition(test, answer, situation, line))
        return True

    def _enter(self, share: Share) -> None:
        """What later levies build on: the full amount, shared among the lines if it is for the consignment."""
        if share.item is not None:
            self.of.parts[share.item] = share.full
            return
        weights = [parts["customs_value"] for parts in self.parts]
        for n, part in enumerate(apportion(share.full, weights, self.situation.law.currency)):
            self.of.parts[n] = part
