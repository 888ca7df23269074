"""Three documents, one sale: order, payment and waybill must tell the same story before goods are declared.

China's rule for retail goods, here for every corridor: what was paid is goods, freight and tax less discount, and is
what the payment firm received; whoever ordered also paid and receives; the parcel carries as many articles as were
ordered. Each paper comes from another party, so that no one of them can invent a sale alone.

People are compared without being known: a paper carries keyed commitments (see `seal` and `party_key`), made by the
hub that holds the key. The name itself never enters here.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.declaration.reading import decimal_text, millionths
from entrepot.trade.finding import Finding
from entrepot.trade.wording import gettext_noop

_SENDERS = "GACC Announcement 26/2016"  # who sends which paper, and that buyer and payer are one
_MESSAGES = "CEB311, CEB411, CEB511"  # the fields that the Chinese system compares


@dataclass(frozen=True, slots=True)
class Sealed:
    """A name or an address that can be compared but not read: as written, and folded to what the spelling means."""

    written: str
    folded: str


@dataclass(frozen=True, slots=True)
class OrderPaper:
    """What the platform or the seller says was ordered. Amounts are decimal digits in the currency."""

    ucr: str
    order_number: str
    payment_reference: str
    currency: str
    goods: str
    freight: str
    tax: str
    discount: str
    paid: str
    item_count: int
    buyer_key: str
    buyer_name: Sealed
    consignee_name: Sealed
    consignee_address: Sealed


@dataclass(frozen=True, slots=True)
class PaymentPaper:
    """What the payment firm says was paid, and by whom."""

    ucr: str
    order_number: str
    reference: str
    currency: str
    amount: str
    payer_key: str
    payer_name: Sealed


@dataclass(frozen=True, slots=True)
class WaybillPaper:
    """What the carrier says it carries, and to whom."""

    ucr: str
    order_number: str
    number: str
    item_count: int
    consignee_key: str
    consignee_name: Sealed
    consignee_address: Sealed


def match(
    order: OrderPaper | None,
    payment: PaymentPaper | None,
    waybill: WaybillPaper | None,
    facts: DeclarationFacts | None = None,
) -> list[Finding]:
    """Every difference between the papers, field by field; and between them and the declaration if it is given.

    A paper that is missing is itself a finding. Only a difference in letter case, spaces or width of a name is let
    pass with a warning.
    """
    found = [
        _missing(name)
        for name, paper in (("order", order), ("payment", payment), ("waybill", waybill))
        if paper is None
    ]
    if order is not None:
        found += _sum(order)
    if order is not None and payment is not None:
        found += _order_and_payment(order, payment)
    if order is not None and waybill is not None:
        found += _order_and_waybill(order, waybill)
    if order is None and payment is not None and waybill is not None:
        found += _payment_and_waybill(payment, waybill)
    if facts is not None:
        found += _declared(order, payment, waybill, facts)
    return found


def party_key(key: bytes, identity: str) -> str:
    """The commitment to a person's identity: the same for the same number, and useless without the key."""
    return _commitment(key, "identity", fold(identity))


def seal(key: bytes, *lines: str) -> Sealed:
    """The commitment to a name, or to the lines of an address."""
    written = "\n".join(lines)
    return Sealed(_commitment(key, "written", written), _commitment(key, "folded", fold(written)))


