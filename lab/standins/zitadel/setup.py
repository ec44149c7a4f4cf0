"""First instance: the organisation, an administrator and a second service user, each with a token in a file.

The second user's token exists so that an expired administrator's token can be renewed: an expired token
cannot renew itself.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from lab.standins.database import Connection, Database
from lab.standins.zitadel import store
from lab.standins.zitadel.config import Config

ORGANIZATION = "LAB"
ADMINISTRATOR = "admin"
RENEWER = "pat-renewer"


def migrate(database: Database) -> None:
    """Create what is missing of the tables, one process at a time. Raises DatabaseDown."""
    with database.transaction() as connection:
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('zitadel setup'))")
        connection.execute(store.SCHEMA.encode())


def ensure(config: Config, database: Database) -> None:
    """Bring the first instance into being; what is there and works stays as it is. Raises DatabaseDown."""
    migrate(database)
    with database.transaction() as connection:
        connection.execute("INSERT INTO instance_domains (domain) VALUES (%s) ON CONFLICT DO NOTHING", (config.domain,))
        store.ensure_console(connection)
        organization = store.ensure_organization(connection, ORGANIZATION)
        for username, path, days in (
            (ADMINISTRATOR, config.admin_token_file, config.token_days),
            (RENEWER, config.renewal_token_file, config.renewal_token_days),
        ):
            user = store.ensure_machine(connection, organization, username)
            _ensure_token(connection, user, path, days)


def _ensure_token(connection: Connection, user: str, path: Path, days: int) -> None:
    if path.exists() and store.owner_of(connection, path.read_text().strip()) == user:
        return
    _, token = store.add_token(connection, user, dt.datetime.now(dt.UTC) + dt.timedelta(days=days))
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(token + "\n")
    draft.rename(path)
