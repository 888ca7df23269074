"""What a buyer is told by letter: each step once, in the language in which they bought, until they want no letters."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.utils import translation

from entrepot.hub.adapters.notice import buyers as letters
from entrepot.hub.adapters.notice import simulator
from entrepot.hub.buying import consequences, mailing, placing, queries
from entrepot.hub.buying.models import Purchase
from entrepot.hub.events import clock, worker
from entrepot.hub.events.models import Event, Particulars
from entrepot.hub.followers import TOLD
from entrepot.hub.notices import buyers
from entrepot.hub.notices.buyer_texts import BUYER_TEXTS
from entrepot.hub.notices.models import BuyerNotice
from entrepot.hub.orders import actions as orders
from entrepot.hub.payments import actions as payments
from entrepot.hub.payments import queries as paid
from entrepot.trade.finding import Refused, Unavailable
from tests import cast
from tests.cast import NOON
from tests.hub.buying import shopping
from tests.hub.buying.shopping import LI, SARONG, by
from tests.hub.orders import shop

pytestmark = pytest.mark.django_db

FOLLOWERS = {kind: [*shop.FOLLOWERS.get(kind, ()), *TOLD.get(kind, ())] for kind in {**shop.FOLLOWERS, **TOLD}}
SILENT = {**FOLLOWERS, "payments.payment.requested": [], "payments.payment.settled": []}
NUR = "nur@example.org"


@pytest.fixture(autouse=True)
def _followed(settings: LazySettings) -> None:
    settings.ENTREPOT_FOLLOWERS = "tests.hub.notices.test_buyers.FOLLOWERS"
    settings.ENTREPOT_NOTICE = "entrepot.hub.adapters.notice.simulator"
    settings.ENTREPOT_CLOCK = "simulated"
    clock.start(NOON)
    simulator.KEPT.clear()
    shopping.batik()


def placed(email: str = NUR, language: str = "en") -> Purchase:
    """A sarong from bonded stock in the buyer's country: one hub sees its whole way to the door."""
    made = shopping.checked_out((SARONG, "SARONG", 1), destination="CN", buyer=LI, email=email, language=language)
    return placing.place(made.pk, by=by())


def told() -> list[str]:
    """The kinds of letters that were written, in their order, once everything has followed."""
    worker.work_until_idle()
    return list(BuyerNotice.objects.order_by("pk").values_list("kind", flat=True))


def test_a_buyer_is_told_of_each_step_from_the_order_to_the_door() -> None:
    placed()
    assert told() == ["placed", "paid", "sent", "arrived"]
    assert [each.to for each in simulator.KEPT] == [NUR] * 4
    assert all(each.subject.startswith("[simulated] ") for each in simulator.KEPT)


def test_the_letter_says_what_was_ordered_and_leads_a_guest_to_its_page(settings: LazySettings) -> None:
    settings.ENTREPOT_URL = "https://hz.example"
    purchase = placed()
    told()
    first = simulator.KEPT[0]
    number = purchase.orders.get().number
    for part in (
        f"Batik House ({number})",
        "1 × Batik sarong of cotton",
        "Total: CNY 163.65",
        f"https://hz.example/shop/orders/{queries.token_of(purchase)}/",
        first.farewell,
    ):
        assert part in first.text
    assert first.farewell == f"https://hz.example/shop/letters/{mailing.farewell(purchase)}/"
    assert "李" not in first.subject + first.text


@pytest.mark.parametrize(
    ("language", "words"), [("ms", "Pesanan anda"), ("zh-hans", "您的订单"), ("tlh", "Your order is placed")]
)
def test_letters_are_in_the_language_of_the_purchase(language: str, words: str) -> None:
    placed(language=language)
    told()
    assert words in simulator.KEPT[0].subject


@pytest.mark.parametrize("language", ["zh-hans", "ms"])
def test_every_kind_has_words_in_every_language(language: str) -> None:
    purchase = placed()
    purchase.language = language
    for kind, text in BUYER_TEXTS.items():
        letter = letters.letter_of(
            BuyerNotice(purchase=purchase, kind=kind, facts={"number": "N-1", "amount": "MYR 1.00"})
        )
        assert letter is not None
        assert "{" not in letter.subject + letter.text
        with translation.override("en"):
            assert text.told.format(amount="MYR 1.00") not in letter.text


def test_the_same_thing_again_writes_no_second_letter() -> None:
    placed()
    told()
    for event in Event.objects.filter(kind__in=buyers.SAYS):
        buyers.tell_buyer(event, by=cast.the_hub())
    assert told() == ["placed", "paid", "sent", "arrived"]
    assert len(simulator.KEPT) == 4


