from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from entrepot.hub import law
from entrepot.trade.finding import Refused


def test_the_statute_is_read_once_and_is_the_shipped_one() -> None:
    assert law.statute() is law.statute()
    assert "MY" in law.statute().codes


def test_a_jurisdiction_may_keep_its_own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.ENTREPOT_LAW = str(tmp_path)
    assert law.statute().codes == ()
    with pytest.raises(Refused):
        law.statute().jurisdiction("MY")
