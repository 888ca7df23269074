"""A notice of emergency: a key was stolen, or a channel has two histories. Signed by the root key, sent by any path.

It lists, for each channel between two hubs, the last head that its hub stands by. What the other hub countersigned
before stands and is looked at by people; what comes later under the old key counts for nothing. A channel that restarts
begins with the notice itself: leaf 0 of epoch 2 names the last good head of epoch 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from entrepot.ehx import identity, jose, strict
from entrepot.ehx.checkpoint import Checkpoint
from entrepot.ehx.encoding import b64, unb64
from entrepot.ehx.identity import Statement
from entrepot.ehx.keys import SigningKey
from entrepot.ehx.merkle import HASH
from entrepot.ehx.refusal import refusal
from entrepot.trade.finding import Refused
from entrepot.trade.wording import gettext_noop

TYPE = "ehx-notice+jwt"
MEDIA_TYPE = "application/ehx-notice+jwt"
LARGEST = 96 * 1024
_LIMITS = strict.Limits(size=LARGEST, depth=5, keys=200)

Reason = Literal["log-key-stolen", "cosign-key-stolen", "split-view"]


@dataclass(frozen=True, slots=True)
class Notice:
    """What happened, to the channels between which two hubs, and the new statement with the keys that count now."""

    id: str
    hub: str
    peer: str
    reason: Reason
    time: int
    heads: tuple[Checkpoint, ...]
    statement: Statement
    raw: bytes

    def head(self, name: str) -> Checkpoint | None:
        """The last good head of a channel, by its name in the log."""
        return next((head for head in self.heads if head.origin == name), None)


def signed(
    key: SigningKey, *, id: str, peer: str, reason: Reason, time: int, heads: Sequence[Checkpoint], statement: Statement
) -> bytes:
    """The notice as one line."""
    payload: dict[str, Any] = {
        "id": id,
        "iss": statement.facts.entity,
        "aud": peer,
        "reason": reason,
        "iat": time,
        "heads": [{"origin": head.origin, "size": head.size, "root": b64(head.root)} for head in heads],
        "statement": statement.raw,
    }
    return jose.compact(strict.line(payload), key, TYPE).encode()


def read(raw: bytes, held: Statement) -> Notice:
    """The notice, if the root key signed it that we know from the statement we hold, or the one announced to follow."""
    try:
        text = raw.decode("ascii")
        header, payload = jose.opened_unverified(text)
        said = strict.read(payload, _LIMITS)
        statement = identity.read(said["statement"])
        identity.refuse_unless_same_hub(statement, held)
        heads = tuple(
            Checkpoint(each["origin"], each["size"], unb64(each["root"], length=HASH)) for each in said["heads"]
        )
        found = Notice(said["id"], said["iss"], said["aud"], said["reason"], said["iat"], heads, statement, raw)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise refused("form") from None
    if header.get("typ") != TYPE:
        raise refused("header")
    try:
        jose.verify(text, statement.root)
    except Refused:
        raise refused("signature") from None
    _refuse_unless_sensible(found, held)
    return found


def refused(part: str) -> Refused:
    """What is said of a notice that does not hold."""
    return refusal(
        "notice-refused",
        gettext_noop("The notice of emergency does not hold ({part})."),
        gettext_noop("Ask the other hub's operator, over a second path, what happened."),
        part=part,
    )


def _refuse_unless_sensible(found: Notice, held: Statement) -> None:
    if found.hub != held.facts.entity or found.reason not in get_args(Reason):
        raise refused("hub")
    if type(found.time) is not int or not isinstance(found.id, str) or not isinstance(found.peer, str):
        raise refused("form")
    for head in found.heads:
        if type(head.size) is not int or head.size < 0 or not isinstance(head.origin, str):
            raise refused("heads")