def test_an_order_that_is_called_off_says_so_and_what_goes_back(settings: LazySettings) -> None:
    settings.ENTREPOT_FOLLOWERS = "tests.hub.notices.test_buyers.SILENT"
    ucr = placed().orders.get().ucr
    told()
    payments.settled(ucr, "BANK-1", by=cast.the_hub())
    orders.cancel(ucr, "sold out", by=cast.by("kl-batik"))
    assert told() == ["placed", "refunded", "ended"]
    assert "Given back: CNY 163.65." in simulator.KEPT[1].text


def test_two_sums_given_back_for_one_order_are_two_letters() -> None:
    ucr = placed().orders.get().ucr
    told()
    for n in (1, 2):
        payments.give_back(ucr, f"return:{ucr}-{n}", 10_00 * n, "return", by=cast.the_hub())
    assert told()[-2:] == ["refunded", "refunded"]
    assert "CNY 10.00" in simulator.KEPT[4].text
    assert "CNY 20.00" in simulator.KEPT[5].text
    assert paid.given_back(ucr) == 30_00


def test_whoever_gives_no_address_is_not_written_to() -> None:
    placed(email="")
    assert told() == []
    assert not simulator.KEPT


def test_the_link_in_a_letter_ends_the_letters_and_destroys_the_address() -> None:
    purchase = placed()
    mailing.end(mailing.farewell(purchase), by=by())
    mailing.end(mailing.farewell(purchase), by=by())
    assert told() == []
    purchase.refresh_from_db()
    assert bytes(purchase.mail) == b""
    assert Event.objects.filter(kind="buying.letters.chosen").count() == 1


def test_a_letter_that_waits_is_not_sent_to_somebody_who_wants_none_by_now() -> None:
    purchase = placed()
    buyers.tell_buyer(Event.objects.get(kind="buying.purchase.placed"), by=cast.the_hub())
    mailing.write_to(purchase.pk, "", by=by())
    letters.sent_to_buyer(Event.objects.get(kind="notices.buyer.told"), by=cast.the_hub())
    assert not simulator.KEPT


@pytest.mark.parametrize("word", ["", "x", "0" * 32 + ".x"])
def test_a_forged_link_ends_nothing_and_the_link_of_the_order_is_another(word: str) -> None:
    purchase = placed()
    for wrong in (word, queries.token_of(purchase)):
        with pytest.raises(Refused, match="not one of ours"):
            mailing.end(wrong, by=by())
    with pytest.raises(Refused, match="No purchase"):
        queries.purchase_of(mailing.farewell(purchase))
    assert mailing.address_of(Purchase.objects.get()) == NUR


@pytest.mark.parametrize("wrong", ["nur", "nur@", "nur@example.org\nBcc: all@example.org", f"{'n' * 260}@example.org"])
def test_what_is_no_address_is_refused_and_nothing_is_kept(wrong: str) -> None:
    with pytest.raises(Refused, match="no e-mail address"):
        shopping.checked_out((SARONG, "SARONG", 1), destination="CN", buyer=LI, email=wrong)
    assert not Purchase.objects.exists()
    purchase = placed()
    with pytest.raises(Refused, match="no e-mail address"):
        mailing.write_to(purchase.pk, wrong, by=by())
    assert mailing.address_of(Purchase.objects.get()) == NUR


def test_the_address_is_in_no_event_and_cannot_be_read_in_the_database() -> None:
    placed()
    told()
    rows = [*Purchase.objects.values(), *BuyerNotice.objects.values(), *Particulars.objects.values()]
    assert NUR not in str(rows) + str(list(Event.objects.values_list("body", "subject", "actor")))


def test_a_buyer_who_is_forgotten_is_not_written_to_any_more() -> None:
    ucr = placed().orders.get().ucr
    event = Event(kind="orders.buyer.forgotten", subject=ucr, ucr=ucr, at=NOON, body={})
    consequences.forgotten(event, by=cast.the_hub())
    assert told() == []
    assert mailing.address_of(Purchase.objects.get()) == ""


def test_a_post_that_is_silent_is_tried_again_and_the_order_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = iter([True])

    def deliver(found: list[object]) -> None:
        if next(waiting, False):
            raise Unavailable("e-mail")

    monkeypatch.setattr(simulator, "deliver", deliver)
    placed()
    for hour in range(1, 25):  # the letter that has to wait may come after others, and others after it
        if len(told()) == 4:
            break
        clock.reach(NOON + timedelta(hours=hour))
    assert sorted(told()) == ["arrived", "paid", "placed", "sent"]
