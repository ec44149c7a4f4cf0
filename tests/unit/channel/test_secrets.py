"""No output shows a registered secret, in whatever form it got there."""

from __future__ import annotations

import base64
import html
import json
import shlex
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest

from fixtures import masking as secrets
from fixtures.parsers.envfile import secret_variables
from fixtures.parsers.vault_secret import Secret

CANARIES = ["hunter2!canary", "pä$$ w/ord&\"quote'", "a\\b\nc-second-line-of-it", "x" * 40, "s.Tok3n/with+plus=="]


pytestmark = pytest.mark.usefixtures("own_register")
FORMS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "repr": repr,
    "json": json.dumps,
    "json utf-8": lambda value: json.dumps({"k": [value]}, ensure_ascii=False),
    "url": lambda value: quote(value, safe=""),
    "url path": quote,
    "url form": quote_plus,
    "html": html.escape,
    "shell": shlex.quote,
    "base64": lambda value: base64.b64encode(value.encode()).decode(),
    "base64 url": lambda value: base64.urlsafe_b64encode(value.encode()).decode(),
    "basic header 1": lambda value: base64.b64encode(f"u:{value}".encode()).decode(),
    "basic header 2": lambda value: base64.b64encode(f"us:{value}\n".encode()).decode(),
    "basic header 3": lambda value: base64.b64encode(f"use:{value}!".encode()).decode(),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("canary", CANARIES, ids=range(len(CANARIES)))
def test_every_form_is_masked(canary: str, form: str) -> None:
    text = f"before {FORMS[form](canary)} after"
    assert secrets.mask(text) == text
    assert secrets.register(canary) is canary
    shown = secrets.mask(text)
    assert secrets.MASK in shown
    assert shown.startswith("before ")
    assert shown.endswith(" after")
    piece = base64.b64encode(canary.encode()).decode()[4:-4]
    assert canary not in shown
    assert piece not in shown


def test_a_line_of_a_key_is_masked_and_its_frame_is_not() -> None:
    key = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqh\nabcdefghijklmnop\n-----END PRIVATE KEY-----\n"
    secrets.register(key)
    assert secrets.mask("log: abcdefghijklmnop -----BEGIN PRIVATE KEY-----") == "log: *** -----BEGIN PRIVATE KEY-----"
    assert secrets.mask(f"[{key.strip()}]") == "[***]"


def test_the_longer_secret_wins() -> None:
    secrets.register("secret")
    secrets.register("secret-longer")
    assert secrets.mask("secret-longer secret") == "*** ***"


def test_what_is_too_short_would_mask_everything() -> None:
    for value in ("", "1", "abc"):
        assert secrets.register(value) == value
    assert secrets.mask("abc 1 abc") == "abc 1 abc"


RANDOM = "kQ3vZr8Lm2Xw9TbN5cYh7PdF"


@pytest.mark.parametrize("cut", [12, 13, 20, 23])
def test_a_piece_that_was_cut_off_is_masked(cut: int) -> None:
    secrets.register(RANDOM)
    assert secrets.mask(f"token {RANDOM[:cut]} ...") == "token *** ..."
    assert secrets.mask(f"... {RANDOM[-cut:]}: refused") == "... ***: refused"
    encoded = base64.b64encode(f"user:{RANDOM}".encode()).decode()
    assert secrets.mask(encoded[6 : 6 + cut + 4]).replace(secrets.MASK, "") in ("", *encoded)


@pytest.mark.parametrize(
    ("secret", "cut"), [("k7Qz2Xv9Rt4Wm", 8), ("k7Qz2Xv9Rt4WmP8s", 8), ("k7Qz2Xv9Rt4WmP8sLd3F", 10)]
)
def test_of_a_short_secret_half_is_masked(secret: str, cut: int) -> None:
    secrets.register(secret)
    assert secrets.mask(f"token {secret[:cut]} ...") == "token *** ..."
    assert secrets.mask(f"... {secret[-cut:]}: refused") == "... ***: refused"


def test_the_words_and_the_year_of_a_short_secret_are_no_secret() -> None:
    secrets.register("botserver-2026x")
    for text in ("botserver-2025", "the botserver", "year-2026", "server-2026"):
        assert secrets.mask(text) == text


def test_both_sides_of_a_border_are_masked() -> None:
    secrets.register(RANDOM)
    for border in range(12, len(RANDOM) - 11):
        assert [secrets.mask(RANDOM[:border]), secrets.mask(RANDOM[border:])] == [secrets.MASK] * 2


