"""Vault is stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.unit import red, stopped
from lab.faults.vault import sealed

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("V1a",)
RED = red("vault", "vault")
inject, start = stopped("vault", "vault")


def heal(lab: Lab) -> None:
    """Start it and unseal it: a start leaves it sealed."""
    start(lab)
    sealed.heal(lab)
