"""What a lodgement asks first is asked at once and anew each time: what another changed counts for the next one."""

from __future__ import annotations

from datetime import date

import pytest

from entrepot.hub.customs import actions
from entrepot.hub.customs.models import Declaration
from entrepot.hub.events.actor import Actor
from entrepot.hub.ledger.models import Transfer
from entrepot.hub.parties import actions as parties
from entrepot.hub.parties.models import Party
from entrepot.hub.tariffs import actions as tariffs
from entrepot.trade.finding import NotYours
from tests import cast
from tests.hub.customs import goods

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(batik: Party) -> Actor:
    return cast.by("kl-batik")


def codes(lrn: str, batik: Party, by: Actor) -> list[str]:
    [judgement] = actions.lodge([goods.entry(lrn=lrn)], declarant=batik, by=by)
    return [finding.code for finding in judgement.findings]


def test_rates_that_were_loaded_count_for_the_next_lodgement(batik: Party, by: Actor) -> None:
    first, second = (goods.entry(lrn=lrn, currency="CNY") for lrn in "AB")
    actions.lodge([first], declarant=batik, by=by)
    tariffs.load_rates("R", date(2026, 1, 1), "tests", [("MYR", "CNY", "2")], by=cast.by("operator"))
    actions.lodge([second], declarant=batik, by=by)
    owed = dict(Declaration.objects.values_list("lrn", "tax_minor"))
    assert owed == {"A": 3000, "B": 2400}


def test_a_border_at_which_nobody_decides_any_more_is_refused_and_open_again_with_the_right(
    batik: Party, by: Actor
) -> None:
    customs = Party.objects.get(code="my-customs")
    assert codes("A", batik, by) == []
    parties.withdraw(customs, "customs", by=cast.the_hub())
    assert codes("B", batik, by) == ["no-customs-here"]
    parties.grant(customs, "customs", by=cast.the_hub())
    assert codes("B", batik, by) == []


def test_whose_right_was_withdrawn_lodges_nothing_more_and_nothing_is_written(batik: Party, by: Actor) -> None:
    assert codes("A", batik, by) == []
    parties.withdraw(batik, "declarant", by=cast.the_hub())
    with pytest.raises(NotYours):
        codes("B", batik, by)
    assert list(Declaration.objects.values_list("lrn", flat=True)) == ["A"]
    assert Transfer.objects.count() == 1


def test_each_border_of_a_batch_is_asked_for_by_itself(batik: Party, by: Actor) -> None:
    parties.withdraw(Party.objects.get(code="cn-customs"), "customs", by=cast.the_hub())
    abroad = goods.export(lrn="X", declarant="kl-batik")
    judgements = actions.lodge([goods.entry(lrn="A"), abroad], declarant=batik, by=by)
    assert [[finding.code for finding in each.findings] for each in judgements] == [[], ["no-customs-here"]]
