"""Every value of lab.toml, and every leaf of the whole lab, with a wrong type: refused by its key and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fixtures.environment import ROOT
from fixtures.environment.lines import line_numbers
from fixtures.errors import ExpectationError
from fixtures.mistakes.paths import KeyPath, show
from fixtures.verdict.askable import load_askable
from tests.unit.expectations.site import LOCAL, build

pytestmark = pytest.mark.slow

WRONG: dict[type, str] = {str: "7", int: '"7"', float: '"7"', bool: "1", list: "7"}

AT_ONCE = 50
"""Mistakes in one file; an error text has 100 at most, consequences in other files counted."""


def _leaves(value: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    if isinstance(value, dict):
        for key, child in value.items():
            yield from _leaves(child, (*path, key))
    else:
        yield path, value


def test_every_value_of_lab_toml(tmp_path: Path) -> None:
    root = build(tmp_path)
    file = root / "environments/lab.toml"
    text = file.read_text()
    table = tomllib.loads(text)
    lines = line_numbers(text)
    missed = []
    count = 0
    for path, value in _leaves(table):
        count += 1
        number = lines[path]
        mutated = _replaced(text, number, str(path[-1]), WRONG[type(value)])
        if repr(tomllib.loads(mutated)) == repr(table):  # True equals 1
            missed.append(f"{show(path)}: not replaced")
            continue
        file.write_text(mutated)
        if f"environments/lab.toml:{number}: {show(path)}: " not in _refusal(root):
            missed.append(show(path))
    assert missed == []
    assert count > 70


def _replaced(text: str, number: int, key: str, wrong: str) -> str:
    """The text with the key's value in that line replaced."""
    lines = text.split("\n")
    value = r'"[^"]*"|\[(?:[^\]"]|"[^"]*")*\]|[^\s,}]+'
    lines[number - 1] = re.sub(rf"(\b{re.escape(key)} = )(?:{value})", rf"\g<1>{wrong}", lines[number - 1], count=1)
    return "\n".join(lines)


def test_every_leaf_of_the_lab(tmp_path: Path) -> None:
    environment = load_askable("lab", variables={}).environment.model_dump(mode="json", exclude_none=True)
    leaves = [(path, value) for path, value in _leaves(environment) if path[0] not in ("exemptions", "attestations")]
    root = build(tmp_path)
    missed = []
    for start in range(0, len(leaves), AT_ONCE):
        some = leaves[start : start + AT_ONCE]
        (root / LOCAL).write_text("".join(f"{_written(path)} = {WRONG[type(value)]}\n" for path, value in some))
        told = _refusal(root)
        missed += [
            show(path) for number, (path, _) in enumerate(some, 1) if f"{LOCAL}:{number}: {show(path)}: " not in told
        ]
    assert missed == []
    assert len(leaves) > 500


def _written(path: KeyPath) -> str:
    return ".".join(f'"{step}"' for step in path)


def _refusal(root: Path) -> str:
    try:
        load_askable("lab", root=root, variables={})
    except ExpectationError as error:
        return str(error)
    return "accepted"


def test_the_repository_itself() -> None:
    for name in ("lab", "prod", "stage"):
        assert load_askable(name, root=ROOT, variables={}).environment.name == name
