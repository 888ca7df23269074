"""The doors for other hubs: raw bodies under limits, every answer signed, nothing to log in to.

Nothing parses a body before its length is known to be allowed; Django's form reading and CSRF are for browsers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from email.utils import format_datetime
from functools import wraps
from urllib.parse import quote, urlsplit

import structlog
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext_noop
from django.views.decorators.csrf import csrf_exempt
from http_message_signatures.exceptions import HTTPMessageSignaturesException

from entrepot.ehx import batch, capability, credential, httpsig, identity, notice, proof
from entrepot.ehx.encoding import b64
from entrepot.ehx.httpsig import Request, Response
from entrepot.ehx.keys import jwk
from entrepot.ehx.refusal import code_of, refusal
from entrepot.hub.api import body
from entrepot.hub.customs import queries as customs
from entrepot.hub.events import clock
from entrepot.hub.network import (
    blobs,
    documents,
    doorman,
    emergency,
    handling,
    own,
    peering,
    receiver,
    sender,
    trees,
    ways,
)
from entrepot.hub.network.answer import Reply, json, problem
from entrepot.hub.network.models import Channel, Head, Leaf
from entrepot.trade.finding import Refused

log = structlog.get_logger(__name__)

Answering = Callable[..., Reply]


def door(limit: int, *methods: str) -> Callable[[Answering], Callable[..., HttpResponse]]:
    """A door that takes these methods and bodies up to this size, and signs what it answers."""

    def made(answering: Answering) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(answering)
        def view(http: HttpRequest, **where: str) -> HttpResponse:
            if http.method not in methods:
                return _signed(problem(405, "method-not-allowed"), _request(http, b""))
            refused, raw = body.read(http, limit)
            request = _request(http, raw)
            if refused is not None:
                return _signed(refused, request)
            try:
                return _signed(answering(request, http, **where), request)
            except (DatabaseError, OSError):  # a full disk, a database that takes nothing: no receipt without it
                log.exception("nothing could be kept", path=http.path)
                connection.close()
                return _signed(problem(503, "not-durable", retry_after=30), request)
            except Refused as refused_:
                code = code_of(refused_)
                status = 401 if code.startswith("sig-") or code == "clock-skew" else 422
                return _signed(problem(status, code, detail=str(refused_)), request)

        return view

    return made


@door(batch.HARD_SIZE, "POST", "GET")
def entries(request: Request, http: HttpRequest, *, cid: str) -> Reply:
    """Take a batch; or give one: to a peer that fetches instead of waiting, or that lost its own and takes it back."""
    if request.method == "POST":
        return receiver.receive(request, cid)
    channel = _theirs(request, cid)
    low, most = _number(http, "from"), min(_number(http, "limit", 500), batch.MOST_LEAVES)
    head = Head.objects.filter(channel=channel, size__gt=low, size__lte=low + most).order_by("-size").first()
    if head is None:
        return problem(404, "nothing-there", size=channel.size)
    rows = Leaf.objects.filter(channel=channel, index__gte=low, index__lt=head.size).order_by("index")
    leaves = tuple(bytes(body) for body in rows.values_list("body", flat=True))
    given = batch.Batch(channel.origin, low, head.size, head.checkpoint, leaves)
    return Reply(200, given.to_bytes(), batch.MEDIA_TYPE)


@door(64 * 1024, "POST")
def cosign(request: Request, http: HttpRequest, *, cid: str) -> Reply:
    """Take a receipt that a peer hands in for what it fetched."""
    with transaction.atomic():
        held = Channel.objects.select_for_update().get(pk=_ours(request, cid).pk)
        sender.receipt_taken(held, request.body.decode(errors="replace"))
    return json({"size": held.acked})


@door(0, "GET")
def newest(request: Request, http: HttpRequest, *, cid: str) -> Reply:
    """The newest head of a channel between us, with the receipt if there is one."""
    channel = _theirs(request, cid)
    head = Head.objects.filter(channel=channel).order_by("-size").first()
    return Reply(200, (head.checkpoint + head.receipt).encode()) if head else problem(404, "nothing-there", size=0)


@door(0, "GET")
def inclusion(request: Request, http: HttpRequest, *, cid: str) -> Reply:
    """The neighbours that prove a message's place."""
    channel = _theirs(request, cid)
    index, size = _number(http, "index"), _number(http, "size", channel.size)
    if not 0 <= index < size <= channel.size:
        return problem(404, "nothing-there", size=channel.size)
    nodes = proof.inclusion_by(trees.roots(channel), index, size)
    return json({"index": index, "size": size, "proof": [b64(node) for node in nodes]})


@door(0, "GET")
def consistency(request: Request, http: HttpRequest, *, cid: str) -> Reply:
    """The hashes that prove that a channel only grew."""
    channel = _theirs(request, cid)
    low, high = _number(http, "from"), _number(http, "to", channel.size)
    if not 0 <= low <= high <= channel.size:
        return problem(404, "nothing-there", size=channel.size)
    nodes = proof.consistency_by(trees.roots(channel), low, high)
    return json({"from": low, "to": high, "proof": [b64(node) for node in nodes]})


@door(peering.LARGEST_OFFER, "POST")
def peerings(request: Request, http: HttpRequest) -> Reply:
    """An offer of exchange."""
    return peering.offered(request.body)


@door(peering.LARGEST_OFFER, "POST")
def agreement(request: Request, http: HttpRequest, *, id: str) -> Reply:
    """Our offer, come back with the other signature."""
    return peering.agreed(request.body)


@door(notice.LARGEST, "POST")
def notices(request: Request, http: HttpRequest) -> Reply:
    """A peer's notice of emergency; its root key vouches for it."""
    return emergency.heard(request.body)


