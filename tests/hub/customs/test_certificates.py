"""Certificates state facts and have no quantity: issued, checked by anybody, shown by declarations, drawn by none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from entrepot.hub.customs import actions, document, queries
from entrepot.hub.customs.models import Declaration, Permit, PermitUse
from entrepot.hub.events.models import Event
from entrepot.hub.orders import permits as orders
from entrepot.hub.parties.models import Party
from entrepot.trade.declaration import PermitUse as Use
from entrepot.trade.finding import NotYours, Refused
from tests import cast
from tests.hub.customs import goods
from tests.hub.customs.test_permits import FROM, TO, agency, codes, told

pytestmark = pytest.mark.django_db
RADIO = goods.item(hs="85171300", description="Mobile telephone", quantity="3", value="90.00")


def apply(**changes: Any) -> Permit:
    asked = {
        "kind": "communications-approval",
        "agency": cast.party("plant-health"),
        "goods": "8517",
        "by": cast.by("kl-batik"),
        "reference": "CERT-1",
    }
    return actions.apply_for_permit(cast.party("kl-batik"), **{**asked, **changes})


def approval() -> Permit:
    return actions.issue_permit(apply(), valid_from=FROM, valid_to=TO, by=agency())


def lot(**changes: Any) -> Permit:
    asked = {"kind": "batch-certificate", "agency": cast.party("vines-office"), "goods": "3304", "lot": "L-0417"}
    return actions.apply_for_permit(
        cast.party("xa-cellar"), **{**asked, "by": cast.by("xa-cellar"), "reference": "LOT-1", **changes}
    )


def lodge(permit: Permit, *, lrn: str = "C-1", draws: str = "", unit: str = "", **changes: Any) -> list[str]:
    uses = (Use(permit.number, permit.kind, 1, draws, unit),)
    facts = goods.entry(lrn=lrn, items=(RADIO,), permits=uses, **changes)
    [judgement] = actions.lodge([facts], declarant=cast.party("kl-batik"), by=cast.by("kl-batik"))
    return codes(judgement)


class TestApplying:
    def test_a_certificate_is_applied_for_without_a_quantity(self, batik: Party):
        permit = apply()
        assert (permit.quantity, permit.unit, permit.lot, permit.state) == ("", "", "", "applied")
        assert apply(unit="KGM").pk == permit.pk  # a unit of nothing says nothing

    def test_a_quantity_of_what_has_none_is_refused(self, batik: Party):
        with pytest.raises(Refused) as refused:
            apply(quantity="10", unit="H87")
        assert told(refused) == ["permit-counts-nothing"]
        assert not Permit.objects.exists()

    def test_a_permit_that_is_counted_is_not_applied_for_without_a_quantity(self, batik: Party):
        with pytest.raises(Refused) as refused:
            apply(kind="health-permit")
        assert told(refused) == ["unit-unknown", "quantity-wrong"]

    def test_where_the_law_leaves_it_open_both_are_taken(self, batik: Party):
        open_ended, counted = (
            apply(kind="cosmetics-notification", goods="3304", reference=reference, **more)
            for reference, more in (("A", {}), ("B", {"quantity": "10", "unit": "H87"}))
        )
        assert (open_ended.quantity, counted.quantity) == ("", "10")

    def test_a_certificate_of_a_lot_names_it(self):
        with pytest.raises(Refused) as refused:
            lot(lot=" ")
        assert told(refused) == ["permit-lot-missing"]
        assert lot().lot == "L-0417"
        with pytest.raises(Refused) as refused:
            lot(lot="L-0418")
        assert told(refused) == ["permit-reference-taken"]
        assert Permit.objects.get().lot == "L-0417"


class TestIssuing:
    def test_its_document_says_the_lot_and_no_quantity(self):
        permit = actions.issue_permit(lot(), valid_from=FROM, valid_to=TO, by=cast.by("vines-office"))
        read = document.verify(permit.document, queries.key().verifier.public, on=cast.NOON)
        assert (read.kind, read.lot, read.quantity, read.unit) == ("batch-certificate", "L-0417", "", "")
        assert queries.standing_of(permit, cast.NOON.date()) == "holds"
        assert queries.standing_of(permit, date(2027, 1, 1)) == "ended"
        assert (queries.left_of(permit), queries.drawn_text(permit)) == ("", "")

    @pytest.mark.parametrize("who", ["plant-health", "tea-office", "xa-cellar"])
    def test_another_agency_does_not_certify(self, who: str):
        waits = lot()
        for by in (cast.by(who), cast.stranger()):
            with pytest.raises(NotYours):
                actions.issue_permit(waits, valid_from=FROM, valid_to=TO, by=by)
        waits.refresh_from_db()
        assert (waits.state, waits.document) == ("applied", "")

    def test_a_renewal_is_of_the_same_lot(self):
        permit = actions.issue_permit(lot(), valid_from=FROM, valid_to=TO, by=cast.by("vines-office"))
        renewal = actions.renew_permit(permit, by=cast.by("xa-cellar"))
        assert (renewal.lot, renewal.quantity) == ("L-0417", "")


class TestShowing:
    def test_goods_pass_with_it_as_often_as_it_holds(self, batik: Party):
        permit = approval()
        assert [lodge(permit, lrn=f"C-{n}") for n in range(3)] == [[], [], []]
        permit.refresh_from_db()
        assert permit.state == "issued"
        assert list(PermitUse.objects.values_list("quantity", "unit")) == [("", "")] * 3
        assert not Event.objects.filter(kind="customs.permit.exhausted").exists()

    def test_a_quantity_beside_it_counts_for_nothing(self, batik: Party):
        permit = approval()
        assert lodge(permit, draws="3", unit="H87") == []
        assert PermitUse.objects.get().quantity == ""

    def test_goods_without_it_are_refused(self, batik: Party):
        [judgement] = actions.lodge(
            [goods.entry(items=(RADIO,))], declarant=cast.party("kl-batik"), by=cast.by("kl-batik")
        )
        assert codes(judgement) == ["my-radio"]

    def test_one_that_was_suspended_or_has_ended_or_is_of_other_goods_bears_nothing(self, batik: Party):
        permit = approval()
        other = actions.issue_permit(apply(goods="8525", reference="CERT-2"), valid_from=FROM, valid_to=TO, by=agency())
        assert lodge(other) == ["permit-goods"]
        actions.suspend_permit(permit, "The laboratory is looked at.", by=agency())
        assert lodge(permit) == ["permit-not-in-force"]
        actions.reinstate_permit(permit, "In order.", by=agency())
        Permit.objects.filter(pk=permit.pk).update(valid_to=date(2026, 1, 31))
        assert lodge(permit) == ["permit-expired"]
        assert not PermitUse.objects.exists()

    def test_a_declaration_that_falls_shows_it_no_more(self, batik: Party):
        permit = approval()
        power = goods.item(hs="85171300", description="Telephone with power bank", quantity="3", value="90.00")
        facts = goods.entry(lrn="C-1", items=(power,), permits=(Use(permit.number, permit.kind, 1),))
        actions.lodge([facts], declarant=batik, by=cast.by("kl-batik"))
        for _ in range(2):
            actions.invalidate(Declaration.objects.get(), "The goods did not come.", by=cast.by("my-customs"))
        permit.refresh_from_db()
        assert permit.state == "issued"
        assert PermitUse.objects.get().given_back_at is not None

    def test_repeating_a_lodgement_shows_it_once(self, batik: Party):
        permit = approval()
        assert [lodge(permit), lodge(permit)] == [[], []]
        assert PermitUse.objects.count() == 1

    def test_an_order_names_it_without_a_quantity(self, batik: Party):
        permit = approval()
        facts = goods.entry(items=(RADIO,))
        assert orders.drawn_on(facts, "kl-batik") == (Use(permit.number, permit.kind, 1),)
