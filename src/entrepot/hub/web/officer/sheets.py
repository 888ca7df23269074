"""What lies on an officer's sheets: the queue, and one declaration with everything that speaks for and against it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from entrepot.hub.customs import queries
from entrepot.hub.customs.models import Decision, Declaration
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Badge, Cell, Fact, Facts, Head, Lane, Law, Row, Table
from entrepot.hub.web.pieces.money import amount
from entrepot.trade.finding import Finding, fill
from entrepot.trade.money import Money
from entrepot.trade.risk import Hit
from entrepot.trade.screening import role_of
from entrepot.trade.wording import gettext_noop

ROLES = {"consignor": gettext_noop("consignor"), "consignee": gettext_noop("consignee")}


@dataclass(frozen=True, slots=True)
class Reason:
    """A risk profile that was met: why the declaration is where it is, and the law that allows to look.

    `beside` is the entry of a list that a name is near, as the list has it.
    """

    code: str
    name: str
    told: str
    lane: Lane
    law: Law | None
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision as the file keeps it."""

    told: str
    by: str
    when: str
    reason: str
    law: Law | None


def goods(declaration: Declaration) -> str:
    """The goods in a few words: the first item, and how many more there are."""
    items = declaration.facts["items"]
    first = f"{items[0]['quantity']} × {items[0]['description']}" if items else ""
    return _("{first}, and {more} more").format(first=first, more=len(items) - 1) if len(items) > 1 else first


def worth(declaration: Declaration) -> str:
    """The customs value, with its currency."""
    if not declaration.assessment:
        return "–"
    value = Money.of(declaration.assessment["value"], declaration.assessment["currency"])
    return f"{value.currency} {amount(value)}"


def reasons(hits: Iterable[Hit]) -> tuple[Reason, ...]:
    """Every profile that was met and every name that is listed, the strongest first."""
    return tuple(_reason(hit) for hit in sorted(hits, key=lambda hit: ("red", "yellow", "green").index(hit.lane)))


def _reason(hit: Hit) -> Reason:
    listed = queries.listed(hit)
    role = role_of(hit)
    about = (listed.name, *listed.aliases[:3], listed.programme) if listed is not None else ()
    return Reason(
        hit.code,
        _(hit.name),
        reason_told(hit),
        Lane(hit.lane),
        Law(hit.law) if hit.law and not role else None,
        " · ".join(filter(None, about)),
    )


def reason_told(hit: Hit) -> str:
    """Why the profile looks at the declaration, in the reader's language; blank where it gives no reason."""
    if not hit.reason:
        return ""
    params = {**hit.params, "role": _(ROLES[role])} if (role := role_of(hit)) else hit.params
    return fill(_(hit.reason), params)


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
                Cell(wording.stated(item["value"])),
            )
        )
        for item in declaration.facts["items"]
    )
    return Table(_("Goods as declared"), heads, rows)


def stated(declaration: Declaration, file: str) -> Facts:
    """The head of the declaration; `file` is where the file of its consignment opens, if there is one."""
    facts = declaration.facts
    return Facts(
        (
            Fact(_("Reference"), declaration.lrn, code=True),
            Fact(_("Consignment"), declaration.ucr, code=True, href=file),
            Fact(_("Declarant"), declaration.declarant.name),
            Fact(_("Consignor"), facts["consignor"]["name"], wording.country(facts["consignor"]["country"])),
            Fact(_("Consignee"), facts["consignee"]["name"], _("Name and address are sealed.")),
            Fact(_("Procedure"), declaration.regime),
            Fact(_("Delivery term"), facts["incoterm"]),
            Fact(_("Transport document"), facts.get("transport_document") or "–", code=True),
            Fact(_("Tax registration"), facts.get("registration") or "–", code=True),
            *(Fact(_("Permit"), each["number"], _drawn(each), code=True) for each in facts.get("permits") or ()),
            Fact(_("Law of"), wording.day(declaration.date), declaration.law_digest[:19]),
        ),
    )


def _drawn(use: Mapping[str, Any]) -> str:
    """How much an item draws on a permit; it may only be shown."""
    told = [_("item {item}").format(item=use["item"])]
    if use.get("quantity"):
        told.append(f"{use['quantity']} {wording.unit(use['unit'])}")
    return wording.listed(told)


