"""What looks like a secret, and what of ours must not."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from fixtures.mistakes.paths import KeyPath
from fixtures.mistakes.secretlike import displayed, secret_form
from tests.unit.environments import environment
from tests.unit.expectations.tokens import TOKENS


@pytest.mark.parametrize("name", ["lab", "prod", "stage"])
def test_nothing_of_ours_does(name: str) -> None:
    tree = environment(name).model_dump(mode="json")
    assert [path for path, text in _texts(tree, ()) if secret_form(path, text)] == []


def _texts(value: Any, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, str):
        yield path, value
    for step, child in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        yield from _texts(child, (*path, step))


GENERATORS: dict[str, Callable[[], str]] = {
    "hex_16": lambda: secrets.token_hex(16),
    "hex_32": lambda: secrets.token_hex(32),
    "base64_24": lambda: secrets.token_urlsafe(24),
    "base64_48": lambda: secrets.token_urlsafe(48),
    "vault": lambda: "hvs." + secrets.token_urlsafe(24),
    "openbao": lambda: "s." + secrets.token_hex(12),
    "url": lambda: f"postgresql://postgres:{secrets.token_hex(4)}@localhost/botserver",
}


@pytest.mark.parametrize("kind", GENERATORS)
def test_generated_secrets_do_under_any_key(kind: str) -> None:
    texts = [GENERATORS[kind]() for _ in range(200)]
    seen = [text for text in texts if secret_form(("system", "work_path"), text)]
    assert len(seen) >= 195


def test_a_short_random_text_does_under_a_telling_key() -> None:
    text = "x7Gp2mQ9vKd4Ls8R"
    assert secret_form(("x", "admin_password"), text) == "a random token"
    assert secret_form(("x", "title"), text) is None


@pytest.mark.parametrize(
    "text",
    [
        "/opt/gbo/bin/botserver-stack/conf/vault/vault-conf/init.json",
        "gbo/orgs/{org_id}/bots/{bot_id}",
        "containers.port.reachable[tables:5432]",
        "https://login.stage.domain.com/.well-known/openid-configuration",
        "(.*[.-])?prod([0-9]*|[.-].*)",
        "2030-01-31T10:00:00Z",
        "A long sentence in which somebody explains at length why this is so",
        "http://localhost:8080/path@version",
        "stable-diffusion-v1-5-q4_k_m",
    ],
)
def test_ordinary_texts_do_not(text: str) -> None:
    assert secret_form(("x", "value"), text) is None


def test_no_display_of_what_may_be_one() -> None:
    for path, value in ((("x", "token"), "abc"), (("x", "y"), TOKENS["@CLOUD@"]), (("password",), "p")):
        assert displayed(path, value) == "a text (not shown)"
    assert displayed(("x",), "a" * 99) == "the text " + json.dumps("a" * 60 + "...")
    assert secret_form(("x", "commit"), str(uuid.UUID(int=0))) is None
