"""Run a command in an instance, or on the host."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from fixers.steps.step import HOST, Json, Place, Step, instance

if TYPE_CHECKING:
    from fixers.hands import Hands


@dataclass(frozen=True)
class Command(Step):
    """Run `argv` in `instance` (None: on the host), at most `timeout` seconds.

    `back` takes it back and does no harm if it was not done.
    """

    kind: ClassVar[str] = "command"

    instance: str | None
    argv: tuple[str, ...]
    back: tuple[str, ...] = ()
    timeout: float = 60.0

    @property
    def touches(self) -> frozenset[Place]:
        return HOST if self.instance is None else instance(self.instance)

    def shown(self) -> str:
        return (
            shlex.join(self.argv) if self.instance is None else f"incus exec {self.instance} -- {shlex.join(self.argv)}"
        )

    def script(self) -> list[str]:
        way = "" if self.instance is None else f"incus exec {shlex.quote(self.instance)} -- "
        return [f"{way}{shlex.join(self.argv)}"]

    def way_back(self) -> str:
        return shlex.join(self.back)

    def do(self, hands: Hands, intent: Json) -> Json:
        self._run(hands, self.argv)
        return {}

    def undo(self, hands: Hands, intent: Json) -> str | None:
        if not self.back:
            return None
        self._run(hands, self.back)
        return f"{shlex.join(self.back)} {'on the host' if self.instance is None else f'in {self.instance}'}"

    def _run(self, hands: Hands, argv: tuple[str, ...]) -> None:
        if self.instance is None:
            hands.host(argv, timeout=self.timeout)
        else:
            hands.run(self.instance, argv, self.timeout)
