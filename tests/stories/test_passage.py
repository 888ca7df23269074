"""A parcel from Hangzhou to Singapore through Kuala Lumpur: three hubs of which the first and the last are no peers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from entrepot.ehx.file import FileVerdict, verify_file
from entrepot.hub.customs import actions as customs
from entrepot.hub.customs.models import Declaration, Passage
from entrepot.hub.events import queries as events
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.network import own
from entrepot.hub.network import queries as network
from entrepot.hub.network.models import Introduction, Peer
from entrepot.hub.orders import actions
from entrepot.hub.orders import queries as orders
from entrepot.hub.orders.facts import LineFacts
from entrepot.hub.orders.models import Consignment
from entrepot.hub.payments import queries as payments
from entrepot.hub.stock import queries as parcels
from entrepot.hub.tariffs import actions as tariffs
from entrepot.hub.web.file import deed, history, keepers
from entrepot.trade.money import Money
from tests import cast
from tests.cast import NOON
from tests.hub.network.two_hubs import Node
from tests.hub.orders import shop
from tests.stories.conftest import come_to_rest

Three = tuple[Node, Node, Node]
ORDER = replace(
    shop.ORDER,
    number="P-1",
    currency="SGD",
    destination="SG",
    lines=(LineFacts(sku="CUP", quantity=2, unit_price="60.00"),),
    freight="8.00",
)
SEALS = ["MY-000123"]
ARRIVAL = "entrepot.hub.adapters.carrier.arrived"  # waits until the goods have left Malaysia


def ordered(three: Three, guarantee: str = "500.00") -> str:
    """The cups are ordered; everything happens that follows by itself, as far as it can."""
    hz, kl, sg = three
    with kl.here():
        for code in ("my-customs", "kl-batik"):
            cast.party(code)
        if guarantee:
            amount = Money.of(guarantee, "MYR")
            customs.register_guarantee(
                "BG-1", cast.party("kl-batik"), "MY", amount, NOON.date(), by=cast.by("my-customs"), guarantor="A bank"
            )
    with sg.here():
        for code in ("sg-customs", "sg-broker"):
            cast.party(code)
    with hz.here():
        tariffs.note_tax_number(shop.ceramics(), "SG", "GST-0417", by=cast.the_hub())
        ucr = shop.placed(ORDER).ucr
    come_to_rest(*three)
    return ucr


def handed_over(three: Three, ucr: str) -> None:
    with three[0].here():
        actions.hand_over([ucr], by=cast.by("hz-ceramics", NOON + timedelta(hours=5)))
    come_to_rest(*three, but=ARRIVAL)


def let_through(three: Three, seals: Sequence[str] = SEALS) -> None:
    """The officer in Kuala Lumpur seals the goods, and lets them go ninety minutes later."""
    with three[1].here():
        passage = Passage.objects.get()
        customs.enter(passage, SEALS, by=cast.by("my-customs", NOON + timedelta(hours=13)))
    come_to_rest(*three, but=ARRIVAL)
    with three[1].here():
        customs.discharge(passage, seals, by=cast.by("my-customs", NOON + timedelta(hours=14, minutes=30)))
    come_to_rest(*three)


def known(three: Three, ucr: str) -> list[Consignment]:
    found = []
    for node in three:
        with node.here():
            found.append(orders.consignment(ucr))
            assert set(ledger.trial().values()) <= {0}
    return found


def files(three: Three, ucr: str) -> list[FileVerdict]:
    """The file of each hub, checked offline with the three public keys."""
    raw, keys = [], []
    for node in three:
        with node.here():
            raw.append(network.export_file(ucr))
            keys.append(own.statement().root_key)
    return [verify_file(each, keys) for each in raw]


def told(verdict: FileVerdict) -> list[str]:
    """Who told whom what, in short."""
    return [f"{each.sender[8:10]}>{each.receiver[8:10]} {each.kind}" for each in verdict.entries]


def test_a_parcel_passes_malaysia_and_all_three_hubs_hold_one_file(three: Three) -> None:
    ucr = ordered(three)
    assert [each.passage for each in known(three, ucr)] == ["accepted"] * 3
    handed_over(three, ucr)
    with three[0].here():  # it does not arrive before it has left Malaysia
        assert parcels.parcel(ucr).state == "departed"
    assert {each.state for each in known(three, ucr)} == {"imported"}
    let_through(three)

    home, middle, last = known(three, ucr)
    assert [each.state for each in (home, middle, last)] == ["settled"] * 3
    assert [(each.peer, each.onward, each.via) for each in (home, middle, last)] == [
        ("kl.example", "", "MY"),
        ("hz.example", "sg.example", "MY"),
        ("kl.example", "", "MY"),
    ]
    assert {each.passage for each in (home, middle, last)} == {"discharged"}
    assert {(each.tax_currency, each.duty_minor, each.tax_minor) for each in (home, middle, last)} == {
        ("SGD", 0, 11_52)
    }

    verdicts = files(three, ucr)
    assert [each.findings for each in verdicts] == [(), (), ()]
    assert len({each.root for each in verdicts}) == 1
    assert told(verdicts[0]) == [
        "hz>kl order.placed.v1",
        "kl>sg order.placed.v1",
        "hz>kl declaration.exported.v1",
        "kl>hz passage.opened.v1",
        "kl>sg declaration.exported.v1",
        "kl>sg passage.opened.v1",
        "sg>kl declaration.imported.v1",
        "kl>hz declaration.imported.v1",
        "hz>kl tracking.events.v1",
        "kl>sg tracking.events.v1",
        "hz>kl tracking.events.v1",
        "kl>sg tracking.events.v1",
        "kl>hz passage.entered.v1",
        "kl>sg passage.entered.v1",
        "kl>hz passage.closed.v1",
        "kl>sg passage.closed.v1",
        "hz>kl tracking.events.v1",
        "kl>sg tracking.events.v1",
        "hz>kl tracking.events.v1",
        "hz>kl settlement.confirmed.v1",
        "kl>sg tracking.events.v1",
        "kl>sg settlement.confirmed.v1",
    ]


def shown(node: Node, ucr: str) -> tuple[list[str], list[tuple[str, str]]]:
    """The hubs at the head of the page of a file, and who is said to have done what of the passage and the import."""
    with node.here():
        consignment, entries = orders.consignment(ucr), network.entries(ucr)
        kept = keepers.of(consignment, entries)
        ours, host = deed.our_side(consignment), own.host()
        told = history.of(events.of(ucr), entries, ours, host, {}, consignment.destination, ucr, kept.sides)
        assert kept.between is not None
        heads = [each.name for each in (kept.origin, kept.between, kept.destination)]
    wanted = ("Sealed in", "Let go from", "Import released", "Released into")
    return heads, [(each.side, each.telling.title) for each in told if each.telling.title.startswith(wanted)]


def test_the_page_of_each_hub_shows_what_all_three_said(three: Three) -> None:
    ucr = ordered(three)
    handed_over(three, ucr)
    let_through(three)
    for node in three:
        heads, told = shown(node, ucr)
        assert heads == ["Hangzhou e-hub", "KLIA e-hub", "Singapore e-hub"]
        assert [title for _, title in told if "Malaysia" in title] == ["Sealed in Malaysia", "Let go from Malaysia"]
        assert [side for side, title in told if "Malaysia" not in title] == ["dest"], told


def test_the_first_hub_and_the_last_never_exchange_and_each_proves_the_other_s_words(three: Three) -> None:
    ucr = ordered(three)
    handed_over(three, ucr)
    let_through(three)
    hz, kl, sg = three
    for node, stranger in ((hz, "https://sg.example"), (sg, "https://hz.example")):
        with node.here():
            assert [peer.host for peer in Peer.objects.all()] == ["kl.example"]
            introduced = Introduction.objects.get()
            assert (introduced.entity, introduced.by.host) == (stranger, "kl.example")
            said = [entry for entry in network.entries(ucr) if entry.envelope.source == stranger]
            assert said
            assert all(entry.envelope.dest == "https://kl.example" and entry.countersigned for entry in said)
    with hz.here():
        assert ledger.balance("peer:kl.example", "SGD") == -11_52
    with kl.here():  # what Singapore is owed goes through the hub between
        assert (ledger.balance("peer:hz.example", "SGD"), ledger.balance("peer:sg.example", "SGD")) == (11_52, -11_52)
        assert ledger.balance("guarantee:kl-batik", "MYR") == 0
    with sg.here():
        assert ledger.balance("peer:kl.example", "SGD") == 11_52
        assert Declaration.objects.get().charged_to == "peer:kl.example"


def test_goods_that_no_guarantee_stands_for_do_not_pass_and_the_buyer_is_paid_back(three: Three) -> None:
    ucr = ordered(three, guarantee="")
    home, _, last = known(three, ucr)
    assert (home.state, last.state) == ("returned", "placed")
    with three[0].here():
        assert [each.state for each in payments.payments(ucr)] == ["refunded"]
    with three[1].here():
        assert not Passage.objects.exists()


def test_goods_that_do_not_leave_in_time_are_charged_and_come_back_at_every_hub(three: Three) -> None:
    ucr = ordered(three)
    handed_over(three, ucr)
    with three[1].here():
        passage = customs.enter(Passage.objects.get(), SEALS, by=cast.by("my-customs", NOON + timedelta(hours=13)))
        owed = passage.secured_minor
        later = NOON + timedelta(days=20)
        assert [each.state for each in customs.close_overdue(later.date(), by=cast.the_hub(later))] == ["charged"]
    come_to_rest(*three)
    assert [each.state for each in known(three, ucr)] == ["returned"] * 3
    with three[1].here():
        assert ledger.balance("guarantee:kl-batik", "MYR") == owed > 0
        assert ledger.balance("passage:MY", "MYR") == 0
    with three[0].here():
        assert [each.state for each in payments.payments(ucr)] == ["refunded"]
    verdicts = files(three, ucr)
    assert all(each.ok for each in verdicts)
    assert len({each.root for each in verdicts}) == 1
