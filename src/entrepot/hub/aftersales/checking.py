"""What may be wrong with a buyer's request to send goods back: complete, and before anything is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext_noop

from entrepot.hub.aftersales import evidence, queries, terms
from entrepot.hub.aftersales.facts import ReturnFacts
from entrepot.hub.aftersales.models import FAULTS, REASONS
from entrepot.hub.orders.models import Consignment
from entrepot.trade.finding import Finding, NotAllowedNow

RECEIVED = ("delivered", "settled")
LONGEST = 4000


def lines(consignment: Consignment, facts: ReturnFacts) -> list[dict[str, object]]:
    """The pieces as they are kept, in the order of the consignment; what it has no line for is left out."""
    return [
        {"line": n, "sku": item["sku"], "pieces": facts.pieces[n]}
        for n, item in enumerate(consignment.items, 1)
        if facts.pieces.get(n)
    ]


def of_request(consignment: Consignment, facts: ReturnFacts, at: datetime) -> Iterator[Finding]:
    """Everything against a request; that nothing was delivered refuses it at once."""
    if consignment.state not in RECEIVED or consignment.delivered_at is None:
        raise NotAllowedNow(_not_received(consignment))
    yield from _of_pieces(consignment, facts)
    if facts.reason not in REASONS:
        yield Finding(
            "return-reason-unknown",
            gettext_noop("“{reason}” is no reason for a return that the hub knows."),
            "/reason",
            gettext_noop("Choose one of the reasons shown."),
            params={"reason": facts.reason},
        )
    else:
        yield from _of_time(consignment, facts, at)
    if facts.reason in FAULTS and not facts.told.strip():
        yield Finding(
            "fault-not-described",
            gettext_noop("It is not said what is wrong with the goods."),
            "/told",
            gettext_noop("Describe what you see; photographs help."),
        )
    yield from too_long(facts.told)
    yield from evidence.faults(facts.photos, "/photos")


def too_long(told: str, at: str = "/told") -> Iterator[Finding]:
    """A text that is longer than the hub keeps."""
    if len(told) > LONGEST:
        yield Finding(
            "text-too-long",
            gettext_noop("The text has {count} letters; the hub keeps {most}."),
            at,
            gettext_noop("Say it in fewer words, or hand the rest in as a file."),
            params={"count": str(len(told)), "most": str(LONGEST)},
        )


def _of_pieces(consignment: Consignment, facts: ReturnFacts) -> Iterator[Finding]:
    left = queries.left_to_return(consignment)
    for n, pieces in facts.pieces.items():
        if not 0 <= pieces <= left.get(n, 0):
            yield Finding(
                "more-than-bought",
                gettext_noop("{pieces} pieces of line {line} cannot be sent back; {left} are left."),
                f"/pieces/{n}",
                gettext_noop("Count what you have; what is on its way back counts already."),
                params={"pieces": str(pieces), "line": str(n), "left": str(left.get(n, 0))},
            )
    if not any(facts.pieces.values()):
        yield Finding(
            "nothing-to-return",
            gettext_noop("No goods are chosen."),
            "/pieces",
            gettext_noop("Say how many pieces of which line you send back."),
        )


def _of_time(consignment: Consignment, facts: ReturnFacts, at: datetime) -> Iterator[Finding]:
    assert consignment.delivered_at is not None
    window = terms.to_return(consignment.destination, consignment.delivered_at.date(), faulty=facts.reason in FAULTS)
    last = (consignment.delivered_at + timedelta(days=window.days)).date()
    if at.date() > last:
        yield Finding(
            "return-window-over",
            gettext_noop("Goods could be sent back for this reason until {last}, {days} days from delivery."),
            "/reason",
            gettext_noop("If something is wrong with the goods, say so; else ask the seller whether it takes them."),
            window.law,
            params={"last": last.isoformat(), "days": str(window.days)},
        )


def _not_received(consignment: Consignment) -> Finding:
    return Finding(
        "not-received",
        gettext_noop("The parcel is “{state}”; only what was delivered can be sent back."),
        remedy=gettext_noop("Wait for the delivery; a parcel that does not come is a dispute."),
        params={"state": consignment.state},
    )
