"""The receipt: “at this time we durably hold this channel up to this size, with this root” (C2SP tlog-cosignature)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from entrepot.ehx.checkpoint import Checkpoint
from entrepot.ehx.keys import COSIGNATURE, SigningKey, VerifierKey
from entrepot.ehx.note import Signature, malformed_note
from entrepot.ehx.refusal import refusal
from entrepot.trade.finding import Refused
from entrepot.trade.wording import gettext_noop

_STAMP = 8
_VALUE = _STAMP + 64
_MOST_LINES = 4


def cosigned(head: Checkpoint, *keys: SigningKey, at: int) -> str:
    """The receipt for this head, at this POSIX time: one line a key, two while one key follows the other."""
    assert 0 <= at < 2**63
    return "".join(_line(head, key, at) for key in keys)


def valid_line(
    lines: str, head: Checkpoint, keys: Sequence[VerifierKey], *, not_after: int | None = None
) -> tuple[str, int]:
    """The newest line of a receipt that holds under a key of the receiver, and its time; refuses if none does."""
    for line in reversed(lines.splitlines(keepends=True)[:_MOST_LINES]):
        try:
            return line, received_at(line, head, keys, not_after=not_after)
        except Refused:
            continue
    raise _invalid()


def received_at(line: str, head: Checkpoint, keys: Iterable[VerifierKey], *, not_after: int | None = None) -> int:
    """The time at which the receiver says to hold exactly this head; refuses any other line."""
    try:
        signature = Signature.parse(line)
        key = next(key for key in keys if key.kind == COSIGNATURE and signature.of(key))
        if len(signature.value) != _VALUE:
            raise malformed_note()
    except (Refused, StopIteration):
        raise _invalid() from None
    at = int.from_bytes(signature.value[:_STAMP], "big")
    if at >= 2**63 or not key.holds(signature.value[_STAMP:], _message(head, at)):
        raise _invalid()
    if not_after is not None and at > not_after:
        raise _invalid()
    return at


def _line(head: Checkpoint, key: SigningKey, at: int) -> str:
    assert key.verifier.kind == COSIGNATURE
    value = at.to_bytes(_STAMP, "big") + key.sign(_message(head, at))
    return str(Signature(key.verifier.name, key.verifier.id, value))


def _message(head: Checkpoint, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{head.text}".encode()


def _invalid() -> Refused:
    return refusal(
        "receipt-invalid",
        gettext_noop("The receipt is not the receiver's signature over this head of the channel."),
        gettext_noop("Nothing counts as delivered; compare the cosigning key with the peer's identity statement."),
    )
