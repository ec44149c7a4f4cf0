"""`--fix` where a secret is written: proven by the check, taken back by the journal, and seen by nobody on the way."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab import faults
from lab.components.tables import BOTSERVER, psql
from lab.faults.vault._hands import env_file, new_token, root_token
from lab.site import Lab
from tests.lab.canaries import CommandLines
from tests.lab.suite import ask, forget_copies
from tests.lab.test_fix import fixers, journal

ALLOW = "--fix-allow=secrets"


@pytest.fixture(autouse=True)
def no_copies(lab: Lab) -> Iterator[None]:
    """Nothing of a repair is left for the next one."""
    yield
    forget_copies(lab)


def repaired_and_back(folder: Path, remedy: str, check: str, *secrets: str) -> str:
    """Planned, refused, repaired and taken back, with the command lines of all that; returns what was shown."""
    with CommandLines() as lines:
        planned = ask(folder, "--fix=plan", "-k", check, state=folder).output
        refused = ask(folder, "--fix", "-k", check, state=folder).output
        assert "its risk is secrets; allow it with --fix-allow=secrets" in " ".join(refused.split())
        ran = ask(folder, "--fix", ALLOW, "-k", check, state=folder)
        assert ran.status == 0, ran.output
        assert ran.of("fixed") == {check}, ran.output
        plan = re.search(rf"PLAN ([0-9a-f]{{12}}) {remedy} \(secrets\)", planned)
        assert plan, planned
        assert ask(folder, "-k", check, state=folder).verdicts[check] == "passed"
        undone = fixers(folder, "undo", plan[1])
        assert ask(folder, "-k", check, state=folder).verdicts[check] == "failed", "taken back, it is as it was found"
        script = ask(folder, "--fix=script", ALLOW, "-k", check, state=folder).output
        again = ask(folder, "--fix", ALLOW, "-k", check, state=folder)
        assert again.of("fixed") == {check}, again.output
    shown = "\n".join([planned, refused, ran.output, undone, script, again.output, json.dumps(journal(folder))])
    shown += "\n".join(lines.seen)
    assert lines.seen, "command lines were looked at"
    assert not [number for number, secret in enumerate(secrets) if secret in shown]
    return shown


def green(folder: Path) -> None:
    """The whole lab is."""
    left = ask(folder, "--wait=60s")
    assert left.status == 0, left.output


def test_the_password_of_the_database(lab: Lab, tmp_path: Path) -> None:
    node, name = lab.node("tables"), "tables.password_changed"
    held = f"SELECT rolpassword FROM pg_authid WHERE rolname = '{BOTSERVER}'"
    logged = "find /var/log/postgresql /opt/gbo/logs -name '*.log' -exec grep -h 'ALTER ROLE' {} + || :"
    try:
        psql(node, "ALTER SYSTEM SET log_statement = 'ddl'")
        psql(node, "SELECT pg_reload_conf()")
        faults.inject(lab, name)
        former = psql(node, held).strip()
        before = node.run("sh", "-c", logged).text.count("ALTER ROLE")
        secrets = (lab.secret(f"tables/{BOTSERVER}"), former, former.partition(":")[2])
        repaired_and_back(tmp_path, "tables.password_from_vault", "tables.server.accepts[tables]", *secrets)
        assert psql(node, held).strip() not in ("", former)
        text = node.run("sh", "-c", logged).text
        assert before > 0, "such statements are logged"
        assert text.count("ALTER ROLE") == before, "the suite's own are not"
        green(tmp_path)
    finally:
        faults.heal(lab, name)
        psql(node, "ALTER SYSTEM RESET log_statement")
        psql(node, "SELECT pg_reload_conf()")


def test_a_password_that_ran_out_is_left_to_a_person(lab: Lab, tmp_path: Path) -> None:
    node, check = lab.node("tables"), "tables.server.accepts[tables]"
    try:
        psql(node, f"ALTER ROLE {BOTSERVER} VALID UNTIL '2020-01-01'")
        ran = ask(tmp_path, "--fix", ALLOW, "-k", check, state=tmp_path)
        assert ran.of("failed") == {check}, ran.output
        said = " ".join(ran.output.split())
        assert "the role's password expired at 2020" in said
        assert "tables.password_from_vault" not in said, "a new one would run out as well"
        assert not (tmp_path / "gbo-suite/lab/journal.jsonl").exists(), "nothing was tried"
    finally:
        psql(node, f"ALTER ROLE {BOTSERVER} VALID UNTIL 'infinity'")


TOKENS = {
    "vault.token_revoked": "vault.token.valid[system:botserver]",
    "vault.token_of_root": "vault.token.policy[system:botserver]",
    "vault.token_child": "vault.token.orphan[system:botserver]",
}


def token_of(lab: Lab) -> str:
    """What BotServer's env file holds."""
    found = re.search(r"^VAULT_TOKEN=(.*)$", lab.node("system").pull(lab.env.system.env_file).decode(), re.M)
    assert found
    return found[1]


def own_again(lab: Lab) -> None:
    """The env file with the lab's own token, and BotServer with it."""
    env_file(lab)
    lab.node("system").run("systemctl", "restart", lab.env.system.botserver_unit)


