"""The script about a private file, run by the shell of this machine."""

from __future__ import annotations

import getpass
import subprocess
from pathlib import Path
from typing import Any, cast

import pytest

from fixtures.access.process import Completed
from fixtures.errors import FactUnavailable
from fixtures.facts.files import PrivateFile, private_file
from fixtures.facts.room import RoomFacts
from fixtures.verdict.matching import no_wider_than

pytestmark = pytest.mark.process


class Here(RoomFacts):
    """A room whose every container is this machine."""

    def __init__(self) -> None:
        super().__init__(*cast("Any", (None, None, None)))

    def run(self, container: str, *argv: str) -> Completed:
        done = subprocess.run(argv, capture_output=True, check=False)
        return Completed(argv, done.returncode, done.stdout, done.stderr)


def told(path: Path) -> PrivateFile | None:
    return private_file(Here(), "vault", str(path))


def test_a_file_behind_a_link_in_two_work_trees(tmp_path: Path) -> None:
    folder = tmp_path / "outer" / "-in ner"
    (folder / ".git").mkdir(parents=True)
    (tmp_path / "outer" / ".git").write_text("gitdir: elsewhere\n")
    (folder / "init.json").touch(mode=0o600)
    (tmp_path / "link").symlink_to(folder / "init.json")
    found = told(tmp_path / "link")
    assert found == PrivateFile("600", getpass.getuser(), (str(folder), str(tmp_path / "outer")))


def test_no_file_is_an_answer_and_a_folder_above_that_is_a_file_is_none(tmp_path: Path) -> None:
    assert told(tmp_path / "init.json") is None
    (tmp_path / "file").touch()
    with pytest.raises(FactUnavailable):
        told(tmp_path / "file" / "init.json")


@pytest.mark.parametrize(
    ("mode", "right"), [("600", True), ("400", True), ("640", False), ("4600", False), ("0", False)]
)
def test_modes(mode: str, right: bool) -> None:
    assert (mode == no_wider_than("600")) is right
    assert str(no_wider_than("600")) == "600 or 400"
