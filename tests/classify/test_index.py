"""The index: kept under the digest of its content, built again when it is gone or spoilt."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from entrepot.classify import encoder, grams, index, postings, vectors
from entrepot.classify.row import Row
from entrepot.classify.words import normal, stem, without_exclusions, words
from tests.classify.shelf import TEXTS

ROWS = [Row(*each, "shelf") for each in TEXTS]


def test_an_index_is_kept_and_read_back_the_same(tmp_path: Path) -> None:
    fresh = index.built(ROWS, tmp_path)
    assert [file.name for file in tmp_path.glob("index-*")] == [f"index-{index.digest(sorted(ROWS))}.npz"]
    again = index.built(ROWS, tmp_path)
    assert again.rows == fresh.rows
    assert np.array_equal(again.near, fresh.near)
    assert np.array_equal(again.row_words.weights, fresh.row_words.weights)


def test_the_order_of_the_texts_does_not_matter() -> None:
    assert index.built(ROWS[::-1]).rows == index.built(ROWS).rows


def test_another_text_makes_another_index(tmp_path: Path) -> None:
    index.built(ROWS, tmp_path)
    index.built(ROWS[1:], tmp_path)
    assert len(list(tmp_path.glob("index-*"))) == 2


@pytest.mark.parametrize("spoilt", [b"", b"not an archive", b"PK\x03\x04 cut short"])
def test_a_spoilt_file_is_built_again(tmp_path: Path, spoilt: bytes) -> None:
    fresh = index.built(ROWS, tmp_path)
    (file,) = tmp_path.glob("index-*")
    file.write_bytes(spoilt)
    assert np.array_equal(index.built(ROWS, tmp_path).near, fresh.near)
    assert file.read_bytes() != spoilt


def test_a_text_is_encoded_once_and_then_looked_up(tmp_path: Path) -> None:
    seen: list[int] = []
    texts = ["a plate of a kind that nobody names", "another such plate"]
    first = vectors.points_of(texts, tmp_path, seen.append)
    assert seen == [2]
    assert np.array_equal(vectors.points_of(texts, tmp_path, seen.append), first)
    assert seen == [2]


def test_points_of_another_projection_are_not_used(tmp_path: Path) -> None:
    known = vectors.Vectors(np.zeros(1, np.uint64), np.zeros((1, encoder.DIMENSIONS), np.int8), "another")
    known.write(tmp_path / "points.npz")
    assert len(vectors.Vectors.read(tmp_path / "points.npz").keys) == 0


def test_texts_of_two_languages_that_mean_the_same_are_near() -> None:
    plate, dish, shoe = encoder.points(["porcelain plate", "瓷盘", "running shoes"])
    assert float(plate @ dish) > 0.4 > float(plate @ shoe)


def test_malay_rows_are_found_by_words_and_not_encoded() -> None:
    made = index.built(ROWS)
    assert len(made.encoded) == sum(row.lang != "ms" for row in ROWS)


def test_bm25_agrees_with_its_formula() -> None:
    places = np.array([0, 0, 1], np.int32)
    numbers = np.array([5, 7, 5], np.uint64)
    made = postings.bm25(places, numbers, 2, np.ones(3, np.float32))
    found = made.scores(np.array([7], np.uint64), np.ones(1, np.float32))
    idf = np.log(1 + (2 - 1 + 0.5) / 1.5)
    assert found == pytest.approx([idf * 2.2 / (1 + 1.2 * (0.25 + 0.75 * 2 / 1.5)), 0], rel=1e-3)


def test_a_text_is_as_like_itself_as_can_be() -> None:
    texts = ["porcelain plate", "wooden sofa"]
    made = postings.cosine(*grams.word_runs(texts), 2)
    numbers = np.unique(grams.word_runs(["plate porcelain"])[1])
    weights = np.array([made.idf[np.searchsorted(made.numbers, number)] for number in numbers], np.float32)
    found = made.scores(numbers, weights / np.linalg.norm(weights))
    assert found == pytest.approx([1, 0], abs=1e-3)


def test_nothing_is_found_for_words_nobody_used() -> None:
    made = postings.cosine(*grams.word_runs(["porcelain plate"]), 1)
    assert made.scores(np.array([1], np.uint64), np.ones(1, np.float32)).tolist() == [0]


def test_runs_of_characters_do_not_cross_texts_or_words() -> None:
    places, _ = grams.character_runs(["plate", "", "cup"])
    assert sorted(set(places.tolist())) == [0, 2]
    alone = set(grams.character_runs(["plate"])[1].tolist())
    both = set(grams.character_runs(["plate cup"])[1].tolist())
    assert alone < both


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("boxes", "box"),
        ("batteries", "battery"),
        ("knives", "knif"),
        ("glass", "glass"),
        ("men's", "men"),
        ("cups", "cup"),
    ],
)
def test_plurals_are_one_word(word: str, root: str) -> None:
    assert stem(word) == root


def test_words_leave_out_figures_and_the_noise_of_selling() -> None:
    assert list(words("NEW 2024 Hot Sale 10pcs Porcelain Plates 20cm")) == ["porcelain", "plate"]
    assert list(words("瓷盘子")) == ["瓷盘", "盘子"]


def test_wide_and_narrow_letters_are_one() -> None:
    assert normal("ＵＳＢ  Cable") == "usb cable"


def test_exclusions_are_cut_out_even_with_brackets_in_them() -> None:
    assert without_exclusions("Plates (excl. of steel (any)) of glass") == (
        "Plates of glass",
        ("excl. of steel (any)",),
    )
