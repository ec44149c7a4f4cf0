"""A component that fails stops only those that need it; the command ends with 1 and the list of what failed."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from fixtures.errors import UserMistake
from lab.building.component import Component, Part
from lab.building.supply import Supply
from lab.cache import Cache
from lab.errors import LabError
from lab.instances.units import TRIES, Unit, Watch, read
from lab.site import Lab
from lab.state import State
from lab.verbs import cli, requirements
from lab.verbs.up import _components
from tests.unit.environments import environment

LOOPING = """\
Id=minio.service
LoadState=loaded
ActiveState=activating
SubState=auto-restart
Result=signal
NRestarts=7
ExecMainCode=2
ExecMainStatus=4
"""
POSTGRES = """\
Id=postgresql.service
LoadState=loaded
ActiveState=active
SubState=exited
Result=success
NRestarts=0
ExecMainCode=1
ExecMainStatus=0

Id=ready.timer
LoadState=loaded
ActiveState=active
SubState=waiting
Result=success
"""


def part(name: str, *needs: str) -> Part:
    return Part(name, Component(name, name, "real", name, (), lambda _: [], needs=needs), "")


def test_only_what_needs_it_is_not_set_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [part("tables"), part("alm", "tables"), part("runner", "alm"), part("llm"), part("meet")]
    running: dict[str, dict[str, Any]] = {p.id: {"status": "Running", "last_used_at": "x"} for p in found}
    running["meet"]["status"] = "Stopped"
    done: list[str] = []

    def provision(_: Lab, part: Part, *, boot: str) -> None:
        if part.id == "tables":
            raise LabError("tables: postgresql.service failed (result signal, SIGILL)\n  last words")
        done.append(part.id)

    monkeypatch.setattr("lab.verbs.up.provision", provision)
    lab = Lab(environment(), Cache(tmp_path), State(tmp_path / "state"))
    supply = Supply(found, lab.cache)
    with pytest.raises(LabError) as caught:
        _components(lab, found, supply, running)
    supply.close()
    assert done == ["llm"]
    assert str(caught.value).splitlines() == [
        "4 of 5 components failed, 1 ready:",
        "- tables: postgresql.service failed (result signal, SIGILL)",
        "  last words",
        "- alm was not set up, because tables failed",
        "- runner was not set up, because alm failed",
        "- meet: its container meet does not run; `incus info meet --show-log` says more",
    ]


def test_a_failed_component_is_exit_code_1(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fails(_: object) -> int:
        raise LabError("1 of 15 components failed")

    monkeypatch.setattr(cli, "_run", fails)
    assert cli.main(["up"]) == 1
    assert capsys.readouterr().err == "lab up: 1 of 15 components failed\n"


def test_another_architecture_is_refused_before_anything(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("platform.machine", lambda: "aarch64")
    assert cli.main(["up"]) == 4
    assert capsys.readouterr().err == (
        "lab up: the lab runs on x86_64, this is aarch64: its programs are built for it\n"
    )
    with pytest.raises(UserMistake, match="this is aarch64"):
        requirements.root()


def test_a_loop_is_given_up_by_the_restarts_of_this_wait() -> None:
    (unit,) = read(LOOPING)
    assert unit == Unit("minio.service", "loaded", "activating", "auto-restart", "signal", 7, "SIGILL", job=False)
    assert unit.ended(restarts=5) is None
    assert unit.ended(restarts=4) == "was restarted 3 times and ended each time (result signal, SIGILL)"


def test_an_umbrella_and_a_timer_have_not_ended() -> None:
    assert [unit.ended() for unit in read(POSTGRES)] == [None, None]


def test_a_unit_that_waits_for_its_job_has_not_ended() -> None:
    text = POSTGRES.partition("\n\n")[0].replace("ActiveState=active", "ActiveState=inactive")
    assert read(f"{text}\nJob=12")[0].ended() is None
    assert read(text)[0].ended() == "is inactive (result success)"


class Losing:
    """A node whose first answers get lost, as `incus exec` loses them."""

    name = "minio"

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)

    def run(self, *_: str) -> Any:
        return SimpleNamespace(text=self.answers.pop(0))


def test_an_answer_that_got_lost_is_asked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lab.instances.units.SETTLED", 0.0)
    losing: Any = Losing("", "\n", LOOPING)
    assert Watch(losing, ["minio"]), "it was not given up"
    assert losing.answers == []
    lost: Any = Losing(*[""] * TRIES)
    with pytest.raises(LabError, match="`incus exec` brought no answer of systemctl, 5 times"):
        Watch(lost, ["minio"])
