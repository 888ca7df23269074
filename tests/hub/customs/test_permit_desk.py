"""Between application and decision, and while a permit runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Permit, PermitQuestion
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from tests import cast
from tests.hub.customs.test_permits import FROM, TO, agency, apply, codes, issued, left, lodge, told

pytestmark = pytest.mark.django_db
PEER = Actor("peer", "hz.example", "Hangzhou hub", cast.NOON)


def holder() -> Actor:
    return cast.by("kl-batik")


def happened(what: str) -> int:
    return Event.objects.filter(kind=f"customs.permit.{what}").count()


def officer(name: str) -> Actor:
    """One of several people of the agency."""
    person = cast.person(f"{name}@example.org", "plant-health", "agency", name.title())
    return parties.actor_for(person, "plant-health", cast.NOON)


class TestAtTheDesk:
    def test_two_officers_do_not_decide_one_application(self, batik: Party):
        permit, farid, devi = apply(), officer("farid"), officer("devi")
        for _ in range(2):
            actions.claim_permit(permit, by=farid)
        assert happened("claimed") == 1
        for reach in (
            lambda: actions.claim_permit(permit, by=devi),
            lambda: actions.unclaim_permit(permit, by=devi),
            lambda: actions.ask_applicant(permit, "Which laboratory?", by=devi),
            lambda: actions.refuse_permit(permit, "No.", by=devi),
            lambda: actions.issue_permit(permit, valid_from=FROM, valid_to=TO, by=devi),
        ):
            with pytest.raises(NotAllowedNow) as refused:
                reach()  # type: ignore[no-untyped-call]
            assert told(refused) == ["permit-claimed-by-another"]
        permit.refresh_from_db()
        assert (permit.state, PermitQuestion.objects.count()) == ("applied", 0)

    def test_what_is_put_back_another_decides(self, batik: Party):
        permit, farid, devi = apply(), officer("farid"), officer("devi")
        actions.claim_permit(permit, by=farid)
        for _ in range(2):
            actions.unclaim_permit(permit, by=farid)
        assert happened("unclaimed") == 1
        assert actions.refuse_permit(permit, "Not notified.", by=devi).state == "refused"

    def test_a_decision_leaves_the_permit_on_nobodys_desk(self, batik: Party):
        permit, farid, devi = apply(), officer("farid"), officer("devi")
        actions.claim_permit(permit, by=farid)
        actions.issue_permit(permit, valid_from=FROM, valid_to=TO, by=farid)
        assert actions.revoke_permit(permit, "Recalled.", by=devi).state == "revoked"

    def test_what_is_decided_is_claimed_by_nobody(self, batik: Party):
        with pytest.raises(NotAllowedNow) as refused:
            actions.claim_permit(issued(), by=agency())
        assert told(refused) == ["permit-decided"]


class TestQuestions:
    def test_the_agency_asks_and_the_applicant_answers(self, batik: Party):
        permit = apply()
        for _ in range(2):
            actions.ask_applicant(permit, "Which laboratory?", by=agency())
        for _ in range(2):
            actions.answer_agency(permit, "The state laboratory, report 8841.", by=holder())
        [asked] = permit.questions.all()
        assert (asked.question, asked.answer) == ("Which laboratory?", "The state laboratory, report 8841.")
        assert (happened("asked"), happened("answered")) == (1, 1)

    def test_one_question_is_open_at_a_time(self, batik: Party):
        permit = apply()
        actions.ask_applicant(permit, "Which laboratory?", by=agency())
        with pytest.raises(NotAllowedNow) as refused:
            actions.ask_applicant(permit, "Which lot?", by=agency())
        assert told(refused) == ["question-open"]
        actions.answer_agency(permit, "The state laboratory.", by=holder())
        actions.ask_applicant(permit, "Which lot?", by=agency())
        assert [each.question for each in permit.questions.all()] == ["Which laboratory?", "Which lot?"]

    def test_nothing_is_answered_that_was_not_asked(self, batik: Party):
        permit = apply()
        with pytest.raises(NotAllowedNow) as refused:
            actions.answer_agency(permit, "Good morning.", by=holder())
        assert told(refused) == ["no-question-open"]

    def test_an_empty_question_or_answer_is_refused(self, batik: Party):
        permit = apply()
        with pytest.raises(Refused):
            actions.ask_applicant(permit, " ", by=agency())
        actions.ask_applicant(permit, "Which lot?", by=agency())
        with pytest.raises(Refused):
            actions.answer_agency(permit, "", by=holder())
        assert permit.questions.get().answered_at is None


class TestWithdrawing:
    def test_an_applicant_takes_the_application_back(self, batik: Party):
        permit = apply()
        for _ in range(2):
            assert actions.withdraw_application(permit, by=holder()).state == "withdrawn"
        assert happened("withdrawn") == 1
        assert not queries.applications("plant-health").exists()
        with pytest.raises(NotAllowedNow):
            actions.issue_permit(permit, valid_from=FROM, valid_to=TO, by=agency())

    def test_what_is_issued_cannot_be_withdrawn(self, batik: Party):
        permit = issued()
        with pytest.raises(NotAllowedNow):
            actions.withdraw_application(permit, by=holder())
        assert left(permit)[0] == "issued"


class TestSuspending:
    def test_nothing_is_drawn_until_it_is_reinstated_with_the_balance_that_it_had(self, batik: Party):
        permit = issued()
        assert lodge(permit, lrn="C-1").in_order
        for _ in range(2):
            actions.suspend_permit(permit, "The store is inspected.", by=agency(), law="Cosmetics Regulations")
        assert codes(lodge(permit, lrn="C-2")) == ["permit-not-in-force"]
        assert queries.standing_of(queries.permit(permit.number), cast.NOON.date()) == "suspended"
        for _ in range(2):
            actions.reinstate_permit(permit, "The store is in order.", by=agency())
        assert left(permit) == ("issued", "3")
        assert lodge(permit, lrn="C-3").in_order
        assert (happened("suspended"), happened("reinstated")) == (1, 1)

    def test_both_need_a_reason(self, batik: Party):
        permit = issued()
        with pytest.raises(Refused):
            actions.suspend_permit(permit, "", by=agency())
        actions.suspend_permit(permit, "Inspection.", by=agency())
        with pytest.raises(Refused):
            actions.reinstate_permit(permit, " ", by=agency())
        assert left(permit)[0] == "suspended"

    def test_a_suspended_permit_ends_on_its_day_as_any_other(self, batik: Party):
        permit = actions.suspend_permit(issued(), "Inspection.", by=agency())
        assert actions.expire_permits(date(2027, 1, 1), by=cast.by("operator")) == [permit]


class TestRenewing:
    def test_a_renewal_carries_the_terms_of_the_permit_it_follows(self, batik: Party):
        permit = issued()
        renewal = actions.renew_permit(permit, by=holder())
        assert renewal.renews == permit
        assert (renewal.kind, renewal.agency_id, renewal.goods) == (permit.kind, permit.agency_id, permit.goods)
        assert (renewal.quantity, renewal.unit, renewal.state) == ("10", "H87", "applied")
        assert actions.renew_permit(permit, by=holder()) == renewal
        assert happened("applied") == 2
        assert left(permit)[0] == "issued"

    def test_more_may_be_asked_for_but_not_twice(self, batik: Party):
        permit = issued()
        renewal = actions.renew_permit(permit, quantity="25", by=holder())
        assert renewal.quantity == "25"
        with pytest.raises(Refused) as refused:
            actions.renew_permit(permit, quantity="30", by=holder())
        assert told(refused) == ["renewal-exists"]

    def test_after_a_refusal_another_may_be_applied_for(self, batik: Party):
        permit = issued()
        first = actions.renew_permit(permit, by=holder())
        actions.refuse_permit(first, "Too early.", by=agency())
        second = actions.renew_permit(permit, by=holder())
        assert (second == first, second.state, second.renews) == (False, "applied", permit)

    def test_what_was_taken_back_or_never_granted_is_not_renewed(self, batik: Party):
        waits = apply()
        with pytest.raises(NotAllowedNow) as refused:
            actions.renew_permit(waits, by=holder())
        assert told(refused) == ["permit-not-renewable"]
        permit = actions.issue_permit(waits, valid_from=FROM, valid_to=TO, by=agency())
        actions.revoke_permit(permit, "Recalled.", by=agency())
        with pytest.raises(NotAllowedNow):
            actions.renew_permit(permit, by=holder())
        assert Permit.objects.count() == 1

    def test_the_holder_is_reminded_once_in_the_last_thirty_days(self, batik: Party):
        permit, operator = issued(), cast.by("operator")
        assert actions.remind_holders(date(2026, 11, 30), by=operator) == []
        assert actions.remind_holders(date(2026, 12, 1), by=operator) == [permit]
        assert actions.remind_holders(date(2026, 12, 2), by=operator) == []
        assert Event.objects.get(kind="customs.permit.ending").body["valid_to"] == "2026-12-31"

    def test_nobody_is_reminded_of_what_is_renewed_already(self, batik: Party):
        actions.renew_permit(issued(), by=holder())
        assert actions.remind_holders(date(2026, 12, 20), by=cast.by("operator")) == []

    def test_only_the_operators_timer_reminds(self, batik: Party):
        issued()
        for by in (holder(), agency(), cast.stranger()):
            with pytest.raises(NotYours):
                actions.remind_holders(date(2026, 12, 20), by=by)


@pytest.mark.parametrize("who", ["kl-batik", "my-customs", "hz-post", "hz-ceramics"])
def test_nobody_but_the_agency_does_what_is_the_agencys(batik: Party, who: str) -> None:
    permit = issued()
    deeds: list[Callable[[Actor], object]] = [
        lambda by: actions.claim_permit(permit, by=by),
        lambda by: actions.unclaim_permit(permit, by=by),
        lambda by: actions.ask_applicant(permit, "What?", by=by),
        lambda by: actions.suspend_permit(permit, "No.", by=by),
        lambda by: actions.reinstate_permit(permit, "Yes.", by=by),
    ]
    for deed in deeds:
        for by in (cast.by(who), cast.stranger(), PEER):
            with pytest.raises(NotYours):
                deed(by)
    assert left(permit) == ("issued", "0")
    assert not PermitQuestion.objects.exists()


@pytest.mark.parametrize("who", ["plant-health", "my-customs", "hz-post", "hz-ceramics"])
def test_nobody_but_the_applicant_does_what_is_the_applicants(batik: Party, who: str) -> None:
    waits = apply()
    actions.ask_applicant(waits, "Which lot?", by=agency())
    deeds: list[Callable[[Actor], object]] = [
        lambda by: actions.answer_agency(waits, "This one.", by=by),
        lambda by: actions.withdraw_application(waits, by=by),
        lambda by: actions.renew_permit(waits, by=by),
    ]
    for deed in deeds:
        for by in (cast.by(who), cast.stranger(), PEER):
            with pytest.raises(NotYours):
                deed(by)
    waits.refresh_from_db()
    assert (waits.state, waits.questions.get().answer, Permit.objects.count()) == ("applied", "", 1)
