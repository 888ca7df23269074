"""Questions put at once have the answers that each would have had, and each answer is given once."""

from __future__ import annotations

import pytest

from entrepot.hub import rows
from entrepot.hub.ledger.models import Account

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ALL = rows.Question("SELECT id, code FROM ledger_account ORDER BY code")
ONE = rows.Question("SELECT 1 AS one FROM ledger_account WHERE code = %s LIMIT 1", ("fees",))
SUM = rows.Question("SELECT count(*) AS sum, max(code) AS last, NULL AS nothing FROM ledger_account")


@pytest.mark.usefixtures("on_postgres")
class TestOnPostgreSQL:
    def test_together_they_say_what_each_would_say(self) -> None:
        for codes in ((), ("fees", 'rest "货" \\')):
            rows.insert(Account, ("code",), [(code,) for code in codes])
            alone = [rows.answer(each) for each in (ALL, ONE, SUM)]
            with rows.at_once([ALL, ONE, SUM]):
                assert [rows.answer(each) for each in (ALL, ONE, SUM)] == alone

    def test_an_answer_is_given_once_and_then_asked_for_anew(self) -> None:
        with rows.at_once([ALL, ONE]):
            Account.objects.create(code="fees")
            assert (rows.answer(ONE), rows.answer(ONE)) == ([], [(1,)])
        assert rows.answer(ALL) == [(Account.objects.get().pk, "fees")], "outside nothing is remembered"

    def test_what_was_not_foreseen_is_asked_as_ever(self) -> None:
        Account.objects.create(code="fees")
        with rows.at_once([ALL]):
            assert rows.answer(ONE) == [(1,)]
            assert rows.answer(rows.Question(ONE.text, ("rest",))) == []


def test_elsewhere_each_is_asked_where_it_is_asked() -> None:
    with rows.at_once([ALL, ONE]):
        Account.objects.create(code="fees")
        assert rows.answer(ONE) == [(1,)]
