"""Writes about measures: an operator decides with a statement of reasons, the seller appeals, another decides."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.aftersales import terms
from entrepot.hub.catalogue import showing
from entrepot.hub.catalogue.models import Listing
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.trust import queries
from entrepot.hub.trust import refusals as wrong
from entrepot.hub.trust.models import GROUNDS, KINDS, OUTCOMES, Measure, Notice
from entrepot.hub.trust.notices import subject
from entrepot.trade.finding import Finding, NotAllowedNow, Refused, refuse_if_any


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The statement of reasons: taken down or kept, of what kind, by law or by the hub's terms, which clause, why."""

    outcome: str
    kind: str
    ground: str
    clause: str
    facts: str


@transaction.atomic
def decide(key: str, stated: Statement, *, by: Actor) -> Measure:
    """Take a listing down or keep it, and answer every open notice about it. The same decision again is harmless.

    What is taken down is hidden here whatever its seller says of it later; one of ours is withdrawn at the peers, and a
    peer is told of its own.
    """
    parties.require(by, "operator")
    listing = Listing.objects.select_for_update().filter(key=key).first()
    if listing is None:
        raise Refused(wrong.listing_unknown(key))
    refuse_if_any(_of_statement(stated))
    last = Measure.objects.filter(key=key, peer="").first()
    standing = last is not None and last.outcome == "taken-down" and last.state != "reversed"
    if last is not None and _same(last, stated) and not Notice.objects.filter(key=key, measure=None).exists():
        return last
    if standing:
        raise NotAllowedNow(wrong.taken_down_already(key))
    measure = Measure.objects.create(
        number=_number(key, by),
        key=key,
        seller_code=listing.seller,
        hub=listing.hub,
        title=listing.title,
        kind=stated.kind,
        outcome=stated.outcome,
        ground=stated.ground,
        clause=stated.clause,
        facts=stated.facts,
        decided_by=by.plain,
        decided_at=by.at,
        appeal_by=by.at + timedelta(days=terms.days("appeal")),
    )
    answered = Notice.objects.filter(key=key, measure=None).update(measure=measure)
    if stated.outcome == "taken-down":
        showing.hide(key, f"{stated.kind}: {stated.clause}"[:250], by=by)
    body = {name: getattr(measure, name) for name in ("number", "key", "kind", "outcome", "ground", "clause", "facts")}
    body |= {"seller": listing.seller, "hub": listing.hub, "notices": answered}
    events.record("trust.measure.taken", subject(key), by=by, body=body)
    return measure


@transaction.atomic
def appeal(number: str, words: str, *, by: Actor) -> Measure:
    """The seller says why a listing of its should not have been taken down; in time, and once."""
    measure = queries.locked(number)
    parties.require(by, "seller", measure.seller_code)
    if measure.hub or measure.peer:
        raise wrong.elsewhere(measure)
    if not words.strip():
        raise Refused(wrong.appeal_empty())
    if measure.state == "appealed" and measure.appeal == words:
        return measure
    if measure.outcome != "taken-down":
        raise NotAllowedNow(wrong.nothing_to_appeal(measure))
    if by.at > measure.appeal_by:
        raise NotAllowedNow(wrong.appeal_too_late(measure))
    measure.state = Measure.LIFECYCLE.after(measure.state, "appeal")
    measure.appeal, measure.appealed_at = words, by.at
    measure.save(update_fields=["state", "appeal", "appealed_at"])
    events.record("trust.measure.appealed", subject(measure.key), by=by, body={"number": number})
    return measure


@transaction.atomic
def decide_appeal(number: str, move: str, reasons: str, *, by: Actor) -> Measure:
    """Another operator than who decided upholds the measure or reverses it, with reasons. Again is harmless.

    A measure that is reversed is undone at once: the listing is shown again, here and at the peers.
    """
    parties.require(by, "operator")
    measure = queries.locked(number)
    if _who(by.plain) == _who(measure.decided_by):
        raise wrong.same_operator(measure)
    if not reasons.strip() or move not in ("uphold", "reverse"):
        raise Refused(wrong.reasons_missing())
    ended = {"uphold": "upheld", "reverse": "reversed"}[move]
    if (measure.state, measure.reasons) == (ended, reasons):
        return measure
    measure.state = Measure.LIFECYCLE.after(measure.state, move)
    measure.reasons, measure.second_by, measure.ended_at = reasons, by.plain, by.at
    measure.save(update_fields=["state", "reasons", "second_by", "ended_at"])
    if move == "reverse":
        showing.unhide(measure.key, by=by)
    body = {"number": number, "reasons": reasons}
    events.record(f"trust.measure.{ended}", subject(measure.key), by=by, body=body)
    return measure


def _same(last: Measure, stated: Statement) -> bool:
    names = ("outcome", "kind", "ground", "clause", "facts")
    return all(getattr(last, name) == getattr(stated, name) for name in names)


def _who(actor: dict[str, str]) -> tuple[str, str]:
    return actor["kind"], actor["ref"]


def _number(key: str, by: Actor) -> str:
    """The number of a measure: by the listing, which is held, so that no two come out the same."""
    listing = hashlib.sha256(key.encode()).hexdigest()[:6].upper()
    taken = Measure.objects.filter(key=key, peer="").count()
    return f"{settings.ENTREPOT_COUNTRY}-{by.at.year}-{listing}-{taken + 1}"


def _of_statement(stated: Statement) -> Iterator[Finding]:
    if stated.outcome not in OUTCOMES or stated.kind not in KINDS or stated.ground not in GROUNDS:
        yield Finding(
            "measure-unknown",
            gettext_noop("A measure takes a listing down or keeps it, for a kind of reason, by law or by terms."),
            "/outcome",
            gettext_noop("Choose among what is shown."),
        )
    if not stated.clause.strip() or not stated.facts.strip():
        yield Finding(
            "statement-incomplete",
            gettext_noop("A statement of reasons names what was found and the clause that it rests on."),
            "/facts",
            gettext_noop("Write both; the seller reads them, and may appeal."),
        )
