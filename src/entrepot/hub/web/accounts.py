"""Accounts of the book, as people call them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from entrepot.hub.web import wording


def named(account: str, names: Mapping[str, str]) -> str:
    """What an account of the book stands for, with the party's name where it has one."""
    kind, _colon, rest = account.partition(":")
    if kind == "tax":
        country, _colon, levy = rest.partition(":")
        told = {"duty": _("Duty set aside for {country}"), "tax": _("Tax set aside for {country}")}
        return told.get(levy, _("Charges set aside for {country}")).format(country=wording.country(country))
    code, _colon, part = (rest, "", "") if kind == "peer" else rest.partition(":")
    of = names.get(code, code) + (f" ({part})" if part else "")
    return {
        "clearing": _("Money at {of}"),
        "escrow": _("Held until delivery"),
        "payable": _("Owed to {of}"),
        "peer": _("Between us and {of}"),
        "fx": _("Exchange of currencies"),
        "lender": _("Lender {of}"),
        "wallet": _("Wallet {of}"),
        "fees": _("Fees of the hub"),
        "guarantee": _("Guarantee of {of}"),
    }.get(kind, account).format(of=of)
