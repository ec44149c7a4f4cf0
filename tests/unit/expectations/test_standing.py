"""What a check stands on is typed: the check must exist, and must be asked of that very thing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fixtures.errors import ExpectationError
from fixtures.expectations import Container, Environment
from fixtures.verdict import standing
from fixtures.verdict.askable import load_askable
from fixtures.verdict.check import KNOWN, CheckDefinitionError
from fixtures.verdict.needs import on
from fixtures.verdict.order import depths, with_prerequisites
from fixtures.verdict.register import every, resolve
from fixtures.verdict.standing import Standing
from tests.unit.environments import environment
from tests.unit.expectations.site import build


@pytest.mark.parametrize("name", ["lab", "prod", "stage"])
def test_a_prerequisite_is_the_thing_that_its_check_is_asked_of(name: str) -> None:
    env = environment(name)
    by_id = {check.id: {subject.id: subject for subject in check.subjects(env)} for check in every()}
    needs = [need for check in every() for each in by_id[check.id].values() for need in check.needed(env, each)]
    assert len(needs) > 300
    for need in needs:
        assert resolve(env, need) == (resolve(env, str(need))[0], by_id[need.check][need.expected.id])


def test_a_check_that_does_not_exist_is_told_before_anything_is_asked() -> None:
    standing.by("vault.seal.opn")
    try:
        with pytest.raises(CheckDefinitionError, match=r"stands on vault\.seal\.opn, and there is no such check"):
            load_askable("lab", variables={})
    finally:
        standing.NAMED.discard("vault.seal.opn")


def test_a_thing_that_the_check_is_not_asked_of_is_told_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of_the_container(env: Environment, expected: Container) -> Iterator[Standing]:
        yield standing.listening(env.containers[expected.container])

    list(every())
    asked = replace(KNOWN["vault.seal.open"], needs=(of_the_container,))
    monkeypatch.setitem(KNOWN, asked.id, asked)
    with pytest.raises(ExpectationError) as caught:
        load_askable("lab", root=build(tmp_path), variables={})
    assert (
        ": vault.servers.vault: cannot be asked by vault.seal.open, which stands on containers.port.listening[vault],"
        " and that is asked of no such thing; did you mean vault:8200"
    ) in str(caught.value)


def test_a_circle_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    env = environment()
    seal, _ = resolve(env, "vault.seal.open[vault]")
    active, _ = resolve(env, "vault.health.active[vault]")
    monkeypatch.setitem(KNOWN, seal.id, replace(seal, needs=(on(active.id),)))
    monkeypatch.setitem(KNOWN, active.id, replace(active, needs=(on(seal.id),)))
    with pytest.raises(CheckDefinitionError) as caught:
        depths(env, [resolve(env, "vault.seal.open[vault]")])
    first, second = "vault.seal.open[vault]", "vault.health.active[vault]"
    assert str(caught.value).removeprefix("checks need each other in a circle: ") in (
        f"{first} <- {second} <- {first}",
        f"{second} <- {first} <- {second}",
    )


def test_causes_come_first() -> None:
    env = environment()
    selected = [(check, subject) for check in every() for subject in check.subjects(env)]
    depth = depths(env, selected)
    assert len(depth) == len(list(with_prerequisites(env, selected)))
    assert min(depth.values()) == 1
    for check, subject in selected:
        assert all(depth[need] < depth[check.full_id(subject)] for need in check.needed(env, subject))


def test_what_would_explain_itself_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    env = environment()
    port, _ = resolve(env, "containers.port.listening[vault:8200]")
    health, _ = resolve(env, "vault.health.active[vault]")

    def of_vault(env: Environment, _expected: Container) -> Iterator[Standing]:
        yield standing.by(health.id)(env.vault.servers["vault"])

    monkeypatch.setitem(KNOWN, port.id, replace(port, causes=(of_vault,)))
    with pytest.raises(CheckDefinitionError, match=r"in a circle: .*vault\.health\.active\[vault\]"):
        depths(env, [resolve(env, "containers.port.listening[vault:8200]")])
