"""Who buys, and what their session remembers: the cart's number, the destination."""

from __future__ import annotations

from django.http import HttpRequest

from entrepot.hub.buying import carts
from entrepot.hub.buying.models import Cart
from entrepot.hub.events import Actor, clock
from entrepot.hub.parties.models import Person
from entrepot.hub.web.shop.choices import choice_of

CART = "cart"


def acting(request: HttpRequest) -> Actor:
    """Whoever buys. A visitor acts for nobody, and what is written is the shop's."""
    return Actor("worker", "shop", "the shop", clock.now())


def person(request: HttpRequest) -> Person | None:
    """Whoever is signed in."""
    return request.user if isinstance(request.user, Person) else None


def cart(request: HttpRequest) -> Cart:
    """The cart of this visitor or account; what a visitor put into theirs is there after signing in."""
    held = carts.opened(request.session.get(CART), person(request), by=acting(request))
    if held.person_id is None:
        request.session[CART] = str(held.pk)
    else:
        request.session.pop(CART, None)
    return held


def destination(request: HttpRequest) -> str:
    """Where the visitor wants goods sent, as chosen in the shop."""
    return choice_of(request, clock.now().date()).to


def frame(request: HttpRequest) -> dict[str, object]:
    """What stands around every page of the shop."""
    return {"choice": choice_of(request, clock.now().date()), "here": request.get_full_path()}
