"""The environment of the light instances holds them and nothing else that costs a question a container."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from benchmarks.goss import CHECKS, QUESTIONS, questions
from benchmarks.overlay import light
from fixtures.environment import ROOT, load
from fixtures.expectations import Environment
from fixtures.verdict.register import every

ADDRESSES = {"light-01": "10.0.77.11", "light-02": "10.0.77.12"}


@pytest.fixture
def env(tmp_path: Path) -> Environment:
    folder = tmp_path / "environments"
    folder.mkdir()
    shutil.copy(ROOT / "environments/base.toml", folder)
    (folder / "bench.toml").write_text(light(ADDRESSES), "utf-8")
    return load("bench", root=tmp_path, variables={}).environment


def test_an_overlay_takes_all_of_base_away(env: Environment) -> None:
    assert {each.instance: str(each.address) for each in env.containers.values()} == ADDRESSES
    assert (env.forwards, env.proxy.sites, env.tables.servers) == ((), {}, {})


def test_we_are_asked_as_much_as_goss(env: Environment) -> None:
    asked = {check.id: len(check.subjects(env)) for check in every() if check.id in CHECKS}
    assert sorted(asked) == sorted(CHECKS)
    assert sum(asked.values()) == QUESTIONS * len(ADDRESSES)


def test_goss_is_asked_as_much_as_we() -> None:
    kinds = questions("10.0.77.11")
    things = sum(len(of_a_kind) for of_a_kind in kinds.values() if isinstance(of_a_kind, dict))
    assert things + 1 == QUESTIONS, "one of them, the service, is asked two questions: whether it runs, and is enabled"
