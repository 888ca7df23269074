"""What a fact of a declaration, or one that forms ask for beside it, is called on pages: by its pointer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from entrepot.hub.web.declaring.fields import LABELS
from entrepot.trade.finding import Finding
from entrepot.trade.papers.form import CONTEXT

Labels = Mapping[str, Callable[[], str]]
GROUPS: Labels = {"consignor": lambda: _("Consignor"), "consignee": lambda: _("Consignee")}
LISTS: Labels = {"items": lambda: _("Item {number}"), "permits": lambda: _("Permit {number}")}
MORE: Labels = {
    "number": lambda: _("Number"),
    "declarant": lambda: _("Declarant"),
    "invoice_total": lambda: _("Invoice total"),
    "gtin": lambda: _("GTIN"),
    "agency": lambda: _("Agency"),
    "item": lambda: _("Item"),
}
BESIDE: Labels = {
    "message_id": lambda: _("a name for this message"),
    "sent_at": lambda: _("when it is sent"),
    "order_number": lambda: _("number of the order"),
    "platform_code": lambda: _("the platform's registration with customs"),
    "platform_name": lambda: _("the platform's name"),
    "seller_code": lambda: _("the seller's registration with customs"),
    "payment_firm_code": lambda: _("the payment firm's registration with customs"),
    "payment_firm_name": lambda: _("the payment firm's name"),
    "payment_reference": lambda: _("number of the payment"),
    "paid": lambda: _("what the buyer paid in all"),
    "paid_at": lambda: _("when it was paid"),
    "tax": lambda: _("duty and tax paid with the order"),
    "discount": lambda: _("what was taken off the price"),
    "payer_name": lambda: _("who paid"),
    "payer_id": lambda: _("the payer's identity number"),
    "buyer_phone": lambda: _("the buyer's telephone"),
    "carrier_code": lambda: _("the carrier's registration with customs"),
    "carrier_name": lambda: _("the carrier's name"),
    "agent_code": lambda: _("the agent's registration with customs"),
    "agent_name": lambda: _("the agent's name"),
    "customs_office": lambda: _("the customs office"),
    "port": lambda: _("the port or airport"),
    "transport_mode": lambda: _("how the goods travel"),
    "conveyance": lambda: _("the aircraft, vessel or vehicle"),
    "voyage": lambda: _("the flight or voyage"),
    "master_bill": lambda: _("the air waybill or bill of lading over all"),
    "package_count": lambda: _("how many packages"),
    "package_kind": lambda: _("kind of packages"),
    "bonded_account": lambda: _("the bonded account"),
    "bonded_site": lambda: _("the bonded site"),
    "guarantee": lambda: _("number of the guarantee"),
}


def called(pointer: str) -> str:
    """The fact in words, such as “Item 1: Unit” for `/items/0/unit`; a pointer without words stays as it is."""
    if pointer.startswith(CONTEXT):
        label = BESIDE.get(pointer.removeprefix(CONTEXT))
        return label() if label else pointer
    first, *rest = pointer.strip("/").split("/")
    labels: Labels = {**LABELS, **MORE}
    name = labels.get(rest[-1] if rest else first)
    if name is None:
        return pointer
    if first in LISTS and rest[0].isdecimal():
        group = LISTS[first]().format(number=int(rest[0]) + 1)
    elif first in GROUPS:
        group = GROUPS[first]()
    else:
        return name()
    return _("{group}: {field}").format(group=group, field=name())


def in_words(finding: Finding) -> Finding:
    """What was found of a form, with its fact in words beside the name that the form has for it."""
    fact, params = called(finding.pointer), dict(finding.params)
    if "pointer" in params:
        params["pointer"] = fact
    elif "element" in params and fact != finding.pointer:
        params["element"] = _("{element} ({meaning})").format(element=params["element"], meaning=fact)
    return replace(finding, params=params)
