"""The queue: what waits for a person, red first, each with its one strongest reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _

from entrepot.hub.customs import queries, snapshot
from entrepot.hub.customs.models import Declaration
from entrepot.hub.web import wording
from entrepot.hub.web.officer import papers
from entrepot.hub.web.officer.sheets import Reason, goods, reason_told, reasons, worth
from entrepot.hub.web.pieces import Fact, Facts, Lane, Opw
from entrepot.hub.web.pieces.bars import percent
from entrepot.trade.finding import Finding
from entrepot.trade.risk import Hit

SECOND = timedelta(seconds=1)
ZERO, ONE = Fraction(0), Fraction(1)
PROMISE = {"red": timedelta(hours=2), "yellow": timedelta(hours=1), "green": timedelta(hours=1)}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One declaration that waits for a person, as the queue shows it."""

    number: str
    href: str
    goods: str
    ucr: str
    sender: str
    country: str
    value: str
    lane: Lane
    opw: Opw | None
    waits: str
    share: str
    late: bool
    reason: str
    selected: bool = False


def waiting(
    declaration: Declaration, received: Mapping[str, object], now: datetime, *, selected: bool = False
) -> Waiting:
    """The declaration as a row of the queue."""
    found = snapshot.findings_back(declaration.differences)
    hits = snapshot.hits_back(declaration.hits)
    waited = now - declaration.lodged_at
    promise = PROMISE[declaration.lane]
    return Waiting(
        declaration.mrn,
        reverse("officer-declaration", args=[declaration.mrn]),
        goods(declaration),
        declaration.ucr,
        declaration.facts["consignor"]["name"],
        wording.country(declaration.facts["consignor"]["country"]),
        worth(declaration),
        Lane(declaration.lane),  # type: ignore[arg-type]
        papers.letters(received, found) if received or declaration.match_required else None,
        wording.span(waited),
        percent(
            min(
                max(Fraction(waited // timedelta(seconds=1), promise // timedelta(seconds=1)), Fraction(0)), Fraction(1)
            )
        ),
        waited > promise,
        strongest(hits, found),
        selected,
    )


def dues(country: str, today: date, chosen: str) -> tuple[tuple[str, str, int, bool], ...]:
    """The filters by deadline: the name in the address, the words, how many, and whether it is the one chosen."""
    words = {
        "overdue": _("Answer overdue"),
        "asked": _("Waits for an answer"),
        "answered": _("Answered"),
        "inspection": _("Inspection by today"),
        "hold-over": _("Hold ran out"),
        "taken-back": _("To be taken back"),
    }
    waiting = queries.queue(country)
    return tuple(
        (name, words[name], queries.due(waiting, name, today).order_by().count(), name == chosen)
        for name in queries.DUE
    )


def strongest(hits: Iterable[Hit], found: Iterable[Finding]) -> str:
    """The one reason to look that weighs most: a red profile before a yellow one, a profile before a finding."""
    ordered = sorted(hits, key=lambda hit: ("red", "yellow", "green").index(hit.lane))
    if ordered:
        return reason_told(ordered[0]) or _(ordered[0].name)
    errors = [each.told(_) for each in found if each.level == "error"]
    return errors[0] if errors else _("An officer is to look at it.")


def peek(declaration: Declaration) -> tuple[Facts, tuple[Reason, ...], str]:
    """The declaration in short, beside the queue: its facts, why it stopped, and where it opens."""
    facts = Facts(
        (
            Fact(
                _("Goods"),
                goods(declaration),
                wording.listed(wording.hs(item["hs"]) for item in declaration.facts["items"][:3]),
            ),
            Fact(_("Value"), worth(declaration)),
            Fact(_("From"), declaration.facts["consignor"]["name"]),
            Fact(_("To"), declaration.facts["consignee"]["name"]),
            Fact(_("Declarant"), declaration.declarant.name),
        )
    )
    return facts, reasons(snapshot.hits_back(declaration.hits)), reverse("officer-declaration", args=[declaration.mrn])
