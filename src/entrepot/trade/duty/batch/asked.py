"""The conditions of a regime, asked of every line or of every consignment of a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from entrepot.trade.duty.batch.lines import Lines
from entrepot.trade.duty.column import Answers, Column, compared, either, every, opposite
from entrepot.trade.duty.column_answers import TooIntricate, in_minor
from entrepot.trade.duty.condition import AreaTest, Condition, Either, Every, FactTest, GoodsTest, Otherwise, ValueTest
from entrepot.trade.duty.situation import Situation, all_of, any_of

TEXTS = ("registration",)  # facts that differ from consignment to consignment


class Asked:
    """Facts are asked of the one situation that stands for all; goods and amounts are looked at row by row.

    `charges` holds what a levy comes to for each consignment, once it was reckoned.
    """

    def __init__(self, situation: Situation, lines: Lines, parts: Mapping[str, Column], pieces: Sequence[int]) -> None:
        self.situation, self.lines, self.parts, self.pieces = situation, lines, parts, pieces
        self.charges: dict[str, Column] = {}
        self.made: dict[tuple[int, bool], Answers] = {}

    def answer(self, condition: Condition, *, whole: bool) -> Answers:
        """Whether a condition holds: of each consignment as a whole, or of each line."""
        key = id(condition), whole
        if key not in self.made:
            answers = self._asked(condition, whole)
            if self.charges:  # what a levy comes to may be part of the question
                return answers
            self.made[key] = answers
        return self.made[key]

    def all_hold(self, conditions: Sequence[Condition], *, whole: bool) -> Answers:
        return every([self.answer(each, whole=whole) for each in conditions], self._count(whole))

    def _asked(self, condition: Condition, whole: bool) -> Answers:
        match condition:
            case ValueTest():
                return self._compared(condition, whole)
            case FactTest():
                if condition.fact in TEXTS:
                    raise TooIntricate
                return self.situation.answer(condition)
            case GoodsTest():
                return self._goods(condition, whole)
            case AreaTest() if condition.of == "dispatch":
                return self.situation.answer(condition)
            case AreaTest():
                holds = {
                    each: condition.area.holds(each, self.situation.law.on)
                    for each in dict.fromkeys(self.lines.origins)
                }
                return self._reach([holds[each] for each in self.lines.origins], condition.reach, whole)
            case Every(tests=tests):
                return self.all_hold(tests, whole=whole)
            case Either(tests=tests):
                return either([self.answer(test, whole=whole) for test in tests], self._count(whole))
            case Otherwise(test=test):
                return opposite(self.answer(test, whole=whole))

    def _compared(self, test: ValueTest, whole: bool) -> Answers:
        if test.limit.amount is None:
            return False
        if test.value == "pieces":
            limit, column = test.limit.amount, Column(list(self.pieces))
        else:
            limit = in_minor(self.situation, test.limit)
            column = self._part(test.value)
        if test.of in ("item", "line"):
            each = self.pieces if test.of == "item" and test.value != "pieces" else None
            return self._reach(compared(column, test.relation, limit, each), test.reach, whole)
        sums = column if test.value.startswith("charge:") else self.lines.summed(column)
        answers = compared(sums, test.relation, limit)
        if test.of == "person-year":  # nobody states here what the person has had before
            sure = test.relation in ("at-least", "over")
            answers = [answer if answer is sure else None for answer in answers]
        return answers if whole else self.lines.spread(answers)

    def _part(self, name: str) -> Column:
        return self.charges[name.removeprefix("charge:")] if name.startswith("charge:") else self.parts[name]

    def _goods(self, test: GoodsTest, whole: bool) -> Answers:
        seen: dict[str, bool | None] = {}
        longest = max(map(len, test.prefixes), default=0)
        for code in dict.fromkeys(self.lines.codes):
            if code.startswith(test.prefixes):
                seen[code] = True
            elif not test.complete or (len(code) < longest and any(each.startswith(code) for each in test.prefixes)):
                seen[code] = None
            else:
                seen[code] = False
        if len(set(seen.values())) == 1:
            return next(iter(seen.values()))
        return self._reach([seen[code] for code in self.lines.codes], test.reach, whole)

    def _reach(self, rows: list[bool | None], reach: str, whole: bool) -> Answers:
        """Answers by line, or joined by consignment: of any of its lines, or of every one."""
        if not whole or self.lines.is_single:
            return rows
        join = any_of if reach == "any" else all_of
        return [join(rows[begin:end]) for begin, end in self.lines.spans]

    def _count(self, whole: bool) -> int:
        return len(self.lines.spans) if whole else len(self.lines.codes)
