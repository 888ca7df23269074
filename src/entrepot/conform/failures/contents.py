"""40: contents by reference that are not there, not what was named, without end, slow, changing, or somewhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256

from entrepot.conform.outside import Inside, Outside
from entrepot.conform.peer.reply import Reply
from entrepot.conform.trial import Trial, failure
from entrepot.conform.verdict import holds, same
from entrepot.ehx.envelope import Reference
from entrepot.ehx.httpsig import Request
from entrepot.hub.network import actions, queries

KIND = "catalogue.item.v1"
TRUE = b"celadon " * 5000
TEN_GIB = 10 * 2**30
MOST_READ = 1024 * 1024

# What is said of the contents, and the code under which the message is parked.
TROUBLE = {
    "missing": "blob-missing",
    "altered": "blob-wrong-hash",
    "without-end": "blob-too-large",
    "ten-gib": "blob-too-large",
    "slow": "Unavailable",
    "changing": "blob-wrong-hash",
    "elsewhere": "blob-elsewhere",
}
MENDED = ("missing", "altered", "without-end", "slow", "changing")


@failure(40, "Contents that are missing, altered, 10 GiB, slow, changing between two reads, or on another host.")
def contents(trial: Trial) -> str:
    outside = trial.outside()
    inside = outside.within("what is slow is tried eight times, for hours on the hub's clock")
    peer = outside.peer
    names = {what: TRUE + what.encode() for what in TROUBLE}
    read = _Read(inside)
    inside.line.flow = read.flow
    for what, body in names.items():
        _offer(outside, what, body, read)
    peer.say(
        "bulk", *(peer.message(what, kind=KIND, blob=_reference(outside, what, body)) for what, body in names.items())
    )
    inside.line.forget()
    told = outside.outcomes("bulk", 1 + len(TROUBLE))
    for at, (what, code) in enumerate(TROUBLE.items(), 1):
        same(f"contents that are {what}", told[at], ("parked", code))
    asked = {each.url.partition("/ehx/")[0] for each in inside.line.passed if "/blobs/" in each.url}
    same("hosts that were asked for contents", asked, {peer.url})
    holds(read.endless <= MOST_READ, f"{read.endless} bytes were read of contents without end")
    kept = [each.name for each in (inside.hub.home / "blobs").iterdir()]
    same("contents kept", kept, [])
    inside.line.flow = None
    for what in MENDED:
        peer.blobs[sha256(names[what]).hexdigest()] = _given(names[what])
    _retried(inside)
    outside.expect("message-parked")
    return f"{len(TROUBLE)} parked under their codes, no other host asked, then mended: {outside.end(*MENDED)}"


class _Read:
    """Sources that a true server is not: one without an end, one that gives a byte in ten seconds."""

    def __init__(self, inside: Inside) -> None:
        self.inside, self.endless = inside, 0
        self.sources: dict[str, Callable[[], Iterator[bytes]]] = {}

    def flow(self, request: Request) -> Iterator[bytes] | None:
        source = self.sources.get(request.url.rpartition("/")[2])
        return source() if source else None

    def without_end(self) -> Iterator[bytes]:
        while True:
            self.endless += 65536
            yield bytes(65536)

    def slow(self) -> Iterator[bytes]:
        for at in range(len(TRUE)):
            self.inside.hands.move(10)
            yield TRUE[at : at + 1]


def _offer(outside: Outside, what: str, body: bytes, read: _Read) -> None:
    """Let the peer, or the line, answer for these contents as they are said to be."""
    name = sha256(body).hexdigest()
    match what:
        case "altered":
            outside.peer.blobs[name] = _given(body.replace(b"c", b"k"))
        case "without-end":
            read.sources[name] = read.without_end
        case "slow":
            read.sources[name] = read.slow
        case "changing":
            times = iter((Reply(502), Reply(200, body[:-1])))
            outside.peer.blobs[name] = lambda _: next(times, Reply(200, body[:-1]))


def _given(body: bytes) -> Callable[[Request], Reply]:
    return lambda _: Reply(200, body, {"Content-Type": "application/octet-stream"})


def _reference(outside: Outside, what: str, body: bytes) -> Reference:
    digest = sha256(body)
    host = "https://169.254.169.254" if what == "elsewhere" else outside.peer.url
    size = TEN_GIB if what == "ten-gib" else len(body)
    return Reference(f"{host}/ehx/v1/blobs/{digest.hexdigest()}", digest.digest(), size)


def _retried(inside: Inside) -> None:
    """The operator lets what can be mended be tried again, and gives up the rest."""
    with inside.hub.here():
        for row in queries.parked():
            if row.code == "blob-elsewhere" or row.leaf.index == 1 + list(TROUBLE).index("ten-gib"):
                actions.reject(row, "cannot be mended", by=inside.hub.by())
            else:
                actions.retry(row, by=inside.hub.by())
