"""What borders do, as people are told it: declarations lodged, looked at, released, refused; here and over there."""

from __future__ import annotations

from django.utils.translation import gettext as _

from entrepot.hub.web import wording
from entrepot.hub.web.file.telling import Body, Telling, direction, lane, numbers
from entrepot.hub.web.pieces import Law, MoneyLine, MoneyTree
from entrepot.trade.money import Money


def lodged(body: Body) -> Telling:
    return Telling(direction(body, _("Export declaration lodged"), _("Import declaration lodged")), ids=numbers(body))


def selected(body: Body) -> Telling:
    told = _("An officer looks at it before it goes on.")
    return Telling(
        direction(body, _("Export chosen for control"), _("Import chosen for control")), told, lane=lane(body)
    )


def waits_for_papers(body: Body) -> Telling:
    return Telling(_("Waits for papers"), _("Order, payment and waybill have not all come."), numbers(body))


def documents_asked(body: Body) -> Telling:
    return Telling(_("Documents asked for"), str(body.get("asked", "")), numbers(body))


def answered(body: Body) -> Telling:
    return Telling(_("The declarant answered"), "", numbers(body))


def unanswered(body: Body) -> Telling:
    return Telling(_("Nobody answered in time"), "", numbers(body))


def amended(body: Body) -> Telling:
    return Telling(_("Declaration amended"), str(body.get("reason", "")), numbers(body))


def inspection_scheduled(body: Body) -> Telling:
    return Telling(_("An inspection takes place"), str(body.get("site", "")), numbers(body))


def inspected(body: Body) -> Telling:
    conform = body.get("result") == "conform"
    return Telling(_("Inspected: conform") if conform else _("Inspected: not conform"), "", numbers(body))


def held(body: Body) -> Telling:
    return Telling(_("Held"), str(body.get("reason", "")), numbers(body))


def hold_lifted(body: Body) -> Telling:
    return Telling(_("Hold lifted"), str(body.get("reason", "")), numbers(body))


def appealed(body: Body) -> Telling:
    return Telling(_("Appealed"), "", numbers(body))


def ruled(body: Body) -> Telling:
    return Telling(_("Ruled on the appeal"), str(body.get("reason", "")), numbers(body))


def appeal_withdrawn(body: Body) -> Telling:
    return Telling(_("The appeal is withdrawn"), "", numbers(body))


def seized(body: Body) -> Telling:
    return Telling(_("Seized"), str(body.get("reason", "")), numbers(body), lane=lane(body))


def released(body: Body) -> Telling:
    where = wording.country(str(body.get("country", "")))
    title = direction(body, _("Released for export from {country}"), _("Released into {country}")).format(country=where)
    money = _charged(body) if body.get("direction") == "import" else None
    return Telling(title, str(body.get("reason", "")), numbers(body), lane=lane(body), money=money)


def partly_released(body: Body) -> Telling:
    told = _("Goes: {goes}. Stays: {stays}. {reason}").format(
        goes=_goods(body, "goes"), stays=_goods(body, "stays"), reason=body.get("reason", "")
    )
    return Telling(_("Released in part"), told, numbers(body), lane=lane(body), money=_charged(body))


def told_parted(body: Body) -> Telling:
    if body.get("outcome") == "released":
        return partly_released(body)
    told = _("{goods} stays out. {reason}").format(goods=_goods(body, "stays"), reason=body.get("reason", ""))
    return Telling(_("The rest is refused"), told, numbers(body))


def told_seizure(body: Body) -> Telling:
    return Telling(_("Seized"), str(body.get("reason", "")), numbers(body))


def refused(body: Body) -> Telling:
    title = direction(body, _("Export refused"), _("Import refused"))
    return Telling(title, str(body.get("reason", "")), numbers(body), lane=lane(body))


def invalidated(body: Body) -> Telling:
    return Telling(_("Declaration invalidated"), str(body.get("reason", "")), numbers(body))


def invalidation_asked(body: Body) -> Telling:
    return Telling(_("The declarant wants to take it back"), str(body.get("reason", "")), numbers(body))


def told_import(body: Body) -> Telling:
    title = _("Released into {country}").format(country=wording.country(str(body.get("country", ""))))
    return Telling(title, "", numbers(body), lane=lane(body), money=_charged(body))


def told_export(body: Body) -> Telling:
    told = _("What one border released is what the other already knows; nothing is typed twice.")
    return Telling(_("Pre-arrival data handed over"), told, numbers(body))


def told_refusal(body: Body) -> Telling:
    return Telling(_("Import refused"), str(body.get("reason", "")), numbers(body))


def _goods(body: Body, which: str) -> str:
    """Goods in one line: how many of what."""
    return wording.listed(
        f"{each['quantity']} {wording.unit(each['unit'])} {each['description']}" for each in body.get(which, ())
    )


def _charged(body: Body) -> MoneyTree | None:
    """What the border charged: each charge with its clause where they were told, else duty and tax."""
    if "duty_minor" not in body or "tax_minor" not in body:
        return None
    currency = str(body["currency"])
    names = {"duty": _("Duty"), "tax": _("Tax"), "fee": _("Fee")}
    lines = [
        MoneyLine.of(
            _("{levy}, item {number}").format(levy=names[each["kind"]], number=each["item"])
            if each.get("item")
            else names[each["kind"]],
            Money.of(each["amount"], currency),
            laws=(Law(each["law"]),) if each.get("law") else (),
        )
        for each in body.get("charges", ())
    ]
    if not lines:
        lines = [
            MoneyLine.of(_("Duty"), Money.from_minor(body["duty_minor"], currency)),
            MoneyLine.of(_("Tax"), Money.from_minor(body["tax_minor"], currency)),
        ]
    due = Money.from_minor(body["duty_minor"] + body["tax_minor"], currency)
    return MoneyTree((*lines, MoneyLine.of(_("Due at this border"), due, total=True)))
