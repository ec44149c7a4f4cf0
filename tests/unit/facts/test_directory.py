"""When a token ends, of which Zitadel says only what its user has."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from fixtures.errors import FactUnavailable
from fixtures.facts.directory_tokens import parse_ends, shortest

NOW = dt.datetime(2026, 11, 29, tzinfo=dt.UTC)
LATE, SOON, PAST = "2519-04-01T08:45:00Z", "2026-12-01T00:00:00Z", "2026-01-01T00:00:00.123456Z"


def of(*ends: str) -> tuple[dt.datetime, ...]:
    return parse_ends({"result": [{"id": "1", "userId": "77", "expirationDate": each} for each in ends]})


@pytest.mark.parametrize(
    ("ends", "days"), [((SOON,), 2), ((LATE,), 179_822), ((PAST, SOON), 2), ((SOON, SOON), 2), ((LATE, LATE), 179_822)]
)
def test_the_shortest_counts(ends: tuple[str, ...], days: int) -> None:
    assert shortest("directory", of(*ends), NOW, 14).days == days


@pytest.mark.parametrize("ends", [(SOON, LATE), (PAST,), ()])
def test_what_cannot_be_told(ends: tuple[str, ...]) -> None:
    with pytest.raises(FactUnavailable):
        shortest("directory", of(*ends), NOW, 14)


def test_a_token_without_an_end_and_a_user_who_sees_nothing() -> None:
    assert parse_ends(json.loads('{"result": [{"id": "1"}]}'))[0].year == 9999
    assert parse_ends({"pagination": {}}) == ()
