"""A lender's page: what was lent, and a form to offer an advance on a parcel that a seller names."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from entrepot.hub.finance import actions, queries
from entrepot.hub.parties import queries as parties
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.pieces import Empty, FindingNote
from entrepot.hub.web.seller import finance
from entrepot.hub.web.shell import show
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

SHOWN = 60
FIELDS = ("ucr", "share", "fee", "days", "amount")


@at_desk("lender")
def advances(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """What was offered and lent; a new offer."""
    refusals: tuple[FindingNote, ...] = ()
    given = {name: request.POST.get(name, "").strip() for name in FIELDS}
    if request.method == "POST":
        try:
            advance = actions.offer(parties.party(sitting.party), given["ucr"].upper(), _facts(given), by=sitting.by)
            messages.success(request, _("The offer on {ucr} is open to its seller.").format(ucr=advance.ucr))
            return redirect("lender")
        except Refused as refused:
            refusals = tuple(FindingNote.of(each) for each in refused.findings)
    lent = queries.lent_by(sitting.party).select_related("seller")
    context = {
        "table": finance.advances(lent[:SHOWN], lender=False),
        "refusals": refusals,
        "given": given,
        "nothing": Empty(
            _("Nothing has been lent"), _("What you offer to sellers appears here, with what became of it.")
        ),
    }
    status = 422 if refusals else 200
    return show(request, "lender/advances.html", context, desk="lender", here="advances", status=status)


def _facts(given: dict[str, str]) -> actions.OfferFacts:
    """The offer as it was written, or a refusal of what is no number of days."""
    if not (given["days"].isascii() and given["days"].isdigit()):
        raise Refused(
            Finding(
                "not-days",
                gettext_noop("“{text}” is not a number of days."),
                "/days",
                gettext_noop("Write a whole number, such as 21."),
                params={"text": given["days"]},
            )
        )
    return actions.OfferFacts(share=given["share"], fee=given["fee"], days=int(given["days"]), amount=given["amount"])
