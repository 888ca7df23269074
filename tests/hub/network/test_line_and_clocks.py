"""Lines that are cut, flap or pass through proxies, and clocks that differ (failures 14 to 17 and 47)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from entrepot.ehx import batch, httpsig
from entrepot.ehx.httpsig import Request
from entrepot.hub.events import clock
from entrepot.hub.network import own, sender
from entrepot.hub.network.models import Channel, Incident
from entrepot.hub.network.wire import Answer
from entrepot.trade.finding import Unavailable
from tests.cast import NOON
from tests.hub.network.hostile import batch_of, post, request, said
from tests.hub.network.two_hubs import Line, Node
from tests.hub.network.watching import Carried, all_is_well, code, incidents


def tell(hz: Node, number: int, kind: str = "order.placed.v1") -> None:
    hz.tell(kind, at=NOON + timedelta(seconds=number), total=f"{number}.00")


class Hours:
    """Lets the time outside go on, up to the next try of a channel."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now = clock.wall()
        patch.setattr(clock, "wall", lambda: self.now)

    def until_next_try(self, hz: Node) -> None:
        with hz.here():
            waiting = Channel.objects.exclude(next_try=None).order_by("next_try")
            first = waiting.values_list("next_try", flat=True).first()
        self.now = max(self.now, first) if first is not None else self.now


@pytest.fixture
def hours(monkeypatch: pytest.MonkeyPatch) -> Hours:
    return Hours(monkeypatch)


@pytest.mark.parametrize(("hours_long", "most"), [(0.5, 12), (8, 43)])
def test_16_a_line_that_is_cut_for_long_is_tried_ever_less_often_and_drains_in_order(
    pair: Line, hz: Node, kl: Node, hours: Hours, monkeypatch: pytest.MonkeyPatch, hours_long: float, most: int
) -> None:
    monkeypatch.setattr(sender.random, "uniform", lambda low, high: high)

    def cut(asked: Request, carried: Carried) -> Answer:
        raise Unavailable("cut")

    pair.fault = cut
    began = hours.now
    tell(hz, 1, "declaration.exported.v1")
    alarm = None
    number = 1
    while hours.now - began < timedelta(hours=hours_long):
        hz.work()
        if alarm is None and incidents(hz):
            alarm = hours.now - began
        hours.until_next_try(hz)
        number += 1
        tell(hz, number)
    sent = [asked for asked in pair.entries() if hz.channel("reg").cid in asked.url]
    assert len(sent) <= most
    assert alarm is not None
    assert timedelta(minutes=15) <= alarm <= timedelta(minutes=30)
    with hz.here():
        assert Incident.objects.get(channel__name="reg").kind == "peer-silent"
    pair.fault = None
    hours.now += timedelta(minutes=16)
    all_is_well(hz, kl, *(f"{each}.00" for each in range(2, number + 1)))
    with hz.here():
        assert Incident.objects.exclude(closed_at=None).count() == Incident.objects.count()


def test_16_after_thirty_days_nothing_is_lost_and_the_other_direction_never_stopped(
    pair: Line, hz: Node, kl: Node, hours: Hours
) -> None:
    def cut(asked: Request, carried: Carried) -> Answer:
        if asked.url.startswith(kl.url):
            raise Unavailable("cut")
        return carried(asked)

    pair.fault = cut
    for day in range(30):
        tell(hz, day + 1)
        kl.tell("declaration.imported.v1", subject=f"6MY-{day}", at=NOON + timedelta(days=day))
        for node in (hz, kl, hz):
            node.work()
        hours.now += timedelta(days=1)
    assert len(hz.heard) == 30
    assert kl.channel("reg").failures == 0
    pair.fault = None
    all_is_well(hz, kl, *(f"{day + 1}.00" for day in range(30)))


