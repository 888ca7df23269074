"""A file is read piece by piece: every declaration once, in order, and toward the end in ever smaller pieces."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from entrepot.cli.lodging.source import LEAST, Piece, begun, pieces
from entrepot.hub.reading import read_lines
from entrepot.trade.finding import Refused


def written(folder: Path, count: int) -> Path:
    path = folder / "parcels.ndjson"
    path.write_bytes(b"".join(b'{"lrn":"L-%05d"}\n' % n for n in range(1, count + 1)))
    return path


def lengths(file: Path, size: int, **how: int) -> list[int]:
    found = list(pieces(file, size, **how))
    numbers = [number for piece in found for number in piece.numbers]
    texts = [line.strip() for piece in found for line in piece.lines]
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


def cut(file: Path, size: int = 2, **how: int) -> list[Piece]:
    found = list(pieces(file, size, **how))
    for piece in found:  # both ways of reading it tell the same declarations
        assert read_lines(piece.text, dict) == [msgspec.json.decode(line) for line in piece.lines]
    return found


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_blank_lines_are_counted_and_hold_nothing(tmp_path: Path, mark: bytes, end: bytes) -> None:
    path = tmp_path / "gaps.ndjson"
    path.write_bytes(mark + end.join([b"", b'{"n":2}', b'{"n":3}', b"  ", b"\t", b"", b'{"n":7}', b' {"n":8} ', b""]))
    assert [list(piece.numbers) for piece in cut(path)] == [[2], [3], [7, 8]]
    assert [msgspec.json.decode(line)["n"] for piece in cut(path) for line in piece.lines] == [2, 3, 7, 8]
    for after in range(5):
        rest = [number for piece in cut(path, after=after) for number in piece.numbers]
        assert rest == [2, 3, 7, 8][after:]


def test_a_run_beyond_the_end_has_nothing_left(tmp_path: Path) -> None:
    assert cut(written(tmp_path, 3), after=5) == []


def test_a_table_is_told_with_its_pieces(tmp_path: Path) -> None:
    path = tmp_path / "parcels.csv"
    path.write_text("lrn,item.hs,item.value\nA,691200,1\n,691110,2\nB,691200,3\nC,691200,4\n")
    found = cut(path)
    assert [list(piece.numbers) for piece in found] == [[2, 4], [5]]
    assert [msgspec.json.decode(line)["lrn"] for piece in found for line in piece.lines] == ["A", "B", "C"]


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20])


def lengthened(path: Path) -> None:
    with path.open("ab") as stream:
        stream.write(b'{"lrn":')


def replaced(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(path.read_bytes().replace(b"L-", b"M-"))
    other.replace(path)


@pytest.mark.parametrize("change", [cut_off, lengthened, replaced])
def test_a_file_that_is_changed_meanwhile_is_refused_by_whoever_reads_it(
    tmp_path: Path, change: Callable[[Path], None]
) -> None:
    path = written(tmp_path, 3)
    [piece] = pieces(path, 5)
    assert len(piece.lines) == 3
    change(path)
    for read in (lambda: piece.lines, lambda: piece.text):
        with pytest.raises(Refused) as refused:
            read()
        assert [each.code for each in refused.value.findings] == ["file-changed"]


def test_an_empty_file_and_a_list_are_refused_before_anything_is_done(tmp_path: Path) -> None:
    for content, code in ((b"", "file-empty"), (b" \n\n", "file-empty"), (b'\xef\xbb\xbf [{"n":1}]', "not-ndjson")):
        path = tmp_path / "odd.ndjson"
        path.write_bytes(content)
        with pytest.raises(Refused) as refused:
            begun(path)
        assert [each.code for each in refused.value.findings] == [code]
