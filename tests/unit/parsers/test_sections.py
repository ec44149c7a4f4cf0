from __future__ import annotations

import json
import subprocess
from collections.abc import Callable

import pytest

from fixtures.access.process import Completed
from fixtures.errors import FactUnavailable
from fixtures.parsers.sections import SECTION, Sections, split, understood

MARK = "m4rk"


def answered(body: str) -> Sections:
    argv = ("sh", "-c", SECTION + body, "sh", MARK)
    done = subprocess.run(argv, capture_output=True, check=False)
    return split("meet", Completed(argv, done.returncode, done.stdout, done.stderr), MARK)


@pytest.mark.process
def test_output_status_and_complaint_stay_with_their_command() -> None:
    found = answered("section one printf 'a\\n\\nb'\nsection two sh -c 'echo no >&2; exit 3'\nsection three true\n")
    assert found.answer("one") == "a\n\nb"
    assert (found.section("two").status, found.section("two").stderr) == (3, "no\n")
    assert found.answer("three") == ""


@pytest.mark.process
def test_what_a_command_calls_its_own_things_is_no_matter() -> None:
    assert answered("ask() { name=eth0; echo $name; }\nsection one ask\n").answer("one") == "eth0\n"


@pytest.mark.process
def test_a_banner_of_the_shell_is_in_no_answer() -> None:
    """As a wrapper around /bin/sh, or a library that is loaded into everything, prints it on both streams."""
    argv = ("sh", "-c", "echo Welcome; echo 'no locale' >&2;" + SECTION + "section one printf a\n", "sh", MARK)
    done = subprocess.run(argv, capture_output=True, check=False)
    found = split("meet", Completed(argv, done.returncode, done.stdout, done.stderr), MARK)
    assert (found.answer("one"), found.section("one").stderr.strip()) == ("a", "")
    assert "Welcome" in found.section("start").stdout


def test_an_answer_that_was_cut_off_in_the_mark() -> None:
    done = Completed(("sh",), 0, f"a\n{MARK} one".encode(), b"")
    with pytest.raises(FactUnavailable, match="the script ended before"):
        split("meet", done, MARK).answer("one")


@pytest.mark.parametrize(
    "parse",
    [int, lambda text: text.split()[7], lambda text: dict(zip("ab", text, strict=True)), json.loads],
    ids=["number", "column", "pairs", "json"],
)
def test_what_no_parser_knows_is_no_answer(parse: Callable[[str], object]) -> None:
    with pytest.raises(FactUnavailable, match="meet: could not ask one: the answer is not understood: "):
        understood("meet", "one", parse, "Welcome")


@pytest.mark.process
def test_a_missing_program_is_no_answer() -> None:
    with pytest.raises(FactUnavailable, match=r"meet: could not ask one: .*not found"):
        answered("section one no-such-program-here\n").answer("one")


@pytest.mark.process
def test_a_script_that_ended_early_is_no_answer() -> None:
    with pytest.raises(FactUnavailable, match="the script ended before: killed"):
        answered("section one true\necho killed >&2\nexit 1\nsection two true\n").answer("two")
