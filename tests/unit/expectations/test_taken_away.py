"""A later layer takes away what an earlier one says: then it is not there, and no default of ours instead."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from pathlib import Path

import pytest

from fixtures.environment import load
from fixtures.environment.schema import Slot, keys, top
from fixtures.errors import ExpectationError, FactUnavailable
from fixtures.expectations import Environment
from fixtures.expectations.model import Model
from fixtures.facts.vault import VaultFacts
from fixtures.verdict.askable import load_askable
from fixtures.verdict.register import every, resolve
from tests.unit.environments import environment
from tests.unit.expectations.site import build

OPEN = """
[vectordb]
secret.remove = true
[vault.secrets."gbo/vectordb"]
remove = true
[vectordb.servers.vectordb]
collections = ["sales"]
"""


def _site(root: Path, local: str) -> Environment:
    return load_askable("lab", root=build(root, local.encode()), variables={}).environment


def test_a_vector_database_without_a_key(tmp_path: Path) -> None:
    env = _site(tmp_path, OPEN)
    assert env.vectordb.secret is None
    asked = {check.id: [each.id for each in check.subjects(env)] for check in every() if check.room == "vectordb"}
    assert asked["vectordb.auth.required"] == []
    assert asked["vectordb.collection.present"] == ["vectordb:sales"]
    present, collection = resolve(env, "vectordb.collection.present[vectordb:sales]")
    assert present.needed(env, collection) == ("vectordb.server.ready[vectordb]",)


def test_a_secret_that_stands_on_no_path_is_told_whether_it_is_written_or_not(tmp_path: Path) -> None:
    local = '[vault.secrets."gbo/cache"]\nremove = true\n'
    with pytest.raises(ExpectationError) as caught:
        _site(tmp_path, local + "[system.caches.valkey]\nsecret.remove = true\n")
    told = str(caught.value)
    assert "system.caches.valkey" in told
    assert 'vault.secrets."gbo/cache" is removed at environments/lab.local.toml:2' in told


def test_what_is_taken_away_is_gone(tmp_path: Path) -> None:
    assert _site(tmp_path, "[os]\nglibc.remove = true\n").os.glibc is None
    assert (
        _site(tmp_path / "2", "[directory.servers.directory]\nconsole_path.remove = true\n")
        .directory.servers["directory"]
        .console_path
        is None
    )


@pytest.mark.parametrize(
    ("local", "said"),
    [
        (
            "[directory.servers.directory]\nready_path.remove = true\n",
            "lab.local.toml:2: directory.servers.directory.ready_path.remove: takes nothing away: "
            'without it, it is the text "/debug/ready"; write what it is here',
        ),
        (
            "[clock]\ntolerance.remove = true\n",
            "lab.local.toml:2: clock.tolerance.remove: takes nothing away: without it, it is the number 60",
        ),
        (
            "[vault.servers.vault]\nbinary.remove = true\n",
            "lab.local.toml:2: vault.servers.vault.binary.remove: takes nothing away",
        ),
    ],
)
def test_what_cannot_be_taken_away_is_said(tmp_path: Path, local: str, said: str) -> None:
    with pytest.raises(ExpectationError) as caught:
        load("lab", root=build(tmp_path, local.encode()), variables={})
    assert said in str(caught.value)


def test_what_may_be_none_is_none_without_a_word() -> None:
    for model in _models(top(Environment)):
        fields = model.model_fields.items()
        wrong = [name for name, field in fields if type(None) in typing.get_args(field.annotation) and field.default]
        assert not wrong, f"{model}: a site could not take {', '.join(wrong)} away: the default belongs into base.toml"


def _models(at: Slot) -> Iterator[type[Model]]:
    if at.model is not None:
        yield at.model
    for name in keys(at.model) if at.model is not None else ("*",):
        if (below := at.below(name)) is not None and below.is_table:
            yield from _models(below)


def test_a_path_that_nobody_declared_is_told_when_it_is_read() -> None:
    env = environment()
    facts = VaultFacts.__new__(VaultFacts)
    facts.env = env
    with pytest.raises(FactUnavailable, match=r"gbo/valut: it is not declared below \[vault\.secrets\]; did you mean"):
        facts.credential("gbo/valut", "password")
