"""What lies on an operator's sheets: peers and their channels, what waits for a person, and the book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from entrepot.hub.events.models import Run
from entrepot.hub.network.models import Channel, Inbox, Incident
from entrepot.hub.parties.models import Party, Role
from entrepot.hub.web import accounts, wording
from entrepot.hub.web.pieces import Badge, Cell, Head, Row, Table, amount
from entrepot.trade.money import Money

Balances = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Parked:
    """Something that was tried too often and now waits for the operator."""

    key: int
    what: str
    about: str
    error: str
    since: str


def channels(found: Iterable[Channel]) -> Table | None:
    """The logs to and from each peer, and how far they are countersigned."""
    rows = tuple(
        Row(
            (
                Cell(f"{each.peer.host}/{each.name}", code=True),
                Cell(_("to them") if each.direction == Channel.Direction.OUT else _("from them")),
                Cell(wording.number(each.size)),
                Cell(wording.number(each.acked)),
                Cell(badge=_channel(each)),
            )
        )
        for each in found
    )
    heads = (
        Head(_("Channel")),
        Head(_("Direction")),
        Head(_("Messages"), number=True, labelled=True),
        Head(_("Countersigned"), number=True, labelled=True),
        Head(_("State")),
    )
    return Table(_("Channels"), heads, rows) if rows else None


def runs(found: Iterable[Run]) -> tuple[Parked, ...]:
    """Consequences that wait for a person."""
    return tuple(
        Parked(
            each.place, each.follower, f"{each.event.kind} {each.subject}", each.error, wording.moment(each.event.at)
        )
        for each in found
    )


def received(found: Iterable[Inbox]) -> tuple[Parked, ...]:
    """Messages of peers that wait for a person."""
    return tuple(
        Parked(
            each.pk,
            each.kind,
            f"{each.peer.host} {each.subject}",
            each.detail or each.code,
            wording.moment(each.received_at),
        )
        for each in found
    )


def incidents(found: Iterable[Incident]) -> Table | None:
    """What the network saw and an operator has still to look at."""
    rows = tuple(
        Row(
            (
                Cell(each.kind),
                Cell(each.peer.name if each.peer else "–"),
                Cell(wording.number(each.count)),
                Cell(wording.moment(each.at)),
            )
        )
        for each in found
    )
    heads = (Head(_("Incident")), Head(_("Peer hub")), Head(_("Times"), number=True), Head(_("Seen")))
    return Table(_("Incidents"), heads, rows) if rows else None


def book(every: Balances, names: Mapping[str, str]) -> Table | None:
    """The trial balance: each account by currency, debit and credit apart; both columns come to the same."""
    balances = {key: minor for key, minor in every.items() if minor}
    currencies = sorted({currency for _account, currency in balances})
    if not currencies:
        return None
    codes = sorted({account for account, _currency in balances})
    heads = [Head(_("Account"))]
    for currency in currencies:
        heads.append(Head(_("{currency} debit").format(currency=currency), number=True, labelled=True))
        heads.append(Head(_("{currency} credit").format(currency=currency), number=True, labelled=True))
    rows = tuple(
        Row(
            (
                Cell(accounts.named(account, names), account),
                *(cell for currency in currencies for cell in _sides(balances.get((account, currency), 0), currency)),
            )
        )
        for account in codes
    )
    foot = [Cell(_("Together"))]
    for currency in currencies:
        amounts = [minor for (_account, of), minor in balances.items() if of == currency]
        foot.append(Cell(_figure(sum(minor for minor in amounts if minor > 0), currency)))
        foot.append(Cell(_figure(-sum(minor for minor in amounts if minor < 0), currency)))
    return Table(_("Trial balance"), tuple(heads), rows, Row(tuple(foot)), fold=False)


def parties(found: Iterable[Party]) -> Table | None:
    """Every party, its country and its rights."""
    words = dict(Role.choices)
    rows = tuple(
        Row(
            (
                Cell(each.name, each.code),
                Cell(wording.country(each.country)),
                Cell(wording.listed(str(words[right.right]) for right in each.rights.all()) or "–"),
                Cell(_("ours") if each.home else _("of a peer hub")),
            )
        )
        for each in found
    )
    heads = (Head(_("Party")), Head(_("Country")), Head(_("Rights"), wide=True), Head(_("Registered"), drop=True))
    return Table(_("Parties"), heads, rows) if rows else None


def _sides(minor: int, currency: str) -> tuple[Cell, Cell]:
    figure = _figure(abs(minor), currency) if minor else ""
    return (Cell(figure), Cell()) if minor >= 0 else (Cell(), Cell(figure))


def _figure(minor: int, currency: str) -> str:
    return amount(Money.from_minor(minor, currency))


def _channel(channel: Channel) -> Badge:
    if channel.state == Channel.State.FROZEN:
        return Badge(_("Frozen: two histories"), "stop", "octagon-x")
    if channel.state == Channel.State.STOPPED:
        return Badge(_("Stopped"), "stop", "octagon-x")
    if channel.state == Channel.State.CLOSED:
        return Badge(_("Ended"), "", "x")
    if channel.failures:
        return Badge(_("No answer"), "wait", "hourglass")
    if channel.acked < channel.size:
        return Badge(_("Countersignature awaited"), "wait", "hourglass")
    return Badge(_("In step"), "go", "check")
