"""The profiles of the corridor are told to officers in their own language."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polib
import pytest

import entrepot
from entrepot import statute

LOCALE = Path(entrepot.__file__).parent / "locale"


@pytest.mark.parametrize("language", ["zh_Hans", "ms"])
@pytest.mark.parametrize("country", ["CN", "MY"])
def test_every_name_and_reason_is_translated(country: str, language: str) -> None:
    told = {
        each.msgid for each in polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po")) if each.translated()
    }
    profiles = statute.load().jurisdiction(country).profiles(date(2026, 11, 26))
    assert len(profiles) == 35
    assert {text for each in profiles for text in (each.name, each.reason)} - told == set()
