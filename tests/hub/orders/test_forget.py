"""A buyer is forgotten when the trade is over; the label shows the buyer to those who print it and to nobody else."""

from __future__ import annotations

import pytest

from entrepot.hub.events.models import Event
from entrepot.hub.orders import actions, border, buyers, consequences
from entrepot.hub.orders.labels import label
from entrepot.hub.orders.models import Buyer, Consignment
from entrepot.hub.payments.models import PaymentOrder
from entrepot.trade.finding import NotAllowedNow, NotYours
from tests import cast
from tests.hub.orders.shop import ORDER, placed

pytestmark = pytest.mark.django_db


def asked() -> Consignment:
    consignment = placed(ORDER)
    consequences.request_payment(Event.objects.get(kind="orders.order.placed"), by=cast.the_hub())
    return consignment


def forget(consignment: Consignment) -> None:
    actions.forget(consignment.ucr, by=cast.by("hz-ceramics"))


def test_a_forgotten_buyer_is_gone_and_the_order_stays() -> None:
    consignment = asked()
    actions.cancel(consignment.ucr, "no", by=cast.by("hz-ceramics"))
    forget(consignment)
    forget(consignment)
    assert not Buyer.objects.exists()
    payment = PaymentOrder.objects.get()
    assert (bytes(payment.debtor_sealed), payment.debtor_mask, payment.commitments) == (b"", "", {})
    assert consignment.order is not None
    assert buyers.opened(consignment.order).name == "Buyer of order A-1"
    assert Event.objects.filter(kind="orders.buyer.forgotten").count() == 1


def test_a_buyer_who_is_still_needed_is_not_forgotten_and_a_stranger_forgets_nobody() -> None:
    consignment = asked()
    with pytest.raises(NotAllowedNow):
        forget(consignment)
    with pytest.raises(NotYours):
        actions.forget(consignment.ucr, by=cast.by("kl-batik"))
    assert Buyer.objects.count() == 1


def test_the_label_names_the_buyer_to_seller_and_carrier_only() -> None:
    consignment = asked()
    border.label(consignment.ucr, by=cast.the_hub())
    for code in ("hz-ceramics", "hz-post"):
        printed = label(consignment.ucr, by=cast.by(code))
        assert (printed.number, printed.symbol[:4]) == ("LX000000014CN", "<svg")
        assert printed.form.tree["addressee"] == {
            "name": "Nur Contoh",
            "address": "12 Jalan Contoh\n40000 Shah Alam",
            "country": "MY",
        }
    for actor in (cast.by("kl-batik"), cast.by("my-customs"), cast.stranger()):
        with pytest.raises(NotYours):
            label(consignment.ucr, by=actor)
