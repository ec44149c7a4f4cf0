"""The suite with an environment of its own: a copy with one more file in environments/, and not a line of code."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figure import ROOT, process
from benchmarks.floor import PYTEST
from benchmarks.light import BRIDGE, PORT, PROJECT, SUBNET, UNIT

_LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".*_cache", "__pycache__", "tests", "*.local.toml")
_HEAD = f"""\
title = "Light instances"
identity = {{ hostname = ".*", subnet = "{SUBNET}" }}
access = {{ kind = "local", project = "{PROJECT}" }}
domains.base = "bench.test"
network.external_interface = "{BRIDGE}"
dns.lookup.remove = true
vectordb.secret.remove = true
system.drivemonitor.remove = true
system.botserver_unit = "{UNIT}"
system.botui_unit = "{UNIT}"
system.botui_server_url = "http://localhost:{PORT}"
"""


class Suite:
    """A copy of this tree, and a place for what its runs leave."""

    def __init__(self, folder: Path) -> None:
        self.copy = folder / "suite"
        self._state = folder / "state"

    def run(self, environment: str, *options: str) -> Callable[[], str]:
        """A run in it as an action, without what the site of this checkout asks for itself."""
        also = {"XDG_STATE_HOME": str(self._state), "GBO_SITE": "off"}
        return process([*PYTEST, f"--env={environment}", *options], cwd=self.copy, also=also)


@contextmanager
def suite(environments: Mapping[str, str]) -> Iterator[Suite]:
    """A copy of this tree in which each of the environments, name to TOML, is there."""
    with TemporaryDirectory(prefix="gbo-bench-") as folder:
        made = Suite(Path(folder))
        copy = made.copy
        shutil.copytree(ROOT, copy, ignore=_LEFT_OUT)
        (copy / ".venv").symlink_to(ROOT / ".venv")
        for name, text in environments.items():
            (copy / f"environments/{name}.toml").write_text(text, "utf-8")
        yield made


def light(addresses: Mapping[str, str]) -> str:
    """The environment of light instances, name to address: whatever base.toml declares beside is removed."""
    base = tomllib.loads((ROOT / "environments/base.toml").read_text("utf-8"))
    made = (_container(name, address) for name, address in addresses.items())
    return "".join([_HEAD, *_removed(base), *made])


def _removed(base: Mapping[str, object]) -> Iterator[str]:
    for room, tables in base.items():
        for kind, things in tables.items() if isinstance(tables, dict) else ():
            if not isinstance(things, dict):
                continue
            if room == "containers":
                yield f'{room}."{kind}".remove = true\n'
                continue
            for name, thing in things.items():
                if isinstance(thing, dict):
                    yield f'{room}.{kind}."{name}".remove = true\n'


def _container(name: str, address: str) -> str:
    return f"""\
[containers."{name}"]
instance = "{name}"
service = "a page over HTTP"
address = "{address}"
units.{UNIT} = {{}}
listeners."{PORT}" = {{ process = "python3", held_by = "{UNIT}", speaks = "http" }}
"""
