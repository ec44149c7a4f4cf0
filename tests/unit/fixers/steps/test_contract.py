"""The contract of the kinds of step that need no Incus: a real shell stands in the instance's place."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from fixers import execution
from fixers.errors import StepFailed
from fixers.hands import Hands
from fixers.journal import Journal
from fixers.steps import Command, FileEdit, file_edit, load
from fixers.steps.step import HOST
from tests.contract import plan_of, prove
from tests.unit.fixers.steps.here import HereAccess, run_script


@pytest.fixture
def hands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hands:
    monkeypatch.setattr(file_edit, "BACKUPS", (str(tmp_path / "tmp"), str(tmp_path / "backups")))
    access: Any = HereAccess()
    facts: Any = None
    return Hands(access, facts)


def seen(path: Path) -> object:
    """All of a file that a step may change: bytes, mode, owner; None when it is not there."""
    if not path.exists():
        return None
    found = path.stat()
    return path.read_bytes(), found.st_mode, found.st_uid, found.st_gid


def test_command(hands: Hands, tmp_path: Path) -> None:
    path = tmp_path / "made"
    step = Command("make it", "here", ("touch", str(path)), back=("rm", "-f", str(path)))
    prove(step, hands, lambda: seen(path), tmp_path)


def test_command_on_the_host(hands: Hands, tmp_path: Path) -> None:
    path = tmp_path / "made"
    step = Command("make it", None, ("touch", str(path)), back=("rm", "-f", str(path)))
    prove(step, hands, lambda: seen(path), tmp_path)
    assert step.touches == HOST
    with pytest.raises(StepFailed, match="false on the host ended with 1"):
        Command("fail", None, ("false",)).do(hands, {})


def test_file_edit(hands: Hands, tmp_path: Path) -> None:
    path = tmp_path / "odd name.env"
    path.write_bytes(b"# caf\xe9\nPORT=5858\r\nDATA_DIR=/home\nlast without an end")
    path.chmod(0o640)
    os.chown(path, 65534, 65534)
    step = FileEdit(
        "set them",
        "here",
        str(path),
        lines=(("PORT=5858", "PORT=8080"), ("DATA_DIR=/home", "DATA_DIR=/opt/gbo/work/")),
        append=("NEW='x y'",),
    )
    prove(step, hands, lambda: seen(path), tmp_path)
    hands_made = sorted(each.name for each in tmp_path.iterdir() if each.name.startswith("odd name.env"))
    assert hands_made == ["odd name.env"], "nothing of ours is left beside the file"
    assert list((tmp_path / "backups").iterdir())


def test_file_edit_on_the_host(hands: Hands, tmp_path: Path) -> None:
    path = tmp_path / "iptables.rules"
    path.write_text("*nat\nCOMMIT\n")
    path.chmod(0o640)
    step = FileEdit("add it", None, str(path), (("*nat", "*nat\n-A X"),), (), ("grep", "-q", "^-A X$"))
    prove(step, hands, lambda: seen(path), tmp_path)
    assert run_script(plan_of(step).script(), tmp_path)[:2] == (0, "")
    assert path.read_text() == "*nat\n-A X\nCOMMIT\n"


def test_what_its_reader_does_not_accept_is_not_put(hands: Hands, tmp_path: Path) -> None:
    path = tmp_path / "iptables.rules"
    path.write_text("*nat\nCOMMIT\n")
    step = FileEdit("add it", None, str(path), (("*nat", "*nat\n-A X"),), (), ("grep", "-q", "^-A Y$"))
    with pytest.raises(StepFailed, match="on the host"):
        step.do(hands, step.intend(hands))
    assert run_script(plan_of(step).script(), tmp_path)[0] == 1
    assert path.read_text() == "*nat\nCOMMIT\n"
    assert [each.name for each in tmp_path.glob("iptables.rules*")] == ["iptables.rules"]


def test_a_file_edit_writes_what_it_says(hands: Hands, tmp_path: Path) -> None:
    path = tmp_path / "x.env"
    path.write_bytes(b"A=1\nPORT=5858\r\nB=2")
    step = FileEdit("set it", "here", str(path), (("PORT=5858", "PORT=8080"),), ("C=3",))
    step.do(hands, step.intend(hands))
    assert path.read_bytes() == b"A=1\nPORT=8080\r\nB=2\nC=3\n"


def test_a_link_stays_a_link(hands: Hands, tmp_path: Path) -> None:
    (tmp_path / "real").write_text("A=1\n")
    (tmp_path / "link").symlink_to("real")
    step = FileEdit("set it", "here", str(tmp_path / "link"), (("A=1", "A=2"),))
    step.do(hands, step.intend(hands))
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "A=2\n"


@pytest.mark.parametrize("content", ["", "A=10\n", "A=1\nA=1\n"])
def test_a_line_that_is_not_there_once_is_refused(hands: Hands, tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.env"
    path.write_text(content)
    with pytest.raises(StepFailed, match=r"has the line 'A=1' [02] times, not once"):
        FileEdit("set it", "here", str(path), (("A=1", "A=2"),)).intend(hands)
    assert path.read_text() == content


def test_what_somebody_changed_meanwhile_is_left_alone(hands: Hands, tmp_path: Path) -> None:
    path = tmp_path / "x.env"
    path.write_text("A=1\n")
    step = FileEdit("set it", "here", str(path), (("A=1", "A=2"),))
    intent = step.intend(hands)
    step.do(hands, intent)
    path.write_text("A=3\n")
    with pytest.raises(StepFailed, match="was changed by somebody since; the former one is"):
        step.undo(hands, intent)
    assert path.read_text() == "A=3\n"


def test_undo_goes_on_after_a_way_back_that_fails(hands: Hands, tmp_path: Path) -> None:
    path = tmp_path / "made"
    steps = (
        Command("make it", "here", ("touch", str(path)), back=("rm", str(path))),
        Command("do nothing", "here", ("true",), back=("false",)),
    )
    journal = Journal(tmp_path / "journal.jsonl")
    attempt = execution.begin(plan_of(*steps), "", journal)
    execution.carry_out(attempt, hands, journal)
    undone = execution.undo(attempt, hands, journal)
    assert [each.ok for each in undone] == [False, True]
    assert str(undone[0]).startswith("NOT UNDONE: do nothing: false in here ended with 1")
    assert not path.exists()
    assert [number for number, *_ in journal.steps_of(attempt["hash"])] == [1], "what failed can be tried again"


def test_a_step_comes_back_from_the_journal_as_it_was() -> None:
    step = FileEdit("set it", "here", "/x", (("A=1", "A=2"),), ("B=3",))
    assert load(step.data()) == step


def test_scripts_do_what_the_hands_do(hands: Hands, tmp_path: Path) -> None:
    path = tmp_path / "odd 'name'.env"
    content = 'A=\\1 & it\'s "x"\nPORT=5858\nB=2\n'
    steps = (
        Command("make it", "here", ("touch", str(tmp_path / "made it"))),
        FileEdit("set it", "here", str(path), (("PORT=5858", "PORT='8080' \\2 & \"y\""),), ("C='$HOME'",)),
    )
    path.write_text(content)
    assert run_script(plan_of(*steps).script(), tmp_path)[:2] == (0, "")
    by_script = path.read_bytes()
    path.write_text(content)
    steps[1].do(hands, steps[1].intend(hands))
    assert path.read_bytes() == by_script
    assert (tmp_path / "made it").exists()
    assert run_script(plan_of(*steps).script(), tmp_path)[0] != 0, "a line that is not there once ends the script"
    assert path.read_bytes() == by_script
