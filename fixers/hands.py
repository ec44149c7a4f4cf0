"""The hands: a toolbox, and the only code of the suite that changes anything. It knows no step and decides nothing."""

from __future__ import annotations

import json
import shlex
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from fixers.errors import StepFailed
from fixtures.errors import NotAnswering
from fixtures.masking import register

if TYPE_CHECKING:
    from psycopg import Connection

    from fixtures.access.base import Access
    from fixtures.clients.http import Reply
    from fixtures.facts.cache import Facts

CONNECT_TIMEOUT = 3.0
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

    def status(self, instance: str) -> str:
        """What Incus calls the state of an instance."""
        found: str = json.loads(self.query(f"/1.0/instances/{instance}"))["status"]
        return found

    def host(self, argv: Sequence[str], *, accept: Sequence[int] = (0,), timeout: float = 60.0) -> int:
        """The status of a command on the host."""
        done = self.access.run(argv, timeout=timeout)
        if done.status not in accept:
            raise StepFailed(f"{shlex.join(argv)} on the host ended with {done.status}: {done.complaint}")
        return done.status

    def connects(self, container: str, port: int) -> bool:
        """Whether a port of a container, by its key in the environment, accepts a connection."""
        try:
            address = self.access.endpoint(self.facts.env.containers[container], port)
            socket.create_connection(address, timeout=CONNECT_TIMEOUT).close()
        except OSError:
            return False
        return True

    def secret(self, source: str) -> str:
        """The secret at `vault:PATH#KEY` or `file:INSTANCE:PATH`, registered as one."""
        kind, _, place = source.partition(":")
        if kind == "vault":
            path, _, key = place.partition("#")
            return register(self.facts.vault.credential(path, key))
        instance, _, path = place.partition(":")
        return register(self.read(instance, path).decode().strip())

    def send(self, service: str, request: tuple[str, str, object], headers: Mapping[str, str]) -> Reply:
        """What the service at a key of the environment answers to method, path and JSON content."""
        from fixtures.clients import http

        room, table, key = service.split(".")
        endpoint = getattr(getattr(self.facts.env, room), table)[key]
        method, path, content = request
        try:
            return http.of(getattr(self.facts, room), endpoint, path, method=method, headers=headers, content=content)
        except NotAnswering as error:
            raise StepFailed(str(error)) from error

    @contextmanager
    def transaction(self, server: str, database: str) -> Iterator[Connection[tuple[Any, ...]]]:
        """One transaction as Vault's user; what is raised in it, or kills it, undoes all of it."""
        from fixtures.clients import postgresql

        expected = self.facts.env.tables.servers[server]
        parameters = self.facts.tables.parameters(expected, database)
        try:
            with postgresql.connected(expected.id, f"change rows of {database}", parameters, write=True) as connection:
                yield connection
        except (postgresql.Refusal, NotAnswering) as error:
            raise StepFailed(f"{expected.id}, {database}: {error}") from error

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
