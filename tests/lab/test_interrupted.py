"""A run that ends in mid-question leaves nothing: what it started in a container ends with it, kill -9 included."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from lab import faults
from lab.site import Lab
from tests.lab.ordinary import lines_of_readme, ordinary
from tests.lab.suite import ROOT

SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGKILL]
LONGEST = 2.0
"""Seconds after the end of pytest."""
PROGRAM, STARTED = "/usr/local/bin/systemctl", "/run/gbo-hangs"
HANGS = f"#!/bin/sh\ntouch {STARTED}\nsleep 4848 &\nsetsid sleep 4848\n"
"""A service manager that does not answer."""
UNITS = ("-k", "containers.unit", "--target=meet")


@pytest.fixture
def hanging(lab: Lab) -> Iterator[Lab]:
    meet = lab.node("meet")
    meet.run("sh", "-c", f"cat > {PROGRAM} && chmod 755 {PROGRAM}; rm -f {STARTED}", input=HANGS.encode())
    yield lab
    meet.run("sh", "-c", f"rm -f {PROGRAM} {STARTED}; pkill -f 'sleep 484[8]' || :")


WayIn = tuple[Sequence[str], Mapping[str, str]]
"""The words in front of pytest, and its variables."""


@pytest.fixture(params=["as root", "by sudo"])
def way_in(request: pytest.FixtureRequest, lab: Lab, tmp_path: Path) -> Iterator[WayIn]:
    if request.param == "as root":
        yield [], {**os.environ, "XDG_STATE_HOME": str(tmp_path)}
        return
    with (
        tempfile.TemporaryDirectory(prefix="gbo-ops-", dir="/var/tmp") as home,
        ordinary("gbo-ops", Path(home), lines_of_readme(lab.env, "gbo-ops")) as user,
    ):
        yield user.command(), user.environment()


@contextmanager
def running(way_in: WayIn, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    words, env = way_in
    command = [*words, sys.executable, "-m", "pytest", "--env=lab", "-p", "no:cacheprovider", *arguments]
    pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=env, **pipe) as run:  # type: ignore[call-overload]
        yield run


def started(lab: Lab) -> bool:
    return lab.node("meet").run("sh", "-c", f"test -e {STARTED} && echo yes || :").text.strip() == "yes"


def left(lab: Lab) -> str:
    """What runs in the container of what was started there, and of the channel itself."""
    return lab.node("meet").run("sh", "-c", "pgrep -fa 'sleep 484[8]|GBO_CHANNE[L]' || :").text.strip()


def assert_nothing_is_left(lab: Lab) -> None:
    ends = time.monotonic() + LONGEST
    while (found := left(lab)) and time.monotonic() < ends:
        time.sleep(0.1)
    assert found == ""


@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)
def test_by_a_signal(hanging: Lab, way_in: WayIn, number: signal.Signals) -> None:
    with running(way_in, *UNITS) as run:
        ends = time.monotonic() + 20
        while not started(hanging) and time.monotonic() < ends:
            time.sleep(0.1)
        run.send_signal(number)
        said, _ = run.communicate(timeout=10)
    assert started(hanging), said
    assert_nothing_is_left(hanging)


def test_at_the_first_that_is_red(hanging: Lab, way_in: WayIn) -> None:
    fault = faults.named("containers.tmp_mode")
    try:
        faults.inject(hanging, fault.id)
        with running(way_in, "-x", "--wait=3s", "-k", "containers.tmp or containers.unit") as run:
            said, _ = run.communicate(timeout=30)
        assert run.returncode == 1, said
        assert started(hanging), said
        assert_nothing_is_left(hanging)
    finally:
        faults.heal(hanging, fault.id)
