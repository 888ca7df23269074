"""How every payment provider must conduct itself; a new one is added to the list."""

from __future__ import annotations

import json
from types import ModuleType
from typing import cast as as_

import pytest

from entrepot.hub.adapters.payment import simulator
from entrepot.hub.adapters.payment.provider import Asked, PayOutLine, Provider
from entrepot.trade.finding import NotYours, Refused
from entrepot.trade.money import Money
from tests import cast

PROVIDERS: list[ModuleType] = [simulator]
ASKED = Asked(
    end_to_end_id="6CNHZ-1", creditor="hz-ceramics", amount=Money.of("548.00", "MYR"), qr="000201", at=cast.NOON
)
LINES = [
    PayOutLine(key="a", creditor="hz-ceramics", amount=Money.of("1.00", "MYR")),
    PayOutLine(key="b", creditor="hz-post", amount=Money.of("2.00", "MYR")),
]


@pytest.fixture(params=PROVIDERS, ids=lambda module: str(module.NAME))
def provider(request: pytest.FixtureRequest) -> Provider:
    return as_("Provider", request.param)


def test_it_has_a_name_of_its_own_and_says_whether_money_moves(provider: Provider) -> None:
    assert isinstance(provider.SIMULATED, bool)
    assert provider.__name__.rpartition(".")[2] == provider.NAME  # type: ignore[attr-defined]


def test_asking_twice_is_one_payment(provider: Provider) -> None:
    assert provider.request(ASKED) == provider.request(ASKED)


def test_what_it_says_at_once_is_about_what_was_asked(provider: Provider) -> None:
    notice = provider.request(ASKED)
    assert notice is None or (notice.end_to_end_id, notice.amount) == (ASKED.end_to_end_id, ASKED.amount)


def test_one_payout_file_has_one_reference_whatever_its_order(provider: Provider) -> None:
    assert provider.pay_out(LINES) == provider.pay_out(LINES[::-1])
    assert provider.pay_out(LINES) != provider.pay_out(LINES[:1])


def test_nobody_else_can_say_that_something_was_paid(provider: Provider) -> None:
    for headers in ({}, {"Entrepot-Signature": "0" * 64}, {"Entrepot-Signature": "é"}):
        with pytest.raises((NotYours, Refused)):
            provider.notify(b'{"end_to_end_id": "6CNHZ-1", "paid": true}', headers)


def test_the_simulator_says_that_it_is_one_and_pays_at_once() -> None:
    notice = simulator.request(ASKED)
    assert simulator.SIMULATED
    assert notice is not None
    assert (notice.paid, notice.amount) == (True, Money.of("548.00", "MYR"))


def test_a_signed_notice_of_the_simulator_is_read() -> None:
    body = json.dumps(
        {"end_to_end_id": "6CNHZ-1", "provider_ref": "SIM1", "paid": True, "amount": "548.00", "currency": "MYR"}
    ).encode()
    notice = simulator.notify(body, {"entrepot-signature": simulator.signature(body)})
    assert (notice.end_to_end_id, notice.paid, notice.amount) == ("6CNHZ-1", True, Money.of("548.00", "MYR"))
    with pytest.raises(Refused) as refused:
        simulator.notify(b"[]", {"Entrepot-Signature": simulator.signature(b"[]")})
    assert [found.code for found in refused.value.findings] == ["notice-unreadable"]
