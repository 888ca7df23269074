"""The named conditions of a regimes file, built once for the day."""

from __future__ import annotations

from typing import get_args

from entrepot.statute.areas import area_of
from entrepot.statute.day import Day
from entrepot.statute.desk import GROUND
from entrepot.statute.reading import Table
from entrepot.trade.duty.condition import (
    AreaTest,
    Condition,
    Either,
    Every,
    FactTest,
    GoodsTest,
    Otherwise,
    Reach,
    Relation,
    Side,
    Unit,
    ValueTest,
)
from entrepot.trade.duty.ground import NO_GROUND, Value
from entrepot.trade.wording import gettext_noop

KINDS = ("value", "fact", "goods", "area", "every", "either")
NAMES = ("sentence", "otherwise", "of", *get_args(Relation), "one_of", "complete", "reach", *KINDS, *GROUND)


class Conditions:
    """The `conditions` of regimes.yaml by name; `not <name>` is the opposite of one."""

    def __init__(self, day: Day) -> None:
        self.day, self.desk = day, day.desk
        self.tables = self.desk.table(day.folder.regimes, "conditions")
        self.made: dict[str, Condition] = {}

    def named(self, at: Table, name: str) -> tuple[Condition, ...]:
        """The conditions that a list names."""
        made = [self.one(at, each) for each in self.desk.texts(at, name)]
        return tuple(condition for condition in made if condition is not None)

    def one(self, at: Table, name: str) -> Condition | None:
        """One condition by its name."""
        if name.startswith("not "):
            test = self.one(at, name.removeprefix("not "))
            if test is None:
                return None
            return Otherwise(self._code(name), test.otherwise, test.sentence, test, test.ground)
        if name not in self.tables:
            sentence = gettext_noop("“{name}” is not a condition of this file.")
            self.desk.fault(at, "condition-unknown", sentence, name=name)
            return None
        if name not in self.made:
            made = self._build(name, self.desk.table(self.tables, name))
            if made is None:
                return None
            self.made[name] = made
        return self.made[name]

    def _build(self, name: str, at: Table) -> Condition | None:
        desk, code = self.desk, self._code(name)
        desk.known(at, NAMES)
        kinds = [kind for kind in KINDS if kind in at]
        sentence = desk.text(at, "sentence")
        otherwise = desk.text(at, "otherwise")
        ground = desk.ground(at) if any(name in at for name in GROUND) else NO_GROUND
        reach = desk.word(at, "reach", get_args(Reach), "every")
        match kinds:
            case ["value"]:
                relation, limit = self._limit(at)
                unit = desk.word(at, "of", get_args(Unit), "consignment")
                shown = ground if ground is not NO_GROUND else limit.ground
                value = desk.text(at, "value")
                return ValueTest(code, sentence, otherwise, value, unit, relation, limit, reach, shown)
            case ["fact"]:
                one_of = desk.texts(at, "one_of")
                return FactTest(code, sentence, otherwise, desk.text(at, "fact"), one_of, ground)
            case ["goods"]:
                complete = desk.word(at, "complete", ("yes", "no"), "yes") == "yes"
                return GoodsTest(code, sentence, otherwise, desk.texts(at, "goods"), complete, reach, ground)
            case ["area"]:
                area = area_of(self.day.folder, desk, desk.text(at, "area"), at)
                side = desk.word(at, "of", get_args(Side), "origin")
                return AreaTest(code, sentence, otherwise, area, side, reach, ground)
            case ["every"]:
                return Every(code, sentence, otherwise, self.named(at, "every"), ground)
            case ["either"]:
                return Either(code, sentence, otherwise, self.named(at, "either"), ground)
            case _:
                known = ", ".join(KINDS)
                sentence = gettext_noop("A condition is one of: {known}.")
                desk.fault(at, "condition-kind", sentence, known=known)
                return None

    def _code(self, name: str) -> str:
        """The code of its findings, with the folder before it: `my-within-relief-value`."""
        return f"{self.day.folder.code.lower()}-{name.replace('_', '-').replace(' ', '-')}"

    def _limit(self, at: Table) -> tuple[Relation, Value]:
        relations = [relation for relation in get_args(Relation) if relation in at]
        if len(relations) != 1:
            known = ", ".join(get_args(Relation))
            self.desk.fault(at, "relation-missing", gettext_noop("A limit is one of: {known}."), known=known)
            return "at-most", Value("", "", None, "count", NO_GROUND)
        relation: Relation = relations[0]
        name = self.desk.text(at, relation)
        self.day.value(at, relation)
        value = self.day.values.get(name)
        return relation, value or Value(name, "", None, "count", NO_GROUND)
