"""What can be asked about the kinds of permits, and about the fees of applications."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from entrepot.hub.customs.models import Permit, PermitFee
from entrepot.hub.law import statute
from entrepot.hub.payments import queries as payments
from entrepot.statute import Statute
from entrepot.trade.finding import Refused
from entrepot.trade.money import Money
from entrepot.trade.permit import PermitKind, kind_of


@dataclass(frozen=True, slots=True)
class FeeStanding:
    """The fee of an application as it stands: how much, when it goes back, and what became of its payment.

    `state` is that of the payment: requested, settled, refused, lapsed or refunded. `qr` asks for it.
    `provider` collects it.
    """

    amount: Money
    given_back: tuple[str, ...]
    law: str
    payment: str
    state: str
    qr: str
    provider: str


def permit_kinds(country: str, on: date) -> tuple[PermitKind, ...]:
    """The kinds that the law of a country describes on a day; none where no law of it is held."""
    return _kinds(statute(), country, on)


def permit_kind(country: str, code: str, on: date) -> PermitKind:
    """One kind, as the law describes it or by its code alone."""
    return kind_of(code, permit_kinds(country, on))


def fee_of(permit: Permit) -> FeeStanding | None:
    """The fee of an application; None if it costs nothing."""
    fee = PermitFee.objects.filter(permit=permit).first()
    if fee is None:
        return None
    payment = payments.payment(fee.payment)
    amount = Money.from_minor(fee.amount_minor, fee.currency)
    return FeeStanding(amount, tuple(fee.given_back), fee.law, fee.payment, payment.state, payment.qr, payment.provider)


def unpaid(permits: Iterable[Permit]) -> set[int]:
    """Which of these applications wait for their fee."""
    owed = dict(PermitFee.objects.filter(permit__in=permits, permit__state="applied").values_list("payment", "permit"))
    return {owed[reference] for reference in payments.unsettled(owed)}


@lru_cache(maxsize=256)
def _kinds(law: Statute, country: str, on: date) -> tuple[PermitKind, ...]:
    try:
        return law.jurisdiction(country).permit_kinds(on)
    except Refused:  # no law is held of that place, or it is not in order: `entrepot law check` says what is wrong
        return ()
