"""A site's own checks and plain tests, by the worked example: asked of the lab, and in its record and reports."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest

from lab.faults.containers import instance_stopped
from lab.site import Lab, Node
from reports.line import CheckLine
from reports.record import Record, read
from tests.lab.test_five_steps import clone

COPIES = "backup.copy.recent[system:logs]"
GROUP = "site.plain.accounts[vault-/etc/group]"
PLAIN = {
    "site.plain.sshd_is_absent[system]",
    "site.plain.sshd_is_absent[vault]",
    "site.plain.accounts[system-/etc/passwd]",
    "site.plain.accounts[system-/etc/group]",
    "site.plain.accounts[vault-/etc/passwd]",
    "site.plain.accounts[vault-/etc/group]",
}


@dataclass(frozen=True)
class Ran:
    """A run of the site's suite."""

    status: int
    output: str
    folder: Path

    @property
    def record(self) -> Record:
        """What it left."""
        return read(self.folder / "record.jsonl")

    @property
    def verdicts(self) -> dict[str, str]:
        """Full id to verdict."""
        return {line.id: str(line.verdict) for line in self.record.checks}


@dataclass(frozen=True)
class Site:
    """A checkout with the example in it."""

    folder: Path

    def ask(self, *arguments: str, **env: str) -> Ran:
        """`pytest --env=lab ARGUMENTS` there."""
        kept = {name: value for name, value in os.environ.items() if name != "GBO_SITE"}
        record = self.folder / "record.jsonl"
        record.unlink(missing_ok=True)
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "--env=lab", f"--record={record}", *arguments],
            cwd=self.folder,
            env={**kept, "XDG_STATE_HOME": str(self.folder / "state"), **env},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout + done.stderr, self.folder)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The example laid as the README says."""
    folder = clone(tmp_path_factory.mktemp("site"))
    for command in ("cp -r docs/site-example tests_infra/site", LAYER):
        subprocess.run(["bash", "-c", command], cwd=folder, check=True)
    return Site(folder)


LAYER = "cat tests_infra/site/expectations.toml >> environments/lab.local.toml"


def test_the_readme_says_how_the_example_is_laid() -> None:
    text = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
    assert f"    cp -r docs/site-example tests_infra/site\n    {LAYER}\n" in text


def test_git_does_not_see_it(site: Site) -> None:
    told = subprocess.run(
        ["git", "status", "--short"], cwd=site.folder, capture_output=True, text=True, check=True
    ).stdout
    assert "tests_infra/site" not in told


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "workers"])
def test_it_is_asked_and_recorded(lab: Lab, site: Site, workers: tuple[str, ...]) -> None:
    ran = site.ask("-m", "backup or site", "--report=junit:out.xml", *workers)
    assert ran.status == 0, ran.output
    assert ran.verdicts == dict.fromkeys({COPIES, *PLAIN}, "passed")
    cases = {each.get("name") for each in ElementTree.parse(site.folder / "out.xml").iter("testcase")}
    assert {COPIES, *PLAIN} <= cases
    lines = [line for line in ran.record.checks if isinstance(line, CheckLine) and line.room == "site"]
    assert all(any("openssh-server" in each.what or "stat" in each.what for each in line.asked) for line in lines)


def test_what_does_not_hold_is_red_with_its_reason(lab: Lab, site: Site) -> None:
    lab.node("vault").run("chmod", "666", "/etc/group")
    try:
        ran = site.ask("-m", "backup or site", INFRA_SITE__BACKUPS__LOGS__FOLDER="/opt/gbo/conf/nothing")
        assert ran.status == 1, ran.output
        red = {id: verdict for id, verdict in ran.verdicts.items() if verdict != "passed"}
        assert red == {COPIES: "unknown", "site.plain.accounts[vault-/etc/group]": "failed"}
        assert "FAILED site.plain.accounts[vault-/etc/group]  (medium)" in ran.output
        assert "assert ('root', 18) == ('root', 0)" in ran.output
    finally:
        lab.node("vault").run("chmod", "644", "/etc/group")
    assert site.ask("-m", "site").status == 0


EXEMPTION = """
[[exemptions]]
check = "site.plain.accounts"
subject = "vault-/etc/group"
why = "written by an agent until that is replaced"
owner = "operations"
until = 2030-01-31
"""


@pytest.fixture
def layer(site: Site) -> Iterator[Path]:
    """The site's own layer, as it was afterwards."""
    file = site.folder / "environments/lab.local.toml"
    before = file.read_text("utf-8")
    yield file
    file.write_text(before, "utf-8")


