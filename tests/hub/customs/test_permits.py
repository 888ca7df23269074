from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from entrepot.hub.customs import actions, document, queries
from entrepot.hub.customs.models import Declaration, Permit, PermitUse
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.parties.models import Party
from entrepot.trade.declaration import PermitUse as Use
from entrepot.trade.declaration import Trader
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from entrepot.trade.judgement import Judgement
from entrepot.trade.permit import PermitFacts
from tests import cast
from tests.hub.customs import goods

pytestmark = pytest.mark.django_db

FROM, TO = date(2026, 1, 1), date(2026, 12, 31)
CREAM = goods.item(hs="33049900", description="Face cream, 50 ml", quantity="3", value="90.00")


def agency() -> Actor:
    return cast.by("plant-health")


def apply(quantity: str = "10", **changes: Any) -> Permit:
    asked = {
        "kind": "cosmetics-notification",
        "agency": cast.party("plant-health"),
        "goods": "3304",
        "quantity": quantity,
        "unit": "H87",
        "by": cast.by("kl-batik"),
        "reference": "APP-1",
    }
    return actions.apply_for_permit(cast.party("kl-batik"), **{**asked, **changes})


def issued(quantity: str = "10") -> Permit:
    return actions.issue_permit(apply(quantity), valid_from=FROM, valid_to=TO, by=agency())


def lodge(
    permit: Permit | None, *, lrn: str = "C-1", draws: str = "3", item: Any = CREAM, unit: str = "H87"
) -> Judgement:
    uses = (Use(permit.number, permit.kind, 1, draws, unit),) if permit else ()
    facts = goods.entry(lrn=lrn, items=(item,), permits=uses)
    [judgement] = actions.lodge([facts], declarant=cast.party("kl-batik"), by=cast.by("kl-batik"))
    return judgement


def codes(judgement: Judgement) -> list[str]:
    return [finding.code for finding in judgement.findings if finding.level == "error"]


def told(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [finding.code for finding in refused.value.findings]


def left(permit: Permit) -> tuple[str, str]:
    permit.refresh_from_db()
    return permit.state, str(queries.drawn(permit).amount)


class TestApplying:
    def test_whoever_needs_a_permit_applies_to_the_agency(self, batik: Party):
        permit = apply()
        assert (permit.state, permit.country, permit.holder_id) == ("applied", "MY", "kl-batik")
        assert list(queries.applications("plant-health")) == [permit]
        event = Event.objects.get(kind="customs.permit.applied")
        assert event.subject == f"permit:{permit.number}"

    def test_applying_again_under_the_same_reference_gives_the_same_permit(self, batik: Party):
        assert apply().pk == apply().pk
        assert Event.objects.filter(kind="customs.permit.applied").count() == 1

    def test_a_reference_that_stands_for_something_else_is_refused(self, batik: Party):
        apply("10")
        with pytest.raises(Refused) as refused:
            apply("11")
        assert told(refused) == ["permit-reference-taken"]
        assert Permit.objects.get().quantity == "10"

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"goods": "3"}, "goods-prefix"),
            ({"goods": "33x4"}, "goods-prefix"),
            ({"quantity": "0"}, "quantity-wrong"),
            ({"quantity": "many"}, "quantity-wrong"),
            ({"unit": "BOX"}, "unit-unknown"),
            ({"kind": " "}, "permit-kind-missing"),
        ],
    )
    def test_an_application_that_says_too_little_is_refused(self, batik: Party, changes: dict[str, str], code: str):
        with pytest.raises(Refused) as refused:
            apply(**changes)
        assert told(refused) == [code]
        assert not Permit.objects.exists()

    def test_a_party_that_is_no_agency_is_not_applied_to(self, batik: Party):
        with pytest.raises(Refused) as refused:
            apply(agency=cast.party("hz-post"))
        assert told(refused) == ["not-an-agency"]

    def test_a_stranger_applies_for_nobody(self, batik: Party):
        for somebody in (cast.stranger(), cast.by("hz-ceramics"), cast.by("hz-post")):
            with pytest.raises(NotYours):
                apply(by=somebody)
        assert not Permit.objects.exists()


