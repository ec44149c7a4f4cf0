"""The hands: a toolbox, and the only code of the suite that changes anything. It knows no step and decides nothing."""

from __future__ import annotations

import json
import shlex
import socket
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from fixers.errors import StepFailed
from fixers.vault_hands import VaultHands
from fixtures.errors import NotAnswering
from fixtures.masking import register

if TYPE_CHECKING:
    from fixtures.access.base import Access
    from fixtures.clients.http import Reply
    from fixtures.facts.cache import Facts

CONNECT_TIMEOUT = 3.0
READ = 'cat -- "$1"'
PSQL = 'cd / && printf %s "$5" | runuser -u "$2" -- psql -X -q -A -t -w -v ON_ERROR_STOP=1 -p "$3" -d "$4"'
PUT = 'umask 077; rm -f -- "$1"; cat > "$1"'


class Hands(VaultHands):
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

    def script(self, instance: str | None, text: str, *words: str) -> bytes:
        """What a script of ours printed, in an instance or (None) on the host; data goes in as words, never pasted."""
        argv = ["sh", "-c", text, "sh", *words]
        run = self.access.run if instance is None else self.access.channel(instance).run
        done = run(argv, timeout=60.0)
        if done.status:
            raise StepFailed(f"{words[0] if words else 'a script'} {_in(instance)}: {done.complaint}")
        return done.stdout

    def read(self, instance: str | None, path: str) -> bytes:
        """The bytes of a file in an instance, or on the host."""
        return self.script(instance, READ, path)

    def put(self, instance: str | None, path: str, content: bytes) -> None:
        """Write a file that only root can read; the content goes by standard input, never on a command line."""
        if instance is None:
            done = self.access.run(["sh", "-c", PUT, "sh", path], input=content, timeout=60)
        else:
            target = f"{instance}{path}"
            done = self.access.incus(["file", "push", "--mode=0600", "-", target], input=content, timeout=60)
        if done.status:
            raise StepFailed(f"{path} {_in(instance)} was not written: {done.complaint}")

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

    def psql(self, instance: str, superuser: str, port: int, database: str, sql: str) -> str:
        """What psql prints for one statement, as the superuser inside; what is raised in it undoes all of it."""
        return self.script(instance, PSQL, f"psql -d {database}", superuser, str(port), database, sql).decode()

    def verifier(self, source: str) -> str:
        """What PostgreSQL keeps of the password at `source`, registered as a secret."""
        from fixtures.clients import postgresql

        return register(postgresql.verifier(self.secret(source)))


def _in(instance: str | None) -> str:
    return "on the host" if instance is None else f"in {instance}"
