"""What lies on an officer's sheets: the queue, and one declaration with everything that speaks for and against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

import msgspec
from django.urls import reverse
from django.utils.translation import gettext as _

from entrepot.hub.customs import snapshot
from entrepot.hub.customs.models import Declaration
from entrepot.hub.web import wording
from entrepot.hub.web.officer import papers
from entrepot.hub.web.pieces import Badge, Cell, Fact, Facts, Head, Lane, Law, Opw, Row, Table
from entrepot.hub.web.pieces.bars import percent
from entrepot.trade.finding import Finding
from entrepot.trade.money import Money
from entrepot.trade.risk import Hit
from entrepot.trade.wording import gettext_noop

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
    opw: Opw
    waits: str
    share: str
    late: bool
    reason: str
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """A risk profile that was met: why the declaration is where it is, and the law that allows to look."""

    code: str
    name: str
    told: str
    lane: Lane
    law: Law | None


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision as the file keeps it."""

    told: str
    by: str
    when: str
    reason: str
    law: Law | None


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
        papers.letters(received, found),
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


def goods(declaration: Declaration) -> str:
    """The goods in a few words: the first item, and how many more there are."""
    items = declaration.facts["items"]
    first = f"{items[0]['quantity']} × {items[0]['description']}" if items else ""
    return _("{first}, and {more} more").format(first=first, more=len(items) - 1) if len(items) > 1 else first


def worth(declaration: Declaration) -> str:
    """The customs value, with its currency."""
    if not declaration.assessment:
        return "–"
    return str(Money.of(declaration.assessment["value"], declaration.assessment["currency"]))


def strongest(hits: Iterable[Hit], found: Iterable[Finding]) -> str:
    """The one reason to look that weighs most: a red profile before a yellow one, a profile before a finding."""
    ordered = sorted(hits, key=lambda hit: ("red", "yellow", "green").index(hit.lane))
    if ordered:
        return ordered[0].reason or ordered[0].name
    errors = [each.told(_) for each in found if each.level == "error"]
    return errors[0] if errors else _("An officer is to look at it.")


def reasons(hits: Iterable[Hit]) -> tuple[Reason, ...]:
    """Every profile that was met, the strongest first."""
    return tuple(
        Reason(hit.code, hit.name, hit.reason, Lane(hit.lane), Law(hit.law) if hit.law else None)
        for hit in sorted(hits, key=lambda hit: ("red", "yellow", "green").index(hit.lane))
    )


def items(declaration: Declaration) -> Table:
    """The goods as declared."""
    heads = (
        Head(_("Goods"), wide=True),
        Head(_("Code"), labelled=True),
        Head(_("Origin"), labelled=True),
        Head(_("Quantity"), number=True, labelled=True),
        Head(_("Net / gross, kg"), number=True, labelled=True),
        Head(_("Value, {currency}").format(currency=declaration.facts["currency"]), number=True, labelled=True),
    )
    rows = tuple(
        Row(
            (
                Cell(item["description"], item.get("sku", "")),
                Cell(wording.hs(item["hs"]), code=True),
                Cell(wording.country(item["origin"])),
                Cell(f"{item['quantity']} {wording.unit(item['unit'])}"),
                Cell(f"{item['net_mass_kg']} / {item['gross_mass_kg']}"),
                Cell(item["value"]),
            )
        )
        for item in declaration.facts["items"]
    )
    return Table(_("Goods as declared"), heads, rows)


def stated(declaration: Declaration) -> Facts:
    """The head of the declaration."""
    facts = declaration.facts
    return Facts(
        (
            Fact(_("Reference"), declaration.lrn, code=True),
            Fact(_("Consignment"), declaration.ucr, code=True, href=reverse("file", args=[declaration.ucr])),
            Fact(_("Declarant"), declaration.declarant.name),
            Fact(_("Consignor"), facts["consignor"]["name"], wording.country(facts["consignor"]["country"])),
            Fact(_("Consignee"), facts["consignee"]["name"], _("Name and address are sealed.")),
            Fact(_("Procedure"), declaration.regime),
            Fact(_("Delivery term"), facts["incoterm"]),
            Fact(_("Transport document"), facts.get("transport_document") or "–", code=True),
            Fact(_("Tax registration"), facts.get("registration") or "–", code=True),
            Fact(_("Law of"), wording.day(declaration.date), declaration.law_digest[:19]),
        ),
    )


