"""300 testinfra questions over our channel against the same over `incus exec`."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from typing import Any

import testinfra
import testinfra.backend
from testinfra.backend.base import BaseBackend, CommandResult
from testinfra.host import Host

from benchmarks.figure import Figure, medians
from fixtures.access.backend import host_of
from fixtures.access.kinds import access_by
from fixtures.environment import load
from fixtures.expectations import Environment

CONTAINERS = ("system", "tables", "vault")
FILES = ("/tmp", "/etc/passwd", "/etc/shadow", "/etc/hosts", "/etc/network/interfaces", "/opt/gbo", "/usr/bin/env")
USERS = ("root", "nobody", "postgres", "daemon")
UNITS = ("dbus", "networking")
QUESTIONS = 300
TARGET = 8.0


class ExecBackend(BaseBackend):  # type: ignore[misc]  # testinfra has no types
    """What everybody writes first: one `incus exec` a question."""

    NAME = "incus-exec"

    def __init__(self, hostname: str, *args: Any, project: str, **kwargs: Any) -> None:
        super().__init__(hostname, *args, **kwargs)
        self._prefix = ("incus", "--project", project, "exec", "-T", hostname, "--", "sh", "-c")

    def run(self, command: str, *args: str, **_kwargs: Any) -> CommandResult:
        """Run one command line."""
        line = self.get_command(command, *args)
        done = subprocess.run((*self._prefix, line), stdin=subprocess.DEVNULL, capture_output=True, check=False)
        return self.result(done.returncode, self.encode(line), done.stdout, done.stderr)

    def get_encoding(self) -> str:
        """UTF-8, as ours has it."""
        return "UTF-8"


testinfra.backend.BACKENDS[ExecBackend.NAME] = f"{__name__}.{ExecBackend.__name__}"


def figures() -> Iterator[Figure]:
    """The one figure; opening and closing the channels counts."""
    env = load("lab").environment
    answers = {name: asking(env) for name, asking in (("exec", _by_exec), ("channel", _by_channel))}
    if answers["exec"] != answers["channel"]:
        raise SystemExit("the channel answers otherwise than `incus exec`, so there is nothing to measure")
    seconds = medians({"exec": lambda: _by_exec(env), "channel": lambda: _by_channel(env)}, runs=3)
    slow, fast = seconds["exec"], seconds["channel"]
    said = f"{QUESTIONS} testinfra questions: incus exec {slow:.2f} s, channel {fast:.2f} s"
    yield Figure("incus exec / channel", slow / fast, TARGET, said, more=True)


def _by_exec(env: Environment) -> list[object]:
    project = env.access.project
    return [*_ask([testinfra.get_host(f"{ExecBackend.NAME}://{name}", project=project) for name in CONTAINERS])]


def _by_channel(env: Environment) -> list[object]:
    access = access_by(env.access, env.vantage)
    access.open_channels(CONTAINERS)
    answers = [*_ask([host_of(access, name) for name in CONTAINERS])]
    access.close()
    return answers


def _ask(hosts: list[Host]) -> Iterator[object]:
    for number in range(QUESTIONS):
        yield _question(hosts[number % len(hosts)], number // len(hosts))


def _question(host: Host, number: int) -> object:
    path = host.file(FILES[number % len(FILES)])
    user = host.user(USERS[number % len(USERS)])
    unit = host.service(UNITS[number % len(UNITS)])
    kinds = (
        *(lambda: path.exists, lambda: path.mode, lambda: path.user, lambda: path.size, lambda: path.is_directory),
        *(lambda: user.exists, lambda: user.uid, lambda: user.gid, lambda: path.group, lambda: unit.is_running),
    )
    return kinds[number % len(kinds)]()
