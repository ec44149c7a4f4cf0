"""A mistake of the person at the keyboard: one clear text, exit code 4, no traceback, nothing left behind."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.unit.framework.project import command, surroundings

ROOT = Path(__file__).resolve().parents[3]

MISTAKES = {
    "no such environment": (["--env=nosuch"], "there is no environment 'nosuch'"),
    "not an environment's name": (["--env=../lab"], "there is no environment '../lab'"),
    "not this machine": (["--env=prod", "-m", "smoke"], "this machine does not prove to be prod"),
    "not that machine": (["--env=stage", "-m", "smoke"], "this machine does not prove to be stage"),
    "no such container": (
        ["--env=lab", "--collect-only", "--target=nosuch"],
        "--target: nosuch is no container of lab; there are alm, ",
    ),
    "nearly a container": (
        ["--env=lab", "--collect-only", "--target=tabels"],
        "--target: tabels is no container of lab; did you mean tables?",
    ),
    "two containers in one": (
        ["--env=lab", "--collect-only", "--target=system,tables"],
        "--target: system,tables is not one container; give it once for each: --target=system --target=tables",
    ),
    "nearly a mark": (
        ["--env=lab", "--collect-only", "-m", "vault and not smokee"],
        "-m: there is no mark smokee; did you mean smoke?",
    ),
    "a room as its container is called": (
        ["--env=lab", "--collect-only", "-m", "alm-ci", "-n", "2"],
        "-m: there is no mark alm-ci; did you mean alm_ci?",
    ),
    "nearly a check": (
        ["--env=lab", "--collect-only", "-k", "vault.seal.opn"],
        "-k: vault.seal.opn is in the name of no check here; did you mean vault.seal.open?",
    ),
    "nearly a thing": (
        ["--env=lab", "--collect-only", "-k", "vault.seal.open[valt]"],
        "-k: vault.seal.open[valt] is in the name of no check here; did you mean vault.seal.open[vault]",
    ),
    "nearly a check, by workers": (
        ["--env=lab", "--collect-only", "-k", "vault.seal.opn", "-n", "2"],
        "-k: vault.seal.opn is in the name of no check here; did you mean vault.seal.open?",
    ),
    "nothing like a check": (
        ["--env=lab", "--collect-only", "-k", "vault and qqqq"],
        "-k: qqqq is in the name of no check here; `--env=lab --co -q` lists all names",
    ),
    "no commit": (
        ["--env=lab", "--co", "--expect-commit=HEAD"],
        "--expect-commit=HEAD is no commit; write 7 to 64 hexadecimal digits, as `git rev-parse HEAD` does",
    ),
    "a commit of nothing that is deployed": (
        ["--env=lab", "--co", "--expect-commit=botsever=0123456789"],
        "--expect-commit: there is no deployment botsever; did you mean botserver?",
    ),
    "a commit where nothing is deployed": (
        ["--env=prod", "--co", "--expect-commit=0123456789"],
        "--expect-commit: nothing is deployed in prod: declare it below [system.deployments]",
    ),
    "nearly a severity": (["--env=lab", "--co", "--severity=hihg"], "no severity 'hihg'; did you mean high?"),
    "no severity": (["--list", "--severity=9"], "no severity '9'; there are critical, high, low, medium"),
    "nearly a mark of the list": (["--list", "-m", "smoek"], "-m: there is no mark smoek; did you mean smoke?"),
    "nearly a check of the list": (
        ["--list", "-k", "vault.seal.opn"],
        "-k: vault.seal.opn is in the name of no check here; did you mean vault.seal.open?",
    ),
    "nothing like a check of the list": (
        ["--list", "-k", "qqqq"],
        "-k: qqqq is in the name of no check here; `--list",
    ),
    "nearly a container of the list": (
        ["--list", "--env=lab", "--target=vualt"],
        "--target: vualt is no container of lab; did you mean vault?",
    ),
    "no expression": (["--list", "-m", "vault and"], "vault and: "),
    "no time": (["--env=lab", "--wait=soon"], "--wait=soon is no time; write 90, 120s or 2m"),
    "no such format": (["--env=lab", "--report=pdf:x"], "--report=pdf:x is not FORMAT:FILE; formats are json"),
    "workers cannot fix": (["--env=lab", "--fix", "-n", "2"], "--fix and -n exclude each other"),
    "no such risk": (["--env=lab", "--fix", "--fix-allow=everything"], "everything is none of safe, restart"),
    "nearly a remedy": (["--env=lab", "--explain", "vault.unseel"], "Or did you mean vault.unseal or vault.sealed?"),
    "no such thing": (
        ["--env=lab", "--explain", "vault.seal.open[x]"],
        "--explain: vault.seal.open is not asked of 'x' in lab; it is of vault",
    ),
    "no such expectation": (["--env=lab", "--explain", "containers.volt"], "in containers did you mean vault?"),
}


def run(arguments: list[str], **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        cwd=ROOT,
        env=surroundings(**env),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake(name: str, tmp_path: Path) -> None:
    arguments, sentence = MISTAKES[name]
    done = run(arguments, XDG_STATE_HOME=str(tmp_path))
    said = done.stdout + done.stderr
    assert done.returncode == 4, said
    assert sentence in said
    assert "ERROR" in done.stderr, said
    assert "Traceback" not in said
    assert "INTERNALERROR" not in said
    assert not list(tmp_path.rglob("*.jsonl"))


def test_a_wrong_variable_is_a_mistake_with_its_name() -> None:
    done = run(["--env=lab", "--collect-only"], INFRA_CONTAINERS__VAULT__ADDRESS="10.0.9.300")
    assert done.returncode == 4
    assert "INFRA_CONTAINERS__VAULT__ADDRESS" in done.stderr + done.stdout
    assert "Traceback" not in done.stderr + done.stdout


@pytest.mark.parametrize("env", ["lab", "prod", "stage"])
def test_every_environment_can_be_collected_without_a_connection(env: str) -> None:
    done = run([f"--env={env}", "--collect-only", "-q", "-m", "smoke"], PATH="/nonexistent")
    assert done.returncode == 0, done.stdout + done.stderr
