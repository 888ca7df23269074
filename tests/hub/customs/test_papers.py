from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Declaration, Paper
from entrepot.hub.events.models import Event
from entrepot.hub.parties.models import Party
from entrepot.trade.finding import Finding, NotAllowedNow, NotYours, Refused
from entrepot.trade.judgement import Judgement
from tests import cast
from tests.hub.customs import goods

pytestmark = pytest.mark.django_db

File = Callable[..., None]


def lodge(**changes: object) -> Judgement:
    [judgement] = actions.lodge(
        [goods.export(**changes)], declarant=cast.party("hz-ceramics"), by=cast.by("hz-ceramics")
    )
    return judgement


def declaration() -> Declaration:
    return Declaration.objects.get()


def differences() -> list[tuple[str, str]]:
    return [(each["code"], each["level"]) for each in declaration().differences]


def happened() -> list[tuple[str, str]]:
    told = Event.objects.filter(kind__startswith="customs.declaration")
    return [(event.kind.rpartition(".")[2], event.body.get("lane", "")) for event in told]


def test_an_export_whose_three_documents_agree_is_released_at_once(ceramics: Party, file: File):
    file()
    assert lodge().in_order
    assert (declaration().state, declaration().lane, differences()) == ("released", "green", [])
    assert happened() == [("lodged", ""), ("released", "green")]


def test_an_export_waits_for_the_papers_and_goes_when_the_last_one_comes(ceramics: Party, file: File):
    file("order")
    assert lodge().in_order
    assert declaration().state == "lodged"
    assert differences() == [("paper-missing", "error")] * 2
    assert list(queries.waiting_for_papers("CN")) == [declaration()]

    file("payment")
    assert (declaration().state, differences()) == ("lodged", [("paper-missing", "error")])
    file("waybill")
    assert (declaration().state, declaration().lane, differences()) == ("released", "green", [])
    assert happened() == [("lodged", ""), ("selected", "waiting-papers"), ("released", "green")]


def test_papers_that_differ_put_the_goods_before_an_officer_field_by_field(ceramics: Party, file: File):
    file(payment={"amount": "500.00"})
    lodge()

    assert (declaration().state, declaration().lane) == ("under-control", "yellow")
    assert differences() == [("paid-differs", "error")]
    [found] = declaration().differences
    assert (found["params"]["mine"], found["params"]["theirs"]) == ("548.00", "500.00")
    assert list(queries.queue("CN")) == [declaration()]


def test_a_corrected_paper_releases_what_only_papers_held_back(ceramics: Party, file: File):
    file(payment={"amount": "500.00"})
    lodge()
    file("payment")

    assert (declaration().state, declaration().lane, differences()) == ("released", "green", [])
    assert [paper.version for paper in Paper.objects.filter(kind="payment")] == [1, 2]


def test_a_corrected_paper_does_not_take_the_goods_from_the_officer_at_work(ceramics: Party, file: File):
    file(payment={"amount": "500.00"})
    lodge()
    actions.claim(declaration(), by=cast.by("cn-customs"))
    file("payment")
    assert (declaration().state, differences()) == ("under-control", [])


def test_a_corrected_paper_does_not_release_what_a_profile_stopped(ceramics: Party, file: File):
    battery = (goods.item(description="Lithium battery, spare"),)
    file(payment={"amount": "500.00"})
    lodge(items=battery)
    file("payment")
    assert (declaration().state, declaration().lane, differences()) == ("under-control", "red", [])


def test_another_spelling_of_a_name_is_a_warning_and_stops_nothing(ceramics: Party, file: File):
    from entrepot.hub import sealing
    from entrepot.trade.matching import seal

    spelt = seal(sealing.commitment_key(), "AMINAH binti Yusof")
    file(waybill={"consignee_name": spelt})
    lodge()
    assert (declaration().state, differences()) == ("released", [("consignee-name-spelling", "warning")])


def test_an_import_regime_that_asks_for_no_papers_waits_for_none(batik: Party):
    actions.lodge([goods.entry()], declarant=batik, by=cast.by("kl-batik"))
    assert (declaration().match_required, declaration().state) == (False, "released")


def test_filing_the_same_paper_again_is_harmless(ceramics: Party, file: File):
    file("order")
    file("order")
    assert Paper.objects.count() == 1
    assert Event.objects.filter(kind="customs.paper.filed").count() == 1


def test_papers_hold_no_name_or_address(ceramics: Party, file: File):
    file()
    kept = str(list(Paper.objects.values_list("facts", flat=True)))
    assert "Aminah" not in kept
    assert "Kenanga" not in kept


def told(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    findings: tuple[Finding, ...] = refused.value.findings
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("kind", "ucr", "changes", "code"),
    [
        ("invoice", goods.UCR, {}, "paper-kind"),
        ("order", "6CNOTHER-1", {}, "paper-of-another"),
        ("order", goods.UCR, {"goods": 480}, "paper-unreadable"),
    ],
)
def test_a_paper_that_cannot_be_what_it_says_is_refused(
    ceramics: Party, kind: str, ucr: str, changes: dict[str, object], code: str
):
    facts = {**msgspec.to_builtins(goods.papers()["order"]), **changes}
    with pytest.raises(Refused) as refused:
        actions.file_paper(kind, ucr, facts, sender=ceramics, by=cast.by("hz-ceramics"))
    assert told(refused) == [code]
    assert not Paper.objects.exists()


def test_each_paper_comes_from_the_firm_that_knows(ceramics: Party):
    paper = goods.papers()["payment"]
    for somebody in (cast.by("hz-ceramics"), cast.by("hz-post"), cast.stranger()):
        with pytest.raises(NotYours):
            actions.file_paper("payment", goods.UCR, paper, sender=cast.party("hz-bank"), by=somebody)
    assert not Paper.objects.exists()


def test_a_paper_is_corrected_by_the_firm_that_sent_it_alone(ceramics: Party, file: File):
    file("order")
    paper = goods.papers(order={"goods": "1.00"})["order"]
    with pytest.raises(NotYours) as refused:
        actions.file_paper("order", goods.UCR, paper, sender=cast.party("kl-batik"), by=cast.by("kl-batik"))
    assert told(refused) == ["paper-sent-by-another"]


def test_a_paper_is_not_corrected_after_the_goods_were_released(ceramics: Party, file: File):
    file()
    lodge()
    paper = goods.papers(order={"goods": "1.00"})["order"]
    with pytest.raises(NotAllowedNow) as refused:
        actions.file_paper("order", goods.UCR, paper, sender=ceramics, by=cast.by("hz-ceramics"))
    assert told(refused) == ["paper-too-late"]
    assert Paper.objects.filter(kind="order").count() == 1
