"""The reckoning of one option: every levy in order, each on its base, with the effect of the regime."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from entrepot.trade.duty.law import Bands, ByTariff, Effect, Fixed, Levy, Percent, Regime, Terms
from entrepot.trade.duty.measure import Measure
from entrepot.trade.duty.pricing import Item, Priced, by_band, by_measure, by_percent, by_sum, in_law_currency
from entrepot.trade.duty.result import Line
from entrepot.trade.duty.share import Share, tell
from entrepot.trade.duty.situation import Situation
from entrepot.trade.duty.told import of_condition, rate_missing
from entrepot.trade.duty.valuation import Parts, added, apportion
from entrepot.trade.finding import Finding

NO_TERMS = Terms()
NOT_CHARGED = Terms(charged=False)
NOTHING = Fraction(0)
ONE = Fraction(1)


class Working:
    """The state of one reckoning: the named parts of each line grow as levy after levy is reckoned.

    `codes` are the national lines assumed, `agreements` the preferences claimed. What cannot be known is gathered in
    `unknown`, what was assumed in `requires`, and the preferences that really count in `used`, by line. `useful` names
    the preferences that would make the goods cheaper, `untold` the levies that do not concern the goods.
    """

    def __init__(
        self,
        situation: Situation,
        regime: Regime,
        codes: Sequence[str],
        agreements: frozenset[str] = frozenset(),
    ) -> None:
        self.situation, self.regime, self.codes, self.agreements = situation, regime, codes, agreements
        self.parts: list[Parts] = []
        self.lines: list[Line] = []
        self.unknown: list[Finding] = []
        self.requires: list[Finding] = []
        self.why: list[Finding] = []
        self.used: dict[int, Measure] = {}
        self.useful: dict[str, None] = {}
        self.untold: set[str] = set()

    def run(self) -> Working:
        """Reckon every levy that the regime knows."""
        self.parts = [dict(parts) for parts in self.situation.lines]
        for levy in self.situation.law.levies:
            terms = self.regime.terms.get(levy.code, NOT_CHARGED if levy.special else NO_TERMS)
            if terms.charged:
                self._reckon(levy, terms)
            else:
                for parts in self.parts:
                    parts[levy.code] = NOTHING
        return self

    def of_kind(self, kind: str) -> Fraction:
        """What the levies of one kind come to."""
        return added([line.amount.lowest.amount for line in self.lines if line.kind == kind])

    @property
    def total(self) -> Fraction:
        """What all levies come to."""
        return added([line.amount.lowest.amount for line in self.lines])

    def _reckon(self, levy: Levy, terms: Terms) -> None:
        if levy.listed and not self._is_listed(levy):
            self.untold.add(levy.code)
            for parts in self.parts:
                parts[levy.code] = NOTHING
            return
        shares = [self._share(levy, terms, n, units) for n, units in self._units(levy)]
        waiver = self._waiver(terms, levy.code, shares)
        if waiver is not None:
            for share in shares:
                share.lift("waive", waiver.ground)
        for share in shares:
            if levy.yields_to and self._yields(levy, share):
                share.lift("yields", levy.ground)
        for parts in self.parts:
            parts[levy.code] = NOTHING
        for share in shares:
            self._enter(levy.code, share)
        base_of = tuple(name for name in terms.base or levy.base if name not in self.untold)
        self.lines.append(tell(levy, terms, base_of, shares, self.codes, self.situation.law.currency))

    def _is_listed(self, levy: Levy) -> bool:
        """Whether a list names any of the goods."""
        choice, origins = self.situation.law.tariff.choice, self.situation.origins
        return any(choice(levy.code, code, origin).is_open for code, origin in zip(self.codes, origins, strict=True))

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
        self.unknown += priced.unknown
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
                    self.unknown.append(rate_missing(levy.name, goods.hs, line, self.situation.law.name))
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
            self.useful[measure.type] = None
            if measure.type in self.agreements and (best is None or best.unknown or priced.amount < best.amount):
                best = priced
                self.used[line] = measure
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
            self.why.append(of_condition(broken, False, situation, line, refuses=False))
            return False
        for test, answer in zip(effect.when, answers, strict=True):
            (self.why if answer else self.requires).append(of_condition(test, answer, situation, line))
        return True

    def _enter(self, levy: str, share: Share) -> None:
        """Let later levies build on this one."""
        if share.item is not None:
            self.parts[share.item][levy] = share.full
            return
        weights = [parts["customs_value"] for parts in self.parts]
        for n, part in enumerate(apportion(share.full, weights, self.situation.law.currency)):
            self.parts[n][levy] = part
