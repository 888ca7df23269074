"""The page of statistics, its files, and who may see them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from entrepot.hub.customs.models import Declaration
from tests import cast
from tests.hub.customs.controlling import lodged
from tests.hub.customs.goods import item

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(settings: object) -> Client:
    """An officer of a border where some was released at once and one waits, lodged today."""
    from django.utils import timezone

    for code in ("kl-batik", "my-customs", "cn-customs"):
        cast.party(code)
    for n in range(3):
        lodged(lrn=f"G-{n}", ucr=f"6CN-G{n}")
    lodged(lrn="R-1", ucr="6CN-R1", items=(item(description="Porcelain power bank"),))
    now = timezone.now()
    Declaration.objects.update(lodged_at=now)
    Declaration.objects.filter(state="released").update(decided_at=now)
    client = Client()
    client.force_login(cast.person("aisyah@example.org", "my-customs", "customs"))
    return client


def test_figures_stand_beside_their_charts_in_few_questions(officer: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        page = officer.get("/officer/statistics/?days=7").content.decode()
    assert len(asked) <= 30
    for part in ("75.0%", "at once", 'role="img"', "the most on one day were 4", "<table"):
        assert part in page
    assert officer.get("/officer/statistics/?days=9999").status_code == 200


def test_the_tables_are_files_for_a_spreadsheet(officer: Client) -> None:
    answer = officer.get("/officer/statistics/times.csv?days=7")
    assert answer["Content-Type"].startswith("text/csv")
    assert answer["Content-Disposition"].startswith('attachment; filename="times-MY-')
    lines = answer.content.decode().splitlines()
    assert lines[0] == "day,lane,regime,lodged,released,median_minutes,p90_minutes"
    assert [line.split(",", 1)[1] for line in lines[1:]] == ["green,lvg,3,3,0,0", "red,lvg,1,0,,"]
    assert officer.get("/officer/statistics/profiles.csv").content.decode().startswith("code,name,by_chance")
    assert officer.get("/officer/statistics/secrets.csv").status_code == 404


def test_officers_of_another_border_see_their_own_and_others_see_none(officer: Client, stranger: Client) -> None:
    other = Client()
    other.force_login(cast.person("li@example.org", "cn-customs", "customs"))
    assert len(other.get("/officer/statistics/times.csv").content.decode().splitlines()) == 1
    seller = Client()
    seller.force_login(cast.person("siti@example.org", "kl-batik", "seller"))
    for client in (seller, stranger):
        assert client.get("/officer/statistics/").status_code == 403
        assert client.get("/officer/statistics/times.csv").status_code == 403
