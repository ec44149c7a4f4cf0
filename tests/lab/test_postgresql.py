"""Refusals of a real PostgreSQL that speaks German: what was refused is told, whatever the language.

A second cluster in the lab's `tables`, beside the platform's; it is gone afterwards.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from fixtures.access.kinds import access_by
from fixtures.clients import postgresql
from fixtures.clients.postgresql import PASSWORD, USED_UP, Refusal
from fixtures.errors import FactUnavailable, NotAnswering
from fixtures.facts.cache import Facts
from fixtures.facts.tables_inside import ROLE, psql, text
from lab.site import Lab, Node

PORT = "5499"
SECRET = "right's \\ own"
CATALOG = "/usr/share/locale/de/LC_MESSAGES/postgres-15.mo"
GERMAN = {
    'password authentication failed for user "%s"': "Passwort-Authentifizierung für Benutzer »%s« fehlgeschlagen",
    'role "%s" is not permitted to log in': "Rolle »%s« hat keine Berechtigung zum Einloggen",
    'database "%s" does not exist': "Datenbank »%s« existiert nicht",
    "sorry, too many clients already": "tut mir leid, schon zu viele Verbindungen",
    "the database system is shutting down": "das Datenbanksystem fährt herunter",
    "FATAL": "TÖDLICH",
}
"""Of PostgreSQL's own catalogue, but for the last one: other languages do translate that word."""

START = r"""
set -eu
export PATH=/usr/lib/postgresql/15/bin:$PATH
cd /tmp
initdb -D /tmp/second --locale=C.UTF-8 --auth-local=peer --auth-host=scram-sha-256 >/dev/null
cat >>/tmp/second/postgresql.conf <<'END'
listen_addresses = '*'
unix_socket_directories = '/run/postgresql'
max_connections = 5
superuser_reserved_connections = 1
max_wal_senders = 0
lc_messages = 'C.UTF-8'
END
printf 'host all app,sleeper,capped,expired,postgres all scram-sha-256\n' >>/tmp/second/pg_hba.conf
LANGUAGE=de pg_ctl -D /tmp/second -o "-p $1" -w -l /tmp/second/log start >/dev/null
psql -X -q -p "$1" -v ON_ERROR_STOP=1 -v password="$2" -d postgres <<'END'
CREATE ROLE app LOGIN PASSWORD :'password';
CREATE ROLE sleeper NOLOGIN PASSWORD :'password';
CREATE ROLE capped LOGIN PASSWORD :'password' CONNECTION LIMIT 0;
CREATE ROLE expired LOGIN PASSWORD :'password' VALID UNTIL '2020-01-01';
CREATE ROLE elsewhere LOGIN PASSWORD :'password';
CREATE ROLE empty LOGIN;
SET password_encryption = 'md5';
CREATE ROLE hashed LOGIN PASSWORD :'password';
RESET password_encryption;
ALTER ROLE postgres PASSWORD :'password';
CREATE DATABASE closed;
REVOKE CONNECT ON DATABASE closed FROM public;
CREATE DATABASE full_up CONNECTION LIMIT 0;
END
"""
STOP = "pkill -KILL -u postgres -f '^/usr/lib/postgresql/15/bin/postgres -D /tmp/second' ; rm -rf /tmp/second"


def catalogue(texts: dict[str, str]) -> bytes:
    """A compiled message catalogue. Source: gettext manual, "The Format of GNU MO Files"."""
    texts = {"": "Content-Type: text/plain; charset=UTF-8\n", **texts}
    pairs = sorted((key.encode(), value.encode()) for key, value in texts.items())
    columns = [key for key, _ in pairs], [value for _, value in pairs]
    tables, strings, at = b"", b"", 28 + 16 * len(pairs)
    for column in columns:
        for string in column:
            tables += struct.pack("<II", len(string), at + len(strings))
            strings += string + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0) + tables + strings


@pytest.fixture(scope="module")
def node(lab: Lab) -> Iterator[Node]:
    """`tables`, with the second cluster running in it."""
    node = lab.node("tables")
    node.run("sh", "-c", STOP, check=False)
    node.push(CATALOG, catalogue(GERMAN))
    try:
        node.run("runuser", "-u", "postgres", "--", "sh", "-c", START, "sh", PORT, SECRET)
        yield node
    finally:
        node.run("sh", "-c", STOP, check=False)
        node.run("rm", "-f", CATALOG)


