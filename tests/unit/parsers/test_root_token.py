"""Root's token of an init file, in the forms that Vault writes one."""

from __future__ import annotations

import json

import pytest

from fixtures.errors import FactUnavailable
from fixtures.parsers.vault_init import held_root_token

KEYS = {"unseal_keys_b64": ["a2V5"], "unseal_threshold": 1}
COLOURED = "\x1b[0mUnseal Key 1: a2V5\x1b[0m\r\n\x1b[0mInitial Root Token: hvs.root\x1b[0m\r\n"
"""By `kubectl exec -it`, `docker exec -t` and the like into a file. Source: hashicorp/vault#3869."""
PRINTED = "Unseal Key 1: a2V5\n\nInitial Root Token: hvs.root\n\nVault initialized with 1 key shares\n"


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({**KEYS, "root_token": "hvs.root"}),
        "\ufeff" + json.dumps({"root_token": "hvs.root"}),
        PRINTED,
        COLOURED,
    ],
)
def test_it_is_found(text: str) -> None:
    assert held_root_token(text, "/init.json") == "hvs.root"


@pytest.mark.parametrize(
    "text",
    ["", "[]", json.dumps(KEYS), json.dumps({"root_token": ""}), json.dumps({"root_token": None}), "Unseal Key 1: a"],
)
def test_where_none_is_a_person_is_told_what_helps(text: str) -> None:
    with pytest.raises(FactUnavailable, match="it holds no root token: export a VAULT_TOKEN that may do it"):
        held_root_token(text, "/init.json")
