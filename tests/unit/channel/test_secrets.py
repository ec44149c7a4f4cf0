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

CANARIES = ["hunter2!canary", "pä$$ w/ord&\"quote'", "a\\b\nc-second-line-of-it", "x" * 40, "s.Tok3n/with+plus=="]


@pytest.fixture(autouse=True)
def own_register(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "_known", set())
    monkeypatch.setattr(secrets, "_pattern", None)


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