def test_a_dead_token_is_replaced_and_the_former_file_put_back(lab: Lab, tmp_path: Path) -> None:
    node, file, name = lab.node("system"), lab.env.system.env_file, "vault.token_revoked"
    try:
        faults.inject(lab, name)
        former, mode = token_of(lab), node.run("stat", "-c", "%U %G %a", file).text
        shown = repaired_and_back(tmp_path, "vault.new_token", TOKENS[name], root_token(lab), former)
        assert "by root's token of" in shown
        assert token_of(lab) not in (former, "")
        assert token_of(lab) not in shown
        assert node.run("stat", "-c", "%U %G %a", file).text == mode
        green(tmp_path)
    finally:
        faults.heal(lab, name)
        own_again(lab)


@pytest.mark.parametrize("name", sorted(set(TOKENS) - {"vault.token_revoked"}))
def test_one_that_should_be_another_is_replaced(lab: Lab, tmp_path: Path, name: str) -> None:
    try:
        faults.inject(lab, name)
        ran = ask(tmp_path, "--fix", ALLOW, "-m", "vault or system", state=tmp_path)
        assert ran.of("fixed") == {TOKENS[name]}, ran.output
        assert not ran.of("failed", "unknown", "blocked"), ran.output
    finally:
        faults.heal(lab, name)
        own_again(lab)


def test_the_operators_token_acts_where_one_is_exported(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = TOKENS["vault.token_child"]
    try:
        faults.inject(lab, "vault.token_child")
        weak = new_token(lab, "-orphan", "-ttl=10m")
        monkeypatch.setenv("VAULT_TOKEN", weak)
        refused = ask(tmp_path, "--fix", ALLOW, "-k", check, state=tmp_path)
        assert refused.of("failed") == {check}, refused.output
        assert "Vault did not list its tokens (that needs sudo on auth/token/accessors)" in " ".join(
            refused.output.split()
        )
        strong = new_token(lab, "-orphan", "-ttl=10m", "-policy=root")
        monkeypatch.setenv("VAULT_TOKEN", strong)
        ran = ask(tmp_path, "--fix", ALLOW, "-k", check, state=tmp_path)
        assert ran.of("fixed") == {check}, ran.output
        assert "by the exported VAULT_TOKEN" in ran.output
        assert not [token for token in (weak, strong) if token in refused.output + ran.output]
    finally:
        faults.heal(lab, "vault.token_child")
        own_again(lab)


def test_the_script_replaces_it_as_well(lab: Lab, tmp_path: Path) -> None:
    name = "vault.token_revoked"
    try:
        faults.inject(lab, name)
        run_script(ask(tmp_path, "--fix=script", "-k", TOKENS[name], state=tmp_path).output)
        assert ask(tmp_path, "-k", TOKENS[name]).verdicts[TOKENS[name]] == "passed"
    finally:
        faults.heal(lab, name)
        own_again(lab)


def run_script(shown: str) -> None:
    """Run the script that a run printed."""
    script = re.search(r"^#!/bin/sh\n.*?^# proof: ", shown, re.M | re.S)
    assert script, shown
    with CommandLines() as lines:
        done = subprocess.run(["sh"], input=script[0], text=True, capture_output=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
    assert not [line for line in lines.seen if re.search(r"\b(hvs|s)\.[A-Za-z0-9]{20,}", line)]


@pytest.mark.parametrize("by_script", [False, True], ids=["fix", "script"])
def test_a_token_that_ends_soon_is_renewed(lab: Lab, tmp_path: Path, *, by_script: bool) -> None:
    name, check = "vault.token_short", "vault.token.lifetime[system:botserver]"
    try:
        faults.inject(lab, name)
        token = token_of(lab)
        planned = ask(tmp_path, "--fix=plan", "-k", check, state=tmp_path).output
        assert "vault.renew_token (safe)" in planned
        assert "undo: none is needed" in planned
        if by_script:
            run_script(ask(tmp_path, "--fix=script", "-k", check, state=tmp_path).output)
            assert ask(tmp_path, "-k", check).verdicts[check] == "passed"
        else:
            ran = ask(tmp_path, "--fix", "-k", check, state=tmp_path)
            assert ran.of("fixed") == {check}, ran.output
            assert token not in ran.output + planned + json.dumps(journal(tmp_path))
            plan = re.search(r"PLAN ([0-9a-f]{12})", ran.output)
            assert plan
            assert "nothing to take back" in fixers(tmp_path, "undo", plan[1])
        assert token_of(lab) == token
    finally:
        faults.heal(lab, name)


def test_a_token_that_no_renewal_helps_is_replaced(lab: Lab, tmp_path: Path) -> None:
    check = "vault.token.lifetime[system:botserver]"
    try:
        env_file(lab, VAULT_TOKEN=new_token(lab, "-orphan", "-ttl=1h", "-renewable=false"))
        kept = ask(tmp_path, "--fix", "-k", check, state=tmp_path).output
        assert "its token ends soon, and no renewal moves that end" in kept
        ran = ask(tmp_path, "--fix", ALLOW, "-k", check, state=tmp_path)
        assert ran.of("fixed") == {check}, ran.output
    finally:
        own_again(lab)
    green(tmp_path)
