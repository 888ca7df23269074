"""A permit issued at one hub is seen and checked at the other (failure 41)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from entrepot.ehx import jose, strict
from entrepot.hub import signet
from entrepot.hub.customs import document
from entrepot.hub.customs.models import PermitAbroad
from entrepot.hub.events.models import Event
from entrepot.hub.network import actions, documents, inbox, queries, sender, statements
from entrepot.hub.network.models import Document, Inbox, Peer, StatusList
from entrepot.hub.network.wire import Answer
from entrepot.trade.finding import Unavailable
from entrepot.trade.permit import PermitFacts
from tests.cast import NOON
from tests.hub.network.two_hubs import Line, Node
from tests.hub.network.watching import settle

FACTS = PermitFacts(
    number="PH-2026-1",
    kind="phytosanitary",
    holder="kl-batik",
    goods="4409",
    country="MY",
    quantity="10",
    unit="MTQ",
    valid_from=date(2026, 1, 1),
    valid_to=date(2026, 12, 31),
)


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "FIRST_PAUSE", 0.0)
    monkeypatch.setattr(inbox, "LONGEST_PAUSE", 0.0)
    monkeypatch.setattr(inbox.random, "uniform", lambda low, high: 0.0)


@pytest.fixture
def revoked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The places that the list of the issuing hub shows as withdrawn."""
    places: list[int] = []
    monkeypatch.setattr(documents.customs, "revoked_places", lambda: places)
    return places


def permit(kl: Node, place: int = 7) -> str:
    with kl.here():
        key = signet.kept(Path(kl.home), kl.host)
        return document.issued(FACTS, agency="Plant Health", holder="Batik House", issuer=kl.url, key=key, place=place)


def tell(kl: Node, text: str, number: str = FACTS.number) -> None:
    with kl.here():
        body = {"number": number, "kind": FACTS.kind}
        actions.send(documents.ISSUED, f"document:{number}", body, peer=kl.peer(), by=kl.by(), contents=text.encode())


def outcome(hz: Node) -> tuple[str, str]:
    with hz.here():
        row = Inbox.objects.get(kind=documents.ISSUED)
        return row.state, row.code


def test_a_permit_of_the_other_hub_is_seen_and_holds(pair: Line, hz: Node, kl: Node, revoked: list[int]) -> None:
    text = permit(kl)
    tell(kl, text)
    settle(hz, kl)
    with hz.here():
        seen = Document.objects.get()
        assert (seen.number, seen.kind, seen.holder, seen.issuer) == (
            *("PH-2026-1", "phytosanitary", "Batik House"),
            "Plant Health",
        )
        assert (seen.state, seen.text) == ("valid", text)
        [key] = Peer.objects.get().said.signet.values()
        assert document.verify(seen.text, key, on=NOON).goods == "4409"
        [known] = PermitAbroad.objects.all()
        assert (known.hub, known.country, known.holder, known.holder_name) == (
            "kl.example",
            "MY",
            "kl-batik",
            "Batik House",
        )
        assert (known.goods, known.quantity, known.unit, known.revoked_at) == ("4409", "10", "MTQ", None)
        assert (known.valid_from, known.valid_to) == (FACTS.valid_from, FACTS.valid_to)
        assert Event.objects.filter(kind="network.document.received").exists()


def test_a_permit_withdrawn_after_it_came_is_shown_as_withdrawn(
    pair: Line, hz: Node, kl: Node, revoked: list[int]
) -> None:
    tell(kl, permit(kl))
    settle(hz, kl)
    with kl.here():
        said = {"number": FACTS.number, "kind": FACTS.kind}
        actions.send(documents.REVOKED, f"document:{FACTS.number}", said, peer=kl.peer(), by=kl.by())
    settle(hz, kl)
    with hz.here():
        assert Document.objects.get().state == "revoked"
        assert PermitAbroad.objects.get().revoked_at is not None
        assert Event.objects.filter(kind="network.document.revoked").count() == 1


def test_41_what_the_list_withdraws_is_withdrawn_even_if_nobody_tells(
    pair: Line, hz: Node, kl: Node, revoked: list[int]
) -> None:
    tell(kl, permit(kl))
    settle(hz, kl)
    revoked.append(7)
    with hz.here():
        documents.looked_up(Peer.objects.get(), fresh=documents.FRESH)
        assert Document.objects.get().state == "valid"  # seen within the day
        StatusList.objects.all().delete()
        documents.looked_up(Peer.objects.get(), fresh=documents.FRESH)
        assert Document.objects.get().state == "revoked"
        assert PermitAbroad.objects.get().revoked_at is not None


