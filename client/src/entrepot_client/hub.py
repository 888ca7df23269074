"""One hub, as a programmer who integrates with it needs it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar, cast
from urllib.parse import quote

import httpx

from entrepot_client import calls, facts, shown
from entrepot_client.calls import Call
from entrepot_client.line import Line

Back = TypeVar("Back")


class Hub:
    """The hub at `url`, to a party's machine that holds one of its keys.

    `timeout` is in seconds for each try; `language` is that of the findings (`en`, `zh-hans`, `ms`); `transport` puts
    something else in the place of the network, for tests.
    """

    def __init__(
        self,
        url: str,
        client_id: str,
        client_secret: str,
        *,
        timeout: float = 60.0,
        language: str = "en",
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._client = httpx.Client(
            base_url=f"{url.rstrip('/')}/api/v1/",
            timeout=httpx.Timeout(timeout, connect=min(timeout, 10.0)),
            headers={"Accept-Language": language, "User-Agent": "entrepot-client"},
            transport=transport,
        )
        self._line = Line(self._client, client_id, client_secret)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()

    def me(self) -> shown.Caller:
        """Who the hub takes you for, and your rights."""
        return self._call(calls.ME)

    # what it will cost

    def quote(self, batch: Sequence[facts.QuoteFacts]) -> list[shown.QuoteShown]:
        """The landed cost of each, in the order given. Each call is a quote of its own, so it is never repeated."""
        return self._call(calls.QUOTE, body=list(batch))

    def quoted(self, number: str) -> shown.QuoteShown:
        return self._call(calls.QUOTE_KEPT, number=number)

    def landed_cost(
        self, sku: str, to: Sequence[str] = (), *, price: str = "", currency: str = "", freight: str = "", by: str = ""
    ) -> list[shown.PlaceShown]:
        """What buyers in some countries pay for one piece of a product; `by` is post or express."""
        query = {"price": price, "currency": currency, "freight": freight, "by": by, "to": ",".join(to)}
        return self._call(calls.LANDED_COST, query=query, sku=sku)

    # what is sold

    def list_products(self, batch: Sequence[facts.ProductFacts]) -> list[shown.ProductAnswer]:
        return self._call(calls.LIST_PRODUCTS, body=list(batch))

    def products(self, *, limit: int = 100, after: str = "") -> list[shown.ProductShown]:
        return self._call(calls.PRODUCTS, query={"limit": limit, "after": after})

    def product(self, sku: str) -> shown.ProductShown:
        return self._call(calls.PRODUCT, sku=sku)

    def place_orders(self, batch: Sequence[facts.OrderFacts]) -> list[shown.OrderAnswer]:
        return self._call(calls.PLACE_ORDERS, body=list(batch))

    def consignments(self, *, state: str = "", ucr: str = "", limit: int = 100) -> list[shown.ConsignmentShown]:
        return self._call(calls.CONSIGNMENTS, query={"state": state, "ucr": ucr, "limit": limit})

    def consignment(self, ucr: str) -> shown.ConsignmentShown:
        return self._call(calls.CONSIGNMENT, ucr=ucr)

    def hand_over(self, ucrs: Sequence[str]) -> list[shown.ConsignmentShown]:
        """Say that the parcels of these were given to the carrier."""
        return self._call(calls.HAND_OVER, body=list(ucrs))

    def cancel(self, ucr: str, reason: str) -> shown.ConsignmentShown:
        return self._call(calls.CANCEL, body={"reason": reason}, ucr=ucr)

    def parcel(self, ucr: str) -> shown.ParcelShown:
        return self._call(calls.PARCEL, ucr=ucr)

    def report(self, ucr: str, report: facts.ReportWanted) -> shown.ParcelShown:
        """Report a step of a parcel that you carry."""
        return self._call(calls.REPORT, body=report, ucr=ucr)

    # what customs hears

    def lodge(self, batch: Sequence[facts.DeclarationFacts]) -> list[shown.LodgementAnswer]:
        """Lodge up to 5,000; an answer for each, in the order given. Sending the same again is harmless."""
        return self._call(calls.LODGE, body=list(batch))

    def check(self, batch: Sequence[facts.DeclarationFacts]) -> list[shown.Checked]:
        """What customs would say of each; nothing is lodged."""
        return self._call(calls.CHECK, body=list(batch))

    def declarations(self, *, ucr: str = "", state: str = "", limit: int = 100) -> list[shown.DeclarationShown]:
        return self._call(calls.DECLARATIONS, query={"ucr": ucr, "state": state, "limit": limit})

    def declaration(self, reference: str) -> shown.DeclarationShown:
        """By its MRN, or by your own LRN."""
        return self._call(calls.DECLARATION, reference=reference)

    def file_signed(self, papers: Sequence[facts.SignedPaper]) -> list[shown.FiledAnswer]:
        """Carry papers that their senders signed (`Signer.sign`), yours or others'."""
        return self._call(calls.FILE_SIGNED, body=list(papers))

    def file_paper(self, kind: facts.PaperKind, ucr: str, paper: facts.Paper) -> shown.PaperShown:
        """File what your own firm knows of a sale, unsigned."""
        return self._call(calls.FILE_PAPER, body=paper, kind=kind, ucr=ucr)

    def papers(self, ucr: str) -> list[shown.PaperShown]:
        return self._call(calls.PAPERS, query={"ucr": ucr})

    def apply_for_permit(self, application: facts.ApplicationFacts) -> shown.PermitShown:
        return self._call(calls.APPLY, body=application)

    def permits(self) -> list[shown.PermitShown]:
        return self._call(calls.PERMITS)

    def permit(self, number: str) -> shown.PermitShown:
        return self._call(calls.PERMIT, number=number)

    def statements(self, *, state: str = "") -> list[shown.StatementShown]:
        return self._call(calls.STATEMENTS, query={"state": state})

    def statement(self, number: str) -> shown.StatementShown:
        return self._call(calls.STATEMENT, number=number)

    def stand_by(self, number: str) -> shown.StatementShown:
        """File a statement that the hub drew up for you."""
        return self._call(calls.STAND_BY, number=number)

    def forms(self, *, country: str = "", direction: str = "", regime: str = "") -> list[shown.FormShown]:
        return self._call(calls.FORMS, query={"country": country, "direction": direction, "regime": regime})

    def forms_beside(self) -> dict[str, str]:
        """What can be given beside a declaration when a form is filled."""
        return self._call(calls.FORMS_BESIDE)

    def fill(self, code: str, declaration: facts.DeclarationFacts, **beside: str) -> shown.Filled:
        """A form of some country from one declaration; nothing is lodged."""
        return self._call(calls.FILL, query=beside, body=declaration, code=code)

    # what happened

    def events_of(self, ucr: str) -> list[shown.EventShown]:
        """The file of one consignment in which you take part."""
        return self._call(calls.EVENTS_OF, ucr=ucr)

    def events(self, since: int = 0) -> Iterator[shown.Message]:
        """What concerns your party after a position, oldest first, up to now.

        Keep `message["data"]["position"]` of the last one you dealt with, and give it the next time.
        """
        while (page := self._call(calls.EVENTS_MINE, query={"since": since}))["next"] != since:
            yield from page["messages"]
            since = page["next"]

    def _call(self, call: Call[Back], *, query: Any = None, body: Any = None, **places: str) -> Back:
        filled = {name: quote(value, safe="") for name, value in places.items()}
        asked = {name: value for name, value in (query or {}).items() if value != ""}
        path = call.path.format(**filled).lstrip("/")
        return cast("Back", self._line.send(call.method, path, query=asked, body=body, repeatable=call.repeatable))
