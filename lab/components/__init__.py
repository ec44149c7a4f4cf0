"""One module a room: what stands in the lab, and how it is set up. `parts` finds every `COMPONENT`."""

from __future__ import annotations

import hashlib
import importlib
import inspect
import pkgutil
from types import ModuleType

from lab.building.component import Component, Part, ordered
from lab.errors import LabError
from lab.progress import say


def parts(*, strict: bool = True) -> list[Part]:
    """Every component, those first that most others wait for.

    Without `strict` a module that cannot be loaded is named and left out, so that one which is being written
    does not stand in the way of the rest. Raises `LabError` when a module cannot be loaded, or when components
    need each other in a circle.
    """
    found: list[Part] = []
    for info in pkgutil.iter_modules(__path__):
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
