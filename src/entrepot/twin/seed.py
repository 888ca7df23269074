"""Makes one hub of the world: its database, its cast and their keys. Run once in the hub's own environment."""

from __future__ import annotations

import json
import os
import secrets
import sys
from datetime import UTC, datetime
from typing import Any

import django

DESK = "desk.json"  # keys of desks and passwords of people
VKEY = "root.vkey"  # the hub's public root key and its thumbprint
BEGINNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)  # 9 in the morning in both cities


def seed(hub: str) -> None:
    """Prepare the hub and enrol its cast; running it again completes what a crash left out."""
    from django.conf import settings

    from entrepot.hub import keeping
    from entrepot.hub.events import clock
    from entrepot.hub.events.actor import Actor

    keeping.prepare()
    clock.start(BEGINNING)
    keeping.publish_courses()
    (settings.ENTREPOT_HOME / VKEY).write_text("\n".join(keeping.identity_lines()))
    by = Actor("worker", "seed", "the beginning of the story", BEGINNING)
    kept = settings.ENTREPOT_HOME / DESK
    draft = kept.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(_desks(hub, by), indent=1))
    _proposals(hub)
    draft.replace(kept)


def _desks(hub: str, by: Any) -> dict[str, Any]:
    """Enrol everyone; answer with the keys of desks and the sign-ins of people."""
    from entrepot.hub.parties import actions, queries
    from entrepot.hub.parties.keys import issue_key
    from entrepot.twin.cast import players

    password = secrets.token_urlsafe(9)
    operator = f"operator@{hub}.example"
    if not queries.with_right("operator").exists():
        actions.first_operator(operator, password, at=BEGINNING)
    keys = {"operator": issue_key(queries.party("operator"), "story", by=by)}
    people = {operator: password}
    for player in players(hub):
        party = actions.register(
            player.code,
            name=player.name,
            country=player.country,
            registration=player.registration,
            rights=player.rights,
            home=player.home,
            by=by,
        )
        if player.desk:
            keys[player.code] = issue_key(party, "story", by=by)
        if player.email:
            actions.enrol(player.email, name=player.name, password=password, party=party, role=player.rights[0], by=by)
            people[player.email] = password
        if player.also:
            actions.enrol(player.also, name=player.name, password=password, party=party, role=player.rights[0], by=by)
            people[player.also] = password
    return {"keys": {party: {"id": name, "secret": secret} for party, (name, secret) in keys.items()}, "people": people}


def _proposals(hub: str) -> None:
    """An officer proposes that chance draws a few; whether it does, a colleague decides on the page of profiles."""
    from entrepot.hub.customs import actions, drafts, queries
    from entrepot.hub.parties import queries as parties
    from entrepot.hub.parties.models import Person
    from entrepot.twin.cast import players

    for player in players(hub):
        if player.also and not queries.profile_proposals(player.country).exists():
            officer = parties.actor_for(Person.objects.get(email=player.email), player.code, BEGINNING)
            why = "Whoever knows the profiles knows what is never looked at."
            actions.propose_profile(player.country, drafts.by_chance(player.country), why=why, by=officer)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entrepot.hub.settings")
    django.setup()
    seed(sys.argv[1])
