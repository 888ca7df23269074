from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.trade.ledger import Posting, Transfer, balances, imbalance, move, reversal, transfer
from entrepot.trade.money import Money
from tests.trade.refusing import refused

ACCOUNTS = st.sampled_from(["escrow", "payable:hz-ceramics", "tax:MY:duty", "clearing:bank", "fees"])
CURRENCIES = st.sampled_from(["MYR", "CNY", "JPY"])


@st.composite
def transfers(draw: st.DrawFn) -> Transfer:
    """Any transfer that balances: each amount debited somewhere and credited elsewhere."""
    postings: list[Posting] = []
    for _ in range(draw(st.integers(1, 4))):
        minor, currency = draw(st.integers(-(10**12), 10**12)), draw(CURRENCIES)
        postings += [Posting(draw(ACCOUNTS), minor, currency), Posting(draw(ACCOUNTS), -minor, currency)]
    return transfer(draw(st.text(min_size=1, max_size=8).filter(lambda key: bool(key.strip()))), "", *postings)


def test_a_payment_is_a_debit_and_a_credit() -> None:
    paid = move("pay:1001", "Order 1001", "clearing:bank", "escrow", Money.of("390.05", "CNY"), "6CNHZ-1001")
    assert paid == Transfer(
        "pay:1001",
        "Order 1001",
        (Posting("clearing:bank", 39005, "CNY"), Posting("escrow", -39005, "CNY")),
        "6CNHZ-1001",
    )


def test_one_amount_may_be_divided_among_many() -> None:
    split = transfer(
        "settle:1001",
        "Proceeds of order 1001",
        Posting("escrow", 39005, "CNY"),
        Posting("payable:hz-ceramics", -33550, "CNY"),
        Posting("payable:hz-post", -2000, "CNY"),
        Posting("tax:CN:duty", -3455, "CNY"),
    )
    assert balances([split]) == {
        ("escrow", "CNY"): 39005,
        ("payable:hz-ceramics", "CNY"): -33550,
        ("payable:hz-post", "CNY"): -2000,
        ("tax:CN:duty", "CNY"): -3455,
    }


def test_a_transfer_that_does_not_balance_is_refused_with_what_is_left_over() -> None:
    with refused("unbalanced") as found:
        transfer("k", "m", Posting("escrow", 100, "CNY"), Posting("fees", -99, "CNY"))
    assert found[0].told() == "Transfer k does not balance: CNY 0.01 is left over."


def test_currencies_do_not_balance_each_other() -> None:
    with refused("unbalanced", "unbalanced") as found:
        transfer("k", "m", Posting("escrow", 100, "CNY"), Posting("escrow", -100, "MYR"))
    assert [finding.params["rest"] for finding in found] == ["CNY 1.00", "MYR -1.00"]


def test_money_is_changed_through_an_account_of_exchange() -> None:
    changed = transfer(
        "fx:1",
        "CNY to MYR",
        Posting("peer:my", 10000, "CNY"),
        Posting("fx", -10000, "CNY"),
        Posting("fx", 6500, "MYR"),
        Posting("peer:my", -6500, "MYR"),
    )
    assert imbalance(changed.postings) == {}


def test_everything_wrong_with_a_transfer_is_told_at_once() -> None:
    with refused("transfer-key-missing", "account-missing", "account-missing", "unbalanced") as found:
        transfer(" ", "m", Posting("", 100, "CNY"), Posting(" fees", -90, "CNY"))
    assert [finding.pointer for finding in found] == ["/key", "/postings/0/account", "/postings/1/account", "/postings"]


def test_a_transfer_without_postings_is_refused() -> None:
    with refused("transfer-empty"):
        transfer("k", "m")


def test_an_unknown_currency_is_refused() -> None:
    with refused("currency-unknown"):
        transfer("k", "m", Posting("escrow", 1, "XYZ"), Posting("fees", -1, "XYZ"))


def test_an_amount_below_nothing_is_refused() -> None:
    with refused("transfer-negative") as found:
        move("k", "m", "escrow", "fees", Money.of("-1", "CNY"))
    assert found[0].cure() == "Give the amount without sign, and exchange the two accounts."


def test_nothing_may_be_moved_to_show_that_nothing_was_due() -> None:
    assert move("k", "m", "escrow", "fees", Money.zero("CNY")).postings == (
        Posting("escrow", 0, "CNY"),
        Posting("fees", 0, "CNY"),
    )


def test_an_amount_that_was_not_settled_cannot_be_posted() -> None:
    with pytest.raises(AssertionError, match="was not settled"):
        move("k", "m", "escrow", "fees", Money.of("0.001", "CNY"))


@given(st.lists(transfers(), max_size=6))
def test_the_books_always_sum_to_nothing(posted: list[Transfer]) -> None:
    sums: dict[str, int] = {}
    for (_, currency), minor in balances(posted).items():
        sums[currency] = sums.get(currency, 0) + minor
    assert not any(sums.values())


@given(transfers())
def test_a_transfer_and_its_reversal_leave_no_trace_in_the_balances(posted: Transfer) -> None:
    undone = reversal(posted)
    assert not any(balances([posted, undone]).values())
    assert undone.key == f"{posted.key}:reversal"
    assert undone.ucr == posted.ucr
    assert reversal(undone).postings == posted.postings


@given(transfers(), st.integers(0, 10), st.integers(1, 10**6))
def test_no_posting_can_be_changed_alone(posted: Transfer, place: int, by: int) -> None:
    postings = list(posted.postings)
    chosen = postings[place % len(postings)]
    postings[place % len(postings)] = Posting(chosen.account, chosen.minor + by, chosen.currency)
    with refused("unbalanced"):
        transfer(posted.key, posted.memo, *postings)
