"""EPCIS 2.0 (GS1, ISO/IEC 19987): one step of a parcel as an event that any visibility system reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from entrepot.trade.code.writing import refusal
from entrepot.trade.papers.projection import Tree
from entrepot.trade.wording import gettext_noop

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"

Step = Literal[
    "labelled", "dispatched", "departed", "arrived", "under-control", "released", "delivered", "returned", "lost"
]


@dataclass(frozen=True, slots=True)
class Observation:
    """What a step is called in the Core Business Vocabulary."""

    action: Literal["ADD", "OBSERVE", "DELETE"]
    business_step: str
    disposition: str


STEPS: dict[str, Observation] = {
    "labelled": Observation("ADD", "commissioning", "active"),
    "dispatched": Observation("OBSERVE", "shipping", "in_transit"),
    "departed": Observation("OBSERVE", "departing", "in_transit"),
    "arrived": Observation("OBSERVE", "arriving", "in_progress"),
    "under-control": Observation("OBSERVE", "inspecting", "in_progress"),
    "released": Observation("OBSERVE", "accepting", "in_progress"),
    "delivered": Observation("OBSERVE", "receiving", "in_progress"),
    "returned": Observation("OBSERVE", "shipping", "returned"),
    "lost": Observation("OBSERVE", "other", "unknown"),
}


def object_event(
    step: str, *, event_id: str, parcel: str, consignment: str, at: datetime, place: str = "", offset: str = "+00:00"
) -> dict[str, Tree]:
    """The event of one step. `event_id`, `parcel`, `place` and `consignment` (its file) are URIs.

    `offset` is the place's own time zone. The moment is told in UTC: two hubs that tell the same step tell the
    same bytes.
    """
    if step not in STEPS:
        raise refusal(
            "step-unknown",
            gettext_noop("“{step}” is not a step of a parcel."),
            gettext_noop("Use one of {known}."),
            law="EPCIS 2.0",
            step=step,
            known=", ".join(STEPS),
        )
    assert at.tzinfo is not None, "a moment without its time zone is no moment"
    seen = STEPS[step]
    moment = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    event: dict[str, Tree] = {
        "type": "ObjectEvent",
        "eventID": event_id,
        "eventTime": moment,
        "eventTimeZoneOffset": offset,
        "epcList": [parcel],
        "action": seen.action,
        "bizStep": seen.business_step,
        "disposition": seen.disposition,
    }
    if place:
        event["readPoint"] = {"id": place}
    event["bizTransactionList"] = [{"bizTransaction": consignment}]
    return event


def document(events: list[dict[str, Tree]], at: datetime) -> dict[str, Tree]:
    """Events in the envelope in which they travel and are captured."""
    return {
        "@context": [CONTEXT],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "epcisBody": {"eventList": list(events)},
    }
