"""Order, payment, waybill: the three papers of one sale in the width of a word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from django.utils.translation import gettext as _

PaperState = Literal["differs", "near", "agrees", "awaited"]


@dataclass(frozen=True, slots=True)
class Opw:
    """Order, payment, waybill in three letters: how each stands to the others."""

    order: PaperState
    payment: PaperState
    waybill: PaperState
    template: ClassVar[str] = "pieces/opw.html"

    @property
    def boxes(self) -> tuple[tuple[str, str, str, str, bool], ...]:
        """Where each box stands, where its letter, the letter, how it looks, and whether it is struck through."""
        states = (self.order, self.payment, self.waybill)
        places = (("0.5", "8", "O"), ("17.5", "25", "P"), ("34.5", "42", "W"))
        return tuple(
            (*place, f"paper-{state}", state == "differs") for place, state in zip(places, states, strict=True)
        )

    @property
    def told(self) -> str:
        """The same in words."""
        words = {"agrees": _("agrees"), "near": _("near"), "differs": _("differs"), "awaited": _("awaited")}
        return _("Order {order}, payment {payment}, waybill {waybill}").format(
            order=words[self.order], payment=words[self.payment], waybill=words[self.waybill]
        )
