"""Carries a channel to its peer, one request at a time, and believes nothing but the peer's own signature."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from entrepot.ehx import batch, checkpoint, cosignature, httpsig, strict
from entrepot.ehx.batch import Batch
from entrepot.ehx.encoding import b64
from entrepot.ehx.note import Note
from entrepot.hub.events import clock
from entrepot.hub.network import incidents, statements, wire
from entrepot.hub.network.models import Channel, Head, Incident, Leaf, Peer
from entrepot.hub.network.wire import Answer
from entrepot.trade.finding import Refused, Unavailable

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 900.0
LONGEST_ASKED = 3600.0
TOLERANCE = 60
ALARM_AFTER = {"reg": timedelta(minutes=15)}
ALARM_AFTER_OTHERS = timedelta(hours=4)
# One side is active a moment before the other or has suspended, or must first look at the other's newest statement.
SOON_OVER = frozenset({"peering-not-active", "statement-expired"})


def push(peer: Peer) -> int:
    """Send what the peer has not countersigned, on every channel that is due; answers how many messages it took."""
    pushed = sum(push_channel(channel) for channel in due(peer))
    _watch(peer)
    return pushed


def alarm_after(channel: Channel) -> timedelta:
    """How long a peer may be silent on a channel before operators are told."""
    return ALARM_AFTER.get(channel.name, ALARM_AFTER_OTHERS)


def _watch(peer: Peer) -> None:
    """Tell operators of a silence when it has lasted too long, whenever the next try may be."""
    now = clock.wall()
    silent = Channel.objects.filter(peer=peer, failing_since__lte=now - min(ALARM_AFTER.values()))
    told = Incident.objects.filter(kind="peer-silent", closed_at=None, channel=OuterRef("pk"))
    for channel in silent.filter(~Exists(told)).select_related("peer"):
        if channel.failing_since is not None and now - channel.failing_since >= alarm_after(channel):
            incidents.raised("peer-silent", peer=peer, channel=channel, since=channel.failing_since.isoformat())


def due(peer: Peer) -> list[Channel]:
    """The channels on which something waits for the peer, and whose next try is not later."""
    now = clock.wall()
    if statements.lapsed(peer):
        incidents.raised("statement-expired", peer=peer)
        return []
    open_out = Channel.objects.filter(peer=peer, direction=Channel.Direction.OUT, state=Channel.State.OPEN)
    return [each for each in open_out if each.acked < each.size and (each.next_try is None or each.next_try <= now)]


def push_channel(channel: Channel) -> int:
    """Send batches until all is countersigned or an answer says to stop; answers how many were countersigned."""
    started = channel.acked
    while channel.state == Channel.State.OPEN and channel.acked < channel.size:
        sent = next_batch(channel)
        try:
            answer = _asked(channel, sent)
        except Unavailable:
            _pause(channel, None)
            break
        if not _understood(channel, sent, answer):
            break
        channel.refresh_from_db()
    return channel.acked - started


def next_batch(channel: Channel) -> Batch:
    """The messages after the receiver's position, up to the furthest signed head that one request holds."""
    old = channel.position
    rows = list(Leaf.objects.filter(channel=channel, index__gte=old).order_by("index")[: batch.MOST_LEAVES])
    room = old + batch.fitting([bytes(row.body) for row in rows])
    ahead = Head.objects.filter(channel=channel, size__gt=old).order_by("size")
    head = ahead.filter(size__lte=room).last() or ahead[0]
    bodies = Leaf.objects.filter(channel=channel, index__gte=old, index__lt=head.size).order_by("index")
    leaves = tuple(bytes(body) for body in bodies.values_list("body", flat=True))
    return Batch(channel.origin, old, head.size, head.checkpoint, leaves)


def _asked(channel: Channel, sent: Batch) -> Answer:
    url = f"{channel.peer.url}/channels/{channel.cid}/entries"
    return wire.call("POST", url, peer=channel.peer, body=sent.to_bytes(), media_type=batch.MEDIA_TYPE)


def _understood(channel: Channel, sent: Batch, answer: Answer) -> bool:
    """Do what section 9 of the protocol says for this answer; True if the next batch may follow at once."""
    code = code_in(answer)
    if not answer.proved and _names_another_key(channel, answer) and statements.refreshed(channel.peer):
        _pause(channel, answer)
        return False
    if answer.skewed or (answer.status == 401 and code == "clock-skew"):
        incidents.raised("clock-skew", peer=channel.peer, seconds=_seconds_off(answer))
        _pause(channel, answer)
        return False
    if answer.status == 200:
        return _receipted(channel, sent, answer)
    if answer.status == 409 and answer.proved and code == "gap":
        return _rewound(channel, answer)
    if answer.status in (409, 422) and answer.proved:
        frozen = code == "split-view"
        _halt(channel, Channel.State.FROZEN if frozen else Channel.State.STOPPED, code, sent, answer)
        return False
    if answer.status == 403 and code in SOON_OVER:
        _pause(channel, answer)
        return False
    if answer.status in (401, 403, 404, 410, 413):
        _halt(channel, Channel.State.STOPPED, code or f"http-{answer.status}", sent, answer)
        return False
    _pause(channel, answer)  # silence, errors and whatever a proxy says: never counted as delivered
    return False