class TestIssuing:
    def test_the_permit_is_a_document_that_anybody_can_check(self, batik: Party):
        permit = issued()
        read = document.verify(permit.document, queries.key().verifier.public, on=cast.NOON)
        assert read == PermitFacts(
            number=permit.number,
            kind="cosmetics-notification",
            holder="kl-batik",
            goods="3304",
            country="MY",
            quantity="10",
            unit="H87",
            valid_from=FROM,
            valid_to=TO,
        )

    def test_a_document_of_another_hub_or_of_another_year_does_not_hold(self, batik: Party):
        text, public = issued().document, queries.key().verifier.public
        with pytest.raises(Refused) as refused:
            document.verify(text, bytes(32))
        assert told(refused) == ["jws"]
        document.verify(text, public, on=datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC))
        with pytest.raises(Refused) as refused:
            document.verify(text, public, on=datetime(2027, 1, 1, tzinfo=UTC))
        assert told(refused) == ["not-in-force"]

    def test_issuing_again_in_the_same_terms_is_harmless(self, batik: Party):
        permit = issued()
        again = actions.issue_permit(permit, valid_from=FROM, valid_to=TO, by=agency())
        assert again.document == permit.document
        assert Event.objects.filter(kind="customs.permit.issued").count() == 1

    def test_issuing_again_in_other_terms_is_refused(self, batik: Party):
        with pytest.raises(NotAllowedNow):
            actions.issue_permit(issued(), valid_from=FROM, valid_to=date(2030, 1, 1), by=agency())

    def test_a_permit_cannot_end_before_it_begins(self, batik: Party):
        permit = apply()
        with pytest.raises(Refused) as refused:
            actions.issue_permit(permit, valid_from=TO, valid_to=FROM, by=agency())
        assert told(refused) == ["permit-ends-before-it-begins"]
        permit.refresh_from_db()
        assert permit.state == "applied"

    def test_a_refusal_needs_a_reason_and_ends_the_application(self, batik: Party):
        permit = apply()
        with pytest.raises(Refused):
            actions.refuse_permit(permit, "", by=agency())
        for _ in range(2):
            actions.refuse_permit(permit, "Not notified.", by=agency(), law="Cosmetics Regulations")
        permit.refresh_from_db()
        assert (permit.state, permit.reason) == ("refused", "Not notified.")
        assert Event.objects.filter(kind="customs.permit.refused").count() == 1
        assert codes(lodge(permit)) == ["permit-not-in-force"]

    @pytest.mark.parametrize("who", ["kl-batik", "my-customs", "hz-post"])
    def test_nobody_but_the_agency_decides(self, batik: Party, who: str):
        permit = apply()
        decisions: list[Callable[[Actor], object]] = [
            lambda by: actions.issue_permit(permit, valid_from=FROM, valid_to=TO, by=by),
            lambda by: actions.refuse_permit(permit, "No.", by=by),
            lambda by: actions.revoke_permit(permit, "No.", by=by),
        ]
        for decide in decisions:
            for by in (cast.by(who), cast.stranger(), Actor("peer", "hz.example", "Hangzhou hub", cast.NOON)):
                with pytest.raises(NotYours):
                    decide(by)
        permit.refresh_from_db()
        assert permit.state == "applied"

    def test_a_permit_ends_after_its_last_day(self, batik: Party):
        permit = issued()
        assert actions.expire_permits(TO, by=cast.by("operator")) == []
        assert actions.expire_permits(date(2027, 1, 1), by=cast.by("operator")) == [permit]
        assert actions.expire_permits(date(2027, 1, 1), by=cast.by("operator")) == []
        assert left(permit)[0] == "expired"
        with pytest.raises(NotYours):
            actions.expire_permits(TO, by=cast.stranger())


