"""The token in BotServer's env file was revoked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lab.faults.vault._hands import CLIENT, env_file, new_token, vault

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("V1b",)
RED = (f"vault.token.valid[{CLIENT}]",)
TOUCHES = ("vault",)


def inject(lab: Lab) -> None:
    """Revoke another one, so that the lab keeps its own; it goes by standard input."""
    token = new_token(lab, "-orphan", "-period=768h")
    env_file(lab, VAULT_TOKEN=token)
    vault(lab, "write", "auth/token/revoke", "-", input=json.dumps({"token": token}).encode())


def heal(lab: Lab) -> None:
    """Write the env file with the lab's own token."""
    env_file(lab)
