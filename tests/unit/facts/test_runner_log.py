"""What of a runner's log leaves its container, by the script itself: however long ago the runner declared itself."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from fixtures.access.process import run
from fixtures.facts.alm_ci import SCRIPT
from fixtures.parsers import sections

pytestmark = pytest.mark.process

DECLARED = 'time="2026-11-01T10:00:00Z" level=info msg="runner: r, with version: v12, declared successfully"\n'
REFUSED = 'time="2026-11-01T10:00:00Z" level=error msg="fail to invoke Declare" error="unauthenticated"\n'
CHATTER = 'time="2026-11-02T10:00:00Z" level=info msg="task 7 repo is org/botserver"\n'
FETCH = 'time="2026-11-02T10:00:00Z" level=error msg="failed to fetch task" error="refused"\n'
ERROR = 'time="2026-11-03T10:00:00Z" level=error msg="no space left on device"\n'
PANIC = "panic: runtime error\n"
LONG = CHATTER * (17 * 1024 * 1024 // len(CHATTER))


def newest(log: Path) -> sections.Section:
    words = ["unit", "file", "nobody", "workspace", "key", str(log)]
    done = run(["sh", "-c", SCRIPT, "sh", "mark", *words], timeout=20)
    return sections.split("runner", done, "mark").section("newest")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (DECLARED + CHATTER, DECLARED),
        (DECLARED + ERROR + FETCH + CHATTER + PANIC, PANIC + ERROR + DECLARED),
        (ERROR + DECLARED, DECLARED),
        (DECLARED + CHATTER + REFUSED, REFUSED),
        (DECLARED + ERROR * 30, ERROR * 20 + DECLARED),
        (DECLARED + ERROR + LONG + PANIC, PANIC + ERROR + DECLARED),
        (REFUSED + LONG, REFUSED),
        (LONG + DECLARED + "\xff\0 " + ERROR, "�" + ERROR.join(["\0 ", ""]) + DECLARED),
        (ERROR + CHATTER, ERROR),
        ("", ""),
    ],
    ids=["healthy", "errors", "before", "refused", "many", "long ago", "refused long ago", "no text", "never", "empty"],
)
def test_what_is_told(tmp_path: Path, text: str, said: str) -> None:
    log = tmp_path / "runner.log"
    log.write_bytes(text.encode("latin-1"))
    assert newest(log).stdout.replace("\0", "") == said.replace("\0", "")


def test_a_log_that_was_rotated_goes_on_in_the_one_before(tmp_path: Path) -> None:
    log = tmp_path / "runner.log"
    for age, (name, text) in enumerate([("runner.log", CHATTER + ERROR), ("runner.log.1", PANIC)]):
        (tmp_path / name).write_text(text)
        os.utime(tmp_path / name, (1_000_000 - age, 1_000_000 - age))
    (tmp_path / "runner.log.2.gz").write_bytes(gzip.compress((ERROR + DECLARED + CHATTER).encode()))
    os.utime(tmp_path / "runner.log.2.gz", (1000, 1000))
    assert newest(log).stdout == ERROR + PANIC + DECLARED


def test_no_log_says_so(tmp_path: Path) -> None:
    found = newest(tmp_path / "runner.log")
    assert (found.status, found.stdout) == (1, "")
    assert "No such file" in found.stderr
