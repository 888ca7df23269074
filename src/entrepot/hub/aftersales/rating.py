"""Writes about ratings: given by whoever received the goods, let pass or hidden with a reason, answered once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.aftersales import access, checking, queries, terms
from entrepot.hub.aftersales import rating_findings as wrong
from entrepot.hub.aftersales.models import Rating
from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import queries as orders
from entrepot.hub.orders.models import Consignment
from entrepot.hub.parties import queries as parties
from entrepot.trade.finding import Finding, NotAllowedNow, NotYours, Refused, refuse_if_any


@transaction.atomic
def rate(ucr: str, line: int, stars: int, words: str = "", *, seal: str, by: Actor) -> Rating:
    """Rate one line that was received. A line is rated once: the same again is harmless, another is refused."""
    access.require_buyer(ucr, seal)
    consignment = orders.locked(ucr)
    refuse_if_any(of_rating(consignment, line, stars, words, by.at))
    return enter(consignment, line, stars, words.strip(), own=True, by=access.buyer(ucr, by))


def enter(consignment: Consignment, line: int, stars: int, words: str, *, own: bool, by: Actor) -> Rating:
    """Write a rating that was checked. Words of our own buyers wait for an operator; a peer's were let pass there."""
    found = Rating.objects.filter(ucr=consignment.ucr, line=line).first()
    if found is not None and own and (found.stars, found.words) != (stars, words):
        raise NotAllowedNow(wrong.rated(line))
    if found is not None:
        return found
    item = consignment.items[line - 1]
    shown = "waiting" if own else "shown"
    given = Rating.objects.create(
        ucr=consignment.ucr,
        line=line,
        own=own,
        decides=consignment.home,
        seller_code=consignment.seller_code,
        sku=item["sku"],
        title=item["description"],
        stars=stars,
        words=words,
        state=shown if words else "none",
        given_at=by.at,
    )
    record("given", given, by)
    return given


@transaction.atomic
def let_pass(number: int, *, by: Actor) -> Rating:
    """The operator lets the words be read. Twice is harmless."""
    return _judged(number, "shown", "", by)


@transaction.atomic
def hide(number: int, why: str, *, by: Actor) -> Rating:
    """The operator hides the words, with a reason; the stars still count. Twice is harmless."""
    if not why.strip():
        parties.require(by, "operator")
        raise Refused(wrong.reason_missing())
    return _judged(number, "hidden", why.strip()[:250], by)


@transaction.atomic
def reply(number: int, words: str, *, by: Actor) -> Rating:
    """The seller answers a rating, once, where the order is kept. The same again is harmless."""
    held = _locked(number)
    parties.require(by, "seller", held.seller_code)
    if not held.decides:
        raise NotYours(wrong.not_here(held))
    if not words.strip():
        raise Refused(wrong.reply_empty())
    refuse_if_any(checking.too_long(words, "/reply"))
    return answered(held, words.strip(), by=by)


def answered(held: Rating, words: str, *, by: Actor) -> Rating:
    """Write the seller's answer to a rating that is held."""
    if held.reply == words:
        return held
    if held.reply:
        raise NotAllowedNow(wrong.answered(held))
    held.reply, held.replied_at = words, by.at
    held.save(update_fields=["reply", "replied_at"])
    record("answered", held, by)
    return held


def of_rating(consignment: Consignment, line: int, stars: int, words: str, at: datetime) -> Iterator[Finding]:
    """Everything against a rating; that nothing was received refuses it at once."""
    if consignment.delivered_at is None or consignment.state not in checking.RECEIVED:
        raise NotAllowedNow(wrong.not_received(consignment))
    last = consignment.delivered_at + timedelta(days=terms.days("rate"))
    if at > last:
        raise NotAllowedNow(wrong.too_late(last))
    if not 1 <= line <= len(consignment.items):
        yield Finding(
            "line-unknown",
            gettext_noop("The consignment has no line {line}."),
            "/line",
            gettext_noop("Rate one of the lines shown."),
            params={"line": str(line)},
        )
    if not 1 <= stars <= 5:
        yield Finding(
            "stars-wrong",
            gettext_noop("{stars} stars cannot be given."),
            "/stars",
            gettext_noop("Give one to five stars."),
            params={"stars": str(stars)},
        )
    yield from checking.too_long(words, "/words")


def record(happened: str, held: Rating, by: Actor, **more: object) -> None:
    """Record it for the product; the words stand in the rating and are in no event."""
    count, total = queries.rated(held.seller_code, held.sku)
    body = {"rating": held.pk, "line": held.line, "seller": held.seller_code, "sku": held.sku, "stars": held.stars}
    body |= {"count": count, "total": total, **more}
    events.record(f"aftersales.rating.{happened}", held.ucr, by=by, ucr=held.ucr, body=body)


def _judged(number: int, state: str, why: str, by: Actor) -> Rating:
    parties.require(by, "operator")
    held = _locked(number)
    if not held.words:
        raise NotAllowedNow(wrong.no_words())
    if (held.state, held.why) != (state, why):
        held.state, held.why = state, why
        held.save(update_fields=["state", "why"])
        record(state, held, by, why=why)
    return held


def _locked(number: int) -> Rating:
    found = Rating.objects.select_for_update().filter(pk=number).first()
    if found is None:
        raise Refused(
            Finding(
                "rating-unknown", gettext_noop("This hub knows no such rating."), remedy=gettext_noop("Look again.")
            )
        )
    return found
