"""Lodging a whole file of declarations at the hub on this machine."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from entrepot.cli.hub import Home, opened

if TYPE_CHECKING:
    from entrepot.cli.lodging.run import Run
    from entrepot.cli.lodging.source import Piece
    from entrepot.cli.lodging.work import Done, Worker

ALL_LODGED, SOME_REFUSED, BROKEN_OFF = 0, 1, 3
AHEAD = 2  # pieces that wait for each process
BATCH = 5000


def commands(app: typer.Typer) -> None:
    app.command()(lodge)


def lodge(
    file: Annotated[Path, typer.Argument(help="One declaration a line (.ndjson), or one goods item a line (.csv).")],
    declarant: Annotated[str, typer.Option(help="Code of the party in whose name they are lodged.")],
    home: Home = Path(".entrepot"),
    answers: Annotated[
        Path | None, typer.Option(help="Where the answers are written; FILE.answers.ndjson if left out.")
    ] = None,
    workers: Annotated[int, typer.Option(min=0, help="Processes; one for each core if left out.")] = 0,
    batch: Annotated[int, typer.Option(min=1, max=5000, help="Declarations of one transaction.")] = BATCH,
    as_json: Annotated[bool, typer.Option("--json", help="Tell the outcome as JSON.")] = False,
) -> None:
    """Lodge every declaration of a file, and write one answer for each: lodged, repeated, or refused with its findings.

    Safe to interrupt, even by kill -9: the same command takes the run up again and gives the same answers.
    Exit 0 if all were lodged, 1 if some were refused, 2 if the file cannot be lodged at all, 3 if the run broke off.
    """
    opened(home)
    from django.conf import settings

    from entrepot.cli.lodging import work
    from entrepot.cli.lodging.run import Run
    from entrepot.cli.lodging.source import begun, pieces
    from entrepot.cli.lodging.work import Worker
    from entrepot.hub import keeping
    from entrepot.trade.finding import Refused

    keeping.migrate()
    _must_be_allowed(declarant)
    work.foresee(begun(file))
    run = Run.of(
        file, answers or file.with_name(f"{file.name}.answers.ndjson"), declarant=declarant, hub=settings.ENTREPOT_URL
    )
    began = time.monotonic()
    processes = workers or _cores()
    todo = pieces(file, batch, after=run.number, processes=processes)
    done = _lodged(todo, Worker(declarant, run.note.run), processes)
    try:
        _with_progress(run.keep(done), run, quiet=as_json)
    except Refused as refused:
        for finding in refused.findings:
            typer.echo(f"broken off: {finding} [{finding.code}]", err=True)
        raise typer.Exit(BROKEN_OFF) from None
    _tell(run, time.monotonic() - began, as_json)
    raise typer.Exit(SOME_REFUSED if run.counts["refused"] else ALL_LODGED)


def _must_be_allowed(declarant: str) -> None:
    """Refuse at once who may not lodge."""
    from entrepot.hub.events import clock
    from entrepot.hub.parties import queries as parties

    party = parties.party(declarant)
    parties.require(parties.actor_of(party, clock.now()), "declarant", party)


def _lodged(todo: Iterator[Piece], worker: Worker, processes: int) -> Iterator[Done]:
    """Every piece lodged, in the order of the file."""
    from entrepot.cli.lodging import work

    if processes == 1:
        work.begin(worker, os.getpid())
        yield from map(work.lodge, todo)
        return
    from collections import deque
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from itertools import islice
    from multiprocessing import get_context

    from django.db import connections

    connections.close_all()  # each process makes its own
    waiting: deque[Future[Done]] = deque()
    with ProcessPoolExecutor(processes, get_context("fork"), work.begin, (worker, os.getpid())) as pool:
        try:
            waiting.extend(pool.submit(work.lodge, piece) for piece in islice(todo, processes * AHEAD))
            while waiting:
                yield waiting.popleft().result()
                waiting.extend(pool.submit(work.lodge, piece) for piece in islice(todo, 1))
        except BrokenProcessPool:
            typer.echo("A process that lodges has ended; the same command takes the run up again.", err=True)
            raise typer.Exit(BROKEN_OFF) from None
        finally:
            pool.shutdown(cancel_futures=True)


def _cores() -> int:
    """One process for each core; SQLite has one writer, and more would only wait for it."""
    from django.db import connection

    return len(os.sched_getaffinity(0)) if connection.vendor == "postgresql" else 1


def _with_progress(done: Iterator[Done], run: Run, *, quiet: bool) -> None:
    """Lodge all, with a bar that moves along the file."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=quiet) as bar:
        task = bar.add_task("lodging", total=run.note.size)
        for each in done:
            words = f"{run.number:,} lodged or answered, {run.counts['refused']:,} refused"
            bar.update(task, completed=each.through, description=words)


def _tell(run: Run, seconds: float, as_json: bool) -> None:
    fresh = run.number - run.resumed_at
    told: dict[str, Any] = {
        "file": str(run.file),
        "answers": str(run.answers),
        "declarations": run.number,
        **{outcome: run.counts[outcome] for outcome in ("lodged", "repeated", "refused")},
        "lanes": {lane: run.counts[f"lane:{lane}"] for lane in ("green", "yellow", "red")},
        "resumed_at": run.resumed_at,
        "seconds": round(seconds, 2),
        "per_second": round(fresh / seconds) if seconds else 0,
    }
    if as_json:
        typer.echo(json.dumps(told))
        return
    if run.resumed_at:
        typer.echo(f"Taken up again after {run.resumed_at:,} answers.")
    lanes = ", ".join(f"{count:,} {lane}" for lane, count in told["lanes"].items())
    typer.echo(
        f"{run.number:,} declarations: {run.counts['lodged']:,} lodged, {run.counts['repeated']:,} lodged before,"
        f" {run.counts['refused']:,} refused ({lanes}); {told['per_second']:,} a second."
    )
    typer.echo(f"Answers: {run.answers}")
