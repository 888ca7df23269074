"""What a carrier by air looks at twice: by the seller's words, and by the code alone."""

from __future__ import annotations

import pytest

from entrepot.statute import nomenclature
from entrepot.trade.traits import MEANT, TRAITS, dangerous


@pytest.mark.parametrize(
    ("words", "hs", "numbers"),
    [
        ((), "", []),
        ((), "691110", []),
        ((), "850760", ["UN 3480"]),
        ((), "8507600000", ["UN 3480"]),
        ((), "850650", ["UN 3090"]),
        ((), "850511", ["UN 2807"]),
        (("battery-lithium-ion-beside",), "850760", ["UN 3481"]),
        (("battery-lithium-metal-inside",), "850760", ["UN 3091", "UN 3480"]),
        (("magnet", "blade"), "850511", ["UN 2807"]),
        (("never-heard",), "850511", ["UN 2807"]),
    ],
)
def test_the_code_says_what_its_seller_did_not_say_and_no_more(
    words: tuple[str, ...], hs: str, numbers: list[str]
) -> None:
    assert [each.un for each in dangerous(words, hs)] == numbers


def test_what_a_code_means_is_a_word_of_the_list_and_the_code_is_one_of_the_nomenclature() -> None:
    assert [nomenclature.known(code) for code in MEANT] == list(MEANT)
    assert all(TRAITS[word].asks == "dangerous" for word in MEANT.values())
