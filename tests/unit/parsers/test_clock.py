"""A container's clock beside ours: neither a slow answer nor the seconds that date leaves out are a difference."""

from __future__ import annotations

import pytest

from fixtures.parsers.clock import Clock, parse_clock


@pytest.mark.parametrize(
    ("told", "before", "after", "ahead", "said"),
    [
        (1000, 1000.9, 1000.95, 0.0, "as ours"),
        (999, 999.999, 1000.001, 0.0, "as ours"),
        (1000, 1000.2, 1009.7, 0.0, "as ours"),  # read at once, answered late
        (1009, 1000.2, 1009.7, 0.0, "as ours"),  # asked at once, read late
        (1600, 999.5, 1000.0, 600.0, "10.0 min ahead of ours"),
        (1000, 1061.5, 1062.0, -60.5, "60.5 s behind ours"),
        (0, 2592001.0, 2592002.0, -2592000.0, "30.0 days behind ours"),
    ],
)
def test_difference(told: int, before: float, after: float, ahead: float, said: str) -> None:
    clock = Clock(told, before, after)
    assert clock.ahead == ahead
    assert str(clock) == said


def test_the_tolerance_is_still_right() -> None:
    assert Clock(1060, 999.0, 1000.0).agrees(60)
    assert not Clock(1061, 999.0, 1000.0).agrees(60)
    assert Clock(939, 1000.0, 1001.0).agrees(60)
    assert not Clock(938, 1000.0, 1001.0).agrees(60)


@pytest.mark.parametrize("text", ["", "%s\n", "1764420000.5\n", "date: invalid option\n", "١٧٦٤\n"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(ValueError, match="date says"):
        parse_clock(text, 0.0, 1.0)


def test_what_date_says() -> None:
    assert parse_clock("1764420000\n", 1764420000.5, 1764420000.6).ahead == 0.0
    assert parse_clock("-3600\n", 0.0, 0.1).ahead == -3599.0
