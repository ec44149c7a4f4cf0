from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from lab.standins.botserver.basic import BasicError
from lab.standins.botserver.drive import Object
from lab.standins.botserver.work import Work

PATH = "default.gbai/default.gbdialog/start.bas"


def script(etag: str) -> Object:
    return Object("default.gbdialog/start.bas", etag, 8, dt.datetime(2026, 1, 1, tzinfo=dt.UTC))


def test_a_version_is_compiled_once_and_beside_its_script(tmp_path: Path) -> None:
    work = Work(tmp_path)
    work.store("default", script("e1"), b'TALK "x"\n')
    assert work.stale(PATH, script("e1"))
    target = work.compile("default", PATH, script("e1"))
    assert target == tmp_path / "default.gbai/default.gbdialog/start.ast"
    assert json.loads(target.read_text())["script"] == [{"line": 1, "keyword": "TALK", "words": ['"x"']}]
    assert target.stat().st_mtime_ns >= target.with_suffix(".bas").stat().st_mtime_ns
    assert not work.stale(PATH, script("e1"))
    assert work.stale(PATH, script("e2"))


def test_another_process_compiles_anew(tmp_path: Path) -> None:
    work = Work(tmp_path)
    work.store("default", script("e1"), b"TALK 1")
    work.compile("default", PATH, script("e1"))
    assert Work(tmp_path).has("default", script("e1"))
    assert Work(tmp_path).stale(PATH, script("e1"))


def test_a_bad_script_keeps_the_ast_that_was_there(tmp_path: Path) -> None:
    work = Work(tmp_path)
    work.store("default", script("e1"), b"TALK 1")
    target = work.compile("default", PATH, script("e1"))
    before = target.read_bytes()
    work.store("default", script("e2"), b"IF x THEN")
    with pytest.raises(BasicError):
        work.compile("default", PATH, script("e2"))
    assert target.read_bytes() == before
    assert work.stale(PATH, script("e2"))
