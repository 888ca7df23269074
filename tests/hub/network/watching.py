"""What the tests of faults do and look at: let both hubs work, count what arrived, read the alarms."""

from __future__ import annotations

from collections.abc import Callable

from entrepot.ehx import strict
from entrepot.ehx.httpsig import Request
from entrepot.hub.network.models import Channel, Incident
from entrepot.hub.network.wire import Answer
from tests.hub.network.hostile import heads
from tests.hub.network.two_hubs import Node

Carried = Callable[[Request], Answer]


def settle(*nodes: Node) -> None:
    while sum(node.work() for node in nodes):
        pass


def code(answer: Answer) -> object:
    return strict.read(answer.body)["code"]


def incidents(node: Node) -> list[str]:
    with node.here():
        return sorted(Incident.objects.values_list("kind", flat=True))


def all_is_well(hz: Node, kl: Node, *totals: str) -> None:
    settle(hz, kl)
    assert [message.data["total"] for message in kl.heard if message.kind == "order.placed.v1"] == list(totals)
    assert heads(hz) == heads(kl)
    for node in (hz, kl):
        with node.here():
            assert all(each.acked == each.size for each in Channel.objects.all())


def once(fault: Callable[[Request, Carried], Answer]) -> Callable[[Request, Carried], Answer]:
    left = [1]

    def acting(asked: Request, carried: Carried) -> Answer:
        if asked.method == "POST" and left and left.pop():
            return fault(asked, carried)
        return carried(asked)

    return acting
