"""An inspection on paper: which checks it asks for, and whether a report of it is whole and agrees with itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from entrepot.trade.declaration import DeclarationFacts, GoodsItem
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import exact
from entrepot.trade.wording import gettext_noop

Kind = Literal["documents", "goods"]
Outcome = Literal["as-declared", "differs", "not-applicable"]
Result = Literal["conform", "not-conform"]
KINDS: tuple[Kind, ...] = ("documents", "goods")
OUTCOMES: tuple[Outcome, ...] = ("as-declared", "differs", "not-applicable")
ZERO = Fraction(0)
RESULTS: tuple[Result, ...] = ("conform", "not-conform")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing to look at, for these kinds of inspection; of all goods and lanes, or only of some.

    `goods` are first digits of HS codes, `profiles` codes of risk profiles that were met; without either it is for all.
    """

    code: str
    told: str
    kinds: tuple[Kind, ...]
    goods: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    each_item: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """A check of one item; item 0 is the whole consignment."""

    code: str
    item: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was seen at one check; what differs is said in `found`, in the units of the declaration."""

    code: str
    item: int = 0
    outcome: Outcome
    found: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What was taken of an item to be examined elsewhere, under a number of its own."""

    number: str
    item: int
    quantity: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """The seal that was found and the one put in its place; either may be none."""

    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What came out of an inspection."""

    result: Result
    summary: str = ""
    checks: tuple[Checked, ...] = ()
    samples: tuple[Sample, ...] = field(default=())
    seals: tuple[Seal, ...] = field(default=())


def checklist(checks: Iterable[Check], kind: Kind, facts: DeclarationFacts, met: Collection[str]) -> list[Asked]:
    """The checks that an inspection of these goods asks for, `met` being the profiles that were met."""
    asked = []
    for check in checks:
        if kind in check.kinds and (not check.profiles or set(check.profiles) & set(met)):
            items = [item.number for item in facts.items if _is_of(item, check.goods)]
            if check.each_item:
                asked += [Asked(check.code, number) for number in items]
            elif items:
                asked.append(Asked(check.code))
    return asked


def faults(report: Report, asked: Sequence[Asked], facts: DeclarationFacts) -> Iterator[Finding]:
    """Everything for which a report cannot be taken."""
    yield from _of_checks(report, asked)
    yield from _of_result(report)
    items = {item.number: item for item in facts.items}
    numbers = [sample.number for sample in report.samples]
    for n, sample in enumerate(report.samples):
        yield from _of_sample(n, sample, items, twice=numbers.count(sample.number) > 1)
    for n, seal in enumerate(report.seals):
        if seal.old.strip() == seal.new.strip():
            yield Finding(
                "seal-not-changed",
                gettext_noop("A seal is either found or put on, and the two numbers differ."),
                f"/seals/{n}",
                gettext_noop("Write the number that was broken, the number that was put on, or both."),
            )


def _is_of(item: GoodsItem, goods: tuple[str, ...]) -> bool:
    return not goods or item.hs.replace(".", "").startswith(goods)


def _of_checks(report: Report, asked: Sequence[Asked]) -> Iterator[Finding]:
    seen = [Asked(check.code, check.item) for check in report.checks]
    for each in asked:
        if seen.count(each) != 1:
            yield Finding(
                "check-not-answered",
                gettext_noop("The check “{code}” of item {item} is to be answered once."),
                "/checks",
                gettext_noop("Say that it is as declared, that it differs, or that it does not apply."),
                params={"code": each.code, "item": str(each.item)},
            )
    for n, check in enumerate(report.checks):
        if seen[n] not in asked:
            yield Finding(
                "check-not-asked",
                gettext_noop("The check “{code}” of item {item} is not on the list of this inspection."),
                f"/checks/{n}",
                params={"code": check.code, "item": str(check.item)},
            )
        elif check.outcome == "differs" and not check.found.strip():
            yield Finding(
                "difference-not-said",
                gettext_noop("The check “{code}” of item {item} differs, and what was found is not said."),
                f"/checks/{n}/found",
                gettext_noop("Write what was found: the count, the mass, the material, the origin."),
                params={"code": check.code, "item": str(check.item)},
            )


def _of_result(report: Report) -> Iterator[Finding]:
    differs = any(check.outcome == "differs" for check in report.checks)
    if differs == (report.result == "conform"):
        yield Finding(
            "result-against-checks",
            gettext_noop("The result does not follow from the checks: it is conform only if nothing differs."),
            "/result",
            gettext_noop("Correct the result or the checks."),
        )
    if report.result == "not-conform" and not report.summary.strip():
        yield Finding(
            "reason-missing",
            gettext_noop("A result against the declarant needs a sentence that says why."),
            "/summary",
            gettext_noop("Say what is not as declared; the declarant is told it."),
        )


def _of_sample(n: int, sample: Sample, items: dict[int, GoodsItem], *, twice: bool) -> Iterator[Finding]:
    item, taken = items.get(sample.item), _amount(sample.quantity)
    params = {"number": sample.number, "item": str(sample.item)}
    if not sample.number.strip() or twice:
        yield Finding(
            "sample-number",
            gettext_noop("Each sample has a number of its own."),
            f"/samples/{n}/number",
            gettext_noop("Write the number that stands on its bag."),
        )
    if item is None:
        yield Finding("sample-item", gettext_noop("There is no item {item}."), f"/samples/{n}/item", params=params)
    elif taken is None or sample.unit != item.unit or taken > (_amount(item.quantity) or ZERO):
        yield Finding(
            "sample-quantity",
            gettext_noop("Sample {number} takes more than item {item} has, nothing, or counts in another unit."),
            f"/samples/{n}/quantity",
            gettext_noop("Write how much of the declared quantity was taken, in its unit."),
            params=params,
        )


def _amount(quantity: str) -> Fraction | None:
    try:
        amount = exact(quantity)
    except Refused:
        return None
    return amount if amount > 0 else None
