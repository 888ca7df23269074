"""Letters to buyers about their orders: in the language in which they bought, with the link to the order's page."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from entrepot.hub.adapters.notice import post
from entrepot.hub.adapters.notice.letter import Letter
from entrepot.hub.buying import mailing, queries
from entrepot.hub.buying.models import Purchase, PurchaseOrder
from entrepot.hub.buying.offers import wanted
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.notices.buyer_texts import BUYER_TEXTS
from entrepot.hub.notices.models import BuyerNotice
from entrepot.trade.money import Money


def sent_to_buyer(event: Event, by: Actor) -> None:
    """A buyer is to be told: send the letter, unless its buyer wants none by now, or is forgotten."""
    number = int(event.subject.removeprefix("letter:"))
    notice = BuyerNotice.objects.select_related("purchase").filter(pk=number).first()
    if notice is not None and (letter := letter_of(notice)) is not None:
        post().deliver([letter])


def letter_of(notice: BuyerNotice) -> Letter | None:
    """The letter, in the buyer's language; None where nobody is to be written to."""
    purchase = notice.purchase
    address = mailing.address_of(purchase)
    if not address:
        return None
    ours = {code for code, _name in settings.LANGUAGES}
    with translation.override(purchase.language if purchase.language in ours else "en"):
        text = BUYER_TEXTS[notice.kind]
        concerned = [each for each in queries.orders(purchase) if notice.order_number in ("", each.number)]
        lines = [
            _(text.told).format_map(notice.facts),
            *(_order(each) for each in concerned),
            _(text.do) if text.do else "",
            _("Your order: {link}").format(link=_link(f"orders/{queries.token_of(purchase)}")),
            _foot(purchase),
        ]
        subject = f"{settings.ENTREPOT_NAME}: {_(text.heading).format_map(notice.facts)}"
        return Letter(
            to=address,
            subject=" ".join(subject.split()),
            text="\n\n".join(line for line in lines if line) + "\n",
            farewell=_farewell(purchase),
        )


def _order(order: PurchaseOrder) -> str:
    """What was ordered of one seller, and what it came to."""
    lines = [f"{order.seller_name} ({order.number})"]
    lines += [f"  {line.quantity} × {line.title}" for line in wanted(order.lines)]
    total = _("Total: {amount}").format(amount=Money.from_minor(order.total_minor, order.currency))
    return "\n".join([*lines, f"  {total}"])


def _foot(purchase: Purchase) -> str:
    told = _("You get this because your address was given with an order at {hub}. No letters any more: {link}")
    return "-- \n" + told.format(hub=settings.ENTREPOT_NAME, link=_farewell(purchase))


def _farewell(purchase: Purchase) -> str:
    return _link(f"letters/{mailing.farewell(purchase)}")


def _link(path: str) -> str:
    return f"{settings.ENTREPOT_URL}/shop/{path}/"
