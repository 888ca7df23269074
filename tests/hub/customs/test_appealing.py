"""Appeals: lodged in time by who declared, ruled on by other eyes, with everything that follows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Appeal, Decision, Declaration, Permit, PermitUse, Seizure
from entrepot.hub.events import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.orders import consequences
from entrepot.trade.appeal import Ruling
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from entrepot.trade.partial_release import Going
from entrepot.trade.seizure import Seized
from tests import cast
from tests.hub.customs import goods
from tests.hub.customs.controlling import INVOICE, codes, lodged, officer, unchanged

pytestmark = pytest.mark.django_db

LAW = "Customs Act 1967"
WHY = "The test report came."


def refused(declaration: Declaration) -> Decision:
    actions.refuse(declaration, "Not safe.", by=officer("aisyah"), law=LAW)
    return newest(declaration)


def newest(declaration: Declaration) -> Decision:
    return Decision.objects.select_related("declaration").filter(declaration=declaration).latest("pk")


def seized(declaration: Declaration) -> Decision:
    inventory = (Seized(item=1, quantity="1", unit="H87"),)
    actions.seize(declaration, "Not declared.", inventory, place="Hall 2", law=LAW, by=officer("aisyah"))
    return newest(declaration)


def appealed(decision: Decision, grounds: str = "It is safe.", **changes: Any) -> Appeal:
    return actions.lodge_appeal(decision, grounds, (INVOICE,), **{"by": cast.by("kl-batik"), **changes})


def ruled(appeal: Appeal, outcome: str = "annul", by: Actor | None = None, **changes: Any) -> Appeal:
    told = {"outcome": outcome, "reason": WHY, "law": LAW, **changes}
    return actions.rule(appeal, Ruling(**told), by=by or officer("farid"))


def owes() -> int:
    return ledger.balance("guarantee:kl-batik", "MYR")


def test_an_appeal_has_grounds_files_and_the_last_day_that_the_law_gives(under_control: Declaration) -> None:
    decision = refused(under_control)
    appeal = appealed(decision)
    with unchanged():
        assert appealed(decision) == appeal
    assert (appeal.last_day.isoformat(), appeal.state, appeal.enclosures.count()) == ("2026-04-01", "lodged", 1)
    assert list(queries.appeals_waiting("MY")) == [appeal]
    event = Event.objects.get(kind="customs.declaration.appealed")
    assert (event.body["against"], event.body["documents"]) == ("refuse", 1)
    assert "safe" not in str(event.body)


def test_after_the_last_day_nothing_can_be_appealed(under_control: Declaration) -> None:
    decision = refused(under_control)
    last = cast.NOON + timedelta(days=30)
    under_control.refresh_from_db()
    assert queries.appealable_now(under_control, last.date()) == [decision]
    assert queries.appealable_now(under_control, (last + timedelta(days=1)).date()) == []
    with unchanged(), pytest.raises(NotAllowedNow) as late:
        appealed(decision, by=cast.by("kl-batik", last + timedelta(days=1)))
    assert codes(late) == ["appeal-too-late"]
    assert appealed(decision, by=cast.by("kl-batik", last)).state == "lodged"


def test_a_confirmed_decision_stands_and_nothing_moves(under_control: Declaration) -> None:
    appeal = appealed(refused(under_control))
    ruled(appeal, "confirm")
    with unchanged():
        ruled(appeal, "confirm")
    under_control.refresh_from_db()
    assert (under_control.state, owes()) == ("refused", 0)
    with unchanged(), pytest.raises(NotAllowedNow) as again:
        appealed(appeal.decision, "Once more.")
    assert codes(again) == ["appealed-already"]


@pytest.mark.parametrize("how", [refused, seized])
def test_annulled_the_goods_are_released_and_owe_what_they_owed(under_control: Declaration, how: Any) -> None:
    appeal = appealed(how(under_control))
    assert owes() == 0
    ruled(appeal)
    under_control.refresh_from_db()
    assert (under_control.state, under_control.claimed_by, owes()) == ("released", "", 4800)
    assert ledger.trial() == {"MYR": 0}
    assert all(each.given_back_at == cast.NOON for each in Seizure.objects.all())
    moves = list(under_control.decisions.values_list("move", flat=True))
    assert moves[-3:] == ["annul-on-appeal", "reopen", "release"]
    event = Event.objects.get(kind="customs.declaration.appeal_annulled")
    assert (event.body["reason"], event.body["clause"]) == (WHY, LAW)


def test_changed_an_officer_looks_again_and_may_seize_again(under_control: Declaration) -> None:
    ruled(appealed(seized(under_control)), "change")
    under_control.refresh_from_db()
    assert (under_control.state, under_control.decided_at, owes()) == ("under-control", None, 4800)
    seized(under_control)
    assert Seizure.objects.filter(given_back_at=None).count() == 1
    assert owes() == 0


def test_of_an_assessment_less_is_due_and_the_difference_comes_back(under_control: Declaration) -> None:
    actions.release(under_control, by=officer("aisyah"))
    ruled(appealed(newest(under_control)), "change", duty_minor=0, tax_minor=4000)
    under_control.refresh_from_db()
    assert (under_control.state, under_control.tax_minor, under_control.version, owes()) == ("released", 4000, 2, 4000)
    assert queries.judgement(under_control).assessment.due_minor == 4000  # type: ignore[union-attr]
    assert (ledger.balance("tax:MY:tax", "MYR"), ledger.trial()) == (-4000, {"MYR": 0})
    assert under_control.versions.get().tax_minor == 4800


def test_an_annulled_assessment_leaves_nothing_due(under_control: Declaration) -> None:
    actions.release(under_control, by=officer("aisyah"))
    ruled(appealed(newest(under_control)))
    assert (owes(), queries.released_of(goods.UCR)) == (0, (0, 0))


def test_an_annulled_partial_release_lets_the_rest_go(under_control: Declaration) -> None:
    declaration = lodged(lrn="Q-2", items=(goods.item(description="Power bank", quantity="2"),))
    going = (Going(item=1, quantity="1"),)
    actions.release_part(declaration, going, "Wait.", law=LAW, version=1, by=officer("aisyah"))
    ruled(appealed(newest(declaration)))
    declaration.refresh_from_db()
    assert declaration.state == "released"


def test_what_was_drawn_on_a_permit_is_drawn_again_or_the_ruling_is_refused(under_control: Declaration) -> None:
    permit = Permit.objects.create(
        number="P-1",
        reference="P-1",
        kind="sirim",
        country="MY",
        agency=cast.party("plant-health"),
        holder=cast.party("kl-batik"),
        goods="6911",
        quantity="5",
        unit="KGM",
        valid_from=goods.DAY,
        valid_to=goods.DAY,
        state="issued",
        document="signed",
        applied_at=cast.NOON,
    )
    PermitUse.objects.create(permit=permit, declaration=under_control, item=1, quantity="4", unit="KGM")
    appeal = appealed(refused(under_control))
    assert queries.drawn_text(permit) == "0"
    other = lodged(lrn="Q-2")
    taken = PermitUse.objects.create(permit=permit, declaration=other, item=1, quantity="2", unit="KGM")
    with unchanged(), pytest.raises(Refused) as short:
        ruled(appeal)
    assert codes(short) == ["appeal-permit-short"]
    taken.delete()
    ruled(appeal)
    assert queries.drawn_text(permit) == "4"


def test_whoever_decided_does_not_rule_and_no_machine_does(under_control: Declaration) -> None:
    appeal = appealed(refused(under_control))
    for by in (officer("aisyah"), officer()):
        with unchanged(), pytest.raises(NotYours) as own:
            ruled(appeal, by=by)
        assert codes(own) == ["own-decision"]


def test_a_withdrawn_appeal_may_be_lodged_in_other_words(under_control: Declaration) -> None:
    decision = refused(under_control)
    appeal = appealed(decision)
    actions.withdraw_appeal(appeal, by=cast.by("kl-batik"))
    with unchanged():
        assert actions.withdraw_appeal(appeal, by=cast.by("kl-batik")).state == "withdrawn"
    with unchanged(), pytest.raises(NotAllowedNow):
        ruled(appeal)
    assert appealed(decision, "It is safe, see the report.").state == "lodged"


@pytest.mark.parametrize("who", ["my-customs", "cn-customs", "hz-ceramics", "operator"])
def test_nobody_but_the_declarant_appeals_or_withdraws(under_control: Declaration, who: str) -> None:
    decision = refused(under_control)
    with unchanged(), pytest.raises(NotYours):
        appealed(decision, by=cast.by(who))
    appeal = appealed(decision)
    with unchanged(), pytest.raises(NotYours):
        actions.withdraw_appeal(appeal, by=cast.by(who))


@pytest.mark.parametrize("who", ["kl-batik", "cn-customs", "hz-post", "operator"])
def test_nobody_but_the_customs_of_the_country_rules(under_control: Declaration, who: str) -> None:
    appeal = appealed(refused(under_control))
    with unchanged(), pytest.raises(NotYours):
        ruled(appeal, by=cast.by(who))


def test_an_appeal_without_grounds_or_against_what_does_not_stand_is_refused(under_control: Declaration) -> None:
    claim = Decision.objects.filter(declaration=under_control).first()
    assert claim is not None
    with unchanged(), pytest.raises(NotAllowedNow) as nothing:
        appealed(claim)
    assert codes(nothing) == ["appeal-not-against-this"]
    decision = refused(under_control)
    with unchanged(), pytest.raises(Refused) as empty:
        appealed(decision, " ")
    assert codes(empty) == ["grounds-missing"]
    appeal = appealed(decision)
    with unchanged(), pytest.raises(Refused) as amounts:
        ruled(appeal, "change", duty_minor=1)
    assert codes(amounts) == ["amounts-not-asked"]


def test_goods_let_in_on_appeal_leave_a_consignment_alone_that_went_back(under_control: Declaration) -> None:
    from tests.hub.network.test_parts import consignment

    consignment(state="returned")
    ruled(appealed(refused(under_control)))
    event = Event.objects.get(kind="customs.declaration.released")
    consequences.released(event, by=cast.the_hub())
    assert queries.of(goods.UCR).get().state == "released"


def test_the_assessment_of_one_of_a_batch_is_appealed_like_any_other(under_control: Declaration) -> None:
    batch = [goods.entry(lrn=f"L-{n}", ucr=f"6CN-{n}") for n in range(25)]
    actions.lodge(batch, declarant=cast.party("kl-batik"), by=cast.by("kl-batik"))
    declaration = Declaration.objects.get(lrn="L-7")
    [decision] = queries.appealable_now(declaration, goods.DAY)
    assert (decision.pk, decision.move) == (None, "release")
    appeal = appealed(queries.decision_of(declaration, 0))
    with unchanged():
        assert appealed(queries.decision_of(declaration, 0)) == appeal
    moves = [each.move for each in queries.decisions(declaration)]
    assert moves.count("release") == 1
    ruled(appeal)
    declaration.refresh_from_db()
    assert (declaration.tax_minor, owes()) == (0, 4800 * 25)
