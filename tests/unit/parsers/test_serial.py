from __future__ import annotations

import datetime as dt

import pytest

from fixtures.parsers.serial import day_of, fault, latest_day, newer, time_of

TODAY = int(f"{dt.datetime.now(dt.UTC):%Y%m%d}01")
NOW = int(dt.datetime.now(dt.UTC).timestamp())


@pytest.mark.parametrize(
    ("serial", "day"),
    [
        (2026112401, dt.date(2026, 11, 24)),
        (2026022901, None),
        (2026132401, None),
        (20261124, None),
        (20261124011, None),
        (1, None),
        (1795521992, None),
        (4294967295, None),
    ],
)
def test_the_day_of_a_serial(serial: int, day: dt.date | None) -> None:
    assert day_of(serial) == day


def test_the_latest_day_has_begun_somewhere() -> None:
    assert latest_day() - dt.datetime.now(dt.UTC).date() <= dt.timedelta(days=1)


def test_a_count_is_no_time() -> None:
    assert time_of(1) is None
    assert time_of(1764089999) == dt.datetime(2025, 11, 25, 16, 59, 59, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("serial", "format"),
    [(TODAY, "YYYYMMDDNN"), (NOW, "unix"), (1764089999, "unix"), (7, "number"), (NOW, "number")],
    ids=["today", "now", "unix", "number", "now-number"],  # the same in every worker, whatever the second
)
def test_right_serials(serial: int, format: str) -> None:
    assert fault(serial, format) == ""


@pytest.mark.parametrize(
    ("serial", "format", "said"),
    [
        (1764089999, "YYYYMMDDNN", "is a Unix time (2025-11-25 16:59:59 UTC), not a day and a number (YYYYMMDDNN): "),
        (2099123101, "YYYYMMDDNN", "is of a day to come, 2099-12-31"),
        (20261124, "YYYYMMDDNN", "is not YYYYMMDDNN"),
        (7, "YYYYMMDDNN", "is not YYYYMMDDNN"),
        (4294967295, "YYYYMMDDNN", "is not YYYYMMDDNN"),
        (TODAY, "unix", "is a day and a number (YYYYMMDDNN, "),
        (4294967295, "unix", "is a time to come, 2106-02-07 06:28:15 UTC"),
        (7, "unix", "is not a Unix time"),
    ],
)
def test_wrong_serials_in_words(serial: int, format: str, said: str) -> None:
    assert fault(serial, format).startswith(said)


@pytest.mark.parametrize(
    ("serial", "than", "taken"),
    [
        (2026112402, 2026112401, True),
        (2026112401, 2026112401, False),
        (2026112401, 2026112402, False),
        (1764089999, 2026112401, False),
        (3, 4294967290, True),
        (0, 2**31, False),
    ],
)
def test_what_a_secondary_takes(serial: int, than: int, taken: bool) -> None:
    assert newer(serial, than=than) is taken
