"""Why a measure cannot be taken, appealed or decided on."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from entrepot.hub.trust.models import Measure
from entrepot.trade.finding import Finding, NotYours


def listing_unknown(key: str) -> Finding:
    """There is no such listing."""
    return Finding(
        "listing-unknown",
        gettext_noop("This hub shows and has shown nothing under “{key}”."),
        "/key",
        gettext_noop("Take the key from the product's page."),
        params={"key": key},
    )


def taken_down_already(key: str) -> Finding:
    """It is taken down as it is."""
    return Finding(
        "taken-down-already",
        gettext_noop("“{key}” is taken down already."),
        "/key",
        gettext_noop("Decide an appeal if there is one; a reversed measure makes room for another."),
        params={"key": key},
    )


def elsewhere(measure: Measure) -> NotYours:
    """The goods are sold by another hub, or another hub took the measure."""
    return NotYours(
        Finding(
            "appeal-elsewhere",
            gettext_noop("Measure {number} is between two hubs; its seller turns to its own hub's operator."),
            remedy=gettext_noop("Ask the operator of your hub to speak with the other."),
            params={"number": measure.number},
        )
    )


def appeal_empty() -> Finding:
    """Nothing is said."""
    return Finding(
        "appeal-empty",
        gettext_noop("The appeal says nothing."),
        "/appeal",
        gettext_noop("Say what was judged wrongly, and how that can be seen."),
    )


def nothing_to_appeal(measure: Measure) -> Finding:
    """The listing was kept."""
    return Finding(
        "nothing-to-appeal",
        gettext_noop("Measure {number} took nothing down."),
        remedy=gettext_noop("There is nothing to be done."),
        params={"number": measure.number},
    )


def appeal_too_late(measure: Measure) -> Finding:
    """The time is over."""
    return Finding(
        "appeal-too-late",
        gettext_noop("An appeal was possible until {last}."),
        remedy=gettext_noop("List the goods anew once the reason is gone, or turn to a court."),
        params={"last": measure.appeal_by.date().isoformat()},
    )


def same_operator(measure: Measure) -> NotYours:
    """Four eyes."""
    return NotYours(
        Finding(
            "appeal-needs-another-operator",
            gettext_noop("Who took measure {number} does not decide the appeal against it."),
            remedy=gettext_noop("Leave it to another operator."),
            params={"number": measure.number},
        )
    )


def reasons_missing() -> Finding:
    """An appeal is decided one way or the other, and why."""
    return Finding(
        "appeal-reasons-missing",
        gettext_noop("An appeal is upheld or reversed, with reasons."),
        "/reasons",
        gettext_noop("Choose one, and say why."),
    )
