"""Faults: failures that are injected the way they happen, each with the way back.

A fault is a module `lab/faults/<room>/<fault>.py`; its id is `<room>.<fault>`. It has
`ROWS: tuple[str, ...]` (the guide's rows it stands for), `RED: tuple[str, ...]` (the full ids of the checks that
must go red, the root cause first), `inject(lab)` and `heal(lab)`. Which ones are injected is kept in the state.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fixtures.errors import UserMistake
from lab.progress import say

if TYPE_CHECKING:
    from lab.site import Lab


@dataclass(frozen=True)
class Fault:
    """One failure that the lab can be given."""

    id: str
    title: str
    rows: tuple[str, ...]
    red: tuple[str, ...]
    inject: Callable[[Lab], None]
    heal: Callable[[Lab], None]


def faults() -> dict[str, Fault]:
    """Every fault by its id."""
    found: dict[str, Fault] = {}
    for room in pkgutil.iter_modules(__path__):
        if not room.ispkg:
            continue
        package = importlib.import_module(f"{__name__}.{room.name}")
        for info in pkgutil.iter_modules(package.__path__):
            if info.name.startswith("_"):
                continue
            module = importlib.import_module(f"{package.__name__}.{info.name}")
            title = (module.__doc__ or "").strip().partition("\n")[0]
            id_ = f"{room.name}.{info.name}"
            found[id_] = Fault(id_, title, module.ROWS, module.RED, module.inject, module.heal)
    return found


def named(id_: str) -> Fault:
    """The fault of that id. Raises `UserMistake` listing all of them when there is none."""
    found = faults()
    if id_ not in found:
        raise UserMistake(f"no fault {id_!r}: there are {', '.join(found) or 'none'}")
    return found[id_]


def active(lab: Lab) -> list[str]:
    """The ids of the faults that are injected, in the order of injection."""
    return (lab.state.read("faults") or "").split()


def inject(lab: Lab, id_: str) -> None:
    """Inject a fault; it counts as injected from before it begins, so that a half-made one can be healed."""
    fault = named(id_)
    if id_ not in active(lab):
        lab.state.write("faults", " ".join([*active(lab), id_]))
    fault.inject(lab)
    say(id_, f"injected: {fault.title}")


def heal(lab: Lab, id_: str) -> None:
    """Take a fault back, also one that was not injected through us."""
    fault = named(id_)
    fault.heal(lab)
    lab.state.write("faults", " ".join(each for each in active(lab) if each != id_))
    say(id_, "healed")


def command(lab: Lab, verb: str, id_: str | None, *, every: bool) -> None:
    """`break [ID]`, `heal ID` and `heal --all`. Raises `UserMistake` when it is not said what to heal."""
    if verb == "break" and id_ is None:
        for fault in faults().values():
            say(fault.id, fault.title)
    elif verb == "break" and id_ is not None:
        inject(lab, id_)
    elif every:
        todo = active(lab)[::-1]
        for each in todo:
            heal(lab, each)
        if not todo:
            say("lab", "no fault is injected, nothing to heal")
    elif id_ is not None:
        heal(lab, id_)
    else:
        raise UserMistake(f"say which fault to heal, or --all; injected: {', '.join(active(lab)) or 'none'}")
