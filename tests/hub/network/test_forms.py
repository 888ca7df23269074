"""Lengths, codings, malformed messages, ids used again, floods: stored or refused, and nobody is hurt.

The numbers are those of the list of failures in `docs/peer-protocol.md`.
"""

from __future__ import annotations

import pytest

from entrepot.ehx import strict
from entrepot.hub.network import budget, sender
from entrepot.hub.network.models import Chain, Inbox, Outbox
from tests.hub.network.hostile import batch_of, post, said
from tests.hub.network.two_hubs import Line, Node


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "FIRST_PAUSE", 0.0)


def test_19_length_is_checked_before_anything_is_read(pair: Line, hz: Node, kl: Node) -> None:
    from django.test import RequestFactory
    from django.urls import resolve

    where = f"/ehx/v1/channels/{hz.channel('trade').cid}/entries"

    def status(**meta: str) -> int:
        http = RequestFactory().generic("POST", where, b"x")
        http.META.update(meta)
        http._read_started = False
        with kl.here():
            found = resolve(where, urlconf="entrepot.hub.api.peer")
            return int(found.func(http, **found.kwargs).status_code)

    assert status(CONTENT_LENGTH=str(8 * 1024 * 1024 + 1)) == 413
    assert status(CONTENT_LENGTH=str(2**31)) == 413
    assert status(CONTENT_LENGTH="") == 411
    assert status(CONTENT_LENGTH="1e3") == 411
    assert status(HTTP_TRANSFER_ENCODING="chunked") == 411
    assert status(HTTP_CONTENT_ENCODING="gzip") == 415
    assert status(CONTENT_LENGTH="5") == 400


@pytest.mark.parametrize(
    ("leaf", "expected"),
    [
        (b'{"a":1,"a":2}', "malformed-duplicate-key"),
        (b'{"a":NaN}', "malformed-number"),
        (b"[" * 100_000, "too-deep"),
        (b"\xff\xfe", "malformed-utf-8"),
        (b"\xef\xbb\xbf{}", "malformed-json"),
        (b"{}", "malformed-envelope"),
        (b'{"x":"' + b"y" * 262_144 + b'"}', "too-large"),
    ],
)
def test_20_a_malformed_message_is_stored_answered_and_hurts_nobody(
    pair: Line, hz: Node, kl: Node, leaf: bytes, expected: str
) -> None:
    good = said(hz, kl, total="1.00")
    assert post(hz, kl, "trade", batch_of(hz, "trade", 1, [leaf, good])).status == 200
    kl.work()
    assert [message.data["total"] for message in kl.heard] == ["1.00"]
    with kl.here():
        assert Inbox.objects.get(state="rejected").code == expected
        told = Outbox.objects.get(kind="receipt.v1")
        body = bytes(told.leaf.body) if told.leaf else bytes(told.body)
        assert strict.read(body)["data"]["exceptions"][0]["code"] == expected


def test_21_an_id_used_again_is_a_repeat_or_a_conflict(pair: Line, hz: Node, kl: Node) -> None:
    one = said(hz, kl, 1, id="same", total="1.00")
    other = said(hz, kl, 2, one, id="same", total="2.00")
    post(hz, kl, "trade", batch_of(hz, "trade", 1, [one, one, other]))
    kl.work()
    with kl.here():
        rows = Inbox.objects.filter(leaf__channel__name="trade", leaf__index__gt=0).order_by("leaf__index")
        assert [(row.state, row.code) for row in rows] == [("done", ""), ("repeat", ""), ("rejected", "conflict")]
    assert [message.data["total"] for message in kl.heard] == ["1.00"]


def test_21_a_message_in_another_s_name_is_refused(pair: Line, hz: Node, kl: Node) -> None:
    post(hz, kl, "trade", batch_of(hz, "trade", 1, [said(kl, hz, 1, total="1.00"), said(hz, hz, 1, total="1.00")]))
    kl.work()
    assert kl.heard == []
    with kl.here():
        assert [row.code for row in Inbox.objects.filter(state="rejected")] == ["malformed-parties"] * 2


def test_42_a_flood_is_answered_with_429(pair: Line, hz: Node, kl: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget.REQUESTS, "pause", 1e9)
    budget.REQUESTS.forget()
    sent = batch_of(hz, "trade", 1, [said(hz, kl, total="1.00")])
    assert [post(hz, kl, "trade", sent).status for _ in range(103)] == [200] * 100 + [429] * 3
    with kl.here():
        assert Chain.objects.filter(direction="in").count() == 0
