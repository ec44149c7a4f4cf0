from __future__ import annotations

import subprocess

import pytest

from fixtures.errors import FactUnavailable
from fixtures.parsers.sections import SECTION, Sections, split
from fixtures.process import Completed

MARK = "m4rk"


def answered(body: str) -> Sections:
    argv = ("sh", "-c", SECTION + body, "sh", MARK)
    done = subprocess.run(argv, capture_output=True, check=False)
    return split("meet", Completed(argv, done.returncode, done.stdout, done.stderr), MARK)


def test_output_status_and_complaint_stay_with_their_command() -> None:
    found = answered("section one printf 'a\\n\\nb'\nsection two sh -c 'echo no >&2; exit 3'\nsection three true\n")
    assert found.answer("one") == "a\n\nb"
    assert (found.section("two").status, found.section("two").stderr) == (3, "no\n")
    assert found.answer("three") == ""


def test_a_missing_program_is_no_answer() -> None:
    with pytest.raises(FactUnavailable, match=r"meet: could not ask one: .*not found"):
        answered("section one no-such-program-here\n").answer("one")


def test_a_script_that_ended_early_is_no_answer() -> None:
    with pytest.raises(FactUnavailable, match="the script ended before: killed"):
        answered("section one true\necho killed >&2\nexit 1\nsection two true\n").answer("two")
