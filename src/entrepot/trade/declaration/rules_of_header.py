"""Rules about the declaration as a whole: references, parties, terms and totals (D001 to D017)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from entrepot.trade.code import COUNTRIES, EXPERIMENTAL, is_s10, is_ucr
from entrepot.trade.currency import MINOR_DIGITS
from entrepot.trade.declaration.facts import DeclarationFacts
from entrepot.trade.declaration.reading import MILLION, Read, decimal_text
from entrepot.trade.finding import Place, Rule, at, rule
from entrepot.trade.incoterm import INCOTERMS
from entrepot.trade.wording import gettext_noop

_LRN = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_.-]{0,34}")
_S10_LIKE = re.compile(r"[A-Za-z]{2}[0-9]{9}[A-Za-z]{2}")
_KNOWN = COUNTRIES | EXPERIMENTAL

_ISO = gettext_noop("Give the two letters of ISO 3166-1, such as MY or CN.")
_NUMBER = gettext_noop("Write digits with a point before the decimals: at most 12 before it and 6 after it.")


@rule(
    "D001",
    gettext_noop("“{lrn}” is not a local reference number."),
    remedy=gettext_noop(
        "Use 1 to 35 letters, digits, hyphens, slashes, dots or underscores, beginning with a letter or digit."
    ),
    law="Annex B, 12 09",
)
def reference_is_plain(read: Read) -> Iterable[Place]:
    if not _LRN.fullmatch(read.facts.lrn):
        yield at("/lrn", lrn=read.facts.lrn)


@rule(
    "D002",
    gettext_noop("“{ucr}” is not a unique consignment reference."),
    remedy=gettext_noop(
        "Give the last digit of the year, the seller's country, its number, a hyphen and the order number."
    ),
    law="Annex B, 12 08",
)
def consignment_reference_is_sound(read: Read) -> Iterable[Place]:
    if not is_ucr(read.facts.ucr):
        yield at("/ucr", ucr=read.facts.ucr)


@rule(
    "D003",
    gettext_noop("“{direction}” is not a direction of trade."),
    remedy=gettext_noop("Say “export” or “import”."),
    law="Annex B, 11 01",
)
def direction_is_known(read: Read) -> Iterable[Place]:
    if read.facts.direction not in ("export", "import"):
        yield at("/direction", direction=read.facts.direction)


@rule("D004", gettext_noop("“{country}” is not a country whose customs can be asked."), remedy=_ISO)
def country_is_known(read: Read) -> Iterable[Place]:
    if read.facts.country not in _KNOWN:
        yield at("/country", country=read.facts.country)


@rule(
    "D005",
    gettext_noop("The declaration names no procedure."),
    remedy=gettext_noop("Name the regime of the country's law, such as 9610 or 1210 in China."),
    law="Annex B, 11 09",
)
def procedure_is_named(read: Read) -> Iterable[Place]:
    if not read.facts.regime.strip():
        yield at("/regime")


@rule(
    "D006",
    gettext_noop("The declaration names no declarant."),
    remedy=gettext_noop("Name the party in whose name the goods are declared."),
    law="Annex B, 13 05",
)
def declarant_is_named(read: Read) -> Iterable[Place]:
    if not read.facts.declarant.strip():
        yield at("/declarant")


@rule(
    "D007",
    gettext_noop("The {party} has no name."),
    remedy=gettext_noop("Give the name of the person or firm, as on the waybill."),
    law="Annex B, 13 02 and 13 03",
)
def parties_are_named(read: Read) -> Iterable[Place]:
    for party in ("consignor", "consignee"):
        if not getattr(read.facts, party).name.strip():
            yield at(f"/{party}/name", party=party)


@rule(
    "D008",
    gettext_noop("The {party}'s country “{country}” is not a country."),
    remedy=_ISO,
    law="Annex B, 13 02 and 13 03",
)
def parties_have_a_country(read: Read) -> Iterable[Place]:
    for party in ("consignor", "consignee"):
        country = getattr(read.facts, party).country
        if country not in _KNOWN:
            yield at(f"/{party}/country", party=party, country=country)


@rule(
    "D009",
    gettext_noop("“{currency}” is not a currency in use."),
    remedy=gettext_noop("Give the three capital letters of ISO 4217, such as MYR, CNY or USD."),
    law="Annex B, 14 05",
)
def currency_is_known(read: Read) -> Iterable[Place]:
    if read.facts.currency not in MINOR_DIGITS:
        yield at("/currency", currency=read.facts.currency)


@rule(
    "D010",
    gettext_noop("“{incoterm}” is not one of the Incoterms 2020."),
    remedy=gettext_noop("Use one of EXW, FCA, FAS, FOB, CFR, CIF, CPT, CIP, DAP, DPU, DDP."),
    law="Annex B, 14 01",
)
def delivery_term_is_known(read: Read) -> Iterable[Place]:
    if read.facts.incoterm not in INCOTERMS:
        yield at("/incoterm", incoterm=read.facts.incoterm)


@rule("D011", gettext_noop("{field} “{text}” is not a decimal number."), remedy=_NUMBER)
def charges_are_numbers(read: Read) -> Iterable[Place]:
    facts = read.facts
    if read.freight is None:
        yield at("/freight", field=gettext_noop("Freight"), text=facts.freight)
    if read.insurance is None:
        yield at("/insurance", field=gettext_noop("Insurance"), text=facts.insurance)
    if read.invoice_total is None and facts.invoice_total:
        yield at("/invoice_total", field=gettext_noop("Invoice total"), text=facts.invoice_total)


@rule(
    "D012",
    gettext_noop("{field} is less than nothing ({text})."),
    remedy=gettext_noop("Give what was charged, or 0 if it is in the price."),
    law="Annex B, 14 04",
)
def charges_are_not_negative(read: Read) -> Iterable[Place]:
    if read.freight is not None and read.freight < 0:
        yield at("/freight", field=gettext_noop("Freight"), text=read.facts.freight)
    if read.insurance is not None and read.insurance < 0:
        yield at("/insurance", field=gettext_noop("Insurance"), text=read.facts.insurance)


@rule(
    "D013",
    gettext_noop("The invoice comes to {stated}, its items to {sum}."),
    remedy=gettext_noop("Correct the total, or the item whose value is wrong."),
    law="Annex B, 14 06",
)
def items_add_up_to_the_invoice(read: Read) -> Iterable[Place]:
    if read.invoice_total is None or read.invoice_total == read.value:
        return
    if all(each.value is not None for each in read.items):
        yield at("/invoice_total", stated=read.facts.invoice_total, sum=decimal_text(read.value))


@rule(
    "D014",
    gettext_noop("“{number}” looks like a postal item number, but its check digit or country is wrong."),
    remedy=gettext_noop("Read or scan the label again."),
    law="UPU S10",
)
def postal_number_is_sound(read: Read) -> Iterable[Place]:
    number = read.facts.transport_document
    if _S10_LIKE.fullmatch(number) and not is_s10(number):
        yield at("/transport_document", number=number)


@rule(
    "D015",
    gettext_noop("Goods leave {country}, but the consignor is in {found}."),
    remedy=gettext_noop(
        "Check the consignor's country; a seller abroad may need a representative to declare the export."
    ),
    law="Annex B, 13 02",
    level="warning",
)
def exports_come_from_here(read: Read) -> Iterable[Place]:
    facts = read.facts
    if facts.direction == "export" and facts.consignor.country != facts.country:
        yield at("/consignor/country", country=facts.country, found=facts.consignor.country)


@rule(
    "D016",
    gettext_noop("Goods enter {country}, but the consignee is in {found}."),
    remedy=gettext_noop("Check the consignee's country; goods that only pass through are declared for transit."),
    law="Annex B, 13 03",
    level="warning",
)
def imports_stay_here(read: Read) -> Iterable[Place]:
    facts = read.facts
    if facts.direction == "import" and facts.consignee.country != facts.country:
        yield at("/consignee/country", country=facts.country, found=facts.consignee.country)


@rule(
    "D017",
    gettext_noop("{field} {text} has more decimals than {currency} has."),
    remedy=gettext_noop("Round it as on the invoice."),
)
def charges_are_in_whole_minor_units(read: Read) -> Iterable[Place]:
    digits = MINOR_DIGITS.get(read.facts.currency)
    if digits is None:
        return
    step = MILLION // 10**digits
    if (read.freight or 0) % step:
        yield at("/freight", field=gettext_noop("Freight"), text=read.facts.freight, currency=read.facts.currency)
    if (read.insurance or 0) % step:
        yield at("/insurance", field=gettext_noop("Insurance"), text=read.facts.insurance, currency=read.facts.currency)


RULES: tuple[Rule[Read], ...] = (
    reference_is_plain,
    consignment_reference_is_sound,
    direction_is_known,
    country_is_known,
    procedure_is_named,
    declarant_is_named,
    parties_are_named,
    parties_have_a_country,
    currency_is_known,
    delivery_term_is_known,
    charges_are_numbers,
    charges_are_not_negative,
    items_add_up_to_the_invoice,
    postal_number_is_sound,
    exports_come_from_here,
    imports_stay_here,
    charges_are_in_whole_minor_units,
)


def sound_at_a_glance(read: Read) -> bool:
    """Whether one look shows that no rule besides those of manner finds anything; a doubt is left to the rules."""
    facts, freight, insurance = read.facts, read.freight, read.insurance
    digits = MINOR_DIGITS.get(facts.currency)
    if digits is None or freight is None or insurance is None or facts.invoice_total:
        return False
    step = MILLION // 10**digits
    if freight < 0 or insurance < 0 or freight % step or insurance % step:
        return False
    if not (_LRN.fullmatch(facts.lrn) and is_ucr(facts.ucr)):
        return False
    if not (facts.consignor.name.strip() and facts.consignee.name.strip()):
        return False
    number = facts.transport_document
    return not _S10_LIKE.fullmatch(number) or is_s10(number)


OF_MANNER: tuple[Rule[Read], ...] = (
    direction_is_known,
    country_is_known,
    procedure_is_named,
    declarant_is_named,
    parties_have_a_country,
    currency_is_known,
    delivery_term_is_known,
    exports_come_from_here,
    imports_stay_here,
)
"""Rules that look at nothing but the manner of a declaration, of which a hub sees few."""

Manner = tuple[str, str, str, str, str, str, str, str]


def manner(facts: DeclarationFacts) -> Manner:
    """All that the rules of manner look at."""
    return (
        facts.direction,
        facts.country,
        facts.regime,
        facts.declarant,
        facts.consignor.country,
        facts.consignee.country,
        facts.currency,
        facts.incoterm,
    )
