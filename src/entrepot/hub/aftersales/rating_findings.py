"""What may be wrong with a rating, an answer to it, or a judgement of its words."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop

from entrepot.hub.aftersales.models import Rating
from entrepot.hub.orders.models import Consignment
from entrepot.trade.finding import Finding


def rated(line: int) -> Finding:
    """The line has its rating."""
    return Finding(
        "rated-already",
        gettext_noop("Line {line} is rated already; a rating is not changed."),
        "/line",
        gettext_noop("Rate another line."),
        params={"line": str(line)},
    )


def not_received(consignment: Consignment) -> Finding:
    """Nothing is there to be rated."""
    return Finding(
        "rating-not-received",
        gettext_noop("The parcel is “{state}”; only who received the goods rates them."),
        remedy=gettext_noop("Wait for the delivery."),
        params={"state": consignment.state},
    )


def too_late(last: datetime) -> Finding:
    """The time for rating is over."""
    return Finding(
        "rating-too-late",
        gettext_noop("The goods could be rated until {last}."),
        remedy=gettext_noop("Write to the seller instead."),
        params={"last": last.date().isoformat()},
    )


def reason_missing() -> Finding:
    """Words are not hidden without a reason."""
    return Finding(
        "why-missing",
        gettext_noop("Words are hidden with a reason."),
        "/why",
        gettext_noop("Say which term of the hub they offend."),
    )


def reply_empty() -> Finding:
    """An answer says something."""
    return Finding(
        "reply-empty",
        gettext_noop("The answer is empty."),
        "/reply",
        gettext_noop("Write something, or do not answer."),
    )


def answered(held: Rating) -> Finding:
    """The seller has answered."""
    return Finding(
        "replied-already",
        gettext_noop("The rating of {title} is answered already; a seller answers once."),
        remedy=gettext_noop("Let it stand."),
        params={"title": held.title},
    )


def not_here(held: Rating) -> Finding:
    """The seller answers elsewhere."""
    return Finding(
        "rating-elsewhere",
        gettext_noop("The order of {ucr} is kept at another hub; its seller answers there."),
        remedy=gettext_noop("Answer at the hub where the order was placed."),
        params={"ucr": held.ucr},
    )


def no_words() -> Finding:
    """There is nothing to judge."""
    return Finding(
        "rating-without-words",
        gettext_noop("The rating has no words to judge."),
        remedy=gettext_noop("Stars count as they are given."),
    )
