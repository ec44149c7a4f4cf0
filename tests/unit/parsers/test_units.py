from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.parsers.units import UnitState, active_of, file_name, named, parse_failed, parse_show

SHOW = Path(__file__).parent / "golden" / "show"
KINDS = parse_show((SHOW / "other-kinds.txt").read_text())
DEBIAN = parse_show((SHOW / "debian-postgresql.txt").read_text())


def right(state: UnitState) -> bool:
    return state.sub in state.usual and state.active in active_of(state.usual)


@pytest.mark.parametrize("state", [*KINDS, *DEBIAN], ids=lambda state: state.id)
def test_what_is_usual_for_its_kind(state: UnitState) -> None:
    assert right(state) is (state.id != "dovecot.socket")


def test_an_umbrella_has_parts() -> None:
    assert [state.parts for state in DEBIAN] == [{"postgresql@15-main.service"}, frozenset()]


def test_a_service_that_should_run_may_not_be_exited_because_it_stays() -> None:
    (state,) = parse_show("Id=a.service\nLoadState=loaded\nActiveState=active\nSubState=exited\nRemainAfterExit=yes\n")
    assert not right(state)


def test_a_unit_is_found_by_its_alias() -> None:
    assert named(KINDS, "default.target").id == "multi-user.target"


def test_a_unit_that_was_not_told_of() -> None:
    with pytest.raises(ValueError, match=r"says nothing of botserver\.service"):
        named(KINDS, "botserver")


@pytest.mark.parametrize(
    ("unit", "full"),
    [
        ("postgresql@15-main", "postgresql@15-main.service"),
        ("a.b", "a.b.service"),
        ("x.timer", "x.timer"),
        ("home-data.automount", "home-data.automount"),
    ],
)
def test_a_name_without_a_type_is_a_service(unit: str, full: str) -> None:
    assert file_name(unit) == full


@pytest.mark.parametrize(
    "answer",
    [
        "Welcome to tables!",
        "Id=a.service\nLoadState=loaded",
        "LoadState=loaded\nActiveState=active\nSubState=running\nNRestarts=[not set]",
    ],
)
def test_another_answer_is_said_in_words(answer: str) -> None:
    with pytest.raises(ValueError, match="systemctl's"):
        parse_show(answer)


def test_a_banner_among_failed_units_is_no_unit() -> None:
    with pytest.raises(ValueError, match="not a unit's name: 'Welcome'"):
        parse_failed("Welcome to tables\npostfix.service loaded failed failed Postfix\n")
