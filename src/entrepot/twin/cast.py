"""Who plays in the story: fictional parties, each with what it may do and the people who sign in for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Player:
    """One party at one hub. `desk` parties get a key with which the story acts through the API.

    `also` signs in for it beside the first: what one officer proposes another decides.
    """

    hub: str
    code: str
    name: str
    country: str
    rights: tuple[str, ...]
    registration: str = ""
    home: bool = True
    desk: bool = False
    email: str = ""
    also: str = ""


SELLS = ("seller", "declarant")

PLAYERS = (
    # Hangzhou
    Player(
        "hz",
        "cn-customs",
        "Hangzhou Customs (played)",
        "CN",
        ("customs",),
        email="officer@hz.example",
        also="colleague@hz.example",
        desk=True,
    ),
    Player(
        "hz", "cn-quarantine", "Quarantine Office (played)", "CN", ("agency",), email="agency@hz.example", desk=True
    ),
    Player("hz", "hz-ceramics", "Qinghe Ceramics", "CN", SELLS, "QHCERAMIC", email="seller@hz.example", desk=True),
    Player("hz", "hz-shop", "Your shop in Hangzhou", "CN", SELLS, "HZSHOP", desk=True),
    Player("hz", "hz-post", "Hangzhou Post (simulated)", "CN", ("carrier",)),
    Player(
        "hz",
        "hz-bonded",
        "Xiaoshan Bonded Warehouse",
        "CN",
        ("warehouse", "declarant"),
        email="store@hz.example",
        desk=True,
    ),
    Player("hz", "hz-bank", "West Lake Lending", "CN", ("lender",), email="lender@hz.example", desk=True),
    Player("hz", "hz-pay", "Hangzhou Pay (simulated)", "CN", ("payment",)),
    Player("hz", "hz-teahouse", "Longjing Teahouse", "CN", ("merchant",), email="teahouse@hz.example", desk=True),
    Player("hz", "kl-snacks", "Bayu Snacks", "MY", SELLS, "BAYUSNACK", home=False, desk=True),
    # Kuala Lumpur
    Player(
        "kl",
        "my-customs",
        "Malaysian Customs (played)",
        "MY",
        ("customs",),
        email="officer@kl.example",
        also="colleague@kl.example",
        desk=True,
    ),
    Player("kl", "my-permits", "Permit Agency (played)", "MY", ("agency",), email="agency@kl.example"),
    Player(
        "kl",
        "kl-snacks",
        "Bayu Snacks",
        "MY",
        ("seller", "declarant", "learner"),
        "BAYUSNACK",
        email="seller@kl.example",
    ),
    Player("kl", "kl-shop", "Your shop in Kuala Lumpur", "MY", SELLS, "KLSHOP", desk=True),
    Player("kl", "kl-post", "KL Post (simulated)", "MY", ("carrier",)),
    Player("kl", "kl-store", "KLIA Fulfilment Hub", "MY", ("warehouse", "declarant"), email="store@kl.example"),
    Player("kl", "kl-pay", "KL Pay (simulated)", "MY", ("payment", "wallet"), desk=True),
    Player("kl", "kl-visitor", "A visitor from Kuala Lumpur", "MY", ("wallet",), email="visitor@kl.example", desk=True),
    Player("kl", "kl-academy", "Trade Academy", "MY", ("trainer",)),
    # Singapore, where there is a third hub
    Player("sg", "sg-customs", "Singapore Customs (played)", "SG", ("customs",), email="officer@sg.example", desk=True),
    Player("sg", "sg-broker", "Straits Clearance", "SG", ("declarant",), email="broker@sg.example"),
    Player("sg", "sg-post", "Singapore Post (simulated)", "SG", ("carrier",)),
)


def players(hub: str) -> list[Player]:
    return [player for player in PLAYERS if player.hub == hub]
