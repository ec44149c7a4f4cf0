"""What a component of the lab is: where its program comes from, what lies in its container, how it is set up.

A component is one module `lab/components/<room>.py` with one `COMPONENT`. It states; `lab.verbs.up` acts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from lab.artifacts import Artifact
    from lab.site import Lab, Node


@dataclass(frozen=True)
class File:
    """A file that a component puts into its container before the units start."""

    path: str
    content: bytes | Path
    """Bytes, or a file (or a whole folder) on this machine, an artifact's path for instance."""
    mode: int = 0o644
    owner: str = "root:root"


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
