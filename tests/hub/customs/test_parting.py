"""A part of the goods is let go, and the rest stays under control."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Declaration, PartialRelease, Permit, PermitUse, PersonalUse
from entrepot.hub.events.models import Event
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.parties.models import Party
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from entrepot.trade.partial_release import Going
from entrepot.trade.seizure import Seized
from tests import cast
from tests.hub.customs import goods
from tests.hub.customs.controlling import codes, lodged, officer, unchanged

pytestmark = pytest.mark.django_db

LAW = "Customs Act 1967"
WHY = "The power banks wait for a test report."
TEA = goods.item(quantity="3", value="300.00", net_mass_kg="5.4", gross_mass_kg="6.6")
BANKS = goods.item(number=2, description="Porcelain power bank", quantity="2", value="100.00")
ONE_OF_THREE = (Going(item=1, quantity="1"),)


@pytest.fixture
def stopped(batik: Party) -> Declaration:
    """Three tea sets and two power banks on an officer's desk: 10 % tax on MYR 400 with the freight left out."""
    declaration = lodged(items=(TEA, BANKS))
    assert (declaration.state, declaration.tax_minor) == ("under-control", 4000)
    return declaration


def parted(declaration: Declaration, going: tuple[Going, ...] = ONE_OF_THREE, **changes: Any) -> PartialRelease:
    told = {"reason": WHY, "law": LAW, "version": 1, "by": officer()} | changes
    return actions.release_part(declaration, going, told.pop("reason"), **told)


def owes() -> int:
    return ledger.balance("guarantee:kl-batik", "MYR")


def test_what_goes_has_a_number_of_its_own_and_the_rest_stays(stopped: Declaration) -> None:
    before = owes()
    released = parted(stopped)
    part, rest = released.part, Declaration.objects.get(pk=stopped.pk)
    assert (part.state, part.lrn, part.decided_at) == ("released", "QH-4711-M/1", cast.NOON)
    assert (rest.state, rest.version, rest.decided_at) == ("under-control", 2, None)
    assert [(each.number, each.quantity, each.value) for each in queries.facts(part).items] == [(1, "1", "100.00")]
    assert [(each.number, each.quantity) for each in queries.facts(rest).items] == [(1, "2"), (2, "2")]
    assert queries.facts(part).consignee == queries.facts(rest).consignee == goods.IMPORT.consignee
    assert (part.tax_minor, rest.tax_minor, owes(), ledger.trial()) == (1000, 3000, before, {"MYR": 0})
    assert [(each.move, each.reason, each.law) for each in part.decisions.all()] == [("release", WHY, LAW)]
    assert rest.decisions.last().move == "release-part"  # type: ignore[union-attr]
    assert list(rest.versions.values_list("number", "tax_minor")) == [(1, 4000)]


def test_the_event_says_what_goes_what_stays_and_by_which_law(stopped: Declaration) -> None:
    part = parted(stopped).part
    event = Event.objects.get(kind="customs.declaration.partly_released")
    assert (event.body["mrn"], event.body["of"], event.body["clause"], event.body["reason"]) == (
        part.mrn,
        stopped.mrn,
        LAW,
        WHY,
    )
    assert [(each["number"], each["quantity"]) for each in event.body["goes"]] == [(1, "1")]
    assert [(each["number"], each["quantity"]) for each in event.body["stays"]] == [(1, "2"), (2, "2")]
    assert "Aminah" not in str(event.body)


def test_the_same_release_again_is_harmless_and_another_needs_the_new_version(stopped: Declaration) -> None:
    first = parted(stopped)
    with unchanged():
        assert parted(stopped) == first
    with unchanged(), pytest.raises(NotAllowedNow) as refused:
        parted(stopped, (Going(item=1, quantity="2"),))
    assert codes(refused) == ["version-past"]
    second = parted(stopped, version=2)
    assert (second.part.lrn, second.part.tax_minor, owes()) == ("QH-4711-M/2", 1000, 4000)


def test_the_rest_is_released_later(stopped: Declaration) -> None:
    parted(stopped)
    actions.release(stopped, by=officer())
    assert queries.released_of(goods.UCR) == (0, 4000)
    assert owes() == 4000


@pytest.mark.parametrize("how", ["refuse", "seize"])
def test_the_rest_is_refused_or_seized_and_only_the_part_is_owed(stopped: Declaration, how: str) -> None:
    parted(stopped)
    if how == "refuse":
        actions.refuse(stopped, "No report came.", by=officer())
    else:
        inventory = [Seized(item=number, quantity="2", unit="H87") for number in (1, 2)]
        actions.seize(stopped, "No report came.", inventory, place="Hall 2", law=LAW, by=officer())
    assert (owes(), queries.released_of(goods.UCR), ledger.trial()) == (1000, (0, 1000), {"MYR": 0})


