"""The levies of one day, and the rules by which they are rounded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from entrepot.statute.day import Day
from entrepot.statute.desk import GROUND
from entrepot.statute.reading import Table
from entrepot.trade.duty.law import (
    Band,
    Bands,
    ByTariff,
    Collected,
    Fixed,
    Kind,
    Levy,
    Per,
    Percent,
    Pricing,
    RoundingRule,
    Stage,
)
from entrepot.trade.duty.valuation import NAMES
from entrepot.trade.money import Mode, Rounding
from entrepot.trade.wording import gettext_noop

LEVY = ("code", "name", "kind", "tariff", "percent", "sum", "bands", "base", "per", "inside", "special", "minimum",
        "maximum", "collected", "payer", "rounding", "listed", "yields_to")  # fmt: skip


class Levying:
    """Reads levies.yaml for a draft, in order; a base takes only levies that are in force on the day."""

    def __init__(self, day: Day) -> None:
        self.day, self.desk = day, day.desk
        self.roundings = self._rules()
        self.levied: set[str] = set()

    def all(self, tables: list[Table]) -> tuple[Levy, ...]:
        """The levies in force, each known to those after it."""
        levies = []
        for table in tables:
            levy = self.levy(table)
            if levy is not None:
                levies.append(levy)
                self.levied.add(levy.code)
        return tuple(levies)

    def levy(self, at: Table) -> Levy | None:
        """A levy; None while the value that prices it is not in force."""
        desk = self.desk
        desk.known(at, (*LEVY, *GROUND))
        pricing = self._pricing(at)
        if pricing is None:
            return None
        return Levy(
            desk.text(at, "code"),
            desk.text(at, "name"),
            desk.word(at, "kind", get_args(Kind)),
            pricing,
            self.rounding(at),
            desk.ground(at),
            self.base(at) or ("customs_value",),
            desk.word(at, "per", get_args(Per), "line"),
            desk.word(at, "inside", ("no", "yes"), "no") == "yes",
            desk.word(at, "special", ("no", "yes"), "no") == "yes",
            desk.word(at, "listed", ("no", "yes"), "no") == "yes",
            self._parts(at, "yields_to"),
            self.day.value(at, "minimum") if "minimum" in at else None,
            self.day.value(at, "maximum") if "maximum" in at else None,
            desk.word(at, "collected", get_args(Collected), "border"),
            desk.text(at, "payer", "importer"),
        )

    def base(self, at: Table) -> tuple[str, ...]:
        """The named parts of a base; levies that are not in force on the day are no part of it."""
        return self._parts(at, "base")

    def _parts(self, at: Table, what: str) -> tuple[str, ...]:
        names = self.desk.texts(at, what)
        known = {*NAMES, *(str(levy.get("code")) for levy in self.desk.tables(self.day.folder.levies, "levies"))}
        for name in names:
            if name not in known:
                sentence = gettext_noop("“{name}” is neither a part of the value nor a levy of this folder.")
                self.desk.fault(at, "base-unknown", sentence, name=name)
        return tuple(name for name in names if name in NAMES or name in self.levied)

    def _pricing(self, at: Table) -> Pricing | None:
        ways = [way for way in ("tariff", "percent", "sum", "bands") if way in at]
        if len(ways) != 1:
            sentence = gettext_noop("A levy is priced by one of: tariff, percent, sum, bands.")
            self.desk.fault(at, "pricing-wrong", sentence)
            return None
        if ways == ["tariff"]:
            table = self.desk.table(at, "tariff")
            return ByTariff(self.day.value(table, "default") if "default" in table else None)
        if ways == ["bands"]:
            return self._bands(self.desk.table(at, "bands"))
        value = self.day.value(at, ways[0])
        if value is None:
            return None
        return Percent(value) if ways == ["percent"] else Fixed(value)

    def _bands(self, at: Table) -> Bands | None:
        bands = []
        for step in self.desk.tables(at, "steps"):
            limit = "under" if "under" in step else "up_to" if "up_to" in step else ""
            value = self.day.value(step, "sum")
            if value is None:
                return None
            bands.append(Band(self.day.value(step, limit) if limit else None, value, limit == "up_to"))
        return Bands(self.desk.text(at, "levy"), tuple(bands))

    def _rules(self) -> Mapping[str, RoundingRule]:
        rules = {}
        roundings = self.desk.table(self.day.folder.jurisdiction, "roundings")
        for code in roundings:
            at = self.desk.table(roundings, code)
            self.desk.known(at, ("stage", "minor_units", "mode", "minimum_collected", *GROUND))
            rules[code] = RoundingRule(
                code,
                self.desk.ground(at),
                self.desk.word(at, "stage", get_args(Stage), "line"),
                Rounding(int(self.desk.text(at, "minor_units", "1")), self.desk.word(at, "mode", get_args(Mode))),
                self.day.value(at, "minimum_collected") if "minimum_collected" in at else None,
            )
        return rules

    def rounding(self, at: Table, name: str = "rounding") -> RoundingRule:
        code = self.desk.text(at, name)
        if code in self.roundings:
            return self.roundings[code]
        sentence = gettext_noop("“{code}” is not a rounding rule of jurisdiction.yaml.")
        self.desk.fault(at, "rounding-unknown", sentence, code=code)
        return RoundingRule(code, self.desk.ground(at))