def parameters(node: Node, user: str, database: str = "postgres", password: str = SECRET) -> dict[str, str]:
    return {"hostaddr": node.address, "port": PORT, "user": user, "dbname": database, "password": password}


def refusal(node: Node, user: str, database: str = "postgres", password: str = SECRET) -> Refusal:
    with (
        pytest.raises(Refusal) as refused,
        postgresql.connected("second", "anything", parameters(node, user, database, password)),
    ):
        pass
    return refused.value


def test_the_right_password_is_let_in(node: Node) -> None:
    with postgresql.connected("second", "who", parameters(node, "app")) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("app",)


def test_nothing_can_be_written(node: Node) -> None:
    with (
        pytest.raises(FactUnavailable, match=r"read-only|READ ONLY"),
        postgresql.connected("second", "a table", parameters(node, "app")) as connection,
    ):
        connection.execute("CREATE TABLE x()")


@pytest.mark.parametrize(
    ("user", "database", "password", "refused"),
    [
        ("app", "postgres", "wrong", PASSWORD),
        ("expired", "postgres", SECRET, PASSWORD),  # the server does not tell the two apart
        ("sleeper", "postgres", SECRET, "the role: it may not log in"),
        ("capped", "postgres", SECRET, "the role: its own limit of connections is reached"),
        ("elsewhere", "postgres", SECRET, "where it comes from: pg_hba.conf does not let it in"),
        ("app", "nowhere", SECRET, "the database: there is none of that name"),
        ("app", "full_up", SECRET, "the database: its own limit of connections is reached"),
        ("app", "closed", SECRET, "the right to it"),
    ],
)
def test_what_is_refused(node: Node, user: str, database: str, password: str, refused: str) -> None:
    assert refusal(node, user, database, password).refused == refused


def test_it_really_speaks_german(node: Node) -> None:
    assert str(refusal(node, "app", password="wrong")) == (
        "Passwort-Authentifizierung für Benutzer »app« fehlgeschlagen (28P01)"
    )


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("app", []),
        ("nobody", [["there is no such role"]]),
        ("expired", [["the role's password expired at 2020-01-01 00:00:00+00"]]),
        ("sleeper", [["the role may not log in"]]),
        ("empty", [["the role has no password"]]),
        ("hashed", [["the role's password is stored as md5, which scram-sha-256 in pg_hba.conf cannot use"]]),
    ],
)
def test_what_is_wrong_with_a_role_is_told_inside(lab: Lab, node: Node, role: str, said: list[list[str]]) -> None:
    room = Facts(lab.env, access_by(lab.env.access)).tables
    server = lab.env.tables.servers[node.name].model_copy(update={"port": int(PORT)})
    assert psql(room, server, ROLE.format(user=text(role))) == said


def test_used_up_is_not_the_password(node: Node) -> None:
    with ExitStack() as held:
        for _ in range(4):
            held.enter_context(postgresql.connected("second", "a slot", parameters(node, "app")))
        assert refusal(node, "app").refused == USED_UP
        held.enter_context(postgresql.connected("second", "the last", parameters(node, "postgres", password=SECRET)))
        assert refusal(node, "app").refused == USED_UP


def test_stopping_is_not_the_password(node: Node) -> None:
    with postgresql.connected("second", "a session", parameters(node, "app")):
        command = ("/usr/lib/postgresql/15/bin/pg_ctl", "-D", "/tmp/second", "-m", "smart", "--no-wait", "stop")
        node.run("runuser", "-u", "postgres", "--", *command)
        assert refusal(node, "app").refused == "everybody: it is starting, stopping or in recovery"


def test_silence_and_absence_are_told_apart(node: Node) -> None:
    nobody = {**parameters(node, "app"), "port": "5498"}
    with pytest.raises(FactUnavailable), postgresql.connected("second", "anything", nobody):
        pass
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mute = {**parameters(node, "app"), "hostaddr": "127.0.0.1", "port": str(silent.getsockname()[1])}
        with pytest.raises(NotAnswering, match="nothing came"), postgresql.connected("second", "anything", mute):
            pass
