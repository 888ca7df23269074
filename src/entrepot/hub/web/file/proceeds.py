"""Money in the file: what the buyer paid, down to the clause of each charge, and where it went."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from entrepot.hub.orders.models import Consignment
from entrepot.hub.web import accounts, wording, workings
from entrepot.hub.web.pieces import Bar, MoneyLine, MoneyTree, bar
from entrepot.trade.money import Money


def paid(consignment: Consignment) -> MoneyTree:
    """What the buyer paid, line by line, down to the clause of each charge; the total comes first in a file."""
    order, money = consignment.order, _in(consignment.currency)
    lines = [MoneyLine.of(_("Total, every charge in"), money(consignment.total_minor), total=True)]
    goods = tuple(
        MoneyLine.of(
            _("{quantity} × {goods}").format(quantity=wording.number(item["quantity"]), goods=item["description"]),
            money(item["value_minor"]),
            code=wording.hs(item["hs"]),
        )
        for item in consignment.items
    )
    lines.append(MoneyLine.of(_("Goods"), money(consignment.goods_minor), parts=goods))
    lines.append(MoneyLine.of(_("Freight"), money(consignment.freight_minor)))
    if order is not None and order.discount_minor:
        lines.append(
            MoneyLine.of(_("Discount"), money(-order.discount_minor), why=_("Already taken off the goods above"))
        )
    lines.append(_charges(consignment))
    return MoneyTree(tuple(lines))


def divided(body: Mapping[str, Any], names: Mapping[str, str]) -> tuple[Bar, MoneyTree]:
    """Where the proceeds went, as the settlement recorded it."""
    currency = str(body["currency"])
    money = _in(currency)
    shares: list[tuple[int, str, str, str]] = [
        (body["seller_minor"], "seller", _("Seller"), ""),
        (
            body["charges_in_order_currency_minor"],
            "law",
            _("Duty and tax"),
            wording.listed(
                f"{Money.from_minor(minor, str(body['tax_currency']))} → {accounts.named(account, names)}"
                for account, minor in body["charges"]
                if minor
            ),
        ),
        *((paid, "lender", names.get(code, code), _("Repays an advance")) for code, paid in body["claims"]),
        *(
            (minor, "seller", _("Kept from the seller"), _("For money given back to earlier buyers"))
            for minor in (body.get("set_off_minor", 0),)
            if minor
        ),
        (body["carrier_minor"], "carrier", _("Carrier"), ""),
    ]
    told = wording.listed(f"{name} {money(minor).text}" for minor, _fill, name, _why in shares)
    lines = [MoneyLine.of(name, money(minor), why=why, swatch=fill) for minor, fill, name, why in shares]
    lines.append(MoneyLine.of(_("Equal to what was paid"), money(body["settled_minor"]), total=True))
    return bar(tuple((minor, fill, name) for minor, fill, name, _why in shares), told), MoneyTree(tuple(lines))


def _charges(consignment: Consignment) -> MoneyLine:
    """Duty and tax: in the order's currency as paid, with the working in the currency of the border."""
    charges = consignment.duty_minor + consignment.tax_minor
    border = Money.from_minor(charges, consignment.tax_currency)
    money = _in(consignment.currency)
    parts = _quoted(consignment)
    order = consignment.order
    if order is not None and consignment.currency != consignment.tax_currency:
        why = _("{amount} at the rate of the quote").format(amount=border)
        return MoneyLine.of(_("Duty and tax"), money(order.charges_minor), why=why, parts=parts)
    if order is None and consignment.currency != consignment.tax_currency:
        return MoneyLine.of(
            _("Duty and tax"), border, why=_("in {currency}").format(currency=border.currency), parts=parts
        )
    return MoneyLine.of(_("Duty and tax"), border, parts=parts)


def _quoted(consignment: Consignment) -> tuple[MoneyLine, ...]:
    """The working of the charges, from the quote on which the order was placed."""
    quote = consignment.quote
    if quote is not None:
        for option in quote.result.get("options", ()):
            if option["regime"] == quote.regime:
                return workings.lines(option["lines"], quote.currency)
    money = _in(consignment.tax_currency)
    return (
        MoneyLine.of(_("Duty"), money(consignment.duty_minor)),
        MoneyLine.of(_("Tax"), money(consignment.tax_minor)),
    )


def _in(currency: str) -> Callable[[int], Money]:
    return partial(Money.from_minor, currency=currency)
