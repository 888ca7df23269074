"""The law of one day, drafted from the files of a folder."""

from __future__ import annotations

from datetime import date
from typing import get_args

from entrepot.statute.conditions import Conditions
from entrepot.statute.day import Day
from entrepot.statute.desk import GROUND
from entrepot.statute.exchange.rule import RULES
from entrepot.statute.folder import Folder
from entrepot.statute.levying import Levying
from entrepot.statute.reading import Rows, Table
from entrepot.statute.tariff import schedule_of
from entrepot.trade.duty.law import Change, Collected, Effect, Law, Preference, Regime, Terms
from entrepot.trade.duty.measure import Tariff
from entrepot.trade.wording import gettext_noop

JURISDICTION = ("code", "held_from", "name", "currency", "customs_value", "exchange_day", "roundings", "members",
                "value_rounding", "exchange_rule")  # fmt: skip
REGIME = ("code", "name", "when", "charges", "proofs", "preference", "procedure")
NOT_CHARGED = Terms(charged=False)
TERMS = ("effects", "collected", "payer", "base")


class Draft:
    """One folder's law on one day; faults gather on the desk."""

    def __init__(self, folder: Folder, on: date, known: date | None, member: str = "") -> None:
        self.day = Day(folder, on, known, member)
        self.folder, self.desk = folder, self.day.desk
        self.conditions = Conditions(self.day)
        self.levying = Levying(self.day)

    def law(self) -> Law:
        """Everything together."""
        at, desk = self.folder.jurisdiction, self.desk
        desk.known(at, JURISDICTION)
        self._exchange_rule(at)
        own = desk.table(desk.table(at, "members"), self.day.member) if self.day.member else at
        levies = self.levying.all(self._in_force("levies"))
        regimes = tuple(self._regime(table) for table in self._in_force("regimes"))
        return Law(
            self.day.member or self.folder.code,
            desk.text(own, "name"),
            desk.text(own, "currency", desk.text(at, "currency")),
            self.day.on,
            self.day.known,
            self.folder.digest,
            desk.word(at, "customs_value", ("cif", "fob")),
            desk.word(at, "exchange_day", ("arrival", "dispatch"), "arrival"),
            self.day.values,
            levies,
            regimes,
            Tariff(schedule_of(self.folder, desk), self.day.on, self.day.known),
            self.levying.rounding(at, "value_rounding") if "value_rounding" in at else None,
        )

    def _exchange_rule(self, at: Table) -> None:
        """Check the rule for the day from which a published rate of exchange is used."""
        if "exchange_rule" in at:
            rule = self.desk.table(at, "exchange_rule")
            self.desk.known(rule, ("rule", *GROUND))
            self.desk.word(rule, "rule", tuple(RULES))
            self.desk.ground(rule)

    def _in_force(self, name: str) -> list[Table]:
        at = self.folder.levies if name == "levies" else self.folder.regimes
        return [table for table in self.desk.tables(at, name) if self.day.holds(table)]

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
                if self.day.holds(row):
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
            self.levying.base(at) or None,
        )

    def _effect(self, at: Table) -> Effect | None:
        desk = self.desk
        desk.known(at, ("change", "when", "value", *GROUND))
        change = desk.word(at, "change", get_args(Change))
        value = self.day.value(at, "value") if "value" in at else None
        if change in ("rate", "factor"):
            if "value" not in at:
                desk.fault(at, "value-missing", gettext_noop("“{name}” is missing, or is not a text."), name="value")
            if value is None:
                return None
        if not self.day.holds(at):
            return None
        return Effect(change, desk.ground(at), self.conditions.named(at, "when"), value)
