"""The QR code by which a payment is asked for: EMVCo's merchant-presented form, with our hub named in it."""

from __future__ import annotations

import io
from base64 import b32encode
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.utils.translation import gettext_noop

from entrepot.hub.parties.models import Party
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Money
from entrepot.trade.papers import emv

SCHEME = "org.entrepot.pay"
LONGEST_REFERENCE = 25


@dataclass(frozen=True, slots=True)
class Asked:
    """What a scanned code asks: how much, for whom, at which hub, under which reference."""

    host: str
    account: str
    merchant: str
    amount: Money
    reference: str


def payload(creditor: Party, amount: Money, *, reference: str, ucr: str = "") -> str:
    """The text of the code. The account in it is the creditor at this hub: `hz-cafe@hub.example`."""
    return emv.build(
        emv.MerchantQr(
            scheme=SCHEME,
            account=f"{creditor.code}@{own_host()}",
            merchant_name=creditor.name[:25],
            merchant_city=str(settings.ENTREPOT_NAME)[:15],
            country=creditor.country,
            currency=amount.currency,
            amount=amount.settle(),
            reference=short(reference),
            ucr=ucr,
        )
    )


def read(text: str) -> Asked:
    """What a code of a hub like ours asks, or a refusal."""
    code = emv.parse(text)
    account, _, host = code.account.partition("@")
    if code.scheme != SCHEME or not host or code.amount is None or not code.reference:
        raise Refused(
            Finding(
                "code-not-payable-here",
                gettext_noop("This code is of another scheme, or names no amount."),
                "/qr",
                gettext_noop("Ask the merchant for the code of a sale at an e-hub, with its amount."),
            )
        )
    return Asked(host, account, code.merchant_name, code.amount, code.reference)


def short(reference: str) -> str:
    """The reference as the code can carry it: itself if it fits, else a digest of it that always comes out the same."""
    if len(reference) <= LONGEST_REFERENCE:
        return reference
    return b32encode(sha256(reference.encode()).digest()).decode()[:20]


def drawing(text: str, scale: int = 4) -> str:
    """The code as SVG, to be put into a page."""
    page = io.BytesIO()
    segno.make_qr(text).save(page, kind="svg", scale=scale, xmldecl=False, svgns=True, border=4)
    return page.getvalue().decode()


def own_host() -> str:
    """The name under which other hubs know this one."""
    return urlsplit(str(settings.ENTREPOT_URL)).netloc
