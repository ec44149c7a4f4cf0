from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.access.process import run
from fixtures.parsers.processes import QUESTION, parse_ps

FOUND = parse_ps((Path(__file__).parent / "golden" / "ps" / "field-case.txt").read_text())


@pytest.mark.parametrize(
    ("command", "pids"),
    [
        ("forgejo-runner", [901]),
        ("forgejo-runner daemon", [901]),
        ("/opt/gbo/bin/forgejo-runner daemon", [901]),
        ("forgejo-runner register", []),
        ("/usr/bin/forgejo-runner", []),
        ("averylongprocessname", [941]),
        ("myrunner", [950]),
        ("python3 -u /opt/gbo/bin/myrunner", [950]),
        ("stopped.sh", [951]),
    ],
)
def test_who_runs_a_command(command: str, pids: list[int]) -> None:
    assert [each.pid for each in FOUND if each.runs(command)] == pids


def test_a_stopped_and_a_dead_process_do_nothing() -> None:
    assert [each.pid for each in FOUND if not each.moves] == [940, 951]


@pytest.mark.process
def test_a_real_ps_finds_itself() -> None:
    found = parse_ps(run(QUESTION, timeout=10).text)
    assert any(each.runs("ps -ww -eo") for each in found)


def test_another_answer_is_said_in_words() -> None:
    with pytest.raises(ValueError, match="not an answer of ps: 'Welcome'"):
        parse_ps("Welcome")
