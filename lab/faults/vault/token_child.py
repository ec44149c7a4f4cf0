"""BotServer's token is the child of another one, and dies with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.vault._hands import CLIENT, env_file, new_token

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("V1b",)
RED = (f"vault.token.orphan[{CLIENT}]", "system.env.loaded[system:botserver]")
TOUCHES = ("vault",)


def inject(lab: Lab) -> None:
    """As the guide makes it: without -orphan."""
    env_file(lab, VAULT_TOKEN=new_token(lab, "-period=768h"))


def heal(lab: Lab) -> None:
    """Write the env file with the lab's own token."""
    env_file(lab)
