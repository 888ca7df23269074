"""The conformance kit on the command line."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from entrepot.conform.verdict import Verdict

PASSED, FAILED, UNREADABLE = 0, 1, 2
COLOURS = {"pass": "green", "fail": "bold red", "not-testable": "dim"}


class Subject(NamedTuple):
    """The hub that was tested, by its address and root key."""

    entity: str
    thumbprint: str


def commands(app: typer.Typer) -> None:
    app.command()(conform)


def conform(
    url: Annotated[str, typer.Argument(help="Address of a running hub; leave out with --in-process.")] = "",
    in_process: Annotated[bool, typer.Option("--in-process", help="Raise hubs of the kit's own, here.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the verdicts as JSON, and nothing else.")] = False,
    only: Annotated[str, typer.Option(help="Only these failures, such as 11,12.")] = "",
    report: Annotated[Path | None, typer.Option(help="Write the signed report here.")] = None,
    verify: Annotated[Path | None, typer.Option(help="Check the signature of a report instead, and show it.")] = None,
    listen: Annotated[str, typer.Option(help="Where the kit's peer answers, for a hub at an address.")] = "127.0.0.1:0",
    called: Annotated[str, typer.Option("--as", help="How the hub reaches the kit's peer, if not there.")] = "",
    wait: Annotated[float, typer.Option(help="Seconds to wait until the hub's operator approves the peer.")] = 300,
    soak: Annotated[float, typer.Option(help="Seconds that the day of failure 48 takes.")] = 60,
) -> None:
    """Inject every failure of the peer protocol, and say for each: pass, fail or not testable from here.

    In process, nothing of yours is touched: hubs, databases and keys live in a temporary folder and end with the run.
    Exit 0 if nothing failed, 1 if something did, 2 if a report cannot be read or nothing was asked for.
    """
    from rich.console import Console

    say = Console(stderr=as_json, highlight=False)
    if verify is not None:
        raise typer.Exit(_checked(verify, say))
    if in_process == bool(url):
        typer.echo("Name a hub's address, or say --in-process; entrepot conform --help tells more.", err=True)
        raise typer.Exit(UNREADABLE)
    with _own_settings():
        _vectors_first()
        numbers = _numbers(only)
        if in_process:
            subject, verdicts = Subject("in-process", ""), list(_in_process(say, numbers, soak))
        else:
            subject, verdicts = _at_address(say, url, numbers, listen=listen, called=called, wait=wait)
        if report is not None:
            report.write_bytes(_signed(verdicts, subject))
    if as_json:
        typer.echo(json.dumps({"verdicts": {str(each.number): each.outcome for each in verdicts}}))
    else:
        _show(say, verdicts)
    raise typer.Exit(FAILED if any(each.outcome == "fail" for each in verdicts) else PASSED)


def _vectors_first() -> None:
    """Inject nothing into code that does not reproduce what others published."""
    from entrepot.conform import vectors

    if wrong := vectors.failed():
        typer.echo("\n".join(f"A published vector comes out differently: {name}." for name in wrong), err=True)
        raise typer.Exit(FAILED)


@contextmanager
def _own_settings() -> Iterator[None]:
    """Settings of a hub that is nobody's: nothing of the environment's hub is read or written."""
    with tempfile.TemporaryDirectory(prefix="entrepot-conform-") as folder:
        for name in [name for name in os.environ if name.startswith(("ENTREPOT_", "DATABASE_"))]:
            del os.environ[name]
        (Path(folder) / "static").mkdir()
        os.environ |= {"ENTREPOT_HOME": folder, "ENTREPOT_LOG": "CRITICAL"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entrepot.hub.settings")
        import django

        django.setup()
        yield


def _in_process(say: Console, numbers: list[int], soak: float) -> Iterator[Verdict]:
    """The verdicts, while a line tells which failure is being injected."""
    from entrepot.conform import running
    from entrepot.conform.table import FAILURES
    from entrepot.conform.world import World

    with tempfile.TemporaryDirectory(prefix="entrepot-hubs-") as folder, say.status("Raising two hubs") as line:
        world = World(Path(folder))
        for number in numbers:
            line.update(f"{number}. {FAILURES[number].injected}")
            yield from running.in_process(world, [number], soak_seconds=soak)


def _numbers(only: str) -> list[int]:
    """The failures asked for, or all."""
    from entrepot.conform.table import FAILURES

    if not only:
        return sorted(FAILURES)
    asked = [word.strip() for word in only.split(",")]
    unknown = [word for word in asked if not word.isdigit() or int(word) not in FAILURES]
    if unknown:
        typer.echo(f"There is no failure {', '.join(unknown)}; there are {_ranges(sorted(FAILURES))}.", err=True)
        raise typer.Exit(UNREADABLE)
    return [int(word) for word in asked]


def _ranges(numbers: list[int]) -> str:
    return f"{numbers[0]} to {numbers[-1]}"


def _at_address(
    say: Console, url: str, numbers: list[int], *, listen: str, called: str, wait: float
) -> tuple[Subject, list[Verdict]]:
    """The verdicts on a running hub, once its operator has approved our peer."""
    from entrepot.conform import address, running

    host, _, port = listen.rpartition(":")
    with address.listening(url, host, int(port), called) as peer:
        say.print(f"The kit's peer is {peer.url}. Let the hub's operator approve it:")
        say.print(f'  entrepot peer connect {peer.url} --thumbprint "{peer.statement.thumbprint}"', soft_wrap=True)
        with say.status("Waiting for the operator"):
            outside = address.together(peer, wait)
        with say.status("Injecting"):
            verdicts = list(running.at_address(outside, numbers))
        return Subject(peer.known.facts.entity, peer.known.thumbprint), verdicts


def _signed(verdicts: list[Verdict], subject: Subject) -> bytes:
    from entrepot.conform import report, table, vectors

    return report.written(
        verdicts,
        hub=subject.entity,
        thumbprint=subject.thumbprint,
        at=datetime.now(UTC),
        failures=table.digest(),
        vectors=vectors.digest(),
        key=report.signing_key(),
    )


def _checked(file: Path, say: Console) -> int:
    """Show what a report says, if its signature holds; answers the exit code."""
    from entrepot.conform.report import read
    from entrepot.conform.verdict import Verdict
    from entrepot.trade.finding import Refused

    try:
        said = read(file.read_bytes())
    except OSError as unreadable:
        say.print(f"{file} cannot be read: {unreadable.strerror}.")
        return UNREADABLE
    except Refused as refused:
        say.print(*refused.findings)
        return FAILED
    say.print(f"The signature holds. Hub {said['hub']['entity']}, kit {said['kit']['version']}, {said['at']}.")
    _show(say, [Verdict(int(number), **each) for number, each in said["verdicts"].items()])
    return PASSED


def _show(say: Console, verdicts: list[Verdict]) -> None:
    """The table of the verdicts, and how many there are of each."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("#", justify="right")
    table.add_column("Injected", ratio=3)
    table.add_column("Verdict")
    table.add_column("Seen", ratio=4)
    for each in verdicts:
        table.add_row(str(each.number), each.injected, f"[{COLOURS[each.outcome]}]{each.outcome}[/]", each.evidence)
    say.print(table)
    counts = {outcome: sum(each.outcome == outcome for each in verdicts) for outcome in COLOURS}
    say.print("\n" + ", ".join(f"{count} {outcome}" for outcome, count in counts.items() if count))
