"""Start an instance, or let it go on."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from fixers.errors import StepFailed
from fixers.steps.step import Json, Keep, Place, Step, instance

if TYPE_CHECKING:
    from fixers.hands import Hands

BACK = {"Stopped": "stop", "Frozen": "pause"}
"""What leads from a running instance to each state."""
FORTH = {"Stopped": "start", "Frozen": "resume"}


@dataclass(frozen=True)
class IncusState(Step):
    """Make an instance run that is `found` Stopped or Frozen."""

    kind: ClassVar[str] = "incus_state"
    keeps: ClassVar[Keep] = Keep.VALUE

    instance: str
    found: str

    @property
    def touches(self) -> frozenset[Place]:
        return instance(self.instance)

    def shown(self) -> str:
        return f"incus {FORTH[self.found]} {shlex.quote(self.instance)}"

    def script(self) -> list[str]:
        return [self.shown()]

    def way_back(self) -> str:
        return f"incus {BACK[self.found]} {shlex.quote(self.instance)}"

    def do(self, hands: Hands, intent: Json) -> Json:
        now = hands.status(self.instance)
        if now == self.found:
            hands.incus([FORTH[self.found], self.instance], timeout=120)
        elif now != "Running":
            raise StepFailed(f"{self.instance} is {now}, not {self.found} as it was found")
        return {}

    def undo(self, hands: Hands, intent: Json) -> str | None:
        if hands.status(self.instance) != "Running":
            return None
        hands.incus([BACK[self.found], self.instance], timeout=120)
        return f"{self.instance} is {self.found} again"
