"""The seller's pages."""

from __future__ import annotations

from django.urls import path

from entrepot.hub.web.aftersales import seller as aftersales
from entrepot.hub.web.duty import views as duty
from entrepot.hub.web.seller import (
    appeals,
    carriage,
    declaration,
    finance,
    imports,
    machines,
    money,
    orders,
    permits,
    prints,
    product,
    products,
    shelf,
    shops,
    today,
)
from entrepot.hub.web.trust import views as trust

urlpatterns = [
    path("measures/", trust.seller, name="seller-measures"),
    path("returns/", aftersales.listed, name="seller-returns"),
    path("returns/<ref:number>", aftersales.one_return, name="seller-return"),
    path("disputes/<ref:number>", aftersales.one_dispute, name="seller-dispute"),
    path("evidence/<int:number>", aftersales.file, name="seller-evidence"),
    path("", today.today, name="seller"),
    path("orders/", orders.orders, name="seller-orders"),
    path("orders/deal", orders.deal, name="seller-deal"),
    path("orders/labels", prints.labels, name="seller-labels"),
    path("orders/papers", prints.papers, name="seller-papers"),
    path("orders/<ref:number>", orders.order, name="seller-order"),
    path("orders/<ref:number>/cancel", orders.cancel, name="seller-cancel"),
    path("hand-over/", orders.hand_over, name="seller-hand-over"),
    path("declarations/<ref:number>", declaration.declaration, name="seller-declaration"),
    path("declarations/<ref:number>/amendment", declaration.amend, name="seller-amend"),
    path("requests/<int:number>", declaration.reply, name="seller-reply"),
    path("enclosures/<int:number>", declaration.enclosure, name="seller-enclosure"),
    path("declarations/<ref:number>/appeals/<int:decision>", appeals.lodge, name="seller-appeal"),
    path("appeals/<int:number>/withdraw", appeals.withdraw, name="seller-withdraw-appeal"),
    path("products/", products.products, name="seller-products"),
    path("products/<path:sku>", product.product, name="seller-product"),
    path("shelf/", shelf.shelf, name="seller-shelf"),
    path("shelf/stock.csv", shelf.stock_table, name="seller-stock-table"),
    path("shelf/prices/<int:number>.csv", shelf.price_table, name="seller-price-table"),
    path("carriage/", carriage.carriage, name="seller-carriage"),
    path("carriage/table.csv", carriage.as_table, name="seller-carriage-table"),
    path("imports/", imports.imports, name="seller-imports"),
    path("imports/<int:number>", imports.one, name="seller-import"),
    path("imports/<int:number>/refused.csv", imports.refused_rows, name="seller-import-refused"),
    path("permits/", permits.permits, name="seller-permits"),
    path("permits/<ref:number>", permits.permit, name="seller-permit"),
    path("permits/<ref:number>/files/<int:file>", permits.file, name="seller-permit-file"),
    path("duty/", duty.owed, name="seller-duty"),
    path("duty/<ref:number>", duty.statement, name="seller-statement"),
    path("machines/", machines.machines, name="seller-machines"),
    path("machines/keys/<str:client_id>/withdraw", machines.withdraw_key, name="seller-key-withdraw"),
    path("machines/<uuid:number>", machines.endpoint, name="seller-endpoint"),
    path("money/", money.money, name="seller-money"),
    path("money/<str:currency>.<str:form>", money.export, name="seller-money-export"),
    path("shops/", shops.shops, name="seller-shops"),
    path("shops/<uuid:number>", shops.shop, name="seller-shop"),
    path("shops/<uuid:number>/change", shops.change, name="seller-shop-change"),
    path("shops/<uuid:number>/orders/<int:intake>", shops.accept, name="seller-shop-accept"),
    path("finance/", finance.offers, name="seller-finance"),
    path("finance/<int:number>", finance.answer, name="seller-advance"),
]
