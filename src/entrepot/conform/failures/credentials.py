"""41: signed documents that do not hold, that were withdrawn, or of which nobody can say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from entrepot.conform.hubs.hub import Hub
from entrepot.conform.hubs.injected import put
from entrepot.conform.hubs.line import Carried
from entrepot.conform.trial import Trial, failure
from entrepot.conform.verdict import same
from entrepot.ehx import jose, strict
from entrepot.ehx.encoding import b64url
from entrepot.ehx.httpsig import Request
from entrepot.ehx.keys import SigningKey
from entrepot.hub import signet
from entrepot.hub.customs import document
from entrepot.hub.customs import queries as customs
from entrepot.hub.events import Actor
from entrepot.hub.network import actions, documents, queries
from entrepot.hub.network.message import Message
from entrepot.hub.network.models import Document, Inbox
from entrepot.hub.network.wire import Answer
from entrepot.trade.finding import Unavailable
from entrepot.trade.permit import PermitFacts

WRONG = {
    "issuer": "credential-issuer",
    "key": "credential-signature",
    "alg none": "credential-alg",
    "alg EdDSA": "credential-alg",
    "typ": "credential-typ",
    "vc claim": "credential-claims",
    "vp claim": "credential-claims",
    "list elsewhere": "credential-status",
    "time": "credential-time",
}


@failure(41, "Documents of a wrong issuer, key, algorithm, type or form; withdrawn later; their list out of reach.")
def documents_that_do_not_hold(trial: Trial) -> str:
    two = trial.two()
    two.kl.effects.first = _taken
    places: list[int] = []
    with put(customs, revoked_places=lambda: places):
        for number, (what, text) in enumerate(_wrong(two.hz), 1):
            _tell(two.hz, text, f"PH-{number}")
            two.settle()
            same(f"a document with a wrong {what}", _outcome(two.kl, number), ("rejected", WRONG[what]))
        same("documents kept of those", _kept(two.kl), {})
        two.hands.move(documents.FRESH.total_seconds())
        with two.line.at_fault(_no_list):
            _tell(two.hz, _permit(two.hz, "PH-90", 90), "PH-90")
            two.settle()
        same("a document while its list is out of reach", _outcome(two.kl, 90), ("parked", "Unavailable"))
        with two.kl.here():
            for row in queries.parked():
                actions.retry(row, by=two.kl.by())
        two.settle()
        same("a document when its list is there", _kept(two.kl), {"PH-90": "valid"})
        places.append(90)
        two.hands.move(documents.FRESH.total_seconds() + 60)
        with two.kl.here():
            documents.looked_up(two.kl.peer(), fresh=documents.FRESH)
        same("a document withdrawn after it came", _kept(two.kl), {"PH-90": "revoked"})
        two.refused = len(WRONG)
        two.expect(two.kl, "message-parked")
        return f"{len(WRONG)} rejected under their codes, parked while the list was away, then withdrawn; {two.end()}"


def _taken(message: Message, by: Actor) -> None:
    documents.issued(message, by)


def _no_list(asked: Request, carried: Carried) -> Answer:
    if "/status/" in asked.url:
        raise Unavailable(asked.url)
    return carried(asked)


def _facts(number: str) -> PermitFacts:
    return PermitFacts(
        number=number,
        kind="phytosanitary",
        holder="kit",
        goods="4409",
        country="CN",
        quantity="10",
        unit="MTQ",
        valid_from=date(2026, 1, 1),
        valid_to=date(2026, 12, 31),
    )


def _permit(hub: Hub, number: str, place: int) -> str:
    with hub.here():
        return document.issued(
            _facts(number), agency="Plant Health", holder="The kit", issuer=hub.url, key=_key(hub), place=place
        )


def _key(hub: Hub) -> SigningKey:
    return signet.kept(hub.home, hub.host)


def _tell(hub: Hub, text: str, number: str) -> None:
    with hub.here():
        said = {"number": number, "kind": "phytosanitary", "total": number}
        about = f"document:{number}"
        actions.send(documents.ISSUED, about, said, peer=hub.peer(), by=hub.by(), contents=text.encode())


def _wrong(hub: Hub) -> Iterator[tuple[str, str]]:
    """A document with one thing wrong, each under the number of its place."""
    with hub.here():
        key = _key(hub)
    for number, what in enumerate(WRONG, 1):
        text = _permit(hub, f"PH-{number}", number)
        claims = strict.read(jose.opened_unverified(text)[1])
        yield what, _made_wrong(what, text, claims, key, hub)


def _made_wrong(what: str, text: str, claims: dict[str, object], key: SigningKey, hub: Hub) -> str:
    _, payload, signature = text.split(".")
    stranger = SigningKey(Ed25519PrivateKey.generate(), key.verifier)
    status = {**dict(claims["credentialStatus"]), "statusListCredential": "https://127.0.0.1/list"}  # type: ignore[call-overload]
    match what:
        case "issuer":
            return signet.signed({**claims, "iss": "https://other.example", "issuer": "https://other.example"}, key)
        case "key":
            return signet.signed(claims, stranger)
        case "alg none":
            return f"{_header('none')}.{payload}."
        case "alg EdDSA":
            return f"{_header('EdDSA')}.{payload}.{signature}"
        case "typ":
            return jose.compact(strict.line(claims), key, "jwt")
        case "list elsewhere":
            return signet.signed({**claims, "credentialStatus": status}, key)
        case "time":
            return signet.signed({**claims, "validUntil": "2026-01-02T00:00:00+00:00"}, key)
    return signet.signed({**claims, what.split()[0]: {}}, key)


def _header(alg: str) -> str:
    return b64url(strict.line({"alg": alg, "typ": "vc+jwt"}))


def _outcome(hub: Hub, number: int) -> tuple[str, str]:
    with hub.here():
        row = Inbox.objects.get(subject=f"document:PH-{number}")
        return row.state, row.code


def _kept(hub: Hub) -> dict[str, str]:
    with hub.here():
        return dict(Document.objects.values_list("number", "state"))