def fold(text: str) -> str:
    """What a spelling means: without regard to letter case, spaces, line breaks and full or half width."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _commitment(key: bytes, purpose: str, text: str) -> str:
    return hmac.new(key, f"{purpose}\n{text}".encode(), hashlib.sha256).hexdigest()


def _sum(order: OrderPaper) -> Iterator[Finding]:
    """What was paid is goods, freight and tax less discount."""
    amounts = {name: millionths(getattr(order, name)) for name in ("goods", "freight", "tax", "discount", "paid")}
    for name, amount in amounts.items():
        if amount is None or amount < 0:
            yield Finding(
                "paper-amount",
                gettext_noop("The order's {field} “{text}” is not an amount."),
                f"/order/{name}",
                gettext_noop("Send the order again with a decimal number of nothing or more."),
                params={"field": name, "text": getattr(order, name)},
            )
    goods, freight, tax, discount, paid = (amounts[name] or 0 for name in amounts)
    if None not in amounts.values() and paid != goods + freight + tax - discount:
        yield Finding(
            "paid-not-the-sum",
            gettext_noop("The order says {paid} was paid, but goods, freight and tax less discount come to {sum}."),
            "/order/paid",
            gettext_noop("Send the order again with the amounts of the receipt."),
            _MESSAGES,
            params={"paid": order.paid, "sum": decimal_text(goods + freight + tax - discount)},
        )


def _order_and_payment(order: OrderPaper, payment: PaymentPaper) -> Iterator[Finding]:
    pair = ("order", "payment")
    yield from _same(pair, "ucr", "ucr", order.ucr, payment.ucr)
    yield from _same(pair, "order_number", "order_number", order.order_number, payment.order_number)
    yield from _same(pair, "payment_reference", "reference", order.payment_reference, payment.reference)
    yield from _same(pair, "currency", "currency", order.currency, payment.currency)
    yield from _same_amount(pair, "paid", "amount", order.paid, payment.amount)
    yield from _same_party(pair, "buyer_key", "payer_key", order.buyer_key, payment.payer_key)
    yield from _same_name(pair, "buyer_name", "payer_name", order.buyer_name, payment.payer_name)


def _order_and_waybill(order: OrderPaper, waybill: WaybillPaper) -> Iterator[Finding]:
    pair = ("order", "waybill")
    yield from _same(pair, "ucr", "ucr", order.ucr, waybill.ucr)
    yield from _same(pair, "order_number", "order_number", order.order_number, waybill.order_number)
    yield from _same(pair, "item_count", "item_count", str(order.item_count), str(waybill.item_count))
    yield from _same_party(pair, "buyer_key", "consignee_key", order.buyer_key, waybill.consignee_key)
    for field in ("consignee_name", "consignee_address"):
        yield from _same_name(pair, field, field, getattr(order, field), getattr(waybill, field))


def _payment_and_waybill(payment: PaymentPaper, waybill: WaybillPaper) -> Iterator[Finding]:
    pair = ("payment", "waybill")
    yield from _same(pair, "ucr", "ucr", payment.ucr, waybill.ucr)
    yield from _same(pair, "order_number", "order_number", payment.order_number, waybill.order_number)
    yield from _same_party(pair, "payer_key", "consignee_key", payment.payer_key, waybill.consignee_key)


def _declared(
    order: OrderPaper | None, payment: PaymentPaper | None, waybill: WaybillPaper | None, facts: DeclarationFacts
) -> Iterator[Finding]:
    """Where the papers and the declaration differ: each paper's reference, and the amounts and numbers of the sale."""
    for name, paper in (("order", order), ("payment", payment), ("waybill", waybill)):
        if paper is not None:
            yield from _same((name, "declaration"), "ucr", "ucr", paper.ucr, facts.ucr)
    if order is not None:
        pair = ("order", "declaration")
        yield from _same(pair, "currency", "currency", order.currency, facts.currency)
        values = [millionths(item.value) for item in facts.items]
        declared = decimal_text(sum(each or 0 for each in values)) if None not in values else "—"
        yield from _same_amount(pair, "goods", "items", order.goods, declared)
        yield from _same_amount(pair, "freight", "freight", order.freight, facts.freight or "0")
    if waybill is not None:
        pair = ("waybill", "declaration")
        yield from _same(pair, "number", "transport_document", waybill.number, facts.transport_document)


def _same(pair: tuple[str, str], here: str, there: str, mine: str, theirs: str) -> Iterator[Finding]:
    if mine != theirs:
        yield _difference(pair, here, there, mine, theirs)


def _same_amount(pair: tuple[str, str], here: str, there: str, mine: str, theirs: str) -> Iterator[Finding]:
    """Amounts are compared as numbers: 12.5 and 12.50 are one."""
    amounts = millionths(mine), millionths(theirs)
    if None in amounts or amounts[0] != amounts[1]:
        yield _difference(pair, here, there, mine, theirs)


def _same_party(pair: tuple[str, str], here: str, there: str, mine: str, theirs: str) -> Iterator[Finding]:
    if not mine or mine != theirs:
        yield Finding(
            f"{here.replace('_', '-')}-differs",
            gettext_noop("The {here} of the {first} ({mine}) and the {there} of the {second} ({theirs}) differ."),
            f"/{pair[1]}/{there}",
            gettext_noop("One person must order, pay and receive; ask the buyer who did, and send the right paper."),
            _SENDERS,
            params=_params(pair, here, there, _brief(mine), _brief(theirs)),
        )


def _same_name(pair: tuple[str, str], here: str, there: str, mine: Sealed, theirs: Sealed) -> Iterator[Finding]:
    if mine.folded != theirs.folded:
        yield _difference(pair, here, there, _brief(mine.folded), _brief(theirs.folded))
    elif mine.written != theirs.written:
        yield Finding(
            f"{here.replace('_', '-')}-spelling",
            gettext_noop("{first} and {second} spell the {here} with other letter case, spaces or width."),
            f"/{pair[1]}/{there}",
            gettext_noop("Nothing need be done; one spelling saves questions."),
            level="warning",
            params=_params(pair, here, there, _brief(mine.written), _brief(theirs.written)),
        )


def _difference(pair: tuple[str, str], here: str, there: str, mine: str, theirs: str) -> Finding:
    return Finding(
        f"{here.replace('_', '-')}-differs",
        gettext_noop("{here} of the {first} is “{mine}”, {there} of the {second} is “{theirs}”."),
        f"/{pair[1]}/{there}",
        gettext_noop("Find out which is right, and send the other paper again."),
        _MESSAGES,
        params=_params(pair, here, there, mine, theirs),
    )


def _params(pair: tuple[str, str], here: str, there: str, mine: str, theirs: str) -> dict[str, str]:
    first, second = pair
    return {
        "first": first,
        "second": second,
        "here": here.replace("_", " "),
        "there": there.replace("_", " "),
        "mine": mine,
        "theirs": theirs,
    }


def _brief(commitment: str) -> str:
    """The first letters of a commitment: enough to see that two differ, and nothing of what they stand for."""
    return f"{commitment[:8]}…" if commitment else "—"


def _missing(paper: str) -> Finding:
    return Finding(
        "paper-missing",
        gettext_noop("The {paper} has not been received."),
        f"/{paper}",
        gettext_noop(
            "The platform sends the order, the payment firm the payment, the carrier the waybill: ask for it."
        ),
        _SENDERS,
        params={"paper": paper},
    )
