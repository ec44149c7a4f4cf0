"""The HTTP side: which path does what, and the rules that hold before any of them."""

from __future__ import annotations

import datetime as dt
import html

import psycopg

from lab.standins.database import Connection, Database, DatabaseDown
from lab.standins.web import BadRequest, Reply, Request, as_json, as_text
from lab.standins.zitadel import store, tokens, users
from lab.standins.zitadel.config import Config
from lab.standins.zitadel.errors import Refusal, bad_token, exists, no_instance, not_found
from lab.standins.zitadel.fields import known, record, rfc3339, text


class Zitadel:
    """Answers requests."""

    def __init__(self, config: Config, database: Database) -> None:
        self._config = config
        self._database = database

    def answer(self, request: Request) -> Reply:
        """The reply to a request."""
        if request.path == "/debug/healthz":
            return as_text("ok")
        if request.path == "/debug/ready":
            return as_text("ok") if self._database.answers() else as_text("database does not answer", 412)
        try:
            return self._of_instance(request)
        except Refusal as refusal:
            return refusal.reply()
        except BadRequest as error:
            return Refusal(3, str(error)).reply()
        except DatabaseDown as error:
            return Refusal(14, f"database does not answer: {error}").reply()

    def _of_instance(self, request: Request) -> Reply:
        host = request.header("Host").rsplit(":", 1)[0].lower()
        if host != self._config.domain:
            with self._database.transaction() as connection:
                if not connection.execute("SELECT 1 FROM instance_domains WHERE domain = %s", (host,)).fetchone():
                    raise no_instance(host, self._config.domain)
        if request.path.startswith(("/v2/", "/oidc/")):
            with self._database.transaction() as connection:
                return _with_token(connection, request)
        issuer = f"{self._config.scheme}://{host}"
        if request.path == "/ui/console/assets/environment.json":
            with self._database.transaction() as connection:
                application = store.console_application(connection)
            api = f"{self._config.scheme}://{request.header('Host')}"
            return as_json({"api": api, "issuer": issuer, **({"clientid": application} if application else {})})
        return _public(request, issuer)


def _with_token(connection: Connection, request: Request) -> Reply:
    kind, _, token = request.header("Authorization").partition(" ")
    if not token:
        raise Refusal(16, "auth header missing")
    caller = store.owner_of(connection, token) if kind.lower() == "bearer" else None
    if caller is None:
        raise bad_token()
    try:
        status, body = _call(connection, users.needed(connection, caller), request)
    except psycopg.errors.DataError as error:
        raise Refusal(3, str(error)) from error
    return as_json(body, status)


def _call(connection: Connection, caller: store.User, request: Request) -> tuple[int, object]:
    parts, body = request.path.strip("/").split("/")[1:], request.json() if request.body else {}
    now = users.details(dt.datetime.now(dt.UTC), caller.organization)
    match [request.method, *parts]:
        case ["GET", "v1", "userinfo"]:
            return 200, {"sub": caller.id, "preferred_username": caller.username}
        case ["POST", "users"]:
            return 200, users.listing(connection, body)
        case ["POST", "users", "human"]:
            human = known(body, "userId", "username", "organization", "profile", "email", "phone", "password")
            organization = str(
                record({"organization": {}, **human}, "organization").get("orgId") or caller.organization
            )
            user = users.add_human(connection, organization, text(human, "username"), human)
            return 201, {"userId": user.id, "details": users.details(user.changed, organization)}
        case ["POST", "users", "new"]:
            user = users.create(connection, caller.organization, body)
            return 200, {"id": user.id, "creationDate": rfc3339(user.created)}
        case ["POST", "users", "pats", "search"]:
            return 200, tokens.search(connection, body)
        case ["GET", "users", identity]:
            user = users.needed(connection, identity)
            return 200, {"details": users.details(user.changed, user.organization), "user": users.shown(user)}
        case ["DELETE", "users", identity]:
            users.needed(connection, identity)
            connection.execute("DELETE FROM users WHERE id = %s", (identity,))
            return 200, {"details": now}
        case ["POST", "users", identity, "password"]:
            users.set_password(connection, identity, body)
            return 200, {"details": now}
        case ["POST", "users", identity, "pats"]:
            return 200, {"creationDate": now["changeDate"], **tokens.create(connection, identity, body)}
        case ["DELETE", "users", identity, "pats", token]:
            tokens.remove(connection, identity, token)
            return 200, {"deletionDate": now["changeDate"]}
        case ["POST", "organizations"]:
            return 201, {
                "organizationId": _organization(connection, text(known(body, "name", "admins"), "name")),
                "details": now,
            }
        case ["POST", "organizations", identity, "domains"]:
            _domain(connection, identity, text(known(body, "domain", "organizationId"), "domain"))
            return 200, {"creationDate": now["changeDate"]}
        case _:
            raise Refusal(5, "Not Found")


def _organization(connection: Connection, name: str) -> str:
    identity = store.new_id()
    try:
        connection.execute("INSERT INTO organizations (id, name) VALUES (%s, %s)", (identity, name))
    except psycopg.errors.UniqueViolation as error:
        raise exists("Org") from error
    return identity


def _domain(connection: Connection, organization: str, domain: str) -> None:
    try:
        connection.execute(
            "INSERT INTO organization_domains (domain, organization_id) VALUES (%s, %s)",
            (domain, organization),
        )
    except psycopg.errors.UniqueViolation as error:
        raise exists("Org.Domain") from error
    except psycopg.errors.ForeignKeyViolation as error:
        raise not_found("Org") from error


def _public(request: Request, issuer: str) -> Reply:
    match request.path:
        case "/.well-known/openid-configuration":
            return as_json(
                {
                    "issuer": issuer,
                    "authorization_endpoint": f"{issuer}/oauth/v2/authorize",
                    "token_endpoint": f"{issuer}/oauth/v2/token",
                    "userinfo_endpoint": f"{issuer}/oidc/v1/userinfo",
                    "jwks_uri": f"{issuer}/oauth/v2/keys",
                    "response_types_supported": ["code"],
                    "subject_types_supported": ["public"],
                    "id_token_signing_alg_values_supported": ["RS256"],
                }
            )
        case "/":
            return Reply(302, b"", "text/plain", {"Location": "/ui/console"})
        case "/ui/console" | "/ui/console/":
            page = f"<!doctype html><title>Console</title><h1>{html.escape(issuer)}</h1><p>Stand-in of Zitadel.</p>"
            return as_text(page, content_type="text/html; charset=utf-8")
        case _:
            raise Refusal(5, "Not Found")
