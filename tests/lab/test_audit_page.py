"""The audit report of the real lab in a real browser, healthy, broken and repaired."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from lab import faults
from lab.site import Lab
from reports.record import Record
from tests.browser.axe import violations
from tests.browser.chromium import Chromium
from tests.lab.suite import ROOT, ask

CAUSE = "vault.seal.open[vault]"
ALL_OPEN = "document.querySelectorAll('details').forEach(each => { each.open = true; })"


@dataclass(frozen=True)
class Made:
    """A run's page and its record."""

    page: Path
    file: Path
    record: Record


def make(folder: Path, name: str, *arguments: str) -> Made:
    place = folder / name
    place.mkdir()
    ran = ask(place, f"--audit-report={place}/page.html", *arguments, state=folder / "state")
    kept = folder / "state/gbo-suite/lab/runs"  # where a run keeps its record that was told no other place
    kept.mkdir(exist_ok=True, parents=True)
    shutil.copy(place / "record.jsonl", kept / f"{ran.record.run.run}.jsonl")
    return Made(place / "page.html", place / "record.jsonl", ran.record)


@pytest.fixture(scope="module")
def made(lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    folder = tmp_path_factory.mktemp("audit")
    found = {"healthy": make(folder, "healthy"), "before": make(folder, "before", "-m", "smoke")}
    try:
        faults.inject(lab, "vault.sealed")
        found["sealed"] = make(folder, "sealed", "-m", "smoke")
        found["fixed"] = make(folder, "fixed", "-m", "smoke", "--fix")
    finally:
        faults.heal(lab, "vault.sealed")
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    with Chromium() as started:
        started.size(1280)
        yield started


def told(browser: Chromium, selector: str) -> str:
    return str(browser.run(f"document.querySelector('{selector}').innerText"))


@pytest.mark.parametrize("name", ["healthy", "sealed", "fixed"])
def test_it_is_proven_by_its_record(made: dict[str, Made], name: str) -> None:
    words = ["verify", str(made[name].file), "--rendered", f"audit:{made[name].page}"]
    done = subprocess.run(
        [sys.executable, "-m", "reports", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "rendered from this record" in done.stdout) == (0, True), done.stdout + done.stderr


@pytest.mark.parametrize("name", ["healthy", "sealed", "fixed"])
def test_axe_finds_no_violation(browser: Chromium, made: dict[str, Made], name: str) -> None:
    browser.open(made[name].page)
    browser.run(ALL_OPEN)
    assert violations(browser) == {}


def test_healthy(browser: Chromium, made: dict[str, Made]) -> None:
    browser.open(made["healthy"].page)
    assert told(browser, "h1") == "As declared"
    count = len(made["healthy"].record.checks)
    assert told(browser, "#shown") == f"{count} checks"
    assert made["healthy"].page.stat().st_size < 1_000_000


def test_sealed(browser: Chromium, made: dict[str, Made]) -> None:
    browser.open(made["sealed"].page)
    assert told(browser, "h1") == "Not as declared"
    assert CAUSE in told(browser, ".firsts li")
    assert "sealed: declared False, found True" in told(browser, ".firsts li")
    assert browser.run("document.querySelector('.firsts li').getBoundingClientRect().bottom") < 600
    assert browser.run("document.querySelectorAll('.firsts li').length") == 1, "one cause, one red line"
    assert "Selection: -m smoke" in told(browser, ".stand")
    blocked = [line.id for line in made["sealed"].record.checks if line.verdict == "blocked"]
    tree = told(browser, "#cause-1 .tree")
    assert all(id.partition("[")[0] in tree for id in blocked)
    assert browser.run("document.querySelector('.topo .t-failed .b').textContent") == "vault"
    run = made["before"].record.run.run
    assert run in told(browser, "#changes"), "compared with the run before that asked the same"
    assert f"{1 + len(blocked)} stopped holding" in told(browser, "#changes .h")


def test_fixed(browser: Chromium, made: dict[str, Made]) -> None:
    browser.open(made["fixed"].page)
    assert told(browser, "h1") == "As declared, after 1 repair"
    assert told(browser, ".firsts li").startswith("Repaired: Vault is unsealed.")
    assert "hold again" in told(browser, "#changes .h")
    assert "vault.unseal" in told(browser, "#repairs")
    assert browser.run("document.querySelectorAll('#repairs .hash').length") == 1, "the journal's line is named"
