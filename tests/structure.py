"""How the house stands: which room may import which, no circle anywhere, and no file of two ideas."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TREES = {
    "fixtures": {"fixtures"},
    "tests_infra": {"fixtures"},
    "fixers": {"fixers", "fixtures"},
    "reports": {"reports", "fixtures"},
    "lab": {"lab", "fixtures"},
}
"""Tree to the trees that it may import."""
OTHERS = {"tests", "benchmarks"}
PLUGINS = "fixtures.plugins"
FLOORS = {
    "fixtures": (
        "texts interpreter secret_forms own",
        "errors masking chain state",
        "questions canary",
        "memory",
        "mistakes parsers",
        "expectations",
        "environment",
        "clients",
        "access",
        "facts",
        "verdict",
        "session catalogue",
        "hooks",
        "plugins __main__ canary_guard",
    ),
    "lab": (
        "errors cache progress",
        "command state",
        "machine pki",
        "artifacts",
        "instances",
        "site",
        "network",
        "building",
        "components",
        "faults",
        "verbs",
        "__main__",
        "standins",
    ),
}
"""From the ground up: a room imports those below it, and none beside it.

Nothing imports `standins`, which run in containers. A file of a tree's own folder that is named here nowhere is a room
of no floor yet: every room may import it, so it is named as soon as it stays.
"""
UPWARDS = {
    "fixtures.questions -> fixtures.memory": "what was asked is typed by what remembers it",
    "reports -> fixtures.plugins": "a record knows what pytest was told of an outcome, and of an exemption",
}
"""What is not as the floors say, and why."""
TYPES_ONLY = {
    "fixtures.questions": "what was asked is typed by what remembers it",
    "fixtures.facts": "the table of all rooms names each, and each is typed by it",
    "fixtures.access": "the entry into an instance takes the access that opens it",
}
"""Rooms in which modules import each other in a circle while types are checked, never while the program runs."""
LONGEST = 200
LONGER = {
    "fixtures/access/base.py": "what every kind of access can",
    "fixtures/access/identity.py": "the proof of one question, each step on the one before",
    "fixtures/clients/protocols.py": "sent to an instance as one file and run there",
    "fixtures/clients/postgresql.py": "a connection and its refusal are one question: libpq's trace explains the other",
    "fixtures/facts/tables.py": "the facts of one room",
    "fixtures/facts/vault.py": "the facts of one room",
    "fixtures/verdict/needs.py": "one function a relation, in one list",
    "reports/line.py": "one class a kind of line, in one list",
}
"""Files of more lines, and why they hold one idea."""


@dataclass(frozen=True)
class Import:
    """One module imports another."""

    source: str
    target: str
    for_types: bool
    """Only types are taken from it: nothing is imported when the program runs."""


def problems(root: Path = ROOT) -> Iterator[str]:
    """Every problem found, one sentence each."""
    found = imports(root)
    yield from _trees(found)
    yield from _floors(found)
    yield from _circles(found)
    yield from _lengths(root)


def imports(root: Path = ROOT) -> list[Import]:
    """Every import of a module of ours by another, those inside functions too."""
    files = {_module(path.relative_to(root)): path for path in _files(root)}
    return [each for module, path in sorted(files.items()) for each in _imports_of(module, path, files)]


def _files(root: Path) -> list[Path]:
    return sorted(path for tree in TREES for path in (root / tree).rglob("*.py"))


def _module(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports_of(module: str, path: Path, files: dict[str, Path]) -> Iterator[Import]:
    for node, for_types in _statements(ast.parse(path.read_text("utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            names += [name if name in files else node.module for name in whole]
        yield from (Import(module, name, for_types) for name in names if name != module)


def _statements(node: ast.AST, *, for_types: bool = False) -> Iterator[tuple[ast.AST, bool]]:
    """Each statement below, and whether it stands where only types are checked; no import stands in an expression."""
    for block in ("body", "handlers", "cases", "orelse", "finalbody"):
        for each in getattr(node, block, ()):
            only = for_types or _for_types(each)
            yield each, only
            yield from _statements(each, for_types=only)


def _for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def _trees(found: list[Import]) -> Iterator[str]:
    for each in found:
        tree, other = each.source.partition(".")[0], each.target.partition(".")[0]
        if other in {*TREES, *OTHERS} - TREES[tree]:
            yield f"{each.source} imports {other}; {tree} may import {', '.join(sorted(TREES[tree]))}"
        if tree != "fixtures" and _room(each.target) == PLUGINS and f"{tree} -> {PLUGINS}" not in UPWARDS:
            yield f"{each.source} imports {each.target}: a plugin is pytest's alone"


def _room(module: str) -> str:
    return ".".join(module.split(".")[:2])


def _floors(found: list[Import]) -> Iterator[str]:
    heights = {
        f"{tree}.{room}": height
        for tree, floors in FLOORS.items()
        for height, floor in enumerate(floors)
        for room in floor.split()
    }
    upwards = set()
    for each in found:
        room, other = _room(each.source), _room(each.target)
        inside = room.partition(".")[0] == other.partition(".")[0] and room != other
        if inside and room in heights and heights.get(other, -1) >= heights[room]:
            upwards.add(f"{room} -> {other}")
            if f"{room} -> {other}" not in UPWARDS:
                yield f"{each.source} imports {each.target}, but {other} stands no lower than {room}"
    rooms = {_room(each.source) for each in found}
    for arrow in UPWARDS:
        room = arrow.partition(" ")[0]
        if room in rooms and arrow not in upwards:
            yield f"{arrow} is named as an import upwards, and there is none: take it out"


def _circles(found: list[Import]) -> Iterator[str]:
    typed = [each for each in found if not (each.for_types and _room(each.source) in TYPES_ONLY)]
    running = set(circles([each for each in found if not each.for_types]))
    yield from (f"modules import each other in a circle: {circle}" for circle in running)
    for_types = set(circles(typed)) - running
    yield from (f"modules import each other in a circle, for types: {circle}" for circle in for_types)


def circles(found: list[Import]) -> Iterator[str]:
    """Every circle, each until its last arrow is taken out."""
    graph: dict[str, set[str]] = {}
    for each in found:
        graph.setdefault(each.source, set()).add(each.target)
    while path := _circle(graph):
        ring = path[:0:-1]
        first = ring.index(min(ring))
        yield " -> ".join([*ring[first:], *ring[:first], ring[first]])
        graph[path[1]].discard(path[0])


def _circle(graph: dict[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        path: list[str] = error.args[1]
        return path
    return []


def _lengths(root: Path) -> Iterator[str]:
    lengths = {str(path.relative_to(root)): len(path.read_text("utf-8").splitlines()) for path in _files(root)}
    for name, lines in lengths.items():
        if lines > LONGEST and name not in LONGER:
            asked = f"past {LONGEST}, does it hold two ideas? split it, or say why not in tests/structure.py"
            yield f"{name} has {lines} lines: {asked}"
        if lines <= LONGEST and name in LONGER:
            yield f"{name} has {lines} lines, and tests/structure.py says why it is longer than {LONGEST}: take it out"
