"""The README's example of a site's own file is a real one: it loads, and everything in it can be asked."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fixtures.environment import ROOT, load
from fixtures.mistakes.paths import parse
from fixtures.verdict.missing import missing
from fixtures.verdict.readers import asked_by
from tests.unit.expectations.site import HERE, build

EXAMPLES = sorted((HERE / "examples").glob("*.local.toml"))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_the_example_loads(tmp_path: Path, example: Path) -> None:
    shutil.copy(example, build(tmp_path) / "environments")
    env = load(example.name.partition(".")[0], root=tmp_path, variables={}).environment
    assert "meet" not in env.containers
    assert {unit.name for unit in env.units} >= {"botui"}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_the_readme_quotes_it(example: Path) -> None:
    quoted = "".join(f"    {line}".rstrip() + "\n" for line in example.read_text("utf-8").splitlines())
    assert quoted in (ROOT / "README.md").read_text("utf-8")


def test_what_is_missing_is_told_with_its_cost(tmp_path: Path) -> None:
    shutil.copy(HERE / "examples/prod.local.toml", build(tmp_path) / "environments")
    told = "\n".join(missing(load("prod", root=tmp_path, variables={})))
    assert "off: switched off here: the runner is started by hand" in told
    assert "    costs containers.instance.autostart\n" in told
    assert "[dns.records] is empty" not in told
    assert "identity.product_uuid" not in told
    assert "identity.machine_id: a copy of the host" in told
    assert told.endswith("Still as shipped; a site gives its own:\n  nothing")


@pytest.mark.process
def test_as_shipped() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "fixtures", "missing", "--env=prod"],
        cwd=ROOT,
        env={"PATH": "/nonexistent", "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for said in (
        "  empty: asked of nothing: [dns.records] is empty\n    costs dns.record.matches, dns.record.public\n",
        "  skipped: no place outside is declared ([vantage])\n"
        "    costs dns.recursion.closed, email.relay.closed (2 times), network.exposure.encrypted (8 times), "
        "network.external.answers, network.published.identity (11 times), network.published.reachable (11 times)\n",
        "  domains.base  # environments/prod.toml:",
    ):
        assert said in done.stdout


@pytest.mark.process
@pytest.mark.parametrize("arguments", [["missing"], ["found", "--env=prod"], ["missing", "--env=nosuch"], []])
def test_a_mistake_is_one_sentence(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "fixtures", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 4
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("vault.servers.vault.init_file", "asked by: "),
        (
            "network.forwards.https",
            "asked by: network.exposure.encrypted, network.nat.live, network.nat.saved, network.p",
        ),
        ("containers.vault", "asked by: containers.clock.agrees, containers.disk.free, "),
        ("containers.vault.service", "asked by no check yet"),
        ("llm.servers.llm.models", "asked by: llm."),
        ("system.drivemonitor", "asked by no check as a thing of its own; facts read it"),
        ("system.drivemonitor.tracker", "asked by no check as a thing of its own; facts read it"),
        ("paths.base", "asked by no check as a thing of its own; facts read it"),
        ("network.external_interface", "asked by no check as a thing of its own; facts read it"),
        ("alm.statuses.running", "asked by no check as a thing of its own; facts read it"),
        ("tls.floor_share", "asked by no check as a thing of its own; facts read it"),
    ],
)
def test_who_asks_what_a_key_declares(key: str, said: str) -> None:
    assert asked_by(load("lab", variables={}), parse(key)).startswith(said)
