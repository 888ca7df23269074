"""Permits: applied for by who needs one, decided by the agency alone, drawn by declarations to the last gram."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub.customs import document, queries, reference
from entrepot.hub.customs.actions import permit_applications, permit_enclosing, permit_fees, permit_moves
from entrepot.hub.customs.models import Declaration, Permit, PermitUse
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.trade.enclosure import Handed
from entrepot.trade.finding import Finding, Refused, refuse_if_any
from entrepot.trade.money import exact
from entrepot.trade.permit import left


@transaction.atomic
def apply_for_permit(
    holder: Party,
    *,
    kind: str,
    agency: Party,
    goods: str,
    quantity: str = "",
    unit: str = "",
    lot: str = "",
    by: Actor,
    reference: str = "",
    fee: str = "",
    documents: Sequence[Handed] = (),
    renews: Permit | None = None,
) -> Permit:
    """Apply to an agency for leave to move so much of some goods; the same reference again gives the same permit.

    A certificate has no quantity, and may be of one `lot`. `fee` is what the applicant agrees to pay, such as
    `EUR 45.00`: nobody is charged what was not shown before. `documents` are for the agency alone.
    """
    permit_moves.require_applicant(holder, by)
    digits = "".join(letter for letter in goods if letter not in ". ")
    described = queries.permit_kind(agency.country, kind, by.at.date())
    asks = permit_applications.faults(described, agency, digits, quantity, unit, lot)
    refuse_if_any(chain(asks, permit_enclosing.faults(None, documents)))
    counted = {"quantity": quantity, "unit": unit if quantity else "", "lot": lot}
    asked = {"kind": kind, "agency_id": agency.code, "goods": digits, **counted}
    reference = reference or f"{kind}/{digits}/{quantity}{asked['unit']}{lot}"[:35]
    if not Permit.objects.filter(holder=holder, reference=reference).exists():
        permit_fees.must_be_agreed(described, fee)
    permit, fresh = Permit.objects.get_or_create(
        holder=holder,
        reference=reference,
        defaults={
            **asked,
            "number": _number(agency, holder, reference, by),
            "country": agency.country,
            "applied_at": by.at,
            "renews": renews,
        },
    )
    if fresh:
        permit_moves.record("applied", permit, by)
        permit_fees.ask(permit, by.at.date(), by)
    elif any(getattr(permit, column) != value for column, value in asked.items()):
        raise _reference_taken(reference)
    if permit.state == "applied":
        refuse_if_any(permit_enclosing.faults(permit, documents))
        permit_enclosing.keep(permit, documents, by)
    return permit


@transaction.atomic
def issue_permit(
    permit: Permit, *, valid_from: date, valid_to: date, by: Actor, conditions: Sequence[str] = ()
) -> Permit:
    """Issue the permit as a signed document; issuing it again in the same terms is harmless."""
    permit = permit_moves.locked(permit, by)
    terms = (valid_from, valid_to, list(conditions))
    if permit.state == "issued" and (permit.valid_from, permit.valid_to, permit.conditions) == terms:
        return permit
    if valid_to < valid_from:
        raise Refused(
            Finding(
                "permit-ends-before-it-begins",
                gettext_noop("A permit cannot end ({ends}) before it begins ({begins})."),
                "/valid_to",
                gettext_noop("Exchange the two days."),
                params={"begins": str(valid_from), "ends": str(valid_to)},
            )
        )
    permit_moves.free_to_decide(permit, by)
    state = Permit.LIFECYCLE.after(permit.state, "issue")
    permit_fees.must_be_paid(permit)
    permit.state = state
    permit.valid_from, permit.valid_to, permit.conditions = terms
    permit.decided_at, permit.claimed_by = by.at, ""
    permit.document = document.issued(
        replace(queries.permit_facts(permit), country=permit.country),
        agency=permit.agency.name,
        holder=permit.holder.name,
        issuer=settings.ENTREPOT_URL,
        key=queries.key(),
        place=permit.pk,
    )
    permit.save(update_fields=["state", "valid_from", "valid_to", "conditions", "decided_at", "claimed_by", "document"])
    permit_moves.record("issued", permit, by)
    permit_fees.settle(permit, "issued", "", by)
    return permit


@transaction.atomic
def refuse_permit(permit: Permit, reason: str, *, by: Actor, law: str = "") -> Permit:
    """Refuse an application, with the reason; its fee goes back if the law of its kind says so."""
    permit = permit_moves.ended(permit, "refuse", "refused", reason, by, law)
    permit_fees.settle(permit, "refused", reason, by)
    return permit


@transaction.atomic
def revoke_permit(permit: Permit, reason: str, *, by: Actor, law: str = "") -> Permit:
    """Take a permit back: nothing can be drawn on it any more; what was drawn stays drawn."""
    return permit_moves.ended(permit, "revoke", "revoked", reason, by, law)


@transaction.atomic
def expire_permits(on: date, *, by: Actor) -> list[Permit]:
    """End every permit whose last day has passed; a nightly timer calls it, and calling it again ends nothing twice."""
    parties.require(by, "operator")
    running = Permit.objects.filter(state__in=("issued", "suspended", "exhausted"), valid_to__lt=on)
    ended = list(running.select_for_update().order_by("pk"))
    for permit in ended:
        permit.state = Permit.LIFECYCLE.after(permit.state, "expire")
        permit_moves.record("expired", permit, by)
    Permit.objects.bulk_update(ended, ["state"])
    return ended


def give_back(declaration: Declaration, by: Actor) -> None:
    """Give back what a declaration drew, since it fell."""
    uses = PermitUse.objects.filter(declaration=declaration, given_back_at=None)
    numbers = set(uses.values_list("permit", flat=True))
    permits = list(Permit.objects.select_for_update().filter(pk__in=numbers).order_by("pk"))
    uses.update(given_back_at=by.at)
    _set_exhaustion(permits, by)


def draw_again(uses: Sequence[PermitUse], by: Actor) -> None:
    """Draw anew what was given back; refused if a permit is no longer in force or has not so much left."""
    held = {each.pk: each for each in Permit.objects.select_for_update().filter(pk__in={use.permit_id for use in uses})}
    found = []
    for use in uses:
        permit = held[use.permit_id]
        rest = left(queries.permit_facts(permit), queries.drawn(permit))
        if permit.state != "issued" or (rest is not None and rest.amount < exact(use.quantity)):
            found.append(_short(permit))
            continue
        use.pk, use.given_back_at, use.permit = None, None, permit
        use.save(force_insert=True)
    refuse_if_any(found)
    _set_exhaustion(held.values(), by)


def _short(permit: Permit) -> Finding:
    return Finding(
        "appeal-permit-short",
        gettext_noop("Permit {number} no longer covers what these goods drew on it."),
        "/outcome",
        gettext_noop("Have another permit issued first."),
        params={"number": permit.number},
    )


def settle_draws(permits: Iterable[Permit], uses: Sequence[PermitUse], by: Actor) -> None:
    """Write what a batch drew on permits that are held, and mark those that are used up."""
    PermitUse.objects.bulk_create(uses)
    drawn = {use.permit_id for use in uses}
    _set_exhaustion([permit for permit in permits if permit.pk in drawn], by)


def _set_exhaustion(permits: Iterable[Permit], by: Actor) -> None:
    """A permit with nothing left is exhausted; one to which something was given back is in use again."""
    for permit in permits:
        rest = left(queries.permit_facts(permit), queries.drawn(permit))
        empty = rest is not None and rest.amount == 0
        for state, move, happened in (("issued", "exhaust", "exhausted"), ("exhausted", "restore", "restored")):
            if permit.state == state and empty == (move == "exhaust"):
                permit.state = Permit.LIFECYCLE.after(permit.state, move)
                permit.save(update_fields=["state"])
                permit_moves.record(happened, permit, by)
                break


def _number(agency: Party, holder: Party, ref: str, by: Actor) -> str:
    return reference.permit_number(agency.country, by.at.year, holder.code, ref)


def _reference_taken(ref: str) -> Refused:
    return Refused(
        Finding(
            "permit-reference-taken",
            gettext_noop("You have applied for another permit under the reference {reference}."),
            "/reference",
            gettext_noop("Give each application a reference of its own."),
            params={"reference": ref},
        )
    )
