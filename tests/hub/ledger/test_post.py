from __future__ import annotations

import pytest
from django.db import DatabaseError, models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entrepot.hub import ledger
from entrepot.hub.events import queries as events
from entrepot.hub.events import worker
from entrepot.hub.ledger import actions, queries
from entrepot.hub.ledger.models import Account, Fold, Posting, Transfer
from entrepot.trade.finding import Refused
from entrepot.trade.ledger import Posting as Side
from entrepot.trade.ledger import Transfer as Paper
from entrepot.trade.ledger import move, reversal
from entrepot.trade.money import Money
from tests import cast

pytestmark = pytest.mark.django_db

UCR = "6CN91330100-1001"


def sale(key: str = "sale-1", sen: int = 4200) -> Paper:
    return move(key, "A celadon bowl", "escrow", "payable:hz-ceramics", Money.from_minor(sen, "MYR"), ucr=UCR)


def test_a_transfer_debits_one_account_and_credits_another() -> None:
    assert ledger.post([sale()], by=cast.the_hub()) == 1
    assert queries.balance("escrow", "MYR") == 4200
    assert queries.balance("payable:hz-ceramics", "MYR") == -4200
    assert queries.balance("escrow", "CNY") == 0
    assert queries.balances() == {("escrow", "MYR"): 4200, ("payable:hz-ceramics", "MYR"): -4200}
    assert queries.balances("payable:") == {("payable:hz-ceramics", "MYR"): -4200}
    assert queries.trial() == {"MYR": 0}


def test_a_consignment_shows_its_transfers_as_they_were_handed_in() -> None:
    ledger.post([sale(), move("other", "A jar", "escrow", "fees", Money.from_minor(1, "MYR"))], by=cast.the_hub())
    (kept,) = queries.of(UCR)
    assert kept.plain == sale()
    assert (kept.at, kept.by) == (cast.NOON, "worker:tests.cast")


def test_posting_the_same_transfer_again_moves_nothing() -> None:
    ledger.post([sale()], by=cast.the_hub())
    assert ledger.post([sale(), sale(), sale("sale-2")], by=cast.the_hub()) == 1
    assert queries.balance("escrow", "MYR") == 8400


def test_another_content_under_a_known_key_is_refused_and_nothing_of_the_call_is_posted() -> None:
    ledger.post([sale()], by=cast.the_hub())
    with pytest.raises(Refused) as refused:
        ledger.post([sale("sale-2"), sale("sale-1", 4300), sale("sale-2", 1)], by=cast.the_hub())
    assert [(f.code, f.pointer) for f in refused.value.findings] == [
        ("transfer-key-taken", "/1/key"),
        ("transfer-key-taken", "/2/key"),
    ]
    assert queries.balance("escrow", "MYR") == 4200


def test_every_transfer_that_does_not_balance_is_named() -> None:
    crooked = Paper("a", "", (Side("escrow", 5, "MYR"), Side("fees", -4, "MYR")))
    huge = Paper("b", "", (Side("escrow", 10**15 + 1, "MYR"), Side("fees", -(10**15) - 1, "MYR")))
    with pytest.raises(Refused) as refused:
        ledger.post([sale(), crooked, Paper(" ", "", ()), huge], by=cast.the_hub())
    assert [(f.code, f.pointer) for f in refused.value.findings] == [
        ("unbalanced", "/1/postings"),
        ("transfer-key-missing", "/2/key"),
        ("transfer-empty", "/2/postings"),
        ("amount-too-large", "/3/postings/0/minor"),
        ("amount-too-large", "/3/postings/1/minor"),
    ]
    assert not Transfer.objects.exists()


def test_a_wrong_transfer_is_undone_by_its_reversal_and_both_stay_in_the_book() -> None:
    ledger.post([sale(), reversal(sale())], by=cast.the_hub())
    assert queries.balance("escrow", "MYR") == 0
    assert [entry.minor for entry in queries.entries("escrow", "MYR")] == [-4200, 4200]


@pytest.mark.parametrize("model", [Account, Transfer, Posting])
def test_the_database_itself_refuses_to_change_or_delete_what_was_posted(model: type[models.Model]) -> None:
    ledger.post([sale()], by=cast.the_hub())
    before = list(model._default_manager.values())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model._default_manager.update(id=models.F("id") + 100)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        model._default_manager.all()._raw_delete("default")
    assert list(model._default_manager.values()) == before


def test_a_balance_stays_the_same_when_the_book_is_folded() -> None:
    ledger.post([sale(f"sale-{n}", n + 1) for n in range(10)], by=cast.the_hub())
    assert actions.fold_book() == 2
    assert queries.balance("escrow", "MYR") == 55
    ledger.post([sale("late", 5)], by=cast.the_hub())
    assert queries.balance("escrow", "MYR") == 60
    assert (actions.fold_book(), actions.fold_book()) == (2, 0)
    assert queries.balance("payable:hz-ceramics", "MYR") == -60


def test_a_book_that_has_grown_by_a_page_is_folded_by_itself(monkeypatch: pytest.MonkeyPatch, followers: None) -> None:
    newest = 0
    monkeypatch.setattr(actions, "PAGE", 5)
    for n in range(10):
        ledger.post([sale(f"sale-{n}", 1)], by=cast.the_hub())
        newest = Transfer.objects.latest("id").pk
    assert events.about("ledger").count() == newest // 5 - (newest - 10) // 5
    worker.work_until_idle()
    assert Fold.objects.filter(account__code="escrow", minor=10).count() == 1
    assert queries.balance("escrow", "MYR") == 10


ACCOUNTS = st.sampled_from(["escrow", "fees", "fx", "payable:hz-ceramics", "clearing:hz-bank"])
SIDES = st.tuples(ACCOUNTS, ACCOUNTS, st.integers(-(10**9), 10**9), st.sampled_from(["MYR", "CNY", "JPY"]))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.lists(SIDES, max_size=6), max_size=5), again=st.booleans())
def test_whatever_is_posted_sums_to_zero_and_repeating_it_is_harmless(
    batches: list[list[tuple[str, str, int, str]]], again: bool
) -> None:
    with transaction.atomic():
        expected: dict[tuple[str, str], int] = {}
        for b, batch in enumerate(batches):
            transfers = [
                Paper(f"{b}-{n}", "", (Side(debit, minor, currency), Side(credit, -minor, currency)))
                for n, (debit, credit, minor, currency) in enumerate(batch)
            ]
            assert ledger.post(transfers, by=cast.the_hub()) == len(batch)
            assert ledger.post(transfers, by=cast.the_hub()) == 0
            if again:
                actions.fold_book()
            for debit, credit, minor, currency in batch:
                expected[debit, currency] = expected.get((debit, currency), 0) + minor
                expected[credit, currency] = expected.get((credit, currency), 0) - minor
        assert queries.balances() == expected
        assert {pair: queries.balance(*pair) for pair in expected} == expected
        assert set(queries.trial().values()) <= {0}
        transaction.set_rollback(True)
