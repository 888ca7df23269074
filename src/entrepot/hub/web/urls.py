"""Every page, by audience."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.views.i18n import set_language

from entrepot.hub.web import addresses
from entrepot.hub.web.front import views as front

register_converter(addresses.Ucr, "ucr")
register_converter(addresses.Reference, "ref")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", front.home, name="home"),
    path("language/", set_language, name="set_language"),
    path("find/", front.find, name="find"),
    path("sit/<slug:key>/<slug:party>/", front.sit, name="sit"),
    path("chance/", include("entrepot.hub.web.chance.urls")),
    path("classify/", include("entrepot.hub.web.classify.urls")),
    path("quote/", include("entrepot.hub.web.quote.urls")),
    path("shop/", include("entrepot.hub.web.buying.urls")),
    path("shop/", include("entrepot.hub.web.shop.urls")),
    path("permits/", include("entrepot.hub.web.permit.urls")),
    path("pictures/", include("entrepot.hub.web.pictures.urls")),
    path("network/", include("entrepot.hub.web.network.urls")),
    path("bought/", include("entrepot.hub.web.aftersales.urls")),
    path("report/", include("entrepot.hub.web.trust.urls")),
    path("notices/", include("entrepot.hub.web.notices.urls")),
    path("c/", include("entrepot.hub.web.file.urls")),
    path("seller/", include("entrepot.hub.web.seller.urls")),
    path("declarations/", include("entrepot.hub.web.declaring.urls")),
    path("officer/", include("entrepot.hub.web.officer.urls")),
    path("agency/", include("entrepot.hub.web.agency.urls")),
    path("operator/", include("entrepot.hub.web.operator.urls")),
    path("warehouse/", include("entrepot.hub.web.warehouse.urls")),
    path("lender/", include("entrepot.hub.web.lender.urls")),
    path("", include("entrepot.hub.web.learner.urls")),
    path("", include("entrepot.hub.web.visitor.urls")),
    path("merchant/", include("entrepot.hub.web.merchant.urls")),
]
