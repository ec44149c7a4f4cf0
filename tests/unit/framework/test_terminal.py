"""What a person sees on a terminal of 80 columns and 24 rows: texts to be read are golden."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.unit.framework.project import CLEAN, REFUSING, ROOT, STATE, lay, run
from tests.unit.framework.screen import HEIGHT, WIDTH, on_terminal, screen

ROOMS = (
    *(
        "alm",
        "containers",
        "directory",
        "dns",
        "drive",
        "email",
        "llm",
        "network",
        "proxy",
        "system",
        "tables",
        "tls",
    ),
    *("vault", "vectordb"),
)
MANY = '''from fixtures.expectations.model import Subject
from fixtures.verdict.check import check


class Thing(Subject):
    name: str

    @property
    def id(self):
        return self.name


THINGS = [Thing(container="meet", name=f"meet:thing-{number}") for number in range(10)]


def vault(env, expected):
    """Vault is open."""
    yield "vault.thing.up[meet:thing-0]"
''' + "".join(
    f'''

@check("{room}.thing.up", each=lambda env: THINGS, severity="high", needs={"(vault,)" if room[0] == "t" else "()"})
def test_{room}(expected, meet):
    """It is up.

    Why: whatever stands on it — and that is much — is down where it is not, so that nobody can work.
    Fix: raise it by hand.
    Source: guide, none.
    """
    assert meet.ask("{room}") != expected.name, f"{{expected.name}} of {room} is down, as its own log says"
'''
    for room in ROOMS
)
UP = dict.fromkeys(ROOMS, "none")

GREEN = """\
lab: Lab, project gbo-lab
  alm          10 hold                  network      10 hold
  containers   10 hold                  proxy        10 hold
  directory    10 hold                  system       10 hold
  dns          10 hold                  tables       10 hold
  drive        10 hold                  tls          10 hold
  email        10 hold                  vault        10 hold
  llm          10 hold                  vectordb     10 hold
  meet         3 hold, 1 not asked

SKIPPED 1 meet.absent.here: there is none in the lab

143 passed, 1 skipped in 1.0 s: lab is as declared
record: state/gbo-suite/lab/runs/RUN.jsonl
"""
RED = """\
lab: Lab, project gbo-lab

FAILED meet.root.up[meet]  (critical)
  meet is not as declared
    up: expected True, found False
    (a remark)
  why: everything stands on it.
  fix: raise it.
  remedy: meet.raise
BLOCKED 2 by meet.root.up[meet]: meet.leaf.green[dns], meet.leaf.green[alm]

SKIPPED 1 meet.absent.here: there is none in the lab

1 failed, 2 blocked, 140 passed, 1 skipped in 1.0 s: lab is not as declared
record: state/gbo-suite/lab/runs/RUN.jsonl
next: PYTEST --env=lab --fix=plan -k 'meet.root.up[meet]'
"""
LAST_OF_MANY = """\
FAILED meet.root.up[meet]  (critical, blocks 2)
FAILED alm.thing.up[meet:thing-3]  (high)
FAILED containers.thing.up[meet:thing-3]  (high)
FAILED directory.thing.up[meet:thing-3]  (high)
FAILED dns.thing.up[meet:thing-3]  (high)
FAILED drive.thing.up[meet:thing-3]  (high)
FAILED email.thing.up[meet:thing-3]  (high)
FAILED llm.thing.up[meet:thing-3]  (high)
FAILED network.thing.up[meet:thing-3]  (high)
FAILED proxy.thing.up[meet:thing-3]  (high)
FAILED system.thing.up[meet:thing-3]  (high)
FAILED vault.thing.up[meet:thing-3]  (high)
FAILED vectordb.thing.up[meet:thing-3]  (high)
FAILED tables.thing.up[meet:thing-3]  (high)
FAILED tls.thing.up[meet:thing-3]  (high)