def test_41_a_permit_that_was_withdrawn_before_it_came_is_kept_as_withdrawn(
    pair: Line, hz: Node, kl: Node, revoked: list[int]
) -> None:
    revoked.append(7)
    tell(kl, permit(kl))
    settle(hz, kl)
    with hz.here():
        assert Document.objects.get().state == "revoked"
        assert PermitAbroad.objects.get().revoked_at is not None


def test_a_permit_over_what_is_no_quantity_is_refused(pair: Line, hz: Node, kl: Node, revoked: list[int]) -> None:
    with kl.here():
        key = signet.kept(Path(kl.home), kl.host)
        crooked = replace(FACTS, unit="heaps")
        text = document.issued(crooked, agency="Plant Health", holder="Batik House", issuer=kl.url, key=key, place=7)
    tell(kl, text)
    settle(hz, kl)
    assert outcome(hz) == ("rejected", "unit-unknown")
    with hz.here():
        assert (Document.objects.count(), PermitAbroad.objects.count()) == (0, 0)


@pytest.mark.parametrize("given", [None, Answer(404, b""), Answer(502, b"<html>")], ids=["silent", "missing", "proxy"])
def test_41_while_the_list_cannot_be_read_the_permit_is_parked_and_not_accepted(
    pair: Line, hz: Node, kl: Node, revoked: list[int], given: Answer | None
) -> None:
    def fault(asked: object, carried: object) -> Answer:
        if "/status/" not in asked.url:  # type: ignore[attr-defined]
            return carried(asked)  # type: ignore[operator]
        if given is None:
            raise Unavailable("list")
        return replace(given)

    pair.fault = fault
    tell(kl, permit(kl))
    for _ in range(10):
        settle(hz, kl)
    assert outcome(hz) == ("parked", "Unavailable")
    with hz.here():
        assert Document.objects.count() == 0
    pair.fault = None
    with hz.here():
        [row] = queries.parked()
        actions.retry(row, by=hz.by())
    settle(hz, kl)
    assert outcome(hz) == ("done", "")


@pytest.mark.parametrize("wrong", ["issuer", "key", "none", "typ", "claims", "number", "list", "time"])
def test_41_a_document_that_does_not_hold_is_refused_and_its_sender_told(
    pair: Line, hz: Node, kl: Node, revoked: list[int], wrong: str
) -> None:
    text = permit(kl)
    _, payload = jose.opened_unverified(text)
    claims = strict.read(payload)
    with kl.here():
        key = signet.kept(Path(kl.home), kl.host)
    with hz.here():
        other = signet.kept(Path(hz.home), hz.host)
    status = {**claims["credentialStatus"], "statusListCredential": "https://127.0.0.1/list"}
    given = {
        "issuer": signet.signed({**claims, "iss": hz.url, "issuer": {"id": hz.url}}, key),
        "key": signet.signed(claims, other),
        "none": "eyJhbGciOiJub25lIiwidHlwIjoidmMrand0In0." + text.split(".")[1] + ".",
        "typ": jose.compact(payload, key, "jwt"),
        "claims": signet.signed({**claims, "vc": {}}, key),
        "number": signet.signed({**claims, "credentialSubject": {"number": "another"}}, key),
        "list": signet.signed({**claims, "credentialStatus": status}, key),
        "time": signet.signed({**claims, "validUntil": "2026-01-02T00:00:00+00:00"}, key),
    }[wrong]
    tell(kl, given)
    pair.passed.clear()
    settle(hz, kl)
    expected = {
        "issuer": "credential-issuer",
        "key": "credential-signature",
        "none": "credential-alg",
        "typ": "credential-typ",
        "claims": "credential-claims",
        "number": "credential-subject",
        "list": "credential-status",
        "time": "credential-time",
    }[wrong]
    assert outcome(hz) == ("rejected", expected)
    assert [asked.url for asked in pair.passed if "127.0.0.1" in asked.url] == []
    with hz.here():
        assert Document.objects.count() == 0
    with kl.here():
        refused = Event.objects.get(kind="network.message.refused")
        assert refused.body["code"] == expected


def test_the_statement_lists_the_key_of_documents(pair: Line, hz: Node, kl: Node) -> None:
    with kl.here():
        key = signet.kept(Path(kl.home), kl.host).verifier.public
    with hz.here():
        statements.refresh(Peer.objects.get())
        assert list(Peer.objects.get().said.signet.values()) == [key]
