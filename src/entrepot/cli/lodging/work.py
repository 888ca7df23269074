"""What one process does: reads a piece of the file, lodges it as one batch, and answers for each declaration."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass

from entrepot.cli.lodging.answering import answered, counted, unread, written
from entrepot.cli.lodging.source import Piece
from entrepot.hub import awake, collector, lifeline
from entrepot.hub.customs import actions
from entrepot.hub.events import clock
from entrepot.hub.parties import queries as parties
from entrepot.hub.reading import Unreadable, read, read_lines
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.finding import Finding


@dataclass(frozen=True, slots=True)
class Done:
    """The answers to a piece, a line each, in its order; what is counted of them; how far in the file it reached."""

    answers: bytes
    counts: Counter[str]
    through: int


@dataclass(frozen=True, slots=True)
class Worker:
    """In whose name the file is lodged, and the name of the run."""

    declarant: str
    run: str

    def lodge(self, piece: Piece) -> Done:
        """Lodge a piece in one transaction; once this returns, it is in the book for good."""
        with collector.resting():
            return self._lodge(piece)

    def _lodge(self, piece: Piece) -> Done:
        declarant = parties.party(self.declarant)
        facts, unreadable = _read(piece)
        by = parties.actor_of(declarant, clock.now())
        answers = iter(actions.lodge_batch(list(facts.values()), declarant=declarant, by=by, name=self.run))
        if not unreadable:
            told = [answered(number, answer) for number, answer in zip(piece.numbers, answers, strict=True)]
        else:
            told = [
                unread(number, unreadable[place]) if place in unreadable else answered(number, next(answers))
                for place, number in enumerate(piece.numbers)
            ]
        return Done(written(told), counted(told), piece.through)


def foresee(piece: Piece) -> None:
    """Read what the file will need (law, lists of names) once, before there are several processes that would."""
    facts, _ = _read(piece)
    awake.foresee(dict.fromkeys((each.country, each.date) for each in facts.values()))


_worker: Worker | None = None


def begin(worker: Worker, parent: int) -> None:
    """A process begins: it ends with the one that started it, and has a connection of its own."""
    global _worker
    _worker = worker
    if os.getpid() != parent:
        lifeline.hold(parent)


def lodge(piece: Piece) -> Done:
    assert _worker is not None, "a process begins first"
    return _worker.lodge(piece)


def _read(piece: Piece) -> tuple[dict[int, DeclarationFacts], dict[int, tuple[Finding, ...]]]:
    """The facts of each line by its place in the piece, and what is wrong with those that cannot be read."""
    whole = read_lines(piece.text, DeclarationFacts)
    if whole is not None and len(whole) == len(piece.numbers):
        return dict(enumerate(whole)), {}
    facts: dict[int, DeclarationFacts] = {}
    unreadable: dict[int, tuple[Finding, ...]] = {}
    for place, line in enumerate(piece.lines):
        try:
            facts[place] = read(line, DeclarationFacts)
        except Unreadable as failed:
            unreadable[place] = failed.findings
    return facts, unreadable
