"""BotServer's env file holds root's token, as the installer of newer editions leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.vault._hands import CLIENT, env_file, root_token

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("V1b",)
RED = (f"vault.token.policy[{CLIENT}]", "system.env.loaded[system:botserver]")
TOUCHES = ("vault",)


def inject(lab: Lab) -> None:
    """Write it there."""
    env_file(lab, VAULT_TOKEN=root_token(lab))


def heal(lab: Lab) -> None:
    """Write the env file with the lab's own token."""
    env_file(lab)
