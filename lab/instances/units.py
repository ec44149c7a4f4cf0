"""What systemd says of a component's units while we wait for it, and which of their states no waiting changes."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lab.errors import LabError
from lab.instances.node import Node

LOOP = 3
"""Restarts during one wait after which a unit is given up: what it needs was ready before it was started."""
SETTLED = 0.5
"""Seconds that a unit must run on after its start, or after a restart of its own."""
PATIENCE = 60.0
"""Seconds after which a unit that is neither up nor ended is left to the component's own question."""
TRIES = 5
"""How often it is asked: on a busy machine `incus exec` (6.0.4) may end with status 0 and lose the answer."""
LINES = 6
"""Lines of journal and log that an error shows."""
_ASKED = ("Id", "LoadState", "ActiveState", "SubState", "Result", "NRestarts", "ExecMainCode", "ExecMainStatus", "Job")
_KILLED = ("2", "3")
"""CLD_KILLED and CLD_DUMPED: the status is a signal."""


@dataclass(frozen=True)
class Unit:
    """One unit at one moment, in systemd's words."""

    name: str
    load: str
    active: str
    sub: str
    result: str
    restarts: int
    exit: str
    """How its main process ended last: `SIGILL`, `status 1`, or nothing."""
    job: bool
    """Whether a job for it is still to be done."""

    def ended(self, restarts: int = 0) -> str | None:
        """Why it will not come up any more, `restarts` before the wait; None while it may.

        Activating, deactivating and reloading pass; failed does not, nor does inactive when no job waits.
        """
        cause = ", ".join(filter(None, (f"result {self.result}", self.exit)))
        if self.load not in ("loaded", "masked"):
            return f"cannot be loaded ({self.load})"
        if self.active == "failed":
            return f"failed ({cause})"
        if self.active == "inactive" and not self.job:
            return f"is inactive ({cause})"
        if self.restarts - restarts >= LOOP:
            return f"was restarted {self.restarts - restarts} times and ended each time ({cause})"
        return None


def read(text: str) -> list[Unit]:
    """The units of an answer of `systemctl show`, one paragraph each."""
    found = []
    for paragraph in text.strip().split("\n\n"):
        said = dict(line.split("=", 1) for line in paragraph.splitlines())
        restarts = int(said.get("NRestarts") or 0)
        found.append(
            Unit(said["Id"], said["LoadState"], said["ActiveState"], said["SubState"], said.get("Result", "unknown"),
                 restarts, _exit(said), said.get("Job", "0") not in ("", "0"))
        )  # fmt: skip
    return found


def _exit(said: dict[str, str]) -> str:
    code, status = said.get("ExecMainCode", "0"), int(said.get("ExecMainStatus") or 0)
    if code in _KILLED:
        try:
            return signal.Signals(status).name
        except ValueError:
            return f"signal {status}"
    return f"status {status}" if status else ""


class Watch:
    """The units of one component from the moment it is started: `check` raises when one of them has ended."""

    def __init__(self, node: Node, units: Sequence[str]) -> None:
        self._node = node
        self._units = units
        self._before = {unit.name: unit.restarts for unit in self.ask()}

    def ask(self) -> list[Unit]:
        """What they are."""
        if not self._units:
            return []
        for _ in range(TRIES):
            said = self._node.run("systemctl", "show", f"--property={','.join(_ASKED)}", "--", *self._units).text
            if said.strip():
                return read(said)
            time.sleep(SETTLED)
        raise LabError(f"{self._node.name}: `incus exec` brought no answer of systemctl, {TRIES} times")

    def check(self) -> list[Unit]:
        """What they are. Raises `LabError` when one is in a state that no waiting changes, with its last words."""
        found = self.ask()
        for unit in found:
            reason = unit.ended(self._before.get(unit.name, 0))
            if reason is not None:
                raise LabError(f"{self._node.name}: {unit.name} {reason}{self._words(unit)}")
        return found

    def start(self, verb: str, units: Iterable[str]) -> None:
        """Let systemd start (or restart) them, and see them run on. Raises `LabError` when one does not."""
        for name in units:
            done = self._node.run("systemctl", verb, name, timeout=180, check=False)
            if done.status:
                self.check()
                words = done.stderr.decode(errors="replace").strip().partition("\n")[0]
                unit = next(unit for unit in self.ask() if unit.name.partition(".")[0] == name.partition(".")[0])
                raise LabError(f"{self._node.name}: {name} was not started: {words}{self._words(unit)}")
        self._settle()

    def _settle(self) -> None:
        """Return when none has changed for `SETTLED`, nor waits to be restarted."""
        deadline = time.monotonic() + PATIENCE
        before = self.check()
        while before and time.monotonic() < deadline:
            time.sleep(SETTLED)
            found = self.check()
            if found == before and all(unit.active == "active" for unit in found):
                return
            before = found

    def _words(self, unit: Unit) -> str:
        """The last lines of its journal and of its log, indented, on lines of their own."""
        script = """\
journalctl --sync
journalctl --unit "$1" --lines "$2" --output cat --no-pager
log=$(systemctl show --property StandardOutput --value "$1")
case "$log" in append:*) tail -n "$2" "${log#append:}" ;; esac
"""
        told = self._node.run("sh", "-c", script, "sh", unit.name, str(LINES), check=False).text
        advice = "\n  SIGILL: the program was built for another processor" if unit.exit == "SIGILL" else ""
        return advice + "".join(f"\n  {line}" for line in told.splitlines() if line.strip())
