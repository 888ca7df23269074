"""How the United Kingdom's files word a rule of origin, read into a tree as far as the words go.

What cannot be read as a change of classification or a share of value stays a process in the file's own words, which the
producer must answer for: it is never taken as met.
"""

from __future__ import annotations

import html
import re
from fractions import Fraction
from functools import cache

from entrepot.trade.origin.rule import (
    CTC,
    OWN_HEADING,
    RVC,
    AllOf,
    AnyOf,
    Level,
    MaxNOM,
    Method,
    Process,
    ProducedEntirely,
    Rule,
    WhollyObtained,
    all_of,
    any_of,
)

_LEVELS: dict[str, Level] = {"chapter": "CC", "heading": "CTH", "subheading": "CTSH"}
_NUMBER = r"(\d+(?:\.\d+)?)%"
_GOOD = r"(?:product|products|good|goods)"
_WORKS = rf"of the ex[- ] ?works? price(?: \(EXW\))?(?: of the {_GOOD})?"
_STANDARD = re.compile(
    r"(CC|CTH|CTSH): All non-originating materials used in the production of the good have undergone a change in "
    r"tariff classification at the \d-digit level \((?:tariff )?[a-z]+\)(.*)",
    re.DOTALL,
)
_OWN_HEADING = [
    re.compile(rf"(?:Manufacture )?from materials of any heading,? except that of the {_GOOD}", re.IGNORECASE),
    re.compile(
        r"(?:Manufacture in which )?all the materials used (?:are|must be) classified (?:with)?in a heading other "
        rf"than that of the {_GOOD}",
        re.IGNORECASE,
    ),
    re.compile(r"A change from any other (heading)"),
]
_VALUE = [
    re.compile(
        rf"(?:Manufacture )?(?:in which )?(?:within the above limit, )?the value of (?:all|any) (?:of )?(?:the )?"
        rf"materials (?:of (?P<only>[^%]*?) )?used "
        rf"(?:does|do|must|may|should) not exceed {_NUMBER} {_WORKS}",
        re.IGNORECASE,
    ),
    re.compile(rf"A maximum of {_NUMBER} {_WORKS} is made up of non-originating parts \(MAXNOM\)", re.IGNORECASE),
    re.compile(
        rf"The maximum value of non-originating materials \(MaxNOM\) cannot exceed {_NUMBER} {_WORKS}", re.IGNORECASE
    ),
]
_SAME_HEADING = re.compile(
    rf"(.*), materials (?:of the same heading as the {_GOOD}|classified within the same heading) may be used,? "
    rf"(?:provided that|provided|if|as long as) their (?:total )?"
    rf"value does not exceed {_NUMBER} {_WORKS}",
    re.DOTALL | re.IGNORECASE,
)
_EITHER_METHOD = re.compile(
    r"The good has a Regional Value Content \(RVC\) as calculated under Article [\d.]+ of the Origin Reference "
    rf"Document of not less than {_NUMBER}, whether using the build-up method or build-down method \(RVC\s?\d+\)"
)
_OF_FOB = re.compile(
    rf"Your goods contain a Regional Value Content \(RVC\) of at least {_NUMBER} of the Free on Board \(FOB\) cost of "
    "the goods"
)
_CHANGE = re.compile(
    r"A change to (?:a|any other) good of (?:sub)?heading \d+(?: (?:to|through) (?:(?:sub)?heading )?\d+)?"
    r" from any other (chapter|heading|subheading)(?:, except from (.+))?",
    re.DOTALL,
)
_NO_CHANGE = re.compile(
    r"No change in tariff classification (?:is )?required for a good of .+?, provided there is a regional value "
    r"content of not less than:?\s*(.+)",
    re.DOTALL,
)
_LIMB = re.compile(
    r"(?:^|\n|-)\s*(?:[a-d]\)\s*)?" + _NUMBER + r" under the (build-up|build-down|focused value) method"
    r"(?: taking into account only the non-originating materials of ([^.;]+))?[.;]?",
)
_OBTAINED = re.compile(
    r"(?:Manufacture|Production) in which all the materials of (chapters? .+?) used (?:are|must be) wholly obtained",
    re.IGNORECASE,
)
_ALL_OBTAINED = re.compile(r"All (?!the materials).+? (?:are|is) wholly obtained", re.IGNORECASE)
_CODE_WORDS = frozenset(["chapter", "chapters", "heading", "headings", "subheading", "subheadings", "and", "or"])
_THROUGH = frozenset({"to", "through", "-"})


@cache
def uk_rule(words: str) -> Rule:
    """The rule that tidied words say; a `Process` of the words themselves where they say more than can be read."""
    return _read(words.strip().rstrip(".").strip()) or Process(words.strip())


def tidy(raw: str) -> str:
    """The words without markup: links, emphasis, abbreviations and entities."""
    words = re.sub(r"<[^>]+>", "", raw)
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", words)
    words = html.unescape(words).replace("\xa0", " ").replace("‐", "-").replace("*", "")
    return "\n".join(" ".join(line.split()) for line in words.splitlines() if line.strip()).strip()


