"""storage/portions.py"""

from pathlib import Path

import pytest
from logs import PROCESS, THREAD, make_review, open_history, record
from sqlalchemy import select

from tvp_quiz.storage.portions import read_on, split
from tvp_quiz.storage.tables import ReviewRow, get_table

COLUMNS = get_table(ReviewRow).c
KEY = [COLUMNS.card, COLUMNS.reviewed_at, COLUMNS.id]


@pytest.mark.parametrize("size", [1, 2, 3, 6, 7])
def test_all_is_read_in_order_whatever_the_size_of_a_portion(tmp_path: Path, size: int) -> None:
    reviews = [make_review(number, card) for number, card in enumerate([PROCESS] * 3 + [THREAD] * 3)]
    with open_history(tmp_path / "history.db") as store:
        for review in reversed(reviews):
            record(store, review)
        with store.reading() as session:
            found = [row[2] for row in read_on(session, select(*KEY), KEY, size)]
    assert found == [review.id for review in reviews]


def test_what_was_yielded_may_be_deleted_before_the_next(tmp_path: Path) -> None:
    with open_history(tmp_path / "history.db") as store:
        for number in range(5):
            record(store, make_review(number))
        with store.writing() as session:
            for *_, row in read_on(session, select(*KEY, ReviewRow), KEY, 2):
                session.delete(row)
        assert store.read_log() == []


def test_chunks_are_of_one_size_but_for_the_last() -> None:
    assert list(split("abcde", 2)) == [["a", "b"], ["c", "d"], ["e"]]
    assert list(split("", 2)) == []
