"""A path of Vault lacks what its readers need: which command brings it back, and overwrites nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from fixers.finding import Finding
from fixers.plan import Counsel
from fixers.remedy import advice
from fixers.vault.inside import variables
from fixtures.expectations.vault import VaultSecret, VaultServer
from fixtures.parsers.vault_secret import Secret

DELETED = re.compile(r"version (\d+) was deleted")
DESTROYED = re.compile(r"version (\d+) was destroyed")
FILE = "/dev/shm/secret.json"
"""Where values wait to be written whole: memory of the container, and no process is given them."""


@advice(
    "vault.missing_secret",
    heals="vault.secret.present",
    row="Vault troubleshooting: Secrets missing; global Vault paths",
    symptom="a path was deleted or never written, a key of it is missing, empty, no text, or has white space around it",
)
def tell(finding: Finding) -> Counsel:
    """Only a person knows the values, and types them: none stands on a command line or in a history.

    What was deleted is undeleted, a key that is missing is patched in beside those that are there, and a whole path
    is written only where no other version of it came up meanwhile (`-cas`).
    """
    secret: VaultSecret = finding.expected
    client = next(each for each in finding.env.vault.clients.values() if each.id == secret.client)
    server = finding.env.vault.servers[client.server]
    found = finding.facts.vault.secret(secret.path)
    wrong = secret.keys if found.absent else found.unusable(secret.keys)
    kept = [key for key in found.values if key not in found.unusable_keys(secret.keys)]
    return Counsel(
        (
            f"{secret.path}: {found.absent or ', '.join(wrong)}",
            f"it is for {secret.contents}; its keys: {', '.join(secret.keys) or 'none is declared'}",
            *([f"these stay as they are: {', '.join(kept)}"] if kept else []),
        ),
        (
            f"incus exec -t {finding.env.containers[server.container].instance} -- bash    # all below is typed there",
            f"export {' '.join(variables(server))}",
            "read -rs VAULT_TOKEN && export VAULT_TOKEN    # one that may write there: it is not shown",
            *_commands(server, secret, found),
            "exit",
        ),
    )


def _commands(server: VaultServer, secret: VaultSecret, found: Secret) -> Iterator[str]:
    kv, at = f"{server.binary} kv", f"-mount={server.mount}"
    if "no mount" in found.absent:
        yield f"{server.binary} secrets list    # the store is declared at {server.mount}/"
    elif deleted := DELETED.match(found.absent):
        yield f"{kv} undelete {at} -versions={deleted[1]} {secret.path}"
    elif server.kv_version == 1:
        yield from _whole(kv, at, secret, found)
    elif found.absent:
        newest = int(destroyed[1]) if (destroyed := DESTROYED.match(found.absent)) else 0
        if newest > 1:
            yield f"{kv} rollback {at} -version={newest - 1} {secret.path}    # or, where no older one is left:"
        yield f"{kv} put {at} -cas={newest} {secret.path} -    {_to_type(secret.keys)}"
    else:
        yield f"{kv} metadata get {at} {secret.path}    # an older version may hold it"
        yield f"{kv} patch {at} {secret.path} -    {_to_type(found.unusable_keys(secret.keys))}"


def _whole(kv: str, at: str, secret: VaultSecret, found: Secret) -> Iterator[str]:
    """Of version 1, which knows no patch: all keys are written again, the values of the others as they are."""
    if found.absent:
        yield f"{kv} put {at} {secret.path} -    {_to_type(secret.keys)}"
        return
    keys = ", ".join(found.unusable_keys(secret.keys))
    yield f"umask 077; {kv} get {at} -format=json -field=data {secret.path} > {FILE}"
    yield f"editor {FILE}    # add {keys} as text in quotes, leave the others"
    yield f"{kv} put {at} {secret.path} @{FILE}; rm {FILE}"


def _to_type(keys: tuple[str, ...]) -> str:
    body = json.dumps({key: f"<{key}>" for key in keys} or {"<key>": "<value>"})
    return f"# it waits for: {body}, each <...> with its value in the quotes, then Enter and Ctrl-D"
