"""A pool of one: one kept connection to PostgreSQL, tested before use and opened again when it broke."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg

log = logging.getLogger(__name__)

Connection = psycopg.Connection[tuple[object, ...]]


class DatabaseDown(Exception):
    """PostgreSQL cannot be reached, refuses the login, or does not answer in time."""


@dataclass(frozen=True)
class Login:
    """Where the database is and who logs in."""

    host: str
    port: int
    database: str
    username: str
    password: str = field(repr=False)


class Database:
    """Transactions on one connection; `timeout` is in seconds, for connecting and for each transaction."""

    def __init__(self, login: Login, timeout: float = 2) -> None:
        self._login = login
        self._timeout = timeout
        self._lock = threading.Lock()
        self._connection: Connection | None = None

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction, committed at the end. Raises DatabaseDown.

        A server whose container is frozen accepts bytes for ever: a watchdog shuts the socket then.
        """
        if not self._lock.acquire(timeout=2 * self._timeout):
            raise DatabaseDown("no connection is free")
        try:
            connection = self._open()
            with self._watched(connection), connection.transaction():
                yield connection
        except (psycopg.OperationalError, psycopg.InterfaceError) as error:
            self._close()
            raise DatabaseDown(" ".join(str(error).split())) from error
        finally:
            self._lock.release()

    def answers(self) -> bool:
        """Whether a query is answered."""
        try:
            with self.transaction() as connection:
                connection.execute("SELECT 1").fetchone()
        except DatabaseDown:
            return False
        return True

    def _open(self) -> Connection:
        if self._connection is not None:
            try:
                with self._watched(self._connection):
                    self._connection.execute("SELECT 1")
            except psycopg.Error:
                self._close()
            else:
                return self._connection
        self._connection = psycopg.connect(
            host=self._login.host,
            port=self._login.port,
            dbname=self._login.database,
            user=self._login.username,
            password=self._login.password,
            connect_timeout=int(self._timeout),
            autocommit=True,
        )
        return self._connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @contextmanager
    def _watched(self, connection: Connection) -> Iterator[None]:
        timer = threading.Timer(self._timeout, _shut, (connection,))
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def _shut(connection: Connection) -> None:
    try:
        with socket.socket(fileno=os.dup(connection.fileno())) as copy:
            copy.shutdown(socket.SHUT_RDWR)
    except (psycopg.Error, OSError) as error:  # closed in the same instant: what the watchdog wants
        log.debug("the connection was closed already: %s", error)
