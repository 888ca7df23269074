"""How every carrier must conduct itself; a new one is added to the list."""

from __future__ import annotations

import json
from datetime import timedelta
from types import ModuleType
from typing import cast as as_

import pytest

from entrepot.hub.adapters.carrier import simulator
from entrepot.hub.adapters.carrier.carrier import Carrier, Handed, Report
from entrepot.trade.finding import NotYours, Refused
from entrepot.trade.lifecycles import PARCEL
from tests import cast

CARRIERS: list[ModuleType] = [simulator]
HANDED = Handed(ucr="6CNHZ-1", number="LX000000014CN", origin="CN", destination="MY", gross_mass_g=450, at=cast.NOON)


@pytest.fixture(params=CARRIERS, ids=lambda module: str(module.NAME))
def carrier(request: pytest.FixtureRequest) -> Carrier:
    return as_("Carrier", request.param)


def test_it_has_a_name_of_its_own_and_says_whether_anything_is_carried(carrier: Carrier) -> None:
    assert isinstance(carrier.SIMULATED, bool)
    assert carrier.__name__.rpartition(".")[2] == carrier.NAME  # type: ignore[attr-defined]


def test_a_parcel_handed_over_twice_is_collected_once(carrier: Carrier) -> None:
    assert carrier.collect(HANDED) == carrier.collect(HANDED)


def test_its_timetable_names_steps_that_parcels_have_and_goes_forward(carrier: Carrier) -> None:
    for step, (delay, following) in carrier.TIMETABLE.items():
        assert delay > timedelta()
        assert any((before, after) == (step, following) for (before, _), after in PARCEL.moves.items())


def test_nobody_else_can_report_for_it(carrier: Carrier) -> None:
    for headers in ({}, {"Entrepot-Signature": "0" * 64}, {"Entrepot-Signature": "é"}):
        with pytest.raises((NotYours, Refused)):
            carrier.report(b"[]", headers)


def test_the_simulator_s_timetable_takes_thirty_six_hours_and_a_quarter() -> None:
    assert simulator.SIMULATED
    assert sum((delay for delay, _ in simulator.TIMETABLE.values()), timedelta()) == timedelta(hours=36, minutes=15)
    assert [simulator.place(HANDED, step) for step in ("departed", "arrived")] == ["CN", "MY"]


def test_a_signed_report_of_the_simulator_is_read() -> None:
    body = json.dumps([{"ucr": "6CNHZ-1", "step": "departed", "at": cast.NOON.isoformat(), "place": "CNHGH"}]).encode()
    assert simulator.report(body, {"entrepot-signature": simulator.signature(body)}) == [
        Report(ucr="6CNHZ-1", step="departed", at=cast.NOON, place="CNHGH")
    ]
    with pytest.raises(Refused) as refused:
        simulator.report(b"{}x", {"Entrepot-Signature": simulator.signature(b"{}x")})
    assert [found.code for found in refused.value.findings] == ["report-unreadable"]
