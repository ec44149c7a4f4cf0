"""What a red line says to do can be pasted: names of the thing, the project, and sudo where the access is by sudo."""

from __future__ import annotations

import re

import pytest

from fixtures.environment import available
from fixtures.expectations import AccessPath
from fixtures.pasted import PLACEHOLDERS, fix, typed
from fixtures.verdict.register import every, resolve
from tests.unit.environments import environment

SAID = {
    ("lab", "containers.instance.running[vault]"): (
        "`incus --project gbo-lab start vault`; a frozen one: `incus --project gbo-lab resume vault`."
    ),
    ("prod", "containers.service.active[meet:livekit]"): (
        "`sudo incus --project default exec meet -- systemctl restart livekit`; "
        "`sudo incus --project default exec meet -- journalctl -u livekit` says why."
    ),
    ("lab", "network.device.present[7880/tcp]"): (
        "`incus --project gbo-lab config device add meet livekit proxy listen=tcp:0.0.0.0:7880 "
        "connect=tcp:127.0.0.1:7880`."
    ),
}


@pytest.mark.parametrize(("name", "id"), SAID)
def test_the_words(name: str, id: str) -> None:
    env = environment(name)
    check, subject = resolve(env, id)
    assert fix(env, subject, check.fix, remedied=True) == SAID[name, id]


@pytest.mark.parametrize("name", available())
def test_no_placeholder_is_left(name: str) -> None:
    env = environment(name)
    for check in every():
        for subject in check.subjects(env):
            said = fix(env, subject, check.fix, remedied=True)
            assert not re.search(rf"\b({'|'.join(PLACEHOLDERS)})\b", said), said
            for command in re.findall("`[^`]*`", said):
                assert not re.search(r"\b[A-Z]{4,}\b", command), f"{check.full_id(subject)}: {command}"
                assert not command.startswith("`incus ") or "--project " in command


def test_a_flag_of_what_cannot_be_fixed_is_left_out() -> None:
    env = environment()
    check, subject = resolve(env, "vault.seal.open[vault]")
    assert "(`--fix`, safe)" in fix(env, subject, check.fix, remedied=True)
    assert "--fix" not in fix(env, subject, check.fix, remedied=False)


@pytest.mark.parametrize(
    ("written", "pasted"),
    [
        ("incus exec meet -- sh -c 'incus; reboot'", "sudo incus --project p exec meet -- sh -c 'incus; reboot'"),
        ("incus a || incus b", "sudo incus --project p a || sudo incus --project p b"),
        (
            "iptables -t nat -C X || iptables-legacy -t nat -A X",
            "sudo iptables -t nat -C X || sudo iptables-legacy -t nat -A X",
        ),
        ("the backup of /etc/iptables is put back", "the backup of /etc/iptables is put back"),
        ("git commit -m 'about incus here'", "git commit -m 'about incus here'"),
    ],
)
def test_commands_are_typed_by_the_way_in(written: str, pasted: str) -> None:
    assert typed(AccessPath(kind="sudo", project="p"), written) == pasted
    assert typed(AccessPath(kind="local", project="p"), written) == pasted.replace("sudo ", "")
