"""The buyer's page after the sale; the seal in the address is all that it asks for."""

from __future__ import annotations

from django.urls import path

from entrepot.hub.web.aftersales import buyer

urlpatterns = [
    path("<ucr:ucr>/<slug:seal>/", buyer.bought, name="bought"),
    path("<ucr:ucr>/<slug:seal>/return", buyer.send_back, name="bought-return"),
    path("<ucr:ucr>/<slug:seal>/return/<ref:number>/withdraw", buyer.keep, name="bought-keep"),
    path("<ucr:ucr>/<slug:seal>/return/<ref:number>/label", buyer.label, name="bought-label"),
    path("<ucr:ucr>/<slug:seal>/dispute", buyer.dispute, name="bought-dispute"),
    path("<ucr:ucr>/<slug:seal>/dispute/<ref:number>/withdraw", buyer.rest, name="bought-rest"),
    path("<ucr:ucr>/<slug:seal>/rate/<int:line>", buyer.rate, name="bought-rate"),
    path("<ucr:ucr>/<slug:seal>/file/<int:number>", buyer.file, name="bought-file"),
]
