"""A receiver on this machine, which the hub may call, and a moment that tests move."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from pytest_django import Settings

if TYPE_CHECKING:
    from tests.hub.webhooks.receiver import Receiver


@pytest.fixture
def receiver(db: None, settings: Settings) -> Iterator[Receiver]:
    from tests.hub.webhooks.receiver import receiving

    settings.ENTREPOT_ALLOW_LOOPBACK_PEERS = True
    with receiving() as found:
        yield found


@pytest.fixture
def later() -> Iterator[Callable[[timedelta], None]]:
    """Lets time pass outside."""
    from datetime import UTC, datetime

    from entrepot.hub.events import clock

    passed = [timedelta()]

    def pass_by(more: timedelta) -> None:
        passed[0] += more

    with clock.told_by(lambda: datetime.now(UTC) + passed[0]):
        yield pass_by
