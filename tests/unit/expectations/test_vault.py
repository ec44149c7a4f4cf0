"""What a site may say of Vault: plain HTTP, another store, another reader; and what contradicts itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.environment import load
from fixtures.errors import ExpectationError
from fixtures.expectations import Environment
from fixtures.verdict.register import every, resolve
from tests.unit.expectations.site import build

HTTP = """
[vault.servers.vault]
tls = false
kv_version = 1
[containers.vault.listeners."8200"]
speaks = "http"
[tls.endpoints.vault]
remove = true
[vault.clients.botserver]
env_reader = "dotenv"
"""


def site(root: Path, local: str) -> Environment:
    return load("lab", root=build(root, local.encode()), variables={}).environment


def test_vault_over_http_is_asked_for_no_authority(tmp_path: Path) -> None:
    env = site(tmp_path, HTTP)
    assert env.vault.servers["vault"].kv_version == 1
    assert env.vault.clients["botserver"].env_reader == "dotenv"
    needed = {id for check in every() for subject in check.subjects(env) for id in check.needed(env, subject)}
    assert not any("vault.ca." in each or "vault:8200:vault" in each for each in needed)
    for each in needed:
        resolve(env, each)


@pytest.mark.parametrize(
    ("local", "said"),
    [
        (
            "[vault.servers.vault]\ntls = false\n",
            "vault.servers.vault.tls: is false, and the listener of vault on 8200 speaks",
        ),
        (
            '[containers.vault.listeners."8200"]\nspeaks = "http"\n',
            "vault.servers.vault.tls: is true, and the listener",
        ),
        (HTTP.replace("remove = true", 'trust = "internal"'), "tls.endpoints.vault: asks for TLS, and the listener"),
        (
            "[drive.servers.drive]\ntls = true\n",
            "drive.servers.drive.tls: is true, and the listener of drive on 9000 speaks",
        ),
        (
            "[email.submissions.smtps]\ntls = false\n",
            "email.submissions.smtps.tls: is false, and the listener of email",
        ),
    ],
)
def test_tls_is_what_the_listener_speaks(local: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(ExpectationError) as caught:
        site(tmp_path, local)
    assert said in str(caught.value)
    assert ".toml:" in str(caught.value)
