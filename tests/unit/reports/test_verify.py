"""A record is proven whole and untouched, or the first line that is not is said; records are kept for a time."""

from __future__ import annotations

import datetime as dt
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from reports.__main__ import main
from reports.record import NotWhole
from reports.recorder import KEPT, KEPT_DAYS, Recorder, prune
from reports.whole import verify
from tests.unit.reports.written import lines, write


def rewritten(content: bytes) -> bytes:
    """The second line with another text and a hash that fits it, but not what follows."""
    from fixtures.chain import encoded, proven, sealed

    first, second, *rest = content.splitlines(keepends=True)
    before = proven(first, "0" * 64)["hash"]
    entry = {key: value for key, value in proven(second, before).items() if key not in ("before", "hash")}
    return b"".join([first, encoded(sealed({**entry, "instances": []}, before)), *rest])


def swapped(content: bytes) -> bytes:
    first, second, third, *rest = content.splitlines(keepends=True)
    return b"".join([first, third, second, *rest])


DAMAGE: dict[str, tuple[Callable[[bytes], bytes], int, str]] = {
    "a word changed": (lambda it: it.replace(b"not as declared", b"now as declared"), 5, "the chain of hashes breaks"),
    "a space more": (lambda it: it.replace(b'"kind": "error"', b'"kind":  "error"'), 7, "the chain of hashes breaks"),
    "rewritten with its hash": (rewritten, 3, "the chain of hashes breaks"),
    "the first line removed": (lambda it: it.partition(b"\n")[2], 1, "the chain of hashes breaks"),
    "a line removed": (
        lambda it: b"".join(it.splitlines(keepends=True)[:4] + it.splitlines(keepends=True)[5:]),
        5,
        "b",
    ),
    "two lines swapped": (swapped, 2, "the chain of hashes breaks"),
    "a line twice": (lambda it: it + it.splitlines(keepends=True)[-1], 16, "the chain of hashes breaks"),
    "the end cut off": (lambda it: b"".join(it.splitlines(keepends=True)[:-1]), 15, "missing"),
    "the last line torn": (lambda it: it[:-20], 15, "torn"),
    "its line end lost": (lambda it: it[:-1], 15, "torn"),
    "a line put in": (lambda it: it.replace(b"\n", b"\n{}\n", 1), 2, "the chain of hashes breaks"),
    "an empty line at the end": (lambda it: it + b"\n", 16, "the chain of hashes breaks"),
    "emptied": (lambda _it: b"", 1, "missing"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_the_first_line_that_is_not_as_written_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    damage, line, reason = DAMAGE[name]
    record = write(tmp_path / "r.jsonl", lines())
    assert main(["verify", str(record)]) == 0
    assert "15 lines, whole and as written; the last one is " in capsys.readouterr().out
    record.write_bytes(damage(record.read_bytes()))
    assert main(["verify", str(record)]) == 1
    said = capsys.readouterr().out
    assert f"{record}, line {line}: " in said
    assert reason in said


def test_no_byte_can_be_changed(tmp_path: Path) -> None:
    record = write(tmp_path / "r.jsonl", lines())
    whole = record.read_bytes()
    for place in range(0, len(whole), 7):
        bit = 1 << place % 8
        record.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
        with pytest.raises(NotWhole) as refused:
            verify(record)
        assert f"line {whole[:place].count(10) + 1}: " in str(refused.value)


def test_only_its_owner_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    made = Recorder.in_state("lab", "20260102T030405-abcdef")
    assert made.path == tmp_path / "gbo-suite/lab/runs/20260102T030405-abcdef.jsonl"
    assert [stat.S_IMODE(each.stat().st_mode) for each in (made.path.parent, made.path)] == [0o700, 0o600]


def test_what_is_too_old_or_too_many_goes(tmp_path: Path) -> None:
    today = dt.datetime.now(dt.UTC)
    days = [today - dt.timedelta(days=each) for each in (0, KEPT_DAYS - 1, KEPT_DAYS + 1)]
    names = [f"{day:%Y%m%dT%H%M%S}-000000.jsonl" for day in days]
    (tmp_path / f"{names[2].removesuffix('.jsonl')}.intoto.json").touch()
    (tmp_path / f"{names[2]}.sig").touch()
    for name in [*names, "mine.jsonl", "20200101T000000-000000.jsonl.gz"]:
        (tmp_path / name).touch()
    prune(tmp_path)
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted(
        [*names[:2], "mine.jsonl", "20200101T000000-000000.jsonl.gz"]
    )
    for number in range(KEPT):
        (tmp_path / f"{today:%Y%m%dT%H%M%S}-{number + 1:06x}.jsonl").touch()
    prune(tmp_path)
    assert len(list(tmp_path.glob("*-??????.jsonl"))) == KEPT
    assert (tmp_path / "mine.jsonl").exists()
