"""The QR code that a shop shows and a buyer's wallet reads (EMVCo merchant-presented mode).

The text carries who is to be paid, in which currency, how much, and the reference by which the payment is found again.
"""

from __future__ import annotations

import re
from binascii import crc_hqx
from dataclasses import dataclass

from entrepot.trade.code import country
from entrepot.trade.code.writing import refusal
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Money
from entrepot.trade.papers import tlv
from entrepot.trade.papers.currency_numbers import CURRENCIES, NUMBERS
from entrepot.trade.wording import gettext_noop

ACCOUNT = "26"  # the first of the tags that any scheme may use
CONSIGNMENT = "80"  # the first of the tags left unreserved
_ACCOUNTS = tuple(f"{tag:02d}" for tag in range(26, 52))
_LONGEST = {"merchant_name": 25, "merchant_city": 15, "reference": 25, "terminal": 25}
_AMOUNT = re.compile(r"(?=.{1,13}$)[0-9]+(\.[0-9]{0,3})?")
_MANDATORY = ("00", "52", "53", "58", "59", "60", "63")


@dataclass(frozen=True, slots=True)
class MerchantQr:
    """What the code says. Without an amount the buyer enters it, and the code may hang on the wall.

    `scheme` is the payment scheme's own name (a reversed domain or an application identifier), `account` the shop's
    number within it; `category` is the merchant category code of ISO 18245.
    """

    scheme: str
    account: str
    merchant_name: str
    merchant_city: str
    country: str
    currency: str
    amount: Money | None = None
    reference: str = ""
    terminal: str = ""
    category: str = "0000"
    ucr: str = ""


def build(qr: MerchantQr) -> str:
    """The text of the symbol, or a refusal with everything that does not fit it."""
    found = _unfit(qr)
    if found:
        raise Refused(found)
    consignment = tlv.write({"00": qr.scheme, "01": qr.ucr}) if qr.ucr else ""
    body = tlv.write(
        {
            "00": "01",
            "01": "11" if qr.amount is None else "12",
            ACCOUNT: tlv.write({"00": qr.scheme, "01": qr.account}),
            "52": qr.category,
            "53": NUMBERS[qr.currency],
            "54": "" if qr.amount is None else qr.amount.text,
            "58": country(qr.country),
            "59": qr.merchant_name,
            "60": qr.merchant_city,
            "62": tlv.write({"05": qr.reference, "07": qr.terminal}),
        }
    )
    # 63 is last by its rule, though 80 is greater
    body += tlv.write({CONSIGNMENT: consignment}) + "6304"
    return body + checksum(body)


def parse(text: str) -> MerchantQr:
    """What a scanned code says, or a refusal with everything that is wrong with it."""
    text = text.strip()
    if text[-8:-4] != "6304" or checksum(text[:-4]) != text[-4:].upper():
        raise refusal(
            "qr-checksum",
            gettext_noop("The code was not read completely: its checksum is wrong."),
            gettext_noop("Scan it again, closer and in better light."),
            tlv.LAW,
        )
    fields = tlv.read(text)
    found = [_absent(tag) for tag in _MANDATORY if tag not in fields]
    currency = CURRENCIES.get(fields.get("53", ""), "")
    if "53" in fields and not currency:
        found.append(
            Finding(
                "qr-currency",
                gettext_noop("The code asks for currency {number}, which is not in use."),
                "/currency",
                gettext_noop("Ask the shop for another code."),
                tlv.LAW,
                params={"number": fields["53"]},
            )
        )
    amount = fields.get("54", "")
    if amount and not _AMOUNT.fullmatch(amount):
        found.append(
            Finding(
                "qr-amount",
                gettext_noop("“{amount}” is not an amount."),
                "/amount",
                gettext_noop("Ask the shop for another code."),
                tlv.LAW,
                params={"amount": amount},
            )
        )
    accounts = [tag for tag in _ACCOUNTS if tag in fields]
    if not accounts:
        found.append(_absent(ACCOUNT))
    if found:
        raise Refused(found)
    account = tlv.read(fields[accounts[0]])
    additional = tlv.read(fields.get("62", ""))
    return MerchantQr(
        scheme=account.get("00", ""),
        account=next((value for tag, value in account.items() if tag != "00"), ""),
        merchant_name=fields["59"],
        merchant_city=fields["60"],
        country=country(fields["58"]),
        currency=currency,
        amount=Money.of(amount.rstrip("."), currency) if amount else None,
        reference=additional.get("05", ""),
        terminal=additional.get("07", ""),
        category=fields["52"],
        ucr=_consignment(fields.get(CONSIGNMENT, ""), account.get("00", "")),
    )


def checksum(text: str) -> str:
    """Four figures over everything before them: CRC-16 with polynomial 1021 and start FFFF (ISO/IEC 13239)."""
    return f"{crc_hqx(text.encode(errors='surrogatepass'), 0xFFFF):04X}"


def _consignment(template: str, scheme: str) -> str:
    """The consignment of the sale, if the code names one; another scheme may keep something else in this place."""
    if not template.startswith(tlv.write({"00": scheme})):
        return ""
    return tlv.read(template).get("01", "")


def _unfit(qr: MerchantQr) -> list[Finding]:
    found = []
    for field in ("scheme", "account", "merchant_name", "merchant_city"):
        if not getattr(qr, field).strip():
            found.append(
                Finding(
                    "qr-missing",
                    gettext_noop("A payment code needs the {field}."),
                    f"/{field}",
                    gettext_noop("Enter it in the shop's payment settings."),
                    tlv.LAW,
                    params={"field": field.replace("_", " ")},
                )
            )
    for field, longest in _LONGEST.items():
        value = getattr(qr, field)
        if len(value) > longest:
            found.append(
                Finding(
                    "qr-too-long",
                    gettext_noop("The {field} “{value}” has more than {longest} characters."),
                    f"/{field}",
                    gettext_noop("Shorten it; wallets cut or refuse what is longer."),
                    tlv.LAW,
                    params={"field": field.replace("_", " "), "value": value, "longest": str(longest)},
                )
            )
    if qr.currency not in NUMBERS:
        found.append(
            Finding(
                "currency-unknown",
                gettext_noop("“{currency}” is not a currency in use."),
                "/currency",
                gettext_noop("Give the three capital letters of ISO 4217, such as MYR, CNY or USD."),
                params={"currency": qr.currency},
            )
        )
    elif qr.amount is not None:
        found += _unpayable(qr.amount, qr.currency)
    if not re.fullmatch(r"[0-9]{4}", qr.category):
        found.append(
            Finding(
                "qr-category",
                gettext_noop("“{category}” is not a merchant category."),
                "/category",
                gettext_noop("Give the four figures of ISO 18245, or 0000."),
                params={"category": qr.category},
            )
        )
    return found


def _unpayable(amount: Money, currency: str) -> list[Finding]:
    if amount.currency == currency and Money.zero(currency) < amount and amount == amount.settle():
        return []
    return [
        Finding(
            "qr-amount",
            gettext_noop("{amount} cannot be asked for by a code in {currency}."),
            "/amount",
            gettext_noop("Give an amount above nothing, in the code's currency and its whole minor units."),
            tlv.LAW,
            params={"amount": str(amount), "currency": currency},
        )
    ]


def _absent(tag: str) -> Finding:
    return Finding(
        "qr-field-missing",
        gettext_noop("The code lacks field {tag}, which every payment code has."),
        f"/{tag}",
        gettext_noop("It may be no payment code; ask the shop for another."),
        tlv.LAW,
        params={"tag": tag},
    )
