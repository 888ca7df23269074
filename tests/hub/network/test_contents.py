"""Contents by reference: fetched from the peer alone, by their hash, within limits (failure 40)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256

import pytest

from entrepot.ehx import envelope
from entrepot.ehx.envelope import Reference
from entrepot.ehx.httpsig import Request
from entrepot.hub.events import clock
from entrepot.hub.network import actions, blobs, inbox, queries, sender, wire
from entrepot.hub.network.models import Blob, Inbox, Outbox
from entrepot.hub.network.wire import Answer
from entrepot.trade.finding import Unavailable
from tests.hub.network.hostile import batch_of, post, said
from tests.hub.network.two_hubs import Line, Node
from tests.hub.network.watching import Carried, incidents, settle

PICTURE = b"celadon " * 40_000
NAME = sha256(PICTURE).hexdigest()


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "FIRST_PAUSE", 0.0)
    monkeypatch.setattr(inbox, "LONGEST_PAUSE", 0.0)
    monkeypatch.setattr(inbox.random, "uniform", lambda low, high: 0.0)


def tell(hz: Node) -> None:
    with hz.here():
        peer = queries.peers().get()
        body = {"sku": "TEAPOT"}
        actions.send("catalogue.item.v1", "item:1", body, peer=peer, by=hz.by(), contents=PICTURE)


def parked(kl: Node) -> str:
    with kl.here():
        [row] = queries.parked()
        assert not row.first or row.state == Inbox.State.PARKED
        return row.code


def test_contents_are_fetched_before_the_message_is_taken(pair: Line, hz: Node, kl: Node) -> None:
    tell(hz)
    settle(hz, kl)
    [message] = kl.heard
    assert message.blob == NAME
    with kl.here():
        assert blobs.read(NAME) == PICTURE
        assert (Blob.objects.get().size, blobs.path(NAME).stat().st_mode & 0o077) == (len(PICTURE), 0)
    with hz.here():
        [told] = Outbox.objects.filter(kind="catalogue.item.v1").select_related("leaf")
        assert told.leaf is not None
        assert len(bytes(told.leaf.body)) < 1000


def test_contents_that_are_here_are_not_fetched_again(pair: Line, hz: Node, kl: Node) -> None:
    tell(hz)
    settle(hz, kl)
    pair.passed.clear()
    with hz.here():
        again = {"sku": "TEAPOT-2"}
        actions.send("catalogue.item.v1", "item:2", again, peer=hz.peer(), by=hz.by(), contents=PICTURE)
    settle(hz, kl)
    assert len(kl.heard) == 2
    assert [asked for asked in pair.passed if "/blobs/" in asked.url] == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (Answer(404, b""), "blob-missing"),
        (Answer(200, PICTURE.replace(b"c", b"k")), "blob-wrong-hash"),
        (Answer(200, PICTURE[:-1]), "blob-wrong-hash"),
        (Answer(200, PICTURE + b"!"), "blob-too-large"),
        (Answer(200, b""), "blob-wrong-hash"),
        (Answer(302, b"", {"Location": "https://169.254.169.254/"}), "Unavailable"),
        (Answer(502, b"<html>"), "Unavailable"),
    ],
    ids=["missing", "altered", "short", "longer", "empty", "moved", "proxy"],
)
def test_40_contents_that_are_not_what_was_named_park_the_message(
    pair: Line, hz: Node, kl: Node, given: Answer, code: str
) -> None:
    pair.fault = lambda asked, carried: replace(given) if "/blobs/" in asked.url else carried(asked)
    tell(hz)
    for _ in range(inbox.TRIES):
        settle(hz, kl)
    assert kl.heard == []
    assert parked(kl) == code
    assert "message-parked" in incidents(kl)
    with kl.here():
        assert Blob.objects.count() == 0
        assert list(blobs.path(NAME).parent.iterdir()) == []
    pair.fault = None
    with kl.here():
        [row] = queries.parked()
        actions.retry(row, by=kl.by())
    settle(hz, kl)
    assert [message.blob for message in kl.heard] == [NAME]


@pytest.mark.parametrize(
    "place",
    ["https://127.0.0.1/", "https://169.254.169.254/latest", "file:///etc/passwd", f"https://kl.example/blobs/{NAME}"],
)
def test_40_contents_at_another_place_than_the_peer_s_are_never_called(
    pair: Line, hz: Node, kl: Node, place: str
) -> None:
    with hz.here():
        plain = envelope.parse(said(hz, kl, kind="catalogue.item.v1", subject="item:1"))
    reference = Reference(place, bytes.fromhex(NAME), len(PICTURE))
    leaf = envelope.leaf(replace(plain, blob=reference))
    assert post(hz, kl, "bulk", batch_of(hz, "bulk", 1, [leaf])).status == 200
    pair.passed.clear()
    kl.work()
    assert parked(kl) == "blob-elsewhere"
    assert [asked.url for asked in pair.passed if asked.method == "GET"] == []


def test_40_ten_gibibytes_are_not_even_asked_for(pair: Line, hz: Node, kl: Node) -> None:
    with hz.here():
        plain = envelope.parse(said(hz, kl, kind="catalogue.item.v1", subject="item:1"))
    reference = Reference(f"{hz.url}/ehx/v1/blobs/{NAME}", bytes.fromhex(NAME), 10 * 2**30)
    leaf = envelope.leaf(replace(plain, blob=reference))
    assert post(hz, kl, "bulk", batch_of(hz, "bulk", 1, [leaf])).status == 200
    pair.passed.clear()
    kl.work()
    assert parked(kl) == "blob-too-large"
    assert [asked for asked in pair.passed if "/blobs/" in asked.url] == []


def test_40_an_endless_or_slow_answer_is_cut_off_with_little_kept(
    pair: Line, hz: Node, kl: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = [0]

    @contextmanager
    def endless(request: Request) -> Iterator[tuple[int, Iterator[bytes]]]:
        def pieces() -> Iterator[bytes]:
            while True:
                sent[0] += 65536
                yield bytes(65536)

        yield 200, pieces()

    tell(hz)
    hz.work()
    monkeypatch.setattr(wire, "stream", endless)
    kl.work()
    assert parked(kl) == "blob-too-large"
    assert sent[0] <= len(PICTURE) + 65536
    seconds = iter(range(0, 100_000, 10))
    monkeypatch.setattr(clock, "ticks", lambda: float(next(seconds)))

    @contextmanager
    def drop_by_drop(request: Request) -> Iterator[tuple[int, Iterator[bytes]]]:
        yield 200, (PICTURE[at : at + 1] for at in range(len(PICTURE)))

    monkeypatch.setattr(wire, "stream", drop_by_drop)
    with kl.here(), pytest.raises(Unavailable):
        blobs.fetch(kl.peer(), Reference(f"{hz.url}/ehx/v1/blobs/{NAME}", bytes.fromhex(NAME), len(PICTURE)))


def test_only_the_hub_to_which_a_message_names_them_may_fetch_contents(pair: Line, hz: Node, kl: Node) -> None:
    tell(hz)
    hz.work()

    def asked(name: str) -> int:
        with kl.here():
            request = wire.signed("GET", f"{hz.url}/ehx/v1/blobs/{name}")
        return hz.door(request).status

    assert asked(NAME) == 200
    assert asked("0" * 64) == 404
    assert asked("..%2f..%2fkeys") == 401
    with hz.here():
        Blob.objects.get().grants.all().delete()
    assert asked(NAME) == 404
    unsigned = Request("GET", f"{hz.url}/ehx/v1/blobs/{NAME}")
    assert hz.door(unsigned).status == 401


def test_contents_larger_than_the_limit_are_not_offered(pair: Line, hz: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    from entrepot.trade.finding import Refused

    monkeypatch.setattr(blobs, "LARGEST", 100)
    with pytest.raises(Refused):
        tell(hz)
    with hz.here():
        assert Outbox.objects.count() == 0


def test_a_fault_of_the_line_is_tried_again_by_itself(pair: Line, hz: Node, kl: Node) -> None:
    left = [1]

    def once(asked: Request, carried: Carried) -> Answer:
        if "/blobs/" in asked.url and left and left.pop():
            raise Unavailable("reset")
        return carried(asked)

    pair.fault = once
    tell(hz)
    settle(hz, kl)
    kl.work()
    assert [message.blob for message in kl.heard] == [NAME]
