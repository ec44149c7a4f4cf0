"""Checks with one thing wrong: a comparison turned round, or a fact that found nothing.

A mutant that passes where the check passes shows that this part of the check decides nothing.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import partial
from typing import Any

from fixtures.verdict.check import Check

TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
OTHER, EMPTIED = "_other_than", "_emptied"


@dataclass(frozen=True)
class Mutant:
    """A check with one thing wrong."""

    check: Check
    what: str

    @property
    def name(self) -> str:
        """`check.id: what is wrong`."""
        return f"{self.check.id}: {self.what}"


class OtherThan:
    """Equal to everything but one value."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __eq__(self, found: object) -> bool:
        return found != self._value

    def __hash__(self) -> int:
        return hash(str(self._value))


def other_than(declared: Mapping[str, object]) -> dict[str, object]:
    """What is declared, each value turned into everything else."""
    return {name: OtherThan(value) for name, value in declared.items()}


class Nothing:
    """Notes whether emptying a fact changed it: one that was empty before makes no mutant."""

    def __init__(self) -> None:
        self.changed = False

    def __call__(self, value: Any) -> Any:
        """The value as it is where nothing was found."""
        empty = _empty(value)
        self.changed |= bool(empty != value)
        return empty


def _empty(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _empty(getattr(value, each.name)) for each in fields(value) if each.init})
    if isinstance(value, bool | int | float | str | bytes | tuple | list | dict | set | frozenset):
        return type(value)()
    return None


def mutants(check: Check, nothing: Nothing) -> Iterator[Mutant]:
    """Every mutant of a check; `nothing` is told when one's fact is emptied."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(check.function)))
    for number, (what, _) in enumerate(_changes(tree, set(check.rooms_asked))):
        changed = ast.parse(textwrap.dedent(inspect.getsource(check.function)))
        [*_changes(changed, set(check.rooms_asked))][number][1]()
        yield Mutant(replace(check, function=_made(changed, check.function, nothing)), what)


def _changes(tree: ast.Module, rooms: set[str]) -> Iterator[tuple[str, Callable[[], None]]]:
    """What can be made wrong in a function, and what makes it so."""
    texts = {id(below) for text in _texts(tree) for below in ast.walk(text)}
    for node in ast.walk(_function(tree)):
        if id(node) in texts:
            continue
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            yield f"{ast.unparse(node)} turned round", partial(_turn, node)
        elif isinstance(node, ast.Assert) and not isinstance(node.test, ast.Compare):
            yield f"assert {ast.unparse(node.test)} turned round", partial(_negate, node)
        elif isinstance(node, ast.Call) and _called(node) == "assert_matches":
            yield f"matches {ast.unparse(node.args[1])} turned round", partial(_wrap, node.args, 1, OTHER)
        for parent, place in _places(node):
            if isinstance(call := parent[place], ast.Call) and id(call) not in texts and _asks(call, rooms):
                yield f"{ast.unparse(call)} found nothing", partial(_wrap, parent, place, EMPTIED)


def _texts(tree: ast.Module) -> Iterator[ast.expr]:
    """What only says something: messages and remarks decide nothing."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assert) and node.msg:
            yield node.msg
        elif isinstance(node, ast.Call) and _called(node) == "assert_matches":
            yield from node.args[3:]
            yield from (each.value for each in node.keywords if each.arg in ("remark", "says"))


def _function(tree: ast.Module) -> ast.FunctionDef:
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    function.decorator_list = []
    return function


def _places(node: ast.AST) -> Iterator[tuple[Any, Any]]:
    """Where the expressions right below a node stand."""
    for name, value in ast.iter_fields(node):
        if isinstance(value, list):
            yield from ((value, number) for number in range(len(value)))
        elif isinstance(value, ast.expr):
            yield vars(node), name


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _asks(call: ast.Call, rooms: set[str]) -> bool:
    return (
        isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id in rooms
    )


def _turn(node: ast.Compare) -> None:
    node.ops = [TURNED[type(node.ops[0])]()]


def _negate(node: ast.Assert) -> None:
    node.test = ast.UnaryOp(ast.Not(), node.test)


def _wrap(parent: Any, place: Any, by: str) -> None:
    parent[place] = ast.Call(ast.Name(by, ast.Load()), [parent[place]], [])


def _made(tree: ast.Module, function: Callable[..., None], nothing: Nothing) -> Callable[..., None]:
    names = {**function.__globals__, OTHER: other_than, EMPTIED: nothing}
    exec(compile(ast.fix_missing_locations(tree), "<mutant>", "exec"), names)
    made = names[function.__name__]
    assert callable(made)
    return made  # type: ignore[no-any-return]
