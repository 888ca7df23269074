"""A party's system is told what concerns it: signed, in order, again when it failed, and nothing of anybody else's."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from entrepot_client.webhooks import NotTheHub, opened
from pytest_django import Settings

from entrepot.hub import events
from entrepot.hub.events import clock, worker
from entrepot.hub.events import queries as record
from entrepot.hub.orders import actions as orders
from entrepot.hub.webhooks import actions, line, postman, queries
from entrepot.hub.webhooks.models import Delivery, Endpoint
from entrepot.trade.finding import NotYours, Refused, Unavailable
from tests import cast
from tests.client.blocks import blocks
from tests.hub.orders import shop
from tests.hub.webhooks.receiver import Receiver

Later = Callable[[timedelta], None]

UCR = "6CNHZ--CERAMICS-A-1"
DAY = timedelta(days=1)


def endpoint(receiver: Receiver, *kinds: str, code: str = "hz-ceramics") -> tuple[Endpoint, str]:
    return actions.register(cast.party(code), receiver.url, kinds, by=cast.by("operator"))


def right(code: str, happened: str = "granted", name: str = "seller") -> None:
    """Something that concerns one party."""
    events.record(f"parties.right.{happened}", f"party:{code}", by=cast.the_hub(), body={"right": name, "secret": "x"})


def states(endpoint: Endpoint) -> list[tuple[str, str, int]]:
    return [(each.kind, each.state, each.tries) for each in Delivery.objects.filter(endpoint=endpoint)]


def test_an_order_is_told_step_by_step_and_names_nobody(receiver: Receiver, settings: Settings) -> None:
    settings.ENTREPOT_FOLLOWERS = shop.DOTTED
    shop.ceramics()
    made, secret = endpoint(receiver)
    orders.place([shop.ORDER], seller=cast.party("hz-ceramics"), by=cast.by("hz-ceramics"))
    worker.work_until_idle()
    while postman.go_once():
        pass
    told = [each for each in receiver.opened(secret) if each["data"]["ucr"] == UCR]
    assert [each["type"] for each in told][:4] == [
        "orders.order.placed",
        "payments.payment.requested",
        "payments.payment.settled",
        "orders.consignment.paid",
    ]
    assert told[0]["data"]["facts"]["total_minor"] == 50000
    positions = [each["data"]["position"] for each in told]
    assert positions == sorted(positions)
    said = b"".join(body for _, body in receiver.came).decode()
    for personal in ("Nur", "60123456789", "Jalan", "Contoh"):
        assert personal not in said
    assert all(state == "delivered" for _, state, _ in states(made))


def test_a_party_is_told_nothing_of_another_nor_what_is_not_named(receiver: Receiver) -> None:
    _, secret = endpoint(receiver)
    right("kl-batik")
    right("hz-ceramics")
    events.record("customs.paper.opened", UCR, ucr=UCR, by=cast.the_hub(), body={"reason": "a person's name"})
    postman.go_once()
    (told,) = receiver.opened(secret)
    assert (told["type"], told["data"]["subject"], told["data"]["facts"]) == (
        "parties.right.granted",
        "party:hz-ceramics",
        {"right": "seller"},
    )


def test_only_the_kinds_asked_for_are_sent(receiver: Receiver) -> None:
    _, secret = endpoint(receiver, "parties.right.withdrawn")
    right("hz-ceramics")
    right("hz-ceramics", "withdrawn")
    postman.go_once()
    assert [each["type"] for each in receiver.opened(secret)] == ["parties.right.withdrawn"]


def test_what_happened_before_is_told_when_it_is_asked_for(receiver: Receiver) -> None:
    cast.party("hz-ceramics")
    made, secret = endpoint(receiver, "parties.right.granted")
    postman.go_once()
    assert receiver.came == []
    right("hz-ceramics", name="seller-again")
    while postman.go_once():
        pass
    receiver.came.clear()
    for _ in range(2):
        actions.replay(made, 0, by=cast.by("hz-ceramics"))
        while postman.go_once():
            pass
    rights = [each["data"]["facts"]["right"] for each in receiver.opened(secret)]
    assert rights == ["seller", "declarant", "seller-again"] * 2
    numbers = [headers["webhook-id"] for headers, _ in receiver.came]
    assert numbers[:3] == numbers[3:]


def test_a_message_that_failed_comes_again_and_keeps_its_number_and_its_place(receiver: Receiver, later: Later) -> None:
    made, secret = endpoint(receiver)
    receiver.answers = [500]
    right("hz-ceramics", name="seller")
    right("hz-ceramics", name="carrier")
    postman.go_once()
    assert states(made) == [("parties.right.granted", "due", 1), ("parties.right.granted", "due", 0)]
    assert postman.go_once() == 0
    later(timedelta(seconds=20))
    while postman.go_once():
        pass
    assert [each["data"]["facts"]["right"] for each in receiver.opened(secret)] == ["seller", "seller", "carrier"]
    first, again, _ = (headers["webhook-id"] for headers, _ in receiver.came)
    assert first == again
    made.refresh_from_db()
    assert made.failing_since is None


def test_the_receiver_says_how_long_it_wants_to_be_left_alone(receiver: Receiver, later: Later) -> None:
    endpoint(receiver)
    receiver.answers, receiver.headers = [503], {"Retry-After": "3600"}
    right("hz-ceramics")
    postman.go_once()
    later(timedelta(minutes=59))
    assert postman.go_once() == 0
    later(timedelta(minutes=2))
    assert postman.go_once() == 1


def test_after_three_days_a_message_is_parked_and_seen_and_may_be_tried_again(receiver: Receiver, later: Later) -> None:
    made, _ = endpoint(receiver)
    receiver.answers = [500] * 10
    right("hz-ceramics")
    for pause in postman.PAUSES:
        assert postman.go_once() == (2 if pause == postman.PAUSES[0] else 1)
        later(timedelta(seconds=max(pause * 1.25, postman.LONGEST_REST)))
    postman.go_once()
    assert states(made) == [("parties.right.granted", "parked", 10)]
    made.refresh_from_db()
    assert made.state == "active"
    assert actions.retry(made, by=cast.by("hz-ceramics")) == 1
    postman.go_once()
    assert states(made) == [("parties.right.granted", "delivered", 1)]


def test_an_address_that_fails_for_five_days_is_disabled_with_a_notice(receiver: Receiver, later: Later) -> None:
    made, _ = endpoint(receiver)
    receiver.answers = [500, 500]
    right("hz-ceramics")
    postman.go_once()
    later(5 * DAY)
    postman.go_once()
    made.refresh_from_db()
    assert made.state == "disabled"
    (notice,) = record.about("party:hz-ceramics").filter(kind="webhooks.endpoint.disabled")
    assert notice.body["endpoint"] == str(made.pk)
    later(DAY)
    assert postman.go_once() == 0
    actions.retry(made, by=cast.by("hz-ceramics"))
    assert postman.go_once() == 1


def test_an_address_that_says_it_is_gone_is_disabled_at_once(receiver: Receiver) -> None:
    made, _ = endpoint(receiver)
    receiver.answers = [410]
    right("hz-ceramics")
    postman.go_once()
    made.refresh_from_db()
    assert made.state == "disabled"


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    made, _ = endpoint(receiver)
    receiver.answers, receiver.headers = [302], {"Location": receiver.url + "/elsewhere"}
    right("hz-ceramics")
    postman.go_once()
    assert len(receiver.came) == 1
    assert Delivery.objects.get(endpoint=made).status == 302


def test_silence_is_noted_as_no_answer(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    made, _ = endpoint(receiver)
    right("hz-ceramics")

    def silent(*_: object) -> line.Answer:
        raise Unavailable(receiver.url)

    monkeypatch.setattr(line, "post", silent)
    postman.go_once()
    noted = Delivery.objects.get(endpoint=made)
    assert (noted.state, noted.status, noted.tries) == ("due", 0, 1)
    assert noted.said.startswith("Unavailable")


def test_two_postmen_carry_each_message_once(receiver: Receiver) -> None:
    endpoint(receiver)
    right("hz-ceramics")
    postman.take_up()
    (waiting,) = Delivery.objects.all()
    assert postman._claimed(waiting)
    assert not postman._claimed(waiting)
    assert receiver.came == []


def test_for_a_day_both_secrets_sign_and_then_only_the_new_one(receiver: Receiver, later: Later) -> None:
    made, old = endpoint(receiver)
    new = actions.renew_secret(made, by=cast.by("operator", clock.now()))
    assert new != old
    right("hz-ceramics")
    postman.go_once()
    assert receiver.opened(old) == receiver.opened(new)
    later(DAY + timedelta(minutes=1))
    receiver.came.clear()
    right("hz-ceramics")
    postman.go_once()
    (headers, body) = receiver.came[0]
    now = clock.wall().timestamp()
    assert opened(new, headers, body, now=now)
    with pytest.raises(NotTheHub):
        opened(old, headers, body, now=now)


def test_a_message_altered_or_old_is_not_the_hubs(receiver: Receiver) -> None:
    made, secret = endpoint(receiver)
    actions.ping(made, by=cast.by("hz-ceramics"))
    postman.go_once()
    headers, body = receiver.came[0]
    assert opened(secret, headers, body)["type"] == "webhooks.ping"
    with pytest.raises(NotTheHub):
        opened(secret, headers, body + b" ")
    with pytest.raises(NotTheHub):
        opened(secret, headers, body, now=float(headers["webhook-timestamp"]) + 301)
    with pytest.raises(NotTheHub):
        opened(secret, {}, body)


def test_secrets_lie_sealed_in_the_database(receiver: Receiver) -> None:
    made, secret = endpoint(receiver)
    kept = bytes(Endpoint.objects.get(pk=made.pk).secret)
    assert secret.encode() not in kept
    assert made.opened(kept) == secret
    assert secret not in json.dumps([each.body for each in record.about("party:hz-ceramics")])


def test_a_machine_or_a_stranger_registers_nothing(receiver: Receiver) -> None:
    party = cast.party("hz-ceramics")
    made, _ = endpoint(receiver)
    for by in (cast.by("hz-ceramics"), cast.by("kl-batik"), cast.stranger()):
        with pytest.raises(NotYours):
            actions.register(party, receiver.url + "/more", [], by=by)
        with pytest.raises(NotYours):
            actions.renew_secret(made, by=by)
        with pytest.raises(NotYours):
            actions.withdraw(made, by=by)
    for by in (cast.by("kl-batik"), cast.stranger()):
        with pytest.raises(NotYours):
            actions.replay(made, 0, by=by)
        with pytest.raises(NotYours):
            queries.endpoint(made.pk, by=by)
    assert list(Endpoint.objects.values_list("pk", "position")) == [(made.pk, made.position)]


def test_what_is_wrong_is_told_and_nothing_is_kept(receiver: Receiver) -> None:
    party = cast.party("hz-ceramics")
    with pytest.raises(Refused) as refused:
        actions.register(party, receiver.url, ["orders.order.guessed"], by=cast.by("operator"))
    assert [found.code for found in refused.value.findings] == ["webhook-kind"]
    endpoint(receiver)
    with pytest.raises(Refused) as refused:
        endpoint(receiver)
    assert [found.code for found in refused.value.findings] == ["webhook-known"]
    assert Endpoint.objects.count() == 1


def test_an_endpoint_withdrawn_is_gone_with_its_log_and_again_is_harmless(receiver: Receiver) -> None:
    made, _ = endpoint(receiver)
    actions.ping(made, by=cast.by("hz-ceramics"))
    for _ in range(2):
        actions.withdraw(made, by=cast.by("operator"))
    assert (Endpoint.objects.count(), Delivery.objects.count()) == (0, 0)
    assert record.about("party:hz-ceramics").filter(kind="webhooks.endpoint.withdrawn").count() == 1


def test_what_was_delivered_is_forgotten_after_a_month_and_what_was_not_is_kept(
    receiver: Receiver, later: Later
) -> None:
    made, _ = endpoint(receiver)
    actions.ping(made, by=cast.by("hz-ceramics"))
    postman.go_once()
    right("hz-ceramics")
    postman.take_up()
    later(31 * DAY)
    assert postman.forget() == 1
    assert states(made) == [("parties.right.granted", "due", 0)]


def test_the_documents_examples_take_a_message_once_and_know_a_forged_one(receiver: Receiver) -> None:
    shared: dict[str, Any] = {}
    for block in blocks("docs/integrating.md"):
        exec(block, shared)  # noqa: S102 - our own document
    made, secret = endpoint(receiver)
    actions.ping(made, by=cast.by("hz-ceramics"))
    postman.go_once()
    headers, body = receiver.came[0]
    seen: set[str] = set()
    assert [shared["take"](secret, headers, body, seen) for _ in range(2)] == [204, 204]
    assert seen == {headers["webhook-id"]}
    assert shared["take"](secret, headers, body + b" ", seen) == 400
    assert shared["signed_by_the_hub"](secret, headers, body)
    assert not shared["signed_by_the_hub"](secret, headers, body + b" ")
