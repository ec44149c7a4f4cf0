"""Which containers a function of a fault works in, read from its code: what it says to `lab.node(...)`."""

from __future__ import annotations

import dis
import inspect
import itertools
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any


def nodes(function: Callable[..., Any], seen: set[object] | None = None) -> Iterator[str]:
    """The names given to `lab.node` in it and in the faults' functions that it calls, where the code tells them."""
    seen = {function} if seen is None else seen
    within = inspect.getclosurevars(function)
    names = {**within.globals, **within.nonlocals}
    for before, after in itertools.pairwise(dis.get_instructions(function)):
        if before.opname in ("LOAD_METHOD", "LOAD_ATTR") and before.argval == "node":
            said = after.argval if after.opname == "LOAD_CONST" else names.get(after.argval)
            if isinstance(said, str):
                yield said
    for each in names.values():
        if isinstance(each, FunctionType) and each.__module__.startswith("lab.faults.") and each not in seen:
            seen.add(each)
            yield from nodes(each, seen)
