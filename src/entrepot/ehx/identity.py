"""Who a hub is: a statement signed by its root key that lists its other keys (OpenID Federation entity statement).

The root key is compared once between two operators, over a second path, as eight groups of four letters. From then on
the statement brings every other key, `statement_seq` never goes down, and `next_root_thumbprint` names the only key
that may ever follow the root.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from entrepot.ehx import jose, strict
from entrepot.ehx.encoding import groups, sha256_text, unb64url, unsha256_text
from entrepot.ehx.keys import COSIGNATURE, ED25519, KeyRing, VerifierKey, jwk, key_name, thumbprint, thumbprint_digest
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
    next_root: bytes | None
    raw: str

    @property
    def host(self) -> str:
        return host_of(self.facts.entity)

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


def issue(
    facts: HubFacts, keys: KeyRing, *, seq: int, now: int, since: int | None = None, next_root: bytes | None = None
) -> str:
    """The statement of these facts and of keys in force since then (else from now on), signed by the root key."""
    nbf = now if since is None else since
    node: dict[str, Any] = {
        "name": facts.name,
        "country": facts.country,
        "operator": {"legal_name": facts.legal_name},
        "ehx_base": facts.base,
        "statement_seq": seq,
        "keys": {
            "log": [{"vkey": str(keys.log.verifier), "nbf": nbf}],
            "cosign": [{"vkey": str(keys.cosign.verifier), "nbf": nbf}],
            "http": [{**jwk(keys.http.verifier.public), "nbf": nbf}],
        },
        "contacts": {"security": facts.security, "operations": facts.operations},
    }
    if next_root is not None:
        node["next_root_thumbprint"] = sha256_text(thumbprint_digest(next_root))
    payload = {
        "iss": facts.entity,
        "sub": facts.entity,
        "iat": now,
        "exp": now + LIFE,
        "jwks": {"keys": [{**jwk(keys.root.verifier.public), "use": "sig"}]},
        "metadata": {"ehub_node": node},
    }
    return jose.compact(strict.line(payload), keys.root, TYPE)


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
    public = [root, *(key.public for key in (*log, *cosign)), *http.values()]
    if len(set(public)) != len(public):
        raise _bad("roles")
    next_root = node.get("next_root_thumbprint")
    numbers = (node["statement_seq"], said["iat"], said["exp"])
    if any(type(number) is not int or number < 0 for number in numbers):
        raise _bad("form")
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
        since={each["vkey"]: int(each["nbf"]) for role in ("log", "cosign") for each in keys[role]},
        next_root=unsha256_text(next_root) if next_root is not None else None,
        raw=raw,
    )


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
