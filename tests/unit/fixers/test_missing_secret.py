"""Of a store of version 1, which knows no patch, all keys are written again: the advice says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fixers.finding import Finding
from fixers.vault import missing_secret
from tests.unit.fixers.test_plans import FOLDER, finding_of


def of_version_1(case: str) -> Finding:
    finding = finding_of(FOLDER / "vault.missing_secret" / case)
    server = finding.env.vault.servers["vault"].model_copy(update={"kv_version": 1, "tls": False})
    room = finding.env.vault.model_copy(update={"servers": {"vault": server}})
    return replace(finding, env=finding.env.model_copy(update={"vault": room}))


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("never_written", ["/opt/gbo/bin/vault kv put -mount=secret gbo/tables - "]),
        (
            "key_missing",
            [
                "umask 077; /opt/gbo/bin/vault kv get -mount=secret -format=json -field=data gbo/llm > /dev/shm/",
                "editor /dev/shm/secret.json    # add host, port, model, api_key as text in quotes, leave the others",
                "/opt/gbo/bin/vault kv put -mount=secret gbo/llm @/dev/shm/secret.json; rm /dev/shm/secret.json",
            ],
        ),
    ],
)
def test_the_commands(case: str, said: list[str]) -> None:
    _bash, export, _token, *commands, _exit = missing_secret.tell(of_version_1(case)).commands
    assert export == "export VAULT_ADDR=http://127.0.0.1:8200"
    assert [command[: len(begin)] for command, begin in zip(commands, said, strict=True)] == said
