"""A simulated shop at an address of this machine, for a test or for somebody who wants to try a connection."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from entrepot.hub.adapters.shop.simulator.answer import Question, Said, Shop
from entrepot.hub.adapters.shop.simulator.shopify import SimulatedShopify
from entrepot.hub.adapters.shop.simulator.woocommerce import SimulatedWooCommerce

SHOPS: dict[str, Callable[[], Shop]] = {"shopify": SimulatedShopify, "woocommerce": SimulatedWooCommerce}


@dataclass(frozen=True, slots=True)
class Serving:
    """A shop that is open: where, and the shop itself."""

    url: str
    shop: Shop


@contextmanager
def serving(kind: str, port: int = 0) -> Iterator[Serving]:
    """Keep a simulated shop open within."""
    shop: Shop = SHOPS[kind]()
    server = ThreadingHTTPServer(("127.0.0.1", port), _door(shop))
    thread = threading.Thread(target=server.serve_forever, args=[0.05], daemon=True)
    thread.start()
    try:
        yield Serving(f"http://127.0.0.1:{server.server_port}", shop)
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def _door(shop: Shop) -> type[BaseHTTPRequestHandler]:
    lock = threading.Lock()

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = urlsplit(self.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Question(
                self.command, parts.path, dict(parse_qsl(parts.query)), headers, json.loads(raw) if raw else None
            )
            with lock:
                said = shop.faults.pop(0) if shop.faults else shop.answer(asked)
            self._say(said)

        do_POST = do_PUT = do_GET  # noqa: N815 - the server's names

        def _say(self, said: Said) -> None:
            body = said.body if isinstance(said.body, bytes) else json.dumps(said.body).encode()
            self.send_response(said.status)
            for name, value in {"Content-Type": "application/json", **said.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """A simulated shop keeps no log."""

    return Door
