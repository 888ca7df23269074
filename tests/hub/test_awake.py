"""A process that serves beside others reads what it needs before it answers anybody."""

from __future__ import annotations

import sys

import pytest
from django.db import OperationalError

from entrepot.hub import awake
from entrepot.hub.customs import law, queries
from entrepot.hub.events import clock
from entrepot.hub.parties import actions as parties
from tests import cast


@pytest.mark.django_db
def test_the_law_of_each_border_that_is_decided_here_is_at_hand() -> None:
    cast.party("my-customs")
    parties.register("aq-customs", name="Lawless", country="AQ", rights=("customs",), by=cast.the_hub())
    law._held.cache_clear()
    awake.wake()
    assert law._held.cache_info().currsize == 1
    law.law_of("MY", clock.now().date())
    assert law._held.cache_info().hits == 1
    assert "entrepot.hub.urls" in sys.modules


@pytest.mark.django_db
def test_a_database_that_is_away_stops_nobody_from_serving(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("the database is away")

    monkeypatch.setattr(queries, "index", away)
    awake.wake()
    assert callable(awake.application())
