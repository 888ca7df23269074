"""An advance from offer to repayment: a tea set is sold to Kuala Lumpur, and its seller need not wait."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from entrepot.hub.catalogue import actions as catalogue
from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.hub.events import queries as events
from entrepot.hub.events.models import Event
from entrepot.hub.finance import actions, consequences, queries
from entrepot.hub.finance.models import Advance
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.orders import actions as orders
from entrepot.hub.orders.facts import BuyerFacts, LineFacts, OrderFacts
from entrepot.hub.orders.models import Consignment
from entrepot.hub.payments import actions as payments
from entrepot.hub.payments import queries as paid
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from tests import cast

pytestmark = pytest.mark.django_db

TERMS = actions.OfferFacts(share="4/5", fee="0.01", days=30)


@pytest.fixture
def sold() -> Consignment:
    """480.00 for the goods and 20.00 for freight, paid by the buyer into escrow."""
    seller = cast.party("hz-ceramics")
    for code in ("hz-post", "hz-bank", "cn-customs", "my-customs", "lake-credit"):
        cast.party(code)
    tea_set = ProductFacts(
        sku="TEA-6", title="Porcelain tea set, six cups", hs="691110", origin="CN", net_mass_kg="1.8"
    )
    catalogue.list_products(seller, [tea_set], by=cast.by("hz-ceramics"))
    order = OrderFacts(
        number="4711",
        ordered_on=cast.NOON.date(),
        currency="MYR",
        destination="MY",
        lines=(LineFacts(sku="TEA-6", quantity=1, unit_price="480.00"),),
        freight="20.00",
        buyer=BuyerFacts(
            name="Aminah Binti Yusof", phone="+60 12 000", address="12 Jalan Kenanga, Kuala Lumpur", identity="880101"
        ),
    )
    [consignment] = orders.place([order], seller=seller, by=cast.by("hz-ceramics"))
    assert isinstance(consignment, Consignment), consignment
    facts = payments.PaymentFacts(
        end_to_end_id=consignment.ucr,
        ucr=consignment.ucr,
        creditor="hz-ceramics",
        amount_minor=consignment.total_minor,
        currency="MYR",
    )
    payments.request([facts], by=cast.the_hub())
    payments.settled(consignment.ucr, "BANK-1", by=cast.the_hub())
    return orders.advance(consignment.ucr, "pay", by=cast.the_hub())


def offer(sold: Consignment, terms: actions.OfferFacts = TERMS, lender: str = "lake-credit") -> Advance:
    return actions.offer(cast.party(lender), sold.ucr, terms, by=cast.by(lender))


def settle(sold: Consignment) -> None:
    """The parcel goes its way and everybody is paid."""
    for move in ("export", "import", "deliver"):
        orders.advance(sold.ucr, move, by=cast.the_hub())
    orders.settle(sold.ucr, by=cast.the_hub())
    consequences.settled(Event.objects.get(kind="orders.consignment.settled"), cast.the_hub())


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [finding.code for finding in refused.value.findings]


class TestOffering:
    def test_a_lender_offers_a_share_of_what_the_seller_can_expect(self, sold: Consignment):
        advance = offer(sold)
        proceeds = sold.total_minor - sold.freight_minor - sold.order.charges_minor
        assert proceeds == 48000
        assert (advance.amount_minor, advance.fee_minor, advance.state) == (38400, 384, "offered")
        # 1.01 to the power 365/30, less one
        assert advance.terms["apr_basis_points"] == 1287
        assert ledger.balance("lender:lake-credit", "MYR") == 0

    def test_a_smaller_amount_may_be_offered(self, sold: Consignment):
        advance = offer(sold, actions.OfferFacts(share="4/5", fee="0.015", days=14, amount="100.00"))
        assert (advance.amount_minor, advance.fee_minor) == (10000, 150)

    def test_offering_the_same_again_is_harmless(self, sold: Consignment):
        assert offer(sold).pk == offer(sold).pk
        assert Event.objects.filter(kind="finance.advance.offered").count() == 1

    def test_another_offer_beside_an_open_one_is_refused(self, sold: Consignment):
        offer(sold)
        with pytest.raises(Refused) as refused:
            offer(sold, actions.OfferFacts(share="1/2", fee="0", days=30))
        assert codes(refused) == ["advance-offered"]
        assert Advance.objects.count() == 1

    @pytest.mark.parametrize(
        ("terms", "code"),
        [
            (actions.OfferFacts(share="5/4", fee="0", days=30), "advance-share"),
            (actions.OfferFacts(share="4/5", fee="-0.1", days=30), "advance-fee"),
            (actions.OfferFacts(share="4/5", fee="0", days=0), "advance-days"),
            (actions.OfferFacts(share="much", fee="0", days=30), "not-a-share"),
            (actions.OfferFacts(share="4/5", fee="0", days=30, amount="384.01"), "advance-limit"),
            (actions.OfferFacts(share="1", fee="0.01", days=30), "advance-over-proceeds"),
        ],
    )
    def test_an_offer_outside_its_limits_is_refused(self, sold: Consignment, terms: actions.OfferFacts, code: str):
        with pytest.raises(Refused) as refused:
            offer(sold, terms)
        assert codes(refused) == [code]
        assert not Advance.objects.exists()

    def test_nothing_is_lent_on_what_is_not_paid_or_is_settled(self, sold: Consignment):
        Consignment.objects.filter(pk=sold.pk).update(state="placed")
        with pytest.raises(NotAllowedNow) as refused:
            offer(sold)
        assert codes(refused) == ["no-proceeds"]
        Consignment.objects.filter(pk=sold.pk).update(state="settled")
        with pytest.raises(NotAllowedNow):
            offer(sold)

    def test_only_a_lender_lends_and_only_its_own(self, sold: Consignment):
        for somebody in (cast.by("hz-ceramics"), cast.by("hz-bank"), cast.stranger()):
            with pytest.raises(NotYours):
                actions.offer(cast.party("lake-credit"), sold.ucr, TERMS, by=somebody)
        assert not Advance.objects.exists()


class TestDrawing:
    def test_the_seller_is_paid_now_and_the_lender_has_a_claim_before_the_seller(self, sold: Consignment):
        escrow, clearing = ledger.balance("escrow", "MYR"), ledger.balance("clearing:simulator", "MYR")
        advance = actions.draw(offer(sold), by=cast.by("hz-ceramics"))

        assert (advance.state, advance.drawn_at) == ("drawn", cast.NOON)
        assert ledger.balance("lender:lake-credit", "MYR") == 0
        assert ledger.balance("payable:hz-ceramics:advance", "MYR") == 0
        assert ledger.balance("clearing:simulator", "MYR") == clearing  # the lender's money came in and went out
        assert ledger.balance("escrow", "MYR") == escrow
        [line] = paid.pay_outs(sold.ucr)
        assert (line.creditor_id, line.amount_minor) == ("hz-ceramics", 38400)
        [claim] = paid.claims(sold.ucr)
        assert (claim.creditor_id, claim.account, claim.amount_minor) == ("lake-credit", "lender:lake-credit", 38784)

    def test_the_settlement_pays_the_lender_first_and_the_seller_the_rest(self, sold: Consignment):
        actions.draw(offer(sold), by=cast.by("hz-ceramics"))
        settle(sold)

        advance = Advance.objects.get()
        assert (advance.state, advance.closed_at) == ("repaid", cast.NOON)
        lines = [(line.creditor_id, line.amount_minor) for line in paid.pay_outs(sold.ucr)]
        assert lines == [("hz-ceramics", 38400), ("hz-post", 2000), ("lake-credit", 38784), ("hz-ceramics", 9216)]
        assert ledger.balance("lender:lake-credit", "MYR") == 0
        assert set(ledger.trial().values()) == {0}

    def test_drawing_twice_pays_once(self, sold: Consignment):
        advance = offer(sold)
        for _ in range(2):
            actions.draw(advance, by=cast.by("hz-ceramics"))
        assert len(paid.pay_outs(sold.ucr)) == 1
        assert Event.objects.filter(kind="finance.advance.drawn").count() == 1

    def test_one_advance_is_drawn_and_the_other_lender_is_told(self, sold: Consignment):
        cast.PARTIES.setdefault("hill-credit", ("Hill Credit", "CN", ("lender",)))
        first, second = offer(sold), offer(sold, lender="hill-credit")
        actions.draw(second, by=cast.by("hz-ceramics"))
        first.refresh_from_db()
        assert first.state == "lapsed"
        with pytest.raises(NotAllowedNow):
            actions.draw(first, by=cast.by("hz-ceramics"))
        with pytest.raises(NotAllowedNow) as refused:
            actions.draw(offer(sold, actions.OfferFacts(share="1/10", fee="0", days=9)), by=cast.by("hz-ceramics"))
        assert codes(refused) == ["proceeds-pledged"]
        assert [claim.creditor_id for claim in paid.claims(sold.ucr)] == ["hill-credit"]

    def test_an_offer_ends_after_three_days(self, sold: Consignment):
        advance = offer(sold)
        late = cast.NOON + timedelta(days=3)
        with pytest.raises(NotAllowedNow) as refused:
            actions.draw(advance, by=cast.by("hz-ceramics", late))
        assert codes(refused) == ["offer-over"]
        assert actions.lapse_offers(by=cast.the_hub(late - timedelta(seconds=1))) == []
        assert actions.lapse_offers(by=cast.the_hub(late)) == [advance]
        assert actions.lapse_offers(by=cast.the_hub(late)) == []

    def test_an_offer_may_be_declined(self, sold: Consignment):
        advance = offer(sold)
        for _ in range(2):
            assert actions.decline(advance, by=cast.by("hz-ceramics")).state == "declined"
        with pytest.raises(NotAllowedNow):
            actions.draw(advance, by=cast.by("hz-ceramics"))
        assert not paid.pay_outs(sold.ucr)

    @pytest.mark.parametrize("take", [actions.draw, actions.decline], ids=["draw", "decline"])
    def test_only_the_seller_takes_or_leaves_an_offer(self, sold: Consignment, take: Callable[..., Advance]):
        advance = offer(sold)
        for somebody in (cast.by("lake-credit"), cast.by("kl-batik"), cast.stranger()):
            with pytest.raises(NotYours):
                take(advance, by=somebody)
        advance.refresh_from_db()
        assert advance.state == "offered"
        assert not paid.claims(sold.ucr)

    def test_an_order_that_is_cancelled_leaves_the_advance_in_default(self, sold: Consignment):
        actions.draw(offer(sold), by=cast.by("hz-ceramics"))
        actions.settled(sold.ucr, by=cast.the_hub())
        assert Advance.objects.get().state == "defaulted"


class TestPrivacy:
    def test_the_file_of_the_consignment_says_nothing_of_the_terms(self, sold: Consignment):
        actions.draw(offer(sold), by=cast.by("hz-ceramics"))
        assert not [event for event in events.of(sold.ucr) if event.kind.startswith("finance")]
        told = [event.body for event in Event.objects.filter(kind__startswith="finance")]
        assert told == [{}, {}]

    def test_the_terms_are_kept_apart_where_they_can_be_erased(self, sold: Consignment):
        offer(sold)
        kept = events.particulars(Event.objects.get(kind="finance.advance.offered"))
        assert kept is not None
        assert (kept["lender"], kept["amount_minor"]) == ("lake-credit", 38400)

    def test_an_advance_is_shown_to_its_two_sides_alone(self, sold: Consignment):
        number = offer(sold).pk
        for side in ("lake-credit", "hz-ceramics"):
            assert queries.advance(number, by=cast.by(side)).pk == number
        for somebody in (cast.by("kl-batik"), cast.by("hz-bank"), cast.stranger()):
            with pytest.raises(NotYours):
                queries.advance(number, by=somebody)
