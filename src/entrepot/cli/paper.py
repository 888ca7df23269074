"""Forms of many countries, filled from one declaration and read back, offline."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from entrepot.trade.declaration import DeclarationFacts
    from entrepot.trade.finding import Finding
    from entrepot.trade.papers.form import Form

LACKING, UNREADABLE = 1, 2


def commands(app: typer.Typer) -> None:
    paper = typer.Typer(help="Forms of many countries, from one declaration.", no_args_is_help=True)
    for command in (forms, write, read, beside):
        paper.command()(command)
    app.add_typer(paper, name="paper")


def forms(as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False) -> None:
    """Which forms can be filled, and how far each description can be trusted."""
    from entrepot.statute import forms as held

    rows = [_row(form) for _, form in sorted(held.forms().items())]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        country = row["country"] or "--"
        typer.echo(f"{row['form']:<8} {country:<3} {row['syntax']:<8} {row['title']} ({row['confidence']})")


def write(
    form: Annotated[str, typer.Argument(help="The form's code, such as CEB603, K1 or H7: `entrepot paper forms`.")],
    facts: Annotated[Path, typer.Argument(help="A declaration as JSON, as the API takes it; - for standard input.")],
    given: Annotated[
        list[str] | None,
        typer.Option("--beside", help="name=value from elsewhere: `entrepot paper beside`."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The plain tree and the findings, in JSON.")] = False,
) -> None:
    """Write the paper; what it has no place for, and what it lacks, is told beside it. Exit 1 if it lacks something."""
    from entrepot.hub.adapters import papers
    from entrepot.statute import forms as held
    from entrepot.trade.papers.projecting import project

    wanted = held.form(form)
    paper = project(wanted, _declaration(facts), _beside(given or []))
    if as_json:
        told = {"form": form, "tree": paper.tree, "losses": _told(paper.losses), "lacking": _told(paper.lacking)}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        sys.stdout.buffer.write(papers.written(wanted, paper.tree))
        for finding in (*paper.lacking, *paper.losses):
            typer.echo(f"{finding.level}: {finding} [{finding.code}]", err=True)
    raise typer.Exit(LACKING if paper.lacking else 0)


def read(
    form: Annotated[str, typer.Argument(help="The form's code.")],
    paper: Annotated[Path, typer.Argument(help="The paper as it was sent.")],
) -> None:
    """Read a paper that somebody sent: its facts as JSON, by their place in the declaration or their name beside it."""
    from entrepot.hub.adapters import papers
    from entrepot.statute import forms as held
    from entrepot.trade.papers.restoring import restore

    wanted = held.form(form)
    typer.echo(json.dumps(restore(wanted, papers.read(wanted, _bytes(paper))), ensure_ascii=False, indent=1))


def beside() -> None:
    """What can be given beside a declaration, and what each name means."""
    from entrepot.trade.papers.beside import BESIDE

    for name, meaning in BESIDE.items():
        typer.echo(f"{name:<20} {meaning}")


def _declaration(path: Path) -> DeclarationFacts:
    import msgspec

    from entrepot.trade.declaration import DeclarationFacts
    from entrepot.trade.finding import Finding, Refused
    from entrepot.trade.wording import gettext_noop

    try:
        return msgspec.json.decode(_bytes(path), type=DeclarationFacts)
    except msgspec.DecodeError as fault:
        raise Refused(
            Finding(
                "not-a-declaration",
                gettext_noop("{file} is not a declaration: {why}."),
                remedy=gettext_noop("Give one declaration as POST /api/v1/declarations takes it."),
                params={"file": str(path), "why": str(fault)},
            )
        ) from None


def _bytes(path: Path) -> bytes:
    if str(path) == "-":
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as unreadable:
        typer.echo(f"{path} cannot be read: {unreadable.strerror}.", err=True)
        raise typer.Exit(UNREADABLE) from None


def _beside(given: list[str]) -> dict[str, str]:
    from entrepot.trade.papers.beside import checked

    return checked(dict(each.partition("=")[::2] for each in given))


def _told(findings: tuple[Finding, ...]) -> list[dict[str, str]]:
    return [
        {"code": each.code, "level": each.level, "pointer": each.pointer, "sentence": str(each)} for each in findings
    ]


def _row(form: Form) -> dict[str, object]:
    return {
        "form": form.code,
        "title": form.title,
        "country": form.country,
        "direction": form.direction,
        "regimes": list(form.regimes),
        "syntax": form.syntax,
        "confidence": form.confidence,
        "source": list(form.source),
        "note": form.note,
    }
