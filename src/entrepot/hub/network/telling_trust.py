"""What a peer is told of goods of its own that were taken down in our shop, and what is heard of ours from a peer."""

from __future__ import annotations

from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.network import actions, queries
from entrepot.hub.network.hearing_buyers import read
from entrepot.hub.network.message import Message
from entrepot.hub.trust import heard

SENT = "notice.sent.v1"


def measure_taken(event: Event, by: Actor) -> None:
    """Goods of a peer were taken down here: its operators look at them too, and its seller reads why."""
    told = event.body
    peer = queries.active().filter(host=told["hub"]).first() if told["hub"] else None
    if peer is None or told["outcome"] != "taken-down":
        return
    listing = "/" + told["key"].partition("/")[2]
    said = {"listing": listing, **{name: told[name] for name in ("number", "kind", "ground", "clause", "facts")}}
    hub = Actor("worker", "network.telling", "network", event.at)
    actions.send(SENT, event.subject, said, peer=peer, by=hub, cause=str(event.id))


def notice_sent(message: Message, by: Actor) -> None:
    """A peer took goods of ours down."""
    heard.taken_down_there(read(message, heard.Told), peer=message.peer, by=by)
