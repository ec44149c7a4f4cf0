"""What the stand-in keeps in PostgreSQL. Tokens are kept as SHA-256, passwords as scrypt."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import secrets
from dataclasses import dataclass

from lab.standins.database import Connection

SCHEMA = """
CREATE TABLE IF NOT EXISTS instance_domains (domain text PRIMARY KEY);
CREATE TABLE IF NOT EXISTS console_application (client_id text PRIMARY KEY);
CREATE TABLE IF NOT EXISTS organizations (
    id text PRIMARY KEY, name text NOT NULL UNIQUE, created timestamptz NOT NULL DEFAULT now());
CREATE TABLE IF NOT EXISTS organization_domains (
    domain text PRIMARY KEY, organization_id text NOT NULL REFERENCES organizations ON DELETE CASCADE,
    created timestamptz NOT NULL DEFAULT now());
CREATE TABLE IF NOT EXISTS users (
    id text PRIMARY KEY, organization_id text NOT NULL REFERENCES organizations ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('human', 'machine')), username text NOT NULL UNIQUE,
    given_name text, family_name text, email text, password text,
    created timestamptz NOT NULL DEFAULT now(), changed timestamptz NOT NULL DEFAULT now());
CREATE TABLE IF NOT EXISTS personal_access_tokens (
    id text PRIMARY KEY, user_id text NOT NULL REFERENCES users ON DELETE CASCADE,
    token_hash text NOT NULL UNIQUE, expiration timestamptz,
    created timestamptz NOT NULL DEFAULT now());
"""


@dataclass(frozen=True)
class User:
    """A row of `users`, without its password."""

    id: str
    organization: str
    kind: str
    username: str
    given_name: str | None
    family_name: str | None
    email: str | None
    created: dt.datetime
    changed: dt.datetime


USER_COLUMNS = "id, organization_id, kind, username, given_name, family_name, email, created, changed"


def new_id() -> str:
    """18 digits, as Zitadel's ids look."""
    return str(10**17 + secrets.randbelow(9 * 10**17))


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def password_hash(password: str) -> str:
    """What is kept of a password."""
    salt = os.urandom(16)
    return f"scrypt${salt.hex()}${hashlib.scrypt(password.encode(), salt=salt, n=2**12, r=8, p=1).hex()}"


def ensure_organization(connection: Connection, name: str) -> str:
    """The id of the organisation of that name, created where it is missing."""
    row = connection.execute(
        "INSERT INTO organizations (id, name) VALUES (%s, %s)"
        " ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id",
        (new_id(), name),
    ).fetchone()
    return str(row[0]) if row else ""


def ensure_console(connection: Connection) -> None:
    """The application by which the console logs in, created where there is none."""
    connection.execute(
        "INSERT INTO console_application SELECT %s WHERE NOT EXISTS (SELECT FROM console_application)", (new_id(),)
    )


def console_application(connection: Connection) -> str | None:
    """Its id; None where there is none."""
    row = connection.execute("SELECT client_id FROM console_application").fetchone()
    return str(row[0]) if row else None


def ensure_machine(connection: Connection, organization: str, username: str) -> str:
    """The id of the service user of that name, created where it is missing."""
    row = connection.execute(
        "INSERT INTO users (id, organization_id, kind, username) VALUES (%s, %s, 'machine', %s)"
        " ON CONFLICT (username) DO UPDATE SET username = excluded.username RETURNING id",
        (new_id(), organization, username),
    ).fetchone()
    return str(row[0]) if row else ""


def find_user(connection: Connection, user: str) -> User | None:
    """The user of that id, None where there is none."""
    row = connection.execute(f"SELECT {USER_COLUMNS} FROM users WHERE id = %s", (user,)).fetchone()
    return User(*row) if row else None  # type: ignore[arg-type]  # the columns have these types by SCHEMA


def add_token(connection: Connection, user: str, expiration: dt.datetime | None) -> tuple[str, str]:
    """A new token: its id, and the token itself, which is shown only here."""
    identity, token = new_id(), secrets.token_urlsafe(48)
    connection.execute(
        "INSERT INTO personal_access_tokens (id, user_id, token_hash, expiration) VALUES (%s, %s, %s, %s)",
        (identity, user, token_hash(token), expiration),
    )
    return identity, token


def owner_of(connection: Connection, token: str) -> str | None:
    """The id of the user whose live token it is; None for an unknown or expired one."""
    row = connection.execute(
        "SELECT user_id FROM personal_access_tokens"
        " WHERE token_hash = %s AND (expiration IS NULL OR expiration > now())",
        (token_hash(token),),
    ).fetchone()
    return str(row[0]) if row else None
