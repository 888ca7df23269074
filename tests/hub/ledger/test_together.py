"""Several tills posting at once, on PostgreSQL."""

from __future__ import annotations

import pytest

from entrepot.hub import ledger
from entrepot.hub.ledger import actions, queries
from entrepot.trade.ledger import Transfer, move
from entrepot.trade.money import Money
from tests import cast
from tests.hub.events.test_workers_together import elsewhere

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("on_postgres")]


def fee(key: str) -> Transfer:
    return move(key, "", "escrow", "fees", Money.from_minor(1, "MYR"))


def test_the_same_transfers_sent_by_four_tills_at_once_move_money_once() -> None:
    batches = [[fee(f"{n}-{m}") for m in range(10)] for n in range(10)]
    moved: list[int] = []

    def till() -> None:
        moved.extend(ledger.post(batch, by=cast.the_hub()) for batch in batches)

    for thread in [elsewhere(till) for _ in range(4)]:
        thread.join()
    assert sum(moved) == 100
    assert queries.balances() == {("escrow", "MYR"): 100, ("fees", "MYR"): -100}


def test_a_balance_is_right_while_the_book_is_folded_under_the_tills() -> None:
    def till(name: str) -> None:
        for n in range(30):
            ledger.post([fee(f"{name}-{n}")], by=cast.the_hub())

    def clerk() -> None:
        for _ in range(15):
            actions.fold_book()

    threads = [elsewhere(lambda: till("a")), elsewhere(lambda: till("b")), elsewhere(clerk)]
    for thread in threads:
        thread.join()
    actions.fold_book()
    assert (queries.balance("escrow", "MYR"), queries.balance("fees", "MYR")) == (60, -60)
    assert queries.balances() == {("escrow", "MYR"): 60, ("fees", "MYR"): -60}
