"""The law of a border as customs asks it: what is lacking, what is due, which lane, which papers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from re import findall

from django.conf import settings
from django.utils.translation import gettext_noop

from entrepot.hub.customs import profiles
from entrepot.hub.customs.papers_asked import Asked, asked
from entrepot.hub.law import statute
from entrepot.hub.tariffs import queries as tariffs
from entrepot.statute import Jurisdiction, Statute
from entrepot.trade.assessment import Assessment, Charge, ChargeKind
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.declaration.reading import commodity
from entrepot.trade.duty import plain
from entrepot.trade.duty.batch.rated import Rates as TariffRates
from entrepot.trade.duty.condition import ValueTest
from entrepot.trade.duty.facts import Consignment, Goods
from entrepot.trade.duty.landed import landed_cost
from entrepot.trade.duty.law import Law, Regime
from entrepot.trade.duty.rates import NO_RATES, Day, Rates
from entrepot.trade.duty.result import Option, leaves
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Money
from entrepot.trade.permit import Control, missing, requirements, undrawn
from entrepot.trade.risk import Selector, compiled

KINDS: dict[str, ChargeKind] = {"duty": "duty", "tax": "tax", "fee": "fee"}
Working = Mapping[str, object]


@dataclass(frozen=True)
class BorderLaw:
    """One country's law on one day, with the rates of exchange held now."""

    statute: Statute
    jurisdiction: Jurisdiction
    controls: tuple[Control, ...]
    papers: tuple[Asked, ...]
    selector: Selector
    rates: Rates
    _by_regime: dict[str, Law] = field(default_factory=dict)
    _tariff: dict[date, TariffRates] = field(default_factory=dict)
    _controlled: dict[str, bool] = field(default_factory=dict)
    _papers_asked: dict[tuple[str, str, date], bool] = field(default_factory=dict)
    counting: dict[str, ValueTest | None] = field(default_factory=dict)
    """By regime: the limit of a person's year or day that it asks about, kept by `quota.counted`."""
    ways_out: Mapping[str, str] = field(default_factory=dict)
    """What goods may leave under, by code and by procedure, each with its usual name; empty where it is left open."""
    _assessed: dict[object, Assessment] = field(default_factory=dict, init=False)
    _options: dict[int, tuple[DeclarationFacts, Option]] = field(default_factory=dict, init=False)
    """By the identity of the facts, which are held so that it stays theirs: what `assess` and `working` both tell."""

    def lacking(self, facts: DeclarationFacts) -> list[Finding]:
        """What may not pass, and what lacks the permit that a control asks for."""
        controlled = self._controlled
        for item in facts.items:
            if controlled.get(item.hs) is not False and self._is_controlled(item.hs):
                break
        else:
            return []
        required = requirements(self.controls, facts)
        return [*missing(required, facts), *undrawn(required, facts)]

    def _is_controlled(self, hs: str) -> bool:
        """Whether any control names goods of this code; codes come again and again."""
        if hs not in self._controlled:
            code = commodity(hs)
            self._controlled[hs] = any(code.startswith(control.goods) for control in self.controls)
        return self._controlled[hs]

    def lets_out(self, regime: str) -> bool:
        """Whether goods may leave under what is declared, as far as the law here says."""
        return regime in self.ways_out or not self.ways_out

    def papers_asked(self, facts: DeclarationFacts) -> bool:
        """Whether order, payment and waybill must agree before the goods are released."""
        manner = facts.direction, facts.regime, facts.date
        if manner not in self._papers_asked:
            self._papers_asked[manner] = any(asked.of(facts) for asked in self.papers)
        return self._papers_asked[manner]

    def assess(self, facts: DeclarationFacts) -> Assessment:
        """What is due, by the regime declared and the law of the declaration's day."""
        if facts.direction == "export":
            if not self.lets_out(facts.regime):
                raise Refused(_no_way_out(facts, self.ways_out.values()))
            return Assessment.on(facts.goods_value.settle(), law=self.jurisdiction.digest)
        name = _what_counts(facts)
        if name not in self._assessed:
            option = self._as_declared(facts)
            assert option.goods is not None
            assert option.carriage is not None
            value, charges = option.goods + option.carriage, tuple(_charges(option, facts))
            self._assessed[name] = Assessment.on(value, charges, self.jurisdiction.digest)
        return self._assessed[name]

    def working(self, facts: DeclarationFacts) -> Working:
        """How the amounts came about: the way in that was declared, line by line."""
        if facts.direction == "export":
            return {"regime": facts.regime}
        told = plain.option(self._as_declared(facts))
        return {name: told[name] for name in ("regime", "name", "lines", "requires", "proofs")}

    def _as_declared(self, facts: DeclarationFacts) -> Option:
        """The way in by the facts alone, worked out once for them."""
        if id(facts) not in self._options:
            self._options[id(facts)] = facts, self.option(facts)
        return self._options[id(facts)][1]

    def option(
        self, facts: DeclarationFacts, *, year_to_date: Money | None = None, same_day: Money | None = None
    ) -> Option:
        """The way in that was declared, if the law has it open and can say to the cent what it costs.

        `year_to_date` and `same_day` are what the person who receives has had before, where that is known.
        """
        narrowed = self.narrowed(facts)
        asked = replace(consignment(facts), year_to_date=year_to_date, same_day=same_day)
        [quote] = landed_cost([asked], narrowed, self.rates)
        if any(finding.level == "error" for finding in quote.findings):
            raise Refused(_placed(quote.findings))
        option = next((each for each in quote.options if each.is_priced), None)
        option = option or next(iter((*quote.options, *quote.closed)))
        if option.why_not:
            raise Refused([replace(finding, pointer="/regime", level="error") for finding in option.why_not])
        if option.unknown:
            raise Refused([replace(each, level="error") for each in _placed(option.unknown)])
        assert option.total is not None
        if not option.total.is_exact:
            raise Refused(_code_too_short(facts, option))
        return option

    def tariff(self, on: date) -> TariffRates:
        """The tariff of the day, with the rates that were read from it before."""
        if on not in self._tariff:
            self._tariff[on] = TariffRates.of(self.statute.law(self.jurisdiction.code, on))
        return self._tariff[on]

    def day(self, law: Law) -> Day:
        """The rates of exchange that count on the day of a law."""
        return self.rates.on(law.on)

    def narrowed(self, facts: DeclarationFacts) -> Law:
        """The law with the declared regime alone: by its own code, or by a procedure such as 9610 that leads to it.

        No preference is claimed, so none is looked for.
        """
        if facts.regime not in self._by_regime:
            law = self.statute.law(facts.country, facts.date)
            meant = [each for each in law.regimes if _is(each, facts.regime)]
            bare = (
                replace(each, preference="none" if each.preference == "allowed" else each.preference) for each in meant
            )
            if not meant:
                raise Refused(_regime_unknown(facts, [each.code for each in law.regimes]))
            self._by_regime[facts.regime] = replace(law, regimes=tuple(bare))
        return self._by_regime[facts.regime]


