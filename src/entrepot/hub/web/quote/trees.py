"""One way in as it is told: a tree of money down to the clause, what it needs, and the rules that it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from entrepot.hub.tariffs.comparing import Rule
from entrepot.hub.web import wording, workings
from entrepot.hub.web.pieces import Badge, FindingNote, Law, MoneyLine, MoneyTree
from entrepot.hub.web.pieces.money import amount
from entrepot.trade.duty import plain
from entrepot.trade.duty.ground import Ground
from entrepot.trade.duty.law import Law as LawOfDay
from entrepot.trade.duty.law import RoundingRule
from entrepot.trade.duty.result import Amount, Option
from entrepot.trade.finding import Finding

Anchors = Mapping[Ground, str]


@dataclass(frozen=True, slots=True)
class RuleNote:
    """A rule used: where it stands on the page, what it says, its clause with days, source and confidence."""

    anchor: str
    name: str
    says: str
    law: Law | None
    days: str
    sources: tuple[str, ...]
    note: str
    badge: Badge


def tree(option: Option, currency: str, anchors: Anchors) -> MoneyTree | None:
    """The sum of one way, from the goods to the buyer's door; none if it has no figure."""
    if option.goods is None or option.carriage is None or option.landed is None:
        return None
    kept = [plain.line(line) for line in option.lines]
    by_clause = {workings.name_of(plain.ground(ground)): f"#{anchor}" for ground, anchor in anchors.items()}
    total = MoneyLine(_("At the buyer's door"), figure(option.landed), currency, total=True)
    goods = MoneyLine.of(_("Goods"), option.goods)
    carriage = MoneyLine.of(_("Freight and insurance"), option.carriage)
    return MoneyTree((goods, carriage, *workings.lines(kept, currency, by_clause), total))


def figure(each: Amount | None) -> str:
    """One figure, or the least and the most."""
    if each is None:
        return "–"
    if each.is_exact:
        return amount(each.lowest)
    return f"{amount(each.lowest)} – {amount(each.highest)}"


def named(option: Option, law: LawOfDay | None) -> str:
    """The way in, with the agreements whose preference it uses."""
    name = _(option.name)
    if not option.agreements:
        return name
    types = law.tariff.schedule.types if law else {}
    agreements = [_(types[each].name) if each in types else each.rpartition(":")[2] for each in option.agreements]
    return _("{way}, with {agreements}").format(way=name, agreements=wording.listed(agreements))


def rules(used: Iterable[Rule], law: LawOfDay | None, options: Sequence[Option]) -> list[RuleNote]:
    """Every rule used, once, in the order of the page; how amounts are rounded comes last."""
    notes = [
        _rule(f"rule-{n}", _(rule.name), workings.effect(rule.says) or rule.says, rule.ground)
        for n, rule in enumerate(used, 1)
    ]
    applied = {line.rounding for option in options for line in option.lines}
    seen: dict[str, RoundingRule] = {levy.rounding.code: levy.rounding for levy in law.levies} if law else {}
    for code in sorted(applied & seen.keys()):
        rounding = seen[code]
        notes.append(
            _rule(f"rounding-{code}", _("Rounding “{code}”").format(code=code), _rounded(rounding), rounding.ground)
        )
    return notes


def told(found: Iterable[Finding]) -> tuple[FindingNote, ...]:
    """Findings as they stand on a page."""
    return tuple(FindingNote.of(each) for each in found)


def confidence(ground: Ground) -> Badge:
    """How sure we are, in one word and a colour."""
    return {
        "sourced": Badge(_("Sourced"), "go"),
        "conflicting": Badge(_("Sources differ"), "wait", "circle-help"),
        "unverified": Badge(_("Unverified"), "wait", "circle-help"),
    }[ground.confidence]


def _rule(anchor: str, name: str, says: str, ground: Ground) -> RuleNote:
    clause = workings.law(plain.ground(ground))
    return RuleNote(anchor, name, says, clause, _days(ground), tuple(ground.sources), ground.note, confidence(ground))


def _days(ground: Ground) -> str:
    """Since when it holds is said with the clause; from when it was known is said here."""
    return _("Known from {day}.").format(day=wording.day(ground.known_from)) if ground.known_from else ""


def _rounded(rule: RoundingRule) -> str:
    """A rule of rounding in words."""
    way = {"half-up": _("half up"), "up": _("up"), "down": _("down")}[rule.rounding.mode]
    sentence = (
        _("{way} to {units} of the smallest unit of the currency, for each line of goods")
        if rule.stage == "line"
        else _("{way} to {units} of the smallest unit of the currency, once for the consignment")
    ).format(way=way, units=rule.rounding.minor_units)
    least = rule.minimum_collected
    rest = _("less than {least} is not collected").format(least=least.text) if least else ""
    return wording.listed(part for part in (sentence, rest) if part)
