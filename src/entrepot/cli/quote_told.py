"""A quote for the eye: each way in as a tree, down to the clause, its source and how sure we are."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from entrepot.statute import Statute
from entrepot.statute.nomenclature import SUBHEADING, subheadings
from entrepot.trade.duty.facts import Consignment
from entrepot.trade.duty.ground import Ground, plain
from entrepot.trade.duty.rates import Rates
from entrepot.trade.duty.result import Amount, Line, Option, Quote
from entrepot.trade.duty.valuation import NAMES

DEMONSTRATION = "demonstration"
SURE = {"sourced": "green", "conflicting": "yellow", "unverified": "yellow"}


def show(found: Quote, consignment: Consignment, law: Statute, rates: Rates) -> None:
    """Print the answer."""
    say = Console(highlight=False)
    say.print(heading(found, consignment, law, rates), soft_wrap=True)
    for finding in found.findings:
        say.print(Text(f"{finding.level}: {finding}", style="yellow"))
    charges = {levy.code: levy.name for levy in law.law(found.destination, found.on, found.known).levies}
    cheapest = found.cheapest
    for number, option in enumerate(found.options, start=1):
        say.print()
        say.print(tree(option, number, cheapest, charges))
    for option in found.closed:
        say.print()
        say.print(closed(option))


def heading(found: Quote, consignment: Consignment, law: Statute, rates: Rates) -> Text:
    """The question, and what the answer rests on."""
    goods = consignment.lines[0]
    day_law = law.law(found.destination, found.on, found.known)
    words = _words(goods.hs, day_law.tariff.schedule.descriptions)
    each = f" ({plain(goods.quantity)} {goods.unit})" if goods.quantity != 1 else ""
    lines = [
        f"{goods.hs} {words}".strip() + f": {goods.value}{each}, {consignment.dispatch} → {found.destination}",
        f"law: {day_law.name} on {found.on}"
        + (f", as known on {found.known}" if found.known else "")
        + f", digest {found.law_digest[:16]}",
    ]
    tariffs = [f"{each.title} ({each.code}; {each.source or 'source not said'})" for each in found.tariff]
    lines.append("tariff: " + ("; ".join(tariffs) or "the schedule that ships with the law, which covers little"))
    lines.append(f"rates: {_rates_told(found, consignment, rates)}")
    return Text("\n".join(lines))


def tree(option: Option, number: int, cheapest: Option | None, charges: dict[str, str]) -> Tree:
    """One way in with its working."""
    claimed = [*option.agreements, *(f"quota {number}" for number in option.quotas)]
    with_proof = f" with {', '.join(claimed)}" if claimed else ""
    title = Text(f"{number}. {option.regime}{with_proof}: ", style="bold")
    title.append(f"{option.total}" if option.total else "cannot be said")
    title.append(f"  {option.name}", style="default")
    root = Tree(title)
    if option.is_priced:
        root.add(Text(f"duty {option.duty}, tax {option.tax}, fees {option.fees}; landed {option.landed}"))
        if cheapest is not None and cheapest is not option and cheapest.total and option.total:
            more = option.total.lowest - cheapest.total.lowest
            root.add(Text(f"{more} more than the cheapest"))
    for name, findings in (("cannot say", option.unknown), ("only if", option.requires), ("since", option.why)):
        if findings:
            branch = root.add(Text(name))
            for finding in findings:
                branch.add(Text(str(finding)))
    if option.proofs:
        root.add(Text(f"needs: {', '.join(option.proofs)}"))
    for line in option.lines:
        _line(root, line, charges)
    _law(root, option.ground)
    return root


def closed(option: Option) -> Tree:
    """A way in that is closed, and why."""
    claimed = "".join(f" with quota {number}" for number in option.quotas)
    root = Tree(Text(f"closed: {option.regime}{claimed}  {option.name}", style="dim"))
    for finding in option.why_not:
        root.add(Text(str(finding), style="dim"))
    return root


def _line(root: Tree, line: Line, charges: dict[str, str]) -> None:
    told = Text(f"{line.name}: ", style="bold")
    if line.base is not None and line.rate:
        of = " + ".join(NAMES.get(name, charges.get(name, name)) for name in line.base_of)
        told.append(f"{line.base} ({of}) × {line.rate} = ")
    elif line.rate and line.rate != str(line.amount):
        told.append(f"{line.rate} = ")
    told.append(str(line.amount))
    if line.effect:
        told.append(f"  {line.effect}")
    if line.rounding and line.unrounded and _is_rounded(line):
        told.append(f"  rounded by “{line.rounding}” from {plain(line.unrounded.lowest.amount)}")
    told.append(f"  at {'sale' if line.collected == 'sale' else 'the border'}, from the {line.payer}", style="dim")
    branch = root.add(told)
    _law(branch, line.ground)
    if line.rate_ground != line.ground:
        _law(branch, line.rate_ground, "rate: ")
    for part in line.parts:
        _line(branch, part, charges)


def _law(branch: Tree, ground: Ground, what: str = "") -> None:
    """The clause, where it was read, since when it holds, and how sure we are."""
    if ground == Ground():
        return
    told = Text(what + (ground.law or "no clause named"))
    if ground.since:
        told.append(f", from {ground.since}")
    if ground.until:
        told.append(f" until {ground.until}")
    told.append(f" [{ground.confidence}]", style=SURE[ground.confidence])
    for source in ground.sources:
        told.append(f"\nsource: {source}", style="dim")
    if ground.note:
        told.append(f"\nnote: {ground.note}", style="dim")
    branch.add(told)


def _words(code: str, descriptions: Mapping[str, str]) -> str:
    """What the goods are: the subheading, and the words of the national line."""
    general, own = subheadings().get(code[:SUBHEADING], ""), descriptions.get(code, "")
    told = (own or general,) if len(code) == SUBHEADING else (general, own)
    return " · ".join(" ".join(each.split()).rstrip(":") for each in told if each.strip())


def _is_rounded(line: Line) -> bool:
    unrounded: Amount | None = line.unrounded
    return unrounded is not None and unrounded.is_exact and unrounded != line.amount


def _rates_told(found: Quote, consignment: Consignment, rates: Rates) -> str:
    currency = consignment.lines[0].value.currency
    name = rates.name or "none held"
    shown = f"{name}, which no bank publishes" if rates.name == DEMONSTRATION else name
    if currency == found.currency:
        return f"none needed ({shown})"
    factor = rates.on(consignment.dispatched or found.on).factor(currency, found.currency)
    return f"1 {currency} = {plain(factor)} {found.currency} ({shown})"
