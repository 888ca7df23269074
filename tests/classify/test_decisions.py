"""Decisions count at once, by the authority of whoever decided; they may not make worse what was right."""

from __future__ import annotations

import json
from datetime import date

import pytest

from entrepot.classify import gate, nomenclature
from entrepot.classify.classifier import Assistant
from entrepot.classify.decision import Decision, check, read_lines
from entrepot.classify.gate import Probe
from entrepot.classify.goods import Goods
from entrepot.trade.finding import Refused
from tests.classify.shelf import codes, small

PET_BOWL = "porcelain plate for the cat"
DAY = date(2026, 3, 2)


def officer(text: str = PET_BOWL, code: str = "691190", on: date = DAY, by: str = "officer") -> Decision:
    return Decision(text, code, by, on, reference="R-7")


def taught(*decisions: Decision) -> Assistant:
    assistant = small().copy()
    assistant.learn(decisions)
    return assistant


def first(assistant: Assistant, text: str) -> str:
    return codes(assistant.classify([Goods(text)])[0])[0]


def test_an_officers_decision_comes_first_for_its_own_words_at_once() -> None:
    assert first(small(), PET_BOWL) == "691110"
    answer = taught(officer()).classify([Goods("Porcelain  PLATE for the cat")])[0]
    assert answer.suggestions[0].code == "691190"
    assert answer.suggestions[0].band == "likely"
    reason = answer.suggestions[0].reasons[0]
    assert (reason.kind, reason.told()) == ("decision", "Decided for the same words on 2026-03-02 (officer) R-7")


def test_it_helps_with_words_that_are_nearly_the_same() -> None:
    assert first(taught(officer("cat dish of porcelain with paws")), "porcelain cat dish, paws") == "691190"


def test_what_is_decided_is_answered_even_if_the_words_are_vague() -> None:
    assert first(taught(officer("accessories", "392690")), "accessories") == "392690"


def test_a_sellers_choice_never_outweighs_what_is_known() -> None:
    assert first(taught(officer(by="seller")), PET_BOWL) == "691110"


def test_many_sellers_saying_the_same_do_not_outweigh_it_either() -> None:
    assert first(taught(*[officer(by="seller")] * 50), PET_BOWL) == "691110"


def test_of_two_decisions_on_the_same_words_the_higher_counts_and_then_the_later() -> None:
    lower = officer(code="691200", by="broker", on=date(2026, 6, 1))
    later = officer(code="691390", on=date(2026, 5, 1))
    assert first(taught(officer(), lower), PET_BOWL) == "691190"
    assert first(taught(officer(), later), PET_BOWL) == "691390"
    assert first(taught(later, officer()), PET_BOWL) == "691390"


def test_other_goods_are_answered_as_before() -> None:
    assistant = taught(officer())
    for text in ("wooden sofa", "蓝牙耳机", "cotton T-shirt"):
        assert first(assistant, text) == first(small(), text)


def test_a_copy_knows_what_was_decided_and_learns_for_itself_alone() -> None:
    assistant = taught(officer())
    twin = assistant.copy()
    twin.learn([officer("sofa", "940171")])
    assert first(twin, PET_BOWL) == "691190"
    assert first(assistant, "sofa") == "940161"


def test_a_decision_is_read_back_from_its_export() -> None:
    decision = Decision("plate", "691110", "officer", DAY, "en", {"material": "porcelain"}, "R-7")
    assert read_lines([json.dumps(decision.plain()), ""]) == [decision]


@pytest.mark.parametrize(
    ("decision", "found"),
    [
        (Decision(" ", "691110", "officer", DAY), ["text-empty"]),
        (Decision("plate", "999999", "officer", DAY), ["code-unknown"]),
        (Decision("plate", "691110", "neighbour", DAY), ["authority-unknown"]),
    ],
)
def test_what_is_wrong_with_a_decision_is_told(decision: Decision, found: list[str]) -> None:
    assert [each.code for each in check(decision)] == found


def test_lines_that_are_no_decisions_are_refused_with_their_numbers() -> None:
    good = json.dumps(officer().plain())
    with pytest.raises(Refused) as refused:
        read_lines([good, "{}", "no json", good.replace("691190", "000000")])
    assert [each.pointer for each in refused.value.findings] == ["/2", "/3", "/4/code"]


class TestGate:
    """The gate, with three probes in place of those that ship."""

    @pytest.fixture(autouse=True)
    def three_probes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        few = (Probe("plate", "en", "6911"), Probe("sofa", "en", "9401"), Probe("耳机", "zh", "8518"))
        monkeypatch.setattr(gate, "probes", lambda: few)

    def test_decisions_that_change_nothing_else_pass(self) -> None:
        verdict = gate.verdict(small(), [officer()])
        assert (verdict.probes, verdict.before, verdict.after, verdict.passed) == (3, 3, 3, True)

    def test_decisions_that_make_a_probe_fall_are_stopped_and_the_probe_is_named(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(gate, "FIRST", 1)
        verdict = gate.verdict(small(), [officer("sofa", "392690")])
        assert (verdict.before, verdict.after) == (3, 2)
        assert [probe.text for probe in verdict.lost] == ["sofa"]
        assert not verdict.passed

    def test_a_decision_that_does_not_come_back_for_its_own_words_stops_the_batch(self) -> None:
        two = [officer(code="691190"), officer(code="691390", on=date(2026, 5, 1))]
        assert gate.verdict(small(), two).forgotten == ()

    def test_the_assistant_itself_learns_nothing(self) -> None:
        gate.verdict(small(), [officer()])
        assert first(small(), PET_BOWL) == "691110"


def test_the_probes_that_ship_name_headings_that_exist_in_three_languages() -> None:
    wording = nomenclature.wording()
    assert len(gate.probes()) >= 150
    assert {probe.lang for probe in gate.probes()} == {"en", "zh", "ms"}
    assert [probe for probe in gate.probes() if probe.heading not in wording] == []