def codes(words: str) -> tuple[str, ...] | None:
    """The codes of `chapter 1, heading 0804 to heading 0806`; None if the words say more than codes."""
    found: list[str] = []
    ranged = False
    for word in re.findall(r"\d+|[^\s\d,.-]+|-", words):
        if word.isdigit() and len(word) <= 6:
            code = word.zfill(2)
            found.append(f"{found.pop()}-{code}" if ranged and found else code)
            ranged = False
        elif word.lower() in _THROUGH:
            ranged = True
        elif word.lower() not in _CODE_WORDS:
            return None
    return tuple(found) or None


def _read(words: str) -> Rule | None:
    standard = _STANDARD.fullmatch(words)
    if standard:
        return _standard(standard[1], standard[2])
    return (
        _items(words)
        or _same_heading(words)
        or _heading(words)
        or _value(words)
        or _change(words)
        or _no_change(words)
        or _obtained(words)
    )


def _standard(level: str, rest: str) -> Rule | None:
    rest = rest.strip().rstrip(".").strip()
    digits: Level = "CC" if level == "CC" else "CTH" if level == "CTH" else "CTSH"
    if not rest:
        return CTC(digits)
    if rest.lower().startswith("and "):
        further = _read(rest[4:].strip().rstrip("."))
        return all_of(CTC(digits), further) if further else None
    excepted = re.fullmatch(r",? ?except (?:from )?(?:(?:non-originating )?materials of )?(.+)", rest, re.DOTALL)
    found = codes(excepted[1]) if excepted else None
    return CTC(digits, found) if found else None


def _items(words: str) -> Rule | None:
    """`Manufacture:` with a list of conditions that must all hold."""
    head, *items = re.split(r"\n-\s*", words)
    if not items or not re.fullmatch(r"Manufacture(?: in which)?:?", head.strip(), re.IGNORECASE):
        return None
    bare = [re.sub(r"[\s,;.]*(?:\band\b)?[\s,;.]*$", "", item.strip()) for item in items]
    if any(re.search(r"\bor$", item) for item in bare):  # the items are alternatives, or half of them are
        return None
    return all_of(*(_read(item) or Process(item) for item in bare))


def _heading(words: str) -> Rule | None:
    for pattern in _OWN_HEADING:
        if pattern.fullmatch(words):
            return CTC("CTH")
    return CTC("CTSH") if words == "A change from any other subheading" else None


def _same_heading(words: str) -> Rule | None:
    """A change of heading, where materials of the good's own heading are allowed up to a share of the price."""
    match = _SAME_HEADING.fullmatch(re.sub(r"\.?\s*However", ". However", words))
    head = match[1].removesuffix("However").strip().rstrip(".") if match else ""
    if match is None or _heading(head) is None:
        return None
    return any_of(CTC("CTH"), MaxNOM(Fraction(match[2]), (OWN_HEADING,)))


def _value(words: str) -> Rule | None:
    for pattern in _VALUE:
        match = pattern.fullmatch(words)
        if match:
            named = match.groupdict().get("only")
            only = codes(named) if named else ()
            if named and "same heading as the" in named:
                only = (OWN_HEADING,)
            share = Fraction(next(group for group in match.groups() if group and group != named))
            return None if only is None else MaxNOM(share, only)
    match = _EITHER_METHOD.fullmatch(words)
    if match:
        return RVC(Fraction(match[1]))
    match = _OF_FOB.fullmatch(words)
    return RVC(Fraction(match[1]), ("build-down",)) if match else None


def _change(words: str) -> Rule | None:
    match = _CHANGE.fullmatch(words)
    if match is None:
        return None
    excepted = codes(match[2]) if match[2] else ()
    return None if excepted is None else CTC(_LEVELS[match[1]], excepted)


def _no_change(words: str) -> Rule | None:
    match = _NO_CHANGE.fullmatch(words)
    if match is None:
        return None
    limbs: list[Rule] = []
    rest = match[1]
    for limb in _LIMB.finditer(rest):
        share, method, named = limb.groups()
        only = codes(named) if named else ()
        if only is None:
            return None
        by: Method = "build-up" if method == "build-up" else "build-down"
        limbs.append(RVC(Fraction(share), (by,), only))
    left = _LIMB.sub("", rest).replace("or", "").strip(" \n-.;,")
    return any_of(*limbs) if limbs and not left else None


def _obtained(words: str) -> Rule | None:
    if words == "Manufacture in which all the materials used are originating":
        return ProducedEntirely()
    match = _OBTAINED.fullmatch(words)
    if match:
        found = codes(match[1])
        return WhollyObtained(found) if found else None
    return WhollyObtained() if _ALL_OBTAINED.fullmatch(words) else None


def in_words(rule: Rule) -> bool:
    """Whether words remain in the rule that only the producer can answer for."""
    parts = rule.rules if isinstance(rule, AnyOf | AllOf) else ()
    return isinstance(rule, Process) or any(in_words(part) for part in parts)
