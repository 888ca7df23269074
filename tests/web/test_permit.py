"""A permit is checked by whoever is shown it, without an account."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from pytest_django import Settings

from entrepot.ehx.keys import VerifierKey
from entrepot.hub.api.v1 import permits as door
from entrepot.hub.customs import actions, document, queries
from entrepot.hub.customs.models import Permit
from entrepot.hub.events import clock
from entrepot.hub.web.permit import views
from tests import cast
from tests.web.conftest import Day, SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(settings: Settings) -> Iterator[list[float]]:
    """The day on which the permits are looked at; a clock for allowances that stands still until it is moved."""
    settings.ENTREPOT_COUNTRY = "MY"
    shows = [1000.0]
    with clock.told_by(lambda: cast.NOON, lambda: shows[0]):
        views.ASKING.forget()
        door.ASKING.forget()
        yield shows


def applied() -> Permit:
    return actions.apply_for_permit(
        cast.party("kl-batik"),
        kind="health-permit",
        agency=cast.party("plant-health"),
        goods="0204",
        quantity="1200",
        unit="KGM",
        by=cast.by("kl-batik"),
        reference="OUR-OWN-REFERENCE",
    )


def issued(begins: date = date(2026, 3, 1), ends: date = date(2027, 2, 28)) -> Permit:
    return actions.issue_permit(
        applied(), valid_from=begins, valid_to=ends, conditions=["Kept frozen"], by=cast.by("plant-health")
    )


def page(permit: Permit) -> str:
    answer = Client().get(f"/permits/{permit.number}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_whoever_is_shown_a_permit_sees_that_it_holds_and_what_is_left() -> None:
    told = page(issued())
    for words in ("Holds now", "Batik House", "Plant Health Office", "1200 kg", "Kept frozen", "1 Mar 2026 to 28 Feb"):
        assert words in told
    assert '<svg class="qr"' in told


def test_nothing_stands_there_of_the_holder_that_the_document_does_not_say() -> None:
    permit = issued()
    permit.holder.registration = "REG-4711"
    permit.holder.save()
    told = page(permit)
    assert "REG-4711" not in told
    assert "OUR-OWN-REFERENCE" not in told


@pytest.mark.parametrize(
    ("begins", "ends", "told"),
    [
        (date(2026, 3, 3), date(2026, 4, 1), "It begins on 3 Mar 2026."),
        (date(2026, 1, 1), date(2026, 3, 1), "Its last day was 1 Mar 2026."),
    ],
)
def test_before_its_first_day_and_after_its_last_it_does_not_hold(begins: date, ends: date, told: str) -> None:
    assert told in page(issued(begins, ends))


def test_a_permit_that_was_taken_back_says_so_whatever_the_paper_says_and_keeps_the_reason_to_itself() -> None:
    permit = issued()
    actions.revoke_permit(permit, "The laboratory found salmonella.", by=cast.by("plant-health"))
    told = page(permit)
    assert "Revoked" in told
    assert "salmonella" not in told
    assert "Left now" not in told


def test_of_an_application_nobody_else_learns_that_there_is_one() -> None:
    waits = applied()
    answers = [Client().get(f"/permits/{number}") for number in (waits.number, "MY-2026-NOSUCH")]
    assert [answer.status_code for answer in answers] == [404, 404]
    there, nowhere = (
        answer.content.decode().replace(waits.number, "MY-2026-NOSUCH").partition("<main")[2] for answer in answers
    )
    assert there == nowhere
    assert Client().get(f"/permits/{waits.number}/document").status_code == 422
    assert Client().get(f"/api/v1/permits/{waits.number}/standing").status_code == 422


def test_document_and_key_on_the_page_are_enough_to_check_it_without_asking_anybody() -> None:
    permit = issued()
    told = page(permit)
    answer = Client().get(f"/permits/{permit.number}/document")
    assert answer.headers["Content-Type"] == "application/vc+jwt"
    key = told.split("--key ")[1].split("</code>")[0].replace("&#x2B;", "+").replace("&#43;", "+")
    read = document.verify(answer.content.decode(), VerifierKey.parse(key).public, on=cast.NOON)
    assert (read.number, read.holder, read.quantity) == (permit.number, "kl-batik", "1200")


def test_a_machine_is_told_the_same() -> None:
    permit = issued()
    shown = Client().get(f"/api/v1/permits/{permit.number}/standing").json()
    assert {name: shown[name] for name in ("standing", "left", "holder", "agency", "valid_to")} == {
        "standing": "holds",
        "left": "1200",
        "holder": "Batik House",
        "agency": "Plant Health Office",
        "valid_to": "2027-02-28",
    }
    assert shown["document"] == permit.document


def test_who_asks_too_often_waits_and_others_do_not(now: list[float]) -> None:
    permit = issued()
    for address, asking in (
        (f"/permits/{permit.number}", views.ASKING),
        (f"/api/v1/permits/{permit.number}/standing", door.ASKING),
    ):
        codes = [Client().get(address, REMOTE_ADDR="192.0.2.7").status_code for _ in range(asking.burst + 1)]
        assert codes == [200] * asking.burst + [429]
        assert Client().get(address, REMOTE_ADDR="192.0.2.8").status_code == 200
        now[0] += asking.pause
        assert Client().get(address, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_nothing_is_written_by_asking() -> None:
    permit = issued()
    assert Client().post(f"/permits/{permit.number}").status_code == 405
    page(permit)
    assert queries.permit(permit.number).state == "issued"


def test_the_agency_sees_the_code_and_the_way_to_the_page(day: Day, sign_in: SignIn) -> None:
    told = sign_in("agency").get(f"/agency/p/{day.issued}").content.decode()
    assert f'href="/permits/{day.issued}"' in told
    assert '<svg class="qr"' in told
    assert f'href="/permits/{day.applied}"' not in sign_in("agency").get(f"/agency/p/{day.applied}").content.decode()


def test_the_clock_of_the_page_is_the_hubs() -> None:
    permit = issued()
    with clock.told_by(lambda: datetime(2027, 3, 1, tzinfo=UTC), lambda: 1.0):
        assert "Has ended" in page(permit)


def test_the_agency_claims_asks_and_sees_the_answer(day: Day, sign_in: SignIn) -> None:
    client, at = sign_in("agency"), f"/agency/p/{day.applied}"
    assert "is on your desk." in client.post(at, {"decision": "claim"}, follow=True).content.decode()
    assert "On a desk" in client.get("/agency/").content.decode()
    assert client.post(at, {"decision": "ask", "reason": " "}).status_code == 422
    asked = client.post(at, {"decision": "ask", "reason": "Which laboratory?"}, follow=True).content.decode()
    assert "Which laboratory?" in asked
    assert "Waits for the applicant" in client.get("/agency/").content.decode()
    actions.answer_agency(queries.permit(day.applied), "Report 8841.", by=cast.by("kl-batik"))
    assert "Report 8841." in client.get(at).content.decode()


def test_an_officer_is_told_that_another_is_at_work(day: Day, sign_in: SignIn) -> None:
    sign_in("agency").post(f"/agency/p/{day.applied}", {"decision": "claim"})
    other = Client()
    other.force_login(cast.person("lim@example.org", "plant-health", "agency"))
    answer = other.post(f"/agency/p/{day.applied}", {"decision": "refuse", "reason": "No."})
    assert answer.status_code == 422
    assert "Another officer of the agency is at work on" in answer.content.decode()
    assert queries.permit(day.applied).state == "applied"


def test_the_agency_suspends_and_reinstates_from_its_page(day: Day, sign_in: SignIn) -> None:
    client, at = sign_in("agency"), f"/agency/p/{day.issued}"
    assert client.post(at, {"decision": "suspend"}).status_code == 422
    client.post(at, {"decision": "suspend", "reason": "The store is inspected."})
    assert queries.permit(day.issued).state == "suspended"
    assert 'value="reinstate"' in client.get(at).content.decode()
    client.post(at, {"decision": "reinstate", "reason": "In order."})
    assert queries.permit(day.issued).state == "issued"


def test_the_form_of_a_renewal_carries_the_conditions_and_begins_where_the_old_permit_ends(
    day: Day, sign_in: SignIn
) -> None:
    old = actions.issue_permit(
        applied(),
        valid_from=date(2026, 1, 1),
        valid_to=date(2026, 6, 30),
        conditions=["Kept frozen"],
        by=cast.by("plant-health"),
    )
    renewal = actions.renew_permit(old, by=cast.by("kl-batik"))
    told = sign_in("agency").get(f"/agency/p/{renewal.number}").content.decode()
    assert 'value="2026-07-01"' in told
    assert 'value="2027-06-30"' in told
    assert ">Kept frozen</textarea>" in told
    assert f'href="/agency/p/{old.number}"' in told