def decisions(
    made: Iterable[Decision], names: Mapping[str, str], *, without: Sequence[str] = ()
) -> tuple[Decided, ...]:
    """What was decided so far, in order; `names` says what parties are called, `without` leaves out some moves."""
    return tuple(
        Decided(
            move_told(each.move),
            by_whom(each.by, names),
            wording.moment(each.at),
            _reason_told(each),
            Law(each.law) if each.law else None,
        )
        for each in made
        if each.move not in without
    )


def _reason_told(decision: Decision) -> str:
    """The reason as it was written; where a rule decided, the names of the profiles that were met, in our words."""
    if decision.by["kind"] != "worker" or not decision.reason:
        return decision.reason
    return "; ".join(_(each) for each in decision.reason.split("; "))


def by_whom(plain: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Who decided: a rule, or somebody for a party; the person's own name is not kept in the file."""
    if plain["kind"] == "worker":
        return _("selection by rules")
    party = plain.get("party", "")
    return names.get(party, party) or plain.get("name", "") or plain["kind"]


def move_told(move: str) -> str:
    """A move of the declaration's life in a word."""
    return {
        "accept": _("Accepted"),
        "amend": _("Amended"),
        "select": _("Chosen for control"),
        "release": _("Released"),
        "refuse": _("Refused"),
        "invalidate": _("Invalidated"),
        "ask-to-invalidate": _("The declarant wants to take it back"),
        "claim": _("Taken to a desk"),
        "unclaim": _("Put back into the queue"),
        "ask-for-documents": _("Documents asked for"),
        "ask-to-amend": _("An amendment asked for"),
        "take-back": _("Goods taken back"),
        "inspect": _("Inspection ordered"),
        "hold": _("Held"),
        "lift": _("Hold lifted"),
        "seize": _("Seized"),
        "release-part": _("Released in part"),
        "reopen": _("Under control again, on appeal"),
        "confirm-on-appeal": _("Confirmed on appeal"),
        "change-on-appeal": _("Changed on appeal"),
        "annul-on-appeal": _("Annulled on appeal"),
        "found-conform": _("Inspected: conform"),
        "found-not-conform": _("Inspected: not conform"),
    }.get(move, move)


def as_plain(paper: object) -> Mapping[str, object]:
    """A paper as field names and what they say."""
    plain: Mapping[str, object] = msgspec.to_builtins(paper)
    return plain


def state_badge(state: str) -> Badge:
    """The state of a declaration in a word."""
    return {
        "lodged": Badge(_("Waits for papers"), "wait", "hourglass"),
        "accepted": Badge(_("Accepted"), "wait", "hourglass"),
        "under-control": Badge(_("Under control"), "wait", "eye"),
        "released": Badge(_("Released"), "go", "check"),
        "held": Badge(_("Held"), "stop", "hourglass"),
        "seized": Badge(_("Seized"), "stop", "octagon-x"),
        "refused": Badge(_("Refused"), "stop", "octagon-x"),
        "invalidated": Badge(_("Invalidated"), "", "x"),
    }.get(state, Badge(state))


def titled(declaration: Declaration) -> str:
    """What a declaration is called at the head of a page: its goods, and who sends them."""
    return _("{goods} from {sender}").format(goods=goods(declaration), sender=declaration.facts["consignor"]["name"])


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
            *(
                (("a", "ask-to-amend", _("Ask to amend"), _("The declarant says it anew; it is judged again")),)
                if moves.allows(declaration.state, "amend")
                else ()
            ),
            *(
                (("o", "hold", _("Hold"), _("The goods wait until the day you name")),)
                if moves.allows(declaration.state, "hold")
                else ()
            ),
            *(
                (("l", "lift", _("Lift the hold"), _("The goods are under control as before")),)
                if moves.allows(declaration.state, "lift")
                else ()
            ),
            ("x", "refuse", _("Refuse"), _("The goods do not pass; nothing is due")),
            ("i", "invalidate", _("Invalidate"), _("It counts as never lodged; nothing is due")),
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
