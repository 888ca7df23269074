"""Every write of finance: a lender offers, a seller draws, the settlement repays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from entrepot.hub import events
from entrepot.hub.events.actor import Actor
from entrepot.hub.finance import queries, refusals
from entrepot.hub.finance.models import Advance
from entrepot.hub.ledger import actions as ledger
from entrepot.hub.orders import queries as orders
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.hub.payments import actions as payments
from entrepot.hub.payments import provider
from entrepot.hub.payments import queries as claims
from entrepot.trade import credit
from entrepot.trade.ledger import move
from entrepot.trade.money import Money

OPEN_FOR = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFacts:
    """What a lender offers: a share of the proceeds at most, a flat fee on what is lent, and for how many days.

    Share and fee are exact, such as `4/5` and `0.015`. Without an amount the whole of the share is offered.
    """

    share: str
    fee: str
    days: int
    amount: str = ""


@transaction.atomic
def offer(lender: Party, ucr: str, facts: OfferFacts, *, by: Actor) -> Advance:
    """Offer an advance on the proceeds of a consignment that the buyer has paid; the same offer again is harmless."""
    parties.require(by, "lender", lender)
    consignment = orders.locked(ucr)
    terms = credit.Terms(refusals.share(facts.share, "/share"), refusals.share(facts.fee, "/fee"), facts.days)
    open_one = Advance.objects.filter(lender=lender, ucr=ucr, state__in=("offered", "drawn")).first()
    if open_one is not None:
        if open_one.terms["facts"] != _plain(facts):
            raise refusals.offered_already(ucr)
        return open_one
    proceeds = queries.proceeds(consignment)
    if proceeds is None:
        raise refusals.nothing_to_lend_on(ucr, consignment.state)
    wanted = Money.of(facts.amount, proceeds.currency) if facts.amount else terms.limit(proceeds)
    lent = terms.draw(proceeds, wanted.settle())
    if proceeds < lent.due:
        raise refusals.more_than_proceeds(lent, proceeds)
    advance = Advance.objects.create(
        lender=lender,
        seller=parties.party(consignment.seller_code),
        ucr=ucr,
        currency=proceeds.currency,
        amount_minor=lent.principal.minor,
        fee_minor=lent.fee.minor,
        terms={
            "facts": _plain(facts),
            "proceeds_minor": proceeds.minor,
            "limit_minor": terms.limit(proceeds).minor,
            "apr_basis_points": credit.annual_basis_points(lent.principal.minor, lent.fee.minor, facts.days),
        },
        offered_at=by.at,
        open_until=by.at + OPEN_FOR,
    )
    _record("offered", advance, by)
    return advance


@transaction.atomic
def draw(advance: Advance, *, by: Actor) -> Advance:
    """Take the offer: the seller is paid now, and the lender has a claim on the proceeds before the seller.

    The lender's money comes in through the provider and goes out to the seller the same way; drawing again is harmless.
    """
    parties.require(by, "seller", advance.seller_id)
    consignment = orders.locked(advance.ucr)
    advance = _locked(advance)
    if advance.state == "drawn":
        return advance
    if advance.state == "offered" and advance.open_until <= by.at:
        raise refusals.offer_over(advance)
    state = Advance.LIFECYCLE.after(advance.state, "draw")
    if queries.drawn_on(advance.ucr) is not None:
        raise refusals.pledged(advance.ucr)
    proceeds = queries.proceeds(consignment)
    if proceeds is None:
        raise refusals.nothing_to_lend_on(advance.ucr, consignment.state)
    if proceeds.minor < advance.due_minor:
        raise refusals.more_than_proceeds(_lent(advance), proceeds)
    advance.state, advance.drawn_at = state, by.at
    advance.save(update_fields=["state", "drawn_at"])
    _pay(advance, by)
    _close_others(advance, by)
    _record("drawn", advance, by)
    return advance


@transaction.atomic
def decline(advance: Advance, *, by: Actor) -> Advance:
    """Leave an offer; the lender is told."""
    parties.require(by, "seller", advance.seller_id)
    advance = _locked(advance)
    return advance if advance.state == "declined" else _close(advance, "decline", "declined", by)


@transaction.atomic
def settled(ucr: str, *, by: Actor) -> list[Advance]:
    """The consignment is closed and everybody paid: what was drawn is repaid or in default, and offers lapse."""
    parties.require(by, "operator")
    paid = {claim.creditor_id: claim.paid_minor for claim in claims.claims(ucr)}
    closed = []
    for advance in Advance.objects.select_for_update().filter(ucr=ucr, state__in=("offered", "drawn")).order_by("pk"):
        if advance.state == "offered":
            closed.append(_close(advance, "lapse", "lapsed", by))
        elif paid.get(advance.lender_id, 0) >= advance.due_minor:
            closed.append(_close(advance, "repay", "repaid", by))
        else:
            closed.append(_close(advance, "default", "defaulted", by))
    return closed


@transaction.atomic
def lapse_offers(*, by: Actor) -> list[Advance]:
    """Let every offer lapse whose time is over."""
    parties.require(by, "operator")
    over = Advance.objects.select_for_update().filter(state="offered", open_until__lte=by.at).order_by("pk")
    return [_close(advance, "lapse", "lapsed", by) for advance in over]


def _pay(advance: Advance, by: Actor) -> None:
    """Fund the lender's account, pay the seller from it, and put the claim before the settlement."""
    hub = Actor("worker", "finance.draw", "an advance was drawn", by.at)
    money = Money.from_minor(advance.amount_minor, advance.currency)
    lender, seller = f"lender:{advance.lender_id}", f"payable:{advance.seller_id}:advance"
    ledger.post(
        [
            move(f"advance:{advance.pk}:fund", "Lent", provider.clearing(), lender, money, ucr=advance.ucr),
            move(f"advance:{advance.pk}:draw", "Advanced to the seller", lender, seller, money, ucr=advance.ucr),
        ],
        by=hub,
    )
    due = payments.Due(
        creditor=advance.seller_id, account=seller, amount_minor=advance.amount_minor, currency=advance.currency
    )
    payments.pay_out(advance.ucr, [due], by=hub)
    payments.claim(advance.ucr, advance.lender, advance.due_minor, advance.currency, by=hub)


