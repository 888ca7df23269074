"""How one field of a paper is compared with another's, and how a difference is told."""

from __future__ import annotations

from collections.abc import Iterator

from entrepot.trade.declaration.reading import millionths
from entrepot.trade.finding import Finding
from entrepot.trade.matching.sealed import Sealed
from entrepot.trade.wording import gettext_noop

SENDERS = "GACC Announcement 26/2016"  # who sends which paper, and that buyer and payer are one
MESSAGES = "CEB311, CEB411, CEB511"  # the fields that the Chinese system compares


def same(pair: tuple[str, str], here: str, there: str, mine: str, theirs: str) -> Iterator[Finding]:
    if mine != theirs:
        yield _difference(pair, here, there, mine, theirs)


def same_amount(pair: tuple[str, str], here: str, there: str, mine: str, theirs: str) -> Iterator[Finding]:
    """Amounts are compared as numbers: 12.5 and 12.50 are one."""
    amounts = millionths(mine), millionths(theirs)
    if None in amounts or amounts[0] != amounts[1]:
        yield _difference(pair, here, there, mine, theirs)


def same_party(pair: tuple[str, str], here: str, there: str, mine: str, theirs: str) -> Iterator[Finding]:
    if not mine or mine != theirs:
        yield Finding(
            f"{here.replace('_', '-')}-differs",
            gettext_noop("The {here} of the {first} ({mine}) and the {there} of the {second} ({theirs}) differ."),
            f"/{pair[1]}/{there}",
            gettext_noop("One person must order, pay and receive; ask the buyer who did, and send the right paper."),
            SENDERS,
            params=_params(pair, here, there, _brief(mine), _brief(theirs)),
        )


def same_name(pair: tuple[str, str], here: str, there: str, mine: Sealed, theirs: Sealed) -> Iterator[Finding]:
    if mine.folded != theirs.folded:
        yield _difference(pair, here, there, _brief(mine.folded), _brief(theirs.folded))
    elif mine.written != theirs.written:
        yield Finding(
            f"{here.replace('_', '-')}-spelling",
            gettext_noop("{first} and {second} spell the {here} with other letter case, spaces or width."),
            f"/{pair[1]}/{there}",
            gettext_noop("Nothing need be done; one spelling saves questions."),
            level="warning",
            params=_params(pair, here, there, _brief(mine.written), _brief(theirs.written)),
        )


def _difference(pair: tuple[str, str], here: str, there: str, mine: str, theirs: str) -> Finding:
    return Finding(
        f"{here.replace('_', '-')}-differs",
        gettext_noop("{here} of the {first} is “{mine}”, {there} of the {second} is “{theirs}”."),
        f"/{pair[1]}/{there}",
        gettext_noop("Find out which is right, and send the other paper again."),
        MESSAGES,
        params=_params(pair, here, there, mine, theirs),
    )


def _params(pair: tuple[str, str], here: str, there: str, mine: str, theirs: str) -> dict[str, str]:
    first, second = pair
    return {
        "first": first,
        "second": second,
        "here": here.replace("_", " "),
        "there": there.replace("_", " "),
        "mine": mine,
        "theirs": theirs,
    }


def _brief(commitment: str) -> str:
    """The first letters of a commitment: enough to see that two differ, and nothing of what they stand for."""
    return f"{commitment[:8]}…" if commitment else "—"


def missing(paper: str) -> Finding:
    return Finding(
        "paper-missing",
        gettext_noop("The {paper} has not been received."),
        f"/{paper}",
        gettext_noop(
            "The platform sends the order, the payment firm the payment, the carrier the waybill: ask for it."
        ),
        SENDERS,
        params={"paper": paper},
    )
