"""The law of one day, drafted from the files of a folder."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import get_args

from entrepot.statute.conditions import Conditions
from entrepot.statute.desk import GROUND, Desk
from entrepot.statute.exchange.rule import RULES
from entrepot.statute.folder import Folder
from entrepot.statute.parameters import value_on
from entrepot.statute.reading import Rows, Table
from entrepot.statute.tariff import schedule_of
from entrepot.trade.duty.ground import Value
from entrepot.trade.duty.law import (
    Band,
    Bands,
    ByTariff,
    Change,
    Collected,
    Effect,
    Fixed,
    Kind,
    Law,
    Levy,
    Per,
    Percent,
    Preference,
    Pricing,
    Regime,
    RoundingRule,
    Stage,
    Terms,
)
from entrepot.trade.duty.measure import Tariff
from entrepot.trade.duty.valuation import NAMES
from entrepot.trade.money import Mode, Rounding
from entrepot.trade.wording import gettext_noop

JURISDICTION = ("code", "held_from", "name", "currency", "customs_value", "exchange_day", "roundings", "members",
                "value_rounding", "exchange_rule")  # fmt: skip
LEVY = ("code", "name", "kind", "tariff", "percent", "sum", "bands", "base", "per", "inside", "special", "minimum",
        "maximum", "collected", "payer", "rounding")  # fmt: skip
REGIME = ("code", "name", "when", "charges", "proofs", "preference", "procedure")
NOT_CHARGED = Terms(charged=False)
TERMS = ("effects", "collected", "payer", "base")


class Draft:
    """One folder's law on one day; faults gather on the desk."""

    def __init__(self, folder: Folder, on: date, known: date | None, member: str = "") -> None:
        self.folder, self.on, self.known, self.member = folder, on, known, member
        self.desk = Desk(folder.sources)
        self.values: dict[str, Value] = {}
        for name, table in folder.parameters.items():
            if "members" not in table or member in self.desk.table(table, "members"):
                value = value_on(self.desk, name, table, on, known, member)
                if value is not None:
                    self.values[name] = value
        self.conditions = Conditions(self)
        self.roundings = self._roundings()
        self.levied: set[str] = set()

    def law(self) -> Law:
        """Everything together."""
        at, desk = self.folder.jurisdiction, self.desk
        desk.known(at, JURISDICTION)
        self._exchange_rule(at)
        own = desk.table(desk.table(at, "members"), self.member) if self.member else at
        levies = []
        for table in self._in_force("levies"):
            levy = self._levy(table)
            if levy is not None:
                levies.append(levy)
                self.levied.add(levy.code)
        regimes = tuple(self._regime(table) for table in self._in_force("regimes"))
        return Law(
            self.member or self.folder.code,
            desk.text(own, "name"),
            desk.text(own, "currency", desk.text(at, "currency")),
            self.on,
            self.known,
            self.folder.digest,
            desk.word(at, "customs_value", ("cif", "fob")),
            desk.word(at, "exchange_day", ("arrival", "dispatch"), "arrival"),
            self.values,
            tuple(levies),
            regimes,
            Tariff(schedule_of(self.folder, desk), self.on, self.known),
            self._rounding(at, "value_rounding") if "value_rounding" in at else None,
        )

    def _exchange_rule(self, at: Table) -> None:
        """Check the rule for the day from which a published rate of exchange is used."""
        if "exchange_rule" in at:
            rule = self.desk.table(at, "exchange_rule")
            self.desk.known(rule, ("rule", *GROUND))
            self.desk.word(rule, "rule", tuple(RULES))
            self.desk.ground(rule)

    def value(self, at: Table, name: str) -> Value | None:
        """The value that a piece of law names; None if it is not (or no longer) in force."""
        wanted = self.desk.text(at, name)
        if wanted and wanted not in self.folder.parameters:
            self.desk.fault(
                at, "parameter-unknown", gettext_noop("“{name}” is not a parameter of this folder."), name=wanted
            )
        value = self.values.get(wanted)
        return value if value is not None and value.amount is not None else None

    def _in_force(self, name: str) -> list[Table]:
        at = self.folder.levies if name == "levies" else self.folder.regimes
        return [table for table in self.desk.tables(at, name) if self._holds(table)]

    def _holds(self, at: Table) -> bool:
        """Whether a piece of law is in force on the day, and was known by the other."""
        since, until = self.desk.day(at, "from"), self.desk.day(at, "until")
        known_from = self.desk.day(at, "known_from")
        return (
            (since is None or since <= self.on)
            and (until is None or self.on < until)
            and (self.known is None or known_from is None or known_from <= self.known)
        )

    def _levy(self, at: Table) -> Levy | None:
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
            self._rounding(at),
            desk.ground(at),
            self._base(at) or ("customs_value",),
            desk.word(at, "per", get_args(Per), "line"),
            desk.word(at, "inside", ("no", "yes"), "no") == "yes",
            desk.word(at, "special", ("no", "yes"), "no") == "yes",
            self.value(at, "minimum") if "minimum" in at else None,
            self.value(at, "maximum") if "maximum" in at else None,
            desk.word(at, "collected", get_args(Collected), "border"),
            desk.text(at, "payer", "importer"),
        )

    def _base(self, at: Table) -> tuple[str, ...]:
        """The named parts of a base; levies that are not in force on the day are no part of it."""
        names = self.desk.texts(at, "base")
        known = {*NAMES, *(str(levy.get("code")) for levy in self.desk.tables(self.folder.levies, "levies"))}
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
            return ByTariff(self.value(table, "default") if "default" in table else None)
        if ways == ["bands"]:
            return self._bands(self.desk.table(at, "bands"))
        value = self.value(at, ways[0])
        if value is None:
            return None
        return Percent(value) if ways == ["percent"] else Fixed(value)

    def _bands(self, at: Table) -> Bands | None:
        bands = []
        for step in self.desk.tables(at, "steps"):
            limit = "under" if "under" in step else "up_to" if "up_to" in step else ""
            value = self.value(step, "sum")
            if value is None:
                return None
            bands.append(Band(self.value(step, limit) if limit else None, value, limit == "up_to"))
        return Bands(self.desk.text(at, "levy"), tuple(bands))

    def _regime(self, at: Table) -> Regime:
        desk = self.desk
        desk.known(at, (*REGIME, *GROUND))
        charges = desk.table(at, "charges")
        return Regime(
            desk.text(at, "code"),
            desk.text(at, "name"),
            desk.ground(at),
            self.conditions.named(at, "when"),
            {code: self._terms(charges, code) for code in charges},
            self._proofs(at),
            desk.word(at, "preference", get_args(Preference), "allowed"),
            desk.text(at, "procedure", ""),
        )

    def _proofs(self, at: Table) -> tuple[str, ...]:
        """What a regime asks to be shown; some of it from a day on, or until one."""
        written = at.get("proofs")
        proofs = []
        for row in written if isinstance(written, Rows) else [written] if written is not None else []:
            if isinstance(row, Table):
                self.desk.known(row, ("text", *GROUND))
                self.desk.ground(row)
                if self._holds(row):
                    proofs.append(self.desk.text(row, "text"))
            elif row is not None:
                proofs.append(str(row))
        return tuple(proofs)

    def _terms(self, charges: Table, code: str) -> Terms:
        desk = self.desk
        if code not in {str(levy.get("code")) for levy in desk.tables(self.folder.levies, "levies")}:
            desk.fault(charges, "levy-unknown", gettext_noop("“{code}” is not a levy of this folder."), code=code)
        if charges[code] == "none":
            return NOT_CHARGED
        at = desk.table(charges, code)
        desk.known(at, TERMS)
        return Terms(
            tuple(effect for effect in map(self._effect, desk.tables(at, "effects")) if effect is not None),
            desk.word(at, "collected", get_args(Collected)) if "collected" in at else None,
            desk.text(at, "payer") if "payer" in at else None,
            self._base(at) or None,
        )

    def _effect(self, at: Table) -> Effect | None:
        desk = self.desk
        desk.known(at, ("change", "when", "value", *GROUND))
        change = desk.word(at, "change", get_args(Change))
        value = self.value(at, "value") if "value" in at else None
        if change in ("rate", "factor"):
            if "value" not in at:
                desk.fault(at, "value-missing", gettext_noop("“{name}” is missing, or is not a text."), name="value")
            if value is None:
                return None
        if not self._holds(at):
            return None
        return Effect(change, desk.ground(at), self.conditions.named(at, "when"), value)

    def _roundings(self) -> Mapping[str, RoundingRule]:
        rules = {}
        roundings = self.desk.table(self.folder.jurisdiction, "roundings")
        for code in roundings:
            at = self.desk.table(roundings, code)
            self.desk.known(at, ("stage", "minor_units", "mode", "minimum_collected", *GROUND))
            rules[code] = RoundingRule(
                code,
                self.desk.ground(at),
                self.desk.word(at, "stage", get_args(Stage), "line"),
                Rounding(int(self.desk.text(at, "minor_units", "1")), self.desk.word(at, "mode", get_args(Mode))),
                self.value(at, "minimum_collected") if "minimum_collected" in at else None,
            )
        return rules

    def _rounding(self, at: Table, name: str = "rounding") -> RoundingRule:
        code = self.desk.text(at, name)
        if code in self.roundings:
            return self.roundings[code]
        sentence = gettext_noop("“{code}” is not a rounding rule of jurisdiction.yaml.")
        self.desk.fault(at, "rounding-unknown", sentence, code=code)
        return RoundingRule(code, self.desk.ground(at))
