"""Declarations looked at before they are lodged: nothing is recorded, and whoever asks sees what to mend."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Schema

from entrepot.hub.api.caller import actor
from entrepot.hub.api.problem import Told, told
from entrepot.hub.api.v1.declarations import BODY
from entrepot.hub.customs import queries
from entrepot.hub.parties import queries as parties
from entrepot.hub.reading import read
from entrepot.trade.declaration import DeclarationFacts, check
from entrepot.trade.declaration.quality import Quality
from entrepot.trade.finding import Finding, refuse_if_any
from entrepot.trade.wording import gettext_noop

router = Router(tags=["customs"])

MOST = 100
"""Declarations of one check; descriptions are classified, which takes longer than lodging."""


class Checked(Schema):
    """What is said of one declaration before it is lodged, in the place where it stood.

    `findings` are those that would refuse it or are told when it is lodged; `quality` is 100 less what the weaknesses
    take, and `weaknesses` are likely to be asked about.
    """

    lrn: str
    in_order: bool
    quality: int
    findings: list[Told]
    weaknesses: list[Told]


@router.post("", response=list[Checked], openapi_extra=BODY, summary="Check declarations before lodging them")
def checked(request: HttpRequest) -> list[Checked]:
    """Check the form and the quality of declarations; nothing is lodged, and no lane is told."""
    batch, by = read(request.body, tuple[DeclarationFacts, ...]), actor(request)
    parties.require(by, "declarant")
    refuse_if_any(_too_many(len(batch)))
    return [_told(facts, quality) for facts, quality in zip(batch, queries.qualities(batch), strict=True)]


def _told(facts: DeclarationFacts, quality: Quality) -> Checked:
    found = check(facts)
    return Checked(
        lrn=facts.lrn,
        in_order=not any(finding.level == "error" for finding in found),
        quality=quality.score,
        findings=[Told(**told(each)) for each in found],
        weaknesses=[Told(**told(each)) for each in quality.findings],
    )


def _too_many(number: int) -> list[Finding]:
    if number <= MOST:
        return []
    return [
        Finding(
            "check-too-large",
            gettext_noop("A check holds at most {most} declarations; these are {number}."),
            remedy=gettext_noop("Check them in parts."),
            params={"most": str(MOST), "number": str(number)},
        )
    ]