def test_a_part_comes_back_alone(stopped: Declaration) -> None:
    part = parted(stopped).part
    actions.take_back(part, "The buyer sent it back.", by=officer())
    assert (owes(), Declaration.objects.get(pk=stopped.pk).state) == (3000, "under-control")


def test_what_a_person_had_is_shared_and_stays_the_same(stopped: Declaration) -> None:
    PersonalUse.objects.create(
        declaration=stopped, country="MY", person="k", day=goods.DAY, currency="MYR", amount_minor=40001
    )
    part = parted(stopped).part
    standing = PersonalUse.objects.filter(given_back_at=None).values_list("declaration", "amount_minor")
    assert sorted(standing) == sorted([(part.pk, 10000), (stopped.pk, 30001)])


def test_what_was_drawn_on_a_permit_is_shared_and_its_balance_stays(stopped: Declaration) -> None:
    permit = Permit.objects.create(
        number="P-1",
        reference="P-1",
        kind="sirim",
        country="MY",
        agency=cast.party("plant-health"),
        holder=cast.party("kl-batik"),
        goods="6911",
        quantity="10",
        unit="KGM",
        valid_from=goods.DAY,
        valid_to=goods.DAY,
        applied_at=cast.NOON,
    )
    PermitUse.objects.create(permit=permit, declaration=stopped, item=1, quantity="5", unit="KGM")
    part = parted(stopped).part
    standing = PermitUse.objects.filter(given_back_at=None).order_by("-declaration")
    assert list(standing.values_list("declaration", "quantity")) == [(part.pk, "1.666666"), (stopped.pk, "3.333334")]
    assert queries.drawn_text(permit) == "5"
    actions.refuse(stopped, "No report came.", by=officer())
    assert queries.drawn_text(permit) == "1.666666"


def test_a_wrong_split_is_refused_and_nothing_changed(stopped: Declaration) -> None:
    with unchanged(), pytest.raises(Refused) as refused:
        parted(stopped, (Going(item=1, quantity="9"),), reason="", law=" ")
    assert codes(refused) == ["reason-missing", "law-missing", "part-quantity"]


@pytest.mark.parametrize("who", ["kl-batik", "cn-customs", "hz-post", "operator", "plant-health"])
def test_nobody_but_the_customs_of_the_country_releases_a_part(stopped: Declaration, who: str) -> None:
    with unchanged(), pytest.raises(NotYours):
        parted(stopped, by=cast.by(who))


def test_no_part_goes_while_it_is_held_inspected_or_on_another_desk(stopped: Declaration) -> None:
    actions.claim(stopped, by=officer("aisyah"))
    with unchanged(), pytest.raises(NotAllowedNow) as refused:
        parted(stopped, by=officer("farid"))
    assert codes(refused) == ["claimed-by-another"]
    looked = actions.order_inspection(stopped, "goods", "Weigh it.", by=officer("aisyah"))
    with unchanged(), pytest.raises(NotAllowedNow) as refused:
        parted(stopped, by=officer("aisyah"))
    assert codes(refused) == ["inspection-open"]
    actions.cancel_inspection(looked, "Not here.", by=officer("aisyah"))
    actions.hold(stopped, "Wait.", until=cast.NOON.date().replace(day=9), by=officer("aisyah"))
    with unchanged(), pytest.raises(NotAllowedNow):
        parted(stopped, by=officer("aisyah"))


def test_an_export_is_not_split(ceramics: Party) -> None:
    facts = goods.export(items=(TEA, replace(BANKS, description="Power bank")))
    actions.lodge([facts], declarant=ceramics, by=cast.by("hz-ceramics"))
    declaration = Declaration.objects.get()
    Declaration.objects.filter(pk=declaration.pk).update(state="under-control")
    with unchanged(), pytest.raises(NotAllowedNow) as refused:
        parted(declaration, by=cast.by("cn-customs"))
    assert codes(refused) == ["partial-export"]


def test_a_certificate_is_shown_by_what_goes_and_by_what_stays(stopped: Declaration) -> None:
    permit = Permit.objects.create(
        number="MY-2026-CERT",
        reference="CERT",
        kind="type-approval",
        country="MY",
        agency=cast.party("plant-health"),
        holder=cast.party("kl-batik"),
        goods="69",
        state="issued",
        valid_from=cast.NOON.date(),
        valid_to=cast.NOON.date(),
        document="signed",
        applied_at=cast.NOON,
    )
    PermitUse.objects.create(permit=permit, declaration=stopped, item=1)
    split = parted(stopped)
    shown = PermitUse.objects.filter(permit=permit, given_back_at=None)
    assert set(shown.values_list("declaration", "quantity")) == {(stopped.pk, ""), (split.part_id, "")}
