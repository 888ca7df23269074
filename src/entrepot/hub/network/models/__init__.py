"""What is recorded: who our peers are, the channels to and from each, and every message that went through them."""

from entrepot.hub.network.models.blobs import Blob, Document, Grant, StatusList
from entrepot.hub.network.models.channels import Chain, Channel, Head, Leaf, Tile
from entrepot.hub.network.models.emergencies import Duty, Emergency
from entrepot.hub.network.models.files import Introduction, SharedFile
from entrepot.hub.network.models.messages import Inbox, Incident, Outbox
from entrepot.hub.network.models.peers import HttpKey, Nonce, Offer, OwnStatement, Peer, Proposal

__all__ = [
    "Blob",
    "Chain",
    "Channel",
    "Document",
    "Duty",
    "Emergency",
    "Grant",
    "Head",
    "HttpKey",
    "Inbox",
    "Incident",
    "Introduction",
    "Leaf",
    "Nonce",
    "Offer",
    "Outbox",
    "OwnStatement",
    "Peer",
    "Proposal",
    "SharedFile",
    "StatusList",
    "Tile",
]
