"""Keep an instance as it is, before it is changed."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from fixers.steps import kept
from fixers.steps.step import Json, Keep, Place, Step, instance
from fixtures.pasted import incus

if TYPE_CHECKING:
    from fixers.hands import Hands


@dataclass(frozen=True)
class Snapshot(Step):
    """Take the snapshot `pre-change-YYYYmmddHHMMSS` of an instance; it stays, for a person to go back to."""

    kind: ClassVar[str] = "snapshot"
    keeps: ClassVar[Keep] = Keep.SNAPSHOT

    instance: str

    @property
    def touches(self) -> frozenset[Place]:
        return instance(self.instance)

    def shown(self) -> str:
        return f"incus snapshot create {self.instance} pre-change-$(date +%Y%m%d%H%M%S)"

    def script(self) -> list[str]:
        return [f'incus snapshot create {shlex.quote(self.instance)} "pre-change-$(date +%Y%m%d%H%M%S)"']

    def intend(self, hands: Hands) -> Json:
        return {"name": f"pre-change-{kept.stamp().replace('.', '-')}"}

    def do(self, hands: Hands, intent: Json) -> Json:
        listed = hands.incus(["snapshot", "list", self.instance, "--format=csv", "--columns=n"])
        if intent["name"] not in listed.split():
            hands.incus(["snapshot", "create", self.instance, intent["name"]], timeout=300)
        return {
            "snapshot": intent["name"],
            "remove": f"{incus(hands.access.path)} snapshot delete {self.instance} {intent['name']}",
        }
