"""While an authority is replaced a client trusts two; and other states that are not as they look."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from fixtures.clients import s3
from fixtures.clients.http import Reply
from fixtures.errors import FactUnavailable, Refused
from fixtures.facts.botserver import BotserverFacts
from fixtures.facts.directory_tokens import more_than_a_token
from fixtures.facts.drive import DriveFacts
from fixtures.facts.valkey import ValkeyFacts
from fixtures.facts.vault import VaultFacts
from tests.unit.environments import environment
from tests.unit.facts.local import issue

ENV = environment()
NOTHING = cast("Any", SimpleNamespace())


@pytest.mark.parametrize(("held", "same"), [("old new", True), ("new", True), ("old", False)])
def test_a_bundle_holds_vaults_authority_or_not(monkeypatch: pytest.MonkeyPatch, held: str, same: bool) -> None:
    made = {name: issue(name).pem for name in ("old", "new")}
    tls = SimpleNamespace(ca_pem=lambda: made["new"], shown=lambda *_: SimpleNamespace(trusted="new" in held, said=""))
    vault = VaultFacts(ENV, NOTHING, cast("Any", SimpleNamespace(tls=tls)))
    monkeypatch.setattr(vault, "read_lossy", lambda *_: "".join(made[each] for each in held.split()))
    assert vault.authority(ENV.vault.clients["botserver"]).same is same


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\ufeffVAULT_ADDR=https://vault\nPORT=8080\n", "a byte order mark"),
        ("PORT=8080\n", ""),
        ("\ufeffPORT=8080\n", ""),
        ("export VAULT_ADDR=https://vault\n", "systemd passes ov"),
        ("PORT=8080\n# VAULT_ADDR=https://vault\n", "its line is a com"),
        ("OLD_VAULT_ADDR=https://vault\n", ""),
    ],
)
def test_why_a_variable_that_is_seen_is_not_there(monkeypatch: pytest.MonkeyPatch, text: str, said: str) -> None:
    system = BotserverFacts(ENV, NOTHING, NOTHING)
    monkeypatch.setattr(system, "read", lambda *_: text)
    monkeypatch.setattr(system, "variables", lambda _: {"PORT": "8080"})
    found = system.variable(ENV.system.env_keys["VAULT_ADDR"])
    assert found is not None
    assert (found.present, found.said[:17]) == (False, said)


def s3_error(code: str, status: int = 403) -> Reply:
    return Reply(status, {}, f"<Error><Code>{code}</Code></Error>".encode())


@pytest.mark.parametrize(
    ("code", "kind"),
    [("AccessDenied", Refused), ("AuthorizationHeaderMalformed", Refused), ("SlowDown", FactUnavailable)],
)
def test_keys_that_may_not_list_are_a_finding(
    monkeypatch: pytest.MonkeyPatch, code: str, kind: type[Exception]
) -> None:
    drive, bot = DriveFacts(ENV, NOTHING, NOTHING), ENV.system.bots["default"]
    monkeypatch.setattr(drive, "_asked", lambda *_, **__: s3_error(code))
    for ask in (lambda: drive.objects(bot), lambda: drive.content(bot, bot.config_key)):
        with pytest.raises(kind):
            ask()


def test_a_list_of_buckets_says_nothing_of_the_region() -> None:
    found = s3.Buckets(("default.gbai",), "")
    assert s3.of_region(found, s3_error("AccessDenied")) == found
    assert s3.of_region(found, Reply(200, {}, b"<ListBucketResult/>")) == found
    refused = s3.of_region(found, s3_error("AuthorizationHeaderMalformed", 400))
    assert refused.names is None
    assert "another region than us-east-1" in refused.said


def test_a_key_of_any_bytes_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    valkey = ValkeyFacts(ENV, NOTHING, NOTHING)
    monkeypatch.setattr("fixtures.facts.valkey.redis.scan", lambda *_: ["suggestions:a:\r\nx"])
    monkeypatch.setattr(valkey, "_talking", lambda *_: _Nobody())
    (one,) = {each.partition(" is ")[0] for each in valkey.wrong_type(ENV.system.key_patterns["suggestions"])}
    assert one == r"suggestions:a:\r\nx"


class _Nobody:
    def __enter__(self) -> tuple[Any, str]:
        return NOTHING, ""

    def __exit__(self, *_: object) -> None:
        """Nothing is open."""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dG9rZW4-of_Zitadel", ""),
        ("\ufeffdG9rZW4", "a byte order mark before the token"),
        ("Bearer dG9rZW4", "the word `Bearer` before the token, which who asks with it adds"),
        ("dG9rZW4\nc2Vjb25k", "more than a token"),
        ("d\xf6", "more than a token"),
    ],
)
def test_what_stands_beside_a_token_is_told(text: str, said: str) -> None:
    assert more_than_a_token(text) == said
