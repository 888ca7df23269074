"""The inbox on pages."""

from __future__ import annotations

import pytest
from django.test import Client

from entrepot.hub.events.models import Event
from entrepot.hub.notices import actions, consequences, queries
from entrepot.hub.notices.models import Notice
from entrepot.hub.parties.models import Person
from tests import cast
from tests.api.door import bearer, post
from tests.hub.customs.controlling import lodged
from tests.hub.customs.goods import item

pytestmark = pytest.mark.django_db


@pytest.fixture
def siti() -> Client:
    """Somebody of Batik House, which has one notice."""
    for code in ("kl-batik", "my-customs", "cn-customs"):
        cast.party(code)
    lodged(items=(item(description="Porcelain power bank"),))
    consequences.tell(Event.objects.get(kind="customs.declaration.selected"), by=cast.the_hub())
    client = Client()
    client.force_login(cast.person("siti@example.org", "kl-batik", "seller"))
    return client


def test_the_inbox_shows_what_is_new_and_the_bell_says_how_much(siti: Client) -> None:
    page = siti.get("/notices/").content.decode()
    assert "is under control" in page
    assert "1 new notice" in page
    assert 'aria-label="Notices, 1 new"' in siti.get("/seller/").content.decode()
    siti.post("/notices/", {"party": "kl-batik", "notice": str(Notice.objects.get().pk)})
    assert "No new notices" in siti.get("/notices/").content.decode()


def test_the_inbox_leads_back_to_the_desk_where_its_reader_sat(siti: Client) -> None:
    assert 'href="/seller/orders/"' in siti.get("/notices/").content.decode()
    cast.person("siti@example.org", "sg-broker", "declarant")
    siti.get("/sit/declarant/sg-broker/")
    page = siti.get("/notices/").content.decode()
    assert 'href="/seller/orders/"' not in page
    assert 'href="/declarations/"' in page


def test_letters_and_their_language_are_chosen_on_the_page(siti: Client) -> None:
    party, person = cast.party("kl-batik"), Person.objects.get(email="siti@example.org")
    siti.post("/notices/", {"party": "kl-batik", "do": "language", "language": "zh-hans"})
    siti.post("/notices/", {"party": "kl-batik", "do": "letters", "letters": "off"})
    party.refresh_from_db()
    assert (queries.language_of(party), queries.wants_letters(person, party)) == ("zh-hans", False)
    siti.post("/notices/", {"party": "kl-batik", "do": "letters", "letters": "on"})
    assert queries.wants_letters(person, party)


def test_a_letter_s_link_asks_first_and_then_ends_letters(siti: Client) -> None:
    party, person = cast.party("kl-batik"), Person.objects.get(email="siti@example.org")
    page = f"/notices/letters/{actions.farewell(person, party)}"
    visitor = Client(enforce_csrf_checks=True)
    assert "End the letters" in visitor.get(page).content.decode()
    assert queries.wants_letters(person, party)
    assert "Batik House" in visitor.post(page).content.decode()
    assert not queries.wants_letters(person, party)
    assert visitor.post(f"{page}x").status_code == 422


def test_nobody_opens_the_inbox_of_another_firm(siti: Client, stranger: Client) -> None:
    assert stranger.get("/notices/?party=kl-batik").status_code == 403
    number = str(Notice.objects.get().pk)
    assert stranger.post("/notices/", {"party": "kl-batik", "notice": number}).status_code == 403
    assert "No notices yet" in stranger.get("/notices/").content.decode()
    assert Client().get("/notices/").status_code == 302
    assert Notice.objects.get().read_at is None


def test_a_machine_reads_the_notices_of_its_party_alone(siti: Client) -> None:
    headers = bearer("kl-batik")
    [shown] = siti.get("/api/v1/notices", **headers).json()  # type: ignore[arg-type]
    assert (shown["kind"], shown["read"]) == ("customs.declaration.selected", False)
    assert post("/api/v1/notices/read", {"notices": [shown["id"]]}, bearer("hz-ceramics")).json() == {"read": 0}
    assert post("/api/v1/notices/read", {"notices": [shown["id"]]}, headers).json() == {"read": 1}
