"""Why Incus cannot be used: the texts are what sudo 1.9.13 and incus 6.0.4 said on real machines."""

from __future__ import annotations

import grp
import os
import socket
from pathlib import Path

import pytest

from fixtures.access import local, refusals
from fixtures.access.kinds import access_by
from fixtures.access.process import Completed
from fixtures.access.refusals import DAEMON_SILENT, SudoRefused, refuse_sudo, refused
from fixtures.errors import AccessRefused, FactUnavailable, ProgramMissing, UserMistake
from fixtures.expectations import AccessPath

WARNING = "sudo: unable to resolve host probe: Temporary failure in name resolution\n"
GREETING = (
    "If this is your first time running Incus on this machine, you should also run: incus admin init "
    "To start your first container, try: incus launch images:ubuntu/22.04 "
)


def answered(status: int, stderr: str) -> Completed:
    return Completed(("incus",), status, b"", stderr.encode())


def test_a_password_is_required() -> None:
    with pytest.raises(SudoRefused, match="`sudo -n` refuses it: sudo: a password is required"):
        refuse_sudo(["incus", "list"], answered(1, WARNING + "sudo: a password is required\n"))


@pytest.mark.parametrize(
    "said",
    [
        "sudo: sorry, you must have a tty to run sudo",
        "Sorry, user probe is not allowed to execute '/usr/bin/incus list' as root on host.",
        "probe is not in the sudoers file.",
        "sudo: PAM account management error: Authentication service cannot retrieve authentication info",
        "sudo: il est n\u00e9cessaire de saisir un mot de passe",
        "sudo: /etc/sudoers is owned by uid 1000, should be 0\nsudo: no valid sudoers sources found, quitting",
        "sudo: unable to send audit message: Operation not permitted\nsudo: a password is required",
        "sudo: unable to execute /usr/bin/incus: Permission denied",
    ],
)
def test_sudos_own_no_is_no_answer(said: str) -> None:
    with pytest.raises(SudoRefused):
        refuse_sudo(["incus", "list"], answered(1, WARNING + said + "\n"))


def test_the_program_is_missing() -> None:
    with pytest.raises(ProgramMissing, match="incus is not installed"):
        refuse_sudo(["incus"], answered(1, WARNING + "sudo: incus: command not found\n"))


@pytest.mark.parametrize(
    ("status", "stderr"),
    [
        (1, WARNING),
        (1, "Error: Instance not found\n"),
        (0, "sudo: a password is required\n"),
        (2, "sudo: odd\n"),
        (1, "sudo: unable to send audit message: Operation not permitted\n"),
        (1, "sudo: unable to send audit message: Operation not permitted\nError: Instance not found\n"),
        (1, "sudo: unable to open log file /var/log/sudo.log: Read-only file system\n"),
        (1, "sudo: unable to mkdir /run/sudo/ts: No space left on device\nsudo: setrlimit(RLIMIT_CORE): Denied\n"),
        (1, "sudo: time stamp too far in the future: Nov 25 14:31:25 2030\n"),
        (1, "sudo: a warning that a later sudo has\nError: Instance not found\n"),
        (1, "sudo: /etc/sudoers.d/x:3:5: syntax error\nError: Instance not found\n"),
    ],
)
def test_the_programs_own_no_is_an_answer(status: int, stderr: str) -> None:
    refuse_sudo(["incus"], answered(status, stderr))


REFUSALS = [
    (
        "sudo",
        "`sudo -n` refuses it: sudo: a password is required",
        "cannot use Incus on this machine: `sudo -n incus` with project lab: `sudo -n` refuses it: "
        "sudo: a password is required. Allow `sudo -n incus` without a password in sudoers (README, Your platform), "
        'or be in the group incus-admin and set [access] kind = "local".',
    ),
    (
        "local",
        "incus is not installed on this machine",
        "cannot use Incus on this machine: `incus` with project lab: incus is not installed on this machine. "
        "Run the suite on the machine that hosts the instances.",
    ),
    (
        "local",
        GREETING + "Error: You don't have the needed permissions to talk to the incus daemon "
        "(socket path: /var/lib/incus/unix.socket)",
        "cannot use Incus on this machine: `incus` with project lab: You don't have the needed permissions to talk "
        "to the incus daemon (socket path: /var/lib/incus/unix.socket). Be root or in the group incus-admin, or set "
        '[access] kind = "sudo".',
    ),
    (
        "sudo",
        "Error: The incus daemon doesn't appear to be started (socket path: /var/lib/incus/unix.socket)",
        "cannot use Incus on this machine: `sudo -n incus` with project lab: The incus daemon doesn't appear to be "
        "started (socket path: /var/lib/incus/unix.socket). Start it (`systemctl start incus`), or run the suite on "
        "the machine that hosts the instances.",
    ),
]


@pytest.mark.parametrize(("kind", "reason", "text"), REFUSALS, ids=["sudo", "no incus", "no right", "no daemon"])
def test_one_sentence_with_what_to_do(monkeypatch: pytest.MonkeyPatch, kind: str, reason: str, text: str) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(refusals, "USUAL_SOCKET", "/nowhere/unix.socket")
    reason, text = (each.replace("/var/lib/incus", "/nowhere") for each in (reason, text))
    path = AccessPath.model_validate({"kind": kind, "project": "lab"})
    error = refused(path, ["incus", "list"], reason)
    assert str(error) == text
    assert isinstance(error, UserMistake)
    assert isinstance(error, FactUnavailable)


def test_the_group_is_that_of_the_socket(tmp_path: Path) -> None:
    (tmp_path / "unix.socket").touch()
    os.chown(tmp_path / "unix.socket", -1, grp.getgrnam("adm").gr_gid)
    reason = f"You don't have the needed permissions (socket path: {tmp_path}/unix.socket)"
    assert "in the group adm, or set" in str(refused(AccessPath(), ["incus"], reason))


@pytest.mark.parametrize("reason", ["sudo is not installed on this machine", REFUSALS[0][1]])
def test_root_is_not_sent_to_sudoers(monkeypatch: pytest.MonkeyPatch, reason: str) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    told = str(refused(AccessPath(kind="sudo"), ["incus"], reason))
    assert told.endswith(f'{reason}. You are root and need no sudo: set [access] kind = "local".')


@pytest.mark.parametrize("reason", [each[1] for each in REFUSALS[2:]])
def test_the_daemons_absence_is_recognised(reason: str) -> None:
    assert DAEMON_SILENT.search(reason)
    assert not DAEMON_SILENT.search('Error: Failed to fetch instance "nope" in project "lab": Instance not found')


HANGS = (
    "cannot use Incus on this machine: `incus` with project lab: no answer after 0.3 s. It hangs "
    "(`journalctl -u incus -n 50`); the instances go on while it is started anew: `systemctl restart incus`."
)


@pytest.mark.process
def test_a_daemon_that_hangs_is_no_other_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "incus").write_text("#!/bin/sh\nexec sleep 60\n")
    (tmp_path / "incus").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(local, "usual_socket", lambda: None)
    with pytest.raises(AccessRefused) as refusal:
        access_by(AccessPath(project="lab", timeout=0.3)).instances()
    assert str(refusal.value) == HANGS


def test_nor_is_one_whose_socket_takes_connections(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "unix.socket"
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(path))
        silent.listen()
        monkeypatch.setattr(local, "usual_socket", lambda: path)
        with pytest.raises(AccessRefused) as refusal:
            access_by(AccessPath(project="lab", timeout=0.3)).instances()
    assert str(refusal.value) == HANGS
