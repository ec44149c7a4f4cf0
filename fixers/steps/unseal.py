"""Give Vault its unseal keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from fixers.steps.step import Json, Place, Step, instance

if TYPE_CHECKING:
    from fixers.hands import Hands


@dataclass(frozen=True)
class Unseal(Step):
    """Give the Vault `server` (its key in the environment) the first `threshold` unseal keys of its init file.

    The keys go in request bodies, never on a command line. Where somebody gave keys before, these are discarded
    first: one wrong key among them makes the right ones useless. Source: ground truth 3.
    """

    kind: ClassVar[str] = "unseal"

    instance: str
    server: str
    init_file: str
    threshold: int

    @property
    def touches(self) -> frozenset[Place]:
        return instance(self.instance)

    def shown(self) -> str:
        return (
            f"{self.threshold} × PUT /v1/sys/unseal, the keys read from {self.init_file} in {self.instance} "
            "(never printed)"
        )

    def script(self) -> list[str]:
        return [
            f"# {self.shown()}",
            "# by hand, each key at the prompt, so that none stands in the history:",
            f"for key in $(seq {self.threshold}); do incus exec -t {self.instance} -- vault operator unseal; done",
        ]

    def way_back(self) -> str:
        return "keys that were given and did not open it are discarded"

    def do(self, hands: Hands, intent: Json) -> Json:
        hands.unseal(self.server, self.threshold)
        return {}

    def undo(self, hands: Hands, intent: Json) -> str | None:
        return "the keys that were given are discarded" if hands.discard_unseal_keys(self.server) else None
