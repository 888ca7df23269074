from __future__ import annotations

import pytest

from tests.postgresql import again

pytestmark = pytest.mark.postgres


def test_what_holds_on_sqlite_holds_on_postgresql(postgres_url: str) -> None:
    done = again(
        postgres_url, "tests/hub/events", "tests/hub/ledger", "tests/hub/parties", "tests/hub/test_rows.py", "tests/api"
    )
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
