from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from entrepot.trade.finding import (
    Finding,
    NotAllowedNow,
    NotYours,
    Place,
    Refused,
    Unavailable,
    at,
    fill,
    findings,
    refuse_if_any,
    rule,
)

HEAVY = Finding(
    "D020",
    "Item {item}: gross mass ({gross} kg) is less than net mass ({net} kg).",
    "/items/1/gross_mass_kg",
    "Correct one of the two.",
    "Annex B, 18 04",
    params={"item": "2", "gross": "3.1", "net": "3.4"},
)
MALAY = {
    "Item {item}: gross mass ({gross} kg) is less than net mass ({net} kg).": "Barang {item}: {gross} kg < {net} kg.",
    "Correct one of the two.": "Betulkan salah satu.",
}


def test_a_finding_says_what_where_why_and_what_to_do() -> None:
    assert str(HEAVY) == (
        "/items/1/gross_mass_kg: Item 2: gross mass (3.1 kg) is less than net mass (3.4 kg). "
        "Correct one of the two. (Annex B, 18 04)"
    )


def test_a_finding_without_place_law_or_remedy_is_only_its_sentence() -> None:
    assert str(Finding("x", "Nothing else.")) == "Nothing else."


def test_a_finding_is_translated_before_it_is_filled() -> None:
    assert HEAVY.told(lambda text: MALAY[text]) == "Barang 2: 3.1 kg < 3.4 kg."
    assert HEAVY.cure(lambda text: MALAY[text]) == "Betulkan salah satu."


def test_a_placeholder_without_value_stays_visible() -> None:
    assert fill("Item {item} of {count}", {"item": "1"}) == "Item 1 of {count}"
    assert fill("Braces {stay} without params", {}) == "Braces {stay} without params"


def test_a_refusal_carries_every_finding() -> None:
    refusal = Refused([HEAVY, Finding("x", "Second.")])
    assert [finding.code for finding in refusal.findings] == ["D020", "x"]
    assert str(refusal).endswith("(Annex B, 18 04); Second.")
    assert Refused(HEAVY).findings == (HEAVY,)


def test_other_refusals_are_refusals_too() -> None:
    assert issubclass(NotAllowedNow, Refused)
    assert issubclass(NotYours, Refused)


def test_a_silent_party_is_named_with_the_time_to_try_again() -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    silent = Unavailable("The bank", noon)
    assert (str(silent), silent.retry_at) == ("The bank does not answer", noon)
    assert not isinstance(silent, Refused)


@rule("T001", "“{text}” is empty at {n}.", remedy="Fill it.", law="Art. 1", level="warning")
def words_are_filled(words: list[str]) -> Iterable[Place]:
    for n, text in enumerate(words):
        if not text:
            yield at(f"/{n}", text=text, n=n)


@rule("T002", "There are no words.")
def there_are_words(words: list[str]) -> Iterable[Place]:
    if not words:
        yield at("")


def test_a_rule_answers_with_a_finding_for_each_place() -> None:
    assert list(words_are_filled(["a", "", "c", ""])) == [
        Finding("T001", "“{text}” is empty at {n}.", "/1", "Fill it.", "Art. 1", "warning", {"text": "", "n": "1"}),
        Finding("T001", "“{text}” is empty at {n}.", "/3", "Fill it.", "Art. 1", "warning", {"text": "", "n": "3"}),
    ]


def test_rules_are_asked_in_their_order() -> None:
    assert [finding.code for finding in findings([there_are_words, words_are_filled], [""])] == ["T001"]
    assert [finding.code for finding in findings([there_are_words, words_are_filled], [])] == ["T002"]


def test_a_warning_lets_pass_and_an_error_refuses_with_everything_found() -> None:
    warning = Finding("w", "Careful.", level="warning")
    refuse_if_any([])
    refuse_if_any([warning, Finding("n", "By the way.", level="note")])
    with pytest.raises(Refused) as refusal:
        refuse_if_any(iter([warning, HEAVY]))
    assert refusal.value.findings == (warning, HEAVY)


def test_words_of_ours_within_a_sentence_are_translated_and_what_people_wrote_is_not() -> None:
    words = {"The {paper} has not been received.": "{paper} belum diterima.", "order": "Pesanan", "cup": "cawan"}
    missing = Finding("paper-missing", "The {paper} has not been received.", params={"paper": "order"})
    assert missing.told(lambda text: words.get(text, text)) == "Pesanan belum diterima."
    assert missing.told() == "The order has not been received."
    written = Finding("sku-unknown", "There is no {sku}.", params={"sku": "cup"})
    assert written.told(lambda text: words.get(text, text)) == "There is no cup."
