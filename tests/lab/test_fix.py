"""`--fix` on real faults: the plan touches nothing, the repair is proven by the same check, the journal tells all."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock

from lab import faults
from lab.site import Lab
from tests.lab.suite import GREEN, ask

CASES = {
    "vault.sealed": ("vault.unseal", "vault.seal.open[vault]"),
    "meet.stopped": ("containers.restart_unit", "containers.service.active[meet:livekit]"),
    "system.botserver_stopped": ("containers.restart_unit", "containers.service.active[system:botserver]"),
}


def journal(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "gbo-suite/lab/journal.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("name", sorted(CASES))
def test_plan_then_fix_then_green(lab: Lab, tmp_path: Path, name: str) -> None:
    remedy, check = CASES[name]
    try:
        faults.inject(lab, name)
        planned = ask(tmp_path, "--fix=plan", state=tmp_path)
        assert planned.verdicts[check] == "failed"
        assert f"{remedy} (" in planned.output
        assert ask(tmp_path, state=tmp_path).verdicts[check] == "failed", "the plan changed something"
        fixed = ask(tmp_path, "--fix", state=tmp_path)
        assert fixed.status == 0, fixed.output
        assert fixed.of("fixed") == {check}, fixed.output
        assert set(fixed.verdicts.values()) <= {"fixed", *GREEN}
    finally:
        faults.heal(lab, name)
    kinds = [entry["kind"] for entry in journal(tmp_path)]
    assert kinds == ["planned", "planned", "attempted", "outcome"]
    assert journal(tmp_path)[-1]["verdict"] == "fixed"
    again = ask(tmp_path, "--fix", "--wait=60s", state=tmp_path)
    assert set(again.verdicts.values()) <= GREEN, again.output
    assert len(journal(tmp_path)) == len(kinds)


@contextmanager
def init_file_with(lab: Lab, change: Callable[[list[str]], list[str]]) -> Iterator[list[str]]:
    """Vault sealed, and other keys in its init file; gives them, and puts both back."""
    vault = lab.node("vault")
    path = lab.env.vault.servers["vault"].init_file
    whole = vault.pull(path)
    init = json.loads(whole)
    field = next(key for key in ("unseal_keys_b64", "keys_base64") if key in init)
    keys = change(init[field])
    try:
        faults.inject(lab, "vault.sealed")
        vault.push(path, json.dumps({**init, field: keys, "unseal_keys_hex": []}).encode(), 0o600)
        yield keys
    finally:
        vault.push(path, whole, 0o600)
        faults.heal(lab, "vault.sealed")


def test_too_few_keys_are_refused(lab: Lab, tmp_path: Path) -> None:
    with init_file_with(lab, lambda keys: keys[:2]):
        ran = ask(tmp_path, "--fix", "-m", "vault", state=tmp_path)
        assert ran.status == 1
        assert ran.of("failed") == {"vault.seal.open[vault]"}
        assert "holds 2 keys and Vault asks for 3: nothing was sent" in ran.output
        assert [entry["kind"] for entry in journal(tmp_path)] == ["refused"]


def test_keys_of_another_vault_are_tried_once_and_told(lab: Lab, tmp_path: Path) -> None:
    with init_file_with(lab, lambda keys: [base64.b64encode(os.urandom(33)).decode() for _ in keys]) as others:
        ran = ask(tmp_path, "--fix", "-m", "vault", state=tmp_path)
        assert ran.status == 1
        assert ran.of("failed") == {"vault.seal.open[vault]"}
        assert "Traceback" not in ran.output
        assert "not fixed: Vault" in ran.output
        assert not any(key in ran.output for key in others)
        assert [entry["kind"] for entry in journal(tmp_path)] == ["planned", "attempted", "outcome"]
        assert journal(tmp_path)[-1]["verdict"] == "failed"


def test_fixing_excludes_workers(lab: Lab, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="--fix and -n exclude each other"):
        ask(tmp_path, "--fix", "-n", "2")


def test_a_taken_port_names_its_holder_and_is_not_restarted_into(lab: Lab, tmp_path: Path) -> None:
    try:
        faults.inject(lab, "meet.port_taken")
        ran = ask(tmp_path, "--fix", "-m", "containers or meet", state=tmp_path)
        assert ran.status == 1
        assert "port 7880 is held by nc" in ran.output
        assert "REFUSED containers.restart_unit for containers.service.active[meet:livekit]" in ran.output
        assert [entry["kind"] for entry in journal(tmp_path)] == ["refused"]
    finally:
        faults.heal(lab, "meet.port_taken")


def test_one_fixing_run_at_a_time_with_a_place_for_its_journal(lab: Lab, tmp_path: Path) -> None:
    held = tmp_path / "gbo-suite" / "lab" / "fixing.lock"
    held.parent.mkdir(parents=True)
    with FileLock(held), pytest.raises(AssertionError, match="another fixing run is at work on lab"):
        ask(tmp_path, "--fix", "-m", "meet", state=tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(AssertionError, match="no journal can be kept in"):
        ask(tmp_path, "--fix", "-m", "meet", state=tmp_path / "file")
