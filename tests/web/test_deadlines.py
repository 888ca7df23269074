"""The officer's queue by deadline, and the forms of a declaration, filled."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Declaration, Hold, InformationRequest
from tests import cast
from tests.hub.customs.controlling import lodged, officer
from tests.hub.customs.goods import item

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 6)


@pytest.fixture
def waiting() -> dict[str, Declaration]:
    """Five on the desk: asked and late, asked, answered, held too long, and one that nothing is due for."""
    for code in ("kl-batik", "my-customs", "cn-customs"):
        cast.party(code)
    bank = (item(description="Porcelain power bank"),)
    found = {
        name: lodged(lrn=name, ucr=f"6CN-{name.upper()}", items=bank)
        for name in ("late", "asked", "told", "held", "bare")
    }
    actions.ask(found["late"], "Show it.", by=officer(), answer_by=date(2026, 3, 5))
    actions.ask(found["asked"], "Show it.", by=officer(), answer_by=date(2026, 3, 9))
    actions.reply(actions.ask(found["told"], "Show it.", by=officer()), "Here.", by=cast.by("kl-batik"))
    actions.hold(found["held"], "Wait.", until=date(2026, 3, 5), by=officer())
    return found


@pytest.mark.parametrize(
    ("which", "names"),
    [
        ("overdue", ["late"]),
        ("asked", ["late", "asked"]),
        ("answered", ["told"]),
        ("hold-over", ["held"]),
        ("inspection", ["bare"]),
    ],
)
def test_the_queue_is_narrowed_by_what_is_due(waiting: dict[str, Declaration], which: str, names: list[str]) -> None:
    look = actions.order_inspection(waiting["bare"], "goods", "Weigh it.", by=officer())
    actions.schedule_inspection(look, "Hall 2", cast.NOON + timedelta(days=4), by=officer())
    assert [each.lrn for each in queries.due(queries.queue("MY"), which, TODAY)] == names
    assert list(queries.due(queries.queue("CN"), which, TODAY)) == []


def test_the_page_counts_and_narrows(waiting: dict[str, Declaration]) -> None:
    yesterday = timezone.now().date() - timedelta(days=1)
    InformationRequest.objects.filter(declaration=waiting["late"]).update(answer_by=yesterday)
    InformationRequest.objects.filter(declaration=waiting["asked"]).update(answer_by=yesterday + timedelta(days=9))
    Hold.objects.update(until=yesterday)
    client = Client()
    client.force_login(cast.person("aisyah@example.org", "my-customs", "customs"))
    page = client.get("/officer/?due=overdue").content.decode()
    assert "6CN-LATE" in page
    assert "6CN-ASKED" not in page
    assert 'Answer overdue <b class="num">1</b>' in page
    assert "6CN-ASKED" in client.get("/officer/?due=nonsense").content.decode()


def test_forms_are_saved_filled_with_the_receiver_in_clear(waiting: dict[str, Declaration], stranger: Client) -> None:
    client = Client()
    client.force_login(cast.person("aisyah@example.org", "my-customs", "customs"))
    page = f"/officer/d/{waiting['bare'].mrn}"
    assert f"{page}/forms/K1" in client.get(page).content.decode()
    seen = client.get(f"{page}/forms/K1").content.decode()
    assert "What it has no place for" in seen
    assert "The layout was not tried against the system it is for." in seen
    answer = client.get(f"{page}/forms/K1?save=yes")
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert waiting["bare"].lrn in answer.content.decode()
    assert client.get(f"{page}/forms/X9").status_code == 404
    other = Client()
    other.force_login(cast.person("li@example.org", "cn-customs", "customs"))
    seller = Client()
    seller.force_login(cast.person("siti@example.org", "kl-batik", "seller"))
    for someone in (other, seller, stranger):
        assert someone.get(f"{page}/forms/K1").status_code == 403
