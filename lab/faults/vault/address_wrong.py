"""VAULT_ADDR in BotServer's env file names another container."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.vault._hands import CLIENT, env_file

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("V1c",)
RED = (f"vault.address.matches[{CLIENT}]",)


def inject(lab: Lab) -> None:
    """The address of the database's container."""
    port = lab.env.vault.servers["vault"].port
    env_file(lab, VAULT_ADDR=f"https://{lab.addresses['tables']}:{port}")


def heal(lab: Lab) -> None:
    """Write the env file as the lab made it."""
    env_file(lab)