class TestDrawing:
    def test_goods_that_need_a_permit_pass_with_one_and_draw_on_it(self, batik: Party):
        permit = issued()
        assert lodge(permit).in_order
        assert left(permit) == ("issued", "3")
        [use] = PermitUse.objects.all()
        assert (use.declaration.lrn, use.item, use.quantity, use.unit) == ("C-1", 1, "3", "H87")

    def test_goods_without_the_permit_are_refused_and_told_whom_to_ask(self, batik: Party):
        judgement = lodge(None)
        assert codes(judgement) == ["my-cosmetics"]
        assert "NPRA" in judgement.findings[0].cure()

    def test_a_permit_is_drawn_to_its_end_and_not_beyond(self, batik: Party):
        permit = issued("7")
        assert lodge(permit, lrn="C-1").in_order
        assert lodge(permit, lrn="C-2").in_order
        assert codes(lodge(permit, lrn="C-3")) == ["permit-exhausted"]
        assert left(permit) == ("issued", "6")
        one = goods.item(hs="33049900", description="Face cream", quantity="1", value="30.00")
        assert lodge(permit, lrn="C-4", draws="1", item=one).in_order
        assert left(permit) == ("exhausted", "7")
        assert codes(lodge(permit, lrn="C-5", draws="1", item=one)) == ["permit-exhausted"]
        assert Event.objects.filter(kind="customs.permit.exhausted").count() == 1

    def test_drawing_one_piece_does_not_let_three_pass(self, batik: Party):
        permit = issued("7")
        assert codes(lodge(permit, draws="1")) != []
        assert left(permit) == ("issued", "0")

    def test_within_one_batch_the_first_to_draw_comes_first(self, batik: Party):
        permit = issued("7")
        uses = (Use(permit.number, permit.kind, 1, "3", "H87"),)
        batch = [goods.entry(lrn=f"C-{n}", items=(CREAM,), permits=uses) for n in range(4)]
        answers = actions.lodge(batch, declarant=batik, by=cast.by("kl-batik"))
        assert [each.in_order for each in answers] == [True, True, False, False]
        assert left(permit) == ("issued", "6")

    def test_what_a_declaration_would_draw_that_is_refused_for_another_reason_is_not_drawn(self, batik: Party):
        permit = issued("3")
        uses = (Use(permit.number, permit.kind, 1, "3", "H87"),)
        dear = goods.item(hs="33049900", description="Face cream", quantity="3", value="1500.03")
        batch = [
            goods.entry(lrn="C-1", items=(dear,), permits=uses),  # above the low-value limit: the regime is closed
            goods.entry(lrn="C-2", items=(CREAM,), permits=uses),
        ]
        answers = actions.lodge(batch, declarant=batik, by=cast.by("kl-batik"))
        assert [each.in_order for each in answers] == [False, True]
        assert left(permit) == ("exhausted", "3")

    def test_repeating_a_lodgement_draws_once(self, batik: Party):
        permit = issued()
        for _ in range(2):
            assert lodge(permit).in_order
        assert left(permit) == ("issued", "3")

    def test_a_dozen_is_drawn_as_twelve(self, batik: Party):
        permit = issued("12")
        assert lodge(permit, draws="1", unit="DZN").in_order
        assert left(permit) == ("exhausted", "12")

    def test_a_declaration_that_falls_gives_back_what_it_drew(self, batik: Party):
        permit = issued("3")
        power_bank = goods.item(hs="33049900", description="Cream with power bank", quantity="3", value="90.00")
        assert lodge(permit, item=power_bank).in_order
        assert left(permit) == ("exhausted", "3")
        declaration = Declaration.objects.get()
        for _ in range(2):
            actions.invalidate(declaration, "The goods did not come.", by=cast.by("my-customs"))
        assert left(permit) == ("issued", "0")
        assert lodge(permit, lrn="C-2").in_order
        assert left(permit) == ("exhausted", "3")

    def test_a_permit_that_is_used_up_still_ends(self, batik: Party):
        expired, revoked = (
            issued("3"),
            actions.issue_permit(apply("3", reference="APP-2"), valid_from=FROM, valid_to=TO, by=agency()),
        )
        assert [lodge(permit, lrn=f"C-{n}").in_order for n, permit in enumerate((expired, revoked))] == [True, True]
        actions.revoke_permit(revoked, "The goods were recalled.", by=agency())
        assert actions.expire_permits(date(2027, 1, 1), by=cast.by("operator")) == [expired]
        assert [left(permit) for permit in (expired, revoked)] == [("expired", "3"), ("revoked", "3")]

    def test_what_a_shopper_imports_may_come_under_the_permit_of_the_seller_abroad(self, batik: Party):
        ceramics = cast.party("hz-ceramics")
        permit = issued("3")
        Permit.objects.update(holder=ceramics)
        uses = (Use(permit.number, permit.kind, 1, "3", "H87"),)
        theirs = goods.entry(lrn="C-1", items=(CREAM,), permits=uses)
        mine = replace(theirs, consignor=Trader("Hangzhou Ceramics", "CN", ceramics.registration))
        other = replace(theirs, lrn="C-2", consignor=Trader("Another Firm", "CN", "91330100MA2EXAMPLE"))
        for facts, found in ((other, ["permit-holder"]), (mine, [])):
            [judgement] = actions.lodge([facts], declarant=batik, by=cast.by("kl-batik"))
            assert codes(judgement) == found
        assert left(permit) == ("exhausted", "3")

    def test_a_revoked_permit_bears_nothing_more(self, batik: Party):
        permit = issued()
        assert lodge(permit).in_order
        actions.revoke_permit(permit, "Recalled.", by=agency())
        assert codes(lodge(permit, lrn="C-2")) == ["permit-not-in-force"]
        assert left(permit) == ("revoked", "3")

    def test_the_permit_of_another_holder_is_refused(self, ceramics: Party, batik: Party):
        theirs = actions.issue_permit(
            actions.apply_for_permit(
                cast.party("hz-ceramics"),
                kind="cosmetics-notification",
                agency=cast.party("plant-health"),
                goods="3304",
                quantity="9",
                unit="H87",
                by=cast.by("hz-ceramics"),
            ),
            valid_from=FROM,
            valid_to=TO,
            by=agency(),
        )
        assert codes(lodge(theirs)) == ["permit-holder"]
        assert left(theirs) == ("issued", "0")

    @pytest.mark.parametrize(
        ("number", "code"), [("MY-2026-NOSUCH", "permit-unknown"), ("", "D040")], ids=["unknown", "unnamed"]
    )
    def test_a_permit_that_is_not_there_is_refused(self, batik: Party, number: str, code: str):
        uses = (Use(number, "cosmetics-notification", 1, "3", "H87"),)
        facts = goods.entry(items=(CREAM,), permits=uses)
        [judgement] = actions.lodge([facts], declarant=batik, by=cast.by("kl-batik"))
        assert codes(judgement) == [code]
