"""The number that customs gives: the same for the same lodgement, its own for every other, and well formed."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as some

from entrepot.hub.customs.reference import check_digit, mrn

LETTERS = some.characters(min_codepoint=33, max_codepoint=0x9FFF, exclude_categories=("Cs",))
REFERENCES = some.text(LETTERS, min_size=1, max_size=35)


def test_the_same_lodgement_always_gets_the_same_number_and_every_other_its_own() -> None:
    first = mrn("MY", 2026, "kl-batik", "R-1001")
    assert mrn("MY", 2026, "kl-batik", "R-1001") == first
    others = {
        mrn("CN", 2026, "kl-batik", "R-1001"),
        mrn("MY", 2027, "kl-batik", "R-1001"),
        mrn("MY", 2026, "hz-ceramics", "R-1001"),
        mrn("MY", 2026, "kl-batik", "R-1002"),
    }
    assert len(others - {first}) == 4


@given(REFERENCES)
@example("1")
@example("ab")
def test_every_reference_gets_eighteen_characters_whose_last_shows_a_slip(lrn: str) -> None:
    given_ = mrn("MY", 2026, "kl-batik", lrn)
    assert re.fullmatch(r"26MY[0-9A-Z]{13}[0-9]", given_)
    assert given_[-1] == check_digit(given_[:-1])


def test_a_numbered_file_stands_together_in_the_index_and_not_with_every_other() -> None:
    def begins(lrn: str) -> str:
        return mrn("MY", 2026, "kl-batik", lrn)[:7]

    assert len({begins(f"R-1{n:03}") for n in range(1000)}) == 1
    assert len({begins(f"R-{n}000") for n in range(1, 100)}) > 90


def test_a_hundred_thousand_numbers_are_all_different() -> None:
    assert len({mrn("MY", 2026, "kl-batik", f"R-{n}") for n in range(100_000)}) == 100_000
