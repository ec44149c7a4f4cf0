"""The CA file that BotServer trusts Vault by is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.vault._hands import CLIENT

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E9", "V4")
RED = (f"vault.ca.matches[{CLIENT}]",)


def inject(lab: Lab) -> None:
    """Remove it."""
    lab.node("system").run("rm", "-f", lab.env.vault.clients["botserver"].ca_file)


def heal(lab: Lab) -> None:
    """Write the lab's own."""
    lab.node("system").push(lab.env.vault.clients["botserver"].ca_file, lab.pki.ca_pem, 0o644)