@pytest.fixture
def open_group(lab: Lab) -> Iterator[Node]:
    """The list of groups in `vault` may be written by everybody."""
    node = lab.node("vault")
    node.run("chmod", "666", "/etc/group")
    yield node
    node.run("chmod", "644", "/etc/group")


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "workers"])
def test_it_may_be_exempted(site: Site, layer: Path, open_group: Node, workers: tuple[str, ...]) -> None:
    layer.write_text(layer.read_text("utf-8") + EXEMPTION, "utf-8")
    ran = site.ask("-m", "site", "--report=junit:out.xml", "--report=markdown:out.md", *workers)
    assert ran.status == 0, ran.output
    assert {id: verdict for id, verdict in ran.verdicts.items() if verdict != "passed"} == {GROUP: "waived"}
    for told in (ran.output, (site.folder / "out.xml").read_text(), (site.folder / "out.md").read_text()):
        assert "written by an agent until that is replaced" in " ".join(told.split())
    open_group.run("chmod", "644", "/etc/group")
    assert [(each.state, each.id) for each in site.ask("-m", "site").record.exemptions] == [("not needed", GROUP)]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("plain.accounts", "plain.acounts"), "there is no site.plain.acounts; did you mean site.plain.accounts"),
        (("vault-/etc/group", "vault-/etc/groups"), "is not asked of 'vault-/etc/groups' in lab; did you mean vault-/"),
    ],
)
def test_an_exemption_of_nothing_is_a_mistake(site: Site, layer: Path, wrong: tuple[str, str], said: str) -> None:
    layer.write_text(layer.read_text("utf-8") + EXEMPTION.replace(*wrong), "utf-8")
    ran = site.ask("-m", "site")
    assert ran.status == 4, ran.output
    assert said in ran.output
    assert "Traceback" not in ran.output


def test_it_is_switched_off_and_weighed_as_a_check_is(site: Site, layer: Path, open_group: Node) -> None:
    off = '[checks."site.plain.accounts[vault-/etc/group]"]\napplies = false\nwhy = "the agent of it writes there"\n'
    heavy = '[checks."site.plain.accounts"]\nseverity = "critical"\nwhy = "who writes there is root"\n'
    before = layer.read_text("utf-8")
    layer.write_text(before + off, "utf-8")
    ran = site.ask("-m", "site")
    assert (ran.status, ran.verdicts[GROUP]) == (0, "off"), ran.output
    layer.write_text(before + heavy, "utf-8")
    assert f"FAILED {GROUP}  (critical" in (said := site.ask("-k", "site.plain.accounts").output), said


def test_a_late_pass_is_waited_for(site: Site, open_group: Node) -> None:
    late = threading.Timer(8, open_group.run, ("chmod", "644", "/etc/group"))
    late.start()
    ran = site.ask("-m", "site", "--wait=60s")
    late.join()
    assert (ran.status, ran.verdicts[GROUP]) == (0, "flaky"), ran.output


def test_repairs_leave_it_alone_and_repair_its_cause(lab: Lab, site: Site) -> None:
    test = site.folder / "tests_infra/site/test_models.py"
    test.write_text('testinfra_hosts = ["vectordb"]\n\n\ndef test_it(host):\n    assert host.file("/opt/gbo").exists\n')
    instance_stopped.inject(lab)
    try:
        ran = site.ask("-m", "site", "--fix")
    finally:
        test.unlink()
        instance_stopped.heal(lab)
    assert ran.status == 0, ran.output
    assert set(ran.verdicts.values()) <= {"passed", "fixed", "flaky"}
    assert [(each.check, each.state) for each in ran.record.repairs] == [
        ("containers.instance.running[vectordb]", "fixed")
    ]


def test_what_no_remedy_heals_stays_red_and_turns_nothing_else(site: Site, open_group: Node) -> None:
    first = site.folder / "tests_infra/site/test_again.py"
    first.write_text(
        'testinfra_hosts = ["vault"]\n\n\ndef test_it(host):\n    assert host.file("/etc/group").mode == 0o644\n'
    )
    try:
        ran = site.ask("-m", "site", "--fix")
    finally:
        first.unlink()
    assert ran.status == 1, ran.output
    red = {id: verdict for id, verdict in ran.verdicts.items() if verdict != "passed"}
    assert red == {GROUP: "failed", "site.again.it[vault]": "failed"}
    assert "assert ('root', 18) == ('root', 0)" in ran.output


def test_a_cause_blocks_it(lab: Lab, site: Site) -> None:
    lab.incus.change_state("vault", "freeze")
    try:
        ran = site.ask("-m", "site", "--target=vault")
        assert ran.status == 1, ran.output
        assert set(ran.verdicts.values()) == {"blocked"}
        assert "containers.instance.running[vault]" in ran.output
    finally:
        lab.incus.change_state("vault", "unfreeze")


def test_a_container_that_there_is_not_is_a_mistake(site: Site) -> None:
    test = site.folder / "tests_infra/site/test_elsewhere.py"
    test.write_text('testinfra_hosts = ["valt"]\n\n\ndef test_it(host):\n    assert host\n')
    try:
        ran = site.ask("-m", "site", "--collect-only")
        assert ran.status != 0
        assert "testinfra_hosts: valt is no container of lab; did you mean vault?" in ran.output
    finally:
        test.unlink()
