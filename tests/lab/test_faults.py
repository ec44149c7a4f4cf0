"""The fault table: each fault turns exactly the declared checks red, everything else is green or blocked by them."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab import faults
from lab.site import Lab
from reports.line import CheckLine
from tests import proof
from tests.lab.suite import GREEN, Ran, ask


def test_the_healthy_lab_is_green(lab: Lab, tmp_path: Path) -> None:
    ran = ask(tmp_path, "-m", "smoke")
    assert ran.status == 0, ran.output
    assert set(ran.verdicts.values()) <= {"passed", "empty"}
    assert ran.record.complete


def test_workers_reach_the_same_verdicts(lab: Lab, tmp_path: Path) -> None:
    alone = ask(tmp_path, "-m", "smoke")
    together = ask(tmp_path, "-m", "smoke", "-n", "4")
    assert together.verdicts == alone.verdicts, together.output
    assert together.record.complete


@pytest.mark.parametrize("name", sorted(faults.faults()))
def test_fault(lab: Lab, tmp_path: Path, name: str) -> None:
    fault = faults.named(name)
    try:
        faults.inject(lab, name)
        began = time.monotonic()
        broken = ask(tmp_path)
        seconds = time.monotonic() - began
        assert broken.status == 1, broken.output
        assert broken.of("failed", "unknown") == set(fault.red), broken.output
        assert broken.roots <= set(fault.red), broken.output
        assert f"FAILED {fault.red[0]}" in broken.output
    finally:
        faults.heal(lab, name)
    healed = ask(tmp_path, "--wait=90s")
    assert healed.status == 0, healed.output
    assert set(healed.verdicts.values()) <= GREEN
    proof.keep(name, _proofs(fault, broken, seconds))


def _proofs(fault: faults.Fault, broken: Ran, seconds: float) -> Iterator[proof.Proof]:
    causes = Counter(line.root for line in broken.record.checks if isinstance(line, CheckLine) and line.root)
    for line in broken.record.checks:
        if line.id in fault.red:
            said = "; ".join(map(str.strip, line.text.splitlines()[:2]))
            yield proof.Proof(fault.id, fault.title, line.id, said, causes[line.id], round(seconds, 1))
