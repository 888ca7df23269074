"""Risk profiles changed with four eyes: one officer proposes, another decides, and the law's files stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.customs import backtest, profiles, queries
from entrepot.hub.customs.law import seed
from entrepot.hub.customs.models import ProfileChange
from entrepot.hub.events.actor import Actor
from entrepot.hub.law import statute
from entrepot.trade.finding import Finding, NotAllowedNow, NotYours, Refused
from entrepot.trade.risk import profile

LONGEST = 20_000
"""Letters of a profile as it is kept; a longer one is no profile that anybody reads."""


@transaction.atomic
def propose_profile(country: str, tree: Mapping[str, Any], *, why: str, by: Actor) -> ProfileChange:
    """Propose a profile, new or changed; it counts when another officer approves it.

    It is tried on what was declared here, and the answer is kept beside it for who decides.
    """
    _officer(country, by)
    _with_reason(why)
    read = profile(tree)
    if len(repr(tree)) > LONGEST:
        raise Refused(Finding("profile-too-long", gettext_noop("The profile is too long to be read."), "/when"))
    if not read.code.startswith(f"{country}-"):
        raise Refused(_of_another_country(country, read.code))
    return _proposed(country, read.code, dict(tree), why, by)


@transaction.atomic
def propose_retirement(country: str, code: str, *, why: str, by: Actor) -> ProfileChange:
    """Propose to take a profile away."""
    _officer(country, by)
    _with_reason(why)
    if code not in profiles.trees(statute(), country, by.at.date(), profiles.changes(country)):
        raise Refused(
            Finding(
                "profile-unknown",
                gettext_noop("No profile {code} is in force for {country}."),
                "/code",
                params={"code": code, "country": country},
            )
        )
    return _proposed(country, code, None, why, by)


@transaction.atomic
def approve_profile(change: ProfileChange, *, by: Actor, reason: str = "") -> ProfileChange:
    """Put a proposed change in force; never one's own, and never over a change that came between."""
    change = _locked(change, by)
    if change.author == _ref(by):
        raise NotYours(
            Finding(
                "own-proposal",
                gettext_noop("Whoever proposed a change of a profile does not approve it."),
                remedy=gettext_noop("Ask another officer to read it and decide."),
            )
        )
    if change.against_id != _newest(change.country, change.code):
        raise NotAllowedNow(
            Finding(
                "profile-changed-since",
                gettext_noop("Profile {code} was changed after this was proposed."),
                remedy=gettext_noop("Reject the proposal, and propose it anew against the profile in force."),
                params={"code": change.code},
            )
        )
    return _decided(change, "approve", "approved", reason, by)


@transaction.atomic
def reject_profile(change: ProfileChange, reason: str, *, by: Actor) -> ProfileChange:
    """Leave the profile as it is; the author may take the proposal back in the same way."""
    change = _locked(change, by)
    _with_reason(reason)
    own = change.author == _ref(by)
    return _decided(change, "withdraw" if own else "reject", "withdrawn" if own else "rejected", reason, by)


def _proposed(country: str, code: str, tree: dict[str, Any] | None, why: str, by: Actor) -> ProfileChange:
    if ProfileChange.objects.select_for_update().filter(country=country, code=code, state="proposed").exists():
        raise NotAllowedNow(
            Finding(
                "profile-proposal-open",
                gettext_noop("A change of profile {code} waits for a decision already."),
                remedy=gettext_noop("Decide on it first, or take it back."),
                params={"code": code},
            )
        )
    tested = backtest.tried(country, code, tree, by.at.date(), seed(country, by.at.date()))
    change = ProfileChange.objects.create(
        country=country,
        code=code,
        kind="put" if tree is not None else "retire",
        tree=tree or {},
        why=why,
        against_id=_newest(country, code),
        tested=tested.kept,
        author=_ref(by),
        proposed_by=by.plain,
        proposed_at=by.at,
    )
    _record("proposed", change, by)
    return change


def _decided(change: ProfileChange, move: str, happened: str, reason: str, by: Actor) -> ProfileChange:
    change.state = ProfileChange.LIFECYCLE.after(change.state, move)
    change.decider, change.decided_by, change.decided_at, change.reason = _ref(by), by.plain, by.at, reason
    change.save(update_fields=["state", "decider", "decided_by", "decided_at", "reason"])
    _record(happened, change, by)
    return change


def _record(happened: str, change: ProfileChange, by: Actor) -> None:
    """What is looked for is told in no event: the file of events is read by more than officers."""
    body = {"country": change.country, "kind": change.kind, "change": change.pk}
    events.record(f"customs.profile.{happened}", f"profile-change:{change.pk}", by=by, body=body)


def _locked(change: ProfileChange, by: Actor) -> ProfileChange:
    _officer(change.country, by)
    return ProfileChange.objects.select_for_update().get(pk=change.pk)


def _newest(country: str, code: str) -> int | None:
    return (
        ProfileChange.objects.filter(country=country, code=code, state="approved")
        .order_by("-pk")
        .values_list("pk", flat=True)
        .first()
    )


def _officer(country: str, by: Actor) -> None:
    """Refuse whoever is no officer of the country; and machines, since four eyes belong to two people."""
    if by.kind != "person" or not queries.officer_of(country, by=by):
        raise NotYours(
            Finding(
                "not-an-officer-in-person",
                gettext_noop("Only an officer of the customs of {country} changes its profiles, in person."),
                params={"country": country},
            )
        )


def _with_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(
            Finding(
                "reason-missing",
                gettext_noop("Such a decision needs a reason."),
                "/why",
                gettext_noop("Say what was seen and what the change is for; it stays with the profile."),
            )
        )


def _of_another_country(country: str, code: str) -> Finding:
    return Finding(
        "profile-code",
        gettext_noop("The code {code} does not begin with {country}-."),
        "/code",
        gettext_noop("Give a code such as {country}-101."),
        params={"code": code, "country": country},
    )


def _ref(by: Actor) -> str:
    return f"{by.kind}:{by.ref}"
