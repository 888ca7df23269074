"""What follows for notices: whoever is concerned by an event is told once, in the form that `followers.py` names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from entrepot.hub import events
from entrepot.hub.customs import queries as customs
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.notices.models import Notice
from entrepot.hub.notices.texts import APPEAL, TEXTS
from entrepot.hub.orders import queries as orders
from entrepot.hub.parties import queries as parties

FACTS = ("goes", "stays", "until", "site")


def tell(event: Event, by: Actor) -> None:
    """Write a notice to each party whom the event concerns; to each one, once."""
    kind = _kind(event)
    for party, own in _concerned(event):
        notice, fresh = Notice.objects.get_or_create(
            party_id=party,
            event=event.position,
            defaults={
                "kind": kind,
                "about": str(event.body.get("of") or event.body.get("mrn") or event.body.get("number") or "")
                if kind != "customs.batch.lodged"
                else "",
                "ucr": event.ucr,
                "reason": str(event.body.get("asked") or event.body.get("reason") or ""),
                "law": str(event.body.get("clause") or ""),
                "due": _due(event, kind, own),
                "facts": {**_facts(event), "own": own},
                "written_at": by.at,
            },
        )
        if fresh:
            body = {"party": party, "kind": kind}
            events.record("notices.notice.written", f"notice:{notice.pk}", by=by, ucr=event.ucr, body=body)


def _kind(event: Event) -> str:
    """The kind of words; an amendment that is asked for has words of its own, and so has what waits for papers."""
    if event.kind == "customs.declaration.documents_asked" and event.body.get("wanted") == "amendment":
        return "customs.declaration.amendment_asked"
    if event.kind == "customs.declaration.selected" and event.body.get("lane") == "waiting-papers":
        return "customs.declaration.waiting"
    return event.kind


def _concerned(event: Event) -> Iterator[tuple[str, bool]]:
    """The parties at home here whom it concerns, and whether it is a thing of their own: declared, or applied for."""
    first = event.body.get("declarant") or event.body.get("holder") or _declarant_of_batch(event)
    named = [(str(first), True)] if first else []
    consignment = orders.consignment_or_none(event.ucr) if event.ucr else None
    if consignment is not None and consignment.home and consignment.seller_code != first:
        named.append((consignment.seller_code, False))
    home = set(
        parties.everyone().filter(home=True, code__in=[code for code, _ in named]).values_list("code", flat=True)
    )
    yield from ((code, own) for code, own in named if code in home)


def _declarant_of_batch(event: Event) -> str:
    parts: dict[str, dict[str, Any]] = event.body.get("parts") or {}
    return next((str(part["declarant"]) for part in parts.values() if "declarant" in part), "")


def _due(event: Event, kind: str, own: bool) -> date | None:
    """The last day: that of the question, or that for an appeal where the law of the country gives one."""
    if told := event.body.get("answer_by"):
        return date.fromisoformat(told)
    if own and TEXTS[kind].do == APPEAL:
        return customs.appeal_by(str(event.body["country"]), event.at.date())
    return None


def _facts(event: Event) -> dict[str, Any]:
    facts = {name: event.body[name] for name in FACTS if name in event.body}
    if event.body.get("takes_place_at"):
        facts["moment"] = event.body["takes_place_at"]
    if event.kind == "customs.batch.lodged":
        shared = event.body.get("happened")
        happened = [part.get("happened", shared) for part in event.body["parts"].values()]
        facts |= {"number": len(happened), "released": happened.count("released")}
    return facts
