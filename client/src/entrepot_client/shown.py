"""What comes back: the hub's answers in its own shapes.

Amounts called `…_minor` are whole minor units of the currency beside them; moments are ISO 8601 with their zone. What a
newer hub answers beyond this stays in the mapping.
"""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict


class Finding(TypedDict):
    """What is wrong, where (a JSON pointer into what was sent), by which law, and what to do; in your language."""

    code: str
    sentence: str
    pointer: NotRequired[str]
    remedy: NotRequired[str]
    law: NotRequired[str]
    level: NotRequired[str]
    params: NotRequired[dict[str, str]]


class Caller(TypedDict):
    """Who the hub takes you for."""

    kind: str
    name: str
    party: str
    rights: list[str]
    at: str


class MoneyShown(TypedDict):
    amount: str
    currency: str


class RangeShown(TypedDict):
    """Between two amounts: the code given does not decide."""

    min: MoneyShown
    max: MoneyShown


Amount = MoneyShown | RangeShown | None


class OptionShown(TypedDict):
    """One way in: what it costs there, and what it needs."""

    regime: str
    name: str
    agreements: NotRequired[list[str]]
    goods: NotRequired[Amount]
    carriage: NotRequired[Amount]
    duty: NotRequired[Amount]
    tax: NotRequired[Amount]
    fees: NotRequired[Amount]
    total: NotRequired[Amount]
    landed: NotRequired[Amount]
    proofs: NotRequired[list[str]]
    findings: NotRequired[list[Finding]]


class QuoteShown(TypedDict):
    """A landed cost with its working (`result`); without an `id` it was refused, and the findings say why."""

    id: NotRequired[str | None]
    destination: NotRequired[str]
    currency: NotRequired[str]
    on: NotRequired[str | None]
    known: NotRequired[str | None]
    options: NotRequired[list[OptionShown]]
    unpriced: NotRequired[list[OptionShown]]
    closed: NotRequired[list[OptionShown]]
    regime: NotRequired[str]
    duty_minor: NotRequired[int | None]
    tax_minor: NotRequired[int | None]
    law_digest: NotRequired[str]
    tariff: NotRequired[list[dict[str, Any]]]
    rates: NotRequired[dict[str, Any]]
    result: NotRequired[dict[str, Any]]
    made_at: NotRequired[str | None]
    findings: NotRequired[list[Finding]]


class ProductAnswer(TypedDict):
    sku: str
    listed: bool
    findings: list[Finding]


class ProductShown(TypedDict):
    sku: str
    title: str
    hs: str
    codes: dict[str, str]
    origin: str
    net_mass_kg: str
    gtin: str
    price: str
    currency: str
    texts: dict[str, str]
    family: str
    options: dict[str, str]
    brand: str
    materials: str
    gross_mass_kg: str
    size_mm: list[int]
    traits: list[str]
    state: str


class PlaceShown(TypedDict):
    """What a buyer in one country pays for one piece."""

    destination: str
    currency: NotRequired[str]
    regime: NotRequired[str]
    goods: NotRequired[Amount]
    carriage: NotRequired[Amount]
    duty: NotRequired[Amount]
    tax: NotRequired[Amount]
    fees: NotRequired[Amount]
    landed: NotRequired[Amount]
    prohibited: NotRequired[bool]
    findings: NotRequired[list[Finding]]


class OrderAnswer(TypedDict):
    number: str
    placed: bool
    ucr: NotRequired[str]
    state: NotRequired[str]
    findings: NotRequired[list[Finding]]


class StateReached(TypedDict):
    state: str
    at: str


class ConsignmentShown(TypedDict):
    """An order's goods on their way, with their money and their states."""

    ucr: str
    home: bool
    peer: str
    order_number: str
    seller: str
    seller_name: str
    origin: str
    destination: str
    regime: str
    import_regime: str
    state: str
    lane: str
    currency: str
    goods_minor: int
    freight_minor: int
    total_minor: int
    tax_currency: str
    duty_minor: int
    tax_minor: int
    settled_minor: int
    items: list[dict[str, Any]]
    placed_at: str
    imported_at: str | None
    delivered_at: str | None
    settled_at: str | None
    parcel: str
    history: list[StateReached]


