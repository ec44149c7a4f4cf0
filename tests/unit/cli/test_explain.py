"""`--explain` knows checks, remedies, faults and expectations, in words of things."""

from __future__ import annotations

import subprocess

import pytest

from tests.unit.framework.project import ROOT, command, surroundings

PAGES = {
    "vault.seal.open[vault]": [
        "vault.seal.open  (critical)",
        "Why: sealed, as after every restart",
        "Source: guide, alert playbook",
        "Needs: Its port answers in its protocol;",
        "Remedies: vault.unseal",
        "in lab\n  Needs: containers.port.answers[vault:8200], ",
    ],
    "vault.unseal": [
        "vault.unseal  (a remedy, safe)",
        "Symptom: Vault runs and is sealed",
        "Right: read the init file",
    ],
    "vault.sealed": [
        "vault.sealed  (a fault of the lab)",
        "Red: vault.seal.open[vault]",
        " -m lab break vault.s",
    ],
    "containers.vault.address": ["10.0.9.12", "environments/lab.toml:", "asked by: ", "containers.instance.address"],
}


@pytest.mark.parametrize("key", PAGES)
def test_the_page(key: str) -> None:
    done = subprocess.run(
        command("--env=lab", "--explain", key),
        cwd=ROOT,
        env=surroundings(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for said in PAGES[key]:
        assert said in done.stdout
