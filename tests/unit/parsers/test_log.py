"""Logs: entries of every program that people met, and what is new in a file whatever was done to it."""

from __future__ import annotations

import datetime as dt
import gzip
import shutil
import time
from pathlib import Path

import pytest

from fixtures.access.process import run
from fixtures.parsers import sections
from fixtures.parsers.log import parse_journal, parse_log, since
from fixtures.parsers.log_place import FILE, Place, kept

CASES = Path(__file__).parent / "golden" / "log"
SAO_PAULO = dt.timezone(dt.timedelta(hours=-3))
TEN = dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)


def bad(name: str) -> list[str]:
    return [each.text for each in parse_log((CASES / name).read_text("utf-8")) if each.bad]


def test_colours_hide_nothing() -> None:
    assert bad("log-ansi.log") == ["2026-11-25T10:00:00.123456Z ERROR botserver::drive: cannot list bucket"]


def test_words_in_what_is_said_are_no_failure() -> None:
    assert bad("log-words.log") == ["[2026-11-25T10:00:06Z ERROR botserver::drive] Failed to compile start.bas: line 3"]


def test_a_panic_is_one_and_names_where_it_was_built() -> None:
    found = parse_log((CASES / "log-panic.log").read_text("utf-8"))
    assert [each.panic for each in found] == [False, True, False]
    assert [each.bad for each in found] == [False, True, False]
    assert found[1].lines == 10
    assert "/home/" not in found[1].text


def test_a_journal_gives_bytes_where_there_are_colours() -> None:
    found = parse_journal((CASES / "log-journal.json").read_text("utf-8"))
    assert [(each.text, each.bad) for each in found] == [
        ("ERROR cannot list", True),
        ("[2026-11-25T10:05:01Z INFO  botserver] ready", False),
    ]


@pytest.mark.parametrize("text", ["not json\n", "[]\n"])
def test_anything_else_is_no_journal(text: str) -> None:
    with pytest.raises((ValueError, AttributeError, TypeError)):
        parse_journal(text)


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("2026-11-25 07:30:00,123 ERROR minio: drive offline", True),
        ("2026-11-25 06:59:59,123 ERROR minio: drive offline", False),
        ("Nov 25 07:30:00 drive minio[88]: ERROR drive offline", True),
        ('{"level":"error","ts":1795602600.12,"msg":"aborting with incomplete response"}', True),
        ('{"level":"error","ts":1795600000.12,"msg":"aborting with incomplete response"}', False),
        ('2026-11-25 10:29:59.001 UTC [212] ERROR:  relation "x" does not exist', True),
        ("2026/11/25 07:30:00 [error] 12#12: connect() failed", True),
        ("2026-11-25T07:30:00-03:00 ERROR x", True),
        ("[2026-11-25T09:59:59Z ERROR botserver] x", False),
        ("Error: cannot bind", True),
        ("Feb 31 07:30:00 drive minio[88]: ERROR drive offline", True),
    ],
)
def test_a_time_is_read_as_it_was_meant(line: str, inside: bool) -> None:
    found = parse_log(f"{line}\n", SAO_PAULO, 2026)
    assert [each.bad for each in found] == [True]
    assert bool(since(found, TEN)) is inside


def test_a_line_without_a_time_belongs_to_the_one_before() -> None:
    text = "of an entry before: failed\n[2026-11-25T10:00:00Z INFO  x] ok\n    at line two, failed\n\n"
    (found,) = parse_log(text)
    assert (found.bad, found.lines) == (False, 2)
    assert parse_log("\0\0\0[2026-11-25T10:00:00Z ERROR x] y\n")[0].bad


class Watched:
    """A log that is read as the suite does."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "err.log"
        self.place = Place()
        self.over = 0

    def write(self, *lines: str) -> None:
        with self.path.open("a") as file:
            file.writelines(f"{line}\n" for line in lines)

    def new(self, limit: int = 1 << 20) -> list[str]:
        done = run(["sh", "-c", FILE, "sh", "mark", str(self.path), *self.place.words, str(limit)], timeout=20)
        found = sections.split("system", done, "mark")
        if place := found.answer("place").split():
            inode, size, length, sum, _ = place
            self.place = Place(int(inode), int(size), int(length), sum)
        self.over = int(found.answer("over") or 0)
        return [*found.answer("rotated").splitlines(), *found.answer("text").splitlines()]


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    log = Watched(tmp_path)
    log.write("one", "two")
    return log


@pytest.mark.process
def test_only_what_is_new_is_read(watched: Watched) -> None:
    assert watched.new() == ["one", "two"]
    assert watched.new() == []
    watched.write("three")
    assert watched.new() == ["three"]


@pytest.mark.process
@pytest.mark.parametrize("how", ["renamed", "renamed with a date", "copied and truncated", "compressed"])
def test_rotation_loses_nothing(watched: Watched, how: str) -> None:
    assert watched.new() == ["one", "two"]
    watched.write("three")
    path = watched.path
    if how == "copied and truncated":
        shutil.copy(path, f"{path}.1")
        path.write_text("")
    elif how == "compressed":
        Path(f"{path}.1.gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    else:
        path.rename(f"{path}{'.1' if how == 'renamed' else '-20261129'}")
    watched.write("four")
    assert watched.new() == ["three", "four"]
    watched.write("five")
    assert watched.new() == ["five"]


@pytest.mark.process
def test_one_that_was_emptied_or_is_another_is_read_anew(watched: Watched) -> None:
    watched.new()
    watched.path.write_text("another and longer than before\n")
    assert watched.new() == ["another and longer than before"]
    watched.path.unlink()
    assert watched.new() == []
    watched.write("again")
    assert watched.new() == ["again"]


@pytest.mark.process
def test_a_log_of_a_gigabyte_is_read_within_a_second(watched: Watched) -> None:
    line = (
        "[2026-11-25T10:00:00Z INFO  botserver::web] GET /errors/404.html 200 in 12 ms, nothing is wrong here at all\n"
    )
    block = line * 10_000
    with watched.path.open("w") as file:
        while file.tell() < 1 << 30:
            file.write(block)
    began = time.monotonic()
    first = watched.new(4 << 20)
    took = time.monotonic() - began
    assert len(first) > 30_000
    watched.write("[2026-11-25T10:00:00Z ERROR botserver::drive] lost")
    began = time.monotonic()
    assert watched.new(4 << 20) == ["[2026-11-25T10:00:00Z ERROR botserver::drive] lost"]
    assert took + time.monotonic() - began < 1


@pytest.mark.process
def test_of_too_much_the_failures_are_counted(watched: Watched) -> None:
    watched.new()
    watched.write("[2026-11-25T10:00:00Z ERROR x] early", *["[2026-11-25T10:00:00Z INFO  x] no ERRORS"] * 100)
    assert len(watched.new(1000)) < 30
    assert watched.over == 1


@pytest.mark.parametrize("text", ["", "[]", '{"inode": 1, "no": 2}', "{"])
def test_a_place_that_is_none_is_the_beginning(tmp_path: Path, text: str) -> None:
    path = tmp_path / "logs" / "error.json"
    assert kept(path) == Place()
    Place(1, 2, 3, "4").write(path)
    assert kept(path) == Place(1, 2, 3, "4")
    path.write_text(text)
    assert kept(path) == Place()
