"""A file is read piece by piece: every declaration once, in order, and toward the end in ever smaller pieces."""

from __future__ import annotations

from pathlib import Path

import pytest

from entrepot.cli.lodging.source import LEAST, pieces


def written(folder: Path, count: int) -> Path:
    path = folder / "parcels.ndjson"
    path.write_bytes(b"".join(b'{"lrn":"L-%05d"}\n' % n for n in range(1, count + 1)))
    return path


def lengths(file: Path, size: int, **how: int) -> list[int]:
    found = list(pieces(file, size, **how))
    numbers = [number for piece in found for number in piece.numbers]
    texts = [line for piece in found for line in piece.text.split(b"\n")]
    assert numbers == list(range(how.get("after", 0) + 1, len(file.read_bytes().splitlines()) + 1))
    assert texts == [b'{"lrn":"L-%05d"}' % number for number in numbers]
    assert not found or found[-1].through == file.stat().st_size
    return [len(piece.numbers) for piece in found]


def test_one_process_takes_whole_pieces_to_the_end(tmp_path: Path) -> None:
    assert lengths(written(tmp_path, 12_345), 5_000) == [5_000, 5_000, 2_345]


def test_of_several_processes_none_takes_more_than_its_share_of_what_is_left(tmp_path: Path) -> None:
    found = lengths(written(tmp_path, 20_000), 5_000, processes=2)
    assert found[:2] == [5_000, 5_000]
    assert found == sorted(found, reverse=True)
    assert all(piece <= max(LEAST, sum(found[n:]) // 2 + 50) for n, piece in enumerate(found))
    assert found[-1] <= LEAST


def test_a_short_file_is_shared_too(tmp_path: Path) -> None:
    assert len(lengths(written(tmp_path, 4_000), 5_000, processes=2)) > 2


@pytest.mark.parametrize("size", [1, 7, 499])
def test_a_batch_smaller_than_that_is_kept(tmp_path: Path, size: int) -> None:
    assert set(lengths(written(tmp_path, 3 * size), size, processes=4)) == {size}


def test_a_run_that_is_taken_up_again_goes_on_after_what_was_answered(tmp_path: Path) -> None:
    assert sum(lengths(written(tmp_path, 3_000), 1_000, after=1_234, processes=2)) == 3_000 - 1_234
    assert lengths(written(tmp_path, 10), 1_000, after=10) == []
