"""The answer to a question: the cheapest way in with its working, every other way beside it, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from entrepot.hub.tariffs import comparing, reckoning, shipped
from entrepot.hub.tariffs.comparing import Answered
from entrepot.hub.tariffs.reckoning import KeptRates
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Badge, Cell, Fact, Facts, FindingNote, Head, MoneyTree, Row, Table
from entrepot.hub.web.pieces.money import amount
from entrepot.hub.web.quote import trees
from entrepot.hub.web.quote.trees import RuleNote
from entrepot.statute.nomenclature import SUBHEADING, subheadings
from entrepot.trade.duty.facts import Consignment
from entrepot.trade.duty.ground import plain
from entrepot.trade.duty.law import Law
from entrepot.trade.duty.result import Option
from entrepot.trade.money import Money

MOST_WORKINGS = 5
"""Ways that are told with their whole working; of further ones only the amounts, and a page stays small."""


@dataclass(frozen=True, slots=True)
class WayNote:
    """One way in: what it comes to and why, or why it is closed, or why nobody can say."""

    key: str
    name: str
    figure: str
    more: str
    badge: Badge | None
    tree: MoneyTree | None
    needs: tuple[FindingNote, ...]
    proofs: tuple[str, ...]
    since: tuple[FindingNote, ...]
    against: tuple[FindingNote, ...]
    closed: bool = False


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """What stands below the question."""

    currency: str
    figure: str
    is_range: bool
    name: str
    doubt: Badge | None
    ways: tuple[WayNote, ...]
    table: Table | None
    rests: Facts
    notes: tuple[FindingNote, ...]
    obstacles: tuple[FindingNote, ...]
    rules: tuple[RuleNote, ...]

    @property
    def first(self) -> WayNote:
        return self.ways[0]


def sheet(facts: Consignment, answer: Answered, law: Law | None) -> AnswerSheet:
    """The answer as it is told. `law` names the agreements and the rules of rounding; without it codes stand."""
    cheapest = answer.cheapest
    shown = [option for option in answer.quote.options if option.is_priced][:MOST_WORKINGS]
    used = list(dict.fromkeys(rule for option in shown for rule in comparing.rules(option)))
    rules = _once(used)
    anchors = {rule.ground: f"rule-{n}" for n, rule in enumerate(rules, 1)}
    ways = [
        _way(n, option, answer, law, trees.tree(option, answer.quote.currency, anchors) if option in shown else None)
        for n, option in enumerate((*answer.quote.options, *answer.quote.closed), 1)
    ]
    return AnswerSheet(
        answer.quote.currency,
        trees.figure(cheapest.landed) if cheapest else "",
        bool(cheapest and cheapest.landed and not cheapest.landed.is_exact),
        trees.named(cheapest, law) if cheapest else "",
        _doubt(cheapest) if cheapest else None,
        tuple(ways),
        _table(answer, law),
        rests(facts, answer),
        trees.told(finding for finding in answer.quote.findings if finding.level != "error"),
        () if cheapest else trees.told(answer.obstacles),
        tuple(trees.rules(rules, law, shown)),
    )


def goods_words(code: str, law: Law | None = None) -> str:
    """What the nomenclature calls goods of a code: the subheading, and the national line."""
    general = subheadings().get(code[:SUBHEADING], "")
    own = law.tariff.schedule.descriptions.get(code, "") if law else ""
    told = (own or general,) if len(code) == SUBHEADING else (general, own)
    return " · ".join(dict.fromkeys(" ".join(each.split()).rstrip(":") for each in told if each.strip()))


def rests(facts: Consignment, answer: Answered) -> Facts:
    """What an answer rests on: the law by its digest, the versions of the tariff, the rates of exchange."""
    quote = answer.quote
    tariffs = [f"{each.title} ({each.code})" for each in quote.tariff]
    told = [Fact(_("Law of"), wording.day(quote.on))]
    if quote.known:
        told.append(Fact(_("As known on"), wording.day(quote.known)))
    told += [
        Fact(_("Law digest"), wording.grouped(quote.law_digest, 4), code=True),
        Fact(_("Tariff"), wording.listed(tariffs) or _("the schedule that ships with the law, which covers little")),
        Fact(_("Rates"), rate_words(facts, answer.quote.currency, answer.rates)),
    ]
    return Facts(tuple(told), small=True)


def rate_words(facts: Consignment, into: str, rates: KeptRates) -> str:
    """At which rate the price was converted, and who published it."""
    names = {money.currency for money in (*(goods.value for goods in facts.lines), facts.freight) if money}
    foreign = sorted(names - {into})
    if not foreign or not rates or not into:
        return _("none needed")
    day = reckoning.rates_of(rates).on(date.fromisoformat(rates["on"]))
    known = [each for each in foreign if each in day.worth or each == day.base]
    told = [
        f"1 {each} {_decimal(day.factor(each, into))} {into}" for each in known if into in day.worth or into == day.base
    ]
    name = _("a demonstration set, which no bank publishes") if rates["set"] == shipped.NAME else rates["set"]
    return _("{rates} ({name})").format(rates=wording.listed(told) or "–", name=name or _("none held"))


def _doubt(option: Option) -> Badge | None:
    """That a figure stands on law which no good source confirms, or on which sources differ."""
    sure = {rule.ground.confidence for rule in comparing.rules(option)}
    if "unverified" in sure:
        return Badge(_("Rests on law that is not verified"), "wait", "circle-help")
    return Badge(_("Rests on law on which sources differ"), "wait", "circle-help") if "conflicting" in sure else None


def _way(n: int, option: Option, answer: Answered, law: Law | None, tree: MoneyTree | None) -> WayNote:
    cheapest = answer.cheapest
    more = ""
    if option is not cheapest and option.total and cheapest and cheapest.total:
        more = _more(option.total.lowest - cheapest.total.lowest)
    badge = None
    if option is cheapest:
        badge = Badge(_("Cheapest"), "go")
    elif option.why_not:
        badge = Badge(_("Closed"))
    elif option.unknown:
        badge = Badge(_("Not quoted"), "stop")
    return WayNote(
        f"way-{n}",
        trees.named(option, law),
        trees.figure(option.landed) if option.landed else "",
        more,
        badge,
        tree,
        trees.told(option.requires),
        tuple(_(proof) for proof in option.proofs),
        trees.told(option.why),
        trees.told((*option.unknown, *option.why_not)),
        not option.is_open,
    )


def _table(answer: Answered, law: Law | None) -> Table | None:
    """The ways that have a price beside each other, cheapest first; nothing to compare if there is only one."""
    priced = [option for option in answer.quote.options if option.is_priced]
    if len(priced) < 2:
        return None
    heads = (
        Head(_("Way"), wide=True),
        Head(_("Duty"), number=True, labelled=True),
        Head(_("Tax"), number=True, labelled=True),
        Head(_("Fees"), number=True, labelled=True),
        Head(_("At the door"), number=True, labelled=True),
        Head(_("What it needs"), wide=True),
    )
    places = {id(option): n for n, option in enumerate((*answer.quote.options, *answer.quote.closed), 1)}
    rows = tuple(
        Row(
            (
                Cell(trees.named(option, law), href=f"#way-{places[id(option)]}", strong=option is answer.cheapest),
                Cell(trees.figure(option.duty)),
                Cell(trees.figure(option.tax)),
                Cell(trees.figure(option.fees)),
                Cell(trees.figure(option.landed), strong=option is answer.cheapest),
                Cell(_needs(option)),
            )
        )
        for option in priced
    )
    return Table(_("The ways beside each other, in {currency}").format(currency=answer.quote.currency), heads, rows)


def _needs(option: Option) -> str:
    """What must be shown or be true, in one line."""
    proofs = [finding.told(_) for finding in option.requires if finding.code == reckoning.PROOF]
    others = len(option.requires) - len(proofs)
    told = [*(_(proof) for proof in option.proofs), *proofs]
    if others:
        told.append(_("{count} more to be true").format(count=others))
    return wording.listed(told) or _("nothing more")


def _once(rules: Sequence[comparing.Rule]) -> list[comparing.Rule]:
    """Each clause once: what several charges share is told with the first of them."""
    seen: dict[object, comparing.Rule] = {}
    for rule in rules:
        seen.setdefault(rule.ground, rule)
    return list(seen.values())


def _more(more: Money) -> str:
    sign = "+" if more.amount >= 0 else ""
    return f"{sign}{amount(more)}"


def _decimal(rate: Fraction) -> str:
    """A rate as people write it: exact if its decimals end soon, else to six of them, and said to be about that."""
    told = plain(rate)
    if "/" not in told and len(told) <= 12:
        return f"= {told}"
    millionths = round(rate * 10**6)
    return f"≈ {millionths // 10**6}.{millionths % 10**6:06d}"
