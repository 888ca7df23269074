"""What the newer parts of the network do on SQLite they do on PostgreSQL: one story of each."""

from __future__ import annotations

import pytest

from tests.postgresql import again

pytestmark = pytest.mark.postgres

STORIES = (
    "test_contents.py::test_contents_are_fetched_before_the_message_is_taken",
    "test_carrying.py::test_a_file_may_be_read_twice_and_mixed_with_the_line",
    "test_carrying.py::test_a_hub_that_cannot_be_called_fetches_and_hands_in_its_receipts",
    "test_key_rotation.py::test_28_both_keys_sign_until_the_old_one_goes",
    "test_key_rotation.py::test_28_what_was_countersigned_under_old_keys_is_proved_under_the_keys_listed_now",
    "test_recovery.py::test_32_a_sender_pulls_back_from_its_peer_what_it_had_said_and_then_goes_on",
    "test_exchange.py::test_either_hub_writes_the_consignment_file_and_a_third_checks_it",
)


def test_contents_files_keys_restores_and_proofs_hold_on_postgresql(postgres_url: str) -> None:
    done = again(postgres_url, *(f"tests/hub/network/{each}" for each in STORIES))
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
