"""What a canary left is gone, also when the run that left it was killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lab.components.email import MAIL
from lab.site import Lab
from tests.lab.suite import ROOT, ask

LIVE = "system.drivemonitor.live[default]"
MAIL_LIVE = "email.roundtrip.works[imaps]"
TRACE = "local/default.gbai/default.gbdialog/suite-canary.bas"
MAILS = 'grep -l suite-canary "$1"/*/new/* "$1"/*/cur/* 2>/dev/null'
MAIL_COMES = """
for try in $(seq 1500); do
    grep -qs suite-canary "$1"/*/new/* "$1"/*/cur/* && exit
    sleep 0.02
done
exit 1
"""
"""Looked for inside: healthy mail is there for half a second only."""
WORK = "/opt/gbo/work/default.gbai/default.gbdialog"


def left(lab: Lab) -> list[str]:
    """What of a canary is in the bucket, in the work directory and in the mailbox."""
    client = lab.env.drive.servers["drive"].client
    found = lab.node("drive").run(client, "find", "local/default.gbai", "--name", "suite-canary*").text.split()
    mails = lab.node("email").run("sh", "-c", MAILS, "sh", MAIL, check=False).text.split()
    return found + mails + lab.node("system").run("find", WORK, "-name", "suite-canary*").text.split()


def test_a_canary_passes_and_leaves_nothing(lab: Lab, tmp_path: Path) -> None:
    ran = ask(tmp_path, "-m", "canary")
    assert ran.status == 0, ran.output
    assert {ran.verdicts[each] for each in (LIVE, MAIL_LIVE)} == {"passed"}
    assert left(lab) == []


@pytest.mark.parametrize("check", [LIVE, MAIL_LIVE])
def test_a_killed_run_leaves_nothing(lab: Lab, tmp_path: Path, check: str) -> None:
    command = [sys.executable, "-m", "pytest", "--env=lab", "-m", "canary", "-k", check]
    env = {**os.environ, "XDG_STATE_HOME": str(tmp_path)}
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        if check == MAIL_LIVE:
            lab.node("email").run("sh", "-c", MAIL_COMES, "sh", MAIL)
        else:
            await_left(lab, there=True)
        run.kill()
    await_left(lab, there=False)


def await_left(lab: Lab, *, there: bool) -> None:
    ends = time.monotonic() + 60
    while bool(left(lab)) is not there:
        assert time.monotonic() < ends
        time.sleep(0.1)
