"""The hands on Vault: its seal and its tokens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from fixers.errors import StepFailed
from fixtures.masking import register
from fixtures.texts import many

if TYPE_CHECKING:
    from fixtures.facts.cache import Facts


class VaultHands:
    """What changes Vault. A server and a client are named by their keys in the environment."""

    facts: Facts

    def unseal(self, server: str, threshold: int) -> None:
        """Give a Vault the first keys of its init file; keys that somebody gave before are discarded first."""
        expected = self.facts.env.vault.servers[server]
        keys = self.facts.vault.unseal_keys(expected)[:threshold]
        client = self.facts.vault.anonymous(expected)
        self.discard_unseal_keys(server)
        for number, key in enumerate(keys, 1):
            with _refusing(f"Vault refused key {number} of {len(keys)}"):
                if not client.sys.submit_unseal_key(key=key.value)["sealed"]:
                    return
        raise StepFailed(f"Vault took {many(len(keys), 'key')} and is still sealed: the keys are not of this Vault")

    def discard_unseal_keys(self, server: str) -> bool:
        """Forget the keys that a sealed Vault was given; returns whether there were any."""
        client: Any = self.facts.vault.anonymous(self.facts.env.vault.servers[server])
        with _refusing("Vault did not discard the keys that it was given"):
            status = client.sys.read_seal_status()
            if not status["sealed"] or not status["progress"]:
                return False
            client.sys.submit_unseal_key(reset=True)
        return True

    def make_token(self, server: str, policy: str, period: str, name: str) -> str:
        """A periodic token without a parent, registered as a secret; `name` is how it is found again."""
        with _refusing(f"Vault made no token with the policy {policy}"):
            made = self._acting(server).auth.token.create_orphan(policies=[policy], period=period, display_name=name)
        return register(made["auth"]["client_token"])

    def is_named(self, server: str, token: str, name: str) -> bool:
        """Whether Vault knows the token as one that was made with that name."""
        import hvac.exceptions

        with _refusing("Vault did not look a token up"), suppress(hvac.exceptions.Forbidden):
            return bool(self._acting(server).auth.token.lookup(token)["data"]["display_name"] == f"token-{name}")
        return False

    def tokens_named(self, server: str, name: str) -> list[str]:
        """The accessors of the tokens that were made with that name and have not ended."""
        import hvac.exceptions

        tokens, found = self._acting(server).auth.token, []
        with _refusing("Vault did not list its tokens (that needs sudo on auth/token/accessors)"):
            for accessor in tokens.list_accessors()["data"]["keys"]:
                with suppress(hvac.exceptions.Forbidden, hvac.exceptions.InvalidPath):  # it ended meanwhile
                    if tokens.lookup_accessor(accessor)["data"]["display_name"] == f"token-{name}":
                        found.append(accessor)
        return found

    def revoke_token(self, server: str, accessor: str) -> None:
        """End a token by its accessor."""
        with _refusing("Vault did not revoke the token"):
            self._acting(server).auth.token.revoke_accessor(accessor)

    def renew_token(self, client: str, increment: str) -> int:
        """Renew a client's token by itself; returns the seconds that it has from now on."""
        vault, expected = self.facts.vault, self.facts.env.vault.clients[client]
        server = self.facts.env.vault.servers[expected.server]
        holding: Any = vault.with_token(server, vault.token_held(expected), expected.id)
        with _refusing(f"Vault did not renew the token of {expected.id}"):
            return int(holding.auth.token.renew_self(increment=increment)["auth"]["lease_duration"])

    def _acting(self, server: str) -> Any:
        vault, expected = self.facts.vault, self.facts.env.vault.servers[server]
        acting = vault.acting(expected)
        return vault.with_token(expected, acting.token, acting.by)


@contextmanager
def _refusing(what: str) -> Iterator[None]:
    """Vault's refusals, and that it is not reached, as a step's failure."""
    import hvac.exceptions
    import requests

    try:
        yield
    except (hvac.exceptions.VaultError, requests.RequestException) as error:
        raise StepFailed(f"{what}: {error}") from error
