"""Who a hub is: a statement signed by its root key that lists its other keys (OpenID Federation entity statement).

The root key is compared once between two operators, over a second path, as eight groups of four letters. From then on
the statement brings every other key, `statement_seq` never goes down, and `next_root_thumbprint` names the only key
that may ever follow the root. A key that has gone stays listed with its end, so that what it signed before can be
checked for ever and what it signs afterwards counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from entrepot.ehx import jose, letter, strict
from entrepot.ehx.encoding import groups, sha256_text, unb64url, unsha256_text
from entrepot.ehx.keyring import KeyRing
from entrepot.ehx.keys import COSIGNATURE, ED25519, VerifierKey, jwk, key_name, thumbprint, thumbprint_digest
from entrepot.ehx.refusal import refusal
from entrepot.trade.finding import Refused
from entrepot.trade.wording import gettext_noop

TYPE = "entity-statement+jwt"
MEDIA_TYPE = "application/entity-statement+jwt"
LIFE = 30 * 24 * 3600
_LIMITS = strict.Limits(size=64 * 1024, depth=10, keys=500)


@dataclass(frozen=True, slots=True)
class HubFacts:
    """What a hub says of itself."""

    entity: str
    name: str
    country: str
    base: str
    legal_name: str = ""
    operations: str = ""
    security: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement whose own signature holds. Whether its root key is the right one is for the reader to compare."""

    facts: HubFacts
    seq: int
    issued: int
    expires: int
    root: bytes
    log: tuple[VerifierKey, ...]
    cosign: tuple[VerifierKey, ...]
    http: Mapping[str, bytes]
    since: Mapping[str, int]
    until: Mapping[str, int]
    signet: Mapping[str, bytes]
    next_root: bytes | None
    raw: str
    letterbox: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def host(self) -> str:
        return host_of(self.facts.entity)

    def log_at(self, moment: int) -> list[VerifierKey]:
        """The keys whose heads count at this moment."""
        return [key for key in self.log if self._holds(key, moment)]

    def cosign_at(self, moment: int) -> list[VerifierKey]:
        """The keys whose receipts count at this moment."""
        return [key for key in self.cosign if self._holds(key, moment)]

    def _holds(self, key: VerifierKey, moment: int) -> bool:
        return self.until.get(str(key), moment) >= moment

    @property
    def root_key(self) -> VerifierKey:
        """The root key as it is compared and handed to a verifier."""
        return VerifierKey(key_name(self.host, "root"), ED25519, self.root)

    @property
    def thumbprint(self) -> str:
        """The root key as two operators read it to each other."""
        return groups(thumbprint_digest(self.root))


def host_of(entity: str) -> str:
    """The host, with its port if it names one, of an entity id."""
    return urlsplit(entity).netloc


@dataclass(frozen=True, slots=True)
class Term:
    """A log or cosigning key, and from when until when it is in force; without an end as long as it is not known."""

    key: VerifierKey
    since: int
    until: int | None = None

    @property
    def said(self) -> dict[str, Any]:
        return {"vkey": str(self.key), "nbf": self.since} | ({} if self.until is None else {"exp": self.until})


def issue(
    facts: HubFacts,
    keys: KeyRing,
    *,
    seq: int,
    now: int,
    terms: Iterable[Term] = (),
    signet: bytes | None = None,
    letterbox: bytes | None = None,
) -> str:
    """The statement of these facts and keys, signed by the root key.

    `terms` tells since when keys are in force and until when others were; a key that it does not name begins now.
    """
    known = {str(term.key): term for term in terms}
    for key in (keys.log.verifier, keys.cosign.verifier):
        known.setdefault(str(key), Term(key, now))
    of = {kind: [term.said for term in known.values() if term.key.kind == kind] for kind in (ED25519, COSIGNATURE)}
    http = [keys.http, *(key for role, key in keys.leaving.items() if role == "http")]
    node: dict[str, Any] = {
        "name": facts.name,
        "country": facts.country,
        "operator": {"legal_name": facts.legal_name},
        "ehx_base": facts.base,
        "statement_seq": seq,
        "keys": {
            "log": of[ED25519],
            "cosign": of[COSIGNATURE],
            "http": [{**jwk(key.verifier.public), "nbf": now} for key in http],
            **({"signet": [jwk(signet)]} if signet is not None else {}),
            **({"letterbox": [letter.jwk(letterbox)]} if letterbox is not None else {}),
        },
        "contacts": {"security": facts.security, "operations": facts.operations},
    }
    if keys.next_root is not None:
        node["next_root_thumbprint"] = sha256_text(thumbprint_digest(keys.next_root.verifier.public))
    payload = {
        "iss": facts.entity,
        "sub": facts.entity,
        "iat": now,
        "exp": now + LIFE,
        "jwks": {"keys": [{**jwk(keys.root.verifier.public), "use": "sig"}]},
        "metadata": {"ehub_node": node},
    }
    return jose.compact(strict.line(payload), keys.root, TYPE)


