"""A unit's journal as a log: real journald keeps it, real journalctl tells what is new since the run before."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from fixtures.access.kinds import access_by
from fixtures.expectations.system import Log
from fixtures.facts.cache import Facts
from lab.site import Lab


class Unit:
    """A unit of a name of its own, whose programs say something; every run has facts of its own."""

    def __init__(self, lab: Lab) -> None:
        self.env, self.node = lab.env, lab.node("llm")
        self.name = f"lab-journal-{secrets.token_hex(4)}"
        self.log = Log(
            container="llm", name="journal", unit=self.name, allow=("harmless",), dev_paths=("/home/[^/ ]+/",)
        )

    def runs(self, *program: str) -> None:
        unit = ("systemd-run", "--quiet", "--wait", "--collect", f"--unit={self.name}")
        self.node.run(*unit, *program, check=False)
        self.node.run("journalctl", "--sync")

    def says(self, text: str) -> None:
        self.runs("printf", text)

    def read(self) -> tuple[str, ...]:
        """What a run finds: it begins where the one before stopped."""
        facts = Facts(self.env, access_by(self.env.access))
        try:
            return (*facts.system.complaints(self.log), *facts.system.dev_paths(self.log))
        finally:
            facts.close()


@pytest.fixture
def unit(lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Unit:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    return Unit(lab)


def test_only_what_is_new_is_told(unit: Unit) -> None:
    assert unit.read() == (), "it never said anything"
    unit.says("INFO started\\nERROR the first\\nERROR harmless\\nread /home/ada/config\\n")
    assert unit.read() == ("ERROR the first", "read /home/ada/config")
    assert unit.read() == ()
    unit.says("ERROR the second\\n")
    assert unit.read() == ("ERROR the second",)


def test_bytes_colours_and_lines_that_are_no_entries(unit: Unit) -> None:
    unit.says("\\033[31mERROR\\033[0m red\\nERROR caf\\351 is closed\\n\\nall is well\\n")
    assert unit.read() == ("ERROR red", "ERROR caf\N{REPLACEMENT CHARACTER} is closed")


def test_a_journal_that_was_rotated_and_vacuumed_goes_on(unit: Unit) -> None:
    unit.says("ERROR the first\\n")
    assert unit.read() == ("ERROR the first",)
    unit.node.run("sh", "-c", "journalctl --rotate && journalctl --vacuum-time=1s --vacuum-size=1")
    assert unit.read() == (), "nothing of it is left"
    unit.says("ERROR after the rotation\\n")
    assert unit.read() == ("ERROR after the rotation",)


def test_what_systemd_says_of_the_unit_is_not_its_own(unit: Unit) -> None:
    unit.runs("sh", "-c", "echo fine; exit 3")
    assert unit.read() == ()
