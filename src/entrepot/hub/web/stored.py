"""Snapshots as they were stored, made into pieces of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entrepot.hub.law import statute
from entrepot.hub.web import workings
from entrepot.hub.web.pieces import FindingNote, Law, MoneyLine, MoneyTree
from entrepot.trade.assessment import Assessment, Charge
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Money

KINDS = {"duty": gettext_lazy("Duty"), "tax": gettext_lazy("Tax"), "fee": gettext_lazy("Fee")}


def notes(found: Iterable[Finding]) -> tuple[FindingNote, ...]:
    """Findings as they are told, errors first."""
    order = {"error": 0, "warning": 1, "note": 2}
    return tuple(FindingNote.of(each) for each in sorted(found, key=lambda each: order[each.level]))


def assessed(assessment: Assessment, working: Iterable[Mapping[str, Any]], country: str, on: date) -> MoneyTree:
    """What a border makes due, each charge with its clause; the total comes last, and nil stays with its reason.

    Where the working of the amounts was kept, it stands in place of the bare charges; those have the names that the law
    of the day gives them.
    """
    lines = [MoneyLine.of(_("Customs value"), assessment.value)]
    explained = workings.lines(working, assessment.value.currency)
    lines += explained or _charges(assessment.charges, country, on)
    if not assessment.charges and not explained:
        lines.append(
            MoneyLine.of(_("Duty and tax"), Money.zero(assessment.value.currency), why=_("No charge applies."))
        )
    lines.append(MoneyLine.of(_("Due at this border"), assessment.due, total=True))
    return MoneyTree(tuple(lines))


def _charges(charges: Iterable[Charge], country: str, on: date) -> list[MoneyLine]:
    called = _levies(country, on) if charges else {}
    return [_charge(each, called.get(each.code, "")) for each in charges]


def _levies(country: str, on: date) -> dict[str, str]:
    """The names of levies by their codes; none where the law of that day is not held any more."""
    try:
        return {levy.code: levy.name for levy in statute().law(country, on).levies}
    except Refused:
        return {}


def _charge(charge: Charge, name: str) -> MoneyLine:
    where = _("item {item}").format(item=charge.item) if charge.item else _("the whole consignment")
    label = _(name) if name else _called(charge)
    return MoneyLine.of(label, charge.amount, why=where, laws=(Law(charge.law),) if charge.law else ())


def _called(charge: Charge) -> str:
    """A charge that no levy of the law is: what a ruling left, or one of a law that is gone."""
    if charge.code == "appeal":
        return _("{kind} as ruled on appeal").format(kind=KINDS[charge.kind])
    return _("{kind} {code}").format(kind=KINDS[charge.kind], code=charge.code)