def _names_another_key(channel: Channel, answer: Answer) -> bool:
    """Whether the answer is signed, and by a key that the peer had not stated when we last looked."""
    keyid = httpsig.keyid(answer.headers)
    return keyid is not None and keyid not in channel.peer.said.http


@transaction.atomic
def _receipted(channel: Channel, sent: Batch, answer: Answer) -> bool:
    """Advance to what the peer countersigned, if the head is one of ours, not before what we sent, and it holds."""
    held = Channel.objects.select_for_update().get(pk=channel.pk)
    try:
        written = answer.body.decode()
        if not answer.proved:
            raise checkpoint.bad_checkpoint()
        receipt_taken(held, written, least=sent.new)
    except (Refused, UnicodeDecodeError):
        incidents.raised("receipt-invalid", peer=channel.peer, channel=held, answer=b64(answer.body[:8192]))
        _paused(held, None)
        return False
    return True


def receipt_taken(held: Channel, written: str, *, least: int = 0) -> None:
    """Keep a receipt for a channel that the caller holds, whichever way it came; refuses one that does not hold.

    `least` is what was sent: a receipt for less is none for that.
    """
    head = checkpoint.Checkpoint.parse(Note.parse(written).text)
    ours = Head.objects.filter(channel=held, size=head.size).first()
    if ours is None or not written.startswith(ours.checkpoint) or head.origin != held.origin or head.size < least:
        raise checkpoint.bad_checkpoint()
    now = int(clock.wall().timestamp())
    keys = held.peer.said.cosign_at(now)
    line, at = cosignature.valid_line(written.removeprefix(ours.checkpoint), head, keys, not_after=now + TOLERANCE)
    if not ours.receipt:
        ours.receipt, ours.at = line, datetime.fromtimestamp(at, UTC)
        ours.save(update_fields=["receipt", "at"])
    held.acked = max(held.acked, head.size)
    held.position = held.acked
    if held.failures:
        incidents.over("peer-silent", channel=held)
    held.failures, held.failing_since, held.next_try = 0, None, None
    held.save()
    Peer.objects.filter(pk=held.peer_id).update(heard_at=clock.wall())


@transaction.atomic
def _rewound(channel: Channel, answer: Answer) -> bool:
    """Start again from where the peer says to stand, unless it signed for more than that already."""
    held = Channel.objects.select_for_update().get(pk=channel.pk)
    size = _said(answer).get("size")
    if type(size) is not int or not 0 <= size < held.position or size < held.acked:
        held.state = Channel.State.FROZEN
        held.save(update_fields=["state"])
        last = Head.objects.filter(channel=held, size=held.acked).first()
        receipt = last.checkpoint + last.receipt if last else ""
        incidents.raised("peer-rollback", peer=held.peer, channel=held, says=size, countersigned=receipt)
        return False
    held.position = size
    held.save(update_fields=["position"])
    return True


@transaction.atomic
def _halt(channel: Channel, state: str, code: str, sent: Batch, answer: Answer) -> None:
    """Stop the channel and keep request and answer; nothing is tried again before an operator looks."""
    held = Channel.objects.select_for_update().get(pk=channel.pk)
    held.state = state
    held.save(update_fields=["state"])
    incidents.raised(
        code or "refused",
        peer=held.peer,
        channel=held,
        status=answer.status,
        ours=sent.checkpoint,
        answer=answer.body[:65536].decode(errors="replace"),
    )


@transaction.atomic
def _pause(channel: Channel, answer: Answer | None) -> None:
    _paused(Channel.objects.select_for_update().get(pk=channel.pk), answer)


def _paused(held: Channel, answer: Answer | None) -> None:
    """Back off with full jitter, 1 second doubling to 15 minutes, or as long as the peer asks for."""
    now = clock.wall()
    held.failures += 1
    held.failing_since = held.failing_since or now
    limit = min(FIRST_PAUSE * 2 ** min(held.failures - 1, 20), LONGEST_PAUSE)
    pause = max(random.uniform(0, limit), _retry_after(answer))  # noqa: S311 - spreads load, protects nothing
    held.next_try = now + timedelta(seconds=pause)
    held.save(update_fields=["failures", "failing_since", "next_try"])


def _retry_after(answer: Answer | None) -> float:
    given = {name.lower(): value for name, value in answer.headers.items()}.get("retry-after", "") if answer else ""
    return min(float(given), LONGEST_ASKED) if given.isascii() and given.isdigit() and len(given) < 8 else 0.0


def _seconds_off(answer: Answer) -> int | None:
    given = {name.lower(): value for name, value in answer.headers.items()}.get("date", "")
    try:
        return int((parsedate_to_datetime(given) - clock.wall()).total_seconds())
    except (ValueError, TypeError):
        return None


def code_in(answer: Answer) -> str:
    """The code that a refusal names; nothing if it names none."""
    code = _said(answer).get("code")
    return code[:80] if isinstance(code, str) else ""


def _said(answer: Answer) -> dict[str, object]:
    try:
        said = strict.read(answer.body)
    except Refused:
        return {}
    return said if isinstance(said, dict) else {}
