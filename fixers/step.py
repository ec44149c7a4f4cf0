"""A step: one change to one container, stated as data, so that plan, run and audit are the same list.

A step never holds a secret; it holds the place where the hands read it (`Keys`).
"""

from __future__ import annotations

import hashlib
import json
import shlex
from dataclasses import dataclass

from fixtures.expectations.vault import VaultServer


@dataclass(frozen=True)
class Command:
    """Run `argv` in the instance `instance`; `undo` runs when the check stays red."""

    what: str
    instance: str
    argv: tuple[str, ...]
    undo: tuple[str, ...] = ()
    timeout: float = 60.0

    @property
    def shown(self) -> str:
        """The command as a person would type it on the host."""
        return f"incus exec {self.instance} -- {shlex.join(self.argv)}"


@dataclass(frozen=True)
class Unseal:
    """Give Vault the first `threshold` unseal keys of its init file, in a request body, never on a command line."""

    what: str
    instance: str
    server: VaultServer
    threshold: int

    @property
    def shown(self) -> str:
        """What happens, as a person would read it."""
        return (
            f"PUT /v1/sys/unseal to reset, then {self.threshold} × with a key, read from {self.server.init_file} "
            f"in {self.instance} (never printed)"
        )


@dataclass(frozen=True)
class Snapshot:
    """Take the snapshot `pre-change-YYYYmmddHHMMSS` of an instance before it is changed."""

    what: str
    instance: str

    @property
    def shown(self) -> str:
        """The command as a person would type it on the host."""
        return f"incus snapshot create {self.instance} pre-change-$(date +%Y%m%d%H%M%S)"


Step = Command | Unseal | Snapshot


@dataclass(frozen=True)
class Plan:
    """The steps of one remedy for one finding.

    `reason` says why there are no steps, where there are none. `id` is a hash of everything that would be done:
    a confirmation is for exactly this plan.
    """

    remedy: str
    check: str
    risk: str
    undo: str
    steps: tuple[Step, ...]
    settle: float
    reason: str = ""

    @property
    def id(self) -> str:
        """Twelve hexadecimal digits."""
        parts = [self.remedy, self.check, self.risk, *(step.shown for step in self.steps)]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]

    def lines(self) -> list[str]:
        """The plan for a person: every step with its exact command, and the way back."""
        head = f"PLAN {self.id} {self.remedy} ({self.risk}) for {self.check}"
        if not self.steps:
            return [head, f"  nothing to do: {self.reason}"]
        shown = [f"  {number}. {step.what}\n       {step.shown}" for number, step in enumerate(self.steps, 1)]
        return [head, *shown, f"  undo: {self.undo}", f"  proof: {self.check} is asked again, live"]
