"""The cast of the stories: invented businesses, agencies and people, the same in every test.

Hangzhou Ceramics sells to buyers in Malaysia, Batik House to buyers in China; each border has its customs, a post and a
bank, all simulated. Plain functions: each makes what it names, and making it twice is harmless.
"""

from __future__ import annotations

from datetime import UTC, datetime

from entrepot.hub.events import Actor
from entrepot.hub.parties import actions as parties
from entrepot.hub.parties import queries
from entrepot.hub.parties.models import Party, Person

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PASSWORD = "kiln-and-celadon-7"

# code: (name, country, rights)
PARTIES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "hz-ceramics": ("Hangzhou Ceramics", "CN", ("seller", "declarant")),
    "kl-batik": ("Batik House", "MY", ("seller", "declarant")),
    "hz-post": ("Hangzhou Post", "CN", ("carrier",)),
    "hz-bonded": ("Hangzhou Bonded Warehouse", "CN", ("warehouse",)),
    "cn-customs": ("China Customs (simulated)", "CN", ("customs",)),
    "my-customs": ("Malaysia Customs (simulated)", "MY", ("customs",)),
    "sg-customs": ("Singapore Customs (simulated)", "SG", ("customs",)),
    "sg-broker": ("Straits Clearance", "SG", ("declarant",)),
    "plant-health": ("Plant Health Office", "MY", ("agency",)),
    "vines-office": ("Office of Vines", "XA", ("agency",)),
    "tea-office": ("Office of Tea", "XA", ("agency",)),
    "xa-cellar": ("Cellar of Xanadu", "XA", ("seller", "declarant")),
    "hz-bank": ("Bank of the Lake", "CN", ("payment",)),
    "lake-credit": ("Lake Credit", "CN", ("lender",)),
    "night-market": ("Night Market Stall", "MY", ("merchant",)),
    "lake-wallet": ("Lake Wallet", "CN", ("wallet",)),
    "hz-school": ("School of Trade", "CN", ("trainer",)),
    "operator": ("The Operator", "CN", ("operator",)),
}


def party(code: str) -> Party:
    """A party of the cast, registered with its rights."""
    name, country, rights = PARTIES[code]
    return parties.register(code, name=name, country=country, rights=rights, by=the_hub())


def by(code: str, at: datetime = NOON) -> Actor:
    """A party of the cast acting by itself."""
    return queries.actor_of(party(code), at)


def person(email: str, code: str, role: str, name: str = "") -> Person:
    """Someone who signs in with `PASSWORD` and acts for a party in a role."""
    return parties.enrol(
        email,
        name=name or email.partition("@")[0].title(),
        password=PASSWORD,
        party=party(code),
        role=role,
        by=the_hub(),
    )


def stranger(at: datetime = NOON) -> Actor:
    """Someone signed in who acts for nobody and has no right to anything."""
    return Actor("person", str(Person.objects.get_or_create(email="stranger@example.org")[0].pk), "Stranger", at)


def the_hub(at: datetime = NOON) -> Actor:
    """The hub itself, carrying out a consequence."""
    return Actor("worker", "tests.cast", "the hub", at)
