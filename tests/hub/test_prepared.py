"""Questions asked of PostgreSQL past the driver's cursor keep what the driver promises."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import psycopg
import pytest
from django.db import DataError, IntegrityError, OperationalError, connection, transaction

from entrepot.hub import rows
from entrepot.hub.ledger.models import Account

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("on_postgres")]

CODES = "SELECT code FROM ledger_account ORDER BY code"
OPEN = "INSERT INTO ledger_account (code) VALUES (%s)"


def cut_off() -> None:
    """The database ends this process's connection, as when it is started anew between two requests."""
    number = connection.connection.info.backend_pid
    with psycopg.connect(connection.connection.info.dsn, password=connection.settings_dict["PASSWORD"]) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [number])


def a_new_request_begins() -> None:
    here: Any = connection
    here.health_check_enabled, here.health_check_done = True, False


def opened(*codes: str) -> None:
    """All accounts, or none."""
    with transaction.atomic():
        for code in codes:
            rows.asked(OPEN, code)


def opened_while_cut_off(code: str) -> None:
    with transaction.atomic():
        rows.asked(OPEN, code)
        cut_off()
        a_new_request_begins()
        rows.asked(CODES)


def test_values_go_and_come_back_as_they_are() -> None:
    at, day = datetime(2026, 3, 2, 9, 30, tzinfo=UTC), date(2026, 3, 2)
    texts = ["plain", 'with "quotes"', "back\\slash", "{brace,comma}", "货物", "", None]
    found = rows.asked(
        "SELECT %s::text[], %s::int[], %s::bigint, %s::timestamptz, %s::date, %s::bool, %s::bytea, 7 %% 4",
        *(texts, [1, 2], 2**40, at, day, True, b"\x00\xff"),
    )
    assert found == [(texts, [1, 2], 2**40, at, day, True, b"\x00\xff", 3)]


def test_a_text_with_the_letter_of_number_zero_is_refused_and_not_cut() -> None:
    with pytest.raises(DataError):
        rows.asked(OPEN, "escrow\0fees")
    assert rows.asked(CODES) == []


def test_what_was_written_in_a_transaction_that_fails_is_not_there() -> None:
    with pytest.raises(IntegrityError):
        opened("escrow", "escrow")
    assert rows.asked(CODES) == []
    opened("escrow")
    assert rows.asked(CODES) == [("escrow",)]


def test_a_savepoint_takes_back_what_was_written_within_it() -> None:
    with transaction.atomic():
        rows.asked(OPEN, "escrow")
        with pytest.raises(IntegrityError):
            opened("fees", "escrow")
        rows.asked(OPEN, "rest")
    assert rows.asked(CODES) == [("escrow",), ("rest",)]


def test_the_first_question_of_a_request_takes_up_a_new_connection_where_the_old_one_was_cut() -> None:
    Account.objects.create(code="escrow")
    assert rows.asked(CODES) == [("escrow",)]
    cut_off()
    a_new_request_begins()
    assert rows.asked(CODES) == [("escrow",)]


def test_what_writes_looks_first_whether_its_connection_stands() -> None:
    rows.asked(CODES)
    cut_off()
    a_new_request_begins()
    rows.asked(OPEN, "escrow")
    assert rows.asked(CODES) == [("escrow",)]


def test_a_connection_cut_within_a_request_is_a_fault_and_nothing_is_repeated() -> None:
    rows.asked(CODES)
    cut_off()
    with pytest.raises(OperationalError):
        rows.asked(CODES)
    connection.close()


def test_a_connection_cut_within_a_transaction_is_a_fault_and_nothing_is_kept() -> None:
    with pytest.raises(OperationalError):
        opened_while_cut_off("escrow")
    connection.close()
    assert rows.asked(CODES) == []
