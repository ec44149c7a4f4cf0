"""Add one rule to the kernel's tables, never a restore: that would delete what Incus and others own."""

from __future__ import annotations

import secrets
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from fixers.errors import StepFailed
from fixers.steps.step import HOST, Json, Keep, Place, Step

if TYPE_CHECKING:
    from fixers.hands import Hands

ARM = """
mark=$1 patience=$2; shift 2
: > "$mark"
setsid sh -c 'sleep "$1"; mark=$2; shift 2; rm "$mark" && exec "$@"' sh "$patience" "$mark" "$@" \\
    </dev/null >/dev/null 2>&1 &
"""
"""Shell: takes the rule back after some seconds, unless $mark was removed before. Who removes it has the say."""

SCRIPT = """mark=$(mktemp)
setsid sh -c 'sleep {patience:.0f}; rm "$1" && {back}' sh "$mark" </dev/null >/dev/null 2>&1 &
{look} 2>/dev/null || {add}
printf 'Can you still reach what you reached before? Press Enter within {patience:.0f} seconds: '
read -r answer && rm "$mark\""""


@dataclass(frozen=True)
class IptablesRule(Step):
    """Append `rule` to `chain` of `table`, or insert it as number `at`, where it is not there (`-C`).

    As by `iptables-apply`, the host takes the rule back by itself after `patience` seconds unless connectivity is
    proven before: a new question to the host is answered, and every one of `probes` (container and port) that
    accepted connections before still does.
    """

    kind: ClassVar[str] = "iptables_rule"
    keeps: ClassVar[Keep] = Keep.VALUE

    table: str
    chain: str
    rule: tuple[str, ...]
    at: int | None = None
    probes: tuple[tuple[str, int], ...] = ()
    patience: float = 30.0

    @property
    def touches(self) -> frozenset[Place]:
        return HOST

    def shown(self) -> str:
        return f"{shlex.join(self._argv('-C'))} || {shlex.join(self._add())}"

    def script(self) -> list[str]:
        back, look, add = (shlex.join(each) for each in (self._argv("-D"), self._argv("-C"), self._add()))
        guarded = SCRIPT.format(patience=self.patience, back=back, look=look, add=add)
        return [f"if ! {look} 2>/dev/null; then", *guarded.splitlines(), "fi"]

    def way_back(self) -> str:
        guard = f"by the host itself after {self.patience:.0f} s, unless connectivity is proven before"
        return f"{shlex.join(self._argv('-D'))} ({guard})"

    def intend(self, hands: Hands) -> Json:
        reached = [list(probe) for probe in self.probes if hands.connects(*probe)]
        return {"there": self._there(hands), "mark": f"/run/gbo-rule.{secrets.token_hex(6)}", "reached": reached}

    def do(self, hands: Hands, intent: Json) -> Json:
        if intent["there"]:
            return {}
        mark = self._armed(hands, intent)
        if not self._there(hands):
            hands.host(self._add())
        if lost := [
            f"{container}:{port}" for container, port in intent["reached"] if not hands.connects(container, port)
        ]:
            self._take_back(hands, intent)
            raise StepFailed(f"after the rule {', '.join(lost)} was not reached any more; the rule was taken back")
        if hands.host(["rm", mark], accept=(0, 1)) or not self._there(hands):
            raise StepFailed(f"nothing was proven within {self.patience:.0f} s, and the host took the rule back")
        return {"reached": intent["reached"]}

    def undo(self, hands: Hands, intent: Json) -> str | None:
        if intent["there"]:
            return None
        return shlex.join(self._argv("-D")) if self._take_back(hands, intent) else None

    def _armed(self, hands: Hands, intent: Json) -> str:
        """Begin the time after which the host takes the rule back; a former one of ours ends without effect."""
        self._disarm(hands, intent)
        mark = f"{intent['mark']}.{secrets.token_hex(4)}"
        hands.host(["sh", "-c", ARM, "sh", mark, f"{self.patience:g}", *self._argv("-D")])
        return mark

    def _disarm(self, hands: Hands, intent: Json) -> None:
        hands.host(["sh", "-c", 'rm -f -- "$1".*', "sh", intent["mark"]])

    def _take_back(self, hands: Hands, intent: Json) -> bool:
        """Whether there was a rule to take back."""
        self._disarm(hands, intent)
        if not self._there(hands):
            return False
        hands.host(self._argv("-D"))
        return True

    def _there(self, hands: Hands) -> bool:
        return hands.host(self._argv("-C"), accept=(0, 1)) == 0

    def _add(self) -> list[str]:
        if self.at is None:
            return self._argv("-A")
        return ["iptables", "-w", "5", "-t", self.table, "-I", self.chain, str(self.at), *self.rule]

    def _argv(self, verb: str) -> list[str]:
        return ["iptables", "-w", "5", "-t", self.table, verb, self.chain, *self.rule]
