"""Codes suggested for goods, and decided for them: the classification assistant inside a hub.

Every process of the hub has an assistant of its own. Before it answers it takes up what was decided since, so that a
decision counts everywhere from the next answer on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot import classify
from entrepot.classify import decision as deciding
from entrepot.classify import nomenclature, sources
from entrepot.classify.classifier import Assistant, cache_folder
from entrepot.classify.library import FOLDER, Library
from entrepot.hub import events
from entrepot.hub.catalogue.models import ClassificationDecision
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.trade import code
from entrepot.trade.finding import Finding, Refused

RIGHTS = {"officer": "customs", "seller": "seller", "broker": "declarant"}
"""With which right an authority decides; the first that the actor has counts.

A seller who also declares decides as a seller, since it gains by low duties either way.
"""
LONGEST_TEXT = 2000
LATE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFacts:
    """A description, the code decided for it, and a reference such as the number of a ruling."""

    text: str
    code: str
    lang: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    reference: str = ""


def suggest(batch: Sequence[classify.Goods], most: int = 20) -> list[classify.Answer]:
    """An answer for every description, in the order given, with all that was decided until now."""
    return desk().taught().classify(batch, most)


@transaction.atomic
def decide(batch: Sequence[DecisionFacts], *, by: Actor) -> list[ClassificationDecision | Refused]:
    """Record each decision that is in order; answer for every one. The same again changes and records nothing."""
    authority = _authority(by)
    wrong = [check(facts, authority, by) for facts in batch]
    good = [facts for facts, found in zip(batch, wrong, strict=True) if not found]
    suggested = iter(suggest([classify.Goods(facts.text, facts.lang, facts.attributes) for facts in good], 5))
    answers: list[ClassificationDecision | Refused] = []
    for n, (facts, found) in enumerate(zip(batch, wrong, strict=True)):
        if found:
            answers.append(Refused([replace(each, pointer=f"/{n}{each.pointer}") for each in found]))
        else:
            answers.append(_kept(facts, authority, next(suggested), by))
    return answers


def check(facts: DecisionFacts, authority: str, by: Actor) -> list[Finding]:
    """Everything that is wrong with a decision."""
    try:
        six = code.hs_code(facts.code)[: nomenclature.SUBHEADING]
    except Refused as refused:
        return [replace(each, pointer="/code") for each in refused.findings]
    found = deciding.check(deciding.Decision(facts.text, six, authority, by.at.date()))
    if len(facts.text) > LONGEST_TEXT or len(facts.reference) > 80:
        found.append(
            Finding(
                "decision-too-long",
                gettext_noop("The description is longer than {most} characters, or the reference than 80."),
                "/text",
                gettext_noop("Keep to what the thing is, what it is made of and what it is for."),
                params={"most": str(LONGEST_TEXT)},
            )
        )
    return found


def exported() -> Iterator[str]:
    """Every decision as a JSON line, as it can be read by another hub or loaded as labelled texts."""
    for row in ClassificationDecision.objects.order_by("pk").iterator():
        yield json.dumps(_decision(row).plain(), ensure_ascii=False)


def _authority(by: Actor) -> str:
    """The authority with which the actor decides; refused if it has none."""
    for authority, right in RIGHTS.items():
        if parties.may(by, right):
            return authority
    parties.require(by, "seller")
    raise AssertionError("whoever has no right was refused")


def _kept(facts: DecisionFacts, authority: str, suggested: classify.Answer, by: Actor) -> ClassificationDecision:
    """The row of the decision, recorded once."""
    six = code.hs_code(facts.code)[: nomenclature.SUBHEADING]
    told = [by.party, authority, facts.text.strip(), six, facts.reference.strip()]
    row, fresh = ClassificationDecision.objects.get_or_create(
        digest=hashlib.blake2b(json.dumps(told).encode(), digest_size=16).hexdigest(),
        defaults={
            "party_id": by.party,
            "authority": authority,
            "text": facts.text.strip(),
            "code": six,
            "reference": facts.reference.strip(),
            "lang": facts.lang[:2],
            "attributes": facts.attributes,
            "suggested": [[each.code, each.score] for each in suggested.suggestions],
            "decided_at": by.at,
        },
    )
    if fresh:
        body = {"code": six, "authority": authority, "text": row.text}
        events.record("catalogue.classification.decided", f"classification:{row.pk}", by=by, body=body)
    return row


def _decision(row: ClassificationDecision) -> deciding.Decision:
    return deciding.Decision(
        row.text, row.code, row.authority, row.decided_at.date(), row.lang, row.attributes, row.reference
    )


@dataclass
class Desk:
    """The assistant of this process, and which decisions it has learnt."""

    assistant: Assistant
    learnt: set[int] = field(default_factory=set)
    lock: Lock = field(default_factory=Lock)

    def taught(self) -> Assistant:
        """The assistant, having learnt what was decided since it was last asked.

        Numbers are given before they are committed, so the last few are looked at again.
        """
        with self.lock:
            since = max(self.learnt, default=0) - LATE
            fresh = [row for row in ClassificationDecision.objects.filter(pk__gt=since) if row.pk not in self.learnt]
            self.assistant.learn([_decision(row) for row in fresh])
            self.learnt |= {row.pk for row in fresh}
        return self.assistant


@cache
def desk() -> Desk:
    """What ships, what was loaded into this home, and the decisions; made once a process."""
    library = Library(Path(settings.ENTREPOT_HOME) / FOLDER)
    rows = [*sources.shipped(), *library.rows()]
    assistant = Assistant(rows, library.exclusions(), cache_folder())
    assistant.learn(library.decisions())
    return Desk(assistant)
