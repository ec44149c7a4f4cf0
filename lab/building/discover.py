"""Finds the components: every `COMPONENT` of a module in lab/components, and the order they need each other."""

from __future__ import annotations

import hashlib
import importlib
import inspect
import pkgutil
from collections.abc import Iterable
from dataclasses import dataclass
from types import ModuleType

from lab import components
from lab.building.component import Component
from lab.errors import LabError
from lab.progress import say


@dataclass(frozen=True)
class Part:
    """A component with the name of its module, which identifies it, and the hash of the module's text."""

    id: str
    component: Component
    source: str


def parts(*, strict: bool = True) -> list[Part]:
    """Every component, those first that most others wait for.

    Without `strict` a module that cannot be loaded is named and left out, so that one which is being written
    does not stand in the way of the rest. Raises `LabError` when a module cannot be loaded, or when components
    need each other in a circle.
    """
    found: list[Part] = []
    for info in pkgutil.iter_modules(components.__path__):
        if info.name.startswith("_") or info.ispkg:
            continue
        try:
            module = importlib.import_module(f"lab.components.{info.name}")
        except Exception as error:
            if strict:
                raise LabError(f"lab/components/{info.name}.py cannot be loaded: {error!r}") from error
            say(info.name, f"LEFT OUT, its module cannot be loaded: {error!r}")
            continue
        component = getattr(module, "COMPONENT", None)
        if isinstance(component, Component):
            found.append(Part(info.name, component, _hash(module)))
    return ordered(found)


def _hash(module: ModuleType) -> str:
    return hashlib.sha256(inspect.getsource(module).encode()).hexdigest()


def needed(part: Part, among: Iterable[Part]) -> list[Part]:
    """The components that must be ready before `part` is set up."""
    return [other for other in among if other.component.instance in part.component.needs and other != part]


def ordered(found: list[Part]) -> list[Part]:
    """The components by the length of the chain that waits for them, longest first."""
    weights: dict[str, int] = {}

    def weight(part: Part, path: tuple[str, ...]) -> int:
        if part.id in path:
            raise LabError(f"components need each other in a circle: {' -> '.join([*path, part.id])}")
        if part.id not in weights:
            waiting = [other for other in found if part in needed(other, found)]
            weights[part.id] = 1 + max((weight(other, (*path, part.id)) for other in waiting), default=0)
        return weights[part.id]

    return sorted(found, key=lambda part: (-weight(part, ()), part.id))
