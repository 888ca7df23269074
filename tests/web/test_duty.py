"""Duty and tax over time, as the debtor and the customs see it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from entrepot.hub.customs import actions as customs
from entrepot.hub.duties import actions
from entrepot.hub.duties.models import Statement
from entrepot.trade.money import Money
from tests import cast
from tests.hub.customs import goods

pytestmark = pytest.mark.django_db
APRIL = datetime(2026, 4, 10, 9, 0, tzinfo=UTC)


def signed_in(email: str, code: str, role: str) -> Client:
    client = Client()
    client.force_login(cast.person(email, code, role))
    return client


@pytest.fixture
def statement() -> Statement:
    """The low-value goods of a quarter, drawn up in April."""
    for code in ("my-customs", "kl-batik", "operator"):
        cast.party(code)
    customs.register_guarantee(
        "BG-1", cast.party("kl-batik"), "MY", Money.of("500", "MYR"), goods.DAY, by=cast.by("my-customs")
    )
    customs.lodge([goods.entry()], declarant=cast.party("kl-batik"), by=cast.by("kl-batik"))
    [drawn] = actions.draw_up("MY", APRIL.date(), by=cast.by("operator", APRIL))
    return drawn


def test_the_debtor_reads_what_is_due_and_files_it(statement: Statement) -> None:
    with time_machine.travel(APRIL, tick=False):
        seller = signed_in("siti@example.org", "kl-batik", "seller")
        html = seller.get("/seller/duty/").content.decode()
        assert "The next statement is due by 30 Apr 2026" in html
        assert "Return of the sales tax on low-value goods" in html
        assert "BG-1" in html
        page = seller.get(f"/seller/duty/{statement.number}").content.decode()
        assert "File the statement" in page
        assert "Confirm the payment" not in page
        assert seller.post(f"/seller/duty/{statement.number}").status_code == 302
        statement.refresh_from_db()
        assert statement.state == "filed"
        assert "File the statement" not in seller.get(f"/seller/duty/{statement.number}").content.decode()


def test_what_is_late_is_said_first(statement: Statement) -> None:
    with time_machine.travel(datetime(2026, 5, 1, tzinfo=UTC), tick=False):
        html = signed_in("siti@example.org", "kl-batik", "seller").get("/seller/duty/").content.decode()
    assert "1 statement is overdue" in html
    assert "Overdue" in html


def test_the_officer_confirms_with_a_reference_and_not_without(statement: Statement) -> None:
    officer = signed_in("aminah@example.org", "my-customs", "customs")
    page = f"/officer/duty/{statement.number}"
    assert "Batik House" in officer.get("/officer/duty/").content.decode()
    refused = officer.post(page, {"receipt": " "})
    assert refused.status_code == 422
    assert "receipt-missing" in refused.content.decode()
    statement.refresh_from_db()
    assert statement.state == "drawn-up"
    assert officer.post(page, {"receipt": "TR-1"}).status_code == 302
    statement.refresh_from_db()
    assert (statement.state, statement.receipt) == ("paid", "TR-1")
    assert "TR-1" in officer.get(page).content.decode()


def test_others_neither_see_nor_touch_a_statement(statement: Statement) -> None:
    cast.party("hz-ceramics")
    cast.party("cn-customs")
    for email, code, role, desk in (
        ("mei@example.org", "hz-ceramics", "seller", "seller"),
        ("wang@example.org", "cn-customs", "customs", "officer"),
    ):
        client = signed_in(email, code, role)
        assert statement.number not in client.get(f"/{desk}/duty/").content.decode()
        for answer in (client.get(f"/{desk}/duty/{statement.number}"), client.post(f"/{desk}/duty/{statement.number}")):
            assert answer.status_code == 403
    statement.refresh_from_db()
    assert statement.state == "drawn-up"


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "下一份申报"), ("ms", "Penyata seterusnya")])
def test_the_page_speaks_three_languages(statement: Statement, language: str, said: str) -> None:
    with time_machine.travel(APRIL, tick=False):
        seller = signed_in("siti@example.org", "kl-batik", "seller")
        html = seller.get("/seller/duty/", headers={"Accept-Language": language}).content.decode()
    assert said in html
