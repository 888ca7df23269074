"""Profiles read from the plain tree of a law file: words of the vocabulary, and nothing else.

code: MY-003
name: Undervalued watches
lane: yellow
when:
  direction: import
  an-item: {goods: ["9101", "9102"], value-per-kg-below: MYR 500}
reason: Watches are worth more than this by weight.
law: Customs Act 1967, s. 142
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from entrepot.trade.code import country
from entrepot.trade.currency import minor_digits
from entrepot.trade.declaration.reading import millionths
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.incoterm import incoterm
from entrepot.trade.risk import combined as c
from entrepot.trade.risk import of_items as i
from entrepot.trade.risk import vocabulary as v
from entrepot.trade.risk.look import Condition, ItemCondition
from entrepot.trade.risk.profile import LANES, Profile
from entrepot.trade.wording import gettext_noop

Tree = Mapping[str, object]


def profile(tree: Tree) -> Profile:
    """The profile that a tree describes; every word that is not known is refused."""
    found: list[Finding] = []
    for unknown in sorted(tree.keys() - {"code", "name", "when", "lane", "reason", "law"}):
        found.append(_unknown(unknown, f"/{unknown}", "code, name, when, lane, reason, law"))
    lane = tree.get("lane")
    if lane not in LANES:
        found.append(_wrong("/lane", lane, "green, yellow or red"))
    texts = {}
    for field in ("code", "name", "reason"):
        texts[field] = tree.get(field)
        if not isinstance(texts[field], str) or not texts[field]:
            found.append(_wrong(f"/{field}", texts[field], gettext_noop("a text")))
    when: tuple[Condition, ...] = ()
    try:
        when = tuple(_declared(tree.get("when"), "/when"))
    except Refused as refused:
        found += refused.findings
    if found:
        raise Refused(found)
    return Profile(
        str(texts["code"]),
        str(texts["name"]),
        when,
        LANES[LANES.index(lane)],
        str(texts["reason"]),
        str(tree.get("law", "")),
    )


def _declared(tree: object, place: str) -> Iterator[Condition]:
    for word, said, where in _words(tree, place, DECLARED):
        yield DECLARED[word](said, where)


def _of_item(tree: object, place: str) -> Iterator[ItemCondition]:
    for word, said, where in _words(tree, place, OF_ITEM):
        yield OF_ITEM[word](said, where)


def _words(tree: object, place: str, known: Mapping[str, object]) -> Iterator[tuple[str, object, str]]:
    if not isinstance(tree, Mapping) or not tree:
        raise Refused(_wrong(place, tree, gettext_noop("one or more conditions")))
    for word, said in tree.items():
        if word not in known:
            raise Refused(_unknown(str(word), f"{place}/{word}", ", ".join(known)))
        yield word, said, f"{place}/{word}"


def _text(said: object, place: str) -> str:
    if not isinstance(said, str) or not said:
        raise Refused(_wrong(place, said, gettext_noop("a text")))
    return said


def _texts(said: object, place: str) -> tuple[str, ...]:
    """One text, or a list of them."""
    if isinstance(said, str):
        said = [said]
    if not isinstance(said, Sequence) or not said:
        raise Refused(_wrong(place, said, gettext_noop("a list of texts")))
    return tuple(_text(each, f"{place}/{n}") for n, each in enumerate(said))


def _countries(said: object, place: str) -> tuple[str, ...]:
    return tuple(country(each) for each in _texts(said, place))


def _terms(said: object, place: str) -> tuple[str, ...]:
    return tuple(incoterm(each).code for each in _texts(said, place))


def _way(said: object, place: str) -> Condition:
    if said == "export":
        return v.Direction("export")
    if said == "import":
        return v.Direction("import")
    raise Refused(_wrong(place, said, "export or import"))


def _whole(said: object, place: str, least: int = 0) -> int:
    if not isinstance(said, int) or isinstance(said, bool) or said < least:
        raise Refused(_wrong(place, said, gettext_noop("a whole number")))
    return said


def _amount(said: object, place: str) -> str:
    """A decimal number; a law file may write a whole one without quotes."""
    text = str(said) if isinstance(said, int) and not isinstance(said, bool) else said
    if not isinstance(text, str) or millionths(text) is None:
        raise Refused(_wrong(place, said, gettext_noop("a decimal number in quotes")))
    return text


def _money(said: object, place: str) -> tuple[str, str]:
    """A currency and an amount: `MYR 500`."""
    parts = said.split() if isinstance(said, str) else ()
    if len(parts) != 2:
        raise Refused(_wrong(place, said, gettext_noop("a currency and an amount, such as MYR 500")))
    currency, amount = parts
    minor_digits(currency)
    return currency, _amount(amount, place)


def _card(said: object, place: str) -> Condition:
    """A scorecard: `{from: 70, card: [{points: 40, when: {...}}, ...]}`."""
    if not isinstance(said, Mapping) or not isinstance(said.get("card"), Sequence):
        raise Refused(_wrong(place, said, gettext_noop("a score and a card of conditions with their points")))
    card = []
    for n, row in enumerate(said["card"]):
        where = f"{place}/card/{n}"
        if not isinstance(row, Mapping):
            raise Refused(_wrong(where, row, gettext_noop("a condition with its points")))
        conditions = tuple(_declared(row.get("when"), f"{where}/when"))
        points = row.get("points")
        if not isinstance(points, int) or isinstance(points, bool):
            raise Refused(_wrong(f"{where}/points", points, gettext_noop("a whole number")))
        card.append((conditions[0] if len(conditions) == 1 else c.AllOf(conditions), points))
    return v.ScoreFrom(_whole(said.get("from"), f"{place}/from"), tuple(card))


def _branches(said: object, place: str) -> Iterator[tuple[object, str]]:
    if not isinstance(said, Sequence) or isinstance(said, str) or not said:
        raise Refused(_wrong(place, said, gettext_noop("a list of conditions")))
    for n, each in enumerate(said):
        yield each, f"{place}/{n}"


def _one(conditions: tuple[Condition, ...]) -> Condition:
    return conditions[0] if len(conditions) == 1 else c.AllOf(conditions)


def _one_of_item(conditions: tuple[ItemCondition, ...]) -> ItemCondition:
    return conditions[0] if len(conditions) == 1 else c.AllOf(conditions)


DECLARED: dict[str, Callable[[object, str], Condition]] = {
    "direction": _way,
    "regime": lambda said, place: v.Regime(_texts(said, place)),
    "from": lambda said, place: v.From(_countries(said, place)),
    "to": lambda said, place: v.To(_countries(said, place)),
    "declarant": lambda said, place: v.Declarant(_texts(said, place)),
    "party": lambda said, place: v.Party(_texts(said, place)),
    "term": lambda said, place: v.Term(_terms(said, place)),
    "unregistered": lambda said, place: _flag(said, place),
    "item-count-over": lambda said, place: v.ItemCountOver(_whole(said, place)),
    "mass-over": lambda said, place: v.MassOver(_amount(said, place)),
    "value-over": lambda said, place: v.ValueOver(*_money(said, place)),
    "value-below": lambda said, place: v.ValueBelow(*_money(said, place)),
    "due-over": lambda said, place: v.DueOver(*_money(said, place)),
    "one-in": lambda said, place: v.OneIn(_whole(said, place, 1)),
    "an-item": lambda said, place: i.AnItem(tuple(_of_item(said, place))),
    "any-of": lambda said, place: c.AnyOf(
        tuple(_one(tuple(_declared(each, where))) for each, where in _branches(said, place))
    ),
    "not": lambda said, place: c.Not(_one(tuple(_declared(said, place)))),
    "score": _card,
}

OF_ITEM: dict[str, Callable[[object, str], ItemCondition]] = {
    "goods": lambda said, place: i.Goods(_texts(said, place)),
    "origin": lambda said, place: i.Origin(_countries(said, place)),
    "words": lambda said, place: i.Words(_texts(said, place)),
    "value-over": lambda said, place: i.ItemValueOver(*_money(said, place)),
    "mass-over": lambda said, place: i.ItemMassOver(_amount(said, place)),
    "value-per-kg-below": lambda said, place: i.ValuePerKgBelow(*_money(said, place)),
    "value-per-kg-over": lambda said, place: i.ValuePerKgOver(*_money(said, place)),
    "any-of": lambda said, place: c.AnyOf(
        tuple(_one_of_item(tuple(_of_item(each, where))) for each, where in _branches(said, place))
    ),
    "not": lambda said, place: c.Not(_one_of_item(tuple(_of_item(said, place)))),
}


def _flag(said: object, place: str) -> Condition:
    if said is True:
        return v.Unregistered()
    if said is False:
        return c.Not(v.Unregistered())
    raise Refused(_wrong(place, said, "true or false"))


def _unknown(word: str, place: str, known: str) -> Finding:
    return Finding(
        "risk-word-unknown",
        gettext_noop("“{word}” is not a word of risk profiles."),
        place,
        gettext_noop("Use one of {known}."),
        params={"word": word, "known": known},
    )


def _wrong(place: str, said: object, expected: str) -> Finding:
    return Finding(
        "risk-word-wrong",
        gettext_noop("“{said}” cannot stand here."),
        place,
        gettext_noop("Expected is {expected}."),
        params={"said": str(said), "expected": expected},
    )
