"""Faults: failures that are injected the way they happen, each with the way back.

A fault is a module `lab/faults/<room>/<fault>.py`; its id is `<room>.<fault>`. It has
`ROWS: tuple[str, ...]` (the guide's rows it stands for), `RED: tuple[str, ...]` (the full ids of the checks that
must go red, the root cause first), `inject(lab)` and `heal(lab)`. Where these two work in a container that no check
of RED is about, `TOUCHES: tuple[str, ...]` names it (`host` is this machine): what a fault touches decides which
others are injected beside it. Which ones are injected is kept in the state.
"""

from __future__ import annotations

import importlib
import pkgutil
import shlex
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fixtures.errors import UserMistake
from fixtures.interpreter import typed
from lab.errors import LabError
from lab.progress import say

if TYPE_CHECKING:
    from lab.site import Lab


_lock = threading.Lock()


@dataclass(frozen=True)
class Fault:
    """One failure that the lab can be given."""

    id: str
    title: str
    rows: tuple[str, ...]
    red: tuple[str, ...]
    touches: tuple[str, ...]
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
            touches = getattr(module, "TOUCHES", ())
            found[id_] = Fault(id_, title, module.ROWS, module.RED, touches, module.inject, module.heal)
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
    with _lock:
        if id_ not in active(lab):
            lab.state.write("faults", " ".join([*active(lab), id_]))
    fault.inject(lab)
    say(id_, f"injected: {fault.title}")


def heal(lab: Lab, id_: str) -> None:
    """Take a fault back, also one that was not injected through us."""
    fault = named(id_)
    fault.heal(lab)
    with _lock:
        lab.state.write("faults", " ".join(each for each in active(lab) if each != id_))
    say(id_, "taken back")


def command(lab: Lab, verb: str, id_: str | None, *, every: bool) -> None:
    """`break [ID]`, `heal ID` and `heal --all`; healing ends when it holds again.

    Raises `UserMistake` when it is not said what to heal, `LabError` when it does not hold in time.
    """
    if verb == "break" and id_ is None:
        for fault in faults().values():
            say(fault.id, fault.title)
    elif verb == "break" and id_ is not None:
        inject(lab, id_)
        _tell(named(id_))
    elif every:
        todo = active(lab)[::-1]
        for each in todo:
            heal(lab, each)
        if not todo:
            say("lab", "no fault is injected, nothing to heal")
        _await(lab, todo)
    elif id_ is not None:
        heal(lab, id_)
        _await(lab, [id_])
    else:
        raise UserMistake(f"say which fault to heal, or --all; injected: {', '.join(active(lab)) or 'none'}")


def _tell(fault: Fault) -> None:
    say(fault.id, f"red by it: {', '.join(fault.red)}")
    say(fault.id, f"see it:    {typed('pytest')} --env=lab -k {shlex.quote(fault.red[0])}")
    say(fault.id, f"undo it:   {typed('python')} -m lab heal {fault.id}")


def _await(lab: Lab, healed: Sequence[str]) -> None:
    from lab.faults import holding  # the whole suite: a list of faults does without

    known = faults()
    red = [check for id_ in healed for check in known[id_].red]
    broken = frozenset(check for id_ in active(lab) if id_ in known for check in known[id_].red)
    begun = time.monotonic()
    left = holding.await_green(lab.env, red, broken)
    if left:
        causes = dict.fromkeys(f"{each.cause.id} ({each.cause.text.splitlines()[-1].strip()})" for each in left)
        raise LabError(
            f"{', '.join(healed)}: taken back, but after {holding.LIMIT:.0f} s this does not hold yet: "
            f"{', '.join(causes)}. `{typed('python')} -m lab up` brings the lab back."
        )
    if healed:
        say(", ".join(healed), f"healed: it holds again, {time.monotonic() - begun:.1f} s later")
