"""Set a key of an instance's configuration, or of one of its devices."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from fixers.errors import StepFailed
from fixers.steps.step import Json, Keep, Place, Step, instance

if TYPE_CHECKING:
    from fixers.hands import Hands


@dataclass(frozen=True)
class IncusConfig(Step):
    """Set `key` to `value`. With `device`, a key of that device, which is copied from the profile where it is none
    of the instance's own: `incus config device set` fails there."""

    kind: ClassVar[str] = "incus_config"
    keeps: ClassVar[Keep] = Keep.VALUE

    instance: str
    key: str
    value: str
    device: str | None = None

    @property
    def touches(self) -> frozenset[Place]:
        return instance(self.instance)

    def shown(self) -> str:
        return f"incus {shlex.join(self._set(self.value, own=False))}"

    def script(self) -> list[str]:
        if self.device is None:
            return [f"incus {shlex.join(self._set(self.value, own=True))}"]
        own, inherited = (shlex.join(self._set(self.value, own=own)) for own in (True, False))
        return [f"incus {own} || incus {inherited}"]

    def way_back(self) -> str:
        return "the former value is set again, or the key is unset where there was none"

    def intend(self, hands: Hands) -> Json:
        config, devices = self._now(hands)
        if self.device is None:
            return {"before": config.get(self.key), "own": True}
        own = devices.get(self.device)
        return {"before": (own or {}).get(self.key), "own": own is not None}

    def do(self, hands: Hands, intent: Json) -> Json:
        if self._value(hands) != self.value:
            _config, devices = self._now(hands)
            hands.incus(self._set(self.value, own=self.device is None or self.device in devices), timeout=60)
        if self._value(hands) != self.value:
            raise StepFailed(f"{self.key} of {self.instance} is {self._value(hands)!r} after it was set")
        return {"before": intent["before"]}

    def undo(self, hands: Hands, intent: Json) -> str | None:
        config, devices = self._now(hands)
        if self.device is not None and not intent["own"]:
            if self.device not in devices:
                return None
            hands.incus(["config", "device", "remove", self.instance, self.device], timeout=60)
            return f"{self.device} of {self.instance} comes from its profile again"
        now = config.get(self.key) if self.device is None else devices.get(self.device, {}).get(self.key)
        if now == intent["before"]:
            return None
        before = intent["before"]
        where = ["config"] if self.device is None else ["config", "device"]
        names = [self.instance] if self.device is None else [self.instance, self.device]
        if before is None:
            hands.incus([*where, "unset", *names, self.key], timeout=60)
            return f"{self.key} of {self.instance} is unset again"
        hands.incus(self._set(before, own=True), timeout=60)
        return f"{self.key} of {self.instance} is {before} again"

    def _set(self, value: str, *, own: bool) -> list[str]:
        if self.device is None:
            return ["config", "set", self.instance, f"{self.key}={value}"]
        verb = "set" if own else "override"
        return ["config", "device", verb, self.instance, self.device, f"{self.key}={value}"]

    def _now(self, hands: Hands) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        found = json.loads(hands.query(f"/1.0/instances/{self.instance}"))
        return found["config"], found["devices"]

    def _value(self, hands: Hands) -> str | None:
        config, devices = self._now(hands)
        return config.get(self.key) if self.device is None else devices.get(self.device, {}).get(self.key)
