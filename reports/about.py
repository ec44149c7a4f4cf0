"""The first line of a record: who asked, from where, with what, measured by what."""

from __future__ import annotations

import hashlib
import os
import platform
import pwd
import re
import shlex
import subprocess
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from fixtures.expectations import Environment
from fixtures.masking import MASK, mask
from fixtures.session import Run
from fixtures.texts import printable
from reports.line import Against, Instance, PlatformLine, Published, RunLine, Suite, Where, Who
from reports.selection import selection

ROOT = Path(__file__).resolve().parent.parent
TOLD = re.compile(r"(?i)^(-{0,2}[\w.-]*(?:token|password|passwd|secret|key)[\w.-]*[=:]).+$", re.DOTALL)
"""An argument that gives a value a secret's name."""
LAYERS = ("base", "{}", "{}.local")
VARIABLES = "INFRA_"
GIT_TIMEOUT = 5.0


class Checkout:
    """The commit of the suite and whether it was changed since; git is asked beside everything else."""

    def __init__(self, root: Path = ROOT) -> None:
        command = ["git", "-C", str(root), "status", "--porcelain=v2", "--branch"]
        try:
            self._git: subprocess.Popen[str] | None = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
            )
        except OSError:
            self._git = None

    def state(self) -> tuple[str | None, bool | None]:
        """Commit and whether it is dirty; None and None where git cannot say."""
        if self._git is None:
            return None, None
        try:
            said, _ = self._git.communicate(timeout=GIT_TIMEOUT)
        except subprocess.TimeoutExpired:
            self._git.kill()
            self._git.communicate()
            return None, None
        commit = re.search(r"^# branch\.oid ([0-9a-f]{40,64})$", said, re.MULTILINE)
        if self._git.returncode != 0 or commit is None:
            return None, None
        return commit[1], any(not line.startswith("#") for line in said.splitlines())

    def close(self) -> None:
        """End git, where a run was interrupted before it asked for the answer."""
        if self._git is not None:
            with self._git:
                self._git.kill()


def run_line(
    name: str, run: Run, argv: Sequence[str], folder: Path, checkout: Checkout, proof: Mapping[str, str]
) -> RunLine:
    """The line of this run; `argv` as it was typed in `folder`, `proof` what proved the machine to be the one."""
    env = run.env
    commit, dirty = checkout.state()
    added = shlex.split(os.environ.get("PYTEST_ADDOPTS", ""))
    return RunLine(
        run=name,
        env=env.name,
        title=env.title,
        protected=env.protected,
        who=who(),
        where=Where(
            host=platform.node(),
            system=f"{platform.system()} {platform.release()}",
            access=env.access.kind,
            project=env.access.project,
        ),
        suite=Suite(
            version=_version(),
            commit=commit,
            dirty=dirty,
            python=platform.python_version(),
            pytest=pytest.__version__,
            command=tuple(map(_shown, argv)),
            folder=printable(str(folder)),
        ),
        against=Against(
            layers=_layers(env.name),
            variables=tuple(sorted(name for name in os.environ if name.startswith(VARIABLES))),
            identity=dict(proof),
        ),
        selected=tuple(map(_shown, selection([*argv[:1], *added, *argv[1:]]))),
    )


def platform_line(env: Environment) -> PlatformLine:
    """What the environment is made of, as declared."""
    return PlatformLine(
        instances=tuple(
            Instance(
                name=name,
                service=each.service,
                addresses=tuple(map(str, each.addresses)),
                listens=tuple(port.id.partition(":")[2] for port in each.listeners.values()),
            )
            for name, each in env.containers.items()
        ),
        published=tuple(
            Published(
                id=each.id,
                container=each.container,
                external=str(each.external),
                protocol=each.protocol,
                address=str(env.network.outside(each).address or ""),
            )
            for each in env.forwards
        ),
    )


def who() -> Who:
    """The person at the keyboard."""
    return Who(user=_user(), uid=os.getuid(), sudo_user=os.environ.get("SUDO_USER"))


def suite_of(suite: Suite, argv: Sequence[str]) -> Suite:
    """The suite, started by another command."""
    return suite.model_copy(update={"command": tuple(map(_shown, argv))})


def _user() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _version() -> str:
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"])


def _layers(env: str) -> Mapping[str, str]:
    files = [ROOT / "environments" / f"{each.format(env)}.toml" for each in LAYERS]
    return {
        str(file.relative_to(ROOT)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files if file.exists()
    }


def _shown(argument: str) -> str:
    return printable(TOLD.sub(rf"\g<1>{MASK}", mask(argument)))
