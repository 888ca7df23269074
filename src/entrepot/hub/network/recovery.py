"""Goes on after a backup was restored, without forking: the peer is the backup.

A hub that lost its last hour would sign other messages at numbers that it has used already. So after every start no
message gets a place in a channel before the peer has shown the last head of it that it countersigned. If that head is
ahead of us, our own messages are pulled back from the peer, each under our own signature; if it is not in our history,
the channel is frozen for people to look at.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from entrepot.ehx import batch, checkpoint, envelope
from entrepot.ehx.batch import Batch
from entrepot.ehx.checkpoint import Checkpoint
from entrepot.ehx.envelope import Envelope
from entrepot.ehx.merkle import leaf_hash
from entrepot.hub import events
from entrepot.hub.events import clock
from entrepot.hub.events.actor import Actor
from entrepot.hub.network import incidents, outbox, own, sender, trees, wire
from entrepot.hub.network.message import ucr_in
from entrepot.hub.network.models import Chain, Channel, Head, Leaf, Outbox
from entrepot.trade.finding import Refused, Unavailable

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0

_compared: set[str] = set()
_tried: dict[str, tuple[int, float]] = {}


def forget() -> None:
    """As after a start: nothing has been compared yet."""
    _compared.clear()
    _tried.clear()


def assured(channel: Channel) -> bool:
    """Whether this channel of ours may grow: its peer has shown, since we started, that it holds no more than we do."""
    if channel.cid not in _compared and _due(channel.cid):
        try:
            if compared(channel):
                _compared.add(channel.cid)
        except (Unavailable, Refused):
            return False
    return channel.cid in _compared


def assume(channels: Iterable[Channel]) -> None:
    """Take it as shown, for channels that were opened just now."""
    _compared.update(channel.cid for channel in channels)


def compared(channel: Channel) -> bool:
    """Compare with the head that the peer holds, and pull back what we lost; False if the channel may not go on."""
    written = _their_head(channel)
    if written is None:
        return True
    head = checkpoint.opened(written, own.statement().log)
    if head.origin != channel.origin:
        raise checkpoint.bad_checkpoint()
    if head.size > channel.size:
        _pull_back(channel, head, written)
        channel.refresh_from_db()
    if trees.root_at(channel, head.size) != head.root:
        _freeze(channel, written)
        return False
    return channel.state == Channel.State.OPEN


def _their_head(channel: Channel) -> str | None:
    """The newest head that the peer holds, with its receipt; None if it holds none."""
    answer = wire.call("GET", f"{channel.peer.url}/channels/{channel.cid}/checkpoint", peer=channel.peer)
    if not answer.proved or not (answer.status == 200 or sender.code_in(answer) == "nothing-there"):
        raise Unavailable(channel.peer.entity)
    return answer.body.decode(errors="replace") if answer.status == 200 else None


def _pull_back(channel: Channel, head: Checkpoint, written: str) -> None:
    """Our own messages, from the peer, until we stand where it saw us."""
    lost: list[list[str]] = []
    before = channel.size
    while channel.size < head.size:
        url = f"{channel.peer.url}/channels/{channel.cid}/entries?from={channel.size}&limit={batch.MOST_LEAVES}"
        answer = wire.call("GET", url, peer=channel.peer)
        if answer.status != 200 or not answer.proved:
            raise Unavailable(channel.peer.entity)
        if not _put_back(channel, batch.parse(answer.body), lost):
            _freeze(channel, written)
            return
        channel.refresh_from_db()
    with transaction.atomic():
        held = Channel.objects.select_for_update().get(pk=channel.pk)
        sender.receipt_taken(held, written)
        incidents.raised(
            "restored", peer=channel.peer, channel=held, before=before, after=held.size, messages=lost[:200]
        )
        by = Actor("worker", "network", "network", clock.now())
        body = {"channel": channel.origin, "before": before, "after": held.size}
        events.record("network.channel.restored", f"peer:{channel.peer.host}", by=by, body=body)


@transaction.atomic
def _put_back(channel: Channel, found: Batch, lost: list[list[str]]) -> bool:
    """One batch of ours in its places again; False if it does not continue what we hold."""
    held = Channel.objects.select_for_update().get(pk=channel.pk)
    head = checkpoint.opened(found.checkpoint, own.statement().log)
    tree = held.tree.append(map(leaf_hash, found.leaves))
    if (found.origin, found.old) != (held.origin, held.size) or (tree.size, tree.root) != (head.size, head.root):
        return False
    leaves = [
        Leaf(channel=held, index=held.size + at, body=body, hash=leaf_hash(body))
        for at, body in enumerate(found.leaves)
    ]
    said = [_said(leaf) for leaf in leaves]
    Leaf.objects.bulk_create(leaves)
    for leaf, message in zip(leaves, said, strict=True):
        if message is not None:
            lost.append([message.kind, message.subject])
            _remember(held, leaf, message)
    trees.grown(held, tree)
    held.save(update_fields=["size", "frontier", "root"])
    Head.objects.create(channel=held, size=head.size, checkpoint=found.checkpoint)
    return True


def _said(leaf: Leaf) -> Envelope | None:
    try:
        found = envelope.parse(bytes(leaf.body))
    except Refused:
        return None
    leaf.kind, leaf.ucr, leaf.time = found.kind, ucr_in(found.subject), found.time
    return found


def _remember(held: Channel, leaf: Leaf, message: Envelope) -> None:
    """Let the message count as told: whoever tells it again for the same cause finds it, and the next follows it."""
    peer, cause = held.peer, outbox.cause_for(message.cause, message.kind) if message.cause else f"leaf:{message.id}"
    mine: QuerySet[Outbox] = Outbox.objects.filter(peer=peer)
    mine.filter(cause=cause, leaf=None).exclude(message_id=message.id).delete()  # told anew since, never signed
    later = list(mine.filter(subject=message.subject, leaf=None, keyseq__gte=message.keyseq).order_by("keyseq"))
    row = mine.filter(message_id=message.id).first()
    waiting = [each for each in later if row is None or each.pk != row.pk]
    mine.filter(pk__in=[each.pk for each in waiting]).delete()
    if row is None:
        row = Outbox(peer=peer, cause=cause, kind=message.kind, message_id=message.id, time=message.time)
    row.channel, row.subject, row.keyseq, row.hash = held.name, message.subject, message.keyseq, leaf.hash
    row.leaf, row.body = leaf, b""
    row.blob = message.blob.sha256.hex() if message.blob is not None else ""
    row.save()
    chain, _ = Chain.objects.get_or_create(peer=peer, direction=Channel.Direction.OUT, subject=message.subject)
    chain.keyseq, chain.hash = message.keyseq, leaf.hash
    chain.save(update_fields=["keyseq", "hash"])
    for each in waiting:
        outbox.renumbered(each, chain)


@transaction.atomic
def _freeze(channel: Channel, written: str) -> None:
    """What we hold and what the peer saw are two histories under our own name: nothing is signed before people look."""
    held = Channel.objects.select_for_update().get(pk=channel.pk)
    held.state = Channel.State.FROZEN
    held.save(update_fields=["state"])
    newest = Head.objects.filter(channel=held).order_by("-size").first()
    ours = newest.checkpoint if newest else ""
    incidents.raised("fork-after-restore", peer=held.peer, channel=held, ours=ours, theirs=written)


def _due(cid: str) -> bool:
    now = clock.wall().timestamp()
    tries, last = _tried.get(cid, (0, 0.0))
    if tries and now - last < min(FIRST_PAUSE * 2**tries, LONGEST_PAUSE):
        return False
    _tried[cid] = (min(tries + 1, 10), now)
    return True
