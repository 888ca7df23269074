"""The folder of official tariff files beside the project; where it is absent, tests that need it stand aside."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip(f"the official tariff files are not at {SHARED}")
    return SHARED
