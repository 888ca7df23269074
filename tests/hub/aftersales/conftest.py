"""A hub on a simulated clock with the consequences of orders and returns."""

from __future__ import annotations

import pytest
from django.conf import LazySettings

from entrepot.hub.aftersales import consequences
from entrepot.hub.events import clock
from entrepot.hub.events.follower import Table
from entrepot.hub.orders import consequences as orders
from tests import cast
from tests.hub.orders import shop

FOLLOWERS: Table = {
    **shop.FOLLOWERS,
    "customs.declaration.refused": [consequences.stopped],
    "customs.declaration.seized": [consequences.stopped],
    "customs.declaration.partly_released": [orders.released_in_part],
    "aftersales.return.accepted": [consequences.claim_duty],
    "duties.return.back": [consequences.duty_undone],
}


@pytest.fixture(autouse=True)
def _hub(db: None, settings: LazySettings) -> None:
    settings.ENTREPOT_FOLLOWERS = "tests.hub.aftersales.conftest.FOLLOWERS"
    settings.ENTREPOT_CLOCK = "simulated"
    settings.ENTREPOT_COUNTRY = "CN"
    clock.start(cast.NOON)
