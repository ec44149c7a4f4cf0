"""`/v2/users`: create, list, read, remove, set a password."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import LiteralString

import psycopg

from lab.standins.database import Connection
from lab.standins.zitadel import fields, store
from lab.standins.zitadel.errors import exists, invalid, not_found
from lab.standins.zitadel.fields import Body, known, number, record, records, rfc3339, text

LIST_LIMIT = 1000

FILTERS: dict[str, tuple[str, LiteralString]] = {
    "userNameQuery": ("userName", "username = %s"),
    "emailQuery": ("emailAddress", "email = %s"),
    "organizationIdQuery": ("organizationId", "organization_id = %s"),
    "inUserIdsQuery": ("userIds", "id = ANY(%s)"),
    "typeQuery": ("type", "'TYPE_' || upper(kind) = %s"),
}
"""Query to its field and its condition."""


def details(changed: dt.datetime, organization: str) -> dict[str, object]:
    """The `details` of an object."""
    return {"sequence": "1", "changeDate": rfc3339(changed), "resourceOwner": organization}


def shown(user: store.User) -> dict[str, object]:
    """A user as the API shows it."""
    common: dict[str, object] = {
        "userId": user.id,
        "details": {**details(user.changed, user.organization), "creationDate": rfc3339(user.created)},
        "state": "USER_STATE_ACTIVE",
        "username": user.username,
        "loginNames": [user.username],
        "preferredLoginName": user.username,
    }
    if user.kind == "machine":
        return {**common, "machine": {"name": user.username, "accessTokenType": "ACCESS_TOKEN_TYPE_BEARER"}}
    profile = {"givenName": user.given_name, "familyName": user.family_name}
    return {**common, "human": {"profile": profile, "email": {"email": user.email, "isVerified": True}}}


def listing(connection: Connection, body: Body) -> dict[str, object]:
    """`POST /v2/users`. Raises Refusal."""
    known(body, "query", "sortingColumn", "queries")
    query = known(record({"query": {}, **body}, "query"), "offset", "limit", "asc")
    conditions: list[LiteralString] = ["true"]
    values: list[object] = []
    for item in records(body, "queries"):
        for name, value in known(item, *FILTERS).items():
            field, condition = FILTERS[name]
            conditions.append(condition)
            values.append(value.get(field) if isinstance(value, dict) else None)
    where: LiteralString = " AND ".join(conditions)
    order: LiteralString = "ASC" if query.get("asc") else "DESC"
    total = connection.execute("SELECT count(*) FROM users WHERE " + where, values).fetchone()
    limit = min(number(query, "limit", 100) or 100, LIST_LIMIT)
    rows = connection.execute(
        "SELECT "
        + store.USER_COLUMNS
        + " FROM users WHERE "
        + where
        + " ORDER BY created "
        + order
        + ", id LIMIT %s OFFSET %s",
        [*values, limit, number(query, "offset", 0)],
    ).fetchall()
    found = [store.User(*row) for row in rows]  # type: ignore[arg-type]  # the columns have these types by SCHEMA
    return {
        "details": {
            "totalResult": str(total[0] if total else 0),
            "timestamp": rfc3339(dt.datetime.now(dt.UTC)),
        },
        "sortingColumn": body.get("sortingColumn", "USER_FIELD_NAME_UNSPECIFIED"),
        "result": [shown(user) for user in found],
    }


def add_human(connection: Connection, organization: str, username: str, human: Body) -> store.User:
    """A human with profile, email and optional password. Raises Refusal."""
    profile, email = record(human, "profile"), record(human, "email")
    secret = None
    if "password" in human:
        secret = store.password_hash(text(record(human, "password"), "password"))
    names = text(profile, "givenName"), text(profile, "familyName")
    row = (store.new_id(), organization, "human", username, *names, text(email, "email"), secret)
    return _add(connection, row)


def add_machine(connection: Connection, organization: str, username: str, machine: Body) -> store.User:
    """A service user. Raises Refusal."""
    text(machine, "name")
    return _add(connection, (store.new_id(), organization, "machine", username, None, None, None, None))


def _add(connection: Connection, row: tuple[str | None, ...]) -> store.User:
    try:
        connection.execute(
            "INSERT INTO users (id, organization_id, kind, username, given_name, family_name, email, password)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            row,
        )
    except psycopg.errors.UniqueViolation as error:
        raise exists("User") from error
    except psycopg.errors.ForeignKeyViolation as error:
        raise not_found("Org") from error
    return needed(connection, str(row[0]))


def create(connection: Connection, own_organization: str, body: Body) -> store.User:
    """`POST /v2/users/new`. Raises Refusal."""
    known(body, "organizationId", "userId", "username", "human", "machine")
    organization = str(body.get("organizationId") or own_organization)
    kinds: dict[str, Callable[[Connection, str, str, Body], store.User]]
    kinds = {"human": add_human, "machine": add_machine}
    for kind, add in kinds.items():
        if kind in body:
            return add(connection, organization, text(body, "username"), record(body, kind))
    raise invalid("user_type: one of human, machine is required")


def needed(connection: Connection, user: str) -> store.User:
    """The user of that id. Raises Refusal."""
    if found := store.find_user(connection, user):
        return found
    raise not_found("User")


def set_password(connection: Connection, user: str, body: Body) -> None:
    """`POST /v2/users/{id}/password`. Raises Refusal."""
    known(body, "newPassword", "currentPassword", "verificationCode")
    new = known(record(body, "newPassword"), "password", "changeRequired")
    secret = store.password_hash(fields.text(new, "password"))
    needed(connection, user)
    connection.execute("UPDATE users SET password = %s, changed = now() WHERE id = %s", (secret, user))
