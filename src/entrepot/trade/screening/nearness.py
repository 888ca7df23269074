"""How near two names are, word by word, in whole hundredths."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from entrepot.trade.screening.entry import How
from entrepot.trade.screening.skeleton import skeleton

Alike = Callable[[str, str], int]
"""How alike two texts are, from 0 to 100; handed in, since it is worth a compiled library."""

LEAST = 85
LEAST_OF_REST = 75
HEARD = 78
"""How alike words count at least that are heard alike: Muhammad Yusuf and Mohammed Yousef."""
SHORTEST = 4
PART = 88
PART_LETTERS = 12


def nearness(asked: Sequence[str], listed: Sequence[str], alike: Alike) -> tuple[int, How]:
    """How near the words are: words in common count whole, what differs is compared letter by letter.

    What differs must have four letters or more: of Li Wei and Li Wen too little is left to call them near.
    """
    rest_asked, rest_listed = list(asked), []
    for word in listed:
        if word in rest_asked:
            rest_asked.remove(word)
        else:
            rest_listed.append(word)
    if not rest_asked and not rest_listed:
        return 100, "same"
    if not rest_asked or not rest_listed:
        return _part(asked if rest_listed else listed, rest_asked or rest_listed)
    return _spelled(rest_asked, rest_listed, listed, alike), "near"


def _part(common: Sequence[str], more: Sequence[str]) -> tuple[int, How]:
    """One word more on one side: near only if what is in common is itself a name that tells somebody apart."""
    enough = len(more) == 1 and len(common) > 1 and sum(map(len, common)) >= PART_LETTERS
    return (PART, "part") if enough else (0, "part")


def _spelled(asked: list[str], listed: list[str], whole: Sequence[str], alike: Alike) -> int:
    one, other = " ".join(sorted(asked)), " ".join(sorted(listed))
    if min(len(one), len(other)) < SHORTEST or abs(len(one) - len(other)) > 4:
        return 0
    found = alike(one, other)
    if found < HEARD and sorted(map(skeleton, asked)) == sorted(map(skeleton, listed)):
        found = HEARD
    if found < LEAST_OF_REST:
        return 0
    letters = max(sum(map(len, whole)), 1)
    return 100 - (100 - found) * len(other) // max(letters, len(other))
