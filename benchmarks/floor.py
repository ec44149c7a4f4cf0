"""What no run can be faster than: pytest's own start, the channels, and the slowest of its questions alone."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figure import RUNS, median, process
from fixtures.environment import load
from fixtures.expectations.model import Subject
from fixtures.verdict.check import Check
from fixtures.verdict.register import every

PYTEST = (sys.executable, "-m", "pytest")
CANDIDATES = 3
"""How many of the slowest are measured again, each in a program of its own."""

CHANNELS = """
import time
from fixtures.access.kinds import access_by
from fixtures.environment import load
env = load("lab").environment
started = time.perf_counter()
access = access_by(env.access, env.vantage)
access.open_channels([container.instance for container in env.containers.values()])
print(time.perf_counter() - started)
access.close()
"""

PROBE = """
import sys, time
from fixtures.access.kinds import access_by
from fixtures.verdict.register import resolve
from fixtures.environment import load
from fixtures.facts.cache import Facts
env = load("lab").environment
check, subject = resolve(env, sys.argv[1])
access = access_by(env.access, env.vantage)
instances = [env.containers[subject.container].instance] if subject.container in env.containers else []
access.instances()
access.open_channels(instances)
facts = Facts(env, access)
started = time.perf_counter()
check.function(subject, **{room: getattr(facts, room) for room in check.rooms_asked})
print(time.perf_counter() - started)
access.close()
"""
"""The probe alone: its own client's import and its own question; channel and instances are at hand."""

EACH = """
import sys, time
from fixtures.access.kinds import access_by
from fixtures.verdict.register import resolve
from fixtures.environment import load
from fixtures.facts.cache import Facts
env = load("lab").environment
access = access_by(env.access, env.vantage)
access.instances()
access.open_channels([container.instance for container in env.containers.values()])
for id in sys.argv[1:]:
    check, subject = resolve(env, id)
    facts = Facts(env, access)
    started = time.perf_counter()
    check.function(subject, **{room: getattr(facts, room) for room in check.rooms_asked})
    print(time.perf_counter() - started, id)
access.close()
"""
"""Every probe once, one after another and with no fact of another: which of them are slow."""


@dataclass(frozen=True)
class Floor:
    """Its parts, in seconds."""

    start: float
    channels: float
    slowest: float
    id: str

    @property
    def seconds(self) -> float:
        """Their sum: the questions are asked side by side, so the slowest stands for all."""
        return self.start + self.channels + self.slowest

    def __str__(self) -> str:
        """How it is made."""
        parts = f"pytest {self.start:.2f} + channels {self.channels:.2f} + {self.id} {self.slowest:.2f}"
        return f"floor {self.seconds:.2f} s = {parts}"


def floor(asked: Callable[[Check, Subject], bool] = lambda _check, _subject: True) -> Floor:
    """That of a run of the lab's checks for which `asked` is true, canaries never among them."""
    told = (line.split() for line in process([sys.executable, "-c", EACH, *_ids(asked)])().splitlines())
    slow = [id for _, id in sorted(((float(seconds), id) for seconds, id in told), reverse=True)[:CANDIDATES]]
    slowest, name = max((printed(PROBE, id), id) for id in slow)
    return Floor(pytest_start(), printed(CHANNELS), slowest, name)


def pytest_start() -> float:
    """Seconds that pytest takes for one empty test."""
    with TemporaryDirectory() as folder:
        Path(folder, "test_empty.py").write_text("def test_empty():\n    pass\n")
        plain = ("-q", "-p", "no:anyio", "-p", "no:hypothesispytest", f"--rootdir={folder}", "-c", "/dev/null", folder)
        return median(process([*PYTEST, *plain]))


def printed(program: str, *arguments: str) -> float:
    """The median of the seconds that a program of ours prints."""
    return statistics.median(float(process([sys.executable, "-c", program, *arguments])()) for _ in range(RUNS))


def _ids(asked: Callable[[Check, Subject], bool]) -> list[str]:
    """Of each check one: of another thing it asks the same."""
    env = load("lab").environment
    first: dict[str, str] = {}
    for check in every():
        for subject in check.subjects(env):
            if not check.canary and asked(check, subject):
                first.setdefault(check.id, check.full_id(subject))
    return list(first.values())
