"""Goods that come back in time: nothing is due for them, and the person's yearly limit is as it was."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.customs import actions as customs
from entrepot.hub.customs import queries as declared
from entrepot.hub.customs.models import Declaration
from entrepot.hub.duties import queries
from entrepot.hub.duties.models import GoodsReturn, Stated
from entrepot.hub.events.actor import Actor
from entrepot.trade.finding import Finding, NotAllowedNow, Refused


@transaction.atomic
def apply_for_return(declaration: Declaration, reason: str, *, by: Actor) -> GoodsReturn:
    """The declarant says that the goods come back; within the days the law leaves. Applying again is harmless."""
    queries.require_debtor(by, declaration.declarant_id)
    declaration = Declaration.objects.select_for_update(of=("self",)).get(pk=declaration.pk)
    known = GoodsReturn.objects.filter(declaration=declaration).first()
    if known is not None:
        return known
    if not reason.strip():
        raise Refused(_reason_missing())
    released = _released(declaration)
    terms = queries.terms_of(declaration, by.at.date())
    if terms is None or not terms.return_days:
        raise queries.no_return_known(declaration)
    last = released + timedelta(days=terms.return_days)
    if by.at.date() > last or Stated.objects.filter(declaration=declaration).exists():
        raise NotAllowedNow(_too_late(declaration, last, terms.ground.law))
    applied = GoodsReturn.objects.create(
        declaration=declaration,
        reason=reason,
        back_by=released + timedelta(days=terms.back_days),
        law=terms.ground.law,
        applied_at=by.at,
    )
    _record("applied", applied, by, back_by=applied.back_by.isoformat())
    return applied


@transaction.atomic
def take_back(applied: GoodsReturn, *, by: Actor) -> GoodsReturn:
    """An officer sees the goods back: duty and tax are undone and limits restored. Seeing it again is harmless."""
    declared.require_officer(applied.declaration, by=by)
    applied = GoodsReturn.objects.select_for_update(of=("self",)).select_related("declaration").get(pk=applied.pk)
    if applied.state == "back":
        return applied
    if by.at.date() > applied.back_by:
        raise NotAllowedNow(_too_late(applied.declaration, applied.back_by, applied.law))
    _close(applied, "take-back", by)
    customs.take_back(applied.declaration, applied.reason, by=by, law=applied.law)
    _record("back", applied, by)
    return applied


@transaction.atomic
def lapse(country: str, on: date, *, by: Actor) -> list[GoodsReturn]:
    """End the returns whose goods did not come back in time; they will be stated like any other."""
    late = GoodsReturn.objects.filter(state="applied", declaration__country=country, back_by__lt=on)
    ended = list(late.select_for_update(of=("self",)).select_related("declaration"))
    for each in ended:
        _close(each, "lapse", by)
        _record("lapsed", each, by)
    return ended


def _close(applied: GoodsReturn, move: str, by: Actor) -> None:
    applied.state = GoodsReturn.LIFECYCLE.after(applied.state, move)
    applied.closed_at = by.at
    applied.save(update_fields=["state", "closed_at"])


def _released(declaration: Declaration) -> date:
    if declaration.state != "released" or declaration.decided_at is None:
        raise NotAllowedNow(
            Finding(
                "not-released",
                gettext_noop("Declaration {mrn} is {state}; only released goods can come back."),
                params={"mrn": declaration.mrn, "state": declaration.state},
            )
        )
    return declaration.decided_at.date()


def _record(happened: str, applied: GoodsReturn, by: Actor, **more: str) -> None:
    declaration = applied.declaration
    body = {"mrn": declaration.mrn, "declarant": declaration.declarant_id, **more}
    events.record(f"duties.return.{happened}", declaration.ucr, by=by, ucr=declaration.ucr, body=body)


def _reason_missing() -> Finding:
    return Finding(
        "reason-missing",
        gettext_noop("A return has a reason."),
        "/reason",
        gettext_noop("Say why the goods come back."),
    )


def _too_late(declaration: Declaration, last: date, law: str) -> Finding:
    return Finding(
        "return-too-late",
        gettext_noop("The return of {mrn} was possible until {last}."),
        "/mrn",
        gettext_noop("The tax stays due; the goods can only be declared anew."),
        law,
        params={"mrn": declaration.mrn, "last": last.isoformat()},
    )