@door(0, "GET")
def challenge(request: Request, http: HttpRequest, *, id: str) -> Reply:
    """A one-time word, given back in a signed answer: we are where we say we are."""
    peer = doorman.who(doorman.verified(request, once=True))
    word = http.GET.get("n", "")
    if peer.peering != id or not 16 <= len(word) <= 64 or not word.isprintable():
        return problem(404, "nothing-there")
    return Reply(200, word.encode())


@door(0, "GET")
def capabilities(request: Request, http: HttpRequest) -> Reply:
    """The kinds of messages that we take, with their lowest and highest version."""
    return Reply(200, capability.of([*handling.table(), *ways.published()]).to_line(), "application/json")


@csrf_exempt
def blob(http: HttpRequest, *, name: str) -> HttpResponseBase:
    """Contents that a message to the asking peer names, in pieces. They need no signature: their hash is signed."""
    request = _request(http, b"")
    try:
        signed = doorman.verified(request, once=True)
        found = blobs.offered(name, doorman.who(signed)) if HASH.fullmatch(name) else None
    except Refused as refused:
        return _signed(problem(401, code_of(refused), detail=str(refused)), request)
    if http.method != "GET" or found is None:
        return _signed(problem(404, "nothing-there"), request)
    return FileResponse(blobs.path(name).open("rb"), content_type=found.media_type)


@door(0, "GET")
def status(request: Request, http: HttpRequest) -> Reply:
    """Which permits of this hub were taken back, for everybody who checks one."""
    listed = documents.status_list(clock.wall(), customs.key())
    return Reply(200, listed.encode(), credential.MEDIA_TYPE)


@door(0, "GET")
def statement(request: Request, http: HttpRequest) -> Reply:
    """Who we are, signed by our root key."""
    return Reply(200, own.statement().raw.encode(), identity.MEDIA_TYPE)


@door(0, "GET")
def did(request: Request, http: HttpRequest) -> Reply:
    """The same keys as a `did:web` document, for those who check credentials."""
    me = f"did:web:{quote(own.host(), safe='.-')}"
    keys = own.keys()
    listed = {"root": keys.root, "log": keys.log, "http": keys.http}
    methods = [
        {
            "id": f"{me}#{role}",
            "type": "JsonWebKey",
            "controller": me,
            "publicKeyJwk": jwk(key.verifier.public),
        }
        for role, key in listed.items()
    ]
    context = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"]
    document = {"@context": context, "id": me, "verificationMethod": methods, "assertionMethod": [f"{me}#root"]}
    return json(document)


def _ours(request: Request, cid: str) -> Channel:
    """The outgoing channel of this id, if its receiver asks."""
    channel = _theirs(request, cid)
    if channel.direction != Channel.Direction.OUT:
        raise _nothing()
    return channel


def _theirs(request: Request, cid: str) -> Channel:
    """The channel of this id, if the peer at its other end asks."""
    signed = doorman.verified(request, once=True)
    channel = Channel.objects.filter(cid=cid, peer=doorman.who(signed)).first()
    if channel is None:
        raise _nothing()
    return channel


def _nothing() -> Refused:
    return refusal("nothing-there", gettext_noop("There is no such channel between us."))


def _number(http: HttpRequest, name: str, default: int = 0) -> int:
    given = http.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 16 else default


def _request(http: HttpRequest, body: bytes) -> Request:
    """The request as its sender signed it: its host as given, its scheme as we are reached from outside."""
    scheme = urlsplit(settings.ENTREPOT_URL).scheme
    url = f"{scheme}://{http.META.get('HTTP_HOST', '')}{http.get_full_path()}"
    return Request(http.method or "", url, dict(http.headers.items()), body)


def _signed(reply: Reply, request: Request) -> HttpResponse:
    """The answer with its date, signed and bound to the request; unsigned if the request was not."""
    now = clock.wall()
    headers = {"Content-Type": reply.media_type, **reply.headers}
    response = Response(reply.status, request, headers, reply.body)
    try:
        httpsig.sign_response(response, own.keys().signing_messages, now=int(now.timestamp()))
    except HTTPMessageSignaturesException:
        response.headers = headers
    sent = HttpResponse(reply.body, status=reply.status)
    for name, value in {**response.headers, "Date": format_datetime(now, usegmt=True)}.items():
        sent[name] = value
    return sent


HASH = re.compile(r"[0-9a-f]{64}")
CHANNEL = "ehx/v1/channels/<str:cid>"

urlpatterns: list[URLPattern] = [
    path(".well-known/openid-federation", statement, name="ehx-statement"),
    path(".well-known/did.json", did, name="ehx-did"),
    path("ehx/v1/capabilities", capabilities, name="ehx-capabilities"),
    path("ehx/v1/peerings", peerings, name="ehx-peerings"),
    path("ehx/v1/blobs/<str:name>", blob, name="ehx-blob"),
    path("ehx/v1/status/permits", status, name="ehx-status"),
    path("ehx/v1/notices", notices, name="ehx-notices"),
    path("ehx/v1/peerings/<str:id>/agreement", agreement, name="ehx-agreement"),
    path("ehx/v1/peerings/<str:id>/challenge", challenge, name="ehx-challenge"),
    path(f"{CHANNEL}/entries", entries, name="ehx-entries"),
    path(f"{CHANNEL}/cosign", cosign, name="ehx-cosign"),
    path(f"{CHANNEL}/checkpoint", newest, name="ehx-checkpoint"),
    path(f"{CHANNEL}/proof", inclusion, name="ehx-proof"),
    path(f"{CHANNEL}/consistency", consistency, name="ehx-consistency"),
]
