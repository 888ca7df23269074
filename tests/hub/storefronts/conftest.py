"""Hangzhou Ceramics with a simulated shop of each kind, and a moment that tests move."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import Settings

from entrepot.hub.adapters.shop.simulator import Serving, serving
from entrepot.hub.events import Actor, clock
from entrepot.hub.parties.queries import actor_for
from entrepot.hub.storefronts import actions, runner
from entrepot.hub.storefronts.models import Intake, Storefront
from tests import cast
from tests.hub.orders import shop as orders

SINCE = date(2026, 1, 1)
Later = Callable[[timedelta], None]


@dataclass(frozen=True)
class Connected:
    """A storefront, and the simulated shop that it is."""

    front: Storefront
    serving: Serving

    def look(self) -> None:
        """The runner goes there now."""
        Storefront.objects.update(next_look=clock.wall())
        runner.go_once()
        self.front.refresh_from_db()

    def states(self) -> dict[str, str]:
        return dict(Intake.objects.order_by("number").values_list("number", "state"))

    def intake(self, number: str) -> Intake:
        return Intake.objects.get(number=number)


def connection(serving: Serving, **changes: object) -> actions.Connection:
    """What a seller states of a simulated shop."""
    stated: dict[str, object] = {"kind": serving.shop.KIND, "url": serving.url, "keys": serving.shop.keys}
    return actions.Connection(**{**stated, "since": SINCE, **changes})  # type: ignore[arg-type]


@pytest.fixture(params=("shopify", "woocommerce"))
def shop(request: pytest.FixtureRequest, db: None, settings: Settings) -> Iterator[Connected]:
    """Hangzhou Ceramics has connected a shop."""
    settings.ENTREPOT_ALLOW_LOOPBACK_PEERS = True
    settings.ENTREPOT_COUNTRY = "CN"
    orders.ceramics()
    with serving(request.param) as found:
        front, _ = actions.connect(cast.party("hz-ceramics"), connection(found), by=owner())
        yield Connected(front, found)


def owner() -> Actor:
    """Mei, who sits at the seller's desk."""
    mei = cast.person("mei@example.org", "hz-ceramics", "seller", "Mei Lin")
    return actor_for(mei, "hz-ceramics", cast.NOON)


@pytest.fixture
def later() -> Iterator[Later]:
    """Lets time pass outside."""
    passed = [timedelta()]

    def pass_by(more: timedelta) -> None:
        passed[0] += more

    with clock.told_by(lambda: datetime.now(UTC) + passed[0]):
        yield pass_by
