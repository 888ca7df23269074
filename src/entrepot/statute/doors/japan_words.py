"""How the customs tariff of Japan writes a rate.

Brackets mark a rate that is bound but not in use. The signs ● ◎ ◆ ※ * refer to notes that are not in the data: a rate
that carries one asks whether its note holds.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from functools import cache

from entrepot.statute.doors.japan_gate import gate
from entrepot.trade.duty.expression import (
    Between,
    Cap,
    Case,
    Expression,
    Floor,
    Free,
    NotApplied,
    Pct,
    Sum,
    Text,
    When,
    specific,
)
from entrepot.trade.duty.expression_questions import Fact, Origin, Quota, Season, Test

_UNITS = {
    "kg": "KGM", "kl": "MTQ", "l": "LTR", "m2": "MTK", "頭": "C62", "足": "PR", "枚": "C62", "本": "C62", "個": "C62",
    "MT": "TNE",
}  # fmt: skip
_COUNTRIES = {
    "マレーシア": "MY", "ベトナム": "VN", "オーストラリア": "AU", "カナダ": "CA", "ニュージーランド": "NZ",
    "チリ": "CL", "メキシコ": "MX", "ペルー": "PE", "シンガポール": "SG", "ブルネイ": "BN", "英国": "GB", "日本": "JP",
}  # fmt: skip
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_PCT = re.compile(rf"({_NUMBER})%")
_SPECIFIC = re.compile(rf"({_NUMBER})(万)?円/({_NUMBER})?({'|'.join(sorted(_UNITS, key=len, reverse=True))})")
_WHICHEVER = re.compile(r"(?P<a>.+?)又は(?P<b>.+)のうちいずれか(?P<which>高い|低い)税率(?P<limit>.*)")
_LIMIT = re.compile(r"\(?ただしその税率が(.+?)を(上回る|下回る)場合は(.+?)(?:とする)?\)?")
_LACTOSE = re.compile(
    rf"1キログラムにつき、({_NUMBER})円に重量比による乳糖の含有率が10%を超える1%ごとに({_NUMBER})円を加えた額"
)
_SUGAR = re.compile(rf"(?:当該)?原産品に含まれる砂糖の重量1(?:kg|キログラム)につき({_NUMBER})円")
_SEASON = re.compile(r"毎年(\d+)月(\d+)日から(?:同年|翌年)(\d+)月(\d+日|末日)までに輸入されるもの")
_TREATMENT = re.compile(r"\((.+?)に対する待遇\)")
_LAST = 31
"""The last day of a month, whatever it is: no day comes after it."""
_MARKS = "●◎※*"
_NOTE = re.compile(r" ?◆(\d+)$")
_CONCEDED = "譲許の対象であること"


@cache
def japan_rate(cell: str) -> Expression:
    """The rate that a cell says; `Text` if it says it in words, or by a sign alone."""
    words = unicodedata.normalize("NFKC", cell.replace("～", "〜")).replace("−", "-").strip()
    one_line = _rate(re.sub(r"\s*\n\s*", "", words))
    return one_line or _by_case(words) or Text(cell)


def japan_tests(description: str) -> tuple[Test, ...]:
    """The season that a line's description names, or the description as a question."""
    words = unicodedata.normalize("NFKC", description)
    season = _SEASON.search(words)
    return _tests(season.group() if season else words)


def _rate(words: str) -> Expression | None:
    """A rate without conditions in words."""
    words = words.strip()
    noted = _NOTE.search(words)
    if noted:
        return _if(f"注◆{noted[1]}", _rate(words[: noted.start()]))
    if words and words[0] in _MARKS:
        rate = _rate(words.lstrip(_MARKS))
        mark = words[: len(words) - len(words.lstrip(_MARKS))]
        return rate if isinstance(rate, NotApplied) else _if(f"注{mark}", rate)
    if words.endswith("又は非譲許"):
        return _if(_CONCEDED, _rate(words.removesuffix("又は非譲許")))
    if "〜" in words:
        return _range(words)
    inside = _bracketed(words)
    if inside is not None:
        rate = _rate(inside)
        return rate and NotApplied(rate)
    return _whichever(words) or _terms(words)