def terms(statement: Statement) -> list[Term]:
    """The terms of all log and cosigning keys that a statement lists, to be stated again or ended."""
    keys = (*statement.log, *statement.cosign)
    return [Term(key, statement.since[str(key)], statement.until.get(str(key))) for key in keys]


def read(raw: str) -> Statement:
    """The statement, if it is signed by the key that it names as its root."""
    try:
        header, payload = jose.opened_unverified(raw)
        said = strict.read(payload, _LIMITS)
        root = unb64url(said["jwks"]["keys"][0]["x"], length=32)
        statement = _statement(said, root, raw)
    except (KeyError, IndexError, TypeError, AttributeError, ValueError, Refused):
        raise _bad("form") from None
    if header.get("typ") != TYPE or header.get("kid") != thumbprint(root) or len(said["jwks"]["keys"]) != 1:
        raise _bad("header")
    jose.verify(raw, root)
    return statement


def refuse_unless_same_hub(new: Statement, old: Statement) -> None:
    """Refuse a statement that may not follow the one we hold: another hub, a lower number, a root not announced."""
    if new.facts.entity != old.facts.entity:
        raise _bad("entity")
    if new.seq < old.seq or (new.seq == old.seq and new.raw != old.raw and new.issued <= old.issued):
        raise _bad("statement_seq")
    if new.root != old.root and thumbprint_digest(new.root) != old.next_root:
        raise _bad("root")
    if new.root == old.root and old.next_root is not None and new.next_root != old.next_root:
        raise _bad("next_root")  # whoever stole the root must not be able to name its successor


def refuse_unless_current(statement: Statement, *, now: int, tolerance: int = 0) -> None:
    """Refuse a statement past its end and the tolerance agreed for a hub that is offline."""
    if now > statement.expires + tolerance:
        raise _bad("expired")


def _statement(said: Mapping[str, Any], root: bytes, raw: str) -> Statement:
    node = said["metadata"]["ehub_node"]
    entity = said["iss"]
    host = host_of(entity)
    keys = node["keys"]
    log, cosign = (tuple(VerifierKey.parse(each["vkey"]) for each in keys[role]) for role in ("log", "cosign"))
    if said["sub"] != entity or not host or not log or not cosign:
        raise _bad("form")
    if any(key.name != key_name(host, "log") or key.kind != ED25519 for key in log):
        raise _bad("log")
    if any(key.name != key_name(host, "cosign") or key.kind != COSIGNATURE for key in cosign):
        raise _bad("cosign")
    http = {each["kid"]: unb64url(each["x"], length=32) for each in keys["http"]}
    if any(thumbprint(public) != kid for kid, public in http.items()):
        raise _bad("http")
    signet = {each["kid"]: unb64url(each["x"], length=32) for each in keys.get("signet", [])}
    if any(thumbprint(public) != kid for kid, public in signet.items()):
        raise _bad("signet")
    letterbox = {each["kid"]: unb64url(each["x"], length=32) for each in keys.get("letterbox", [])}
    if any(letter.thumbprint(public) != kid for kid, public in letterbox.items()):
        raise _bad("letterbox")
    public = [root, *(key.public for key in (*log, *cosign)), *http.values(), *signet.values()]
    if len(set(public)) != len(public):
        raise _bad("roles")
    next_root = node.get("next_root_thumbprint")
    numbers = tuple(map(_whole, (node["statement_seq"], said["iat"], said["exp"])))
    return Statement(
        facts=HubFacts(
            entity=entity,
            name=_text(node["name"]),
            country=_text(node["country"]),
            base=_text(node["ehx_base"]),
            legal_name=_text(node.get("operator", {}).get("legal_name", "")),
            operations=_text(node.get("contacts", {}).get("operations", "")),
            security=_text(node.get("contacts", {}).get("security", "")),
        ),
        seq=numbers[0],
        issued=numbers[1],
        expires=numbers[2],
        root=root,
        log=log,
        cosign=cosign,
        http=http,
        since={each["vkey"]: _whole(each["nbf"]) for role in ("log", "cosign") for each in keys[role]},
        until={each["vkey"]: _whole(each["exp"]) for role in ("log", "cosign") for each in keys[role] if "exp" in each},
        signet=signet,
        next_root=unsha256_text(next_root) if next_root is not None else None,
        raw=raw,
        letterbox=letterbox,
    )


def _whole(value: object) -> int:
    if type(value) is not int or value < 0:
        raise _bad("form")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 512:
        raise _bad("form")
    return value


def _bad(part: str) -> Refused:
    return refusal(
        "statement-refused",
        gettext_noop("The identity statement does not hold ({part})."),
        gettext_noop("Ask the peer's operator, over a second path, what changed."),
        part=part,
    )
