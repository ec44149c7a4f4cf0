"""What a component of the lab is: where its program comes from, what lies in its container, how it is set up.

A component is one module `lab/components/<room>.py` with one `COMPONENT`. It states; `lab.verbs.up` acts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from lab.artifacts import Artifact
from lab.errors import LabError
from lab.instances.node import File, Node
from lab.site import Lab

__all__ = ["Component", "File", "Part", "needed", "ordered"]


@dataclass(frozen=True)
class Component:
    """One service in one container.

    `files` says what lies in the container (compared by content: a change provisions the container anew).
    `configure` runs once after the units were started, and again when `files` changed: it must be idempotent.
    `resume` runs at every `up` that had to start the container (unseal Vault, for instance).
    `ready` returns None when the service answers, else what is missing: `up` polls it.
    """

    room: str
    title: str
    """What it is, as `lab status` shows it: "OpenBao 2.7.2 in the role of Vault"."""
    kind: Literal["real", "stand-in"]
    instance: str
    """The guide's container name; `dns` has a second component for `dns2`."""
    units: tuple[str, ...]
    """systemd units to enable and start, in order."""
    files: Callable[[Lab], list[File]]
    artifacts: Mapping[str, Artifact] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    """Instances whose components must be ready before `configure` runs and the units start."""
    prepare: Callable[[Lab, Node], None] | None = None
    """Runs after the files lie there and before the units start (create users, folders, clusters)."""
    configure: Callable[[Lab, Node], None] | None = None
    resume: Callable[[Lab, Node], None] | None = None
    ready: Callable[[Lab, Node], str | None] | None = None


@dataclass(frozen=True)
class Part:
    """A component with the name of its module, which identifies it, and the hash of the module's text."""

    id: str
    component: Component
    source: str


def needed(part: Part, among: Iterable[Part]) -> list[Part]:
    """The components that must be ready before `part` is set up."""
    return [other for other in among if other.component.instance in part.component.needs and other != part]


def ordered(found: list[Part]) -> list[Part]:
    """The components by the length of the chain that waits for them, longest first."""
    weights: dict[str, int] = {}

    def weight(part: Part, path: tuple[str, ...]) -> int:
        if part.id in path:
            raise LabError(f"components need each other in a circle: {' -> '.join([*path, part.id])}")
        if part.id not in weights:
            waiting = [other for other in found if part in needed(other, found)]
            weights[part.id] = 1 + max((weight(other, (*path, part.id)) for other in waiting), default=0)
        return weights[part.id]

    return sorted(found, key=lambda part: (-weight(part, ()), part.id))