def _range(words: str) -> Expression | None:
    whole = _bracketed(words)
    if whole is not None:
        rate = _rate(whole)
        return rate and NotApplied(rate)
    first, _, last = words.partition("〜")
    low, high = _rate(first), _rate(last)
    if low is None or high is None:
        return None
    if isinstance(low, NotApplied) and isinstance(high, NotApplied):
        return NotApplied(Between(low.rate, high.rate))
    return Between(*(each.rate if isinstance(each, NotApplied) else each for each in (low, high)))


def _whichever(words: str) -> Expression | None:
    match = _WHICHEVER.fullmatch(words)
    if match is None:
        return None
    first, second = _terms(match["a"]), _terms(match["b"])
    if first is None or second is None:
        return None
    rate: Expression = Floor(first, second) if match["which"] == "高い" else Cap(first, second)
    return _limited(rate, match["limit"])


def _limited(rate: Expression, words: str) -> Expression | None:
    if not words:
        return rate
    match = _LIMIT.fullmatch(words)
    limit = _terms(match[1]) if match else None
    if match is None or limit is None or match[1] != match[3]:
        return None
    return Cap(rate, limit) if match[2] == "上回る" else Floor(rate, limit)


def _terms(words: str) -> Expression | None:
    words = words.strip()
    if words in ("無税", "免税"):
        return Free()
    formula = gate(words, _UNITS)
    if formula:
        return formula
    sugar = _SUGAR.fullmatch(words)
    if sugar:
        return specific(_number(sugar[1]), "JPY", "KGM", qualifier="sugar-content")
    lactose = _LACTOSE.fullmatch(words)
    if lactose:
        each = specific(_number(lactose[2]), "JPY", "KGM", qualifier="lactose-percent-over-10")
        return Sum((specific(_number(lactose[1]), "JPY", "KGM"), each))
    parts = [_term(part) for part in words.split("+")]
    read = [part for part in parts if part is not None]
    if len(read) < len(parts):
        return None
    return read[0] if len(read) == 1 else Sum(tuple(read))


def _term(words: str) -> Expression | None:
    match = _PCT.fullmatch(words)
    if match:
        return Pct(_number(match[1]))
    match = _SPECIFIC.fullmatch(words)
    if match:
        number, ten_thousand, per, unit = match.groups()
        return specific(_number(number) * (10_000 if ten_thousand else 1), "JPY", _UNITS[unit], _number(per or "1"))
    return None


def _by_case(words: str) -> Expression | None:
    """Lines of `condition rate`: which goods, inside which quota, from which country."""
    cases: list[Case] = []
    for line in re.sub(r"\nただし", "ただし", words).split("\n"):
        if line.strip():
            case = _case(line.strip())
            if case is None:
                return None
            cases.append(case)
    cases.sort(key=lambda case: -len(case.tests))  # the narrower case is meant to come first
    return When(tuple(cases)) if cases else None


def _case(line: str) -> Case | None:
    for gap in re.finditer(r"\s+", line):
        rate = _rate(line[gap.end() :])
        if rate is not None:
            return Case(_tests(line[: gap.start()].strip()), rate)
    return None


def _tests(words: str) -> tuple[Test, ...]:
    if words in ("その他のもの", "(他の締約国に対する待遇)"):
        return ()
    treatment = _TREATMENT.search(words)
    countries = _countries(treatment[1]) if treatment else ()
    if treatment and countries:
        rest = _TREATMENT.sub("", words).strip()
        return (*(_tests(rest) if rest else ()), Origin(countries))
    if words == "関税割当数量以内のもの":
        return (Quota(True),)
    if words == "関税割当数量以外のもの":
        return (Quota(False),)
    season = _SEASON.fullmatch(words)
    if season:
        opens, day, closes, last = season.groups()
        return (Season((int(opens), int(day)), (int(closes), _LAST if last == "末日" else int(last[:-1]))),)
    return (Fact(words),)


def _countries(words: str) -> tuple[str, ...]:
    names = re.split(r"、|及び", words)
    return tuple(_COUNTRIES[name] for name in names) if all(name in _COUNTRIES for name in names) else ()


def _bracketed(words: str) -> str | None:
    """What stands inside, if one pair of brackets holds the whole."""
    if not (words.startswith("(") and words.endswith(")")):
        return None
    depth = 0
    for place, sign in enumerate(words):
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and place < len(words) - 1:
            return None
    return words[1:-1]


def _if(question: str, rate: Expression | None) -> Expression | None:
    return When((Case((Fact(question),), rate),)) if rate is not None else None


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))
