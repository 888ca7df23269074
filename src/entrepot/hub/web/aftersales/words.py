"""What returns, disputes and ratings are called on pages."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entrepot.hub.web.pieces import Badge


def reasons() -> dict[str, str]:
    """Why goods come back."""
    return {
        "changed-mind": _("I changed my mind"),
        "damaged": _("Damaged"),
        "wrong-goods": _("Other goods than ordered"),
        "not-as-described": _("Not as described"),
        "late": _("Came too late"),
    }


def causes() -> dict[str, str]:
    """What is in dispute."""
    return {
        "not-arrived": _("The parcel has not arrived"),
        "damaged": _("Damaged"),
        "not-as-described": _("Not as described"),
        "return-refused": _("The return was refused"),
        "refund-missing": _("The refund has not come"),
        "other": _("Something else"),
    }


def of_return(state: str) -> Badge:
    """The state of a return in a word."""
    return {
        "requested": Badge(_("Waits for the seller"), "wait", "hourglass"),
        "unanswered": Badge(_("Not answered in time"), "stop", "triangle-alert"),
        "accepted": Badge(_("Accepted"), "move", "undo-2"),
        "refused": Badge(_("Refused"), "stop", "octagon-x"),
        "refunded": Badge(_("Paid back"), "go", "check"),
        "withdrawn": Badge(_("Withdrawn"), "", "x"),
        "lapsed": Badge(_("Lapsed"), "", "x"),
    }[state]


def of_dispute(state: str) -> Badge:
    """The state of a dispute in a word."""
    return {
        "opened": Badge(_("Waits for the seller"), "wait", "hourglass"),
        "answered": Badge(_("Waits for the decision"), "wait", "scale"),
        "unanswered": Badge(_("Not answered in time"), "stop", "triangle-alert"),
        "decided": Badge(_("Decided"), "go", "check"),
        "withdrawn": Badge(_("Withdrawn"), "", "x"),
    }[state]


def of_words(state: str) -> Badge | None:
    """What became of the words of a rating; nothing where there are none."""
    return {
        "waiting": Badge(_("Waits to be read"), "wait", "hourglass"),
        "shown": Badge(_("Shown"), "go", "eye"),
        "hidden": Badge(_("Hidden"), "stop", "octagon-x"),
    }.get(state)


def stars(count: int) -> str:
    """So many stars."""
    return ngettext("{count} star", "{count} stars", count).format(count=count)


def customs(told: str) -> str:
    """What became of duty and tax at the border; nothing where nothing was claimed yet."""
    if not told:
        return ""
    return {
        "applied": _("Asked back from customs; an officer sees the goods."),
        "undone": _("Undone by customs and credited to the seller."),
        "return-not-foreseen": _("The law of the country foresees no return; the seller bears it."),
        "return-too-late": _("Too late for customs; the seller bears it."),
    }.get(told, told)


def of_loss(outcome: str) -> Badge:
    """What a border did with the goods."""
    return {
        "refused": Badge(_("Refused by customs"), "stop", "octagon-x"),
        "seized": Badge(_("Seized"), "stop", "octagon-x"),
    }[outcome]


def borne(side: str) -> str:
    """Who bears what a border kept, in a sentence to the buyer."""
    return {
        "seller": _("By the term of delivery the seller bears this. You get back what you paid for these goods."),
        "buyer": _("By the term of delivery the buyer clears the goods and bears this. You may open a dispute."),
    }[side]