def test_17_on_a_line_that_loses_every_second_request_there_is_progress_and_no_storm(
    pair: Line, hz: Node, kl: Node, hours: Hours
) -> None:
    lost = [0]

    def flapping(asked: Request, carried: Carried) -> Answer:
        lost[0] += 1
        if lost[0] % 2:
            raise Unavailable("reset in the middle of the body")
        answer = carried(asked)
        if lost[0] % 4 == 0:
            raise Unavailable("the answer was lost")
        return answer

    pair.fault = flapping
    pair.passed.clear()
    for number in range(1, 11):
        tell(hz, number)
    for _ in range(40):
        hz.work()
        kl.work()
        hours.until_next_try(hz)
        hours.until_next_try(kl)
    pair.fault = None
    all_is_well(hz, kl, *(f"{number}.00" for number in range(1, 11)))
    assert len(pair.passed) < 100


@pytest.mark.parametrize(
    ("seconds", "accepted"), [(59, True), (61, False), (-359, True), (-361, False), (86_400, False), (-86_400, False)]
)
def test_14_a_clock_that_is_off_is_named_with_our_own_time(
    pair: Line, hz: Node, kl: Node, hours: Hours, seconds: int, accepted: bool
) -> None:
    url = f"{kl.url}/ehx/v1/channels/{hz.channel('trade').cid}/entries"
    body = batch_of(hz, "trade", 1, [said(hz, kl, total="1.00")]).to_bytes()
    asked = Request("POST", url, {"Content-Type": batch.MEDIA_TYPE}, body)
    with hz.here():
        httpsig.sign_request(asked, own.keys().http, now=int(hours.now.timestamp()) + seconds)
    answer = kl.door(asked)
    assert answer.headers["Date"]
    assert answer.status == (200 if accepted else 401)
    if not accepted:
        assert code(answer) == "clock-skew"
        assert kl.channel("trade", "in").size == 1


def test_14_a_clock_that_goes_back_does_not_change_the_order_of_the_log(
    pair: Line, hz: Node, kl: Node, hours: Hours
) -> None:
    for number, back in ((1, 0), (2, 40), (3, 20)):
        hours.now -= timedelta(seconds=back)
        tell(hz, number)
        hz.work()
    all_is_well(hz, kl, "1.00", "2.00", "3.00")


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 12, 31, 23, 59, 59, 999_000, tzinfo=UTC),
        datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
        datetime(2028, 2, 29, 12, 0, tzinfo=UTC),
        datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC),
        datetime(2106, 2, 7, 6, 28, 16, tzinfo=UTC),
    ],
)
def test_15_the_turns_of_the_calendar_pass_unnoticed(
    line: Line, hz: Node, kl: Node, hours: Hours, moment: datetime
) -> None:
    from tests.hub.network.conftest import brought_together

    hours.now = moment
    brought_together(hz, kl)
    hz.tell("order.placed.v1", at=moment, total="1.00")
    all_is_well(hz, kl, "1.00")


def test_47_a_proxy_may_add_headers_and_nothing_else(pair: Line, hz: Node, kl: Node) -> None:
    sent = request(hz, kl, "trade", batch_of(hz, "trade", 1, [said(hz, kl, total="1.00")]).to_bytes())
    changed = {
        "host": replace(sent, url=sent.url.replace("kl.example", "inside.example")),
        "query": replace(sent, url=sent.url + "?via=proxy"),
        "type": replace(sent, headers={**sent.headers, "Content-Type": "text/plain"}),
        "joined": replace(sent, headers={**sent.headers, "Signature": sent.headers["Signature"] * 2}),
    }
    for what, asked in changed.items():
        answer = kl.door(asked)
        assert (what, answer.status, str(code(answer))[:4]) == (what, 401, "sig-")
    assert kl.channel("trade", "in").size == 1
    added = replace(sent, headers={**sent.headers, "Via": "1.1 proxy", "X-Forwarded-For": "10.0.0.8"})
    assert kl.door(added).status == 200


def test_47_the_code_says_that_the_request_was_made_for_another_hub(pair: Line, hz: Node, kl: Node) -> None:
    sent = batch_of(hz, "trade", 1, [said(hz, kl, total="1.00")])
    asked = request(
        hz,
        kl,
        "trade",
        sent.to_bytes(),
        url=f"https://inside.example/ehx/v1/channels/{hz.channel('trade').cid}/entries",
    )
    answer = kl.door(asked)
    assert (answer.status, code(answer)) == (401, "sig-invalid")
    assert b"another hub" in answer.body
    assert post(hz, kl, "trade", sent).status == 200
