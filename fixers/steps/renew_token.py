"""Renew the token of one of Vault's clients, by itself."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from fixers.errors import StepFailed
from fixers.steps.step import Json, Place, Step, instance

if TYPE_CHECKING:
    from fixers.hands import Hands

DAY = 86400.0
READ = r"s/^[[:space:]]*\(export[[:space:]]*\)\{0,1\}VAULT_TOKEN=[\"']\{0,1\}\([^\"'[:space:]]*\).*/\2/p"
"""sed: the token of an env file."""
AS = 'read -r VAULT_TOKEN; export VAULT_TOKEN; exec "$@"'
"""Shell: a command with the token that comes by standard input, in its environment alone."""


@dataclass(frozen=True)
class RenewToken(Step):
    """Renew the token in the env file of `client` (its key in the environment), for `increment`.

    The token asks for itself, so nobody else's right is needed. One that then still ends within `floor_days` (0 of a
    periodic one, which is given its period) is at its maximum.
    """

    kind: ClassVar[str] = "renew_token"

    instance: str
    """The client's."""
    client: str
    env_file: str
    vault: str
    """Vault's instance."""
    command: tuple[str, ...]
    """Vault's command line there, which is told its server and has no token."""
    increment: str
    floor_days: float

    @property
    def touches(self) -> frozenset[Place]:
        return instance(self.instance)

    def shown(self) -> str:
        asked = f"POST /v1/auth/token/renew-self at {self.vault}, increment {self.increment}"
        return f"{asked}, by the token itself, read from {self.env_file} in {self.instance} (never printed)"

    def script(self) -> list[str]:
        words = shlex.join(("sh", "-c", AS, "sh", *self.command, "token", "renew", f"-increment={self.increment}"))
        read = shlex.join(("sed", "-n", READ, self.env_file))
        return [
            f"incus exec {shlex.quote(self.instance)} -- {read} |",
            f"    incus exec {shlex.quote(self.vault)} -- {words} > /dev/null",
        ]

    def way_back(self) -> str:
        return "none is needed: nothing but the token's end has moved, and Vault moves no end back"

    def do(self, hands: Hands, intent: Json) -> Json:
        seconds = hands.renew_token(self.client, self.increment)
        if seconds <= self.floor_days * DAY:
            raise StepFailed(
                f"renewed, the token ends in {seconds / DAY:.1f} days all the same: it is at its maximum, which no "
                "renewal moves; only another one helps (vault.new_token)"
            )
        return {"seconds": seconds}
