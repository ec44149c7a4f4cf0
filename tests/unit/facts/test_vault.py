"""Vault's answers in our words: health through a proxy, the causes of a 404, the way of a VAULT_ADDR, silence."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from typing import Any, cast

import pytest

from fixtures.access.instances import Instance
from fixtures.clients import own_token
from fixtures.errors import FactUnavailable, NotAnswering
from fixtures.parsers.destination import followed
from fixtures.parsers.vault_health import parse_health
from fixtures.parsers.vault_secret import why_absent
from tests.unit.environments import environment
from tests.unit.facts.local import serving, silent
from tests.unit.facts.vault import asked, http

RECORD = {"initialized": True, "sealed": False, "standby": False, "version": "1.15.4"}


@pytest.mark.parametrize(
    ("status", "body", "state"),
    [
        (200, RECORD, "active"),
        (429, {**RECORD, "standby": True}, "standby"),
        (473, {**RECORD, "standby": True, "performance_standby": True}, "performance standby"),
        (472, {**RECORD, "replication_dr_mode": "secondary"}, "disaster recovery"),
        (474, {**RECORD, "standby": True}, "standby that does not reach its active node"),
        (530, {**RECORD, "sealed": True, "removed_from_cluster": True}, "removed from its cluster"),
        (501, {**RECORD, "initialized": False, "sealed": True}, "uninitialised"),
        (503, {**RECORD, "sealed": True}, "sealed"),
        (200, {**RECORD, "sealed": True}, "sealed"),
        (200, {**RECORD, "standby": True}, "standby"),
        (503, RECORD, "active, with HTTP 503"),
        (429, {"errors": []}, "not told"),
        (200, {"status": "ok"}, "not told"),
        (502, None, "not told"),
        (200, [], "not told"),
    ],
)
def test_the_body_counts(status: int, body: object, state: str) -> None:
    found = parse_health(status, body, json.dumps(body))
    assert found.state == state
    assert bool(found.said) == (state in ("not told", "active, with HTTP 503") or (status == 200 and state != "active"))


def test_a_limit_on_requests_is_called_so() -> None:
    assert "limit on requests" in parse_health(429, {"errors": []}, '{"errors":[]}').said


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"errors": []}, "nothing lies there: it was never written"),
        ({"errors": ['no handler for route "secret/data/x". route entry not found.']}, "there is no mount secret/"),
        ({"errors": ["namespace not found"]}, "namespace not found"),
        (
            {"data": {"data": None, "metadata": {"version": 2, "deletion_time": "2026-11-25T13:10:25Z"}}},
            "version 2 was deleted at 2026-11-25T13:10:25Z; `vault kv undelete -mount=secret -versions=2 gbo/x`",
        ),
        ({"data": {"data": None, "metadata": {"version": 1, "destroyed": True}}}, "version 1 was destroyed"),
        ({"errors": None}, "nothing lies there: it was never written"),
    ],
)
def test_why_there_is_nothing(body: dict[str, Any], said: str) -> None:
    assert said in why_absent(body, "secret", "gbo/x")


def instance(name: str, **device: str) -> Instance:
    devices = {"proxy": {"type": "proxy", **device}} if device else {}
    return Instance(name, "Running", (), {}, {}, {}, devices, ())


HOST = {"listen": "tcp:0.0.0.0:8200", "connect": "tcp:127.0.0.1:8200"}
INSIDE = {"listen": "tcp:127.0.0.1:8200", "connect": "tcp:10.0.2.12:8200", "bind": "instance"}


@pytest.mark.parametrize(
    ("address", "port", "instances", "end"),
    [
        ("127.0.0.1", 8200, [instance("system")], ("127.0.0.1", 8200, "system")),
        ("127.0.0.1", 8200, [instance("system", **INSIDE)], ("10.0.2.12", 8200, "")),
        ("127.0.0.1", 8201, [instance("system", **INSIDE)], ("127.0.0.1", 8201, "system")),
        ("127.0.0.1", 8200, [instance("other", **INSIDE)], ("127.0.0.1", 8200, "system")),
        ("10.0.2.1", 8200, [instance("vault", **HOST)], ("127.0.0.1", 8200, "vault")),
        ("10.0.9.9", 8200, [instance("vault", **HOST)], ("10.0.9.9", 8200, "")),
        (
            "10.0.2.1",
            8300,
            [instance("vault", listen="udp:0.0.0.0:8300", connect="udp:1.2.3.4:1")],
            ("10.0.2.1", 8300, ""),
        ),
    ],
)
def test_a_device_is_followed(address: str, port: int, instances: list[Instance], end: tuple[str, int, str]) -> None:
    named = {each.name: each for each in instances}
    assert followed(address, port, "system", named, lambda each: each == "10.0.2.1") == end


@pytest.mark.parametrize(
    "talk",
    [
        http("500 Internal Server Error", '{"errors":["internal error"]}'),
        http("429 Too Many Requests", '{"errors":[]}'),
        http("200 OK", "<html>"),
        http("200 OK", '{"status":"ok"}'),
        http("200 OK", "[]"),
        http("307 Temporary Redirect", "", "Location: https://active.test:8200/v1/sys/seal-status"),
        http("403 Forbidden", "<html><title>403 Forbidden</title>", "Content-Type: text/html"),
        http("404 Not Found", "404 page not found", "Content-Type: text/plain; charset=utf-8"),
        http("404 Not Found", '{"message":"Not Found"}'),
        lambda connection: connection.close(),
        lambda connection: connection.sendall(b"220 mail ESMTP\r\n"),
    ],
    ids=[
        *("internal error", "limit", "html", "other program", "a list", "leads on", "a proxy's 403", "Go's own 404"),
        *("another's 404", "hangs up", "other protocol"),
    ],
)
def test_what_is_not_vaults_answer_is_a_no(talk: Callable[[socket.socket], None]) -> None:
    with serving(talk) as port, pytest.raises(NotAnswering):
        asked(port, lambda vault, server: vault.seal(server))


def test_silence_is_a_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fixtures.clients.vault.STEP", 1.0)
    with serving(silent) as port, pytest.raises(NotAnswering, match="says nothing"):
        asked(port, lambda vault, server: vault.health(server))


def test_no_connection_is_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(FactUnavailable):
        asked(port, lambda vault, server: vault.health(server))


def test_a_secret_is_read_with_the_operators_token_else_its_clients(monkeypatch: pytest.MonkeyPatch) -> None:
    env = environment()
    monkeypatch.delenv("VAULT_TOKEN", raising=False)
    assert own_token.reader(env, "gbo/tables").id == "system:botserver"
    assert own_token.operators(env) == []
    monkeypatch.setenv("VAULT_TOKEN", "hvs.for-a-test")
    assert own_token.reader(env, "gbo/tables").id == "operator:vault"
    assert [cast("own_token.Operator", each).id for each in own_token.operators(env)] == ["operator:vault"]


def test_with_the_operators_token_nothing_depends_on_the_clients_container(monkeypatch: pytest.MonkeyPatch) -> None:
    from fixtures.verdict.register import resolve

    env = environment()

    def standing_on(id: str) -> set[str]:
        check, subject = resolve(env, id)
        nearest = set(check.needed(env, subject))
        return nearest.union(*(standing_on(each) for each in nearest))

    monkeypatch.setenv("VAULT_TOKEN", "hvs.for-a-test")
    assert not {each for each in standing_on("vault.secret.present[gbo-tables]") if "[system" in each}
    monkeypatch.delenv("VAULT_TOKEN")
    assert "vault.token.reads[system:botserver]" in standing_on("vault.secret.present[gbo-tables]")
