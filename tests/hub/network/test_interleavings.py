"""Whatever the line does, and whenever: both hubs end with the same channels, and each message was heard once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entrepot.ehx.httpsig import Request
from entrepot.hub.network import budget, sender
from entrepot.hub.network.models import Incident
from entrepot.hub.network.wire import Answer
from entrepot.trade.finding import Unavailable
from tests.cast import NOON
from tests.hub.network.hostile import heads
from tests.hub.network.two_hubs import Line, Node
from tests.hub.network.watching import Carried, once, settle


def lost_on_the_way(asked: Request, carried: Carried) -> Answer:
    raise Unavailable("request lost")


def answer_lost(asked: Request, carried: Carried) -> Answer:
    carried(asked)
    raise Unavailable("answer lost")


def delivered_twice(asked: Request, carried: Carried) -> Answer:
    carried(asked)
    return carried(asked)


def answered_by_a_proxy(asked: Request, carried: Carried) -> Answer:
    return Answer(502, b"<html>")


FAULTS = [lost_on_the_way, answer_lost, delivered_twice, answered_by_a_proxy]
STEPS = ["tell", "tell of another", "an old request comes again", "hz works", "kl works", *FAULTS]


@given(steps=st.lists(st.sampled_from(STEPS), max_size=14))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_interleaving_ends_alike_on_both_hubs(pair: Line, hz: Node, kl: Node, steps: list[object]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sender, "FIRST_PAUSE", 0.0)
        patch.setattr(budget, "RATE", 1e9)
        for step in steps:
            if callable(step):
                pair.fault = once(step)
            elif step == "an old request comes again":
                if old := pair.entries():
                    Line.carried(pair, replace(old[len(old) // 2]))
            elif step == "hz works":
                hz.work()
            elif step == "kl works":
                kl.work()
            else:
                said = len(TOLD)
                subject = "6CN-ONE" if step == "tell" else f"6CN-{said}"
                hz.tell("order.placed.v1", subject, at=NOON + timedelta(seconds=said), total=str(said))
                TOLD.append((subject, str(said)))
        pair.fault = None
        settle(hz, kl)
    heard = [(message.subject, message.data["total"]) for message in kl.heard]
    assert sorted(heard) == sorted(TOLD)
    assert [each for each in heard if each[0] == "6CN-ONE"] == [each for each in TOLD if each[0] == "6CN-ONE"]
    assert heads(hz) == heads(kl)
    for node in (hz, kl):
        with node.here():
            assert Incident.objects.count() == 0


TOLD: list[tuple[str, str]] = []


@pytest.fixture(autouse=True)
def nothing_told() -> None:
    TOLD.clear()
