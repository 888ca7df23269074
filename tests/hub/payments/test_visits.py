"""A visitor from one hub pays a merchant at another; the two books balance by what one hub owes the other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import LazySettings

from entrepot.hub.events import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.payments import actions, queries
from entrepot.hub.payments.models import PaymentOrder, VisitorPayment, Wallet
from entrepot.trade.finding import NotYours, Refused
from entrepot.trade.money import Money
from tests import cast

pytestmark = pytest.mark.django_db

VISIT = actions.Visit(end_to_end_id="SALE1", merchant="night-market", amount_minor=2500, currency="MYR")
At = Callable[[str], None]


@pytest.fixture
def at(settings: LazySettings) -> At:
    """Be at one of the two hubs: here both keep their rows in one database, under different accounts."""

    def go(hub: str) -> None:
        settings.ENTREPOT_URL = f"https://{hub}"

    go("kl.example")
    return go


def peer(host: str) -> Actor:
    return Actor("peer", host, host, cast.NOON)


def sale(amount: str = "25.00") -> PaymentOrder:
    return actions.show_sale(
        cast.party("night-market"), Money.of(amount, "MYR"), by=cast.by("night-market"), reference="SALE1"
    )


def wallet(currency: str = "CNY", load: str = "100.00") -> Wallet:
    holder = cast.person("li@example.org", "lake-wallet", "wallet", "Li Example")
    opened = actions.open_wallet("li", holder=holder, currency=currency, by=cast.by("lake-wallet"))
    return actions.load(opened, Money.of(load, currency), "TOPUP-1", by=cast.by("lake-wallet"))


def holder(opened: Wallet) -> Actor:
    return Actor("person", str(opened.person_id), "Li", cast.NOON, "")


def test_a_visit_is_held_confirmed_and_balances_between_the_hubs(at: At) -> None:
    code = sale().qr
    at("hz.example")
    purse = wallet()
    held = actions.visitor_request(code, purse, by=holder(purse))
    assert (held.state, held.peer, held.charged_minor, held.charged_currency) == ("held", "kl.example", 4000, "CNY")
    assert held.rate == {"currency": "MYR", "into": "CNY", "rate": "8/5", "on": "2026-03-02", "set": "demonstration"}
    assert queries.wallet_balance(purse) == 6000

    at("kl.example")
    received = actions.receive_visitor_payment(VISIT, peer="hz.example", by=peer("hz.example"))
    assert received.state == "confirmed"
    assert queries.payment("SALE1").state == "settled"

    at("hz.example")
    done = actions.confirm_visitor_payment("SALE1", peer="kl.example", accepted=True, by=peer("kl.example"))
    assert done.state == "confirmed"
    assert ledger.balances() == {
        ("clearing:simulator", "CNY"): 10000,
        ("fx", "CNY"): -4000,
        ("fx", "MYR"): 2500,
        ("payable:night-market", "MYR"): -2500,
        ("peer:hz.example", "MYR"): 2500,
        ("peer:kl.example", "MYR"): -2500,
        ("wallet:li", "CNY"): -6000,
        ("wallet:li:held", "CNY"): 0,
    }
    assert ledger.trial() == {"CNY": 0, "MYR": 0}


def test_every_step_of_a_visit_is_harmless_to_repeat(at: At) -> None:
    code = sale().qr
    assert sale().qr == code
    at("hz.example")
    purse = wallet("MYR")
    for _ in range(2):
        actions.visitor_request(code, purse, by=holder(purse))
    at("kl.example")
    for _ in range(2):
        actions.receive_visitor_payment(VISIT, peer="hz.example", by=peer("hz.example"))
    at("hz.example")
    for _ in range(2):
        actions.confirm_visitor_payment("SALE1", peer="kl.example", accepted=True, by=peer("kl.example"))
    assert ledger.balance("peer:kl.example", "MYR") == -2500
    assert ledger.balance("peer:hz.example", "MYR") == 2500
    assert queries.wallet_balance(purse) == 7500
    assert list(Event.objects.filter(subject="payment:SALE1").values_list("kind", flat=True)) == [
        "payments.sale.shown",
        "payments.visit.held",
        "payments.visit.answered",
        "payments.visit.confirmed",
    ]


def test_a_refused_visit_puts_the_money_back(at: At) -> None:
    code = sale().qr
    at("hz.example")
    purse = wallet("MYR")
    actions.visitor_request(code, purse, by=holder(purse))
    actions.confirm_visitor_payment(
        "SALE1", peer="kl.example", accepted=False, reason="sale-paid", by=peer("kl.example")
    )
    assert queries.wallet_balance(purse) == 10000
    assert VisitorPayment.objects.get().state == "refused"
    with pytest.raises(Refused):
        actions.confirm_visitor_payment("SALE1", peer="kl.example", accepted=True, by=peer("kl.example"))
    assert queries.wallet_balance(purse) == 10000


@pytest.mark.parametrize(
    ("visit", "reason"),
    [
        (
            actions.Visit(end_to_end_id="SALE9", merchant="night-market", amount_minor=2500, currency="MYR"),
            "sale-unknown",
        ),
        (
            actions.Visit(end_to_end_id="SALE1", merchant="hz-ceramics", amount_minor=2500, currency="MYR"),
            "sale-unknown",
        ),
        (
            actions.Visit(end_to_end_id="SALE1", merchant="night-market", amount_minor=2499, currency="MYR"),
            "payment-amount-differs",
        ),
    ],
)
def test_a_visit_that_pays_no_sale_of_ours_is_answered_with_the_reason(
    at: At, visit: actions.Visit, reason: str
) -> None:
    sale()
    answered = actions.receive_visitor_payment(visit, peer="hz.example", by=peer("hz.example"))
    assert (answered.state, answered.reason) == ("refused", reason)
    assert (queries.payment("SALE1").state, ledger.balances()) == ("requested", {})


def test_one_sale_is_paid_by_one_visitor(at: At) -> None:
    sale()
    actions.receive_visitor_payment(VISIT, peer="hz.example", by=peer("hz.example"))
    second = actions.receive_visitor_payment(VISIT, peer="sg.example", by=peer("sg.example"))
    assert (second.state, second.reason) == ("refused", "sale-paid")
    assert ledger.balance("payable:night-market", "MYR") == -2500


def test_nobody_pays_more_than_the_wallet_holds(at: At) -> None:
    code = sale("62.51").qr
    at("hz.example")
    purse = wallet()
    with pytest.raises(Refused) as refused:
        actions.visitor_request(code, purse, by=holder(purse))  # 62.51 x 1.6 = 100.02
    [found] = refused.value.findings
    assert (found.code, found.params) == ("wallet-short", {"charged": "CNY 100.02", "held": "CNY 100.00"})
    assert (queries.wallet_balance(purse), VisitorPayment.objects.count()) == (10000, 0)


def test_a_code_of_this_hub_or_of_another_scheme_is_no_visit(at: At) -> None:
    code = sale().qr
    purse = wallet("MYR")
    with pytest.raises(Refused) as refused:
        actions.visitor_request(code, purse, by=holder(purse))
    assert [found.code for found in refused.value.findings] == ["code-of-this-hub"]
    with pytest.raises(Refused) as unread:
        actions.visitor_request("000201", purse, by=holder(purse))
    assert [found.code for found in unread.value.findings] == ["qr-checksum"]


def test_a_wallet_is_opened_and_loaded_once(at: At) -> None:
    assert wallet() == wallet()
    assert queries.wallet_balance(Wallet.objects.get()) == 10000
    with pytest.raises(Refused) as refused:
        actions.open_wallet("li", holder=cast.party("hz-ceramics"), currency="CNY", by=cast.by("lake-wallet"))
    assert [found.code for found in refused.value.findings] == ["wallet-code-taken"]
    with pytest.raises(Refused) as wrong:
        actions.load(Wallet.objects.get(), Money.of("1", "MYR"), "T", by=cast.by("lake-wallet"))
    assert [found.code for found in wrong.value.findings] == ["load-not-possible"]


def test_strangers_pay_from_no_wallet_and_answer_for_no_hub(at: At) -> None:
    code = sale().qr
    at("hz.example")
    purse = wallet("MYR")
    for attempt in (
        lambda: actions.visitor_request(code, purse, by=cast.stranger()),
        lambda: actions.visitor_request(code, purse, by=cast.by("hz-ceramics")),
        lambda: actions.open_wallet("x", holder=cast.party("hz-ceramics"), currency="CNY", by=cast.stranger()),
        lambda: actions.load(purse, Money.of("1", "MYR"), "T", by=holder(purse)),
        lambda: actions.show_sale("night-market", Money.of("1", "MYR"), by=cast.by("hz-ceramics")),
        lambda: actions.receive_visitor_payment(VISIT, peer="hz.example", by=cast.by("night-market")),
        lambda: actions.confirm_visitor_payment("SALE1", peer="kl.example", accepted=True, by=holder(purse)),
    ):
        with pytest.raises(NotYours):
            attempt()
    assert queries.wallet_balance(purse) == 10000


@pytest.mark.parametrize(
    ("amount", "reference", "code"), [("0", "S", "amount-not-positive"), ("1", "S" * 26, "reference-too-long")]
)
def test_a_sale_is_for_something_and_its_reference_fits_the_code(
    at: At, amount: str, reference: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        actions.show_sale(
            cast.party("night-market"), Money.of(amount, "MYR"), by=cast.by("night-market"), reference=reference
        )
    assert [found.code for found in refused.value.findings] == [code]
    sale()
    with pytest.raises(Refused) as taken:
        sale("26.00")
    assert [found.code for found in taken.value.findings] == ["payment-reference-taken"]
