"""Two hubs come together: keys compared, one agreement, eight channels."""

from __future__ import annotations

import pytest

from entrepot.ehx.refusal import code_of
from entrepot.hub.events.models import Event
from entrepot.hub.network import actions, own
from entrepot.hub.network.models import Channel, Leaf, Offer, Peer
from entrepot.trade.finding import NotYours, Refused, Unavailable
from tests import cast
from tests.hub.network.two_hubs import Line, Node


def states(*nodes: Node) -> list[str]:
    return [node.peer().state for node in nodes]


def test_both_operators_compare_keys_and_the_hubs_exchange(pair: Line, hz: Node, kl: Node) -> None:
    assert states(hz, kl) == ["active", "active"]
    assert bytes(hz.peer().agreement) == bytes(kl.peer().agreement)
    assert (hz.peer().name, hz.peer().country) == ("KLIA e-hub", "MY")


def test_the_agreement_is_the_first_leaf_of_all_eight_channels(pair: Line, hz: Node, kl: Node) -> None:
    for node in (hz, kl):
        with node.here():
            agreement = bytes(Peer.objects.get().agreement)
            firsts = [bytes(leaf.body) for leaf in Leaf.objects.filter(index=0)]
            assert firsts == [agreement] * 8
            assert (
                sorted(Channel.objects.values_list("direction", "size", "acked"))
                == [("in", 1, 1)] * 4 + [("out", 1, 1)] * 4
            )


def test_a_wrong_thumbprint_is_refused_and_nothing_is_kept(line: Line, hz: Node, kl: Node) -> None:
    thumbprint = hz.thumbprint()
    with hz.here():
        with pytest.raises(Refused) as refused:
            actions.peer_with(kl.url, thumbprint, by=hz.by())
        assert code_of(refused.value) == "thumbprint-differs"
        assert Peer.objects.count() == 0


def test_a_thumbprint_may_be_typed_with_or_without_its_spaces(line: Line, hz: Node, kl: Node) -> None:
    thumbprint = kl.thumbprint().replace(" ", "").upper()
    with hz.here():
        assert actions.peer_with(kl.url + "/", thumbprint, by=hz.by()).state == "offered"


def test_one_operator_alone_makes_an_offer_that_waits(line: Line, hz: Node, kl: Node) -> None:
    thumbprint = kl.thumbprint()
    with hz.here():
        assert actions.peer_with(kl.url, thumbprint, by=hz.by()).state == "offered"
    with kl.here():
        assert Offer.objects.get().entity == hz.url
        assert Peer.objects.count() == 0


def test_both_offering_at_once_come_together(line: Line, hz: Node, kl: Node) -> None:
    def lost(request: object, carried: object) -> None:
        raise Unavailable("the line")

    prints = {hz.host: hz.thumbprint(), kl.host: kl.thumbprint()}
    for one, other in ((hz, kl), (kl, hz)):
        with one.here():
            line.fault = lambda request, carried: (
                (_ for _ in ()).throw(Unavailable("line")) if request.method == "POST" else carried(request)
            )
            with pytest.raises(Unavailable):
                actions.peer_with(other.url, prints[other.host], by=one.by())
    line.fault = None
    assert states(hz, kl) == ["offered", "offered"]
    for node in (kl, hz, kl, hz):
        node.work()
    assert states(hz, kl) == ["active", "active"]
    assert bytes(hz.peer().agreement) == bytes(kl.peer().agreement)


def test_an_agreement_lost_on_the_way_is_handed_over_again(line: Line, hz: Node, kl: Node) -> None:
    prints = {hz.host: hz.thumbprint(), kl.host: kl.thumbprint()}
    with hz.here():
        actions.peer_with(kl.url, prints[kl.host], by=hz.by())
    line.fault = lambda request, carried: (
        (_ for _ in ()).throw(Unavailable("line")) if "agreement" in request.url else carried(request)
    )
    with kl.here(), pytest.raises(Unavailable):
        actions.peer_with(hz.url, prints[hz.host], by=kl.by())
    assert states(hz, kl) == ["offered", "agreed"]
    line.fault = None
    for node in (hz, kl, hz, kl):
        node.work()
    assert states(hz, kl) == ["active", "active"]


def test_asking_again_is_harmless(pair: Line, hz: Node, kl: Node) -> None:
    thumbprint = kl.thumbprint()
    with hz.here():
        before = Event.objects.count()
        assert actions.peer_with(kl.url, thumbprint, by=hz.by()).state == "active"
        assert Channel.objects.count() == 8
        assert Event.objects.count() == before


def test_a_stranger_cannot(line: Line, hz: Node, kl: Node) -> None:
    with hz.here(), pytest.raises(NotYours):
        actions.peer_with(kl.url, kl.thumbprint(), by=cast.stranger())


def test_an_altered_or_replayed_offer_is_refused(pair: Line, line: Line, hz: Node, kl: Node) -> None:
    from entrepot.ehx.httpsig import Request

    with hz.here():
        raw = bytes(Peer.objects.get().offer)
    altered = raw.replace(b"a", b"b", 1)
    media = {"Content-Type": "application/vnd.ehx.peering+json"}
    assert kl.door(Request("POST", f"{kl.url}/ehx/v1/peerings", media, altered)).status == 422
    replayed = kl.door(Request("POST", f"{kl.url}/ehx/v1/peerings", media, raw))
    assert (replayed.status, replayed.body) == (200, bytes(kl.peer().agreement))
    assert kl.channel("reg").size == 1


def test_our_own_address_and_private_addresses_are_refused(line: Line, hz: Node, settings: object) -> None:
    from django.test import override_settings

    with hz.here(), override_settings(ENTREPOT_ALLOW_LOOPBACK_PEERS=False, ENTREPOT_FOUR_EYES="0"):
        for url in (
            "https://127.0.0.1",
            "https://169.254.169.254",
            "https://10.0.0.8",
            "https://[::1]",
            "https://[::ffff:10.0.0.8]",
            "http://kl.example",
            "https://user@127.0.0.1",
            "file:///etc",
        ):
            with pytest.raises(Refused) as refused:
                actions.peer_with(url, "0000", by=hz.by())
            assert code_of(refused.value) == "address-not-public"
    with hz.here(), pytest.raises(Refused) as refused:
        actions.peer_with(hz.url, own.statement().thumbprint, by=hz.by())
    assert code_of(refused.value) == "peer-is-ourselves"


def test_a_suspended_peer_is_not_served_and_a_resumed_one_is(pair: Line, hz: Node, kl: Node) -> None:
    with kl.here():
        actions.move(Peer.objects.get(), "suspend", by=kl.by(), reason="test")
    hz.tell("order.placed.v1")
    hz.work()
    assert pair.answers[-1].status == 403
    assert hz.channel("trade").state == "open"
    with kl.here():
        actions.move(Peer.objects.get(), "resume", by=kl.by())
    with hz.here():
        Channel.objects.update(next_try=None)
    hz.work()
    kl.work()
    assert [message.kind for message in kl.heard] == ["order.placed.v1"]
