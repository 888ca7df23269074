"""What a peer hub tells of goods of ours that it took down, or of goods of its own."""

from __future__ import annotations

import msgspec
from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.catalogue.models import Listing
from entrepot.hub.events.actor import Actor
from entrepot.hub.trust import notices
from entrepot.hub.trust import refusals as wrong
from entrepot.hub.trust.models import GROUNDS, KINDS, Measure
from entrepot.trade.finding import Finding, Refused


class Told(msgspec.Struct):
    """The body of `notice.sent.v1`: the measure that a hub took on goods of the hub that it tells."""

    number: str
    listing: str
    kind: str
    ground: str
    clause: str
    facts: str


@transaction.atomic
def taken_down_there(told: Told, *, peer: str, by: Actor) -> Measure:
    """A peer took goods of ours down in its shop: kept for their seller, and a notice for our own operators."""
    number = f"{peer}/{told.number}"[:40]
    if known := Measure.objects.filter(number=number).first():
        return known
    listing = Listing.objects.filter(key=told.listing, hub="").first()
    if listing is None:
        raise Refused(wrong.listing_unknown(told.listing))
    if told.kind not in KINDS or told.ground not in GROUNDS:
        raise Refused(
            Finding(
                "notice-unreadable",
                gettext_noop("The notice is of no kind that this hub knows."),
                "/kind",
                gettext_noop("Send one of the kinds of the protocol."),
            )
        )
    measure = Measure.objects.create(
        number=number,
        key=listing.key,
        seller_code=listing.seller,
        peer=peer,
        title=listing.title,
        kind=told.kind,
        outcome="taken-down",
        ground=told.ground,
        clause=told.clause[:200],
        facts=told.facts,
        decided_by=by.plain,
        decided_at=by.at,
        appeal_by=by.at,
    )
    facts = notices.NoticeFacts(key=listing.key, kind=told.kind, told=f"{told.clause}\n{told.facts}")
    notices.enter(listing, facts, trusted=True, by=by, peer=peer)
    body = {"number": number, "peer": peer, "kind": told.kind, "seller": listing.seller}
    events.record("trust.measure.told", notices.subject(listing.key), by=by, body=body)
    return measure
