"""The shipped access of prod and stage: an ordinary user with the README's sudoers lines, and users who lack some."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from lab import faults
from lab.site import Lab
from reports.record import read
from tests.lab.ordinary import Ordinary, lines_of_readme, ordinary
from tests.lab.suite import GREEN, Ran, ask

PYTEST = [sys.executable, "-m", "pytest", "--env=lab", "-p", "no:cacheprovider"]
PTY = {"with a terminal of sudo's own": "use_pty", "without": "!use_pty"}
HANGING = """
import sys, time
from fixtures.access.kinds import access_by
from fixtures.environment import load
from fixtures.errors import FactUnavailable
access = access_by(load("lab").environment.access)
channel = access.channel("meet")
channel.open()
print("open", flush=True)
try:
    channel.shell("sleep 4343 & sleep 4343", timeout=2)
except FactUnavailable as error:
    print(error.reason, flush=True)
sys.stdin.readline()
access.forget()
print(channel.run(["pgrep", "-fc", "sleep 434[3]"]).text)
access.close()
"""

Made = Callable[[str], Ordinary]


@pytest.fixture
def make(lab: Lab) -> Iterator[Callable[[str], Ordinary]]:
    """Makes a user with the sudoers lines given; takes all of them away."""
    with ExitStack() as stack:

        def made(sudoers: str) -> Ordinary:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gbo-ops-", dir="/var/tmp")))
            return stack.enter_context(ordinary("gbo-ops", folder, sudoers))

        yield made


def suite(user: Ordinary, *arguments: str) -> Ran:
    """The suite as the user runs it."""
    file = user.home / "record.jsonl"
    done = user.run(*PYTEST, f"--record={file}", *arguments)
    assert "Traceback" not in done.stdout + done.stderr, done.stdout + done.stderr
    assert file.exists(), done.stdout + done.stderr
    return Ran(done.returncode, done.stdout + done.stderr, read(file))


def left_over() -> list[str]:
    """What a run as that user has left on this machine."""
    listed = subprocess.run(["ps", "-eo", "user:20,args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if line.startswith("gbo-ops ") or "sudo -n" in line]


def test_the_readmes_lines_are_enough(lab: Lab, make: Made, tmp_path: Path) -> None:
    user = make(lines_of_readme(lab.env, "gbo-ops"))
    ran = suite(user)
    assert ran.status == 0, ran.output
    assert set(ran.verdicts.values()) <= GREEN
    assert ran.verdicts == ask(tmp_path).verdicts
    assert left_over() == []


def test_a_repair_inside_a_container_needs_no_other_right(lab: Lab, make: Made) -> None:
    user = make(lines_of_readme(lab.env, "gbo-ops"))
    fault = faults.named("meet.stopped")
    try:
        faults.inject(lab, fault.id)
        ran = suite(user, "-m", "smoke and (meet or containers)", "--fix")
        assert ran.status == 0, ran.output
        assert ran.of("fixed") == set(fault.red)
        assert left_over() == []
    finally:
        faults.heal(lab, fault.id)


def test_who_may_run_incus_alone_is_told_what_that_costs(lab: Lab, make: Made) -> None:
    lines = [line for line in lines_of_readme(lab.env, "gbo-ops").splitlines() if "/usr/bin/incus" in line]
    ran = suite(make("\n".join(lines) + "\n"), "-m", "smoke")
    assert ran.status == 1, ran.output
    assert ran.of("failed") == set()
    unknown = ran.of("unknown")
    assert {id.partition(".")[0] for id in unknown} == {"network"}, unknown
    assert "network.nat.live[443/tcp]" in unknown
    needs_no_right = ("network.forwarding.enabled[host]", "network.external.present[external]")
    assert {ran.verdicts[id] for id in needs_no_right} == {"passed"}
    assert ran.roots <= unknown
    why = {line.text.rpartition(": `sudo")[2] for line in ran.record.checks if line.id in unknown}
    assert why == {" -n` refuses it: sudo: a password is required"}
    assert "`sudo -n` refuses it: sudo: a password is required" in " ".join(ran.output.split())


def test_who_may_run_nothing_is_told_in_one_sentence(make: Made) -> None:
    begun = time.monotonic()
    done = make("Defaults:gbo-ops !use_pty\n").run(*PYTEST, "-m", "smoke", timeout=60)
    said = done.stdout + done.stderr
    assert done.returncode == 4, said
    assert time.monotonic() - begun < 20
    assert re.findall(r"^ERROR: .*", said, re.MULTILINE) == [
        "ERROR: cannot use Incus on this machine: `sudo -n incus` with project gbo-lab: `sudo -n` refuses it: sudo: a "
        "password is required. Allow `sudo -n incus` without a password in sudoers (README, Your platform), or be in "
        'the group sudo and set [access] kind = "local".'
    ]
    assert "Traceback" not in said


@pytest.fixture(params=PTY.values(), ids=list(PTY))
def user(request: pytest.FixtureRequest, lab: Lab, make: Made) -> Ordinary:
    return make(f"Defaults:gbo-ops {request.param}\n" + lines_of_readme(lab.env, "gbo-ops"))


def test_a_frozen_container_costs_one_limit_and_leaves_nothing(lab: Lab, user: Ordinary) -> None:
    fault = faults.named("containers.instance_frozen")
    try:
        faults.inject(lab, fault.id)
        ran = suite(user, "-m", "smoke")
        assert ran.status == 1, ran.output
        assert ran.of("failed", "unknown") == set(fault.red), ran.output
        assert left_over() == []
    finally:
        faults.heal(lab, fault.id)


@pytest.mark.parametrize("frozen", [False, True], ids=["in mid-command", "frozen in mid-command"])
def test_a_time_limit_in_mid_command_leaves_nothing(lab: Lab, user: Ordinary, frozen: bool) -> None:
    with subprocess.Popen(
        user.command(sys.executable, "-c", HANGING),
        env=user.environment(PYTHONPATH=str(Path.cwd())),
        cwd=Path.cwd(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        try:
            if frozen:
                time.sleep(0.5)
                lab.incus.change_state("meet", "freeze")
            said = process.stdout.readline()
            assert said == ("the instance is frozen (no answer after 2 s)\n" if frozen else "no answer after 2 s\n")
            assert [line for line in left_over() if "incus" in line] == []
        finally:
            if frozen:
                lab.incus.change_state("meet", "unfreeze")
        assert process.communicate("go on\n", timeout=30)[0] == "0\n"
    assert left_over() == []


def test_ctrl_c_ends_it_and_leaves_nothing(user: Ordinary) -> None:
    terminal, theirs = pty.openpty()
    process = subprocess.Popen(
        ["setsid", "--ctty", "--wait", *user.command(*PYTEST, f"--record={user.home}/record.jsonl")],
        env=user.environment(),
        cwd=Path.cwd(),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    said = b""
    pressed = 0.0
    while process.poll() is None:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                said += os.read(terminal, 65536)
            except OSError:
                break
        if not pressed and any(" exec -T " in line for line in left_over()):
            os.write(terminal, b"\x03")
            pressed = time.monotonic()
    assert process.wait(10) == 2, said.decode()
    os.close(terminal)
    assert time.monotonic() - pressed < 10
    assert b"Traceback" not in said, said.decode()
    assert left_over() == []


RELAYED = ("-p", "tests.lab.relayed", "-p", "no:cacheprovider")
REASONS = {
    "access of kind remote runs no program on the machine that hosts Incus",
    "access of kind remote leads connections through a forward, which accepts them whatever stands behind it",
    "access of kind remote carries no datagrams",
}


def test_what_a_remote_cannot_ask_is_skipped_and_all_else_is_asked(lab: Lab, tmp_path: Path) -> None:
    ran = ask(tmp_path, *RELAYED)
    assert ran.status == 0, ran.output
    skipped = {line.id: line.text for line in ran.record.checks if str(line.verdict) == "skipped"}
    assert set(skipped.values()) == REASONS
    assert {id.partition(".")[0] for id in skipped} == {"network", "containers", "dns", "email"}
    direct = ask(tmp_path).verdicts
    assert ran.verdicts == {id: "skipped" if id in skipped else verdict for id, verdict in direct.items()}
    assert f"{len(skipped)} skipped" in ran.output
    for reason in REASONS:
        assert reason in " ".join(ran.output.split())


def test_a_forward_that_accepts_is_no_answer(lab: Lab, tmp_path: Path) -> None:
    fault = faults.named("containers.port_dropped")
    (unreachable,) = fault.red
    try:
        faults.inject(lab, fault.id)
        ran = ask(tmp_path, "-m", "smoke", *RELAYED)
        assert ran.of("failed", "unknown") == {unreachable.replace("port.reachable", "port.answers")}, ran.output
    finally:
        faults.heal(lab, fault.id)
