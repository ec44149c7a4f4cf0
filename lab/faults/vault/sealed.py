"""Vault was restarted, and nobody unsealed it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from lab.components.vault import COMPONENT
from lab.errors import LabError

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("P2", "V3")
RED = ("vault.seal.open[vault]",)
PATIENCE = 30.0


def inject(lab: Lab) -> None:
    """Restart it, and wait until it listens again."""
    node = lab.node("vault")
    node.run("systemctl", "restart", "vault")
    deadline = time.monotonic() + PATIENCE
    while not node.run("ss", "-Hltn", "sport = :8200").text:
        if time.monotonic() > deadline:
            raise LabError("vault: it does not listen after its restart")
        time.sleep(0.3)


def heal(lab: Lab) -> None:
    """Unseal it as `lab up` does."""
    if COMPONENT.resume is not None:
        COMPONENT.resume(lab, lab.node("vault"))