def _close_others(drawn: Advance, by: Actor) -> None:
    """Other lenders' offers on the same proceeds lapse."""
    others = Advance.objects.select_for_update().filter(ucr=drawn.ucr, state="offered").exclude(pk=drawn.pk)
    for advance in others:
        _close(advance, "lapse", "lapsed", by)


def _close(advance: Advance, move_: str, happened: str, by: Actor) -> Advance:
    advance.state = Advance.LIFECYCLE.after(advance.state, move_)
    advance.closed_at = by.at
    advance.save(update_fields=["state", "closed_at"])
    _record(happened, advance, by)
    return advance


def _record(happened: str, advance: Advance, by: Actor) -> None:
    """Record it outside the consignment's file: what was agreed stands in the particulars and is told to nobody."""
    private = {
        "lender": advance.lender_id,
        "seller": advance.seller_id,
        "ucr": advance.ucr,
        "currency": advance.currency,
        "amount_minor": advance.amount_minor,
        "fee_minor": advance.fee_minor,
    }
    events.record(f"finance.advance.{happened}", f"advance:{advance.pk}", by=by, personal=private)


def _locked(advance: Advance) -> Advance:
    return Advance.objects.select_for_update(of=("self",)).select_related("lender", "seller").get(pk=advance.pk)


def _lent(advance: Advance) -> credit.Advance:
    principal, fee = (Money.from_minor(minor, advance.currency) for minor in (advance.amount_minor, advance.fee_minor))
    return credit.Advance(principal, fee, advance.terms["facts"]["days"])


def _plain(facts: OfferFacts) -> dict[str, Any]:
    return {"share": facts.share, "fee": facts.fee, "days": facts.days, "amount": facts.amount}
