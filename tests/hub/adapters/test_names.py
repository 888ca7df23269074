"""Sources of lists of names: a folder and a simulator do the same, and a list that stays away grows stale."""

from __future__ import annotations

import gzip
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from entrepot.hub.adapters import names
from entrepot.hub.adapters.names import folder, simulator
from entrepot.hub.customs import queries
from entrepot.hub.customs.models import NameList
from tests import cast
from tests.web.conftest import SignIn, sign_in

pytestmark = pytest.mark.django_db
__all__ = ["sign_in"]

SIMULATOR = "entrepot.hub.adapters.names.simulator"
SDN = b'9005,"ZHANG, Wei Ming","individual","FICTION-1",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0-\n'


@pytest.fixture
def home(tmp_path: Path, settings: LazySettings) -> Path:
    settings.ENTREPOT_HOME = tmp_path
    (tmp_path / "names").mkdir()
    return tmp_path / "names"


@pytest.mark.parametrize("source", [folder, simulator])
def test_a_source_says_its_name_and_whether_it_is_simulated(source: names.Source) -> None:
    assert source.NAME
    assert ("simulated" in source.NAME) == source.SIMULATED
    assert all(each.content for each in source.published())


def test_the_simulator_says_so_on_its_list(settings: LazySettings) -> None:
    settings.ENTREPOT_NAMES = SIMULATOR
    assert names.refresh(by=cast.the_hub()) == ["simulated"]
    assert "simulated" in NameList.objects.get().title
    [hit] = queries.near("Wolf Trading Co.")
    assert (hit.listed.entry, hit.near) == ("S-1", 100)


def test_files_of_the_folder_are_taken_up_with_their_second_file(home: Path) -> None:
    (home / "ofac.csv.gz").write_bytes(gzip.compress(SDN))
    (home / "ofac.alt.csv").write_bytes(b'9005,1,"aka","CHEUNG, Wai Ming",-0-\n')
    (home / "ours.csv").write_bytes(b"name\nWolf Trading\n")
    (home / "readme.txt").write_bytes(b"not a list")
    assert names.refresh(by=cast.the_hub()) == ["ofac", "ours"]
    assert [hit.form for hit in queries.near("Cheung Wai Ming")] == ["CHEUNG, Wai Ming"]


def test_a_file_that_is_no_list_leaves_the_others_alone(home: Path) -> None:
    (home / "broken.xml").write_bytes(b"<CONSOLIDATED_LIST>")
    (home / "ours.csv").write_bytes(b"name\nWolf Trading\n")
    assert names.refresh(by=cast.the_hub()) == ["ours"]


def test_a_folder_that_cannot_be_read_changes_nothing(home: Path) -> None:
    (home / "broken.csv.gz").write_bytes(b"not compressed")
    assert names.refresh(by=cast.the_hub()) == []
    assert NameList.objects.count() == 0


def test_a_list_that_stays_away_is_told_to_the_operator(home: Path, sign_in: SignIn) -> None:
    (home / "ours.csv").write_bytes(b"name\nWolf Trading\n")
    names.refresh(by=cast.the_hub())
    later = cast.NOON + timedelta(days=6)
    names.refresh(by=cast.the_hub(later))
    assert NameList.objects.get().checked_at == later
    html = sign_in("operator").get("/operator/").content.decode()
    assert "names added since are not found" in html
    NameList.objects.update(checked_at=cast.NOON + timedelta(days=3650))
    assert "names added since" not in sign_in("operator").get("/operator/").content.decode()
