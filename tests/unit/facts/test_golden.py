"""Every parser of the service rooms on answers as the real systems gave them: folder = parser, file = case.

`.json` beside a case is what it means; a reason why there is no answer stands under `unavailable`.
"""

from __future__ import annotations

import datetime as dt
import json
import socket
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from fixtures.clients import livekit, postgresql, redis, s3, s3_policy
from fixtures.clients.dialogue import Dialogue
from fixtures.clients.http import Reply
from fixtures.errors import FactUnavailable, NotAnswering
from fixtures.expectations.tables import Database
from fixtures.facts import alm, console, llm, proxy, system, valkey, vectordb, zones
from fixtures.facts.readiness import Readiness
from fixtures.facts.tables_columns import table_rights
from fixtures.parsers import default_values, envfile, vault_answers, vault_init, vault_token
from fixtures.parsers.vault_secret import Secret
from tests.unit.facts.local import serving
from tests.unit.facts.vault import asked, http

NOW = dt.datetime(2026, 11, 25, 13, 0, 22, tzinfo=dt.UTC)
DATE = "Wed, 25 Nov 2026 13:16:22 GMT"
GOLDEN = Path(__file__).parent / "golden"


def _reply(text: str) -> Reply:
    """A case of an HTTP answer: the status in the first line, the body below."""
    status, _, body = text.partition("\n")
    return Reply(int(status), {"date": DATE} if status == "403" else {}, body.encode())


def _readiness(text: str) -> dict[str, Any]:
    found = Readiness(_reply(text).status, _reply(text).text)
    return {"status": found.status, "state": found.state, "message": found.message}


def _refusal(trace: str) -> dict[str, str] | None:
    found = postgresql.first_refusal(trace)
    return {"refused": found.refused, "said": str(found)} if found else None


def _token(text: str) -> dict[str, Any]:
    found = vault_token.looked_up(json.loads(text))
    return {**asdict(found), "ending": found.ending(14)}


def _collection(reply: Reply) -> dict[str, Any]:
    found = vectordb.parse_collection(reply)
    judged = {"present": found.present, "sound": found.sound, "tended": found.tended}
    return {**asdict(found), **judged}


def _lying(text: str) -> dict[str, Any]:
    """A case of a path of Vault: version of the store and the status, headers, an empty line, the body."""
    head, _, body = text.partition("\n\n")
    (version, _, status), *headers = [head.splitlines()[0].partition(" "), *head.splitlines()[1:]]
    with serving(http(status, body, *headers)) as port:
        try:
            found = asked(
                port, lambda vault, server: vault.read_at(server, "t", "system", "gbo/tables"), kv_version=int(version)
            )
        except NotAnswering as error:
            return {"failed": error.reason.partition(", on get")[0]}
    assert isinstance(found, Secret)
    return {"keys": sorted(found.values), "absent": found.absent}


ZONE_FILE = "/opt/gbo/data/lab.test.zone"


def _redirect(text: str) -> dict[str, Any]:
    status, _, location = text.strip().partition(" ")
    headers = {"location": location} if location else {}
    return asdict(proxy.parse_redirect(Reply(int(status), headers, b"")))


def _write(text: str) -> dict[str, Any]:
    """A case of a conversation: what the server says, line by line."""
    ours, theirs = socket.socketpair()
    with theirs, Dialogue(ours, "system:6379", "SET") as server:
        theirs.sendall(text.replace("\n", "\r\n").encode())
        queued = redis.queue(server, "p", "probe")
    if reason := valkey.untellable(queued):
        raise FactUnavailable("system:6379", "SET", reason)
    return asdict(valkey.parse_write(queued))


def _rights(text: str) -> dict[str, Any]:
    """A case of a table: its columns that are declared, and what psycopg gives of it."""
    declared, row = json.loads(text).values()
    database = Database(
        container="tables",
        key="bot",
        server="tables",
        name="bot",
        owner="bot",
        user="bot",
        tables={"t": tuple(declared)},
    )
    return asdict(table_rights(database, "t", *row))


INCLUDED = {"/opt/gbo/data/hosts.inc": b"more IN A 192.0.2.7\n$ORIGIN deep\n@ 60 IN TXT more\n"}

PARSERS: dict[str, Callable[[str], Any]] = {
    "env_file": lambda text: dict(envfile.parse(text)),
    "app_ini": lambda text: asdict(alm.ini_port(text, "app.ini")),
    "zone": lambda text: asdict(zones.zone_file(text.encode(), "lab.test", ZONE_FILE, INCLUDED.get)),
    "pg_refusal": _refusal,
    "botserver_health": lambda text: asdict(system.parse_health(_reply(text))),
    "forgejo_health": lambda text: asdict(alm.parse_health(_reply(text))),
    "readiness": _readiness,
    "lookup": _token,
    "lying": _lying,
    "seal": lambda text: asdict(vault_answers.seal(json.loads(text))),
    "init_file": lambda text: vault_init.held_keys(text, "init.json"),
    "s3_buckets": lambda text: asdict(s3.buckets(_reply(text), NOW)),
    "s3_policy": lambda text: asdict(s3_policy.policy(_reply(text), "default.gbai")),
    "livekit_token": lambda text: {"accepted": livekit.accepted(_reply(text)), "said": livekit.words(_reply(text))},
    "well_known": lambda text: default_values.well_known(json.loads(text)),
    "cache": lambda text: asdict(valkey.parse_cache(*text.split("\n"))),
    "cache_write": _write,
    "rights": _rights,
    "administration": lambda text: proxy.parse_administration(_reply(text)),
    "llm_access": lambda text: asdict(
        llm.parse_access(*(_reply(each.replace(" ", "\n", 1)) for each in text.split("\n")))
    ),
    "redirect": _redirect,
    "llm_models": lambda text: llm.parse_offer(_reply(text).json("llm", "models")).models,
    "console": lambda text: asdict(console.parse_console(Reply(200, {}, b""), _reply(text))),
    "collection": lambda text: _collection(_reply(text)),
    "site": lambda text: asdict(proxy.parse_site(_reply(text))),
}

CASES = [pytest.param(path, id=f"{path.parent.name}-{path.stem}") for path in sorted(GOLDEN.glob("*/*.txt"))]


def meaning(path: Path) -> Any:
    try:
        found = PARSERS[path.parent.name](path.read_bytes().decode())
    except FactUnavailable as error:
        return {"unavailable": error.reason}
    return json.loads(json.dumps(found))


@pytest.mark.parametrize("path", CASES)
def test_means_what_it_should(path: Path) -> None:
    assert meaning(path) == json.loads(path.with_suffix(".json").read_text())


def test_every_parser_has_cases() -> None:
    assert {path.parent.name for path in GOLDEN.glob("*/*.txt")} == set(PARSERS)
