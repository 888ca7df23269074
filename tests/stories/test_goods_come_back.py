"""A bowl goes back from Kuala Lumpur to Hangzhou, or is disputed, or rated: at both hubs, and in the file of both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from entrepot.ehx.file import verify_file
from entrepot.hub.aftersales import access, evidence
from entrepot.hub.aftersales import actions as aftersales
from entrepot.hub.aftersales.disputes import DisputeFacts
from entrepot.hub.aftersales.facts import ReturnFacts
from entrepot.hub.aftersales.models import Dispute, Evidence, Rating, Return
from entrepot.hub.catalogue import actions as catalogue
from entrepot.hub.catalogue.models import Listing
from entrepot.hub.customs.models import Declaration
from entrepot.hub.duties import actions as duties
from entrepot.hub.duties.models import GoodsReturn
from entrepot.hub.events import Actor, clock
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.network import own
from entrepot.hub.network import queries as network
from entrepot.hub.orders import actions
from entrepot.hub.orders import queries as orders
from entrepot.hub.tariffs import actions as tariffs
from entrepot.trade.finding import NotYours
from tests import cast
from tests.cast import NOON
from tests.hub.aftersales.sold import PHOTO, PNG
from tests.hub.network.two_hubs import Node
from tests.hub.orders import shop
from tests.stories.test_privacy import named

Trading = Callable[[], None]


@pytest.fixture
def ucr(hz: Node, kl: Node, trading: Trading) -> str:
    """The bowl of the other story, delivered in Kuala Lumpur and settled."""
    with kl.here():
        for code in ("my-customs", "kl-batik"):
            cast.party(code)
    with hz.here():
        seller = shop.ceramics()
        tariffs.note_tax_number(seller, "MY", "LRN-0417", by=cast.the_hub())
        ucr = shop.placed(shop.ORDER).ucr
    trading()
    with hz.here():
        actions.hand_over([ucr], by=cast.by("hz-ceramics", NOON + timedelta(hours=5)))
    trading()
    with kl.here():
        assert orders.consignment(ucr).state == "settled"
    return ucr


def asked(kl: Node, ucr: str, pieces: int = 1) -> str:
    with kl.here():
        facts = ReturnFacts(pieces={1: pieces}, reason="damaged", told="A crack in the glaze", photos=(PHOTO,))
        return aftersales.request(ucr, facts, seal=access.seal_of(ucr), by=Actor("visitor", "", "", clock.now())).number


def test_the_buyer_asks_at_one_hub_and_is_paid_by_the_other(hz: Node, kl: Node, trading: Trading, ucr: str) -> None:
    number = asked(kl, ucr)
    trading()
    with hz.here():
        there = Return.objects.get(number=number)
        assert (there.decides, there.state, there.lines) == (
            True,
            "requested",
            [{"line": 1, "sku": "BOWL", "pieces": 1}],
        )
        assert evidence.said(number, there.told) == "A crack in the glaze"
        assert evidence.opened(Evidence.objects.get()) == PNG
        aftersales.answer(number, "accept", "Lake Road 1, Hangzhou", by=cast.by("hz-ceramics", clock.now()))
    trading()
    with kl.here():
        here = Return.objects.get(number=number)
        assert (here.decides, here.state, here.answer, here.whole) == (False, "accepted", "Lake Road 1, Hangzhou", True)
        assert here.customs == "return-not-foreseen"
    with hz.here():
        aftersales.receive(number, {"BOWL": 0}, by=cast.by("hz-ceramics", clock.now()))
    trading()
    for node in (hz, kl):
        with node.here():
            kept = Return.objects.get(number=number)
            assert (kept.state, kept.goods_minor, kept.freight_minor, kept.charges_minor) == (
                "refunded",
                480_00,
                20_00,
                48_00,
            )
            assert set(ledger.trial().values()) == {0}
    with hz.here():
        assert ledger.balance("receivable:hz-ceramics", "MYR") == 548_00
        ours, keys = network.export_file(ucr), [own.statement().root_key]
    with kl.here():
        theirs = network.export_file(ucr)
        keys.append(own.statement().root_key)
    verdict, other = verify_file(ours, keys), verify_file(theirs, keys)
    assert verdict.ok
    assert other.ok
    assert verdict.root == other.root
    assert [entry.kind.removeprefix("org.ehub.") for entry in verdict.entries][-3:] == [
        "return.requested.v1",
        "return.moved.v1",
        "return.moved.v1",
    ]
    assert b"glaze" not in str(ours).encode()
    for node in (hz, kl):
        with node.here():
            assert named(("glaze",)) == set()


def test_what_the_customs_of_the_buyer_undoes_is_owed_no_more_and_the_seller_has_it(
    hz: Node, kl: Node, trading: Trading, ucr: str
) -> None:
    """Malaysia's law as held foresees no return; here an officer takes the goods back all the same."""
    number = asked(kl, ucr)
    trading()
    with hz.here():
        aftersales.answer(number, "accept", "Lake Road 1, Hangzhou", by=cast.by("hz-ceramics", clock.now()))
    trading()
    with kl.here():
        declaration = Declaration.objects.get(ucr=ucr)
        last = (clock.now() + timedelta(days=20)).date()
        applied = GoodsReturn.objects.create(
            declaration=declaration, reason="damaged", back_by=last, applied_at=clock.now()
        )
        duties.take_back(applied, by=cast.by("my-customs", clock.now()))
        assert ledger.balance("peer:hz.example", "MYR") == 0
    trading()
    with hz.here():
        assert ledger.balance("peer:kl.example", "MYR") == 0
        assert Return.objects.get(number=number).customs == "undone"
        assert set(ledger.trial().values()) == {0}


