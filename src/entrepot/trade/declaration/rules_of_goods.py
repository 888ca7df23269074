"""Rules about the goods items: numbering, classification, masses, quantities and values (D018 to D032)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

from entrepot.trade.code import COUNTRIES, EXPERIMENTAL, gtin
from entrepot.trade.currency import MINOR_DIGITS
from entrepot.trade.declaration.reading import MILLION, Read
from entrepot.trade.finding import Place, Refused, Rule, at, rule
from entrepot.trade.quantity import UNITS
from entrepot.trade.wording import gettext_noop

MOST_ITEMS = 999

_KNOWN = COUNTRIES | EXPERIMENTAL
_WHOLE = frozenset({"C62", "H87"})
_VAGUE = frozenset(
    {
        *("accessories", "commodity", "consolidated", "equipment", "gift", "gifts", "goods", "items", "merchandise"),
        *("misc", "miscellaneous", "n/a", "other", "parts", "product", "products", "sample", "samples", "spare parts"),
        *("stuff", "various", "货物", "礼品", "礼物", "商品", "样品", "其他", "hadiah", "barang", "contoh"),
    }
)


@rule(
    "D018",
    gettext_noop("The declaration has {count} goods items."),
    remedy=gettext_noop("Declare between 1 and {most} items; split a larger consignment."),
    law="Annex B, 11 03",
)
def there_are_goods(read: Read) -> Iterable[Place]:
    if not 1 <= len(read.items) <= MOST_ITEMS:
        yield at("/items", count=len(read.items), most=MOST_ITEMS)


@rule(
    "D019",
    gettext_noop("Item number {number} is given {count} times."),
    remedy=gettext_noop("Number the items 1, 2, 3 and so on."),
    law="Annex B, 11 03",
)
def item_numbers_are_given_once(read: Read) -> Iterable[Place]:
    if len(read.items) < 2:
        return
    counts = Counter(each.item.number for each in read.items)
    if len(counts) < len(read.items):
        seen: set[int] = set()
        for each in read.items:
            number = each.item.number
            if number in seen:
                yield at(f"{each.place}/number", number=number, count=counts[number])
            seen.add(number)


@rule(
    "D020",
    gettext_noop("Item {item}: gross mass ({gross} kg) is less than net mass ({net} kg)."),
    remedy=gettext_noop("Correct one of the two."),
    law="Annex B, 18 04",
)
def gross_covers_net(read: Read) -> Iterable[Place]:
    for each in read.items:
        if each.gross is not None and each.net is not None and each.gross < each.net:
            item = each.item
            yield at(f"{each.place}/gross_mass_kg", item=item.number, gross=item.gross_mass_kg, net=item.net_mass_kg)


@rule(
    "D021",
    gettext_noop("Item number {number} stands where {expected} is expected."),
    remedy=gettext_noop("Number the items 1, 2, 3 and so on, in the order in which they stand."),
    law="Annex B, 11 03",
)
def items_are_numbered_in_order(read: Read) -> Iterable[Place]:
    for expected, each in enumerate(read.items, 1):
        if each.item.number != expected:
            yield at(f"{each.place}/number", number=each.item.number, expected=expected)
            return


@rule(
    "D022",
    gettext_noop("Item {item}: “{hs}” is not a commodity code."),
    remedy=gettext_noop("Give 6 to 12 digits of a chapter from 01 to 97 without 77; dots and spaces do not matter."),
    law="Annex B, 18 09",
)
def goods_are_classified(read: Read) -> Iterable[Place]:
    for each in read.items:
        if not each.commodity:
            yield at(f"{each.place}/hs", item=each.item.number, hs=each.item.hs)


@rule(
    "D023",
    gettext_noop("Item {item}: the country of origin “{origin}” is not a country."),
    remedy=gettext_noop("Give the two letters of ISO 3166-1, such as MY or CN."),
    law="Annex B, 16 08",
)
def origin_is_a_country(read: Read) -> Iterable[Place]:
    for each in read.items:
        if each.item.origin not in _KNOWN:
            yield at(f"{each.place}/origin", item=each.item.number, origin=each.item.origin)


@rule(
    "D024",
    gettext_noop("Item {item}: {field} “{text}” is not a decimal number."),
    remedy=gettext_noop("Write digits with a point before the decimals: at most 12 before it and 6 after it."),
)
def numbers_are_numbers(read: Read) -> Iterable[Place]:
    for each in read.items:
        if each.quantity is None or each.net is None or each.gross is None or each.value is None:
            for name, field, found in (
                ("quantity", gettext_noop("Quantity"), each.quantity),
                ("net_mass_kg", gettext_noop("Net mass"), each.net),
                ("gross_mass_kg", gettext_noop("Gross mass"), each.gross),
                ("value", gettext_noop("Value"), each.value),
            ):
                if found is None:
                    text = getattr(each.item, name)
                    yield at(f"{each.place}/{name}", item=each.item.number, field=field, text=text)


@rule(
    "D025",
    gettext_noop("Item {item}: the value {value} is not above nothing."),
    remedy=gettext_noop("Give the price paid; goods given away are declared with what they would cost."),
    law="Annex B, 14 08",
)
def values_are_positive(read: Read) -> Iterable[Place]:
    for each in read.items:
        if each.value is not None and each.value <= 0:
            yield at(f"{each.place}/value", item=each.item.number, value=each.item.value)


@rule(
    "D026",
    gettext_noop("Item {item}: the net mass {net} kg is not above nothing."),
    remedy=gettext_noop("Weigh the goods without their packing."),
    law="Annex B, 18 01",
)
def goods_weigh_something(read: Read) -> Iterable[Place]:
    for each in read.items:
        if each.net is not None and each.net <= 0:
            yield at(f"{each.place}/net_mass_kg", item=each.item.number, net=each.item.net_mass_kg)


@rule(
    "D027",
    gettext_noop("Item {item}: the quantity {quantity} is not above nothing."),
    remedy=gettext_noop("Count or measure the goods."),
    law="Annex B, 18 02",
)
def quantities_are_positive(read: Read) -> Iterable[Place]:
    for each in read.items:
        if each.quantity is not None and each.quantity <= 0:
            yield at(f"{each.place}/quantity", item=each.item.number, quantity=each.item.quantity)


@rule(
    "D028",
    gettext_noop("Item {item}: “{unit}” is not a unit we know."),
    remedy=gettext_noop("Use a code of UN/ECE Recommendation 20, such as H87 (piece), KGM (kilogram) or LTR (litre)."),
    law="Annex B, 18 02",
)
def unit_is_known(read: Read) -> Iterable[Place]:
    for each in read.items:
        if each.item.unit not in UNITS:
            yield at(f"{each.place}/unit", item=each.item.number, unit=each.item.unit)


@rule(
    "D029",
    gettext_noop("Item {item}: {quantity} pieces is not a whole number."),
    remedy=gettext_noop("Give whole pieces, or a unit that can be divided."),
    law="Annex B, 18 02",
)
def pieces_are_whole(read: Read) -> Iterable[Place]:
    for each in read.items:
        if each.item.unit in _WHOLE and each.quantity is not None and each.quantity % MILLION:
            yield at(f"{each.place}/quantity", item=each.item.number, quantity=each.item.quantity)


@rule(
    "D030",
    gettext_noop("Item {item}: the value {value} has more decimals than {currency} has."),
    remedy=gettext_noop("Round it as on the invoice."),
    law="Annex B, 14 08",
)
def values_are_in_whole_minor_units(read: Read) -> Iterable[Place]:
    digits = MINOR_DIGITS.get(read.facts.currency)
    if digits is None:
        return
    step = MILLION // 10**digits
    for each in read.items:
        if (each.value or 0) % step:
            value = each.item.value
            yield at(f"{each.place}/value", item=each.item.number, value=value, currency=read.facts.currency)


@rule(
    "D031",
    gettext_noop("Item {item}: “{description}” does not describe the goods."),
    remedy=gettext_noop("Say what they are and are made of, so that they can be classified: “stoneware teapot”."),
    law="Annex B, 18 05",
)
def goods_are_described(read: Read) -> Iterable[Place]:
    for each in read.items:
        if not _describes(each.item.description):
            yield at(f"{each.place}/description", item=each.item.number, description=each.item.description)


@rule(
    "D032",
    gettext_noop("Item {item}: “{gtin}” is not a GTIN, or its check digit is wrong."),
    remedy=gettext_noop("Give the digits under the bar code, or leave the number out if the article has none."),
)
def article_numbers_are_sound(read: Read) -> Iterable[Place]:
    for each in read.items:
        if each.item.gtin:
            try:
                gtin(each.item.gtin)
            except Refused:
                yield at(f"{each.place}/gtin", item=each.item.number, gtin=each.item.gtin)


@lru_cache(maxsize=1 << 14)
def _describes(description: str) -> bool:
    """Whether the words say what the goods are: two letters at least, and more than “goods” or “gift”."""
    words = " ".join(description.lower().split())
    letters = list(islice(filter(str.isalpha, words), 2))
    return len(letters) == 2 and words.strip(" .,!") not in _VAGUE


def sound_at_a_glance(read: Read) -> bool:
    """Whether one look at each item shows that no rule about goods finds anything; a doubt is left to the rules."""
    digits = MINOR_DIGITS.get(read.facts.currency)
    if digits is None or not 1 <= len(read.items) <= MOST_ITEMS:
        return False
    step = MILLION // 10**digits
    for number, each in enumerate(read.items, 1):
        item, quantity, net, gross, value = each.item, each.quantity, each.net, each.gross, each.value
        if quantity is None or net is None or gross is None or value is None or item.number != number or item.gtin:
            return False
        if not (0 < net <= gross and value > 0 and value % step == 0 and quantity > 0 and each.commodity):
            return False
        if item.origin not in _KNOWN or item.unit not in UNITS or (item.unit in _WHOLE and quantity % MILLION):
            return False
        if not _describes(item.description):
            return False
    return True


RULES: tuple[Rule[Read], ...] = (
    there_are_goods,
    item_numbers_are_given_once,
    gross_covers_net,
    items_are_numbered_in_order,
    goods_are_classified,
    origin_is_a_country,
    numbers_are_numbers,
    values_are_positive,
    goods_weigh_something,
    quantities_are_positive,
    unit_is_known,
    pieces_are_whole,
    values_are_in_whole_minor_units,
    goods_are_described,
    article_numbers_are_sound,
)
