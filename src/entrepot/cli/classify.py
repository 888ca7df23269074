"""What is the code of these goods? Answered offline from what ships, and from the texts that were loaded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from entrepot.cli.hub import Home

if TYPE_CHECKING:
    from entrepot.classify import Answer, Assistant, Goods

TEXT = "text"
SHOWN, MOST = 5, 20
NOT_ENOUGH = "Not enough to classify. Say in a few words what the thing is, what it is made of and what it is for."


class TextOrCommand(TyperGroup):
    """`entrepot classify load …` is a command; `entrepot classify "porcelain plate"` asks for its code."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        named = next((arg for arg in args if not arg.startswith("-")), None)
        if args and named not in self.commands and args != ["--help"]:
            args = [TEXT, *args]
        return super().parse_args(ctx, args)


def commands(app: typer.Typer) -> None:
    told = 'The code of goods, from a description: entrepot classify "porcelain plate".'
    group = typer.Typer(cls=TextOrCommand, help=told, no_args_is_help=True)
    group.command(TEXT)(classify)
    group.command()(load)
    group.command()(learn)
    group.command()(held)
    group.command()(kinds)
    group.command(hidden=True)(encode)
    app.add_typer(group, name="classify")


def classify(
    text: Annotated[str, typer.Argument(help="The goods in a few words: English, Chinese or Malay.")] = "",
    file: Annotated[
        Path | None,
        typer.Option(help="One text a line, a CSV with a column text, or JSON lines with text and attributes."),
    ] = None,
    lang: Annotated[str, typer.Option(help="en, zh or ms; found out if left out.")] = "",
    attribute: Annotated[list[str] | None, typer.Option(help="A fact, such as material=cotton.")] = None,
    top: Annotated[int | None, typer.Option(min=1, max=100, help="How many codes at most.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
    home: Home = Path(".entrepot"),
) -> None:
    """Rank the subheadings that goods may belong to, with reasons.

    With --file one JSON list is answered a line, in the order given; an empty list where nothing is described.
    Exit 0, or 2 if the input cannot be read.
    """
    from entrepot.classify.asked import goods_of, read_file

    if file is not None:
        if text or attribute:
            raise typer.BadParameter("a file brings its own texts and attributes; leave TEXT and --attribute out.")
        _answer_file(file, read_file(file, lang), opened(home), top or MOST)
        return
    goods = goods_of(text, lang, attribute or ())
    answer = opened(home).classify([goods], top or (MOST if as_json else SHOWN))[0]
    typer.echo(json.dumps(answer.plain(), ensure_ascii=False, indent=1) if as_json else page(goods, answer))


def _answer_file(file: Path, asked: list[Goods], assistant: Assistant, top: int) -> None:
    """A list a description, in their order; where nothing is described, an empty one, and a word to who asked."""
    for start in range(0, len(asked), 100):
        batch = asked[start : start + 100]
        answers = iter(assistant.classify([goods for goods in batch if goods.described()], top))
        for place, goods in enumerate(batch, start + 1):
            found = next(answers).plain() if goods.described() else []
            typer.echo(json.dumps(found, ensure_ascii=False))
            if not goods.described():
                typer.echo(f"{file}: description {place} is empty; its answer is an empty list.", err=True)


def load(
    file: Annotated[Path, typer.Argument(help="The file as published, packed or not.")],
    kind: Annotated[str, typer.Option(help="What the file is; `entrepot classify kinds` lists them.")],
    name: Annotated[str, typer.Option(help="What the source is called in reasons; the kind if left out.")] = "",
    home: Home = Path(".entrepot"),
) -> None:
    """Load official texts, or a list of goods with their codes, which sharpen the answers.

    The same again changes nothing. What a line excludes is not searched, but told as a reason.
    """
    from entrepot.classify.library import FOLDER, Library, read

    known = read(file, kind, name)
    Library(home / FOLDER).put(known)
    typer.echo(f"{len(known.rows)} texts and {len(known.exclusions)} exclusions of {known.source} are held.")
    if known.unknown_codes:
        typer.echo(f"{known.unknown_codes} lines have a code that is not in the edition, and were left out.")
    opened(home)


def learn(
    file: Annotated[Path, typer.Argument(help="Decisions as a hub exports them, a JSON line each.")],
    home: Home = Path(".entrepot"),
) -> None:
    """Take up decisions, unless they make worse what was right. Exit 1 if they do; then nothing is changed."""
    from entrepot.classify.decision import read_lines
    from entrepot.classify.gate import verdict
    from entrepot.classify.library import FOLDER, Library, text_of

    decisions = read_lines(text_of(file, "utf-8-sig").split("\n"))
    found = verdict(opened(home), decisions)
    typer.echo(f"{found.before} of {found.probes} probes were right before, {found.after} after.")
    for probe in found.lost:
        typer.echo(f"lost: {probe.text} ({probe.heading})")
    for decision in found.forgotten:
        typer.echo(f"does not come back for its own words: {decision.text} ({decision.code})")
    if not found.passed:
        typer.echo("refused: nothing was changed.", err=True)
        raise typer.Exit(1)
    fresh = Library(home / FOLDER).put_decisions(decisions)
    typer.echo(f"{fresh} decisions are new and count from now on.")


def held(home: Home = Path(".entrepot")) -> None:
    """Show which texts are held beside those that ship."""
    from entrepot.classify.library import FOLDER, Library

    sources = Library(home / FOLDER).sources
    typer.echo("\n".join(sources) if sources else f"No texts were loaded into {home}; what ships is used alone.")


def kinds() -> None:
    """List the kinds of files that can be loaded."""
    from entrepot.classify.doors import KINDS

    for kind in KINDS.values():
        typer.echo(f"{kind.code:<8}{kind.title}")


def encode(
    axes: Annotated[bool, typer.Option("--axes", help="Work out the projection anew, too.")] = False,
) -> None:
    """Make the points of the shipped texts anew, after the phrase book changed."""
    from entrepot.classify import training

    if axes:
        training.make_projection(training.shipped_texts())
    typer.echo(f"{training.make_vectors()} texts have a point.")


def opened(home: Path) -> Assistant:
    """The assistant with the texts that this home holds; says what it does if it has to encode them first."""
    from rich.console import Console
    from rich.progress import Progress

    from entrepot.classify import sources
    from entrepot.classify.classifier import Assistant, cache_folder
    from entrepot.classify.library import FOLDER, Library

    library = Library(home / FOLDER)
    say = Console(stderr=True, highlight=False)
    with Progress(console=say, transient=True, disable=not say.is_terminal) as bar:
        task = bar.add_task("reading texts for the first time", total=None)
        rows = [*sources.shipped(), *library.rows()]
        assistant = Assistant(rows, library.exclusions(), cache_folder(), lambda count: bar.advance(task, count))
    assistant.learn(library.decisions())
    return assistant


def page(goods: Goods, answer: Answer) -> str:
    """The answer for reading."""
    from entrepot.classify.nomenclature import dotted, wording

    if not answer.enough:
        return NOT_ENOUGH
    lines = [f"{goods.text} ({answer.lang})"]
    for suggestion in answer.suggestions:
        lines.append(f"{dotted(suggestion.code):<9}{suggestion.band:<10}{wording()[suggestion.code]}")
        bands = ", ".join(f"{level} {band}" for level, band in suggestion.bands.items())
        lines.append(f"{'':<9}{bands}; score {suggestion.score:.2f}")
        lines += [f"{'':<11}{reason.told()}" for reason in suggestion.reasons]
    lines += [f"? {question.sentence} ({_answers(question.answers)})" for question in answer.questions]
    return "\n".join(lines)


def _answers(answers: Any) -> str:
    from entrepot.classify.nomenclature import dotted

    return "; ".join(f"{value}: {', '.join(dotted(code) for code in codes)}" for value, codes in answers.items())
