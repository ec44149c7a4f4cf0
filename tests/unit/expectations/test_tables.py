"""What a site may say of its databases: another name, another server, another issuer; and who is then asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.environment import load
from fixtures.errors import ExpectationError
from fixtures.expectations import Environment
from fixtures.verdict.register import every
from tests.unit.expectations.site import build

SECOND = """
[containers.archive]
instance = "archive"
service = "PostgreSQL"
address = "10.0.9.30"
units.postgresql = {}
listeners."5432" = { process = "postgres", held_by = "postgresql", speaks = "postgresql" }
[tables.servers.archive]
container = "archive"
port = 5432
secret = "gbo/tables"
"""


def lab(root: Path) -> Environment:
    return load("lab", root=root, variables={}).environment


def needs_of(root: Path, check: str) -> dict[str, tuple[str, ...]]:
    env = lab(root)
    found = {each.id: each for each in every()}[check]
    return {subject.id: found.needed(env, subject) for subject in found.subjects(env)}


def test_a_database_behind_another_name_keeps_its_key(tmp_path: Path) -> None:
    env = lab(build(tmp_path, b'[tables.databases.PROD-ALM]\nname = "STAGE-ALM"\n'))
    database = env.tables.databases[env.alm.servers["alm"].database]
    assert (database.id, database.name) == ("PROD-ALM", "STAGE-ALM")


def test_the_database_that_a_server_is_asked_in_may_have_another_name(tmp_path: Path) -> None:
    env = lab(build(tmp_path, b'[tables.databases.botserver]\nname = "gbo"\n'))
    assert env.tables.servers["tables"].database_name(env) == "gbo"


def test_a_database_lies_on_the_server_in_its_container(tmp_path: Path) -> None:
    env = lab(build(tmp_path))
    assert {each.server for each in env.tables.databases.values()} == {"tables"}


def test_a_database_on_a_second_server_stands_on_that(tmp_path: Path) -> None:
    moved = SECOND + '[tables.databases.PROD-ALM]\nserver = "archive"\n[alm.servers.alm]\ndatabase_server = "archive"\n'
    root = build(tmp_path, moved.encode())
    assert needs_of(root, "tables.database.present")["PROD-ALM"] == (
        "tables.server.primary[archive]",
        "tables.database.open[PROD-ALM]",
    )
    assert needs_of(root, "tables.database.open")["PROD-ALM"] == ("tables.connections.headroom[archive]",)
    assert {"tables.connections.headroom[archive]", "tables.database.open[PROD-ALM]"} <= set(
        needs_of(root, "alm.server.healthy")["alm"]
    )
    assert "tables.database.present[PROD-ALM]" in needs_of(root, "alm.runner.registered")["alm-ci"]


def test_a_database_in_a_container_without_a_server_is_refused(tmp_path: Path) -> None:
    root = build(tmp_path, b'[tables.databases.PROD-ALM]\ncontainer = "drive"\n')
    with pytest.raises(ExpectationError, match=r"(?s)tables\.databases\.PROD-ALM.*server"):
        lab(root)


def test_the_issuer_is_the_host_unless_the_site_says_another(tmp_path: Path) -> None:
    assert lab(build(tmp_path)).directory.servers["directory"].issuer_url == "https://login.lab.test"
    root = build(tmp_path, b'[directory.servers.directory]\nissuer = "http://localhost:8300"\n')
    assert lab(root).directory.servers["directory"].issuer_url == "http://localhost:8300"


def test_what_stands_on_a_database_is_blocked_by_its_server(tmp_path: Path) -> None:
    root = build(tmp_path)
    headroom = "tables.connections.headroom[tables]"
    assert headroom in needs_of(root, "tables.server.accepts")["tables"]
    assert headroom in needs_of(root, "alm.server.healthy")["alm"]
    assert headroom in needs_of(root, "directory.server.ready")["directory"]