def law_of(country: str, on: date, *, lodged: date | None = None) -> BorderLaw:
    """The law of a country's border on a day, or a refusal where none is held.

    Chance draws by the month of lodging, not of the law: seeds of months that are over are known to everybody.
    """
    held = _held(statute(), country, on)
    folder = held.jurisdiction.folder
    selector = profiles.selector(held.statute, country, on, seed(country, on), held.selector)
    selector = replace(selector, seed=seed(country, lodged or on))
    return replace(held, selector=selector, rates=tariffs.rates(str(folder.jurisdiction["currency"]), folder.code))


@lru_cache(maxsize=512)
def _held(law: Statute, country: str, on: date) -> BorderLaw:
    """What does not change until another tariff is loaded: read once, its profiles compiled once."""
    border = law.jurisdiction(country)
    selector = compiled(border.profiles(on), seed(country, on))
    ways = {name: each.usual for each in border.ways_out(on) for name in (each.code, each.usual)}
    papers = asked(border.folder)
    return BorderLaw(law, border, border.controls(on), papers, selector, NO_RATES, ways_out=ways)


def seed(country: str, on: date) -> str:
    """The secret of a month by which chance selects; it can be published when the month is over."""
    return sha256(f"selection/{settings.SECRET_KEY}/{country}/{on:%Y-%m}".encode()).hexdigest()


