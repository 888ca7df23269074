"""The reckoning of one option: every levy in order, each on its base, with the effect of the regime."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from entrepot.trade.duty import told
from entrepot.trade.duty.law import Bands, ByTariff, Effect, Fixed, Levy, Percent, Regime, Terms
from entrepot.trade.duty.measure import Measure
from entrepot.trade.duty.pricing import Item, Priced, by_band, by_percent, by_sum, by_tariff, in_law_currency
from entrepot.trade.duty.result import Line
from entrepot.trade.duty.share import Share, tell
from entrepot.trade.duty.situation import Situation
from entrepot.trade.duty.valuation import Parts, apportion
from entrepot.trade.finding import Finding

NO_TERMS = Terms()
NOT_CHARGED = Terms(charged=False)
NOTHING = Fraction(0)
ONE = Fraction(1)


@dataclass
class Working:
    """The state of one reckoning: the named parts of each line grow as levy after levy is reckoned.

    `codes` are the national lines assumed, `agreements` the preferences claimed. What cannot be known is gathered in
    `unknown`, what was assumed in `requires`, and the preferences that really count in `used`, by line.
    """

    situation: Situation
    regime: Regime
    codes: Sequence[str]
    agreements: frozenset[str] = frozenset()
    parts: list[Parts] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    unknown: list[Finding] = field(default_factory=list)
    requires: list[Finding] = field(default_factory=list)
    why: list[Finding] = field(default_factory=list)
    used: dict[int, Measure] = field(default_factory=dict)

    def run(self) -> Working:
        """Reckon every levy that the regime knows."""
        self.parts = [dict(parts) for parts in self.situation.lines]
        for levy in self.situation.law.levies:
            terms = self.regime.terms.get(levy.code, NO_TERMS if not levy.special else NOT_CHARGED)
            if terms.charged:
                self._reckon(levy, terms)
            else:
                for parts in self.parts:
                    parts[levy.code] = NOTHING
        return self

    def of_kind(self, kind: str) -> Fraction:
        """What the levies of one kind come to."""
        return sum((line.amount.lowest.amount for line in self.lines if line.kind == kind), NOTHING)

    @property
    def total(self) -> Fraction:
        """What all levies come to."""
        return sum((line.amount.lowest.amount for line in self.lines), NOTHING)

    def _reckon(self, levy: Levy, terms: Terms) -> None:
        shares = [self._share(levy, terms, n, units) for n, units in self._units(levy)]
        waiver = self._waiver(terms, levy.code, sum((share.due for share in shares), NOTHING))
        if waiver is not None:
            shares = [share.without("waive", waiver.ground) for share in shares]
        for parts in self.parts:
            parts[levy.code] = NOTHING
        for share in shares:
            self._enter(levy.code, share)
        currency = self.situation.law.currency
        self.lines.append(tell(levy, terms, shares, dict(enumerate(self.codes)), currency))

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
        on = self.parts if line is None else [self.parts[line]]
        base = sum((parts[name] for parts in on for name in terms.base or levy.base), NOTHING)
        effect = self._effect(terms, line)
        if effect is not None and effect.change == "exempt":
            return Share(line, base, NOTHING, NOTHING, effect.ground, effect="exempt")
        priced = self._price(levy, effect, base, line, units)
        if priced is None:
            return Share(line, base, NOTHING, NOTHING, levy.ground)
        self.unknown += [finding for finding in priced.unknown if finding not in self.unknown]
        if priced.measure is not None and priced.measure.type in self.agreements and line is not None:
            self.used[line] = priced.measure
        full = self._between(levy, priced.amount)
        if effect is None:
            return Share(line, base, full, full, levy.ground, priced.rate, priced.ground)
        if effect.change == "factor":
            assert effect.value is not None
            due = full * (effect.value.amount or NOTHING) / 100
            rate = f"{priced.rate} × {effect.value.text}"
            return Share(line, base, full, due, effect.ground, rate, priced.ground, "factor")
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
                items = [Item(self.situation, n, code) for n, code in enumerate(self.codes)]
                return by_band(levy.pricing, items, list(self.parts))
            case ByTariff(default):
                assert line is not None, f"{levy.code} goes by tariff line, not by consignment"
                item = Item(self.situation, line, self.codes[line])
                found = by_tariff(levy, item, base, self.parts[line], self.agreements)
                if found is None and default is not None:
                    return by_percent(default, base, inside=levy.inside)
                if found is None:
                    self._silent(levy, line)
                return found

    def _between(self, levy: Levy, amount: Fraction) -> Fraction:
        if levy.minimum is not None and levy.minimum.amount is not None:
            amount = max(amount, in_law_currency(levy.minimum, self.situation))
        if levy.maximum is not None and levy.maximum.amount is not None:
            amount = min(amount, in_law_currency(levy.maximum, self.situation))
        return amount

    def _effect(self, terms: Terms, line: int | None) -> Effect | None:
        """The first effect whose conditions hold; if they are open it is taken, and what it needs is noted."""
        return next((each for each in terms.effects if each.change != "waive" and self._holds(each, line)), None)

    def _waiver(self, terms: Terms, levy: str, due: Fraction) -> Effect | None:
        """The waiver whose conditions hold once it is known what the levy comes to."""
        waivers = [effect for effect in terms.effects if effect.change == "waive"]
        if not waivers or not due:
            return None
        self.situation = self.situation.with_charge(levy, due)
        return next((effect for effect in waivers if self._holds(effect, None)), None)

    def _holds(self, effect: Effect, line: int | None) -> bool:
        answers = [self.situation.answer(test, line) for test in effect.when]
        if False in answers:
            broken = effect.when[answers.index(False)]
            self._note(self.why, replace(told.of_condition(broken, False, self.situation, line), level="note"))
            return False
        for test, answer in zip(effect.when, answers, strict=True):
            found = told.of_condition(test, answer, self.situation, line)
            self._note(self.why if answer else self.requires, found)
        return True

    def _note(self, among: list[Finding], finding: Finding) -> None:
        if finding not in among:
            among.append(finding)

    def _enter(self, levy: str, share: Share) -> None:
        """Let later levies build on this one."""
        if share.item is not None:
            self.parts[share.item][levy] += share.full
            return
        weights = [parts["customs_value"] for parts in self.parts]
        for n, part in enumerate(apportion(share.full, weights, self.situation.law.currency)):
            self.parts[n][levy] += part

    def _silent(self, levy: Levy, line: int) -> None:
        goods = self.situation.consignment.lines[line]
        self.unknown.append(told.rate_missing(levy.name, goods.hs, line, self.situation.law.name))
