"""Writes about parcels: labelled, cleared, handed to the carrier, and reported on the way to the door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.stock import following, queries, shelves
from entrepot.hub.stock.models import Parcel, ParcelStep
from entrepot.hub.stock.numbers import next_number
from entrepot.trade import code
from entrepot.trade.finding import Finding, NotAllowedNow, Refused
from entrepot.trade.lifecycles import PARCEL


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One line of a customs label: what it is, how many, what they weigh and are worth."""

    description: str
    hs: str
    origin: str
    quantity: int
    net_mass_kg: str
    value: str
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelFacts:
    """What is to be labelled. `commitments` stand for the consignee, whose name is not told here."""

    ucr: str
    carrier: str
    origin: str
    destination: str
    gross_mass_g: int
    contents: tuple[Content, ...]
    commitments: Mapping[str, object]


@transaction.atomic
def label(facts: ParcelFacts, *, by: Actor) -> Parcel:
    """Give a consignment its parcel and its number; labelling it again answers with the same parcel."""
    carrier = parties.party(facts.carrier)
    parties.require(by, "carrier", carrier)
    if found := Parcel.objects.filter(ucr=facts.ucr, part=1).first():
        return found
    parcel = Parcel.objects.create(
        ucr=facts.ucr,
        number=next_number(carrier),
        carrier=carrier,
        origin=code.country(facts.origin),
        destination=code.country(facts.destination),
        gross_mass_g=facts.gross_mass_g,
        contents=[asdict(each) for each in facts.contents],
        consignee_commitments=dict(facts.commitments),
        labelled_at=by.at,
    )
    events.record("stock.parcel.labelled", facts.ucr, by=by, ucr=facts.ucr, body={"number": parcel.number})
    return parcel


@transaction.atomic
def dispatch(ucr: str, *, by: Actor, number: str = "") -> Parcel:
    """Hand the parcel to the carrier; what was promised from the shelf leaves with it. Twice is harmless.

    The first of the consignment, or the one with this number, which follows it.
    """
    parcel = queries.locked_parcel(ucr, number)
    parties.require(by, "carrier", parcel.carrier)
    if ParcelStep.objects.filter(parcel=parcel, step="dispatched").exists():
        return parcel
    if parcel.part > 1:
        shelves.end_part("dispatch", ucr, following.pieces(parcel), mark=str(parcel.part), by=by)
    elif queries.reserved(ucr):
        shelves.pick(ucr, by=by, leaving=withheld_pieces(parcel))
    return _step(parcel, "dispatched", by.at, parcel.origin, by)


@transaction.atomic
def clear(ucr: str, *, by: Actor) -> None:
    """Note on the parcel that its import is released, so that it may be delivered; said from above, once."""
    Parcel.objects.filter(ucr=ucr, cleared_at=None).update(cleared_at=by.at)


@transaction.atomic
def withhold(ucr: str, goods: Sequence[Mapping[str, Any]], *, by: Actor) -> None:
    """Note on the parcel what customs keeps of it, so that nobody waits for it; said from above, the same twice.

    What was given up stays so, even if customs lets it go later. What is let go when the parcel has left follows it.
    """
    parcel = Parcel.objects.select_for_update().filter(ucr=ucr, part=1).first()
    kept = [dict(each) for each in goods]
    if parcel is None or parcel.withheld == kept or any(each.get("given_up") for each in parcel.withheld):
        return
    before, parcel.withheld = parcel.withheld, kept
    parcel.save(update_fields=["withheld"])
    body = {"number": parcel.number, "goods": len(kept)}
    events.record("stock.parcel.withheld" if kept else "stock.parcel.whole", ucr, by=by, ucr=ucr, body=body)
    following.follow(parcel, before, kept, by=by)


@transaction.atomic
def give_up(ucr: str, *, taken: bool, by: Actor) -> None:
    """What customs keeps of the parcel will not follow: it is free on its shelf again, or taken and gone. Once."""
    parcel = Parcel.objects.select_for_update().filter(ucr=ucr, part=1).first()
    if parcel is None or not parcel.withheld or any(each.get("given_up") for each in parcel.withheld):
        return
    shelves.end_part("dispatch" if taken else "release", ucr, withheld_pieces(parcel), mark="given-up", by=by)
    parcel.withheld = [{**each, "given_up": True} for each in parcel.withheld]
    parcel.save(update_fields=["withheld"])


def withheld_pieces(parcel: Parcel) -> dict[str, int]:
    """How many pieces of each SKU stay behind, still promised."""
    pieces = (
        each
        for each in parcel.withheld
        if each.get("sku") and str(each["quantity"]).isdecimal() and not each.get("given_up")
    )
    return {each["sku"]: int(each["quantity"]) for each in pieces}


@transaction.atomic
def report(ucr: str, step: str, *, at: datetime, place: str = "", number: str = "", by: Actor) -> Parcel:
    """Record what the carrier says happened on the way; a step that was reported before is passed over.

    It is said of the first parcel of the consignment, or of the one with this number.
    """
    parcel = queries.locked_parcel(ucr, number)
    parties.require(by, "carrier", parcel.carrier)
    if step not in PARCEL.states:
        raise Refused(_unknown(step))
    if step == PARCEL.initial or ParcelStep.objects.filter(parcel=parcel, step=step).exists():
        return parcel
    return _step(parcel, step, at, place, by)


def _step(parcel: Parcel, step: str, at: datetime, place: str, by: Actor) -> Parcel:
    move = next((name for (before, name), after in PARCEL.moves.items() if (before, after) == (parcel.state, step)), "")
    parcel.state = PARCEL.after(parcel.state, move or step)
    if parcel.state == "delivered" and parcel.cleared_at is None:
        raise NotAllowedNow(_not_cleared(parcel))
    parcel.save(update_fields=["state"])
    ParcelStep.objects.create(parcel=parcel, step=step, at=at, place=place, by=f"{by.kind}:{by.ref}"[:120])
    body: dict[str, Any] = {"number": parcel.number, "at": at.isoformat(), "place": place, "carrier": parcel.carrier_id}
    if parcel.part > 1:
        body["part"] = parcel.part
    events.record(f"stock.parcel.{step}", parcel.ucr, by=by, ucr=parcel.ucr, body=body)
    return parcel


def contents_of(lines: Sequence[Content]) -> str:
    """What a label says in one line."""
    return "; ".join(f"{line.quantity} × {line.description}" for line in lines)


def _unknown(step: str) -> Finding:
    return Finding(
        "step-unknown",
        gettext_noop("“{step}” is no step of a parcel."),
        "/step",
        gettext_noop("Use one of: {known}."),
        params={"step": step, "known": ", ".join(PARCEL.states)},
    )


def _not_cleared(parcel: Parcel) -> Finding:
    return Finding(
        "parcel-not-cleared",
        gettext_noop("Parcel {number} has arrived, but its import is not released."),
        "/step",
        gettext_noop("Wait for customs; the consignment file shows what is missing."),
        params={"number": parcel.number},
    )
