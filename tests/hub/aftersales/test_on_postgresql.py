"""What holds after a sale on SQLite holds on PostgreSQL."""

from __future__ import annotations

import pytest

from tests.postgresql import again

pytestmark = pytest.mark.postgres


@pytest.fixture(autouse=True)
def _hub() -> None:
    """The other tests bring a hub of their own."""


def test_what_holds_on_sqlite_holds_on_postgresql(postgres_url: str) -> None:
    done = again(postgres_url, "tests/hub/aftersales", "tests/hub/trust")
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
