"""`--list`: every check with what heals it and what proves it, for a terminal of 80 columns and for a pipe."""

from __future__ import annotations

import os
import pty
import re
import struct
import subprocess
import termios
from collections.abc import Callable
from fcntl import ioctl

import pytest

from fixers.planned import healing
from fixtures.catalogue import COLUMNS, FOOT
from fixtures.verdict.check import Check
from fixtures.verdict.register import every
from lab.faults import faults
from tests.unit.environments import environment
from tests.unit.framework.project import ROOT, command, surroundings

SELECTIONS: dict[tuple[str, ...], Callable[[Check], bool]] = {
    ("-m", "vault and smoke"): lambda check: check.room == "vault" and check.smoke_ever,
    ("-m", "not smoke"): lambda check: not check.smoke_ever,
    ("-k", "seal or Serial"): lambda check: "seal" in check.id or "serial" in check.id,
    ("--severity=high",): lambda check: check.severity in ("high", "critical"),
    ("--severity=critical", "-m", "dns"): lambda check: check.severity == "critical" and check.room == "dns",
}


def listed(*arguments: str) -> list[dict[str, str]]:
    done = subprocess.run(
        command("--list", *arguments), cwd=ROOT, env=surroundings(), capture_output=True, text=True, check=True
    )
    head, *lines = done.stdout.splitlines()
    assert tuple(head.split("\t")) == COLUMNS
    return [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in lines]


def test_in_a_pipe_each_check_is_a_line_with_every_name_whole() -> None:
    found = {row["id"]: row for row in listed()}
    assert set(found) == {check.id for check in every()}
    assert [row["room"] for row in found.values()] == [id.partition(".")[0] for id in found]
    for id, row in found.items():
        assert [each.rstrip("*") for each in row["remedy"].split(",")] == [*(healing(id) or "-")]
        for name in row["fault"].split(","):
            assert any(red.startswith(f"{id}[") for red in faults()[name].red)


@pytest.mark.parametrize("arguments", SELECTIONS)
def test_the_list_is_selected_as_a_run_is(arguments: tuple[str, ...]) -> None:
    found = [row["id"] for row in listed(*arguments)]
    assert found
    assert sorted(found) == [check.id for check in every() if SELECTIONS[arguments](check)]


def test_a_container_selects_the_checks_that_are_asked_about_it() -> None:
    env = environment()
    asked = {check.id for check in every() if any(subject.container == "meet" for subject in check.subjects(env))}
    found = {row["id"] for row in listed("--env=lab", "--target=meet")}
    assert found == asked
    assert "meet.server.ready" in found
    assert "vault.seal.open" not in found


@pytest.mark.parametrize("columns", [20, 80, 200])
def test_at_a_terminal_it_fits(columns: int) -> None:
    lines = at_a_terminal(columns)
    assert lines[0].startswith("room and id")
    assert max(map(len, lines)) <= max(columns, 80)
    assert [line for line in lines if line and " " not in line] == list(dict.fromkeys(row["room"] for row in listed()))
    assert FOOT[1] in lines


def at_a_terminal(columns: int) -> list[str]:
    ours, theirs = pty.openpty()
    ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    env = {key: value for key, value in surroundings().items() if key != "COLUMNS"}
    with subprocess.Popen(command("--list"), cwd=ROOT, env=env, stdout=theirs, stderr=theirs) as running:
        os.close(theirs)
        said = b"".join(_chunks(ours))
    os.close(ours)
    assert running.returncode == 0, said
    return said.decode().splitlines()


def _chunks(terminal: int) -> list[bytes]:
    found = []
    while True:
        try:
            found.append(os.read(terminal, 65536))
        except OSError:  # how Linux says that the other end is closed
            return found
        if not found[-1]:
            return found


def test_the_coverage_of_the_guide_ends_with_its_count_and_is_red_where_something_is_uncovered() -> None:
    done = subprocess.run(
        command("--guide-coverage"), cwd=ROOT, env=surroundings(), capture_output=True, text=True, check=False
    )
    last = re.fullmatch(r"guide statements (\d+), uncovered (\d+)", done.stdout.splitlines()[-1])
    assert last, done.stdout + done.stderr
    assert int(last[1]) > 150
    assert done.returncode == int(int(last[2]) > 0)
    assert "    vault.seal.open -> vault.unseal -> vault.sealed +1\n" in done.stdout
