"""The contract of the kinds of step that need the real Incus, iptables and Vault."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fixers.errors import StepFailed
from fixers.hands import Hands
from fixers.steps import AccessToken, IncusConfig, IncusState, IptablesRule, Snapshot, Sql, Unseal, load
from fixtures.access.kinds import access_by
from fixtures.facts.cache import Facts
from lab import faults
from lab.site import Lab
from tests.contract import prove

RULE = ("-i", "ext0", "-p", "tcp", "--dport", "64999", "-j", "DNAT", "--to-destination", "10.0.9.22:7880")


@pytest.fixture
def hands(lab: Lab) -> Iterator[Hands]:
    access = access_by(lab.env.access, lab.env.vantage)
    facts = Facts(lab.env, access)
    yield Hands(access, facts)
    facts.close()


def seen(hands: Hands, *keys: str) -> object:
    found = json.loads(hands.query("/1.0/instances/meet"))
    return {key: found[key] for key in keys}


def test_configuration_of_an_instance(hands: Hands, tmp_path: Path) -> None:
    step = IncusConfig("name it", "meet", "user.gbo-test", "1")
    prove(step, hands, lambda: seen(hands, "config", "devices"), tmp_path)


def test_a_device_that_comes_from_the_profile(hands: Hands, tmp_path: Path) -> None:
    step = IncusConfig("a smaller root", "meet", "limits.max", "100MiB", device="root")
    assert "root" not in json.loads(hands.query("/1.0/instances/meet"))["devices"]
    prove(step, hands, lambda: seen(hands, "devices"), tmp_path)


def test_an_instance_goes_on(lab: Lab, hands: Hands, tmp_path: Path) -> None:
    try:
        faults.inject(lab, "containers.instance_frozen")
        prove(IncusState("let it go on", "llm", "Frozen"), hands, lambda: hands.status("llm"), tmp_path)
    finally:
        faults.heal(lab, "containers.instance_frozen")


def test_rule_by_rule(hands: Hands, tmp_path: Path) -> None:
    def rules() -> str:
        return subprocess.run(["iptables-save", "-t", "nat"], capture_output=True, text=True, check=True).stdout

    def stable() -> list[str]:
        return [line for line in rules().splitlines() if line.startswith("-A")]

    prove(IptablesRule("publish it", "nat", "PREROUTING", RULE), hands, stable, tmp_path / "append")
    prove(IptablesRule("publish it first", "nat", "PREROUTING", RULE, at=1), hands, stable, tmp_path / "insert")


def test_a_snapshot_is_kept_and_has_a_name_of_its_own(hands: Hands) -> None:
    step = Snapshot("keep meet as it is", "meet")
    intents = [step.intend(hands) for _ in range(2)]
    try:
        for intent in intents:
            step.do(hands, intent)
            step.do(hands, intent)
            step.undo(hands, intent)
        listed = hands.incus(["snapshot", "list", "meet", "--format=csv", "--columns=n"]).split()
        assert {intent["name"] for intent in intents} <= set(listed)
    finally:
        for intent in intents:
            hands.incus(["snapshot", "delete", "meet", intent["name"]])


def test_keys_that_somebody_gave_before_are_discarded_first(lab: Lab, hands: Hands) -> None:
    server = lab.env.vault.servers["vault"]
    try:
        faults.inject(lab, "vault.sealed")
        client: Any = hands.facts.vault.anonymous(server)
        client.sys.submit_unseal_key(key="00" * 33)
        assert client.sys.read_seal_status()["progress"] == 1
        step = Unseal("unseal", "vault", "vault", server.init_file, server.threshold)
        assert step.undo(hands, {}) == "the keys that were given are discarded"
        assert client.sys.read_seal_status()["progress"] == 0
        client.sys.submit_unseal_key(key="00" * 33)
        step.do(hands, {})
        assert client.sys.read_seal_status()["sealed"] is False
    finally:
        faults.heal(lab, "vault.sealed")


@pytest.fixture
def table(lab: Lab) -> Iterator[str]:
    """A table of our own with two rows, in BotServer's database; it belongs to Vault's user."""
    name = "public.gbo steps"
    quoted = 'public."gbo steps"'
    make = f"""
        CREATE TABLE {quoted} (id int, status int, note text, seen timestamptz);
        INSERT INTO {quoted} VALUES (1, 6, NULL, '2026-01-01 00:00+00'), (2, 6, 'y', NULL), (2, 7, 'y', NULL);
        ALTER TABLE {quoted} OWNER TO botserver;
    """
    psql(lab, make)
    yield name
    psql(lab, f"DROP TABLE {quoted}")


def psql(lab: Lab, sql: str) -> str:
    """What psql prints as the superuser, inside."""
    command = ("runuser", "-u", "postgres", "--", "psql", "-X", "-At", "-v", "ON_ERROR_STOP=1", "-d", "botserver")
    return lab.node("tables").run(*command, input=sql.encode()).text


def change(table: str, **columns: tuple[object, object]) -> Sql:
    rows: Any = ((table, (("id", 1),), tuple((name, *pair) for name, pair in columns.items())),)
    return Sql("release it", "tables", 5432, "postgres", "botserver", rows)


def test_rows_in_one_transaction(lab: Lab, hands: Hands, table: str, tmp_path: Path) -> None:
    def look() -> str:
        return psql(lab, 'TABLE public."gbo steps" ORDER BY id, status')

    step = change(table, status=(6, 3), note=(None, 'it\'s \\ "x" %s'), seen=("2026-01-01 00:00+00", None))
    assert load(json.loads(json.dumps(step.data()))) == step
    prove(step, hands, look, tmp_path)
    before = look()
    ended = 'DO $$ BEGIN UPDATE public."gbo steps" SET status = 0; PERFORM 1 / 0; END $$'
    with pytest.raises(StepFailed, match=r"psql -d botserver in tables: ERROR: +division by zero"):
        hands.psql("tables", "postgres", 5432, "botserver", ended)
    assert look() == before, "what is interrupted before its end has not happened"
    two = replace(step, rows=(*step.rows, (table, (("id", 2),), (("status", 6, 3),))))
    with pytest.raises(StepFailed, match=r"public.gbo steps where id = 2: there are 2 such rows, not one"):
        two.do(hands, {})
    assert look() == before, "all of them or none"
    intent = step.intend(hands)
    psql(lab, 'UPDATE public."gbo steps" SET status = 1 WHERE id = 1')
    for act in (step.do, step.undo):
        with pytest.raises(StepFailed, match="was changed by somebody since it was looked at"):
            act(hands, intent)
    assert "1|1||" in look()


def test_the_script_changes_the_same_rows(lab: Lab, table: str) -> None:
    step = change(table, status=(6, 3), note=(None, 'it\'s \\ "x"'))
    script = ["#!/bin/sh", "set -eu", "export INCUS_PROJECT=gbo-lab", *step.script()]
    run = ["sh", "-c", "\n".join(script)]
    subprocess.run(run, check=True, capture_output=True)
    assert '1|3|it\'s \\ "x"|' in psql(lab, 'TABLE public."gbo steps"')
    again = subprocess.run(run, check=False, capture_output=True, text=True)
    assert again.returncode != 0
    assert "public.gbo steps where id = 1 is not as it was found" in again.stderr


def test_a_rule_is_taken_back_by_the_host_unless_connectivity_is_proven(hands: Hands, tmp_path: Path) -> None:
    def there() -> bool:
        command = ["iptables", "-t", "nat", "-C", "PREROUTING", *RULE]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    step = IptablesRule("publish it", "nat", "PREROUTING", RULE, probes=(("meet", 7880), ("meet", 1)), patience=1.0)
    intent = step.intend(hands)
    assert intent["reached"] == [["meet", 7880]], "what was not reached before proves nothing"
    step.do(hands, intent)
    time.sleep(1.5)
    assert there(), "proven, it stays"
    step.undo(hands, intent)
    cutting = replace(step, table="filter", chain="OUTPUT", rule=("-d", "10.0.9.22/32", "-j", "REJECT"))
    with pytest.raises(StepFailed, match=r"after the rule meet:7880 was not reached any more; the rule was taken back"):
        cutting.do(hands, cutting.intend(hands))
    assert hands.connects("meet", 7880)
    killed = step.intend(hands)
    step._armed(hands, killed)
    hands.host(step._add())
    assert there(), "added, and then the run was killed"
    time.sleep(1.5)
    assert not there(), "the host took it back by itself"
    assert not list(Path("/run").glob("gbo-rule.*"))


def test_a_token_of_the_directory(lab: Lab, hands: Hands, tmp_path: Path) -> None:
    server, token = lab.env.directory.servers["directory"], lab.env.directory.tokens["admin-pat"]
    node, path, renewal = lab.node("directory"), "/opt/gbo/conf/directory/contract-pat.txt", str(token.renewal)
    user = str(hands.facts.directory.holder(token, renewal).user)
    url = f"http://localhost:{server.port}"
    step = AccessToken(
        "make one",
        "directory",
        "directory.servers.directory",
        url,
        server.host,
        user,
        4000,
        renewal,
        path,
        "root",
        "600",
    )
    assert load(json.loads(json.dumps(step.data()))) == step
    node.push(path, b"the former one\n", 0o640)
    expires = step.intend(hands)["expires"]

    def look() -> object:
        _, mode, note = step._look(hands)
        return node.pull(path) == b"the former one\n", mode, bool(note), len(step._tokens(hands, expires))

    try:
        prove(step, hands, look, tmp_path)
        assert look() == (True, "root 640", False, 0)
        intent = step.intend(hands)
        step.do(hands, intent)
        assert look() == (False, "root 600", True, 1)
        node.push(path, b"of somebody else\n", 0o600)
        with pytest.raises(
            StepFailed, match="was changed by somebody since; the former one is /var/backups/gbo/contract"
        ):
            step.undo(hands, intent)
        node.push(path, b"the former one\n", 0o640)
        assert "the new token is removed" in str(step.undo(hands, intent))
    finally:
        node.run("sh", "-c", 'rm -f "$1" "$1.id" "$1.gbo-new" /var/backups/gbo/contract-pat.txt.*', "sh", path)
