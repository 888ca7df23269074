"""What follows for training from what happened: thin, in the form in which `followers.py` names them."""

from __future__ import annotations

from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.parties import actions, queries


def grant_rights(event: Event, by: Actor) -> None:
    """A certificate was issued (`training.certificate.issued`): its party may now do what the course prepares for."""
    if event.body["right"]:
        actions.grant(queries.party(event.body["party"]), event.body["right"], by=by)