def test_what_the_other_hub_cannot_take_is_refused_to_the_buyer_with_its_reason(
    hz: Node, kl: Node, trading: Trading, ucr: str
) -> None:
    first = asked(kl, ucr)
    trading()
    with hz.here():
        aftersales.answer(first, "let-go", "", by=cast.by("hz-ceramics", clock.now()))
    with kl.here():
        Return.objects.filter(number=first).update(state="withdrawn")  # as if the line had been cut in between
    second = asked(kl, ucr)
    trading()
    with kl.here():
        assert (Return.objects.get(number=second).state, Return.objects.get(number=second).answer) == (
            "refused",
            "more-than-bought",
        )
        assert Return.objects.get(number=first).state == "refunded"
    with hz.here():
        assert Return.objects.count() == 1


def test_the_buyer_may_withdraw_and_the_seller_s_hub_hears_of_it(
    hz: Node, kl: Node, trading: Trading, ucr: str
) -> None:
    number = asked(kl, ucr)
    trading()
    with kl.here():
        aftersales.withdraw(number, seal=access.seal_of(ucr), by=Actor("visitor", "", "", clock.now()))
    trading()
    with hz.here():
        assert Return.objects.get().state == "withdrawn"


def visitor() -> Actor:
    return Actor("visitor", "", "", clock.now())


def test_a_dispute_is_opened_and_decided_where_it_was_bought_and_paid_where_the_order_is(
    hz: Node, kl: Node, trading: Trading, ucr: str
) -> None:
    with kl.here():
        cast.party("operator")
        facts = DisputeFacts(cause="damaged", told="A crack in the glaze", files=(PHOTO,))
        number = aftersales.open_dispute(ucr, facts, seal=access.seal_of(ucr), by=visitor()).number
    trading()
    with hz.here():
        held = Dispute.objects.get()
        assert (held.mediates, held.decides, held.state) == (False, True, "opened")
        with pytest.raises(NotYours):
            aftersales.decide_dispute(number, 1, "Ours to say", by=cast.by("operator", clock.now()))
        aftersales.answer_dispute(number, "It left whole", [PHOTO], by=cast.by("hz-ceramics", clock.now()))
    trading()
    with kl.here():
        held = Dispute.objects.get()
        assert (held.state, evidence.said(f"{number}:answer", held.answer)) == ("answered", "It left whole")
        assert sorted(Evidence.objects.values_list("side", flat=True)) == ["buyer", "seller"]
        cast.party("hz-ceramics")
        with pytest.raises(NotYours):
            aftersales.answer_dispute(number, "From here", by=cast.by("hz-ceramics", clock.now()))
        aftersales.decide_dispute(number, 100_00, "The carrier noted damage", by=cast.by("operator", clock.now()))
    trading()
    with hz.here():
        assert (Dispute.objects.get().state, Dispute.objects.get().reasons) == ("decided", "The carrier noted damage")
        assert ledger.balance("receivable:hz-ceramics", "MYR") == 100_00
        assert set(ledger.trial().values()) == {0}
        told, keys = network.export_file(ucr), [own.statement().root_key]
    with kl.here():
        keys.append(own.statement().root_key)
    kinds = [entry.kind.removeprefix("org.ehub.") for entry in verify_file(told, keys).entries][-3:]
    assert kinds == ["dispute.opened.v1", "dispute.moved.v1", "dispute.moved.v1"]


def test_a_rating_travels_to_the_seller_and_its_answer_back(hz: Node, kl: Node, trading: Trading, ucr: str) -> None:
    with hz.here():
        priced = replace(shop.BOWL, price="480.00", currency="MYR")
        catalogue.list_products(cast.party("hz-ceramics"), [priced], by=cast.by("hz-ceramics", clock.now()))
    trading()
    with kl.here():
        given = aftersales.rate(ucr, 1, 4, "Thin and light", seal=access.seal_of(ucr), by=visitor())
    trading()
    with hz.here():
        there = Rating.objects.get()
        assert (there.own, there.decides, there.stars, there.words, there.state) == (False, True, 4, "", "none")
        assert Listing.objects.get(key="/hz-ceramics/bowl").rating_sum == 4
    with kl.here():
        aftersales.let_pass(given.pk, by=cast.by("operator", clock.now()))
    trading()
    with hz.here():
        there = Rating.objects.get()
        assert (there.words, there.state) == ("Thin and light", "shown")
        aftersales.reply(there.pk, "Come again", by=cast.by("hz-ceramics", clock.now()))
    trading()
    with kl.here():
        assert Rating.objects.get().reply == "Come again"
        assert Listing.objects.get(key="hz.example/hz-ceramics/bowl").rating_sum == 4
