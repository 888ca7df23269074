"""One side of a peering is active before the other: what it says meanwhile waits and is not lost."""

from __future__ import annotations

from entrepot.hub.network.models import Channel, Peer
from tests.hub.network.two_hubs import Line, Node


def test_what_is_said_before_the_other_side_is_active_is_sent_again(pair: Line, hz: Node, kl: Node) -> None:
    with kl.here():
        Peer.objects.update(state="agreed")
    hz.tell("order.placed.v1")
    hz.work()
    assert pair.answers[-1].status == 403
    assert hz.channel("trade").state == "open"
    kl.work()
    with hz.here():
        Channel.objects.update(next_try=None)
    hz.work()
    assert hz.channel("trade").acked == hz.channel("trade").size
