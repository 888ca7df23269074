"""Partial release: what may go becomes a declaration of its own and is released; the rest stays under control."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

import msgspec
from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub.customs import queries, reference, snapshot
from entrepot.hub.customs.actions import at_hand, charging, drawn, moving, versions
from entrepot.hub.customs.models import Declaration, PartialRelease
from entrepot.hub.events.actor import Actor
from entrepot.hub.ledger import actions as ledger
from entrepot.trade import partial_release
from entrepot.trade.assessment import Assessment
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.finding import Finding, NotAllowedNow, refuse_if_any
from entrepot.trade.partial_release import Going

REST = ("state", "facts", "sealed", "assessment", "duty_minor", "tax_minor", "version")
COPIED = (
    *("ucr", "declarant_id", "direction", "country", "regime", "date", "lane", "findings", "match_required"),
    *("differences", "hits", "law_digest", "currency", "charged_to", "batch", "lodged_at"),
)


@transaction.atomic
def release_part(
    declaration: Declaration, going: Sequence[Going], reason: str, *, law: str, version: int, by: Actor
) -> PartialRelease:
    """Release so much of each item, and keep the rest under control. The same again is harmless.

    `version` is that of the declaration which the officer has read: the split is of that and of no other.
    """
    declaration = at_hand.locked(declaration, by)
    known = declaration.partial_releases.filter(version=version).first()
    if known is not None and known.goes == [msgspec.to_builtins(line) for line in going]:
        return known
    at_hand.not_anothers(declaration, by)
    at_hand.not_inspected_now(declaration)
    state = Declaration.LIFECYCLE.after(declaration.state, "release-part")
    _as_read(declaration, version)
    facts = queries.facts(declaration)
    refuse_if_any(partial_release.faults(going, facts, reason=reason, law=law))
    ledger.post(charging.reversals([declaration]), by=by)
    versions.keep(declaration, by)
    part = _split(declaration, facts, going, state, by)
    ledger.post(charging.anew([declaration, part]), by=by)
    drawn.share(declaration, part, facts, going, by)
    released = _kept(declaration, part, going, reason, law, version, by)
    _record(released, by)
    return released


def _split(
    declaration: Declaration, facts: DeclarationFacts, going: Sequence[Going], state: str, by: Actor
) -> Declaration:
    """Two declarations of one: the part is written, the rest says less than before."""
    goes, stays = partial_release.split(facts, going, lrn=_lrn(declaration))
    goes_owes, stays_owes = partial_release.shared(snapshot.assessment_back(declaration.assessment), facts, going)
    before = dict(declaration.assessment)
    part = Declaration(**{name: getattr(declaration, name) for name in COPIED})
    part.lrn = goes.lrn
    part.mrn = reference.mrn(goes.country, goes.date.year, goes.declarant, goes.lrn)
    part.state, part.decided_at = "released", by.at
    _says(part, goes, goes_owes, before)
    part.save(force_insert=True)
    declaration.state, declaration.version = state, declaration.version + 1
    _says(declaration, stays, stays_owes, before)
    declaration.save(update_fields=REST)
    return part


def _says(declaration: Declaration, facts: DeclarationFacts, owes: Assessment, before: dict[str, object]) -> None:
    """The declaration says these facts and owes this share; its lines were worked out on the whole, and stay there."""
    declaration.facts, declaration.sealed = snapshot.facts_kept(facts)
    told = {name: before.get(name, "") for name in ("regime", "name")}
    declaration.assessment = {**told, "lines": [], "requires": [], "proofs": [], **snapshot.assessment_kept(owes)}
    declaration.duty_minor, declaration.tax_minor = owes.duty_and_tax


def _kept(
    declaration: Declaration, part: Declaration, going: Sequence[Going], reason: str, law: str, version: int, by: Actor
) -> PartialRelease:
    reason, law = reason.strip(), law.strip()
    moving.decision(part, "release", by=by, reason=reason, law=law).save()
    moving.decision(declaration, "release-part", by=by, reason=reason, law=law).save()
    return PartialRelease.objects.create(
        declaration=declaration,
        version=version,
        part=part,
        goes=[msgspec.to_builtins(line) for line in going],
        reason=reason,
        law=law,
        released_by=by.plain,
        released_at=by.at,
    )


def _record(released: PartialRelease, by: Actor) -> None:
    """One event, told of the part; what stays is named beside it."""
    part, rest = released.part, released.declaration
    moving.record(
        "partly_released",
        [part],
        by=by,
        of=rest.mrn,
        lane=rest.lane,
        reason=released.reason,
        clause=released.law,
        goes=queries.goods_told(part),
        stays=queries.goods_told(rest),
    )


def _lrn(declaration: Declaration) -> str:
    """A reference for the part, that of the whole with a number; the declarant may have used one like it."""
    stem = f"{declaration.lrn[:31]}/"
    alike = Declaration.objects.filter(declarant__code=declaration.declarant_id, lrn__startswith=stem)
    taken = set(alike.values_list("lrn", flat=True))
    return next(lrn for n in count(1) if (lrn := f"{stem}{n}") not in taken)


def _as_read(declaration: Declaration, version: int) -> None:
    if declaration.direction != "import":
        raise NotAllowedNow(_export(declaration))
    if declaration.version != version:
        raise NotAllowedNow(_read_again(declaration))


def _read_again(declaration: Declaration) -> Finding:
    return Finding(
        "version-past",
        gettext_noop("Declaration {mrn} has changed since; it is at version {version}."),
        "/version",
        gettext_noop("Read it again, and say what of it may go."),
        params={"mrn": declaration.mrn, "version": str(declaration.version)},
    )


def _export(declaration: Declaration) -> Finding:
    return Finding(
        "partial-export",
        gettext_noop("Declaration {mrn} is for export: the other border is told of whole consignments."),
        remedy=gettext_noop("Ask the declarant to amend it to what may leave."),
        params={"mrn": declaration.mrn},
    )
