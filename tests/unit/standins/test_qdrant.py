from __future__ import annotations

import pytest

from lab.standins.qdrant.points import identity_of, limit_of, points_of, vector_of
from lab.standins.web import BadRequest

UUID = "0b6a1c8c-6d5c-4d0c-9a52-7c6f3a1f2e11"


def test_points() -> None:
    body = {"points": [{"id": 1, "vector": [1, 0.5], "payload": {"a": 1}}, {"id": UUID.upper(), "vector": [0]}]}
    assert points_of(body) == [(1, [1.0, 0.5], {"a": 1}), (UUID, [0.0], None)]


@pytest.mark.parametrize("body", [{}, {"points": {}}, {"points": [1]}, {"points": [{"id": 1}]}], ids=repr)
def test_bad_points(body: dict[str, object]) -> None:
    with pytest.raises(BadRequest):
        points_of(body)


@pytest.mark.parametrize("value", [-1, True, "x", None, 1.5], ids=repr)
def test_bad_ids(value: object) -> None:
    with pytest.raises(BadRequest, match="not a valid point ID"):
        identity_of(value)


@pytest.mark.parametrize("value", [None, [], ["1"], [True], "x"], ids=repr)
def test_bad_vectors(value: object) -> None:
    with pytest.raises(BadRequest):
        vector_of(value)


def test_limit() -> None:
    assert limit_of({}) == 10
    assert limit_of({"limit": 3}) == 3
    with pytest.raises(BadRequest):
        limit_of({"limit": 0})
