"""Checks our own books against what the peers have signed: an altered message or a shortened channel shows at once.

To run every night, and after any restore of a backup. Nobody can repair the difference by editing: the peer holds the
root that it countersigned, or that it signed itself.
"""

from __future__ import annotations

from entrepot.ehx.checkpoint import Checkpoint
from entrepot.ehx.merkle import Frontier, leaf_hash
from entrepot.ehx.note import Note
from entrepot.hub.network import incidents
from entrepot.hub.network.models import Channel, Head, Leaf

PAGE = 5000


def unsound() -> list[Channel]:
    """The channels whose stored messages are not what was signed; an incident is raised for each."""
    found = [channel for channel in Channel.objects.select_related("peer") if not is_sound(channel)]
    for channel in found:
        newest = Head.objects.filter(channel=channel).order_by("-size").first()
        signed = newest.checkpoint + newest.receipt if newest else ""
        incidents.raised("log-altered", peer=channel.peer, channel=channel, size=channel.size, signed=signed)
    return found


def is_sound(channel: Channel) -> bool:
    """Whether every message is there as it was hashed, and every signed head is the head of these messages."""
    heads = {head.size: head for head in Head.objects.filter(channel=channel)}
    tree = Frontier()
    while page := _page(channel, tree.size):
        for index, body, digest in page:
            if index != tree.size or (body and leaf_hash(body) != digest):
                return False
            tree = tree.append([digest])
            if (head := heads.pop(tree.size, None)) is not None and _root(head) != tree.root:
                return False
    return not heads and (tree.size, tree.root) == (channel.size, bytes(channel.root))


def _page(channel: Channel, after: int) -> list[tuple[int, bytes, bytes]]:
    """The next messages. A body that was erased when its time was over is empty; its hash stays."""
    rows = Leaf.objects.filter(channel=channel, index__gte=after).order_by("index")
    read = rows.values_list("index", "body", "hash")[:PAGE]
    return [(index, bytes(body), bytes(digest)) for index, body, digest in read]


def _root(head: Head) -> bytes:
    return Checkpoint.parse(Note.parse(head.checkpoint).text).root
