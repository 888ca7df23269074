"""What every move of a declaration writes down: the new state, the decision, the event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from entrepot.hub import events
from entrepot.hub.customs import snapshot
from entrepot.hub.customs.entry import Entry
from entrepot.hub.customs.models import Decision, Declaration
from entrepot.hub.customs.placing import placement
from entrepot.hub.events.actor import Actor
from entrepot.trade.finding import Finding
from entrepot.trade.risk.profile import LANES


def selection(by: Actor) -> Actor:
    """The hub's own selection, by profiles and papers: nobody decided, a rule did."""
    return Actor("worker", "customs.selection", "selection by rules", by.at)


PUBLIC = {
    "lrn": "lrn",
    "mrn": "mrn",
    "direction": "direction",
    "country": "country",
    "regime": "regime",
    "declarant": "declarant_id",
    "state": "state",
    "currency": "currency",
    "duty_minor": "duty_minor",
    "tax_minor": "tax_minor",
    "law": "law_digest",
}
"""What the file of the consignment says of a declaration, neither names nor what is looked for: where it stands."""


def public(declaration: Declaration | Entry, **more: Any) -> dict[str, Any]:
    """All of that, and more."""
    return {**{name: getattr(declaration, place) for name, place in PUBLIC.items()}, **more}


def record(happened: str, declarations: Sequence[Declaration | Entry], *, by: Actor, **more: Any) -> None:
    """Record that something happened to each of the declarations."""
    events.record_each(happening(happened, each, by=by, **more) for each in declarations)


def happening(happened: str, declaration: Declaration | Entry, *, by: Actor, **more: Any) -> events.Happening:
    """What happened to a declaration, not yet recorded."""
    told = public(declaration, **more)
    return events.Happening(f"customs.declaration.{happened}", declaration.ucr, by, declaration.ucr, told)


def decision(declaration: Declaration, move: str, *, by: Actor, reason: str = "", law: str = "") -> Decision:
    """The decision that stands behind a move, not yet written."""
    return Decision(
        declaration=declaration, move=move, state=declaration.state, by=by.plain, reason=reason, law=law, at=by.at
    )


def placed(declaration: Declaration, found: Sequence[Finding], by: Actor) -> tuple[str, Decision | None]:
    """Put a declaration that waited where its lane and its papers lead; what happened, and the decision behind it."""
    declaration.differences = snapshot.findings_kept(found)
    where = placement(profile_lane(declaration), [hit["name"] for hit in declaration.hits], found)
    if not where.move:
        return where.happened, None
    declaration.state, declaration.lane = where.state, where.lane
    if where.is_released:
        declaration.decided_at = by.at
    return where.happened, decision(declaration, where.move, by=selection(by), reason=where.reason)


def profile_lane(declaration: Declaration) -> str:
    """The lane on which the profiles alone put it."""
    return max((hit["lane"] for hit in declaration.hits), key=LANES.index, default="green")
