"""Personal access tokens: create, search, remove."""

from __future__ import annotations

from lab.standins.database import Connection
from lab.standins.zitadel import store, users
from lab.standins.zitadel.errors import invalid, not_found
from lab.standins.zitadel.fields import Body, known, moment, number, record, records, rfc3339, text


def create(connection: Connection, user: str, body: Body) -> dict[str, object]:
    """`POST /v2/users/{id}/pats`. Raises Refusal."""
    known(body, "userId", "expirationDate")
    expiration = moment(body, "expirationDate")
    found = users.needed(connection, user)
    if found.kind != "machine":
        raise invalid("tokens belong to service users only")
    identity, token = store.add_token(connection, user, expiration)
    return {"tokenId": identity, "token": token}


def remove(connection: Connection, user: str, token: str) -> None:
    """`DELETE /v2/users/{id}/pats/{token}`. Raises Refusal."""
    row = connection.execute(
        "DELETE FROM personal_access_tokens WHERE id = %s AND user_id = %s RETURNING id", (token, user)
    ).fetchone()
    if row is None:
        raise not_found("PAT")


def search(connection: Connection, body: Body) -> dict[str, object]:
    """`POST /v2/users/pats/search`: all tokens, or those asked for. Raises Refusal."""
    known(body, "pagination", "sortingColumn", "filters")
    pages = known(record({"pagination": {}, **body}, "pagination"), "offset", "limit", "asc")
    wanted: dict[str, list[str]] = {"userIdFilter": [], "tokenIdFilter": [], "organizationIdFilter": []}
    for item in records(body, "filters"):
        for name in known(item, *wanted):
            wanted[name].append(text(known(record(item, name), "id"), "id"))
    limit = min(number(pages, "limit", 100) or 100, users.LIST_LIMIT)
    rows = connection.execute(
        "SELECT p.id, p.user_id, u.organization_id, p.created, p.expiration, count(*) OVER ()"
        " FROM personal_access_tokens p JOIN users u ON u.id = p.user_id"
        " WHERE (cardinality(%(users)s::text[]) = 0 OR p.user_id = ANY(%(users)s))"
        " AND (cardinality(%(ids)s::text[]) = 0 OR p.id = ANY(%(ids)s))"
        " AND (cardinality(%(orgs)s::text[]) = 0 OR u.organization_id = ANY(%(orgs)s))"
        " ORDER BY p.created, p.id LIMIT %(limit)s OFFSET %(offset)s",
        {
            "users": wanted["userIdFilter"],
            "ids": wanted["tokenIdFilter"],
            "orgs": wanted["organizationIdFilter"],
            "limit": limit,
            "offset": number(pages, "offset", 0),
        },
    ).fetchall()
    return {
        "pagination": {"totalResult": str(rows[0][5] if rows else 0), "appliedLimit": str(limit)},
        "result": [
            {
                "creationDate": rfc3339(created),
                "changeDate": rfc3339(created),
                "id": identity,
                "userId": user,
                "organizationId": organization,
                "expirationDate": rfc3339(expiration),
            }
            for identity, user, organization, created, expiration, _ in rows
        ],
    }
