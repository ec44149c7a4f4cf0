"""A plan: the steps of one remedy for one finding, as data, so that plan, script, run, undo and audit are one list."""

from __future__ import annotations

import hashlib
import json
import shlex
from dataclasses import dataclass, field

from fixers.steps import Place, Step
from fixtures.expectations import AccessPath
from fixtures.pasted import typed


@dataclass(frozen=True)
class Plan:
    """What would be done in one environment.

    `reason` says why there are no steps, where there are none. `id` is a hash of everything that would be done and
    undone, and of the environment: a confirmation is for exactly this plan, there.
    """

    env: str
    remedy: str
    check: str
    risk: str
    steps: tuple[Step, ...]
    settle: float
    reason: str = ""
    access: AccessPath = field(default_factory=AccessPath)
    """The way in of who types its commands."""

    @property
    def id(self) -> str:
        """Twelve hexadecimal digits."""
        parts = [self.env, self.remedy, self.check, self.risk, *(step.data() for step in self.steps)]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:12]

    @property
    def touches(self) -> frozenset[Place]:
        """Every place that a step touches."""
        return frozenset().union(*(step.touches for step in self.steps))

    def lines(self) -> list[str]:
        """The plan for a person: every step with its exact command, and the way back."""
        head = f"PLAN {self.id} {self.remedy} ({self.risk}) for {self.check} in {self.env}"
        if not self.steps:
            return [head, f"  nothing to do: {self.reason}"]
        shown = [
            f"  {number}. {step.what}\n       {typed(self.access, step.shown())}"
            for number, step in enumerate(self.steps, 1)
        ]
        back = [typed(self.access, text) for step in reversed(self.steps) if (text := step.way_back())]
        undo = "; ".join(back) or "nothing to take back"
        return [head, *shown, f"  undo: {undo}", f"  proof: {self.check} is asked again, live"]

    def script(self) -> str:
        """The plan as a shell script that runs by itself as root on the host."""
        head = [
            "#!/bin/sh",
            f"# {self.remedy} for {self.check} in {self.env}: plan {self.id}",
            "# Nothing is undone by itself; read it before you run it.",
            "set -eu",
            f"export INCUS_PROJECT={shlex.quote(self.access.project)}",
        ]
        steps = [line for step in self.steps for line in ("", f"# {step.what}", *step.script())]
        proof = ["", f"# proof: pytest --env={self.env} -k '{self.check}'"]
        return "\n".join([*head, *(steps or ["", f"# nothing to do: {self.reason}"]), *proof]) + "\n"


@dataclass(frozen=True)
class Counsel:
    """What an advice found out, line by line, and the exact commands that a person may type next."""

    evidence: tuple[str, ...]
    commands: tuple[str, ...]

    def lines(self, id: str, check: str, env: str, access: AccessPath) -> list[str]:
        """The advice for a person."""
        head = f"ADVICE {id} for {check} in {env}: nothing is changed"
        evidence = [f"  {line}" for line in self.evidence]
        commands = [f"    {typed(access, each)}" for each in self.commands]
        return [head, *evidence, "  next, by hand:", *commands]
