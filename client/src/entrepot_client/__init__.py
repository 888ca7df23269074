"""A typed client for the JSON interface of an Entrepôt hub.

    from entrepot_client import Hub

    with Hub("https://hub.example", client_id, client_secret) as hub:
        answers = hub.lodge(declarations)

What is sent and what comes back are the hub's own shapes, typed in `facts` and `shown`. Whatever the hub does not do is
a `Problem` with every finding.
"""

from entrepot_client.hub import Hub
from entrepot_client.problem import Problem
from entrepot_client.signing import Signer

__all__ = ["Hub", "Problem", "Signer"]