def decisions(declaration: Declaration) -> tuple[Decided, ...]:
    """What was decided so far, in order."""
    return tuple(
        Decided(
            move_told(each.move),
            by_whom(each.by),
            wording.moment(each.at),
            each.reason,
            Law(each.law) if each.law else None,
        )
        for each in declaration.decisions.all()
    )


def by_whom(plain: Mapping[str, str]) -> str:
    """Who decided: a rule, or somebody for a party; the person's own name is not kept in the file."""
    return _("selection by rules") if plain["kind"] == "worker" else plain.get("party", "") or plain["kind"]


def move_told(move: str) -> str:
    """A move of the declaration's life in a word."""
    return {
        "accept": _("Accepted"),
        "amend": _("Amended"),
        "select": _("Chosen for control"),
        "release": _("Released"),
        "refuse": _("Refused"),
        "invalidate": _("Invalidated"),
        "claim": _("Taken to a desk"),
        "unclaim": _("Put back into the queue"),
        "ask-for-documents": _("Documents asked for"),
    }.get(move, move)


def as_plain(paper: object) -> Mapping[str, object]:
    """A paper as field names and what they say."""
    plain: Mapping[str, object] = msgspec.to_builtins(paper)
    return plain


def peek(declaration: Declaration) -> tuple[Facts, tuple[Reason, ...], str]:
    """The declaration in short, beside the queue: its facts, why it stopped, and where it opens."""
    facts = Facts(
        (
            Fact(
                _("Goods"),
                goods(declaration),
                ", ".join(wording.hs(item["hs"]) for item in declaration.facts["items"][:3]),
            ),
            Fact(_("Value"), worth(declaration)),
            Fact(_("From"), declaration.facts["consignor"]["name"]),
            Fact(_("To"), declaration.facts["consignee"]["name"]),
            Fact(_("Declarant"), declaration.declarant.name),
        )
    )
    return facts, reasons(snapshot.hits_back(declaration.hits)), reverse("officer-declaration", args=[declaration.mrn])


def state_badge(state: str) -> Badge:
    """The state of a declaration in a word."""
    return {
        "lodged": Badge(_("Waits for papers"), "wait", "hourglass"),
        "accepted": Badge(_("Accepted"), "wait", "hourglass"),
        "under-control": Badge(_("Under control"), "wait", "eye"),
        "released": Badge(_("Released"), "go", "check"),
        "refused": Badge(_("Refused"), "stop", "octagon-x"),
        "invalidated": Badge(_("Invalidated"), "", "x"),
    }.get(state, Badge(state))


def choices(declaration: Declaration) -> tuple[tuple[str, str, str, str], ...]:
    """What may be decided now: the key, the value, the name and what follows."""
    moves = declaration.LIFECYCLE
    return (
        (
            *(
                (("r", "release", _("Release"), _("Duty and tax as assessed")),)
                if moves.allows(declaration.state, "release")
                else ()
            ),
            ("h", "ask", _("Ask for documents"), _("The goods wait; the declarant is told what is asked")),
            ("x", "refuse", _("Refuse"), _("The goods do not pass; nothing is due")),
        )
        if moves.allows(declaration.state, "refuse")
        else ()
    )


def nothing_chosen() -> Finding:
    """The form came back without a decision."""
    return Finding(
        "decision-missing",
        gettext_noop("No decision was chosen."),
        "/decision",
        gettext_noop("Choose one of the decisions, then record it."),
    )