def consignment(facts: DeclarationFacts) -> Consignment:
    """The declaration as the landed-cost engine asks for it.

    A postal item number means post, another transport document an express carrier, regime 1210 bonded stock. Who
    receives under an identity number is a person who buys; without one nobody says so.
    """
    return Consignment(
        dispatch=facts.consignor.country,
        destination=facts.country,
        on=facts.date,
        lines=tuple(
            Goods(
                item.commodity,
                facts.value_of(item),
                item.amount.amount,
                item.unit,
                item.description,
                item.origin,
                item.net,
            )
            for item in facts.items
        ),
        freight=facts.freight_paid if facts.freight else None,
        insurance=facts.insurance_paid if facts.insurance else None,
        incoterm=facts.incoterm,
        channel=channel(facts),
        seller_registered=bool(facts.registration),
        registration=facts.registration,
        consumer=True if facts.consignee.id else None,
    )


def _what_counts(facts: DeclarationFacts) -> object:
    """What the charges of a declaration depend on: of parcels that are alike in it, one is worked out for all."""
    goods = tuple(
        (each.number, each.hs, each.quantity, each.unit, each.origin, each.net_mass_kg, each.value)
        for each in facts.items
    )
    terms = (facts.regime, facts.incoterm, facts.currency, facts.freight, facts.insurance)
    return goods, terms, facts.consignor.country, channel(facts), bool(facts.registration), bool(facts.consignee.id)


def _is(regime: Regime, named: str) -> bool:
    return named == regime.code or named in findall(r"[A-Z0-9]+", regime.procedure)


def channel(facts: DeclarationFacts) -> str:
    """By which way the goods come, as far as the declaration shows it."""
    number = facts.transport_document
    if facts.regime == "1210":
        return "bonded"
    if len(number) == 13 and number[:2].isalpha() and number[2:11].isdigit():
        return "post"
    return "express" if number else ""


def _charges(option: Option, facts: DeclarationFacts) -> Iterator[Charge]:
    """Each amount that the option makes due: by item where it is whole by item, else for the consignment."""
    for line in option.lines:
        parts = list(leaves([line]))
        whole = all(_whole(part.amount.exact) for part in parts)
        for part in parts if whole else [line]:
            if part.amount.exact:
                number = facts.items[part.item].number if part.item is not None else 0
                yield Charge.of(KINDS[part.kind], part.charge, part.amount.exact, number, part.ground.law)


def _whole(money: Money) -> bool:
    return money.settle() == money


def _placed(findings: Sequence[Finding]) -> list[Finding]:
    """Findings of the engine, pointing into the declaration."""
    return [replace(each, pointer=each.pointer.replace("/lines/", "/items/", 1)) for each in findings]


def _regime_unknown(facts: DeclarationFacts, known: Sequence[str]) -> Finding:
    return Finding(
        "regime-unknown",
        gettext_noop("The law of {country} has no regime “{regime}” on {day}."),
        "/regime",
        gettext_noop("Declare one of {known}."),
        params={"country": facts.country, "regime": facts.regime, "day": str(facts.date), "known": ", ".join(known)},
    )


def _no_way_out(facts: DeclarationFacts, known: Iterable[str]) -> Finding:
    return Finding(
        "regime-unknown",
        gettext_noop("The law of {country} has no export under “{regime}” on {day}."),
        "/regime",
        gettext_noop("Declare one of {known}."),
        params={
            "country": facts.country,
            "regime": facts.regime,
            "day": str(facts.date),
            "known": ", ".join(dict.fromkeys(known)),
        },
    )


def _code_too_short(facts: DeclarationFacts, option: Option) -> Finding:
    return Finding(
        "code-too-short",
        gettext_noop(
            "The codes declared leave several national lines open; the charges lie between {least} and {most}."
        ),
        "/items",
        gettext_noop("Give the national code of {country} for each item."),
        params={
            "least": str(option.total.lowest) if option.total else "",
            "most": str(option.total.highest) if option.total else "",
            "country": facts.country,
        },
    )
