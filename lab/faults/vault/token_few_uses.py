"""BotServer's token is good for twenty questions only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.vault._hands import CLIENT, env_file, new_token

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("V1b",)
RED = (f"vault.token.uses[{CLIENT}]",)
TOUCHES = ("vault",)


def inject(lab: Lab) -> None:
    """A token with a use limit."""
    env_file(lab, VAULT_TOKEN=new_token(lab, "-orphan", "-period=768h", "-use-limit=20"))


def heal(lab: Lab) -> None:
    """Write the env file with the lab's own token."""
    env_file(lab)
