"""What the faults of Vault do it with: its command line inside the container, and BotServer's env file."""

from __future__ import annotations

import json
from string import Template
from typing import TYPE_CHECKING

from lab.building.credentials import secrets
from lab.components.system import botserver_env
from lab.components.vault import DATA

if TYPE_CHECKING:
    from lab.site import Lab

READ = "import json, sys; print(json.load(open(sys.argv[1]))['root_token'])"
AS_ROOT = """
set -eu
VAULT_TOKEN=$(python3 -c "$READ" "$1")
export VAULT_TOKEN
shift
exec "$@"
"""
CLIENT = "system:botserver"


def vault(lab: Lab, *words: str, input: bytes = b"") -> str:
    """Run Vault's command line as root; the token is read inside the container and is on no command line."""
    server = lab.env.vault.servers["vault"]
    env = {"READ": READ, "VAULT_ADDR": f"https://127.0.0.1:{server.port}", "VAULT_CACERT": server.ca_file}
    words = (server.init_file, server.binary, *words)
    return lab.node("vault").run("sh", "-c", AS_ROOT, "sh", *words, input=input, env=env).text


def new_token(lab: Lab, *options: str) -> str:
    """A token with the client's policy."""
    policy = lab.env.vault.clients["botserver"].policy
    return vault(lab, "token", "create", "-field=token", f"-policy={policy}", *options).strip()


def root_token(lab: Lab) -> str:
    """Root's own."""
    return lab.node("vault").run("python3", "-c", READ, lab.env.vault.servers["vault"].init_file).text.strip()


def env_file(lab: Lab, **values: str) -> None:
    """Write BotServer's env file as it was made, with other values of some names."""
    made = dict(line.split("=", 1) for line in botserver_env(lab).decode().splitlines())
    text = "".join(f"{name}={value}\n" for name, value in {**made, **values}.items())
    lab.node("system").push(lab.env.system.env_file, text.encode(), 0o640)


def write(lab: Lab, path: str, values: object) -> None:
    """A new version of a secret; the values go in by standard input."""
    mount = lab.env.vault.servers["vault"].mount
    vault(lab, "kv", "put", f"-mount={mount}", path, "-", input=json.dumps(values).encode())


def written(lab: Lab, path: str) -> dict[str, str]:
    """The values that the lab gives a path."""
    return secrets(lab)[path]


def policy(lab: Lab, rules: str | None = None) -> None:
    """Write the client's policy; without rules as the lab made it."""
    server = lab.env.vault.servers["vault"]
    text = Template((DATA / "policy.hcl").read_text()).substitute(mount=server.mount) if rules is None else rules
    vault(lab, "policy", "write", lab.env.vault.clients["botserver"].policy, "-", input=text.encode())
