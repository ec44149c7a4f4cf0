"""A machine that cannot carry the lab is told so in one sentence, with exit code 4, and nothing is changed."""

from collections import namedtuple
from pathlib import Path

import pytest

from fixtures.errors import UserMistake
from lab.cache import Cache
from lab.errors import LabError
from lab.machine import host
from lab.site import Lab
from lab.state import State
from lab.verbs import cli, requirements
from tests.unit.environments import environment

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return Lab(environment(), Cache(tmp_path / "cache"), State(tmp_path / "state"))


@pytest.mark.parametrize(
    "argv", [["nonsense"], [], ["up", "--nonsense"], ["shell"], ["status", "extra"], ["break", "a", "b"]]
)
def test_wrong_command_line(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(argv)
    assert ended.value.code == 4
    assert "usage: python -m lab" in capsys.readouterr().err


@pytest.mark.parametrize("verb", ["up", "down", "status", "break", "heal"])
def test_not_root(verb: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert cli.main([verb]) == 4
    assert capsys.readouterr().err == (
        f"lab {verb}: the lab needs root (containers, bridge, rules): run it as root, or with sudo\n"
    )


def test_unknown_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("LAB_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("LAB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("os.geteuid", lambda: 0)
    for argv in (["up", "nowhere"], ["break", "no.fault"], ["heal"], ["heal", "no.fault"], ["shell", "nowhere"]):
        assert cli.main(argv) == 4
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 5
    assert told[0].startswith("lab up: no instance nowhere: there are system, tables, vault")
    assert told[1].startswith("lab break: no fault 'no.fault': there are ")
    assert told[2] == "lab heal: say which fault to heal, or --all; injected: none"
    assert told[4].startswith("lab shell: no container 'nowhere': there are ")
    assert not (tmp_path / "state").exists()


def test_too_little_space(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(0, 0, 3 * 2**30))
    with pytest.raises(UserMistake, match=rf"needs {requirements.COLD} GiB at {lab.cache.root}, 3\.0 GiB are free"):
        requirements._space(lab)
    lab.state.write("complete", "yes")
    requirements._space(lab)


@pytest.mark.parametrize(
    ("release", "told"),
    [
        ({"ID": "ubuntu", "VERSION_ID": "24.04", "PRETTY_NAME": "Ubuntu 24.04"}, "this is Ubuntu 24.04"),
        ({"ID": "debian", "VERSION_ID": "13", "PRETTY_NAME": "Debian 13"}, "this is Debian 13"),
    ],
)
def test_another_system(release: dict[str, str], told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.freedesktop_os_release", lambda: release)
    with pytest.raises(UserMistake, match=told):
        requirements._debian()


def test_no_incus_to_be_had(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        @classmethod
        def machine(cls, cache: Cache) -> "Broken":
            return cls()

        def install(self, packages: list[str]) -> None:
            raise LabError("Unable to locate package incus-base")

    monkeypatch.setattr(host, "missing", lambda: ["incus-base"])
    monkeypatch.setattr(host, "Apt", Broken)
    with pytest.raises(UserMistake, match="no Incus to be had: Unable to locate package incus-base"):
        host.install(lab.cache, lab.state)
