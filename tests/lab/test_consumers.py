"""What a run of the lab writes is taken by the programs that others run: promtool, xmllint, negate, prove, Forgejo."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from lab import faults
from lab.components._alm import Alm
from lab.site import Lab
from reports.formats import render
from tests.lab.programs import program
from tests.lab.suite import ROOT, ask
from tests.unit.reports.varied import every_verdict, hostile, record, troubled

FAULT = "vault.sealed"
FORMATS = ("junit", "prometheus", "tap", "markdown", "nagios", "oscal")
SCHEMA = ROOT / "tests/unit/reports/junit-10.xsd"
"""Of Jenkins's xunit plugin, as pytest's own tests have it; MIT licensed."""


@dataclass(frozen=True)
class Written:
    """The files of one run of the lab."""

    folder: Path
    status: int

    def file(self, name: str) -> Path:
        return self.folder / f"out.{name}"


def write(folder: Path) -> Written:
    ran = ask(folder, "-m", "smoke", *(f"--report={name}:{folder}/out.{name}" for name in FORMATS))
    return Written(folder, ran.status)


@pytest.fixture(scope="module")
def healthy(lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Written:
    written = write(tmp_path_factory.mktemp("healthy"))
    assert written.status == 0
    return written


@pytest.fixture(scope="module")
def sealed(lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Written:
    try:
        faults.inject(lab, FAULT)
        written = write(tmp_path_factory.mktemp("sealed"))
    finally:
        faults.heal(lab, FAULT)
    assert written.status == 1
    return written


def read_by(argv: list[str], text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(argv, input=text, capture_output=True, text=True, timeout=60, check=False, cwd=ROOT)


def texts(name: str, *runs: Written) -> list[str]:
    """The format of lab runs, and of records with every verdict, every trouble and hostile texts."""
    made = [render(name, record(lines)) for lines in (every_verdict(), troubled(), hostile())]
    return [*(each.file(name).read_text() for each in runs), *made]


def test_promtool(healthy: Written, sealed: Written) -> None:
    promtool = program("prometheus", "usr/bin/promtool")
    for text in texts("prometheus", healthy, sealed):
        done = read_by([*promtool, "check", "metrics"], text)
        assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_xmllint(healthy: Written, sealed: Written) -> None:
    xmllint = program("libxml2-utils", "usr/bin/xmllint")
    for text in texts("junit", healthy, sealed):
        done = read_by([*xmllint, "--noout", "--schema", str(SCHEMA), "-"], text)
        assert done.returncode == 0, done.stderr
    broken = render("junit", record(troubled())).replace("<testcase", '<testcase verdict="failed"')
    assert read_by([*xmllint, "--noout", "--schema", str(SCHEMA), "-"], broken).returncode == 3, "it does look"


def test_a_nagios_plugin_is_run(healthy: Written, sealed: Written, tmp_path: Path) -> None:
    """negate runs a plugin, reads its state, and turns OK and CRITICAL round."""
    negate = program("monitoring-plugins-common", "usr/lib/nagios/plugins/negate")
    turned = {
        0: ("CRITICAL - lab is as declared | ", healthy),
        2: ("OK - lab is not as declared: FAILED vault.", sealed),
    }
    for code, (head, run) in turned.items():
        plugin = [sys.executable, "-m", "reports", "nagios", str(run.folder / "record.jsonl")]
        own = read_by(plugin)
        assert own.returncode == code
        assert own.stdout == run.file("nagios").read_text()
        done = read_by([*negate, "-s", *plugin])
        assert (done.returncode, done.stdout.startswith(head)) == (2 - code, True), done.stdout + done.stderr


def test_two_runs_around_a_fault(healthy: Written, sealed: Written) -> None:
    records = [str(each.folder / "record.jsonl") for each in (healthy, sealed)]
    there, back = (read_by([sys.executable, "-m", "reports", "diff", *each]) for each in (records, records[::-1]))
    assert (there.returncode, back.returncode) == (1, 0)
    assert re.search(
        r"^BROKE vault.seal.open\[vault\]: passed, failed now \(and \d+ blocked by it\)$", there.stdout, re.M
    )
    assert there.stdout.count("BROKE ") == 1, "one cause, one red line"
    assert "HEALED vault.seal.open[vault]: failed, passed now\n" in back.stdout
    assert there.stdout.endswith("it is worse\n")


def test_prove(healthy: Written, sealed: Written) -> None:
    """Perl's own harness counts as we do."""
    results = {run: read_by(["prove", "--exec", "cat", str(run.file("tap"))]) for run in (healthy, sealed)}
    assert results[healthy].returncode == 0, results[healthy].stdout
    red = re.search(r"Failed (\d+)/", results[sealed].stdout + results[sealed].stderr)
    text = sealed.file("tap").read_text()
    assert red is not None
    assert int(red[1]) == len(re.findall(r"^not ok ", text, re.MULTILINE)) > 1


def shown(lab: Lab, text: str) -> str:
    """Markdown as the lab's Forgejo shows it in a comment."""
    return Alm(lab).demand("markdown", "POST", {"Text": text, "Mode": "gfm", "Context": "gbo/lab"}).body.decode()


def test_forgejo_shows_the_summary(lab: Lab, sealed: Written) -> None:
    page = shown(lab, sealed.file("markdown").read_text())
    assert re.search(r"<h2[^>]*>lab is not as declared</h2>", page), page
    assert re.search(r"<h3[^>]*>FAILED <code>vault.seal.open\[vault\]</code> \(critical\)</h3>", page), page
    assert "sealed: expected False, found True" in page
    assert re.search(r"<details><summary>blocks \d+</summary>\s*<ul", page), page


def test_forgejo_shows_hostile_texts_as_texts(lab: Lab) -> None:
    lines = hostile()
    text = render("markdown", record(lines))
    page = shown(lab, text)
    for sign in ("<script", 'href="http://evil', "<img", "emoji", "mention"):
        assert sign not in page, sign
    assert len(re.findall("<h[1-6]", page)) == 3, "the sentence, the failure and the error"
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 3
