"""Every test runs on its own home; no test touches the hub of whoever runs it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import django
import pytest
from pytest_django import Settings

# Settings are read when the tests are configured, after this file: so the home is set here, and so are the settings.
os.environ["ENTREPOT_HOME"] = tempfile.mkdtemp(prefix="entrepot-tests-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entrepot.hub.settings")
(Path(os.environ["ENTREPOT_HOME"]) / "static").mkdir()

django.setup()  # a conftest further down may import tables, whichever folder pytest was asked for

pytest_plugins = ["tests.postgresql"]


def pytest_configure(config: pytest.Config) -> None:
    """Signing in is quick in tests, and a test of whole transactions may empty even what is fenced."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.ENTREPOT_FOLLOWERS = ""  # an app's test knows nothing of what stands above it; see `followers`
    _let_tests_empty_the_fenced_tables()


@pytest.fixture(autouse=True)
def rates_are_read_anew() -> None:
    """Each test begins with an empty database of one name and one time, so that two of them may look alike."""
    from entrepot.hub.tariffs import queries

    queries._of_hub.cache_clear()


@pytest.fixture
def followers(settings: Settings) -> None:
    """The consequences of events as a hub has them, for a story told in this process."""
    settings.ENTREPOT_FOLLOWERS = "entrepot.hub.followers.FOLLOWERS"


def _let_tests_empty_the_fenced_tables() -> None:
    from django.db import connection
    from django.test import TransactionTestCase

    emptied = TransactionTestCase._fixture_teardown

    def with_the_fence_lowered(self: TransactionTestCase) -> None:
        from entrepot.hub.events import fence

        with fence.lowered(connection):
            emptied(self)

    TransactionTestCase._fixture_teardown = with_the_fence_lowered  # type: ignore[method-assign]
