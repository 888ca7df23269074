"""The folder in which the kit raises its hubs, once for all its tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from entrepot.conform.world import World


@pytest.fixture(scope="session")
def conform_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("conform")


@pytest.fixture(scope="session")
def shared_world(conform_folder: Path) -> World:
    return World(conform_folder)


@pytest.fixture
def world(shared_world: World, django_db_blocker: Any) -> Iterator[World]:
    """The kit's world; its hubs have databases of their own, so that pytest's need not be there."""
    with django_db_blocker.unblock():
        yield shared_world
