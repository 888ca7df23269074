"""Who bought is not kept for ever: not in checkouts nobody placed, not where nothing can follow, not in letters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from entrepot.hub.aftersales import sweeping
from entrepot.hub.aftersales.models import Dispute
from entrepot.hub.buying import checkout, mailing, placing
from entrepot.hub.buying.models import Purchase, PurchaseOrder
from entrepot.hub.events import clock, worker
from entrepot.hub.events.models import Event
from entrepot.hub.network import blobs, duties, retention
from entrepot.hub.network.models import Inbox, Outbox
from entrepot.hub.orders import actions as orders
from entrepot.hub.orders.facts import BuyerFacts
from entrepot.hub.orders.models import Consignment
from entrepot.trade.finding import NotYours
from tests import cast
from tests.cast import NOON
from tests.hub.buying import shopping
from tests.hub.buying.shopping import BOWL, NUR
from tests.hub.network.two_hubs import Node
from tests.stories.test_bought_at_another_hub import THERE, bought, shop_open

__all__ = ["shop_open"]


def swept(**later: float) -> int:
    return sweeping.swept(by=cast.the_hub(NOON + timedelta(**later)))


@pytest.mark.django_db
class TestCheckouts:
    def test_one_that_nobody_placed_goes_a_week_after_its_price_has_ended(self) -> None:
        shopping.ceramics()
        shopping.checked_out((BOWL, "BOWL", 1), email="nur@example.org")
        assert swept(days=7, hours=23) == 0
        assert Purchase.objects.count() == 1
        assert swept(days=8, minutes=1) == 1
        assert not Purchase.objects.exists()
        assert not PurchaseOrder.objects.exists()
        assert Event.objects.get(kind="buying.checkouts.swept").body == {"number": 1}
        assert swept(days=9) == 0

    def test_nobody_but_the_hub_and_its_operators_sweeps(self) -> None:
        for somebody in (cast.by("hz-ceramics"), cast.stranger()):
            with pytest.raises(NotYours):
                sweeping.swept(by=somebody)

    def test_the_daily_duty_does_it(self, settings: object) -> None:
        settings.ENTREPOT_CLOCK = "simulated"  # type: ignore[attr-defined]
        clock.start(NOON + timedelta(days=9))
        shopping.ceramics()
        shopping.checked_out((BOWL, "BOWL", 1))
        duties.DUTIES["who bought"][1]()
        assert not Purchase.objects.exists()


@pytest.mark.django_db
class TestPurchases:
    @pytest.fixture
    def over(self) -> Purchase:
        """A purchase that ended well, thirty days after it was made."""
        shopping.ceramics()
        purchase = shopping.checked_out((BOWL, "BOWL", 1), email="nur@example.org")
        placing.place(purchase.pk, by=shopping.by())
        Consignment.objects.update(state="settled", delivered_at=NOON + timedelta(days=30))
        return purchase

    def test_who_bought_is_destroyed_thirty_days_after_the_last_day_for_a_dispute(self, over: Purchase) -> None:
        assert swept(days=149) == 0
        assert checkout.buyer_of(Purchase.objects.get()) == NUR
        assert swept(days=151) == 1
        kept = Purchase.objects.get()
        assert (checkout.buyer_of(kept), mailing.address_of(kept), kept.mask) == (BuyerFacts(), "", "")
        assert kept.orders.get().total_minor == 548_00, "what was done stays"
        assert swept(days=152) == 0
        assert Event.objects.filter(kind="buying.purchase.forgotten").count() == 1

    @pytest.mark.parametrize("state", ["placed", "paid", "exported", "imported", "delivered"])
    def test_not_while_the_parcel_is_on_its_way_or_the_money_not_settled(self, over: Purchase, state: str) -> None:
        Consignment.objects.update(state=state)
        assert swept(days=400) == 0

    def test_not_while_another_hub_has_not_answered_one_of_its_orders(self, over: Purchase) -> None:
        PurchaseOrder.objects.update(state="requested", ucr="")
        assert swept(days=400) == 0

    def test_not_while_a_dispute_about_it_is_open(self, over: Purchase) -> None:
        consignment = Consignment.objects.get()
        Dispute.objects.create(
            number=f"{consignment.ucr}-D1",
            ucr=consignment.ucr,
            mediates=True,
            decides=True,
            seller_code=consignment.seller_code,
            told=b"",
            cause="damaged",
            currency="MYR",
            opened_at=NOON,
            answer_by=NOON,
            decide_by=NOON,
        )
        assert swept(days=400) == 0
        Dispute.objects.update(state="decided")
        assert swept(days=401) == 1


def test_the_letter_that_named_the_buyer_goes_from_both_hubs_thirty_days_after_it_was_taken(
    hz: Node, kl: Node, shop_open: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with kl.here():
        placing.place(shopping.checked_out((THERE, "BOWL", 1)).pk, by=shopping.by())
    shop_open()
    real = clock.wall
    with kl.here():
        name = Outbox.objects.get(kind="order.requested.v1").blob
    with hz.here():
        assert Inbox.objects.get(kind="order.requested.v1").blob == name

    def passed(days: int) -> None:
        def wall() -> datetime:
            return real() + timedelta(days=days)

        monkeypatch.setattr(clock, "wall", wall)
        for node in (hz, kl):
            with node.here():
                retention.erased()

    def there(node: Node) -> bool:
        with node.here():
            return blobs.path(name).exists()

    passed(29)
    assert there(kl)
    assert there(hz)
    passed(31)
    assert not there(kl)
    assert not there(hz)
    with hz.here():
        assert orders.hand_over([bought(kl).ucr], by=cast.by("hz-ceramics", NOON + timedelta(hours=5)))


def test_a_letter_that_was_never_answered_is_kept_until_it_is(
    hz: Node, kl: Node, shop_open: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with kl.here():
        placing.place(shopping.checked_out((THERE, "BOWL", 1)).pk, by=shopping.by())
        worker.work_until_idle()
        real = clock.wall
        name = Outbox.objects.get(kind="order.requested.v1").blob
        monkeypatch.setattr(clock, "wall", lambda: real() + timedelta(days=60))
        retention.erased()
        assert blobs.path(name).exists()