class LodgementAnswer(TypedDict):
    """`lodged` now, `repeated` if an earlier batch had it, or `refused` with every finding."""

    lrn: str
    in_order: bool
    outcome: Literal["lodged", "repeated", "refused"]
    mrn: NotRequired[str]
    state: NotRequired[str]
    lane: NotRequired[str]
    findings: list[Finding]


class Checked(TypedDict):
    """What customs would say, without lodging."""

    lrn: str
    in_order: bool
    quality: int
    findings: list[Finding]
    weaknesses: list[Finding]


class DecisionShown(TypedDict):
    move: str
    state: str
    by: dict[str, str]
    reason: str
    law: str
    at: str


class DeclarationShown(TypedDict):
    lrn: str
    mrn: str
    ucr: str
    direction: str
    country: str
    regime: str
    date: str
    declarant: str
    state: str
    lane: str
    currency: str
    duty_minor: int
    tax_minor: int
    assessment: dict[str, Any]
    findings: list[Finding]
    differences: list[Finding]
    decisions: list[DecisionShown]
    claimed_by: str
    law: str
    lodged_at: str
    decided_at: str | None
    facts: dict[str, Any]


class PaperShown(TypedDict):
    kind: str
    ucr: str
    version: int
    sender: str
    signed_by: str
    received_at: str


class FiledAnswer(TypedDict):
    filed: bool
    paper: NotRequired[PaperShown | None]
    findings: NotRequired[list[Finding]]


class PermitShown(TypedDict):
    number: str
    kind: str
    country: str
    agency: str
    holder: str
    goods: str
    quantity: str
    unit: str
    lot: str
    drawn: str
    state: str
    valid_from: str | None
    valid_to: str | None
    conditions: list[str]
    reason: str
    law: str
    document: str
    applied_at: str
    decided_at: str | None


class StepShown(TypedDict):
    step: str
    at: str
    place: str


class ParcelShown(TypedDict):
    ucr: str
    number: str
    carrier: str
    origin: str
    destination: str
    gross_mass_g: int
    contents: list[dict[str, Any]]
    state: str
    cleared: bool
    steps: list[StepShown]


class StatementShown(TypedDict):
    """Duty and tax of a period, and until when they are due."""

    number: str
    code: str
    country: str
    debtor: str
    registration: str
    begins: str
    ends: str
    due_by: str
    currency: str
    duty: str
    tax: str
    total: str
    declarations: int
    lines: list[dict[str, Any]]
    law: str
    confidence: str
    state: str
    drawn_up_at: str
    filed_at: str | None
    paid_at: str | None
    receipt: str


class FormShown(TypedDict):
    code: str
    title: str
    country: str
    direction: str
    regimes: list[str]
    syntax: str
    source: list[str]
    confidence: str
    note: str


class Filled(TypedDict):
    """A form filled: its tree and text, what it has no place for, and what it asks for that is not known."""

    form: str
    tree: dict[str, Any]
    text: str
    media_type: str
    losses: list[Finding]
    lacking: list[Finding]


class EventShown(TypedDict):
    """One event of a consignment's file, as it was recorded."""

    position: int
    id: str
    kind: str
    subject: str
    ucr: str
    at: str
    actor: dict[str, str]
    body: dict[str, Any]


class Said(TypedDict):
    """What happened, to what; `facts` are those that `/webhooks/kinds` names for the kind."""

    position: int
    subject: str
    ucr: str
    facts: dict[str, Any]


class Message(TypedDict):
    """One event as your party is told of it, in the feed or by webhook; the id is the same in every telling."""

    id: str
    type: str
    timestamp: str
    data: Said


class Feed(TypedDict):
    messages: list[Message]
    next: int
