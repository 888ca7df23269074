"""What happened: written with the change itself, never altered, and read five ways.

One record is the audit trail, the queue of consequences, the webhooks, the messages to peers and the consignment file.
Actions above say `events.record(...)`; nothing here knows what an event means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from entrepot.hub.events.actor import Actor
from entrepot.hub.events.follower import After, Follower

if TYPE_CHECKING:
    from entrepot.hub.events.actions import Happening, record, record_batch, record_each, record_many

__all__ = ["Actor", "After", "Follower", "Happening", "record", "record_batch", "record_each", "record_many"]


def __getattr__(name: str) -> Any:
    """The recording actions, found when first asked for: Django imports this package before there are tables."""
    if name not in __all__:
        raise AttributeError(name)
    from entrepot.hub.events import actions

    return getattr(actions, name)
