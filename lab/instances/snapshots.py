"""The snapshot that a container of the lab has, as a site makes one a night."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.instances.incus import Incus

NAME = "nightly"


def ensure(incus: Incus, instance: str) -> None:
    """Make it where it is not there."""
    if NAME not in _names(incus, instance):
        incus.call("snapshot", "create", instance, NAME)


def remove(incus: Incus, instance: str) -> None:
    """Delete it where it is there."""
    if NAME in _names(incus, instance):
        incus.call("snapshot", "delete", instance, NAME)


def _names(incus: Incus, instance: str) -> set[str]:
    found = incus.query(f"/1.0/instances/{instance}/snapshots")
    return {path.rpartition("/")[2].partition("?")[0] for path in found or ()}
