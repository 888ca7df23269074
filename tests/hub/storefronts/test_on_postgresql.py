"""What holds of connected shops on SQLite holds on PostgreSQL."""

from __future__ import annotations

import pytest

from tests.postgresql import again

pytestmark = pytest.mark.postgres


def test_shops_are_connected_and_their_orders_taken_on_postgresql_too(postgres_url: str) -> None:
    run = again(postgres_url, "tests/hub/storefronts")
    assert run.returncode == 0, run.stdout + run.stderr
