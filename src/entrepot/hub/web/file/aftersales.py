"""What followed a sale, as the file tells it: goods that came back, disputes, ratings."""

from __future__ import annotations

from django.utils.translation import gettext as _

from entrepot.hub.web.aftersales import words
from entrepot.hub.web.file.telling import Body, Tell, Telling, ids, sum_of
from entrepot.trade.money import Money


def return_asked(body: Body) -> Telling:
    reason = words.reasons().get(str(body.get("reason", "")), "")
    return Telling(_("Return asked for"), reason, ids(body, "number"))


def returned(state: str) -> Tell:
    """How a return goes on."""

    def told(body: Body) -> Telling:
        titles = {
            "accepted": _("Return accepted"),
            "refused": _("Return refused"),
            "refunded": _("Return paid back"),
            "withdrawn": _("Return withdrawn"),
            "unanswered": _("Return not answered in time"),
            "lapsed": _("Return lapsed"),
        }
        return Telling(titles.get(state, state), _paid_back(body) or str(body.get("answer", "")), ids(body, "number"))

    return told


def told_return(body: Body) -> Telling:
    return returned(str(body.get("state", "")))(body)


def duty_claimed(body: Body) -> Telling:
    return Telling(_("Duty and tax claimed back"), words.customs(str(body.get("customs", ""))), ids(body, "mrn"))


def duty_undone(body: Body) -> Telling:
    return Telling(_("Duty and tax undone"), sum_of(body, "amount_minor", "currency"))


def duty_credited(body: Body) -> Telling:
    told = _("{amount} is credited to the seller.").format(amount=body.get("credited", "–"))
    return Telling(_("Duty and tax undone"), told)


def partly_refunded(body: Body) -> Telling:
    told = _("{amount} goes back to the buyer.").format(amount=body.get("amount", "–"))
    return Telling(_("Payment given back"), told)


def lost(body: Body) -> Telling:
    """Goods that a border kept, and what goes back for them."""
    title = _("Kept at the border; the buyer bears it")
    if body.get("borne_by") == "seller":
        title = _("Kept at the border; the buyer is paid back")
    return Telling(title, _paid_back(body) or str(body.get("reason", "")), ids(body, "mrn"))


def dispute_opened(body: Body) -> Telling:
    return Telling(_("Dispute opened"), words.causes().get(str(body.get("cause", "")), ""), ids(body, "number"))


def disputed(state: str) -> Tell:
    """How a dispute goes on."""

    def told(body: Body) -> Telling:
        titles = {
            "answered": _("Dispute answered by the seller"),
            "unanswered": _("Dispute not answered in time"),
            "withdrawn": _("Dispute withdrawn"),
            "decided": _("Dispute decided"),
        }
        return Telling(titles.get(state, state), str(body.get("reasons", "")), ids(body, "number"))

    return told


def told_dispute(body: Body) -> Telling:
    return disputed(str(body.get("state", "")))(body)


def rated(body: Body) -> Telling:
    given = body.get("stars")
    return Telling(_("Rated by the buyer"), words.stars(given) if isinstance(given, int) else "")


def rating_answered(body: Body) -> Telling:
    return Telling(_("Rating answered by the seller"), "")


def _paid_back(body: Body) -> str:
    """The sum that was given back, where the body tells its currency."""
    parts = ("goods_minor", "freight_minor", "charges_minor")
    if "currency" not in body or not all(isinstance(body.get(part), int) for part in parts):
        return ""
    total = sum(body[part] for part in parts) - body.get("taken_off_minor", 0)
    amount = Money.from_minor(total, body["currency"])
    return _("{amount} goes back to the buyer.").format(amount=amount)


RETURNED = ("accepted", "refused", "refunded", "withdrawn", "unanswered", "lapsed")
DISPUTED = ("answered", "unanswered", "withdrawn", "decided")
EVENTS: dict[str, Tell] = {
    "aftersales.return.requested": return_asked,
    **{f"aftersales.return.{state}": returned(state) for state in RETURNED},
    "aftersales.duty.claimed": duty_claimed,
    "aftersales.duty.undone": duty_undone,
    "aftersales.duty.credited": duty_credited,
    "payments.payment.partly_refunded": partly_refunded,
    "aftersales.loss.noted": lost,
    "aftersales.dispute.opened": dispute_opened,
    **{f"aftersales.dispute.{state}": disputed(state) for state in DISPUTED},
    "aftersales.rating.given": rated,
    "aftersales.rating.answered": rating_answered,
}
MESSAGES: dict[str, Tell] = {
    "return.requested.v1": return_asked,
    "return.moved.v1": told_return,
    "return.undone.v1": duty_undone,
    "loss.noted.v1": lost,
    "dispute.opened.v1": dispute_opened,
    "dispute.moved.v1": told_dispute,
    "rating.given.v1": rated,
    "rating.answered.v1": rating_answered,
}
