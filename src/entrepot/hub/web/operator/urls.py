"""The operator's pages."""

from __future__ import annotations

from django.urls import path

from entrepot.hub.web.aftersales import operator as aftersales
from entrepot.hub.web.operator import firms, log, peering, tariffs, views
from entrepot.hub.web.trust import views as trust

urlpatterns = [
    path("trust/", trust.desk, name="operator-trust"),
    path("trust/listing/", trust.listing, name="operator-listing"),
    path("disputes/", aftersales.listed, name="operator-disputes"),
    path("disputes/<ref:number>", aftersales.one_dispute, name="operator-dispute"),
    path("evidence/<int:number>", aftersales.file, name="operator-evidence"),
    path("", views.overview, name="operator"),
    path("network/", views.network, name="operator-network"),
    path("network/log/", log.log, name="operator-log"),
    path("network/log/<slug:cid>/<int:index>", log.proof, name="operator-proof"),
    path("network/log/<slug:cid>/<int:index>/proof", log.proof_file, name="operator-proof-file"),
    path("network/log/<slug:cid>/<int:index>/message", log.message, name="operator-message-file"),
    path("ledger/", views.ledger, name="operator-ledger"),
    path("firms/", firms.firms, name="operator-firms"),
    path("tariffs/", tariffs.held, name="operator-tariffs"),
    path("tariffs/<path:code>", tariffs.version, name="operator-tariff"),
    path("runs/<int:place>", views.run, name="operator-run"),
    path("messages/<int:leaf>", views.message, name="operator-message"),
    path("channels/<int:number>", peering.channel, name="operator-channel"),
    path("proposals/", peering.propose, name="operator-propose"),
    path("proposals/<int:number>", peering.approve, name="operator-approve"),
    path("keys/<str:role>", peering.key, name="operator-key"),
]
