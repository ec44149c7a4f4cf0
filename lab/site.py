"""The lab as components see it: `Lab` with its nodes, secrets and certificates."""

from __future__ import annotations

import functools

from fixtures.expectations import Environment
from lab.cache import Cache
from lab.errors import LabError
from lab.instances.incus import Incus
from lab.instances.node import Node
from lab.pki import Pki
from lab.state import State

BRIDGE = "labbr0"

__all__ = ["Lab", "LabError", "Node"]


class Lab:
    """The lab of one machine: what is expected of it, and where it keeps its things."""

    def __init__(self, env: Environment, cache: Cache, state: State) -> None:
        self.env = env
        self.cache = cache
        self.state = state
        self.pki = Pki(state)
        self.incus = Incus(env.access.project, BRIDGE)

    @classmethod
    def open(cls) -> Lab:
        """The lab of environments/lab.toml. Raises `ExpectationError` when that file is wrong."""
        from lab.expected import environment

        return cls(environment(), Cache(), State())

    @functools.cached_property
    def addresses(self) -> dict[str, str]:
        """Every instance's address, by the instance's name."""
        found: dict[str, str] = {}
        for container in self.env.containers.values():
            if container.address is None:
                raise LabError(f"environments/lab.toml gives no address for the container {container.id}")
            found[container.instance] = str(container.address)
        return found

    def node(self, name: str) -> Node:
        """An instance by its name. Raises `LabError` listing all names when there is none."""
        if name not in self.addresses:
            raise LabError(f"no instance {name!r} in the lab: there are {', '.join(self.addresses)}")
        return Node(name, self.addresses[name], self.incus)

    def secret(self, name: str, *, bytes: int = 24) -> str:
        """The secret of that name, URL-safe text, the same at every question."""
        return self.state.secret(name, bytes)

    def keep(self, name: str, value: str) -> None:
        """Keep a value with the lab's state."""
        self.state.write(f"kept/{name}", value)

    def kept(self, name: str) -> str | None:
        """The value kept under `name`; None when there is none."""
        return self.state.read(f"kept/{name}")
