"""What a figure is divided by does nothing that the probe does not need: an import too many flatters the figure."""

from __future__ import annotations

import ast

import pytest

from benchmarks.floor import CHANNELS, EACH, PROBE

NEEDED = {
    "time",
    "sys",
    "fixtures.access.kinds",
    "fixtures.environment",
    "fixtures.facts.cache",
    "fixtures.verdict.register",
}


@pytest.mark.parametrize("program", [CHANNELS, PROBE, EACH], ids=["channels", "probe", "each"])
def test_the_imports_of_a_denominator(program: str) -> None:
    imported: set[str] = set()
    for node in ast.walk(ast.parse(program)):
        if isinstance(node, ast.ImportFrom):
            imported.add(node.module or "")
        elif isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
    assert imported <= NEEDED
