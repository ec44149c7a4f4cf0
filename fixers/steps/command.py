"""Run a command in an instance."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from fixers.steps.step import Json, Place, Step, instance

if TYPE_CHECKING:
    from fixers.hands import Hands


@dataclass(frozen=True)
class Command(Step):
    """Run `argv` in `instance`, at most `timeout` seconds; `back` takes it back and does no harm if it was not done."""

    kind: ClassVar[str] = "command"

    instance: str
    argv: tuple[str, ...]
    back: tuple[str, ...] = ()
    timeout: float = 60.0

    @property
    def touches(self) -> frozenset[Place]:
        return instance(self.instance)

    def shown(self) -> str:
        return f"incus exec {self.instance} -- {shlex.join(self.argv)}"

    def script(self) -> list[str]:
        return [f"incus exec {shlex.quote(self.instance)} -- {shlex.join(self.argv)}"]

    def way_back(self) -> str:
        return shlex.join(self.back)

    def do(self, hands: Hands, intent: Json) -> Json:
        hands.run(self.instance, self.argv, self.timeout)
        return {}

    def undo(self, hands: Hands, intent: Json) -> str | None:
        if not self.back:
            return None
        hands.run(self.instance, self.back, self.timeout)
        return f"{shlex.join(self.back)} in {self.instance}"
