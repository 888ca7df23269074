"""Version 1 of the JSON interface: one module per resource, one line for each below.

A new resource is a module with a `router`, and its line in `ROUTERS`.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from entrepot import __version__
from entrepot.hub.api import errors, tokens
from entrepot.hub.api.caller import SignedIn, Token
from entrepot.hub.reading import StrictParser

ROUTERS = {
    # the door that is knocked at most is looked for first
    "/declarations/check": "entrepot.hub.api.v1.declaration_checks.router",
    "/declarations": "entrepot.hub.api.v1.declarations.router",
    "/parties": "entrepot.hub.api.v1.parties.router",
    "/events": "entrepot.hub.api.v1.events.router",
    "/webhooks": "entrepot.hub.api.v1.webhooks.router",
    "/ledger": "entrepot.hub.api.v1.ledger.router",
    "/problems": "entrepot.hub.api.v1.problems.router",
    "/products": "entrepot.hub.api.v1.products.router",
    "/imports": "entrepot.hub.api.v1.imports.router",
    "/price-lists": "entrepot.hub.api.v1.price_lists.router",
    "/freight": "entrepot.hub.api.v1.freight.router",
    "/classifications": "entrepot.hub.api.v1.classifications.router",
    "/quotes": "entrepot.hub.api.v1.quotes.router",
    "/orders": "entrepot.hub.api.v1.orders.router",
    "/consignments": "entrepot.hub.api.v1.orders.consignments",
    "/payments": "entrepot.hub.api.v1.payments.router",
    "/stock": "entrepot.hub.api.v1.stock.router",
    "/wallets": "entrepot.hub.api.v1.wallets.router",
    "/tax-numbers": "entrepot.hub.api.v1.tax_numbers.router",
    "/parcels": "entrepot.hub.api.v1.parcels.router",
    "/requests": "entrepot.hub.api.v1.requests.router",
    "/inspections": "entrepot.hub.api.v1.inspections.router",
    "/partial-releases": "entrepot.hub.api.v1.parts.router",
    "/seizures": "entrepot.hub.api.v1.seizures.router",
    "/passages": "entrepot.hub.api.v1.passages.router",
    "/guarantees": "entrepot.hub.api.v1.guarantees.router",
    "/appeals": "entrepot.hub.api.v1.appeals.router",
    "/amendments": "entrepot.hub.api.v1.amendments.router",
    "/enclosures": "entrepot.hub.api.v1.enclosures.router",
    "/notices": "entrepot.hub.api.v1.notices.router",
    "/papers": "entrepot.hub.api.v1.papers.router",
    "/forms": "entrepot.hub.api.v1.forms.router",
    "/statements": "entrepot.hub.api.v1.statements.router",
    "/returns": "entrepot.hub.api.v1.statements.returns",
    "/permits": "entrepot.hub.api.v1.permits.router",
    "/advances": "entrepot.hub.api.v1.finance.router",
    "/training": "entrepot.hub.api.v1.training.router",
}

api = NinjaAPI(
    title="Entrepôt",
    version=__version__,
    description="The open e-hub: quote, list, order, lodge, ship, settle. Every problem is told as in RFC 9457.",
    auth=[Token(), SignedIn()],
    parser=StrictParser(),
    docs_url=None,
    urls_namespace="api-v1",
)
errors.answer_for(api)
for address, router in ROUTERS.items():
    api.add_router(address, router)


@api.post("/token", auth=None, summary="A bearer token for a key (OAuth 2.0, client credentials)", tags=["parties"])
def token(request: HttpRequest) -> HttpResponse:
    return tokens.token_for(request)
