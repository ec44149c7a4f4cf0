"""Vault on the lab: keys that others gave before, an operator's own token, and env files as PID 1 itself reads them."""

from __future__ import annotations

import base64
import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import Phase, given, seed, settings

from fixtures.parsers import envfile
from lab import faults
from lab.components.vault import server
from lab.faults.vault._hands import env_file, new_token, vault
from lab.site import Lab
from tests.lab.suite import GREEN, ask
from tests.unit.facts.envfiles import TEXTS

GIVE = """
import json, ssl, sys, urllib.request
context = ssl.create_default_context(cafile=sys.argv[2])
body = json.dumps({"key": sys.stdin.read()}).encode()
request = urllib.request.Request(sys.argv[1] + "/v1/sys/unseal", data=body, method="PUT")
print(json.load(urllib.request.urlopen(request, context=context))["progress"])
"""

READ_ALL = """
set -eu
cd /run/gbo-envfiles
cat > /run/systemd/system/gbo-env@.service <<'UNIT'
[Service]
Type=oneshot
EnvironmentFile=/run/gbo-envfiles/%i.env
ExecStart=/bin/sh -c 'env -0 > /run/gbo-envfiles/%i.out'
UNIT
systemctl daemon-reload
for file in *.env; do echo "gbo-env@${file%.env}.service"; done | xargs -n 50 systemctl start || true
systemctl reset-failed 'gbo-env@*' || true
rm -f /run/systemd/system/gbo-env@.service
systemctl daemon-reload
"""


def test_a_wrong_key_given_before_is_forgotten_first(lab: Lab, tmp_path: Path) -> None:
    expected = server(lab)
    try:
        faults.inject(lab, "vault.sealed")
        wrong = base64.b64encode(os.urandom(33))
        where = (f"https://127.0.0.1:{expected.port}", expected.ca_file)
        assert lab.node("vault").run("python3", "-c", GIVE, *where, input=wrong).text.strip() == "1"
        fixed = ask(tmp_path, "--fix", state=tmp_path)
        assert fixed.status == 0, fixed.output
        assert fixed.of("fixed") == {"vault.seal.open[vault]"}, fixed.output
        assert set(fixed.verdicts.values()) <= {"fixed", *GREEN}
    finally:
        faults.heal(lab, "vault.sealed")


def test_a_token_of_the_operators_that_vault_refuses_is_one_line(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAULT_TOKEN", "hvs.not-a-token-of-this-vault")
    ran = ask(tmp_path)
    assert ran.status == 1
    assert ran.of("failed", "unknown") == {"vault.token.valid[operator:vault]"}, ran.output
    assert "unset it: then the clients' own tokens are used" in " ".join(ran.output.split())
    assert "hvs.not-a-token" not in ran.output


def test_a_token_that_is_bound_to_its_clients_address_is_no_dead_one(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy, role = lab.env.vault.clients["botserver"].policy, "auth/token/roles/bound"
    bound = f"token_bound_cidrs={lab.addresses['system']}/32"
    try:
        vault(lab, "write", role, f"allowed_policies={policy}", "orphan=true", "token_period=768h", bound)
        token = vault(lab, "token", "create", "-field=token", "-role=bound", f"-policy={policy}").strip()
        env_file(lab, VAULT_TOKEN=token)
        ran = ask(tmp_path, "-k", "vault.token.uses")
        assert ran.of("unknown") == {"vault.token.uses[system:botserver]"}, ran.output
        assert "bound to addresses (bound_cidrs)" in " ".join(ran.output.split())
        assert "remedy: vault.new_token" not in ran.output
        monkeypatch.setenv("VAULT_TOKEN", new_token(lab, "-orphan", "-ttl=10m", "-policy=root"))
        ran = ask(tmp_path, "-k", "vault.token.reads")
        assert ran.verdicts["vault.token.reads[system:botserver]"] == "passed", ran.output
    finally:
        env_file(lab)
        vault(lab, "delete", role)


def test_an_operators_lookup_spends_none_of_the_clients_uses(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    try:
        faults.inject(lab, "vault.token_few_uses")
        monkeypatch.setenv("VAULT_TOKEN", new_token(lab, "-orphan", "-ttl=10m", "-policy=root"))
        first, again = (ask(tmp_path, "-k", "vault.token.uses") for _ in range(2))
        assert "uses: expected none, found 20" in first.output
        assert "uses: expected none, found 20" in again.output
        monkeypatch.delenv("VAULT_TOKEN")
        assert "uses: expected none, found 19" in ask(tmp_path, "-k", "vault.token.uses").output
    finally:
        faults.heal(lab, "vault.token_few_uses")


def test_the_operators_token_reads_what_the_clients_may_not(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = new_token(lab, "-orphan", "-ttl=10m", "-policy=root")
    monkeypatch.setenv("VAULT_TOKEN", token)
    try:
        faults.inject(lab, "vault.policy_emptied")
        ran = ask(tmp_path, "-m", "smoke or vault")
        assert ran.of("failed", "unknown") == {"vault.token.reads[system:botserver]"}, ran.output
        assert ran.verdicts["vault.secret.present[gbo-tables]"] == "passed"
        assert ran.verdicts["tables.server.accepts[tables]"] == "passed"
        assert token not in ran.output
    finally:
        faults.heal(lab, "vault.policy_emptied")


def test_systemd_itself_reads_env_files_so(lab: Lab, tmp_path: Path) -> None:
    """300 generated files in one go through a unit of PID 1; one that systemd refuses gives no environment at all."""
    texts: list[str] = []

    @seed(20261125)
    @settings(max_examples=300, deadline=None, database=None, phases=[Phase.generate])
    @given(TEXTS)
    def generate(text: str) -> None:
        texts.append(text)

    generate()
    node = lab.node("meet")
    try:
        for number, text in enumerate(texts):
            (tmp_path / f"{number}.env").write_bytes(text.encode())
        node.push("/run/gbo-envfiles", tmp_path)
        node.run("sh", "-c", READ_ALL, timeout=120)
        script = (
            "import glob, json; print(json.dumps({each: open(each, newline='').read() for each in glob.glob('*.out')}))"
        )
        read = json.loads(node.run("sh", "-c", f'cd /run/gbo-envfiles && python3 -c "{script}"').text)
    finally:
        node.run("rm", "-rf", "/run/gbo-envfiles")
    own = re.compile(
        r"LANG|LC_\w+|PATH|INVOCATION_ID|JOURNAL_STREAM|SYSTEMD_\w+|PWD|OLDPWD|SHLVL|_|HOME|USER|LOGNAME|SHELL"
    )
    assert len(read) >= 200
    for name, output in read.items():
        pairs = (each.partition("=") for each in output.split("\0") if each)
        found = {key: value for key, _, value in pairs if not own.fullmatch(key)}
        text = texts[int(name.removesuffix(".out"))]
        assert found == {k: v for k, v in envfile.parse(text).items() if not own.fullmatch(k)}, repr(text)
