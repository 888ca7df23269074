"""What the ledger does when something happened."""

from __future__ import annotations

from entrepot.hub.events import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.ledger import actions


def fold(event: Event, by: Actor) -> None:
    """Add up every account once more, so that later balances start from here."""
    actions.fold_book()
