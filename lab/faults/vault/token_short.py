"""BotServer's token ends within the hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.vault._hands import CLIENT, env_file, new_token

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("V1b",)
RED = (f"vault.token.lifetime[{CLIENT}]", "system.env.loaded[system:botserver]")
TOUCHES = ("vault",)


def inject(lab: Lab) -> None:
    """A token of one hour."""
    env_file(lab, VAULT_TOKEN=new_token(lab, "-orphan", "-ttl=1h"))


def heal(lab: Lab) -> None:
    """Write the env file with the lab's own token."""
    env_file(lab)
