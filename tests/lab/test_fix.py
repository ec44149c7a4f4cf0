"""`--fix` on real faults: the plan touches nothing, the repair is proven by the same check, the journal tells all."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fixers import execution
from fixers.hands import Hands
from fixers.journal import Journal
from fixers.lock import PlatformLock
from fixers.plan import Plan
from fixers.steps import FileEdit
from fixtures.access.kinds import access_by
from fixtures.facts.cache import Facts
from lab import faults
from lab.faults import holding
from lab.faults.dns._coredns import LOAD, follow
from lab.site import Lab
from tests.lab.suite import GREEN, ROOT, ask, forget_copies

CASES = {
    "alm.run_left_running": ("alm.release_stuck_run", "alm.runs.consistent[alm]", 1),
    "alm.run_reset": ("alm.release_stuck_run", "alm.runs.none_stuck[alm]", 1),
    "alm.run_stuck": ("alm.release_stuck_run", "alm.runs.none_stuck[alm]", 1),
    "alm_ci.key_readable": ("alm_ci.key_mode", "alm_ci.runner.identity[alm-ci]", 1),
    "alm_ci.runner_hung": ("alm_ci.restart_runner", "alm.runner.registered[alm-ci]", 1),
    "directory.token_ends_soon": ("directory.new_pat", "directory.pat.lifetime[directory:admin-pat]", 1),
    "directory.token_expired": ("directory.new_pat", "directory.pat.valid[directory:admin-pat]", 1),
    "directory.token_readable": ("directory.pat_mode", "directory.pat.protected[directory:admin-pat]", 1),
    "alm_ci.port_in_registration": ("alm_ci.runner_address", "alm_ci.runner.address[alm-ci]", 2),
    "containers.address_by_hand": ("containers.static_ipv4", "containers.network.persistent[meet]", 2),
    "containers.address_removed": ("containers.static_ipv4", "containers.instance.address[meet]", 2),
    "containers.autostart_off": ("containers.autostart", "containers.instance.autostart[vectordb]", 1),
    "containers.instance_frozen": ("containers.start", "containers.instance.running[llm]", 1),
    "containers.tmp_mode": ("containers.tmp_mode", "containers.tmp.mode[alm-ci]", 1),
    "containers.unit_disabled": ("containers.enable_unit", "containers.service.enabled[meet:livekit]", 1),
    "dns.notice_lost": ("dns.sync_zones", "dns.secondary.in_sync[lab.test/dns2]", 1),
    "dns.serial_not_loaded": ("dns.reload", "dns.serial.served[lab.test]", 1),
    "meet.stopped": ("containers.restart_unit", "containers.service.active[meet:livekit]", 1),
    "network.file_without_forward": ("network.nat_restore", "network.nat.saved[993/tcp]", 1),
    "network.forward_deleted": ("network.nat_restore", "network.nat.live[443/tcp]", 1),
    "network.forwarding_off": ("network.forwarding", "network.forwarding.enabled[host]", 1),
    "proxy.config_broken": ("proxy.rollback_config", "proxy.config.valid[proxy]", 1),
    "proxy.config_not_loaded": ("proxy.reload", "proxy.config.loaded[proxy]", 1),
    "system.env_incomplete": ("system.env_value", "system.env.complete[GBO_WORK_PATH]", 2),
    "tls.certificate_expired": ("proxy.renew", "tls.certificate.valid[proxy:443:chat]", 1),
    "vault.address_wrong": ("system.env_value", "vault.address.matches[system:botserver]", 2),
    "vault.ca_missing": ("vault.copy_ca", "vault.ca.matches[system:botserver]", 1),
    "vault.ca_other": ("vault.copy_ca", "vault.ca.matches[system:botserver]", 1),
    "vault.init_file_readable": ("vault.init_file_mode", "vault.init_file.protected[vault]", 1),
    "vault.sealed": ("vault.unseal", "vault.seal.open[vault]", 1),
}
"""Fault to the remedy that puts it right, the check that proves it, and how many steps that takes."""
TAKEN_BACK = {
    *("alm.run_left_running", "alm.run_reset", "alm.run_stuck"),
    *("alm_ci.key_readable", "alm_ci.port_in_registration", "directory.token_readable"),
    *("directory.token_ends_soon", "directory.token_expired"),
    *("containers.instance_frozen", "containers.tmp_mode", "containers.unit_disabled"),
    *("containers.address_by_hand", "containers.autostart_off", "network.forwarding_off", "proxy.config_broken"),
    *("vault.ca_missing", "vault.ca_other", "vault.init_file_readable"),
    *("network.file_without_forward", "network.forward_deleted", "vault.address_wrong"),
    "system.env_incomplete",
}
"""The faults that are there again when their repair is taken back."""
ALLOWED = "data,network,secrets"
SCRIPTED = ("alm.run_stuck", "directory.token_expired", "dns.notice_lost", "tls.certificate_expired")
"""The faults whose repair is also run as the script that it is exported as."""
AT_ONCE = (
    ("vault.sealed", "containers.instance_stopped", "containers.address_removed"),
    ("meet.stopped", "vault.sealed", "system.botserver_stopped"),
)


@pytest.fixture(autouse=True)
def no_copies(lab: Lab) -> Iterator[None]:
    """Nothing of a repair is left for the next one."""
    yield
    forget_copies(lab)


def journal(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "gbo-suite/lab/journal.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("name", sorted(CASES))
def test_plan_then_fix_then_green_then_back(lab: Lab, tmp_path: Path, name: str) -> None:
    remedy, check, steps = CASES[name]
    try:
        faults.inject(lab, name)
        planned = ask(tmp_path, "--fix=plan", "-k", check, state=tmp_path)
        plan = re.search(rf"PLAN ([0-9a-f]{{12}}) {remedy} \(", planned.output)
        assert plan, planned.output
        assert ask(tmp_path, "-k", check, state=tmp_path).verdicts[check] == "failed", "the plan changed something"
        fixed = ask(tmp_path, "--fix", f"--fix-allow={ALLOWED}", f"--confirm={plan[1]}", "-k", check, state=tmp_path)
        assert fixed.status == 0, fixed.output
        assert fixed.of("fixed") == {check}, fixed.output
        kinds = [entry["kind"] for entry in journal(tmp_path)]
        assert kinds == ["planned", "planned", "attempted", *["begun", "done"] * steps, "outcome"]
        assert journal(tmp_path)[-1]["verdict"] == "fixed"
        fixers(tmp_path, "undo", plan[1])
        after = ask(tmp_path, "-k", check, state=tmp_path).verdicts[check]
        assert after == ("failed" if name in TAKEN_BACK else "passed")
        assert "whole and in order" in fixers(tmp_path, "verify")
    finally:
        faults.heal(lab, name)
    assert not holding.await_green(lab.env, holding.asked_always(lab.env), frozenset())


@pytest.mark.parametrize("name", SCRIPTED)
def test_the_exported_script_repairs_as_well(lab: Lab, tmp_path: Path, name: str) -> None:
    remedy, check, _ = CASES[name]
    try:
        faults.inject(lab, name)
        told = ask(tmp_path, "--fix=script", "-k", check, state=tmp_path)
        script = re.search(rf"^#!/bin/sh\n# {remedy} for .*?^# proof: [^\n]*\n", told.output, re.DOTALL | re.MULTILINE)
        assert script, told.output
        done = subprocess.run(["sh"], input=script[0], capture_output=True, text=True, timeout=180, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert ask(tmp_path, "--wait=60s", "-k", check, state=tmp_path).verdicts[check] in GREEN
    finally:
        faults.heal(lab, name)


@pytest.mark.parametrize("names", AT_ONCE, ids=" ".join)
def test_several_causes_end_green_in_one_run(lab: Lab, tmp_path: Path, names: tuple[str, ...]) -> None:
    causes = {faults.named(name).red[0] for name in names}
    try:
        for name in names:
            faults.inject(lab, name)
        ran = ask(tmp_path, "--fix", state=tmp_path)
        assert ran.status == 0, ran.output
        assert ran.of("fixed") == causes, ran.output
        assert set(ran.verdicts.values()) <= {"fixed", "skipped", "off", *GREEN}
        kinds = [entry["kind"] for entry in journal(tmp_path)]
        assert kinds.count("outcome") == len(causes), "nothing that stands on them was repaired as well"
    finally:
        for name in names[::-1]:
            faults.heal(lab, name)


def test_a_key_that_somebody_gave_before_is_forgotten_first(lab: Lab, tmp_path: Path) -> None:
    access = access_by(lab.env.access)
    vault = Facts(lab.env, access).vault
    try:
        faults.inject(lab, "vault.sealed")
        vault.anonymous(lab.env.vault.servers["vault"]).sys.submit_unseal_key(key="00" * 33)
        ran = ask(tmp_path, "--fix", "-k", "vault.seal.open", state=tmp_path)
        assert ran.of("fixed") == {"vault.seal.open[vault]"}, ran.output
        assert "forget the 1 given before, unseal with 3 of the 5 keys" in ran.output
    finally:
        faults.heal(lab, "vault.sealed")
        access.close()


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
        assert "holds 2 keys and Vault asks for 3: nothing was sent" in " ".join(ran.output.split())
        assert [entry["kind"] for entry in journal(tmp_path)] == ["refused"]


def test_keys_of_another_vault_are_tried_once_and_told(lab: Lab, tmp_path: Path) -> None:
    with init_file_with(lab, lambda keys: [base64.b64encode(os.urandom(33)).decode() for _ in keys]) as others:
        ran = ask(tmp_path, "--fix", "-m", "vault", state=tmp_path)
        assert ran.status == 1
        assert ran.of("failed") == {"vault.seal.open[vault]"}
        assert "Traceback" not in ran.output
        assert "not fixed: Vault" in ran.output
        assert not any(key in ran.output for key in others)
        assert [entry["kind"] for entry in journal(tmp_path)] == ["planned", "attempted", "begun", "undone", "outcome"]
        assert journal(tmp_path)[-1]["verdict"] == "failed"


def test_a_zone_gets_a_serial_that_everybody_takes_for_newer(lab: Lab, tmp_path: Path) -> None:
    node, file = lab.node("dns"), lab.env.dns.zones["base"].file
    check = "dns.zone.served[lab.test]"
    try:
        faults.inject(lab, "dns.edited_without_serial")
        edited = node.pull(file)
        kept = ask(tmp_path, "--fix", "-k", check, state=tmp_path)
        assert "its risk is data; allow it with --fix-allow=data" in " ".join(kept.output.split())
        ran = ask(tmp_path, "--fix", "--fix-allow=data", "-k", check, state=tmp_path)
        assert ran.of("fixed") == {check}, ran.output
        attempt = [entry for entry in journal(tmp_path) if entry["kind"] == "attempted"][-1]
        fixers(tmp_path, "undo", str(attempt["hash"])[:12])
        assert node.pull(file) == edited
    finally:
        faults.heal(lab, "dns.edited_without_serial")
        node.run("sh", "-c", LOAD)
        follow(lab)


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
    lock = PlatformLock(lab.env.access.project)
    lock.acquire()
    try:
        with pytest.raises(AssertionError, match=rf"another fixing run is at work .*process {os.getpid()}, since 20"):
            ask(tmp_path, "--fix", "-m", "meet", state=tmp_path)
        (tmp_path / "plan").mkdir()
        assert ask(tmp_path / "plan", "--fix=plan", "-m", "meet", state=tmp_path).status == 0, "a plan touches nothing"
    finally:
        lock.release()
    (tmp_path / "file").write_text("")
    with pytest.raises(AssertionError, match="no journal can be kept in"):
        ask(tmp_path, "--fix", "-m", "meet", state=tmp_path / "file")


def test_what_a_killed_run_left_is_taken_back_by_a_verb(lab: Lab, tmp_path: Path) -> None:
    path = "/opt/gbo/conf/killed.env"
    node = lab.node("meet")
    node.push(path, b"A=1\n", 0o600)
    here = Journal(tmp_path / "gbo-suite" / "lab" / "journal.jsonl")
    step = FileEdit("set it", "meet", path, (("A=1", "A=2"),))
    plan = Plan("lab", "containers.tmp_mode", "containers.tmp.mode[meet]", "safe", (step,), 0.0)
    access = access_by(lab.env.access)
    try:
        execution.carry_out(execution.begin(plan, "found", here), Hands(access, Facts(lab.env, access)), here)
        assert node.pull(path) == b"A=2\n"
        told = ask(tmp_path, "--fix", "-m", "meet", state=tmp_path)
        verb = re.search(r"python -m fixers (undo [0-9a-f]{12})", told.output)
        assert verb, told.output
        undone = fixers(tmp_path, *verb[1].split())
        assert "undone: set it" in undone
        assert node.pull(path) == b"A=1\n"
        assert "there is nothing left to take back" in fixers(tmp_path, *verb[1].split())
        fixers(tmp_path, "resume", verb[1].split()[1])
        assert node.pull(path) == b"A=2\n"
        assert "whole and in order" in fixers(tmp_path, "verify")
    finally:
        node.run("rm", "-f", path)
        access.close()


def fixers(state: Path, *arguments: str) -> str:
    """`python -m fixers ARGUMENTS --env=lab`."""
    env = {**os.environ, "XDG_STATE_HOME": str(state)}
    command = [sys.executable, "-m", "fixers", *arguments, "--env=lab"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
