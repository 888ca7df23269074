"""Why an offer or a draw is refused, in sentences; and the one thing that is read from text."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext_noop

from entrepot.hub.finance.models import Advance
from entrepot.trade import credit
from entrepot.trade.finding import Finding, NotAllowedNow, Refused
from entrepot.trade.money import Money


def share(text: str, pointer: str) -> Fraction:
    """A share as people write it: `4/5` or `0.8`."""
    try:
        return Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        raise Refused(
            Finding(
                "not-a-share",
                gettext_noop("“{text}” is not a share."),
                pointer,
                gettext_noop("Write 4/5, or 0.8."),
                params={"text": text},
            )
        ) from None


def offered_already(ucr: str) -> Refused:
    return Refused(
        Finding(
            "advance-offered",
            gettext_noop("You have another offer open on {ucr}."),
            remedy=gettext_noop("Wait until it is drawn, declined or has lapsed."),
            params={"ucr": ucr},
        )
    )


def nothing_to_lend_on(ucr: str, state: str) -> NotAllowedNow:
    return NotAllowedNow(
        Finding(
            "no-proceeds",
            gettext_noop("There are no proceeds of {ucr} to lend on: it is {state}."),
            remedy=gettext_noop(
                "Lend at the home hub of a consignment that its buyer has paid and that is not settled."
            ),
            params={"ucr": ucr, "state": state},
        )
    )


def more_than_proceeds(lent: credit.Advance, proceeds: Money) -> Refused:
    return Refused(
        Finding(
            "advance-over-proceeds",
            gettext_noop("{due} would be due, and the seller can expect {proceeds}."),
            "/amount",
            gettext_noop("Lend less, or for a smaller fee."),
            params={"due": str(lent.due), "proceeds": str(proceeds)},
        )
    )


def offer_over(advance: Advance) -> NotAllowedNow:
    return NotAllowedNow(
        Finding(
            "offer-over",
            gettext_noop("The offer was open until {until}."),
            remedy=gettext_noop("Ask the lender for a new one."),
            params={"until": f"{advance.open_until:%Y-%m-%d %H:%M} UTC"},
        )
    )


def pledged(ucr: str) -> NotAllowedNow:
    return NotAllowedNow(
        Finding(
            "proceeds-pledged",
            gettext_noop("An advance is drawn on {ucr} already."),
            remedy=gettext_noop("One advance is drawn on a consignment; repay it first."),
            params={"ucr": ucr},
        )
    )
