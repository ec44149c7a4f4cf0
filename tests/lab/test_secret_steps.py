"""The contract of the steps that carry a secret: done, undone, killed anywhere; and nobody else has seen it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from fixers.errors import StepFailed
from fixers.hands import Hands
from fixers.steps import NewToken, RenewToken, RolePassword, load
from fixers.vault.inside import variables
from fixtures.access.kinds import access_by
from fixtures.facts.cache import Facts
from lab import faults
from lab.components.tables import BOTSERVER, psql
from lab.faults.vault._hands import env_file, new_token
from lab.site import Lab
from tests.contract import prove
from tests.lab.suite import forget_copies

PASSWORD = RolePassword(
    "set it", "tables", "postgres", 5432, BOTSERVER, "vault:gbo/tables#password", "system:botserver"
)
WRONG = "tables.password_changed"


@pytest.fixture
def hands(lab: Lab) -> Iterator[Hands]:
    access = access_by(lab.env.access, lab.env.vantage)
    facts = Facts(lab.env, access)
    yield Hands(access, facts)
    facts.close()
    forget_copies(lab)


def held(lab: Lab) -> str:
    """What the server keeps of BotServer's password."""
    return psql(lab.node("tables"), f"SELECT rolpassword FROM pg_authid WHERE rolname = '{BOTSERVER}'").strip()


def test_the_password_of_a_role(lab: Lab, hands: Hands, tmp_path: Path) -> None:
    server = lab.env.tables.servers["tables"]

    def look() -> str:
        hands.facts.forget()
        accepted = hands.facts.tables.login(server).refused is None
        return "Vault's" if accepted else held(lab)

    try:
        faults.inject(lab, WRONG)
        assert load(json.loads(json.dumps(PASSWORD.data()))) == PASSWORD
        prove(PASSWORD, hands, look, tmp_path)
        verifiers = {held(lab)}
        PASSWORD.do(hands, PASSWORD.intend(hands))
        verifiers.add(held(lab))
        told = "".join(each.read_text() for each in tmp_path.glob("*.jsonl"))
        assert not [each for each in (hands.secret(PASSWORD.source), *verifiers) if each in told]
    finally:
        faults.heal(lab, WRONG)


def test_a_password_that_somebody_set_meanwhile_is_left_alone(lab: Lab, hands: Hands) -> None:
    try:
        faults.inject(lab, WRONG)
        intent = PASSWORD.intend(hands)
        faults.inject(lab, WRONG)  # the same word, with another salt
        other = held(lab)
        with pytest.raises(StepFailed, match="somebody changed the password of botserver meanwhile: it was left alone"):
            PASSWORD.do(hands, intent)
        assert held(lab) == other
        done = PASSWORD.intend(hands)
        PASSWORD.do(hands, done)
        faults.inject(lab, WRONG)
        with pytest.raises(StepFailed, match="somebody changed the password"):
            PASSWORD.undo(hands, done)
    finally:
        faults.heal(lab, WRONG)


def token_step(lab: Lab) -> NewToken:
    server, client = lab.env.vault.servers["vault"], lab.env.vault.clients["botserver"]
    command = ("env", *variables(server), server.binary)
    where = ("vault", "vault", command, "root's token", server.init_file)
    return NewToken("another", "system", client.env_file, client.policy, "768h", *where)


def test_another_token(lab: Lab, hands: Hands, tmp_path: Path) -> None:
    step, client = token_step(lab), lab.env.vault.clients["botserver"]
    node, path = lab.node("system"), client.env_file
    seen: set[str] = set()

    def look() -> object:
        """All of the file but a good token, whose is told in its place; who owns it, and how many such tokens live."""
        text, stat = node.pull(path).decode(), node.run("stat", "-c", "%u %g %a", path).text
        token = re.findall("^VAULT_TOKEN=(.*)$", text, re.M)[0]
        seen.add(token)
        hands.facts.forget()
        accepted = hands.facts.vault.token(client).accepted
        alive = len(hands.tokens_named("vault", newest(tmp_path)))
        return text.replace(token, "a good one") if accepted else text, stat, alive

    try:
        faults.inject(lab, "vault.token_revoked")
        assert load(json.loads(json.dumps(step.data()))) == step
        prove(step, hands, look, tmp_path)
        told = "".join(each.read_text() for each in tmp_path.rglob("*.jsonl"))
        assert len(seen) > 10, "each time another one"
        assert not [token for token in seen if token in told]
    finally:
        faults.heal(lab, "vault.token_revoked")


def newest(folder: Path) -> str:
    """The name of the token that the newest journal below a folder intended."""
    journals = sorted(folder.rglob("*.jsonl"), key=lambda path: path.stat().st_mtime_ns)
    entries = [json.loads(line) for line in journals[-1].read_text().splitlines()] if journals else []
    return next((entry["intent"]["name"] for entry in entries[::-1] if entry["kind"] == "begun"), "none")


def test_a_file_that_somebody_changed_meanwhile_is_left_alone(lab: Lab, hands: Hands) -> None:
    step = token_step(lab)
    try:
        intent = step.intend(hands)
        env_file(lab, VAULT_TOKEN="another")
        with pytest.raises(StepFailed, match="was changed by somebody since it was looked at"):
            step.do(hands, intent)
        done = step.intend(hands)
        step.do(hands, done)
        env_file(lab, VAULT_TOKEN="a third")
        with pytest.raises(
            StepFailed, match=r"was changed by somebody since; the former one is /var/backups/gbo/\.env"
        ):
            step.undo(hands, done)
        step._revoke(hands, done)
        assert hands.tokens_named("vault", done["name"]) == []
    finally:
        env_file(lab)


def test_a_token_renews_itself_up_to_its_maximum(lab: Lab, hands: Hands) -> None:
    server, client = lab.env.vault.servers["vault"], lab.env.vault.clients["botserver"]
    command = ("env", *variables(server), server.binary)
    step = RenewToken("renew it", "system", "botserver", client.env_file, "vault", command, "768h", client.floor_days)
    try:
        env_file(lab, VAULT_TOKEN=new_token(lab, "-orphan", "-ttl=1h"))
        assert load(json.loads(json.dumps(step.data()))) == step
        for _ in range(2):
            assert step.do(hands, step.intend(hands)) == {"seconds": 768 * 3600}
        assert step.undo(hands, {}) is None
        hands.facts.forget()
        env_file(lab, VAULT_TOKEN=new_token(lab, "-orphan", "-ttl=1h", "-explicit-max-ttl=2h"))
        with pytest.raises(
            StepFailed, match=r"ends in 0\.1 days all the same: .*only another one helps \(vault.new_token\)"
        ):
            step.do(hands, {})
        hands.facts.forget()
        env_file(lab, VAULT_TOKEN="hvs.none")
        with pytest.raises(StepFailed, match="Vault did not renew the token of system:botserver: permission denied"):
            step.do(hands, {})
    finally:
        env_file(lab)
