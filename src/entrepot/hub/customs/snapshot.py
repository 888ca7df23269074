"""Facts, findings and assessment as they are kept: plain trees from which the very same values come back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from entrepot.hub import sealing
from entrepot.trade.assessment import Assessment, Charge
from entrepot.trade.declaration import DeclarationFacts, Trader
from entrepot.trade.finding import Finding
from entrepot.trade.money import Money, decimal_of
from entrepot.trade.risk import Hit

Tree = Any

_JSON = msgspec.json.Encoder()
_CONSIGNEE = b'"consignee":'


class _Masked(msgspec.Struct):
    """A trader as it lies open: the names of `Trader`, made in a tenth of the time of a frozen dataclass."""

    name: str
    country: str
    id: str = ""
    address: str = ""


class _Receiver(msgspec.Struct):
    """What is sealed of a consignee; `RECEIVER` in the order of the alphabet."""

    address: str
    id: str
    name: str


class _Charged(msgspec.Struct):
    """A charge as it is kept."""

    kind: str
    code: str
    amount: str
    item: int
    law: str


class _Assessed(msgspec.Struct):
    """An assessment as it is kept."""

    currency: str
    value: str
    law: str
    charges: list[_Charged]


RECEIVER = ("name", "id", "address")  # of the consignee: a person, most often


def facts_kept(facts: DeclarationFacts) -> tuple[Tree, bytes]:
    """The facts with a masked consignee, and the consignee sealed."""
    tree = msgspec.to_builtins(facts)
    consignee = tree["consignee"]
    sealed = sealing.seal({part: consignee[part] for part in RECEIVER}, about=_about(facts.declarant, facts.lrn))
    consignee.update(name=sealing.mask(consignee["name"]), id="", address="")
    return tree, sealed


def facts_written(facts: DeclarationFacts) -> bytes:
    """The same as JSON text in UTF-8, for a table that takes thousands at once."""
    consignee = facts.consignee
    masked = _Masked(sealing.mask(consignee.name), consignee.country)
    # Within a text of JSON a quotation mark is escaped, so this is the consignee and nothing else.
    open_, closed = _CONSIGNEE + _JSON.encode(consignee), _CONSIGNEE + _JSON.encode(masked)
    return _JSON.encode(facts).replace(open_, closed, 1)


def receivers_sealed(batch: Iterable[DeclarationFacts]) -> list[bytes]:
    """The consignee of each declaration, sealed."""
    return sealing.seal_all([(_receiver(each.consignee), _about(each.declarant, each.lrn)) for each in batch])


def _receiver(consignee: Trader) -> _Receiver:
    return _Receiver(consignee.address, consignee.id, consignee.name)


def facts_back(tree: Tree, sealed: bytes) -> DeclarationFacts:
    """The facts as they were declared."""
    receiver = sealing.unseal(sealed, about=_about(tree["declarant"], tree["lrn"]))
    return msgspec.convert({**tree, "consignee": {**tree["consignee"], **receiver}}, DeclarationFacts)


def facts_masked(tree: Tree) -> DeclarationFacts:
    """The facts as they lie open: the consignee masked."""
    return msgspec.convert(tree, DeclarationFacts)


def findings_kept(findings: Iterable[Finding]) -> Tree:
    return [msgspec.to_builtins(finding) for finding in findings]


def findings_back(tree: Tree) -> tuple[Finding, ...]:
    return tuple(msgspec.convert(each, Finding) for each in tree)


def hits_kept(hits: Iterable[Hit]) -> Tree:
    return [msgspec.to_builtins(hit) for hit in hits]


def hits_back(tree: Tree) -> tuple[Hit, ...]:
    return tuple(msgspec.convert(each, Hit) for each in tree)


def assessment_kept(assessment: Assessment) -> Tree:
    """Amounts as decimal text with the currency's digits; they were settled before."""
    return msgspec.to_builtins(_assessed(assessment))


def assessment_written(assessment: Assessment) -> bytes:
    """The same as JSON text in UTF-8."""
    return _JSON.encode(_assessed(assessment))


def _assessed(assessment: Assessment) -> _Assessed:
    currency, value_minor, charges, law = assessment
    charged = [
        _Charged(kind, code, decimal_of(minor, its_currency), item, clause)
        for kind, code, minor, its_currency, item, clause in charges
    ]
    return _Assessed(currency, decimal_of(value_minor, currency), law, charged)


def assessment_back(tree: Tree) -> Assessment:
    currency = tree["currency"]
    charges = (Charge.of(**{**each, "amount": Money.of(each["amount"], currency)}) for each in tree["charges"])
    return Assessment.on(Money.of(tree["value"], currency), tuple(charges), tree["law"])


def _about(declarant: str, lrn: str) -> str:
    return f"declaration:{declarant}/{lrn}"
