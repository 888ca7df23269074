"""How the protocol says no: one finding with a stable code that both hubs, the log and the test kit compare."""

from __future__ import annotations

from entrepot.trade.finding import Finding, Refused


def refusal(code: str, sentence: str, remedy: str = "", pointer: str = "", **params: object) -> Refused:
    """A refusal with one finding; the code is part of the protocol, the sentence is for people."""
    told = {name: str(value) for name, value in params.items()}
    return Refused(Finding(code, sentence, pointer, remedy, params=told))


def code_of(refused: Refused) -> str:
    """The code of the first finding: what goes into the answer."""
    return refused.findings[0].code
