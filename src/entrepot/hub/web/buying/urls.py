"""Whoever buys: the cart, the checkout, and what was ordered. Without an account, or with one."""

from __future__ import annotations

from django.urls import path

from entrepot.hub.web.buying import carts, checkouts, letters, purchases

app_name = "buying"
urlpatterns = [
    path("cart/", carts.cart, name="cart"),
    path("cart/add", carts.add, name="add"),
    path("cart/change", carts.change, name="change"),
    path("checkout/", checkouts.address, name="checkout"),
    path("checkout/<str:token>/", checkouts.review, name="review"),
    path("checkout/<str:token>/place", checkouts.place, name="place"),
    path("orders/", purchases.mine, name="orders"),
    path("orders/<str:token>/", purchases.purchase, name="order"),
    path("orders/<str:token>/state", purchases.state, name="state"),
    path("orders/<str:token>/letters", letters.chosen, name="letters"),
    path("letters/<str:word>/", letters.farewell, name="farewell"),
    path("orders/<str:token>/<str:number>/withdraw", purchases.withdraw, name="withdraw"),
    path("orders/<str:token>/<str:number>.json", purchases.invoice_data, name="invoice-data"),
    path("orders/<str:token>/<str:number>/", purchases.invoice, name="invoice"),
]
