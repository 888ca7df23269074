"""Goes round the peers: comes together with them, places and carries what we say, takes and answers what they say."""

from __future__ import annotations

import threading
from datetime import timedelta

import structlog
from django.db import connection

from entrepot.hub.events import clock
from entrepot.hub.events.actor import Actor
from entrepot.hub.network import (
    capabilities,
    emergency,
    inbox,
    peering,
    receipts,
    recovery,
    sender,
    sequencer,
    statements,
)
from entrepot.hub.network.models import Channel, Outbox, Peer
from entrepot.trade.finding import Refused, Unavailable

SOON, LONGEST = 0.05, 0.5
DAILY = timedelta(days=1)
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0  # between two tries to come together

log = structlog.get_logger(__name__)


def carry_once() -> int:
    """One round; answers how much was done."""
    return meet() + inbox.take() + sum(_served(peer) for peer in Peer.objects.filter(state="active"))


def carry_until_idle(rounds: int = 1000) -> int:
    """Rounds until nothing more can be done now."""
    done = 0
    for _ in range(rounds):
        if not (now_done := carry_once()):
            break
        done += now_done
    return done


def carry_forever(stop: threading.Event) -> None:
    """Rounds until told to stop, less often while there is nothing to do."""
    pause = SOON
    while not stop.is_set():
        try:
            pause = SOON if carry_once() else min(pause * 2, LONGEST)
        except Exception:
            log.exception("courier failed")
            connection.close()
            pause = LONGEST
        stop.wait(pause)


def meet() -> int:
    """Go on with every hub that our operator has approved and that is not yet active."""
    by = Actor("worker", "network", "network", clock.now())
    return sum(_met(peer, by) for peer in Peer.objects.filter(state__in=["offered", "agreed"]))


def _met(peer: Peer, by: Actor) -> bool:
    before = peer.state
    if not _due(peer):
        return False
    try:
        peering.advanced(peer, by)
    except (Refused, Unavailable):
        log.info("peering waits", peer=peer.host, state=peer.state)
    return peer.state != before


def _due(peer: Peer) -> bool:
    """Ask a hub that does not answer again less and less often, up to once a minute."""
    now = clock.wall().timestamp()
    state, tries, last = _asked.get(peer.entity, ("", 0, 0.0))
    if state != peer.state:
        tries, last = 0, 0.0
    if now - last < min(FIRST_PAUSE * 2**tries, LONGEST_PAUSE):
        return False
    _asked[peer.entity] = (peer.state, min(tries + 1, 10), now)
    return True


_asked: dict[str, tuple[str, int, float]] = {}


def _served(peer: Peer) -> int:
    statements.refreshed(peer, after=statements.SOON if statements.lapsed(peer) else DAILY)
    capabilities.asked(peer)
    done = emergency.hand_over(peer) + receipts.report(peer)
    waiting = Outbox.objects.filter(peer=peer, leaf=None).values_list("channel", flat=True).distinct()
    outgoing = Channel.objects.filter(peer=peer, direction=Channel.Direction.OUT, name__in=list(waiting)).exclude(
        state=Channel.State.CLOSED
    )
    done += sum(sequencer.sequence(channel) for channel in outgoing if recovery.assured(channel))
    return done + sender.push(peer)
