"""Reading a written duty expression, word by word, with one word of foresight."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import cast

from entrepot.trade.currency import MINOR_DIGITS
from entrepot.trade.duty.expression import (
    CUSTOMS_VALUE,
    Agri,
    AgriKind,
    AsLine,
    Between,
    Cap,
    Case,
    Degree,
    Expression,
    Floor,
    Free,
    Gate,
    Minus,
    NoChange,
    NotApplied,
    OnPart,
    Pct,
    Specific,
    Sum,
    Text,
    When,
)
from entrepot.trade.duty.expression_questions import (
    Certificate,
    Fact,
    InForce,
    Origin,
    Quota,
    Relation,
    Season,
    Test,
    Valued,
)
from entrepot.trade.duty.grammar_tokens import Token, tokens, unread
from entrepot.trade.duty.grammar_units import unit_code
from entrepot.trade.finding import Refused


class Reader:
    """One reading of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = list(tokens(text))
        self.next = 0

    def whole(self) -> Expression:
        expression = self.expression()
        if self.word.kind != "end":
            raise self.stopped()
        return expression

    # What stands for what: an expression is branches, a branch is terms.

    def expression(self) -> Expression:
        if self.takes("WHEN"):
            return self.cases()
        left = self.branch()
        while self.says("MIN", "MAX"):
            kind = Floor if self.taken().text.upper() == "MIN" else Cap
            left = kind(left, self.branch())
        return left

    def branch(self) -> Expression:
        parts = [self.term()]
        while self.says("+", "-"):
            if self.taken().text == "+":
                parts.append(self.term())
            else:
                parts = [Minus(_sum(parts), self.term())]
        return _sum(parts)

    def term(self) -> Expression:
        if self.word.kind == "number":
            return self.rate_or_degree()
        if self.takes("("):
            return self.closing(self.expression())
        if self.word.kind != "word":
            raise self.stopped()
        keyword = self.word.text.upper()
        if keyword not in _TERMS:
            raise self.stopped()
        self.taken()
        return _TERMS[keyword](self)

    def rate_or_degree(self) -> Expression:
        rate = self.rate()
        if self.takes("ON"):
            return OnPart(rate, self.name())
        if isinstance(rate, Specific) and self.takes("LESS"):
            step = self.specific(self.number())
            self.must("PER", "DEGREE")
            measure = self.name() if self.takes("OF") else "polarization"
            self.must("BELOW")
            below = self.number()
            self.must("FLOOR")
            return Degree(rate, step, below, self.specific(self.number()), measure)
        return rate

    def rate(self) -> Pct | Specific:
        amount = self.number()
        if self.takes("%"):
            return Pct(amount, self.name() if self.takes("OF") else CUSTOMS_VALUE)
        return self.specific(amount)

    def specific(self, amount: Fraction) -> Specific:
        currency = self.currency()
        self.must("/")
        per = self.number() if self.word.kind == "number" else Fraction(1)
        unit = self.unit()
        return Specific(amount, currency, per, unit, self.name() if self.takes("/") else "")

    def as_line(self) -> Expression:
        if self.takes("SUBHEADING"):
            line = ""
        elif self.word.kind == "number" and self.word.text.isdigit():
            line = self.taken().text
        elif self.word.kind == "string" or "-" in self.word.text:
            line = self.name()
        else:  # a single word is prose ("as ordered"), a role is written with hyphens
            raise self.stopped()
        plus = Fraction(0)
        if self.says("+", "-") and self.after().kind == "number":
            back, sign = self.next, 1 if self.taken().text == "+" else -1
            plus = sign * self.number()
            if not self.takes("%"):
                self.next, plus = back, Fraction(0)
        return AsLine(line, plus)

    def gate(self) -> Expression:
        self.must("(")
        reference, currency = self.number(), self.currency()
        if not self.says("+", "-"):
            raise self.stopped()
        sign = 1 if self.taken().text == "-" else -1
        factor = Fraction(1)
        if self.word.kind == "number":
            factor = self.number()
            self.must("X")
        self.must("VALUE", ")", "/")
        return Gate(reference, currency, self.unit(), sign * factor)

    def cases(self) -> Expression:
        cases = [self.case()]
        while self.takes(";"):
            cases.append(self.case())
        return When(tuple(cases))

    def case(self) -> Case:
        tests: list[Test] = []
        if not self.takes("ELSE"):
            tests.append(self.test())
            while self.takes("AND"):
                tests.append(self.test())
        self.must(":")
        return Case(tuple(tests), self.expression())

    def test(self) -> Test:
        if self.takes("ALWAYS"):
            return InForce()
        if self.says("FROM", "TO"):
            start = self.date() if self.takes("FROM") else None
            return InForce(start, self.date() if self.takes("TO") else None)
        if self.takes("SEASON"):
            start_day = self.day()
            self.must("..")
            return Season(start_day, self.day())
        if self.takes("QUOTA"):
            if not self.says("IN", "OUT"):
                raise self.stopped()
            inside = self.taken().text.upper() == "IN"
            return Quota(inside, self.string() if self.word.kind == "string" else "")
        if self.takes("ORIGIN"):
            countries = []
            while self.word.kind == "word" and self.word.text.upper() != "AND":
                countries.append(self.taken().text.upper())
            return Origin(tuple(countries)) if countries else self.stop()
        if self.takes("CERTIFICATE"):
            return Certificate(self.string())
        if self.takes("VALUE"):
            if not self.says("<", "<=", ">", ">="):
                raise self.stopped()
            relation = cast("Relation", self.taken().text)
            amount, currency = self.number(), self.currency()
            self.must("/")
            return Valued(relation, amount, currency, self.unit())
        self.must("FACT")
        return Fact(self.string())

    def in_brackets(self) -> Expression:
        self.must("(")
        return self.closing(self.expression())

    def pair(self) -> tuple[Expression, Expression]:
        self.must("(")
        first = self.expression()
        self.must(",")
        return first, self.closing(self.expression())

    def raw(self) -> Expression:
        self.must("(")
        return self.closing(Text(self.string()))

    def agri(self, kind: AgriKind) -> Expression:
        return Agri(kind, self.takes("REDUCED"))

    def closing(self, expression: Expression) -> Expression:
        self.must(")")
        return expression

    # Single words.

    def number(self) -> Fraction:
        value = self.one_number()
        if value.denominator == 1 and self.word.kind == "number" and "/" in self.word.text:
            value += self.one_number()  # 33 1/3
        return value

    def one_number(self) -> Fraction:
        found = self.expect("number")
        over, _, under = found.text.replace(",", "").partition("/")
        if under and int(under) == 0:
            raise unread(self.text, found.at)
        return Fraction(over) / int(under or 1)

    def currency(self) -> str:
        code = self.word.text.upper()
        if code not in MINOR_DIGITS:
            raise self.stopped()
        self.taken()
        return code

    def unit(self) -> str:
        code = unit_code(self.word.text) if self.word.kind == "word" else None
        if code is None:
            raise self.stopped()
        self.taken()
        return code

    def name(self) -> str:
        return self.string() if self.word.kind == "string" else self.expect("word").text

    def string(self) -> str:
        return str(json.loads(self.expect("string").text, strict=False))

    def date(self) -> date:
        found = self.word
        try:
            value = date.fromisoformat(self.expect("date").text)
        except ValueError:
            raise unread(self.text, found.at) from None
        return value

    def day(self) -> tuple[int, int]:
        month, day = self.expect("day").text.split("-")
        return int(month), int(day)

    # The next word.

    @property
    def word(self) -> Token:
        return self.words[self.next]

    def after(self) -> Token:
        return self.words[min(self.next + 1, len(self.words) - 1)]

    def taken(self) -> Token:
        word = self.word
        self.next += word.kind != "end"
        return word

    def says(self, *words: str) -> bool:
        return self.word.kind in ("word", "sign") and self.word.text.upper() in words

    def takes(self, word: str) -> bool:
        if self.says(word):
            self.taken()
            return True
        return False

    def must(self, *words: str) -> None:
        for word in words:
            if not self.takes(word):
                raise self.stopped()

    def expect(self, kind: str) -> Token:
        if self.word.kind != kind:
            raise self.stopped()
        return self.taken()

    def stopped(self) -> Refused:
        return unread(self.text, self.word.at)

    def stop(self) -> Test:
        raise self.stopped()


def _sum(parts: list[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else Sum(tuple(parts))


_TERMS: dict[str, Callable[[Reader], Expression]] = {
    "FREE": lambda reader: Free(),
    "NIHIL": lambda reader: Free(),
    "NOCHANGE": lambda reader: NoChange(),
    "AS": Reader.as_line,
    "GATE": Reader.gate,
    "GREATER": lambda reader: Floor(*reader.pair()),
    "LESSER": lambda reader: Cap(*reader.pair()),
    "BETWEEN": lambda reader: Between(*reader.pair()),
    "NOTAPPLIED": lambda reader: NotApplied(reader.in_brackets()),
    "TEXT": Reader.raw,
    "EA": lambda reader: reader.agri("EA"),
    "ADSZ": lambda reader: reader.agri("ADSZ"),
    "ADFM": lambda reader: reader.agri("ADFM"),
}
