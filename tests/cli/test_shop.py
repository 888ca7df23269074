"""The command that opens a simulated shop."""

from __future__ import annotations

import socket

from tests.cli.conftest import Run


def test_a_simulated_shop_says_where_it_is_and_that_it_is_none(run: Run) -> None:
    told = run("shop", "simulate", "woocommerce", "--port", "0", "--seconds", "0.1").out.splitlines()
    assert told[0].startswith("A simulated shop (woocommerce) is open at http://127.0.0.1:")
    assert told[0].endswith("nothing in it is real.")
    assert told[1:] == ["key: ck_simulated", "secret: cs_simulated"]


def test_another_kind_of_shop_is_refused(run: Run) -> None:
    assert "it is one of shopify, woocommerce" in run("shop", "simulate", "stall").err


def test_a_port_that_is_taken_is_said(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"Address already in use: {port}" in run("shop", "simulate", "shopify", "--port", port).err
