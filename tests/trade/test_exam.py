from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.trade.exam import Question, arranged, choose, grade
from tests.trade.refusing import refused

TERM = Question(
    "incoterms-1",
    "Under which terms does the seller pay import duty?",
    {"a": "DAP", "b": "DDP", "c": "CIF"},
    frozenset({"b"}),
    "Only DDP: delivered, duty paid.",
    "Incoterms 2020",
)
PAPERS = Question(
    "papers-1",
    "Which papers must match?",
    {"a": "Order", "b": "Payment", "c": "Waybill", "d": "Menu"},
    frozenset({"a", "b", "c"}),
    "Order, payment and waybill are sent by three parties.",
)
CHECK = Question(
    "codes-1", "What ends a postal number?", {"a": "A country", "b": "A digit"}, frozenset({"a"}), "ISO 3166."
)
PUT = (TERM, PAPERS, CHECK)
POOL = [replace(CHECK, code=f"q{n}") for n in range(20)]
TWO_THIRDS = Fraction(2, 3)


def test_answers_are_marked_and_explained() -> None:
    result = grade(PUT, {"incoterms-1": ["b"], "papers-1": ["c", "a"], "codes-1": ["a"]}, TWO_THIRDS)
    assert [mark.right for mark in result.marks] == [True, False, True]
    assert (result.score, result.needed, result.passed) == (2, 2, True)
    assert result.marks[1].question.explanation == "Order, payment and waybill are sent by three parties."
    assert result.marks[1].answer == {"a", "c"}


def test_half_an_answer_and_one_too_many_are_wrong() -> None:
    assert grade((PAPERS,), {"papers-1": ["a", "b"]}, Fraction(1)).score == 0
    assert grade((PAPERS,), {"papers-1": ["a", "b", "c", "d"]}, Fraction(1)).score == 0
    assert grade((PAPERS,), {"papers-1": ["c", "b", "a", "a"]}, Fraction(1)).score == 1


def test_a_question_not_answered_is_wrong() -> None:
    result = grade(PUT, {}, TWO_THIRDS)
    assert (result.score, result.passed) == (0, False)


@pytest.mark.parametrize(
    ("questions", "share", "needed"),
    [
        (10, Fraction(7, 10), 7),
        (3, Fraction(7, 10), 3),
        (3, Fraction(2, 3), 2),
        (5, Fraction(1), 5),
        (5, Fraction(0), 0),
    ],
)
def test_the_share_that_passes_is_rounded_up(questions: int, share: Fraction, needed: int) -> None:
    assert grade(POOL[:questions], {}, share).needed == needed


def test_one_right_answer_less_does_not_pass() -> None:
    answers = {question.code: ["a"] for question in POOL[:10]}
    assert grade(POOL[:10], answers, Fraction(1)).passed
    assert not grade(POOL[:10], answers | {"q3": ["b"]}, Fraction(1)).passed


def test_a_sitting_without_questions_passes_nobody() -> None:
    assert not grade((), {}, Fraction(1, 2)).passed


def test_answers_to_other_questions_or_options_are_refused() -> None:
    with refused("option-not-offered", "question-not-put") as found:
        grade((TERM,), {"incoterms-1": ["b", "z"], "papers-1": ["a"]}, TWO_THIRDS)
    assert found[0].cure() == "Choose among a, b, c."
    assert found[1].told() == "Question papers-1 was not put in this sitting."


def test_a_seed_always_chooses_the_same_questions() -> None:
    assert choose(POOL, 5, "sitting-1") == choose(reversed(POOL), 5, "sitting-1")
    assert choose(POOL, 5, "sitting-1") != choose(POOL, 5, "sitting-2")


def test_a_small_pool_is_put_whole() -> None:
    assert {question.code for question in choose(POOL[:3], 9, "s")} == {"q0", "q1", "q2"}


def test_options_are_shuffled_and_keep_their_letters() -> None:
    shown = arranged(PAPERS, "sitting-1")
    assert dict(shown) == PAPERS.options
    assert arranged(PAPERS, "sitting-1") == shown
    assert len({arranged(PAPERS, f"sitting-{n}") for n in range(30)}) > 5


@given(st.integers(0, 25), st.text(max_size=10))
def test_every_question_is_put_once(count: int, seed: str) -> None:
    chosen = [question.code for question in choose(POOL, count, seed)]
    assert len(chosen) == len(set(chosen)) == min(count, 20)


def test_over_many_sittings_every_question_is_put() -> None:
    put = {question.code for n in range(100) for question in choose(POOL, 5, f"sitting-{n}")}
    assert put == {question.code for question in POOL}


def test_a_question_without_a_right_answer_is_our_mistake() -> None:
    with pytest.raises(AssertionError, match="has no right answer"):
        replace(TERM, right=frozenset())
    with pytest.raises(AssertionError, match="marks right what it does not offer"):
        replace(TERM, right=frozenset({"z"}))
