"""The hands: a toolbox, and the only code of the suite that changes anything. It knows no step and decides nothing."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from fixers.errors import StepFailed

if TYPE_CHECKING:
    from fixtures.access.base import Access
    from fixtures.facts.cache import Facts

READ = 'cat -- "$1"'


class Hands:
    """Acts over the same access that facts are read through. Every method raises `StepFailed` when the system says no,
    and `FactUnavailable` when it cannot be reached."""

    def __init__(self, access: Access, facts: Facts) -> None:
        self.access = access
        self.facts = facts

    def run(self, instance: str, argv: Sequence[str], timeout: float = 60.0) -> bytes:
        """What a command in an instance printed."""
        done = self.access.channel(instance).run(argv, timeout=timeout)
        if done.status:
            raise StepFailed(f"{shlex.join(argv)} in {instance} ended with {done.status}: {done.complaint}")
        return done.stdout

    def script(self, instance: str, text: str, *words: str) -> bytes:
        """What a script of ours printed; data goes in as words, never pasted."""
        done = self.access.channel(instance).run(["sh", "-c", text, "sh", *words], timeout=60.0)
        if done.status:
            raise StepFailed(f"{words[0] if words else 'a script'} in {instance}: {done.complaint}")
        return done.stdout

    def read(self, instance: str, path: str) -> bytes:
        """The bytes of a file in an instance."""
        return self.script(instance, READ, path)

    def put(self, instance: str, path: str, content: bytes) -> None:
        """Write a file that only root can read; the content goes by standard input, never on a command line."""
        done = self.access.incus(["file", "push", "--mode=0600", "-", f"{instance}{path}"], input=content, timeout=60)
        if done.status:
            raise StepFailed(f"{path} in {instance} was not written: {done.complaint}")

    def incus(self, argv: Sequence[str], timeout: float = 60.0) -> str:
        """What `incus` printed."""
        done = self.access.incus(argv, timeout=timeout)
        if done.status:
            raise StepFailed(f"incus {shlex.join(argv)} ended with {done.status}: {done.complaint}")
        return done.text

    def query(self, path: str) -> bytes:
        """What Incus' API answers to a GET in the environment's project."""
        done = self.access.run(["incus", "query", f"{path}?project={self.access.path.project}"])
        if done.status:
            raise StepFailed(f"incus query {path} ended with {done.status}: {done.complaint}")
        return done.stdout

    def host(self, argv: Sequence[str], *, accept: Sequence[int] = (0,), timeout: float = 60.0) -> int:
        """The status of a command on the host."""
        done = self.access.run(argv, timeout=timeout)
        if done.status not in accept:
            raise StepFailed(f"{shlex.join(argv)} on the host ended with {done.status}: {done.complaint}")
        return done.status

    def unseal(self, server: str, threshold: int) -> None:
        """Give a Vault the first keys of its init file; keys that somebody gave before are discarded first."""
        import hvac.exceptions
        import requests

        expected = self.facts.env.vault.servers[server]
        keys = self.facts.vault.unseal_keys(expected)[:threshold]
        client = self.facts.vault.anonymous(expected)
        self.discard_unseal_keys(server)
        for number, key in enumerate(keys, 1):
            try:
                sealed = client.sys.submit_unseal_key(key=key.value)["sealed"]
            except (hvac.exceptions.VaultError, requests.RequestException) as error:
                raise StepFailed(f"Vault refused key {number} of {len(keys)}: {error}") from error
            if not sealed:
                return
        raise StepFailed(f"Vault took {len(keys)} keys and is still sealed: the keys are not of this Vault")

    def discard_unseal_keys(self, server: str) -> bool:
        """Forget the keys that a sealed Vault was given; returns whether there were any."""
        import hvac.exceptions
        import requests

        client: Any = self.facts.vault.anonymous(self.facts.env.vault.servers[server])
        try:
            status = client.sys.read_seal_status()
            if not status["sealed"] or not status["progress"]:
                return False
            client.sys.submit_unseal_key(reset=True)
        except (hvac.exceptions.VaultError, requests.RequestException) as error:
            raise StepFailed(f"Vault did not discard the keys that it was given: {error}") from error
        return True