def test_a_piece_of_words_is_no_secret() -> None:
    for value in ("correct-horse-battery-staple", "https://login.lab.test/oauth/v2/token", "password-of-the-database"):
        secrets.register(value)
    for text in ("https://login.lab.test/oauth", "password-of-the-box", "battery-staple"):
        assert secrets.mask(text) == text


HIDDEN = {
    f"postgres://botserver:{RANDOM}@tables:5432/x": "postgres://botserver:***@tables:5432/x",
    f"redis://:{RANDOM}@10.0.9.10:6379": "redis://:***@10.0.9.10:6379",
    f"DB_PASSWORD={RANDOM} and more": "DB_PASSWORD=*** and more",
    f'export api_key = "{RANDOM}"': 'export api_key = "***"',
    f"host=x password={RANDOM} dbname=y": "host=x password=*** dbname=y",
    f'{{"user": "u", "password": "{RANDOM}"}}': '{"user": "u", "password": "***"}',
    f'{{\\"access_token\\": \\"{RANDOM}\\"}}': '{\\"access_token\\": \\"***\\"}',
    f"llama-server --api-key {RANDOM} --port 8081": "llama-server --api-key *** --port 8081",
    f"valkey-server requirepass {RANDOM}": "valkey-server requirepass ***",
    f"Authorization: Bearer {RANDOM}": "Authorization: Bearer ***",
    f'header_up Authorization "Basic {RANDOM}"': 'header_up Authorization "Basic ***"',
    f"X-Api-Key: {RANDOM}": "X-Api-Key: ***",
    f"token hvs.{RANDOM} is refused": "token *** is refused",
    "git clone with ghp_0123456789abcdefghijABCDEFGHIJ": "git clone with ***",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl": "***",
    "root:$6$salt$abcdefghijklmnopqrstuvwxyz:19000": "root:***",
    f"-----BEGIN RSA PRIVATE KEY-----\n{RANDOM}\n-----END RSA PRIVATE KEY-----": (
        "-----BEGIN RSA PRIVATE KEY-----***-----END RSA PRIVATE KEY-----"
    ),
    f"-----BEGIN PRIVATE KEY-----\n{RANDOM} (cut off)": "-----BEGIN PRIVATE KEY-----***",
}
SHOWN = (
    'VAULT_TOKEN=$(python3 -c "$READ" init.json)',
    'curl -H "Authorization: Bearer $PAT" https://login.lab.test',
    "password: expected True, found False",
    "token: expected accepted, found refused",
    'secret = "gbo/tables"',
    "password_file=/etc/valkey/password",
    "api_key=${KEY}, secret=<the new one>, token=***",
    '{"token": null, "password": false}',
    "git remote add origin ssh://git@alm.lab.test:2222/gbo/x",
    "https://chat.lab.test:443/api/health?at=12:00@home",
    "the token of system:botserver may not read gbo/llm",
    '"authorization_endpoint": "https://login.lab.test/oauth/v2/authorize"',
    "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIU\n-----END CERTIFICATE-----",
    "vault token create -policy=botserver -period=768h",
)


@pytest.mark.parametrize("text", HIDDEN)
def test_what_gives_itself_away_is_masked_although_nobody_read_it_as_a_secret(text: str) -> None:
    assert secrets.mask(text) == HIDDEN[text]
    assert secrets.mask(HIDDEN[text]) == HIDDEN[text], "once is as often"


@pytest.mark.parametrize("text", SHOWN)
def test_what_is_no_secret_is_shown(text: str) -> None:
    assert secrets.mask(text) == text


def test_what_in_vault_is_secret() -> None:
    values = {
        "url": f"postgres://botserver:{RANDOM}%21@tables/x",
        "host": "10.0.9.11",
        "password": "p4ss",
        "nested": {"keys": ["one-of-them", {"deep": "another"}], "port": 8200},
        "number": 4711,
        "empty": "",
    }
    found = Secret("gbo/x", values).secret_values
    assert {"p4ss", "4711", "one-of-them", "another", f"{RANDOM}%21", f"{RANDOM}!"} <= {*found}
    assert not {"10.0.9.11", "", "port"} & {*found}


def test_what_in_an_env_file_is_secret() -> None:
    values = {
        **{"VAULT_TOKEN": "hvs.x", "SMTP_PASSWORD": "secret1", "DATABASE_URL": f"postgres://u:{RANDOM}@tables/x"},
        **{"TOKEN_TTL": "3600000", "USE_TOKEN": "true", "PORT": "8080", "VAULT_ADDR": "https://vault:8200"},
    }
    assert {*secret_variables(values)} == {"secret1", RANDOM}
