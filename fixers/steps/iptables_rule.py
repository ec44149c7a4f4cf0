"""Add one rule to the kernel's tables, never a restore: that would delete what Incus and others own."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from fixers.steps.step import HOST, Json, Keep, Place, Step

if TYPE_CHECKING:
    from fixers.hands import Hands


@dataclass(frozen=True)
class IptablesRule(Step):
    """Append `rule` to `chain` of `table`, or insert it as number `at`, where it is not there (`-C`)."""

    kind: ClassVar[str] = "iptables_rule"
    keeps: ClassVar[Keep] = Keep.VALUE

    table: str
    chain: str
    rule: tuple[str, ...]
    at: int | None = None

    @property
    def touches(self) -> frozenset[Place]:
        return HOST

    def shown(self) -> str:
        return f"{shlex.join(self._argv('-C'))} || {shlex.join(self._add())}"

    def script(self) -> list[str]:
        return [f"{shlex.join(self._argv('-C'))} 2>/dev/null || {shlex.join(self._add())}"]

    def way_back(self) -> str:
        return shlex.join(self._argv("-D"))

    def intend(self, hands: Hands) -> Json:
        return {"there": self._there(hands)}

    def do(self, hands: Hands, intent: Json) -> Json:
        if not self._there(hands):
            hands.host(self._add())
        return {}

    def undo(self, hands: Hands, intent: Json) -> str | None:
        if intent["there"] or not self._there(hands):
            return None
        hands.host(self._argv("-D"))
        return shlex.join(self._argv("-D"))

    def _there(self, hands: Hands) -> bool:
        return hands.host(self._argv("-C"), accept=(0, 1)) == 0

    def _add(self) -> list[str]:
        if self.at is None:
            return self._argv("-A")
        return ["iptables", "-w", "5", "-t", self.table, "-I", self.chain, str(self.at), *self.rule]

    def _argv(self, verb: str) -> list[str]:
        return ["iptables", "-w", "5", "-t", self.table, verb, self.chain, *self.rule]
