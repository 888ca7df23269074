"""What the reference peer answers at its own address."""

from __future__ import annotations

from entrepot.conform.peer.log import Log
from entrepot.conform.peer.reference import STATEMENT, Reference
from entrepot.conform.peer.reply import Reply
from entrepot.ehx import agreement, batch, capability, checkpoint, cosignature, httpsig, identity
from entrepot.ehx.checkpoint import CHANNELS
from entrepot.ehx.httpsig import Request, Response
from entrepot.trade.finding import Refused

TAKES = ("receipt.v1", "identity.statement.v1")
JSON = {"Content-Type": "application/json"}


def answer(peer: Reference, request: Request) -> Reply:
    """The peer's answer, signed and bound to the request if that was signed."""
    peer.asked.append(request)
    path, _, query = request.url.removeprefix(peer.url).partition("?")
    reply = _answered(peer, request, path, query)
    if peer.untrue is not None:
        reply = peer.untrue(request, reply)
    headers = {"Content-Type": "text/plain; charset=utf-8", **reply.headers}
    signed = Response(reply.status, request, headers, reply.body)
    if path != STATEMENT and "Signature" in request.headers:
        httpsig.sign_response(signed, peer.keys.http, now=peer.now)
    said = Reply(reply.status, reply.body, signed.headers)
    if path.endswith("/entries"):
        peer.gave[path.split("/")[-2]] = said
    return peer.forged(request, said) if peer.forged is not None else said


def _answered(peer: Reference, request: Request, path: str, query: str) -> Reply:
    if path == STATEMENT:
        return Reply(200, peer.published.encode(), {"Content-Type": identity.MEDIA_TYPE})
    if path == "/ehx/v1/peerings":
        return _agreed(peer, request.body)
    if path.endswith("/challenge"):
        return Reply(200, query.removeprefix("n=").encode())
    if path.endswith("/checkpoint"):
        return _newest(peer, path.split("/")[-2])
    if path.endswith("/entries") and request.method == "POST":
        return _countersigned(peer, request.body)
    if path == "/ehx/v1/capabilities":
        return Reply(200, capability.of(TAKES).to_line(), JSON)
    if (blob := peer.blobs.get(path.rpartition("/")[2])) is not None:
        return blob(request)
    return Reply(404)


def _agreed(peer: Reference, raw: bytes) -> Reply:
    """Sign the hub's offer too, if it is what we would have written: the agreement opens every channel."""
    found = agreement.read(raw, peer.known, peer.statement)
    if not peer.agreement:
        peer.agreement = agreement.countersigned(raw, found.payload, peer.keys.root)
        peer.peering = found.id
        for name in CHANNELS:
            origin = checkpoint.origin(peer.host, peer.known.host, name)
            peer.logs[name] = Log(origin, peer.keys.log, [peer.agreement])
            peer.heard[name] = []
    return Reply(200, peer.agreement)


def _countersigned(peer: Reference, body: bytes) -> Reply:
    """Hold what the hub says and countersign its head, or say where we stand."""
    try:
        sent = batch.parse(body)
        head = checkpoint.opened(sent.checkpoint, peer.known.log)
    except Refused:
        return Reply(422)
    held = peer.heard[sent.origin.split("/")[-2]]
    if sent.old > len(held):
        return Reply(409, f'{{"code":"gap","size":{len(held)}}}'.encode(), JSON)
    held.extend(sent.leaves[len(held) - sent.old :])
    if Log(sent.origin, peer.keys.log, held).head(sent.new) != head:
        return Reply(409, b'{"code":"split-view"}', JSON)
    line = cosignature.cosigned(head, peer.keys.cosign, at=peer.now)
    peer.heads[checkpoint.channel_id(sent.origin)] = sent.checkpoint + line
    return Reply(200, (sent.checkpoint + line).encode())


def _newest(peer: Reference, cid: str) -> Reply:
    """The newest head that we hold of a channel of the hub's, with our receipt."""
    if cid in peer.heads:
        return Reply(200, peer.heads[cid].encode())
    return Reply(404, b'{"code":"nothing-there","size":0}', JSON)
