"""Two operators want every step of a peering, and nobody comes in by a bad offer (failure 43)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import override_settings

from entrepot.ehx import agreement, identity, strict
from entrepot.ehx.encoding import unb64url
from entrepot.ehx.httpsig import Request
from entrepot.ehx.keyring import KeyRing
from entrepot.ehx.refusal import code_of
from entrepot.hub.events import Actor, clock
from entrepot.hub.events.models import Event
from entrepot.hub.network import actions, own, peering, queries, statements
from entrepot.hub.network.models import Channel, Offer, Peer, Proposal
from entrepot.hub.network.wire import Answer
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Person
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused, Unavailable
from tests import cast
from tests.cast import NOON
from tests.hub.network.two_hubs import Line, Node
from tests.hub.network.watching import code


@pytest.fixture(autouse=True)
def four_eyes(request: pytest.FixtureRequest) -> None:
    """The first hub asks for two operators from now on, whether it has a peer already or not."""
    if "pair" in request.fixturenames:
        request.getfixturevalue("pair")
    request.getfixturevalue("hz").four_eyes = "1"


def person(name: str, node: Node, party: str = "operator") -> Actor:
    """Somebody of the first hub: two operators and a seller."""
    cast.person(f"{name}@hz.example", party, "operator" if party == "operator" else "seller")
    found = Person.objects.get(email=f"{name}@hz.example")
    return parties.actor_for(found, party, NOON)


def connect(hz: Node, kl: Node) -> Proposal:
    thumbprint = kl.thumbprint()
    with hz.here():
        return actions.propose("connect", kl.url, thumbprint=thumbprint, by=person("ann", hz))


def test_43_one_operator_proposes_and_another_approves(line: Line, hz: Node, kl: Node) -> None:
    proposal = connect(hz, kl)
    with hz.here():
        assert Peer.objects.count() == 0
        assert list(queries.proposals()) == [proposal]
        assert actions.approve(proposal, by=person("bo", hz)).state == "offered"
        assert list(queries.proposals()) == []
        kinds = Event.objects.filter(kind__startswith="network.peering").values_list("kind", flat=True)
        assert list(kinds) == [f"network.peering.{done}" for done in ("proposed", "approved", "offered")]


def test_43_who_proposed_cannot_approve_and_neither_can_a_worker_or_a_stranger(line: Line, hz: Node, kl: Node) -> None:
    proposal = connect(hz, kl)
    with hz.here():
        for by in (person("ann", hz), hz.by(), cast.stranger(), person("sel", hz, "hz-ceramics")):
            with pytest.raises(NotYours):
                actions.approve(proposal, by=by)
        assert Peer.objects.count() == 0
        assert Proposal.objects.get().closed_at is None


def test_43_nobody_connects_or_suspends_alone(pair: Line, hz: Node, kl: Node) -> None:
    thumbprint = kl.thumbprint()
    with hz.here():
        with pytest.raises(NotAllowedNow):
            actions.peer_with(kl.url, thumbprint, by=person("ann", hz))
        with pytest.raises(NotAllowedNow):
            actions.move(hz.peer(), "suspend", by=person("ann", hz))
        with pytest.raises(NotYours):
            actions.propose("suspend", kl.url, by=cast.stranger())
        assert Proposal.objects.count() == 0


def test_43_suspending_and_resuming_need_four_eyes_too(pair: Line, hz: Node, kl: Node) -> None:
    with hz.here():
        for move, state in (("suspend", "suspended"), ("resume", "active"), ("close", "closed")):
            proposal = actions.propose(move, kl.url, reason="drill", by=person("ann", hz))
            assert actions.propose(move, kl.url, reason="drill", by=person("ann", hz)) == proposal
            assert actions.approve(proposal, by=person("bo", hz)).state == state
            with pytest.raises(NotAllowedNow):
                actions.approve(proposal, by=person("bo", hz))


def test_43_a_proposal_is_good_for_fourteen_days(line: Line, hz: Node, kl: Node) -> None:
    proposal = connect(hz, kl)
    with hz.here():
        late = person("bo", hz).later(NOON + timedelta(days=15))
        with pytest.raises(NotAllowedNow):
            actions.approve(proposal, by=late)
        assert Peer.objects.count() == 0


def test_43_an_approval_while_the_other_hub_is_silent_may_be_given_again(line: Line, hz: Node, kl: Node) -> None:
    proposal = connect(hz, kl)

    def cut(asked: Request, carried: object) -> Answer:
        raise Unavailable("cut")

    line.fault = cut
    with hz.here():
        with pytest.raises(Unavailable):
            actions.approve(proposal, by=person("bo", hz))
        assert Proposal.objects.get().closed_at is None
        line.fault = None
        assert actions.approve(proposal, by=person("bo", hz)).state == "offered"


def offer(hz: Node, kl: Node, *, late: bool = False, **changes: object) -> bytes:
    """An offer of hz to kl under the true root key, with other terms than both would write."""
    with kl.here():
        theirs = own.statement()
    with hz.here():
        now = int(clock.wall().timestamp()) - (agreement.OFFER_LIFE + 60 if late else 0)
        payload = agreement.offer(own.statement(), theirs, id="p-9", nonce="n-9", now=now)
        said = {**strict.read(payload), **changes}
        return agreement.signed(strict.line(said), own.keys().root)


def offered(kl: Node, raw: bytes) -> Answer:
    return kl.door(Request("POST", f"{kl.url}/ehx/v1/peerings", {"Content-Type": peering.MEDIA_TYPE}, raw))


def compared(hz: Node, kl: Node) -> None:
    """The other operator has compared the key, and his offer is out."""
    thumbprint = hz.thumbprint()
    with kl.here():
        actions.peer_with(hz.url, thumbprint, by=kl.by())


@pytest.mark.parametrize("wrong", ["terms", "channels", "expired", "other hub", "key"])
def test_43_an_offer_that_is_expired_altered_or_for_another_is_refused(
    line: Line, hz: Node, kl: Node, wrong: str
) -> None:
    compared(hz, kl)
    terms = {**agreement.TERMS, "limits": {**agreement.TERMS["limits"], "leaf": 2**30}}
    raw = {
        "terms": lambda: offer(hz, kl, terms=terms),
        "channels": lambda: offer(hz, kl, channels=[]),
        "expired": lambda: offer(hz, kl, late=True),
        "other hub": lambda: offer(hz, kl, accepting="https://xx.example"),
        "key": lambda: agreement.signed(
            unb64url(strict.read(offer(hz, kl))["payload"]), KeyRing.generate(hz.host).root
        ),
    }[wrong]()
    with kl.here():
        Peer.objects.update(fetched_at=clock.wall())
    answer = offered(kl, raw)
    assert (answer.status, code(answer)) in ((422, "offer-refused"), (409, "offer-crossed"))
    with kl.here():
        assert Peer.objects.get().state == "offered"
        assert Channel.objects.count() == 0


def test_43_an_offer_taken_and_replayed_later_opens_nothing_twice(line: Line, hz: Node, kl: Node) -> None:
    raw = offer(hz, kl)
    assert offered(kl, raw).status == 202
    assert offered(kl, raw).status == 202
    with kl.here():
        assert Offer.objects.count() == 1
    with pytest.raises(Unavailable):  # hz does not know its own offer, and takes no agreement to it
        compared(hz, kl)
    with kl.here():
        assert Peer.objects.get().state == "agreed"
        assert Channel.objects.count() == 8
        before = bytes(Peer.objects.get().agreement)
    assert offered(kl, raw).body == before
    assert kl.channel("reg").size == 1


@pytest.mark.parametrize(
    "base", ["https://127.0.0.1/ehx/v1", "https://169.254.169.254/latest", "https://xx.example/ehx/v1"]
)
def test_43_a_statement_that_sends_us_elsewhere_is_refused_and_nobody_is_called(
    line: Line, hz: Node, kl: Node, base: str
) -> None:
    with kl.here():
        facts, ring = replace(own.facts(), base=base), own.keys()
    raw = identity.issue(facts, ring, seq=5, now=int(clock.wall().timestamp()))
    line.fault = lambda asked, carried: Answer(200, raw.encode())
    line.passed.clear()
    with hz.here():
        with pytest.raises(Refused) as refused:
            statements.fetched(kl.url)
        assert code_of(refused.value) in ("statement-refused", "address-not-public")
    assert [asked.url for asked in line.passed] == [kl.url + statements.PATH]


def test_43_a_redirect_is_not_followed(line: Line, hz: Node, kl: Node) -> None:
    line.fault = lambda asked, carried: Answer(302, b"", {"Location": "http://169.254.169.254/latest/meta-data"})
    line.passed.clear()
    with hz.here(), pytest.raises(Unavailable):
        statements.fetched(kl.url)
    assert len(line.passed) == 1


def test_two_hubs_on_one_machine_do_without_unless_they_say_so(line: Line, hz: Node, kl: Node) -> None:
    from entrepot.hub.network import approving

    with hz.here():
        assert approving.needed()
        with override_settings(ENTREPOT_FOUR_EYES=""):
            assert not approving.needed()
        with override_settings(ENTREPOT_FOUR_EYES="", ENTREPOT_ALLOW_LOOPBACK_PEERS=False):
            assert approving.needed()
        with override_settings(ENTREPOT_FOUR_EYES="0", ENTREPOT_ALLOW_LOOPBACK_PEERS=False):
            assert not approving.needed()
