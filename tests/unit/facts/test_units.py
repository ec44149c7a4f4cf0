"""What is asked about units, answered by a container of which only the words are played."""

from __future__ import annotations

import re
from typing import Any, cast

import pytest

from fixtures.access.base import Access
from fixtures.access.process import Completed
from fixtures.errors import FactUnavailable
from fixtures.expectations import Environment
from fixtures.facts.cache import Facts
from fixtures.facts.containers import ContainersFacts
from fixtures.facts.units import Restarting
from fixtures.parsers.spans import seconds
from fixtures.parsers.units import parse_show
from fixtures.verdict.matching import Mismatch
from tests.unit.environments import environment
from tests_infra.containers.test_service import test_active, test_enabled

test_active.__test__ = test_enabled.__test__ = False  # type: ignore[attr-defined]  # they are asked here, not collected

LAB = environment()
SERVICE = {
    "Type": "simple",
    "LoadState": "loaded",
    "ActiveState": "active",
    "SubState": "running",
    "UnitFileState": "enabled",
    "WantedBy": "multi-user.target",
}
PART = "postgresql@15-main.service"
UMBRELLA = SERVICE | {
    "Type": "oneshot",
    "RemainAfterExit": "yes",
    "SubState": "exited",
    "Wants": PART,
    "ConsistsOf": PART,
}
PROGRAM = "{ path=/opt/gbo/bin/x ; argv[]=/opt/gbo/bin/x serve ; ignore_errors=no ; start_time=[n/a] ; }"
GENERATED = SERVICE | {"UnitFileState": "enabled-runtime", "WantedBy": "postgresql.service"}


class Played:
    """An access whose containers have these units; `banner` is printed by every shell, `found` is what `find` finds.

    A boot starts the target and `boot`; `lost` is what is not there of that which a start needs.
    """

    def __init__(
        self, units: dict[str, dict[str, str]], banner: str = "", found: str = "", boot: str = "", lost: str = ""
    ) -> None:
        self.units, self.banner, self.found = units, banner, found
        self.boot, self.lost = f"multi-user.target default.target {boot}", lost

    def channel(self, _instance: str) -> Played:
        return self

    def run(self, argv: tuple[str, ...], *, timeout: float) -> Completed:
        if argv[-1] == "default.target":
            answer = self.boot if argv[1] == "list-dependencies" else "default.target multi-user.target"
        elif argv[:2] == ("sh", "-c") and "getent" in argv[2]:
            answer = f"{self.banner}\n{argv[4]} start 0\n{self.lost}\n{argv[4]} missing 0\n"
        elif argv[0] == "sh":
            mark, names = argv[4], argv[5:]
            answer = f"{self.banner}\n{mark} start 0\n{self._show(names)}\n{mark} units 0\n"
            answer += f"\n{mark} sockets 0\n\n{mark} processes 0\n\n{mark} groups 0\n"
        elif argv[:2] == ("systemctl", "show"):
            answer = self._show(argv[argv.index("--") + 1 :])
        elif argv[0] == "find":
            answer = self.found
        else:
            raise AssertionError(f"not played: {argv}")
        return Completed(argv, 0, answer.encode(), b"")

    def _show(self, names: tuple[str, ...]) -> str:
        return "\n\n".join(
            "\n".join(f"{key}={value}" for key, value in {"Id": name, "Names": name, **self.units[name]}.items())
            for name in names
        )


def facts(played: Played, env: Environment = LAB) -> ContainersFacts:
    access = cast("Access", played)
    return ContainersFacts(env, access, Facts(env, access))


def declared(**changes: Any) -> Any:
    return LAB.containers["tables"].units["postgresql"].model_copy(update=changes)


def test_debians_umbrella_is_as_active_as_its_part() -> None:
    healthy = {"postgresql.service": UMBRELLA, PART: GENERATED}
    test_active(declared(), facts(Played(healthy)))
    down = healthy | {PART: GENERATED | {"ActiveState": "failed", "SubState": "failed"}}
    with pytest.raises(
        Mismatch, match=re.escape("parts_down: expected none, found postgresql@15-main.service is failed")
    ):
        test_active(declared(), facts(Played(down)))


def test_a_unit_of_that_name_that_is_the_server_itself() -> None:
    test_active(declared(), facts(Played({"postgresql.service": SERVICE})))


def test_a_declared_state_is_compared_as_it_is() -> None:
    played = Played({"postgresql.service": UMBRELLA, PART: GENERATED})
    test_active(declared(sub="exited"), facts(played))
    with pytest.raises(Mismatch, match="sub: expected running, found exited"):
        test_active(declared(sub="running"), facts(played))


def test_a_failed_unit() -> None:
    failed = SERVICE | {"ActiveState": "failed", "SubState": "failed"}
    with pytest.raises(Mismatch, match="active: expected active, found failed\n  sub: expected running, found failed"):
        test_active(declared(), facts(Played({"postgresql.service": failed})))


