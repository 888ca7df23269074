"""An amendment: the declarant says it anew, and it is judged as if it were lodged; what it said before is kept."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub.customs import queries, snapshot
from entrepot.hub.customs.actions import asking, charging, drawn, examining, lodging, moving, versions
from entrepot.hub.customs.entry import Entry
from entrepot.hub.customs.models import Declaration
from entrepot.hub.events.actor import Actor
from entrepot.hub.ledger import actions as ledger
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.finding import Finding, NotAllowedNow, Refused, refuse_if_any
from entrepot.trade.risk.profile import LANES

KEPT = ("lrn", "ucr", "declarant", "country", "direction")
"""What an amendment leaves as it is: with another it would be another declaration."""
CHANGED = (
    *("state", "lane", "regime", "date", "facts", "sealed", "assessment", "findings", "match_required", "differences"),
    *("hits", "law_digest", "currency", "duty_minor", "tax_minor", "version", "decided_at"),
)


@transaction.atomic
def amend(declaration: Declaration, facts: DeclarationFacts, reason: str, *, by: Actor) -> Declaration:
    """Put these facts in place of those declared, if they are in order. The same amendment again is harmless.

    Before customs has chosen to look, at the declarant's will; after, only when an officer has asked for it. What the
    goods owed is undone and what they owe now is posted; the three papers are matched again. A finding changes nothing.
    """
    queries.require_declarant(declaration, by=by)
    queries.hold([declaration.ucr])  # before the declaration itself, as whoever files a paper does
    declaration = Declaration.objects.select_for_update().get(pk=declaration.pk)
    if queries.facts(declaration) == facts:
        return declaration
    state = _may_amend(declaration)
    refuse_if_any([*_another(declaration, facts), *_no_reason(reason)])
    drawn.give_back(declaration, by)
    ledger.post(charging.reversals([declaration]), by=by)
    judged, quota = examining.examined([facts], declaration.declarant, by)
    entries = examining.in_order(judged, declaration.declarant)
    if not entries:
        raise Refused(judged[0].judgement.findings)
    versions.keep(declaration, by)
    entry = entries[facts.lrn]
    entry.id = declaration.pk
    declaration.state = state
    _take_up(declaration, entry)
    ledger.post(charging.anew([declaration]), by=by)
    lodging.draw(judged, quota, entries, by)
    moving.decision(declaration, "amend", by=by, reason=reason).save()
    moving.record("amended", [declaration], by=by, version=declaration.version, reason=reason)
    _place(declaration, by)
    asking.amended(declaration, by)
    return declaration


def _may_amend(declaration: Declaration) -> str:
    """The state after it; under control only what was asked for."""
    state = Declaration.LIFECYCLE.after(declaration.state, "amend")
    asked = declaration.requests.filter(state="open", wanted="amendment").exists()
    if declaration.state == "under-control" and not asked:
        raise NotAllowedNow(
            Finding(
                "amendment-not-asked",
                gettext_noop("Customs looks at declaration {mrn}; it can be amended only when an officer asks for it."),
                remedy=gettext_noop("Answer what the officer asks, or wait for the decision."),
                params={"mrn": declaration.mrn},
            )
        )
    return state


def _take_up(declaration: Declaration, entry: Entry) -> None:
    """The declaration says what the entry says; its numbers stay."""
    facts = entry.facts
    declaration.facts, declaration.sealed = snapshot.facts_kept(facts)
    declaration.regime, declaration.date = facts.regime, facts.date
    declaration.assessment = {**snapshot.assessment_kept(entry.assessment), **entry.law.working(facts)}
    declaration.findings = snapshot.findings_kept(entry.judgement.findings)
    declaration.hits = snapshot.hits_kept(entry.selection.hits)
    declaration.match_required, declaration.law_digest = entry.match_required, entry.law_digest
    declaration.currency, declaration.duty_minor = entry.currency, entry.duty_minor
    declaration.tax_minor, declaration.version = entry.tax_minor, declaration.version + 1
    if declaration.state != "under-control":
        declaration.lane = entry.selection.lane
    else:  # what an officer has begun to look at stays on the officer's desk, and on no easier lane
        declaration.lane = max((declaration.lane, entry.selection.lane), key=LANES.index)
    declaration.save(update_fields=CHANGED)


def _place(declaration: Declaration, by: Actor) -> None:
    """Match the papers again; what waited goes where lane and papers lead, what an officer holds stays there."""
    found: list[Finding] = []
    if declaration.match_required:
        papers = queries.papers([declaration.ucr]).get(declaration.ucr, {})
        found = queries.differences(queries.facts(declaration), papers)
    if declaration.state == "under-control":
        declaration.differences = snapshot.findings_kept(found)
        declaration.save(update_fields=["differences"])
        return
    happened, decision = moving.placed(declaration, found, by)
    declaration.save(update_fields=["state", "lane", "differences", "decided_at"])
    if decision is not None:
        decision.save()
        moving.record(happened, [declaration], by=moving.selection(by), lane=declaration.lane)


def _another(declaration: Declaration, facts: DeclarationFacts) -> Iterator[Finding]:
    for name in KEPT:
        before = declaration.facts[name]
        if getattr(facts, name) != before:
            yield Finding(
                "amendment-of-another",
                gettext_noop("An amendment leaves “{name}” as it is: {before}."),
                f"/facts/{name}",
                gettext_noop("Have the declaration invalidated and lodge another."),
                params={"name": name, "before": before},
            )


def _no_reason(reason: str) -> Iterator[Finding]:
    if not reason.strip():
        yield Finding(
            "reason-missing",
            gettext_noop("An amendment needs a reason."),
            "/reason",
            gettext_noop("Say in a sentence what was wrong; it stays in the file."),
        )
