"""Every call that the client makes: method, path, what is sent, what comes back, and whether it may be repeated.

A hub's own OpenAPI document is compared with this table, name by name and type by type. A call is repeatable if the hub
answers the same when it comes twice; only such a call is tried again when no answer came.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from entrepot_client import facts, shown

Back = TypeVar("Back")


@dataclass(frozen=True, slots=True)
class Call(Generic[Back]):
    """One line of the table; `query` names what may stand behind the question mark, `free` that others may too."""

    method: Literal["GET", "POST"]
    path: str
    back: type[Back]
    sent: Any = None
    query: tuple[str, ...] = ()
    repeatable: bool = True
    free: bool = False


ME = Call("GET", "/parties/me", shown.Caller)

QUOTE = Call("POST", "/quotes", list[shown.QuoteShown], sent=list[facts.QuoteFacts], repeatable=False)
QUOTE_KEPT = Call("GET", "/quotes/{number}", shown.QuoteShown)

LIST_PRODUCTS = Call("POST", "/products", list[shown.ProductAnswer], sent=list[facts.ProductFacts])
PRODUCTS = Call("GET", "/products", list[shown.ProductShown], query=("limit", "after"))
PRODUCT = Call("GET", "/products/{sku}", shown.ProductShown)
LANDED_COST = Call(
    "GET",
    "/products/{sku}/landed-cost",
    list[shown.PlaceShown],
    query=("price", "currency", "freight", "by", "to"),
)

PLACE_ORDERS = Call("POST", "/orders", list[shown.OrderAnswer], sent=list[facts.OrderFacts])
CONSIGNMENTS = Call("GET", "/consignments", list[shown.ConsignmentShown], query=("state", "ucr", "limit"))
CONSIGNMENT = Call("GET", "/consignments/{ucr}", shown.ConsignmentShown)
HAND_OVER = Call("POST", "/consignments/hand-over", list[shown.ConsignmentShown], sent=list[str], repeatable=False)
CANCEL = Call("POST", "/consignments/{ucr}/cancel", shown.ConsignmentShown, sent=facts.Cancelled, repeatable=False)

LODGE = Call("POST", "/declarations", list[shown.LodgementAnswer], sent=list[facts.DeclarationFacts])
CHECK = Call("POST", "/declarations/check", list[shown.Checked], sent=list[facts.DeclarationFacts])
DECLARATIONS = Call("GET", "/declarations", list[shown.DeclarationShown], query=("ucr", "state", "limit"))
DECLARATION = Call("GET", "/declarations/{reference}", shown.DeclarationShown)

FILE_SIGNED = Call("POST", "/papers", list[shown.FiledAnswer], sent=list[facts.SignedPaper])
FILE_PAPER = Call("POST", "/papers/{kind}/{ucr}", shown.PaperShown, sent=facts.Paper)
PAPERS = Call("GET", "/papers", list[shown.PaperShown], query=("ucr",))

APPLY = Call("POST", "/permits", shown.PermitShown, sent=facts.ApplicationFacts)
PERMITS = Call("GET", "/permits", list[shown.PermitShown])
PERMIT = Call("GET", "/permits/{number}", shown.PermitShown)

REPORT = Call("POST", "/parcels/{ucr}/reports", shown.ParcelShown, sent=facts.ReportWanted)
PARCEL = Call("GET", "/parcels/{ucr}", shown.ParcelShown)

STATEMENTS = Call("GET", "/statements", list[shown.StatementShown], query=("state",))
STATEMENT = Call("GET", "/statements/{number}", shown.StatementShown)
STAND_BY = Call("POST", "/statements/{number}/filed", shown.StatementShown, repeatable=False)

FORMS = Call("GET", "/forms", list[shown.FormShown], query=("country", "direction", "regime"))
FORMS_BESIDE = Call("GET", "/forms/beside", dict[str, str])
FILL = Call("POST", "/forms/{code}", shown.Filled, sent=facts.DeclarationFacts, free=True)

EVENTS_OF = Call("GET", "/events/of/{ucr}", list[shown.EventShown])
EVENTS_MINE = Call("GET", "/events/mine", shown.Feed, query=("since",))
