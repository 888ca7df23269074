"""The learned score on an officer's sheet: how high, among what, and which signs speak for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from entrepot.hub.customs import learned
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Badge
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.risk.scorecard import Sign
from entrepot.trade.wording import gettext_noop

SHOWN = 4

TOLD = {
    "goods-origin-worth": gettext_noop("{goods} from {origin}, worth so much by weight"),
    "goods-value": gettext_noop("{goods} of about this value"),
    "goods-mass": gettext_noop("{goods} of about this weight"),
    "goods-departure": gettext_noop("{goods} sent from {country}"),
    "origin-departure": gettext_noop("Goods from {origin} sent from {country}"),
    "origin-value": gettext_noop("Goods from {origin} of about this value"),
    "origin-mass": gettext_noop("Goods from {origin} of about this weight"),
}


@dataclass(frozen=True, slots=True)
class SignTold:
    """One sign in words, its points with their sign, and the counts behind them."""

    told: str
    points: str
    counts: str


@dataclass(frozen=True, slots=True)
class Advice:
    """The score in words."""

    told: str
    badge: Badge
    signs: tuple[SignTold, ...]
    provenance: str


def of(facts: DeclarationFacts) -> Advice | None:
    """What the card says of a declaration; nothing where it cannot read the goods."""
    score = learned.advice(facts)
    if score is None:
        return None
    told = _("{points} points").format(points=_signed(score.points))
    if score.among:
        told = _("{points} points: among the highest {share} of 100").format(
            points=_signed(score.points), share=score.among
        )
    return Advice(
        told,
        Badge(_("Advice only"), "", "info"),
        tuple(_sign(each) for each in score.signs[:SHOWN]),
        _("Learnt from synthetic declarations to Korea of 2020; it moves no declaration to another lane."),
    )


def _sign(sign: Sign) -> SignTold:
    first, second, *_more = sign.key.split(" ")
    kind, _dash, other = sign.name.partition("-")
    words = {"origin": wording.country(first)} if kind == "origin" else {"goods": wording.hs(first)}
    words |= {"country": wording.country(second)} if other == "departure" else {}
    words |= {"origin": wording.country(second)} if other == "origin-worth" else {}
    counts = _("{wrong} of {looked} looked at were wrong").format(wrong=sign.row.wrong, looked=sign.row.looked_at)
    return SignTold(_(TOLD[sign.name]).format(**words), _signed(sign.row.points, "+"), counts)


def _signed(points: int, sign: str = "") -> str:
    """Points with a minus sign, and with a plus where signs are told apart."""
    return f"{points:{sign},d}".replace("-", "\N{MINUS SIGN}")
