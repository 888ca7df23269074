from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from entrepot.trade.assessment import Assessment
from entrepot.trade.declaration import DeclarationFacts, Trader
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.judgement import judge
from entrepot.trade.money import Money
from entrepot.trade.risk import Direction, DueOver, Profile, Selection, ValueOver, compiled
from tests.trade.example import FACTS, facts

NOTHING = compiled([])
DEAR = compiled([Profile("V", "Dear", (ValueOver("CNY", "300"),), "red", "Worth a look.")])
DUE = Assessment.on(Money.of("345.50", "CNY"))
WARNING = Finding("note", "A remark.", level="warning")
ERROR = Finding("wrong", "An error.")


def test_what_is_in_order_is_assessed_and_put_on_a_lane() -> None:
    (judgement,) = judge([FACTS], select=DEAR, assess=lambda facts: DUE)
    assert judgement.in_order
    assert judgement.facts is FACTS
    assert judgement.findings == ()
    assert judgement.assessment is DUE
    assert judgement.selection is not None
    assert (judgement.selection.lane, judgement.selection.hits[0].code) == ("red", "V")


def test_what_is_not_in_order_is_neither_assessed_nor_put_on_a_lane() -> None:
    asked: list[DeclarationFacts] = []

    def assess(facts: DeclarationFacts) -> Assessment:
        asked.append(facts)
        return DUE

    (judgement,) = judge([facts(currency="RMB")], select=DEAR, assess=assess)
    assert not judgement.in_order
    assert [finding.code for finding in judgement.findings] == ["D009"]
    assert (judgement.selection, judgement.assessment, asked) == (None, None, [])


def test_every_declaration_is_answered_in_the_order_given() -> None:
    batch = [facts(lrn="A"), facts(lrn="B", incoterm="?"), facts(lrn="C")]
    judgements = judge(batch, select=NOTHING)
    assert [judgement.facts.lrn for judgement in judgements] == ["A", "B", "C"]
    assert [judgement.in_order for judgement in judgements] == [True, False, True]
    assert judge([], select=NOTHING) == []


def test_a_reference_that_was_used_before_is_refused_in_its_place() -> None:
    (judgement,) = judge([FACTS], select=NOTHING, known={FACTS.lrn})
    assert [(finding.code, finding.pointer) for finding in judgement.findings] == [("lrn-taken", "/lrn")]


def test_within_a_batch_the_first_to_use_a_reference_keeps_it() -> None:
    judgements = judge([facts(lrn="A"), facts(lrn="A"), facts(lrn="B")], select=NOTHING)
    assert [judgement.in_order for judgement in judgements] == [True, False, True]


def test_a_refused_declaration_does_not_use_up_its_reference() -> None:
    judgements = judge([facts(lrn="A", currency="RMB"), facts(lrn="A")], select=NOTHING)
    assert [judgement.in_order for judgement in judgements] == [False, True]


def test_a_warning_lets_pass_and_is_kept() -> None:
    abroad = facts(consignor=Trader("Batik House", "MY"))
    (judgement,) = judge([abroad], select=NOTHING, examine=lambda facts: [WARNING])
    assert judgement.in_order
    assert [finding.code for finding in judgement.findings] == ["D015", "note"]
    assert judgement.selection == Selection("green")


def test_what_else_must_hold_is_examined_before_anything_is_assessed() -> None:
    (judgement,) = judge([FACTS], select=DEAR, examine=lambda facts: [ERROR], assess=lambda facts: DUE)
    assert not judgement.in_order
    assert (judgement.findings, judgement.assessment) == ((ERROR,), None)


def test_what_cannot_be_assessed_is_refused_and_leaves_the_others_alone() -> None:
    def assess(facts: DeclarationFacts) -> Assessment:
        if facts.lrn == "B":
            raise Refused(ERROR)
        return DUE

    judgements = judge([facts(lrn=lrn) for lrn in "ABC"], select=NOTHING, assess=assess)
    assert [judgement.in_order for judgement in judgements] == [True, False, True]
    assert judgements[1].findings == (ERROR,)


def test_the_lane_may_depend_on_what_is_due() -> None:
    select = compiled([Profile("D", "Due", (Direction("export"), DueOver("CNY", "0")), "yellow", "Tax is due.")])
    assert judge([FACTS], select=select, assess=lambda facts: DUE)[0].selection == Selection("green")


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.booleans()), max_size=8))
def test_a_batch_is_judged_as_its_parts_one_after_another(rows: list[tuple[str, bool]]) -> None:
    batch = [facts(lrn=lrn, currency="CNY" if sound else "RMB") for lrn, sound in rows]
    used: set[str] = set()
    singly = []
    for each in batch:
        (judgement,) = judge([each], select=DEAR, known=used)
        singly.append(judgement)
        if judgement.in_order:
            used.add(each.lrn)
    assert judge(batch, select=DEAR) == singly


def test_judging_changes_nothing() -> None:
    before = replace(FACTS)
    assert judge([FACTS], select=DEAR) == judge([FACTS], select=DEAR)
    assert before == FACTS
