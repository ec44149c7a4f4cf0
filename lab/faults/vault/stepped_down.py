"""Vault's only node has stepped down: unsealed, and active for nobody for ten seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("V1a",)
RED = ("vault.health.active[vault]",)

READ = "import json, sys; print(json.load(open(sys.argv[1]))['root_token'])"
STEP_DOWN = """
set -eu
VAULT_TOKEN=$(python3 -c "$READ" "$1") VAULT_ADDR=https://127.0.0.1:8200 VAULT_CACERT="$2" "$3" operator step-down
"""


def inject(lab: Lab) -> None:
    """Step down; the token is read inside the container and is on no command line."""
    server = lab.env.vault.servers["vault"]
    words = (server.init_file, server.ca_file, server.binary)
    lab.node("vault").run("sh", "-c", STEP_DOWN, "sh", *words, env={"READ": READ})


def heal(lab: Lab) -> None:
    """Nothing to do: it stands for election again by itself, ten seconds after."""
