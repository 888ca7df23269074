"""The reference peer: comes together with a hub, says what it is told to say, and countersigns what it hears.

It signs with true keys whatever it is asked to sign, so that a hostile peer is this one with other words.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from entrepot.conform.peer.log import Log
from entrepot.conform.peer.reply import Reply, Way
from entrepot.ehx import agreement, batch, checkpoint, cosignature, envelope, httpsig, identity, strict
from entrepot.ehx.batch import Batch
from entrepot.ehx.envelope import Envelope
from entrepot.ehx.httpsig import Request
from entrepot.ehx.identity import HubFacts, Statement
from entrepot.ehx.keyring import KeyRing
from entrepot.ehx.keys import SigningKey
from entrepot.ehx.merkle import leaf_hash

SALT = "AAECAwQFBgcICQoLDA0ODw"
STATEMENT = "/.well-known/openid-federation"


@dataclass
class Reference:
    """One peer, with its keys, what it says and what it holds of the hub's channels.

    `untrue` changes what it answers before it is signed, `forged` after. `asked` and `gave` remember what it was asked,
    and what it answered last to a batch of each channel.
    """

    url: str
    way: Way
    clock: Callable[[], datetime]
    keys: KeyRing
    seq: int = 1
    published: str = ""
    hub: Statement | None = None
    agreement: bytes = b""
    peering: str = ""
    logs: dict[str, Log] = field(default_factory=dict)
    heard: dict[str, list[bytes]] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    gave: dict[str, Reply] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    blobs: dict[str, Callable[[Request], Reply]] = field(default_factory=dict)
    untrue: Callable[[Request, Reply], Reply] | None = None
    forged: Callable[[Request, Reply], Reply] | None = None

    @classmethod
    def made(cls, url: str, way: Way, clock: Callable[[], datetime]) -> Reference:
        """A new peer at this address, with fresh keys and its first statement."""
        peer = cls(url, way, clock, KeyRing.generate(identity.host_of(url)))
        peer.publish()
        return peer

    def again(self, way: Way, clock: Callable[[], datetime]) -> Reference:
        """The same peer on another line, before anything was said on it but what is said now."""
        logs = {name: Log(each.origin, each.key, list(each.leaves)) for name, each in self.logs.items()}
        heard = {name: list(each) for name, each in self.heard.items()}
        return Reference(
            self.url,
            way,
            clock,
            self.keys,
            self.seq,
            self.published,
            self.hub,
            self.agreement,
            self.peering,
            logs,
            heard,
            heads=dict(self.heads),
        )

    @property
    def host(self) -> str:
        return identity.host_of(self.url)

    @property
    def statement(self) -> Statement:
        """What it says of itself now."""
        return identity.read(self.published)

    @property
    def now(self) -> int:
        return int(self.clock().timestamp())

    @property
    def known(self) -> Statement:
        """The hub that it exchanges with."""
        assert self.hub is not None, "the hub's statement is fetched first"
        return self.hub

    def publish(self, *, seq: int | None = None, keys: KeyRing | None = None, **facts: str) -> str:
        """Say anew who we are; the statement before is given back."""
        before = self.published
        said = {"entity": self.url, "name": "Conformance peer", "country": "XB", "base": f"{self.url}/ehx/v1", **facts}
        self.seq = self.seq if seq is None else seq
        self.published = identity.issue(HubFacts(**said), keys or self.keys, seq=self.seq, now=self.now)
        return before

    def fetch(self, entity: str) -> Statement:
        """Read who the hub says it is."""
        answer = self.way(Request("GET", entity + STATEMENT))
        self.hub = identity.read(answer.body.decode())
        return self.hub

    # What it says

    def message(
        self,
        total: str,
        *,
        seq: int = 1,
        before: bytes | None = None,
        id: str = "",
        kind: str = "order.placed.v1",
        subject: str = "",
        time: datetime | None = None,
        blob: envelope.Reference | None = None,
        **more: object,
    ) -> bytes:
        """A message at whatever place of its chain; about a subject of its own unless one is named."""
        subject = subject or f"6CN-KIT-{next(self.numbers)}"
        said = Envelope(
            id=id or f"{subject}-{seq}-{total}",
            source=self.url,
            dest=self.known.facts.entity,
            type=envelope.PREFIX + kind,
            subject=subject,
            time=time or self.clock(),
            keyseq=seq,
            prev=leaf_hash(before) if before is not None else None,
            data={"total": total, **more},
            salt=SALT,
            blob=blob,
        )
        return envelope.leaf(said)

    def entries_url(self, name: str) -> str:
        """Where the hub takes this channel."""
        return f"{self.known.facts.base}/channels/{self.logs[name].cid}/entries"

    def request(self, name: str, sent: Batch | bytes, *, url: str = "", off_by: float = 0) -> Request:
        """The signed request that carries a batch, made by a clock that is wrong by so many seconds."""
        body = sent if isinstance(sent, bytes) else sent.to_bytes()
        made = Request("POST", url or self.entries_url(name), {"Content-Type": batch.MEDIA_TYPE}, body)
        return httpsig.sign_request(made, self.keys.http, now=self.now + int(off_by))

    def post(self, name: str, sent: Batch | bytes) -> Reply:
        """Post a batch and give what came back, whatever it is."""
        return self.way(self.request(name, sent))

    def say(self, name: str, *leaves: bytes) -> Reply:
        """Append messages to the channel and post all that the hub was not given yet."""
        log = self.logs[name]
        old = log.size
        self.logs[name] = log.with_more(leaves)
        return self.post(name, self.logs[name].batch(old))

    def ask(self, path: str) -> Reply:
        """A signed question to the hub's exchange address."""
        asked = Request("GET", self.known.facts.base + path)
        return self.way(httpsig.sign_request(asked, self.keys.http, now=self.now))

    def receipted(self, answer: Reply) -> int:
        """The size that an answer countersigns for one of our channels; refuses if it is no receipt."""
        found = checkpoint.opened(answer.body.decode(), [self.keys.log.verifier])
        line = answer.body.decode().splitlines(keepends=True)[-1]
        cosignature.received_at(line, found, self.known.cosign)
        ours = next(each for each in self.logs.values() if each.origin == found.origin)
        if found != ours.head(found.size):
            raise checkpoint.bad_checkpoint()
        return found.size

    def offer(
        self, *, to: Statement | None = None, at: int = 0, key: SigningKey | None = None, **changed: Any
    ) -> bytes:
        """An offer of exchange, made at another time, signed by another key or with other terms if one says so."""
        payload = agreement.offer(
            self.statement, to or self.known, id=str(uuid.uuid4()), nonce="kit", now=at or self.now
        )
        if changed:
            payload = strict.line({**strict.read(payload), **changed})
        return agreement.signed(payload, key or self.keys.root)

    def told(self, name: str = "ctl") -> list[dict[str, Any]]:
        """What the hub said in a channel, as data; of `ctl` its business receipts."""
        return [dict(envelope.parse(leaf).data) for leaf in self.heard.get(name, [])[1:]]

    def prove(self) -> bool:
        """Whether the hub answers our one-time word at its address, signed."""
        word = secrets.token_urlsafe(16)
        answer = self.ask(f"/peerings/{self.peering}/challenge?n={word}")
        return answer.status == 200 and answer.body == word.encode()
