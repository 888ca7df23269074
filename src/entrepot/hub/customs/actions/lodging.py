"""Lodging: the batch is judged by the law of each country, what is in order is recorded, and goes its way at once."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress

from django.db import IntegrityError, transaction

from entrepot.hub import collector, rows
from entrepot.hub.customs import queries
from entrepot.hub.customs.actions import permits, writing
from entrepot.hub.customs.actions.examining import NO_PROFILES, Judged, examined, in_order
from entrepot.hub.customs.answer import Answer
from entrepot.hub.customs.entry import Entry
from entrepot.hub.customs.models import Declaration
from entrepot.hub.customs.quota import Quota
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties.models import Party
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.judgement import Judgement, judge


def lodge(batch: Sequence[DeclarationFacts], *, declarant: Party, by: Actor) -> list[Judgement]:
    """Lodge each declaration that is in order; the judgement of every one, in the order given."""
    return [answer.judgement for answer in lodge_batch(batch, declarant=declarant, by=by)]


def lodge_batch(batch: Sequence[DeclarationFacts], *, declarant: Party, by: Actor, name: str = "") -> list[Answer]:
    """Lodge each declaration that is in order; answer for every one, in the order given.

    A declaration lodged before is answered as it was then, so that a whole file may be sent again after a timeout.
    `name` is that of the file or request they came with: what came with it before is no repetition.
    """
    name = name or f"{by.at:%Y%m%d}-{secrets.token_hex(8)}"
    with collector.resting():
        for asks_all in (False, True):
            with suppress(IntegrityError, LodgedBefore):
                return _lodge(batch, declarant, by, name, asks_all=asks_all)
        # the same file was lodged through another door in this very moment: answer from there
        return _lodge(batch, declarant, by, name, asks_all=True)


class LodgedBefore(Exception):  # noqa: N818 - named as it is told
    """A batch that was taken for new holds a reference that was used before."""


@transaction.atomic
def _lodge(
    batch: Sequence[DeclarationFacts], declarant: Party, by: Actor, name: str, *, asks_all: bool
) -> list[Answer]:
    with rows.at_once(queries.asked_at_lodging({facts.country for facts in batch}, declarant, by=by)):
        queries.require_to_declare(declarant.code, by=by)
        references = [facts.lrn for facts in batch]
        known = _known(declarant, references, asks_all=asks_all)
        fresh = batch if not known and len(set(references)) == len(batch) else _fresh(batch, known)
        judged, quota = examined(fresh, declarant, by)
    entries = in_order(judged, declarant)
    if not (asks_all or known):
        _must_be_new(declarant, [lrn for lrn in references if lrn not in entries])
    if entries:
        writing.write(list(entries.values()), batch=name, by=by)
        draw(judged, quota, entries, by)
    new = [Answer.of(each.judgement, entries.get(each.judgement.facts.lrn)) for each in judged]
    if fresh is batch:
        return new
    answers = {lrn: Answer.known(row, queries.judgement(row), name) for lrn, row in known.items()}
    answers |= {each.judgement.facts.lrn: each for each in new}
    return [_answered(facts, answers[facts.lrn]) for facts in batch]


def _known(declarant: Party, references: Sequence[str], *, asks_all: bool) -> Mapping[str, Declaration]:
    """What the declarant has lodged before under these references.

    Most batches are new. At first the book is asked for the first reference and the last; if neither stands there, the
    rest are taken for new. Whatever is written then is refused by the book if its reference stands there after all, and
    what is not written is asked for (`_must_be_new`): in both cases the batch is begun again, and all are asked for.
    """
    if not asks_all:
        ends = {*references[:1], *references[-1:]}
        known = queries.known_references(declarant, ends)
        if not known or len(ends) == len(references):
            return known
    return queries.known_references(declarant, references)


def _must_be_new(declarant: Party, references: Sequence[str]) -> None:
    """What is refused in a batch that was taken for new must not be what was lodged before."""
    if references and queries.known_references(declarant, references):
        raise LodgedBefore


def _fresh(batch: Sequence[DeclarationFacts], known: Mapping[str, Declaration]) -> list[DeclarationFacts]:
    """The first under each reference that was not used before."""
    return list({facts.lrn: facts for facts in reversed(batch) if facts.lrn not in known}.values())[::-1]


def draw(judged: Sequence[Judged], quota: Quota, entries: Mapping[str, Entry], by: Actor) -> None:
    """Write what the declarations, which are written, drew on permits and on people's limits."""
    for drawing in {id(each.drawing): each.drawing for each in judged if each.drawing.drawn}.values():
        uses = [use for lrn, entry in entries.items() for use in drawing.uses(lrn, entry.id)]
        permits.settle_draws(drawing.permits.values(), uses, by)
    quota.write({lrn: entries[lrn].id for lrn in quota.taken if lrn in entries})


def _answered(facts: DeclarationFacts, answer: Answer) -> Answer:
    """The answer, unless its reference stands for something else."""
    if answer.judgement.facts is facts or answer.judgement.facts == facts:
        return answer
    [taken] = judge([facts], select=NO_PROFILES, known={facts.lrn})
    return Answer.of(taken, None)
