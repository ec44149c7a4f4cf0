"""Reading points, ids and vectors out of request bodies."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from lab.standins.web import BadRequest

Point = tuple[object, list[float], object]


def vector_of(value: object) -> list[float]:
    """A dense vector. Raises BadRequest."""
    if not isinstance(value, list) or not value:
        raise BadRequest("a vector is a list of numbers that is not empty")
    if not all(isinstance(number, int | float) and not isinstance(number, bool) for number in value):
        raise BadRequest("a vector holds numbers only")
    return [float(number) for number in value]


def identity_of(value: object) -> int | str:
    """A point's id: an unsigned integer or a UUID. Raises BadRequest."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    try:
        return str(uuid.UUID(str(value)))
    except ValueError as error:
        raise BadRequest(f"value {value} is not a valid point ID: an unsigned integer or a UUID") from error


def points_of(body: Mapping[str, object]) -> list[Point]:
    """The points of an upsert. Raises BadRequest."""
    items = body.get("points")
    if not isinstance(items, list):
        raise BadRequest("missing field `points`")
    found: list[Point] = []
    for item in items:
        if not isinstance(item, dict):
            raise BadRequest("a point is an object with id, vector and payload")
        found.append((identity_of(item.get("id")), vector_of(item.get("vector")), item.get("payload")))
    return found


def limit_of(body: Mapping[str, object], missing: int = 10) -> int:
    """How many results are wanted. Raises BadRequest."""
    value = body.get("limit", missing)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 10000:
        raise BadRequest("limit is a whole number from 1 to 10000")
    return value
