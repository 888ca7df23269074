"""The law changes between the checkout and the border: the buyer's price stands, and an account of its own bears it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import override_settings

from entrepot import statute
from entrepot.hub.buying import placing
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.orders import actions as orders
from entrepot.hub.orders.models import Consignment, Order
from entrepot.hub.payments import actions as payments
from entrepot.hub.payments.models import PayOut
from tests import cast
from tests.cast import NOON
from tests.hub.buying import shopping
from tests.hub.buying.shopping import BOWL, by, checked_out

pytestmark = pytest.mark.django_db
RATES = "parameters/low_value_goods.yaml"
NEW = """    2026-03-10: {{value: {rate}, known_from: 2026-03-05, source: [reanda-lvg], confidence: unverified}}
"""


@pytest.fixture
def law(tmp_path: Path) -> Path:
    """The law as shipped, in a folder of this test's."""
    place = tmp_path / "law"
    shutil.copytree(statute.SHIPPED, place)
    return place


@contextmanager
def amended(law: Path, rate: int) -> Iterator[None]:
    """From 10 March Malaysia takes another rate of tax on low-value goods."""
    file = law / "my" / RATES
    before = file.read_text().splitlines(keepends=True)
    at = next(n for n, line in enumerate(before) if line.startswith("lvg_rate"))
    last = next(n for n in range(at + 1, len(before)) if "2024-01-01" in before[n])
    file.write_text("".join([*before[: last + 1], NEW.format(rate=rate), *before[last + 1 :]]))
    with override_settings(ENTREPOT_LAW=str(law)):
        yield


def bought() -> Consignment:
    shopping.ceramics()
    return Consignment.objects.get(ucr=placing.place(checked_out((BOWL, "BOWL", 1)).pk, by=by()).orders.get().ucr)


def settled(consignment: Consignment, *, tax_minor: int, days: int = 12) -> Consignment:
    """Paid, let in after so many days at the tax of that day, delivered, and settled."""
    hub = cast.the_hub(NOON + timedelta(days=days))
    facts = payments.PaymentFacts(
        end_to_end_id=consignment.ucr,
        ucr=consignment.ucr,
        creditor="hz-ceramics",
        amount_minor=consignment.total_minor,
        currency="MYR",
    )
    payments.request([facts], by=hub)
    payments.settled(consignment.ucr, "BANK-1", by=hub)
    for move in ("pay", "export"):
        orders.advance(consignment.ucr, move, by=hub)
    orders.advance(consignment.ucr, "import", by=hub, duty_minor=0, tax_minor=tax_minor, tax_currency="MYR")
    orders.advance(consignment.ucr, "deliver", by=hub)
    return orders.settle(consignment.ucr, by=hub)


def seller_got() -> int:
    """What was paid out to the seller, in sen."""
    return PayOut.objects.get(creditor__code="hz-ceramics").amount_minor


def test_while_the_law_stays_nothing_is_booked_to_the_guarantee() -> None:
    settled(bought(), tax_minor=48_00)
    assert ledger.balance("quote-guarantee", "MYR") == 0
    assert seller_got() == 480_00


@pytest.mark.parametrize(("rate", "taken", "difference"), [(15, 72_00, 24_00), (6, 28_80, -19_20)])
def test_a_new_rate_changes_neither_the_buyers_price_nor_the_sellers_share(
    law: Path, rate: int, taken: int, difference: int
) -> None:
    consignment = bought()
    with amended(law, rate):
        settled(consignment, tax_minor=taken)
    assert Order.objects.get().total_minor == 548_00
    assert seller_got() == 480_00
    assert ledger.balance("quote-guarantee", "MYR") == difference  # a debit is what the guarantee has given
    assert ledger.trial() == {"MYR": 0}


def test_an_order_placed_after_the_change_still_has_the_price_of_its_checkout(law: Path) -> None:
    shopping.ceramics()
    noon_of_9_march, noon_of_10_march = 7 * 24 * 60, 8 * 24 * 60
    purchase = checked_out((BOWL, "BOWL", 1), minutes=noon_of_9_march)
    with amended(law, 15):
        placed = placing.place(purchase.pk, by=by(noon_of_10_march)).orders.get()
        assert (placed.total_minor, placed.tax_minor) == (548_00, 48_00)
        assert Order.objects.get().total_minor == 548_00
        assert checked_out((BOWL, "BOWL", 1), minutes=noon_of_10_march).orders.get().total_minor == 572_00


def test_goods_that_customs_took_for_others_are_the_sellers_affair() -> None:
    settled(bought(), tax_minor=60_00)
    assert ledger.balance("quote-guarantee", "MYR") == 0
    assert seller_got() == 468_00
