"""The national system behind the customs of this hub, and what follows when a declaration waits for it or it speaks.

`examined` is a consequence for `followers.py`, after `CHECK`; `notified` is for the door at which a system reports.
Without a system (the default) everything waits for the officers who sign in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from importlib import import_module
from typing import cast

from django.conf import settings

from entrepot.hub.adapters.authority.authority import Answer, Authority, Submitted
from entrepot.hub.customs import actions, queries, snapshot
from entrepot.hub.customs.models import Declaration
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event

CHECK = timedelta(minutes=20)


def authority() -> Authority | None:
    """The national system named in the settings, if there is one."""
    return cast("Authority", import_module(settings.ENTREPOT_AUTHORITY)) if settings.ENTREPOT_AUTHORITY else None


def examined(event: Event, by: Actor) -> None:
    """A declaration was selected, and the time of a documentary check is over: ask the system, and note what it says.

    What an officer has claimed or decided meanwhile is left alone.
    """
    system = authority()
    declaration = Declaration.objects.filter(mrn=event.body["mrn"], state="under-control", claimed_by="").first()
    if system is None or declaration is None or queries.inspecting(declaration):
        return
    answer = system.submit(
        Submitted(
            mrn=declaration.mrn,
            facts=queries.facts(declaration),
            lane=declaration.lane,  # type: ignore[arg-type]
            differences=snapshot.findings_back(declaration.differences),
            at=by.at,
        )
    )
    if answer is not None:
        noted(system, answer, by)


def examined_together(event: Event, by: Actor) -> None:
    """Some of a batch were selected: each is asked for as if it had come alone."""
    for each in event.each():
        if each.body["happened"] == "selected":
            examined(each, by)


def notified(body: bytes, headers: Mapping[str, str], by: Actor) -> Declaration:
    """The system speaks: believe it if it is the system, and note what it says."""
    system = authority()
    assert system is not None, "no national system is named in the settings"
    return noted(system, system.notify(body, headers), by)


def noted(system: Authority, answer: Answer, by: Actor) -> Declaration:
    """Carry out what the system decided, as decided by the system."""
    speaker = Actor("simulator" if system.SIMULATED else "worker", system.NAME, system.NAME, by.at)
    declaration = Declaration.objects.get(mrn=answer.mrn)
    if answer.move == "release":
        return actions.release(declaration, by=speaker, reason=answer.reason, law=answer.law)
    if answer.move == "refuse":
        return actions.refuse(declaration, answer.reason, by=speaker, law=answer.law)
    return actions.ask_for_documents(declaration, answer.reason, by=speaker, law=answer.law)
