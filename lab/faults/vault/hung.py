"""Vault hangs: its port takes connections and no TLS handshake comes about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.unit import hung, silent
from lab.faults.vault import sealed

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("P3",)
RED = silent("vault:8200")
inject, go_on = hung("vault", "vault")


def heal(lab: Lab) -> None:
    """Let it go on; where somebody restarted it meanwhile, it is sealed."""
    go_on(lab)
    sealed.heal(lab)
