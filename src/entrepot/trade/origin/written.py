"""The written form of a rule of origin, as treaties abbreviate it: `CTH except from 6105 or RVC40`.

`and` binds tighter than `or`; brackets group. A process that only words can tell stands in quotation marks.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction

from entrepot.trade.duty.ground import plain
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.origin.rule import (
    CTC,
    METHODS,
    OWN_HEADING,
    RVC,
    AllOf,
    AnyOf,
    MaxNOM,
    Method,
    Process,
    ProducedEntirely,
    Rule,
    WhollyObtained,
)
from entrepot.trade.wording import gettext_noop

CHEMICAL_REACTION = Process("chemical reaction")
_WORD = re.compile(
    r'\s*(?:(?P<text>"(?:[^"\\]|\\.)*")|(?P<codes>\d{2,10}(?:-\d{2,10})?(?:\s*,\s*\d{2,10}(?:-\d{2,10})?)*(?!\s*%|\.\d))'
    r"|(?P<value>(?:RVC|QVC|MaxNOM)\s*\d+(?:\.\d+)?(?:/\d+)?\s*%?)|(?P<word>[A-Za-z-]+)|(?P<sign>[()]))",
    re.IGNORECASE,
)


def parse(text: str) -> Rule:
    """The rule a text says, or a refusal."""
    reader = _Reader(text)
    rule = reader.alternatives()
    if reader.next < len(reader.words):
        raise reader.stopped()
    return rule


def render(rule: Rule) -> str:
    """The rule as a treaty would abbreviate it."""
    match rule:
        case AnyOf(rules):
            return " or ".join(f"({render(each)})" if isinstance(each, AnyOf) else render(each) for each in rules)
        case AllOf(rules):
            return " and ".join(
                f"({render(each)})" if isinstance(each, AnyOf | AllOf) else render(each) for each in rules
            )
        case CTC(level, excepted):
            return level + (f" except from {_codes(excepted)}" if excepted else "")
        case RVC(minimum, methods, only):
            by = f" by {methods[0]}" if methods != METHODS else ""
            return f"RVC {plain_percent(minimum)} %{by}" + (f" of {_codes(only)}" if only else "")
        case MaxNOM(maximum, only):
            return f"MaxNOM {plain_percent(maximum)} %" + (f" of {_codes(only)}" if only else "")
        case WhollyObtained(materials):
            return "WO" + (f" of {_codes(materials)}" if materials else "")
        case ProducedEntirely():
            return "PE"
        case Process(words):
            return "CR" if rule == CHEMICAL_REACTION else json.dumps(words, ensure_ascii=False)


def plain_percent(number: Fraction) -> str:
    """A percentage as it is written and read again: decimals where they end, else a fraction."""
    text = plain(number)
    return f"{number.numerator}/{number.denominator}" if "/" in text else text


def _codes(codes: tuple[str, ...]) -> str:
    return ", ".join(codes)


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[tuple[str, str]] = []
        place = 0
        while text[place:].strip():
            match = _WORD.match(text, place)
            if match is None or match.lastgroup is None:
                raise self._unread(place)
            self.words.append((match.lastgroup, match[match.lastgroup]))
            place = match.end()
        self.next = 0

    def alternatives(self) -> Rule:
        rules = [self.conditions()]
        while self.takes("or"):
            rules.append(self.conditions())
        return rules[0] if len(rules) == 1 else AnyOf(tuple(rules))

    def conditions(self) -> Rule:
        rules = [self.one()]
        while self.takes("and"):
            rules.append(self.one())
        return rules[0] if len(rules) == 1 else AllOf(tuple(rules))

    def one(self) -> Rule:
        kind, word = self.taken()
        if (kind, word) == ("sign", "("):
            rule = self.alternatives()
            if not self.takes(")"):
                raise self.stopped()
            return rule
        if kind == "text":
            return Process(str(json.loads(word, strict=False)))
        if kind == "value":
            return self.of_value(word)
        name = word.upper()
        if kind == "word" and name in ("CC", "CTH", "CTSH"):
            return CTC(name, self.codes("except", "from"))  # type: ignore[arg-type]
        if kind == "word" and name == "WO":
            return WhollyObtained(self.codes("of"))
        if kind == "word" and name in ("PE", "CR"):
            return ProducedEntirely() if name == "PE" else CHEMICAL_REACTION
        self.next -= 1
        raise self.stopped()

    def of_value(self, word: str) -> Rule:
        share = Fraction(re.sub(r"[^\d./]", "", word))
        if word.upper().startswith("MAXNOM"):
            return MaxNOM(share, self.codes("of"))
        methods: tuple[Method, ...] = METHODS
        if self.takes("by"):
            _, method = self.taken()
            chosen = [each for each in METHODS if each == method.lower()]
            if not chosen:
                raise self.stopped()
            methods = (chosen[0],)
        return RVC(share, methods, self.codes("of"))

    def codes(self, *words: str) -> tuple[str, ...]:
        if not self.takes(words[0]):
            return ()
        if any(not self.takes(word) for word in words[1:]):
            raise self.stopped()
        kind, found = self.taken()
        if found.lower() == OWN_HEADING:
            return (OWN_HEADING,)
        if kind != "codes":
            raise self.stopped()
        return tuple(re.split(r"\s*,\s*", found))

    def taken(self) -> tuple[str, str]:
        if self.next >= len(self.words):
            raise self.stopped()
        self.next += 1
        return self.words[self.next - 1]

    def takes(self, word: str) -> bool:
        if self.next < len(self.words) and self.words[self.next][1].lower() == word:
            self.next += 1
            return True
        return False

    def stopped(self) -> Refused:
        read = [word for _, word in self.words[: self.next]]
        return self._unread(len(" ".join(read)))

    def _unread(self, place: int) -> Refused:
        return Refused(
            Finding(
                "origin-rule-unread",
                gettext_noop("“{text}” is not a rule of origin: reading stopped at “{rest}”."),
                remedy=gettext_noop("Write it as in “CTH or RVC40”, “CC except from 5007, 5111-5113”, “WO”."),
                params={"text": self.text, "rest": self.text[place : place + 24].strip() or "…"},
            )
        )