15 failed, 2 blocked, 126 passed, 1 skipped in 1.0 s: lab is not as declared
record: state/gbo-suite/lab/runs/RUN.jsonl
next: PYTEST --env=lab --fix=plan -k 'meet.root.up[meet]'
"""


def project(folder: Path, answers: dict[str, object]) -> None:
    lay(folder, {**UP, **answers}, remedies=REFUSING)
    (folder / "test_many.py").write_text(MANY)


def settled(rows: list[str], folder: Path) -> str:
    """The text without what differs from run to run."""
    text = "\n".join(row.rstrip() for row in rows).replace(f"{folder}/", "")
    text = re.sub(r"in \d+\.\d s: ", "in 1.0 s: ", text)
    text = re.sub(r"runs/[0-9T]+-[0-9a-f]{6}", "runs/RUN", text)
    return re.sub(r"next: .* --env", "next: PYTEST --env", text)


def whole(written: bytes, folder: Path) -> str:
    """Everything that stays on the terminal, its long lines whole."""
    return settled("".join(f"{row}\n" if len(row) < WIDTH else row for row in screen(written)[:-1]).split("\n"), folder)


def test_green_fits_fifteen_rows(tmp_path: Path) -> None:
    project(tmp_path, {})
    code, written = on_terminal(tmp_path)
    assert whole(written, tmp_path) == GREEN
    assert code == 0
    assert len(screen(written)) <= 15 + 1, "its record's path may take another"
    assert "\x1b[32m10 hold\x1b[0m" in written.decode()


def test_red_fits_a_screen_and_its_last_words_work(tmp_path: Path) -> None:
    project(tmp_path, {"root": False})
    code, written = on_terminal(tmp_path)
    assert whole(written, tmp_path) == RED
    assert code == 1
    assert len(screen(written)) <= HEIGHT
    assert "\x1b[1;31mFAILED\x1b[0m meet.root.up[meet]" in written.decode()
    command = "".join(screen(written)).partition("next: ")[2]
    env = {**CLEAN, "PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(tmp_path / STATE)}
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "REFUSED meet.raise for meet.root.up[meet]" in done.stdout
    assert "1 failed in " in done.stdout


def test_the_last_screen_of_many_causes_names_them_all(tmp_path: Path) -> None:
    project(tmp_path, {"root": False, **dict.fromkeys(ROOMS, "meet:thing-3")})
    _, written = on_terminal(tmp_path)
    rows = screen(written)
    last = settled(rows[-HEIGHT:], tmp_path)
    assert LAST_OF_MANY.splitlines()[0] in last
    assert whole(written, tmp_path).endswith(LAST_OF_MANY)
    assert all(len(row) <= WIDTH for row in rows)
    assert (
        "  why: whatever stands on it — and that is much — is down where it is not, so\n    that nobody"
        in "\n".join(rows)
    )


def test_no_colour_and_no_unicode_where_there_is_none(tmp_path: Path) -> None:
    project(tmp_path, {"vault": "meet:thing-0"})
    plain = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "NO_COLOR": "1"}
    _, written = on_terminal(tmp_path, env=plain)
    assert written.isascii()
    assert b"m" not in re.findall(rb"\x1b\[[0-9;]*([A-Za-z])", written)
    said = "\n".join(screen(written))
    assert "  why: whatever stands on it - and that is much - is down where it is not, so\n" in said
    assert "BLOCKED 20 by vault.thing.up[meet:thing-0]: tables.thing.up[meet:thing-0],\n  tables.thing" in said
    assert " more (-v names them)" in said
    _, dumb = on_terminal(tmp_path, env={"TERM": "dumb"})
    assert b"\x1b[" not in dumb.replace(b"\x1b[1;31m", b"").replace(b"\x1b[0m", b"")[:200]
    assert b"A\r\x1b[J" not in dumb


@pytest.mark.parametrize("workers", ["0", "2"])
def test_where_there_is_no_terminal_lines_are_plain(tmp_path: Path, workers: str) -> None:
    project(tmp_path, {})
    ran = run(tmp_path, "-n", workers, COLUMNS="80")
    assert ran.status == 0
    assert "\x1b" not in ran.output
    assert "\r" not in ran.output
    for room in ROOMS:
        assert re.search(rf"  {room} +10 hold", ran.output), room
    assert len(ran.output.splitlines()) <= 15 + 2 * (workers == "2")


def test_quiet_and_verbose(tmp_path: Path) -> None:
    project(tmp_path, {"vault": "meet:thing-0"})
    quiet = run(tmp_path, "-q", COLUMNS="80").output.splitlines()
    assert quiet[1].startswith("FAILED vault.thing.up[meet:thing-0]  (high)") or quiet[0].startswith("FAILED vault")
    short = run(tmp_path, "-qq", COLUMNS="80").output.split("\n", 1)[1] or ""
    assert "FAILED vault.thing.up[meet:thing-0]  (high, blocks 20)" in short
    assert "why:" not in short
    verbose = run(tmp_path, "-v", COLUMNS="80").output
    assert re.search(r"^PASSED vault\.thing\.up\[meet:thing-1\]  \d+ ms$", verbose, re.MULTILINE)
    assert "more (-v names them)" not in verbose
    assert tmp_path.name in verbose, "pytest's own head"
