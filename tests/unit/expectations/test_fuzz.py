"""Whatever a file holds, loading gives an environment or one ExpectationError that names a file."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fixtures.environment import ROOT, explain
from fixtures.environment.lines import line_numbers
from fixtures.errors import ExpectationError
from fixtures.verdict.askable import load_askable
from tests.unit.expectations.site import LOCAL, build

VALUES = [
    "1",
    "-1",
    "0",
    "true",
    "nan",
    "inf",
    "1e400",
    "[]",
    "{}",
    '""',
    "[[1]]",
    "{a=1}",
    "1979-05-27",
    "07:32:00",
    "1979-05-27T07:32:00Z",
    '"${domains.base}"',
    '"${a.b}"',
    '"${}"',
    '"${${domains.base}}"',
    '"${containers}"',
    '"x"',
    '"\\u0000"',
    '"\\n"',
    "[1,'a',{b=2}]",
    "{remove=true}",
    "[{remove=true}]",
    "0x7fff",
    "99999999999999999999",
]
STEPS = ["x", "", "é", "a b", "$(x)", "remove", "name", "container", "0", "\\u001b"]


def _paths(table: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, child in table.items():
        yield (*path, key)
        if isinstance(child, dict):
            yield from _paths(child, (*path, key))


KEYS = [
    path for name in ("base", "lab") for path in _paths(tomllib.loads((ROOT / f"environments/{name}.toml").read_text()))
]


@pytest.mark.parametrize("seed", range(60))
def test_any_keys_and_values(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    lines = []
    for _ in range(chance.randint(1, 3)):
        path = list(chance.choice(KEYS))
        path = path[: chance.randint(1, len(path))] if chance.random() < 0.2 else path
        if chance.random() < 0.2:
            path[chance.randrange(len(path))] = chance.choice(STEPS)
        lines.append(".".join(f'"{step}"' for step in path) + f" = {chance.choice(VALUES)}\n")
    _survives(build(tmp_path, "".join(lines).encode()), tmp_path / LOCAL)


@pytest.mark.parametrize("seed", range(60))
def test_any_bytes(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    root = build(tmp_path)
    file = root / "environments/lab.toml"
    content = bytearray(file.read_bytes())
    for _ in range(chance.randint(1, 4)):
        at, kind = chance.randrange(len(content)), chance.random()
        if kind < 0.4:
            content[at] = chance.randrange(256)
        elif kind < 0.7:
            del content[at : at + chance.randint(1, 30)]
        else:
            content[at:at] = bytes(chance.choice(b"[]{}\"'=.,#\n\\") for _ in range(chance.randint(1, 3)))
    file.write_bytes(content)
    _survives(root, file)


def _survives(root: Path, file: Path) -> None:
    try:
        loaded = load_askable("lab", root=root, variables={})
        assert explain(loaded, "containers")
    except ExpectationError as error:
        text = str(error)
        assert "environments/" in text
        assert all(character.isprintable() or character == "\n" for character in text)
    try:
        line_numbers_of = tomllib.loads(text := file.read_text())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return
    assert line_numbers(text) or not line_numbers_of
