"""The nightly command about permits, as a timer runs it."""

from __future__ import annotations

import os
from datetime import date

import pytest

from entrepot.hub import keeping
from entrepot.hub.customs import actions, queries
from tests import cast
from tests.cli.conftest import Run


@pytest.mark.django_db
def test_permits_end_and_holders_are_reminded_once_each(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENTREPOT_HOME", os.environ["ENTREPOT_HOME"])  # put back what the command sets
    monkeypatch.setattr(keeping, "prepare", lambda: None)
    numbers = []
    for goods, ends in (("0204", date(2026, 6, 30)), ("0207", date(2026, 7, 20)), ("0210", date(2026, 12, 31))):
        permit = actions.apply_for_permit(
            cast.party("kl-batik"),
            kind="health-permit",
            agency=cast.party("plant-health"),
            goods=goods,
            quantity="10",
            unit="KGM",
            by=cast.by("kl-batik"),
        )
        actions.issue_permit(permit, valid_from=date(2026, 1, 1), valid_to=ends, by=cast.by("plant-health"))
        numbers.append(permit.number)

    over, soon, _later = numbers
    assert run("permits", "expire", "--on", "2026-07-01").out.splitlines() == [
        f"{over}: ended, its last day was 2026-06-30",
        f"{soon}: ends on 2026-07-20, kl-batik is reminded",
    ]
    again = run("permits", "expire", "--on", "2026-07-01").out
    assert again == "No permit ends by 2026-07-01, and nobody is to be reminded.\n"
    assert [queries.permit(number).state for number in numbers] == ["expired", "issued", "issued"]
