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
RECEIVER = ("name", "id", "address")  # of the consignee: a person, most often


def facts_kept(facts: DeclarationFacts) -> tuple[Tree, bytes]:
    """The facts with a masked consignee, and the consignee sealed."""
    tree = msgspec.to_builtins(facts)
    consignee = tree["consignee"]
    sealed = sealing.seal({part: consignee[part] for part in RECEIVER}, about=_about(facts.declarant, facts.lrn))
    consignee.update(name=sealing.mask(consignee["name"]), id="", address="")
    return tree, sealed


def facts_written(facts: DeclarationFacts) -> str:
    """The same as JSON text, for a table that takes thousands at once."""
    consignee = facts.consignee
    masked = Trader(sealing.mask(consignee.name), consignee.country)
    # Within a text of JSON a quotation mark is escaped, so this is the consignee and nothing else.
    open_, closed = _CONSIGNEE + _JSON.encode(consignee), _CONSIGNEE + _JSON.encode(masked)
    return _JSON.encode(facts).replace(open_, closed, 1).decode()


def receivers_sealed(batch: Iterable[DeclarationFacts]) -> list[bytes]:
    """The consignee of each declaration, sealed."""
    told = ((facts, facts.consignee) for facts in batch)
    return sealing.seal_all(
        ({"name": to.name, "id": to.id, "address": to.address}, _about(facts.declarant, facts.lrn))
        for facts, to in told
    )


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
    return {
        "currency": assessment.currency,
        "value": decimal_of(assessment.value_minor, assessment.currency),
        "law": assessment.law,
        "charges": [
            {
                "kind": each.kind,
                "code": each.code,
                "amount": decimal_of(each.minor, each.currency),
                "item": each.item,
                "law": each.law,
            }
            for each in assessment.charges
        ],
    }


def assessment_written(assessment: Assessment) -> str:
    """The same as JSON text."""
    return _JSON.encode(assessment_kept(assessment)).decode()


def assessment_back(tree: Tree) -> Assessment:
    currency = tree["currency"]
    charges = (Charge.of(**{**each, "amount": Money.of(each["amount"], currency)}) for each in tree["charges"])
    return Assessment.on(Money.of(tree["value"], currency), tuple(charges), tree["law"])


def _about(declarant: str, lrn: str) -> str:
    return f"declaration:{declarant}/{lrn}"
