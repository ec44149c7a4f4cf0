"""Which program `--expect-commit` means."""

from __future__ import annotations

import pytest

from fixtures.environment import load
from fixtures.errors import UserMistake
from fixtures.plugins.expect_commit import expecting, meant

COMMIT = "0123456789" * 4


def test_it_is_declared_as_by_the_site() -> None:
    env = load("lab", variables=expecting([COMMIT], "lab")).environment
    assert env.system.deployments["botserver"].commit == COMMIT


def test_nothing_given_changes_nothing() -> None:
    assert expecting([], "lab") is None


@pytest.mark.parametrize(("named", "known"), [("", ["botui"]), ("botui", ["botserver", "botui"])])
def test_the_only_one_and_the_one_that_is_named(named: str, known: list[str]) -> None:
    assert meant(named, known, "prod") == "botui"


@pytest.mark.parametrize(
    ("named", "known", "said"),
    [
        ("", ["botserver", "botui"], "several programs are deployed, write NAME=SHA; there are: botserver, botui"),
        ("botiu", ["botserver", "botui"], "there is no deployment botiu; did you mean botui?"),
        ("", [], "nothing is deployed in prod: declare it below [system.deployments]"),
    ],
)
def test_a_mistake_says_what_there_is(named: str, known: list[str], said: str) -> None:
    with pytest.raises(UserMistake) as raised:
        meant(named, known, "prod")
    assert str(raised.value) == f"--expect-commit: {said}"
