"""An export is declared under something that the law has, or refused with all that it has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Declaration
from entrepot.hub.events.models import Event
from entrepot.trade.finding import Finding
from tests import cast
from tests.hub.customs import goods

pytestmark = pytest.mark.django_db


def lodged(*regimes: str) -> list[tuple[Finding, ...]]:
    """Exports of Hangzhou Ceramics under these, in one batch; what each was refused for."""
    seller = cast.party("hz-ceramics")
    cast.party("cn-customs")
    batch = [
        goods.export(lrn=f"QH-{n}", ucr=f"6CNQHCERAMIC-{n}", transport_document="", regime=regime)
        for n, regime in enumerate(regimes)
    ]
    answers = actions.lodge_batch(batch, declarant=seller, by=cast.by("hz-ceramics"))
    return [tuple(each for each in answer.judgement.findings if each.level == "error") for answer in answers]


@pytest.mark.parametrize("many", [1, 60], ids=["alone", "in a batch"])
def test_a_mistyped_procedure_is_refused_and_its_neighbours_are_lodged(many: int) -> None:
    found = lodged(*["9610", "general", "0110", "post"] * many, "9601")
    assert found[:-1] == [()] * (4 * many)
    [finding] = found[-1]
    assert (finding.code, finding.pointer) == ("regime-unknown", "/regime")
    assert finding.told() == "The law of CN has no export under “9601” on 2026-03-02."
    assert finding.cure().startswith("Declare one of 9610, 1210, 9710, 9810, 0110, post, ")
    assert Declaration.objects.count() == 4 * many


def test_nothing_is_written_of_what_is_refused() -> None:
    lodged("9601")
    assert not Declaration.objects.exists()
    assert not Event.objects.filter(kind__startswith="customs").exists()


def test_a_country_whose_law_here_names_no_exports_leaves_them_open() -> None:
    cast.party("my-customs")
    batik = cast.party("kl-batik")
    home = replace(goods.EXPORT.consignor, country="MY")
    facts = goods.export(country="MY", regime="anything", consignor=home, declarant="kl-batik")
    [answer] = actions.lodge_batch([facts], declarant=batik, by=cast.by("kl-batik"))
    assert "regime-unknown" not in [each.code for each in answer.judgement.findings]


def test_looking_at_it_first_says_the_same() -> None:
    cast.party("hz-ceramics")
    cast.party("cn-customs")
    assert "regime-unknown" in [each.code for each in queries.foreseen(goods.export(regime="9601")).findings]
