"""Scripts and their compiled trees: as the real find and md5sum list them, and the times that people met."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from fixtures.access.process import run
from fixtures.facts.basic import SCRIPTS
from fixtures.parsers import sections
from fixtures.parsers.scripts import SECOND, Compiled, File, parse_scripts, parse_sums

PATIENCE = 30.0
NOON = 1_795_600_000 * SECOND


def file(seconds: float, *, changed: float | None = None, size: int = 10) -> File:
    when = NOON + int(seconds * SECOND)
    return File(when, when if changed is None else NOON + int(changed * SECOND), size)


@pytest.mark.parametrize(
    ("script", "tree", "uploaded", "same", "said"),
    [
        (file(0), file(1), -5, True, ""),
        (file(0), None, -5, True, "is not compiled"),
        (None, None, -5, False, "is not compiled"),
        (file(0), file(1, size=0), -5, True, "its .ast is empty"),
        (file(0.5), file(0.1), 0, False, "its .ast is 0.4 s older"),  # tool: the same second
        (
            file(-200_000_000, changed=4600),
            file(4500),
            4590,
            True,
            "was replaced after it was compiled",
        ),  # start: cp -p
        (file(3600), file(0), -5, True, ""),  # fetched again as it was
        (file(3600), file(0), 3590, True, "its .ast is 3600.0 s older"),  # another content came
        (file(3600), file(0), -5, False, "its .ast is 3600.0 s older"),  # edited where it lies
        (file(0, changed=9000), file(1, changed=9000.2), 5, True, ""),  # chown -R
        (None, file(1), 5, False, ""),
    ],
)
def test_a_script_is_compiled_or_told_why_not(
    script: File | None, tree: File | None, uploaded: float, same: bool, said: str
) -> None:
    found = Compiled(script, tree).lag(NOON + int(uploaded * SECOND), same, PATIENCE)
    assert found.startswith(said)
    assert bool(found) is bool(said)


@pytest.mark.process
def test_it_is_read_as_the_programs_write_it(tmp_path: Path) -> None:
    folder = tmp_path / "a bot"
    folder.mkdir()
    (folder / "zwei Wörter\n.bas").write_text("TALK 1")
    (folder / "start.bas").write_text("TALK 2")
    os.utime(folder / "start.bas", ns=(NOON, NOON + 123_456_789))
    (folder / "start.ast").write_text("")
    (folder / "old.ast").write_text("{}")
    done = run(["sh", "-c", SCRIPTS, "sh", "mark", str(folder)], timeout=10)
    found = sections.split("system", done, "mark")
    files, sums = found.read("files", parse_scripts), found.read("sums", parse_sums)
    assert sorted(files) == ["old.bas", "start.bas", "zwei Wörter\n.bas"]
    assert files["start.bas"].script is not None
    assert files["start.bas"].script.modified == NOON + 123_456_789
    assert files["start.bas"].tree is not None
    assert files["start.bas"].tree.size == 0
    assert files["old.bas"].script is None
    assert sums["start.bas"] == hashlib.md5(b"TALK 2", usedforsecurity=False).hexdigest()


@pytest.mark.process
def test_without_a_directory_there_is_nothing(tmp_path: Path) -> None:
    done = run(["sh", "-c", SCRIPTS, "sh", "mark", str(tmp_path / "no")], timeout=10)
    found = sections.split("system", done, "mark")
    assert (found.read("files", parse_scripts), found.read("sums", parse_sums)) == ({}, {})
