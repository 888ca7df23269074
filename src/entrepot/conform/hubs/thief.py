"""A thief with all keys of a hub, who speaks in its name."""

from __future__ import annotations

from entrepot.conform.hubs.two import Two
from entrepot.conform.peer.log import Log
from entrepot.conform.peer.reference import Reference
from entrepot.conform.peer.reply import Reply
from entrepot.ehx.httpsig import Request
from entrepot.hub.network import own
from entrepot.hub.network.models import Channel, Leaf


def thief_of(two: Two) -> Reference:
    """Speaks as the first hub to the second, from what the first has in its log now."""
    with two.kl.here():
        receiver = own.statement()
    with two.hz.here():
        keys = own.keys()
        logs = {
            each.name: Log(each.origin, keys.log, [bytes(leaf.body) for leaf in Leaf.objects.filter(channel=each)])
            for each in Channel.objects.filter(direction="out").order_by("epoch")
        }
    thief = Reference(two.hz.url, lambda asked: _carried(two, asked), two.hands.off_by(0), keys, hub=receiver)
    thief.logs = logs
    return thief


def _carried(two: Two, asked: Request) -> Reply:
    answer = two.line.carried(asked)
    return Reply(answer.status, answer.body, answer.headers)
