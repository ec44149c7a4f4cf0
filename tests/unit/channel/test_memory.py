"""A question is asked once, whoever asks; `forget` makes it live again."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any, cast

import pytest

from fixtures.errors import FactUnavailable
from fixtures.expectations.model import Subject
from fixtures.facts.cache import Facts, fact, memory_of


class Room:
    def __init__(self) -> None:
        self.asked = 0
        self.counting = threading.Lock()

    @fact
    def answer(self, word: str, *, twice: bool = False) -> str | None:
        """Answer after a while."""
        with self.counting:
            self.asked += 1
        time.sleep(0.05)
        return None if word == "none" else word * (2 if twice else 1)

    @fact
    def of(self, subject: Subject) -> int:
        with self.counting:
            self.asked += 1
        return self.asked

    @fact
    def fails(self, error: type[Exception]) -> str:
        with self.counting:
            self.asked += 1
        time.sleep(0.05)
        raise FactUnavailable("room", "it", "broken") if error is FactUnavailable else error("bug")


@pytest.fixture
def room() -> Room:
    return Room()


def test_twenty_threads_ask_once(room: Room) -> None:
    with ThreadPoolExecutor(20) as pool:
        assert set(pool.map(lambda _: room.answer("a"), range(20))) == {"a"}
    assert room.asked == 1


def test_other_arguments_are_other_questions(room: Room) -> None:
    assert [room.answer("a"), room.answer("b"), room.answer("a", twice=True)] == ["a", "b", "aa"]
    assert room.asked == 3


def test_none_is_an_answer(room: Room) -> None:
    assert [room.answer("none"), room.answer("none")] == [None, None]
    assert room.asked == 1


def test_an_expected_thing_counts_by_its_id(room: Room) -> None:
    assert room.of(Subject(container="a")) == room.of(Subject(container="a")) == 1
    assert room.of(Subject(container="b")) == 2


def test_no_answer_is_remembered_with_its_reason(room: Room) -> None:
    def ask(_: int) -> FactUnavailable:
        with pytest.raises(FactUnavailable, match="room: could not ask it: broken") as caught:
            room.fails(FactUnavailable)
        return caught.value

    with ThreadPoolExecutor(8) as pool:
        errors = list(pool.map(ask, range(8)))
    assert room.asked == 1
    assert len({id(error) for error in errors}) == 8


def test_a_bug_is_not_remembered(room: Room) -> None:
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            room.fails(ZeroDivisionError)
    assert room.asked == 2


def test_forget_asks_live(room: Room) -> None:
    room.answer("a")
    memory_of(room).forget()
    room.answer("a")
    assert room.asked == 2


def test_a_fact_keeps_its_documentation() -> None:
    assert Room.answer.__doc__ == "Answer after a while."


@pytest.fixture
def facts() -> Facts:
    calls: list[str] = []
    access = SimpleNamespace(calls=calls, forget=lambda: calls.append("forget"), close=lambda: calls.append("close"))
    return Facts(cast(Any, SimpleNamespace()), cast(Any, access))


def test_rooms_are_made_once_and_by_name(facts: Facts) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len({id(room) for room in pool.map(lambda _: facts.containers, range(8))}) == 1
    assert type(facts.containers).__name__ == "ContainersFacts"
    with pytest.raises(AttributeError, match="no facts of a room 'cellar'"):
        _ = facts.cellar


def test_forgetting_and_closing_reach_the_access(facts: Facts) -> None:
    facts.forget()
    facts.close()
    assert cast(Any, facts.access).calls == ["forget", "close"]
