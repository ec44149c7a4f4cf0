"""What cannot be asked says so, costs one time limit, and leaves nothing behind."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from fixtures.access.carrier import Carrier, Program
from fixtures.access.channel import VARIABLE
from fixtures.errors import FactUnavailable, ProgramMissing
from tests.unit.channel.local import LocalDoor, channel

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.process


def carrying(nonce: str) -> list[str]:
    wanted = f"{VARIABLE}={nonce}".encode()
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if wanted in path.read_bytes().split(b"\0"):
                found.append(path.parent.name)
        except (ProcessLookupError, FileNotFoundError, PermissionError):
            continue  # it ended while we looked, or is none of ours
    return found


def seconds(act: Callable[[], object]) -> float:
    started = time.monotonic()
    act()
    return time.monotonic() - started


def test_a_time_limit_names_command_and_seconds_and_kills_what_was_started() -> None:
    door = LocalDoor()
    here = channel(door)
    with pytest.raises(FactUnavailable, match=r"here: could not ask sh -c .*sleep 98.*: no answer after 0\.3 s"):
        here.shell("sleep 97 & (setsid sleep 98)", timeout=0.3)
    assert carrying(door.killed[0]) == []
    assert here.run(["echo", "again"]).text == "again"
    assert door.opened == 2
    here.close()


def test_the_killing_spares_other_channels() -> None:
    one, other = channel(), channel()
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(other.shell, "sleep 1.5; echo spared")
        with pytest.raises(FactUnavailable):
            one.run(["sleep", "99"], timeout=0.3)
        assert slow.result().text == "spared"
    one.close()
    other.close()


def test_what_forks_faster_than_it_is_found_is_killed_too() -> None:
    door = LocalDoor()
    here = channel(door)
    with pytest.raises(FactUnavailable):
        here.shell("f() { sleep 0.02; f & }; f; sleep 99", timeout=0.4)
    assert carrying(door.killed[0]) == []
    here.close()


def test_what_was_left_in_a_frozen_instance_is_killed_at_the_next_entry() -> None:
    door = LocalDoor()
    here = channel(door)
    here.open()
    door.why = "the instance is frozen"
    with pytest.raises(FactUnavailable):
        here.shell("sleep 96 & sleep 96", timeout=0.3)
    assert door.killed == []
    door.why = None
    here.revive()
    assert here.run(["true"]).status == 0
    (nonce,) = door.killed
    assert carrying(nonce) == []
    here.close()


def test_an_instance_that_is_down_costs_one_limit_and_is_named_by_all() -> None:
    door = LocalDoor()
    here = channel(door)
    here.open()
    door.why = "the instance is frozen"

    def ask(number: int) -> str:
        with pytest.raises(FactUnavailable) as caught:
            here.run(["sleep", str(90 + number)], timeout=0.5)
        return caught.value.reason

    def twenty() -> None:
        with ThreadPoolExecutor(20) as pool:
            assert {reason.partition(" (")[0] for reason in pool.map(ask, range(20))} == {"the instance is frozen"}

    assert seconds(twenty) < 1.5
    door.why = None
    with pytest.raises(FactUnavailable, match="frozen"):
        here.run(["true"])
    here.revive()
    assert here.run(["true"]).status == 0
    here.close()


def test_a_shell_that_does_not_start_is_dead_for_the_run() -> None:
    door = LocalDoor("sleep", "99")
    here = channel(door, timeout=0.3)
    for _ in range(3):
        with pytest.raises(FactUnavailable, match=r"its shell did not start in 0\.3 s"):
            here.run(["true"])
    assert door.opened == 1


def test_a_shell_that_says_why_it_ends_is_quoted() -> None:
    door = LocalDoor("sh", "-c", "echo 'Error: Instance is not running' >&2; exit 1")
    door.why = "the instance is stopped"
    with pytest.raises(FactUnavailable, match=r"the instance is stopped \(no shell: Error: Instance is not running\)"):
        channel(door).run(["true"])


def test_a_carrier_that_is_not_installed() -> None:
    class NoDoor(LocalDoor):
        def shell(self, nonce: str, limit: float) -> Carrier:
            return Program(["no-such-program-here", nonce])

    with pytest.raises(ProgramMissing, match="no-such-program-here is not installed"):
        channel(NoDoor()).run(["true"])


def test_a_shell_killed_in_mid_command_is_no_answer_and_reopens() -> None:
    door = LocalDoor()
    here = channel(door)
    with pytest.raises(FactUnavailable, match="the channel was closed"):
        here.shell("kill -9 $$; sleep 5")
    assert here.run(["echo", "again"]).text == "again"
    here.close()


def test_a_shell_that_ended_between_commands_reopens_silently() -> None:
    door = LocalDoor()
    here = channel(door)
    here.shell("(sleep 0.1; kill -9 $$) >/dev/null 2>&1 &")
    time.sleep(0.5)
    assert here.run(["echo", "again"]).text == "again"
    assert door.opened == 2
    here.close()


def test_closing_leaves_no_process() -> None:
    class Remembering(LocalDoor):
        nonce = ""

        def shell(self, nonce: str, limit: float) -> Carrier:
            self.nonce = nonce
            return super().shell(nonce, limit)

    door = Remembering()
    here = channel(door)
    here.open()
    assert carrying(door.nonce)
    here.close()
    assert carrying(door.nonce) == []


HOLDING = """
import sys
from tests.unit.channel.local import channel
here = channel()
here.open()
print(here._nonce, flush=True)
here.shell("setsid sleep 95 & sleep 95", timeout=99)
"""


def test_a_killed_run_takes_what_it_runs_along() -> None:
    run = subprocess.Popen([sys.executable, "-c", HOLDING], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    nonce = run.stdout.readline().strip()
    while len(carrying(nonce)) < 3:  # the shell that asks, and two that sleep
        time.sleep(0.02)
    run.kill()
    run.communicate()
    ends = time.monotonic() + 2
    while (left := carrying(nonce)) and time.monotonic() < ends:
        time.sleep(0.05)
    assert left == []