@pytest.mark.parametrize(
    ("unit", "others", "found", "right"),
    [
        (SERVICE, {}, "", True),
        (SERVICE | {"UnitFileState": "disabled"}, {}, "", False),
        (SERVICE | {"UnitFileState": "masked"}, {}, "", False),
        (SERVICE | {"UnitFileState": "transient"}, {}, "", False),
        (SERVICE | {"UnitFileState": "static", "WantedBy": ""}, {}, "", False),
        (
            SERVICE | {"UnitFileState": "static", "WantedBy": "", "TriggeredBy": "a.timer"},
            {"a.timer": "active"},
            "",
            True,
        ),
        (
            SERVICE | {"UnitFileState": "static", "WantedBy": "", "TriggeredBy": "a.timer"},
            {"a.timer": "inactive"},
            "",
            False,
        ),
        (SERVICE | {"UnitFileState": "generated", "WantedBy": "a.target"}, {"a.target": "active"}, "", True),
        (
            SERVICE | {"UnitFileState": "indirect", "WantedBy": "", "TriggeredBy": "a.socket"},
            {"a.socket": "active"},
            "",
            True,
        ),
        (GENERATED, {"postgresql.service": "active"}, "", True),
        (
            SERVICE | {"UnitFileState": "enabled-runtime", "WantedBy": "a.target"},
            {"a.target": "active"},
            "/run/systemd/system/a.target.wants/postgresql.service\n",
            False,
        ),
    ],
)
def test_what_comes_back(unit: dict[str, str], others: dict[str, str], found: str, right: bool) -> None:
    known = {name: SERVICE | {"ActiveState": active} for name, active in others.items()}
    played = Played(
        {**known, "x.service": unit} | {"postgresql.service": known.get("postgresql.service", unit)},
        found=found,
        boot=" ".join(name for name, active in others.items() if active == "active"),
    )
    expected = declared(name="x") if "postgresql.service" in others else declared()
    env = LAB
    if expected.name == "x":
        tables = LAB.containers["tables"].model_copy(update={"units": {"x": expected}})
        env = LAB.model_copy(update={"containers": {**LAB.containers, "tables": tables}})
    if right:
        test_enabled(expected, facts(played, env))
    else:
        with pytest.raises(Mismatch, match="enabled: expected enabled or alias"):
            test_enabled(expected, facts(played, env))


@pytest.mark.parametrize(
    ("unit", "lost", "words"),
    [
        ({"WantedBy": "graphical.target"}, "", "started_at_boot: expected True, found False"),
        ({"ExecStart": PROGRAM}, "/opt/gbo/bin/x\n", "lacks: expected none, found /opt/gbo/bin/x"),
        ({"User": "gbuser"}, "user gbuser\n", "lacks: expected none, found user gbuser"),
    ],
)
def test_what_is_enabled_and_does_not_come_back(unit: dict[str, str], lost: str, words: str) -> None:
    with pytest.raises(Mismatch, match=re.escape(words)):
        test_enabled(declared(), facts(Played({"postgresql.service": SERVICE | unit}, lost=lost)))


def test_what_a_start_needs() -> None:
    shown = "\n".join(
        [
            *("LoadState=loaded", "ActiveState=active", "SubState=running", "User=gbuser", "WorkingDirectory=!/srv/x"),
            "ExecStartPre={ path=/bin/true ; argv[]=/bin/true ; ignore_errors=yes ; start_time=[n/a] ; }",
            f"ExecStart={PROGRAM}",
            "EnvironmentFiles=/opt/gbo/bin/.env (ignore_errors=no)",
            "EnvironmentFiles=/etc/default/x (ignore_errors=yes)",
        ]
    )
    (found,) = parse_show(shown)
    assert found.paths == {"/opt/gbo/bin/x", "/opt/gbo/bin/.env"}
    assert found.user == "gbuser"
    (elsewhere,) = parse_show(f"{shown}\nRootDirectory=/srv/root\nDynamicUser=yes")
    assert (elsewhere.paths, elsewhere.user) == (frozenset(), "")


def test_declared_states_and_names() -> None:
    unit = SERVICE | {"UnitFileState": "disabled", "Names": "postgresql.service postgres.service"}
    test_enabled(declared(enabled=("disabled",), aliases=("postgres",)), facts(Played({"postgresql.service": unit})))
    with pytest.raises(Mismatch, match=re.escape("missing_names: expected none, found drive.service")):
        test_enabled(declared(enabled=("disabled",), aliases=("drive",)), facts(Played({"postgresql.service": unit})))


def test_a_banner_is_no_answer_and_stands_in_nothings_way() -> None:
    test_active(declared(), facts(Played({"postgresql.service": SERVICE}, banner="Welcome to tables!\nLoadState=\n")))


def test_an_answer_of_something_else_is_said_in_words() -> None:
    played = facts(Played({"postgresql.service": {"Welcome": "home"}}))
    with pytest.raises(
        FactUnavailable, match=r"tables: could not ask units: the answer is not understood: LoadState, .*"
    ):
        test_active(declared(), played)


@pytest.mark.parametrize(
    ("restarts", "meanwhile", "up", "pause", "loops"),
    [
        (42, 0, 1.0, 5.0, True),  # ends with 0 every few seconds
        (7, 0, 1_036_800.0, 90.0, False),  # the last of them twelve days ago
        (1, 0, 4.0, 90.0, False),
        (9, 1, 4.0, 0.1, True),
        (9, 0, 9.0, 0.1, False),
        (700, 0, 31.0, 5.0, False),  # Vault was sealed for an hour
    ],
)
def test_a_loop_is_told_from_a_restart(restarts: int, meanwhile: int, up: float, pause: float, loops: bool) -> None:
    assert Restarting(restarts, meanwhile, up, pause).loops == loops


@pytest.mark.parametrize(("span", "length"), [("1min 30s", 90.0), ("100ms", 0.1), ("0", 0.0), ("2h 5us", 7200.000005)])
def test_spans_of_systemd(span: str, length: float) -> None:
    assert seconds(span) == pytest.approx(length)


@pytest.mark.parametrize("span", ["", "soon", "5", "5s later"])
def test_what_is_no_span(span: str) -> None:
    with pytest.raises(ValueError, match="not a time span"):
        seconds(span)
