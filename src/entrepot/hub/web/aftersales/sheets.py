"""Returns, disputes and ratings as pieces of a page, for whichever side looks at them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entrepot.hub.aftersales import evidence, queries
from entrepot.hub.aftersales.models import Dispute, Evidence, Loss, Rating, Return
from entrepot.hub.orders.models import Consignment
from entrepot.hub.web import inquiries, wording
from entrepot.hub.web.aftersales import words
from entrepot.hub.web.pieces import Badge, Cell, Fact, Facts, Head, Law, MoneyLine, MoneyTree, Row, Table, amount
from entrepot.trade.money import Money

Href = Callable[[Evidence], str]


@dataclass(frozen=True, slots=True)
class Matter:
    """A return or a dispute as both sides see it."""

    number: str
    badge: Badge
    heading: str
    facts: Facts
    told: str
    files: tuple[inquiries.File, ...]
    answer: str
    answer_files: tuple[inquiries.File, ...]
    money: MoneyTree | None
    state: str
    reasons: str = ""
    goods: tuple[tuple[str, str, int], ...] = ()

    @property
    def open(self) -> bool:
        """Whether the buyer may still withdraw it."""
        return self.state in ("requested", "unanswered", "accepted", "opened", "answered")


@dataclass(frozen=True, slots=True)
class Lost:
    """Goods that a border kept, as the buyer is told."""

    mrn: str
    badge: Badge
    facts: Facts
    reason: str
    law: Law | None
    borne: str
    money: MoneyTree | None


@dataclass(frozen=True, slots=True)
class Rated:
    """One line that was received, and its rating if it has one."""

    line: int
    title: str
    number: int = 0
    stars: str = ""
    words: str = ""
    badge: Badge | None = None
    why: str = ""
    reply: str = ""
    when: str = ""


def one_return(asked: Return, consignment: Consignment, href: Href) -> Matter:
    """One return."""
    goods = tuple(
        (each["sku"], consignment.items[each["line"] - 1]["description"], each["pieces"]) for each in asked.lines
    )
    facts = [
        Fact(_("Goods"), wording.listed(f"{pieces} × {title}" for _sku, title, pieces in goods)),
        Fact(_("Reason"), words.reasons()[asked.reason]),
        Fact(_("Asked on"), wording.moment(asked.requested_at)),
    ]
    if asked.state in ("requested", "unanswered"):
        facts.append(Fact(_("Answer by"), wording.day(asked.answer_by)))
    if asked.state == "accepted" and asked.back_by:
        facts.append(Fact(_("Back by"), wording.day(asked.back_by)))
    if asked.customs:
        facts.append(Fact(_("Duty and tax at the border"), words.customs(asked.customs)))
    return Matter(
        asked.number,
        words.of_return(asked.state),
        _("Return {number}").format(number=asked.number),
        Facts(tuple(facts)),
        evidence.said(asked.number, asked.told),
        _files(asked.number, "buyer", href),
        asked.answer,
        (),
        _given(asked),
        asked.state,
        goods=goods,
    )


def one_dispute(held: Dispute, href: Href) -> Matter:
    """One dispute."""
    facts = [
        Fact(_("Cause"), words.causes()[held.cause]),
        Fact(_("Opened on"), wording.moment(held.opened_at)),
        Fact(_("Answer by"), wording.day(held.answer_by)),
        Fact(_("Decide by"), wording.day(held.decide_by)),
    ]
    money = None
    if held.state == "decided":
        back = Money.from_minor(held.refund_minor, held.currency)
        money = MoneyTree((MoneyLine.of(_("Back to the buyer"), back, total=True),))
    return Matter(
        held.number,
        words.of_dispute(held.state),
        _("Dispute {number}").format(number=held.number),
        Facts(tuple(facts)),
        evidence.said(held.number, held.told),
        _files(held.number, "buyer", href),
        evidence.said(f"{held.number}:answer", held.answer),
        _files(held.number, "seller", href),
        money,
        held.state,
        held.reasons,
    )


def one_loss(lost: Loss, consignment: Consignment) -> Lost:
    """What a border kept of a consignment."""
    goods = (f"{each['pieces']} × {consignment.items[each['line'] - 1]['description']}" for each in lost.lines)
    return Lost(
        lost.mrn,
        words.of_loss(lost.outcome),
        Facts((Fact(_("Goods"), wording.listed(goods)), Fact(_("Declaration"), lost.mrn))),
        lost.reason,
        Law(lost.law) if lost.law else None,
        words.borne(lost.borne_by),
        _money(lost, 0) if lost.given_minor else None,
    )


def rated(line: int, title: str, given: Rating | None) -> Rated:
    """One line and its rating."""
    if given is None:
        return Rated(line, title)
    return Rated(
        line,
        title,
        given.pk,
        words.stars(given.stars),
        given.words,
        words.of_words(given.state),
        given.why,
        given.reply,
        wording.day(given.given_at),
    )


def average(seller: str) -> str:
    """What buyers gave a seller on average, to one decimal place; nothing before the first."""
    count, total = queries.rated(seller)
    if not count:
        return ""
    tenths = (total * 20 + count) // (2 * count)
    told = ngettext("{average} of 5 stars, {count} rating", "{average} of 5 stars, {count} ratings", count)
    return told.format(average=f"{tenths // 10}.{tenths % 10}", count=count)


def returns(found: Iterable[Return], page: str) -> Table | None:
    """Returns as rows, the newest first."""
    rows = tuple(
        Row(
            (
                Cell(each.number, wording.day(each.requested_at), reverse(page, args=[each.number]), code=True),
                Cell(words.reasons()[each.reason]),
                Cell(badge=words.of_return(each.state)),
                Cell(_figure(each.given_minor, each.currency)),
            )
        )
        for each in found
    )
    heads = (
        Head(_("Return"), wide=True),
        Head(_("Reason"), labelled=True),
        Head(_("State")),
        Head(_("Paid back"), number=True, labelled=True),
    )
    return Table(_("Returns"), heads, rows) if rows else None


def disputes(found: Iterable[Dispute], page: str) -> Table | None:
    """Disputes as rows."""
    rows = tuple(
        Row(
            (
                Cell(each.number, each.seller_code, reverse(page, args=[each.number]), code=True),
                Cell(words.causes()[each.cause]),
                Cell(wording.day(each.decide_by)),
                Cell(badge=words.of_dispute(each.state)),
            )
        )
        for each in found
    )
    heads = (
        Head(_("Dispute"), wide=True),
        Head(_("Cause"), labelled=True),
        Head(_("Decide by"), labelled=True),
        Head(_("State")),
    )
    return Table(_("Disputes"), heads, rows) if rows else None


def _figure(minor: int, currency: str) -> str:
    return f"{currency} {amount(Money.from_minor(minor, currency))}" if minor else "–"


def _given(asked: Return) -> MoneyTree | None:
    return _money(asked, asked.taken_off_minor) if asked.state == "refunded" else None


def _money(asked: Return | Loss, taken_off_minor: int) -> MoneyTree:
    """What goes back to the buyer, and what of it went back before."""
    lines = [(_("Goods"), asked.goods_minor), (_("Freight"), asked.freight_minor)]
    lines += [(_("Duty and tax"), asked.charges_minor)]
    if taken_off_minor:
        lines.append((_("Given back before by a decision"), -taken_off_minor))
    told = [MoneyLine.of(label, Money.from_minor(minor, asked.currency)) for label, minor in lines]
    total = Money.from_minor(asked.given_minor, asked.currency)
    return MoneyTree((*told, MoneyLine.of(_("Back to the buyer"), total, total=True)))


def _files(number: str, side: str, href: Href) -> tuple[inquiries.File, ...]:
    kept = queries.evidence_of(number).filter(side=side)
    return tuple(inquiries.File(each.name, filesizeformat(each.size), href(each), each.digest[:12]) for each in kept)
